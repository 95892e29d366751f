"""A therapist's device at a clinic that shows everybody everything, on bad days too: it never holds what no grant opens."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from mobile.care.catalog import Who, filing, pulls
from mobile.care.opened import Opened
from mobile.sync import PullQuery, SyncEngine
from tests.faults.sync.device import Device, Time
from tests.faults.sync.odd_clinic import BASE, OddClinic
from tests.faults.sync.weather import FAULTS, Weather
from tests.unit.care.samples import SAM
from tests.unit.care.test_opened import given, opening, put, shared

KINDS = ("gathering", "id_listing", "read")
if os.environ.get("LANTERN_STRIKES", "1") == "1":
    KINDS = ("gathering",)
"""The kinds of request that are struck; the short form takes the one that all others travel in."""
ME = Who("practitioner", SAM.reference)


class Therapist:
    """Their open app, and what of it is held now."""

    def __init__(self, clinic: OddClinic, folder: Path) -> None:
        self.weather = Weather(clinic)
        self.device = Device(folder, BASE, self.weather, [], lambda document: None, time=Time())

    async def open(self) -> Therapist:
        await self.device.open()
        opened = Opened()
        queries = [
            PullQuery(
                p.key,
                p.resource_type,
                p.params,
                0.0 if p.reconcile_every_s else None,
                p.is_own,
                False,
                p.opened_by,
            )
            for p in pulls(ME)
            if p.resource_type in ("Goal", "Consent")
        ]
        self.engine = SyncEngine(
            self.device.client,
            self.device.records,
            queries,
            lambda document: filing(document.type, document.text, ME, opened),
            clock=self.device.time,
            sleep=self.device.time.sleep,
            opens=lambda kind, id: kind != "Goal" or opened.may_open(kind, id),
        )
        return self

    async def sync(self) -> set[str]:
        self.device.time.forward(4000)
        await self.engine.once()
        return set(await self.device.records.known("Goal"))


@pytest.mark.parametrize("kind", KINDS)
async def test_only_what_a_grant_opens_is_held_whatever_befalls_the_asking(kind: str, tmp_path: Path) -> None:
    for fault in FAULTS:
        clinic = OddClinic(has_batch=kind == "gathering")
        goals = [put(clinic, shared()[0]) for _ in range(8)]
        consent = put(clinic, opening(shared()[1], goals[0]))
        sam = await Therapist(clinic, tmp_path / fault).open()
        left = 0

        def choose(asked: str, fault: str = fault) -> str | None:
            nonlocal left
            left -= asked == kind
            return fault if asked == kind and left >= 0 else None

        sam.weather.choose = choose
        for opens in (goals[0], goals[1], None):
            document = clinic.kept[("Consent", consent)].document
            clinic.put_in(document | (given(opens) if opens else {"status": "inactive"}))
            left, held = 2, set[str]()
            for _ in range(4):
                held = await sam.sync()
                assert held <= set(goals[:2]), f"{fault}: held what no grant ever opened"
            assert held == ({opens} if opens else set()), f"{fault}: holds what is not open, or not what is"
        assert (kind, fault) in sam.weather.struck
        await sam.device.close()
    print(f"FIGURES therapist, {kind}: {len(FAULTS)} days, 0 unopened records held")
