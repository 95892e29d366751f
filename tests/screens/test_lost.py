"""A clinic that lost what a person sent: the screen says so, and sends it again when asked."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from api_client import ClinicClient, Retry
from mobile.care import catalog
from mobile.care.sharing import share
from mobile.sync import PullQuery, SyncEngine
from tests.faults.sync.device import Time
from tests.faults.sync.habits.restored import RestoredClinic
from tests.faults.sync.odd_clinic import BASE
from tests.screens.harness import Phone, PretendWiring, opened_store
from tests.unit.care.samples import NOW, PATIENT, SAM, an_intention

WORDS = {
    "en": ("An intention you shared", "Your clinic's server lost it", "Send it again"),
    "es": ("Una intención que compartió", "El servidor de su clínica lo perdió", "Enviarlo de nuevo"),
}


class Shared:
    """Something shared with a clinic that is put back from a backup of the day before."""

    def __init__(self, records: Any) -> None:
        who = catalog.Who("patient", PATIENT, PATIENT.removeprefix("Patient/"), BASE)
        self.records, self.clinic, self.time = records, RestoredClinic(), Time()
        self.client = ClinicClient(BASE, transport=self.clinic, retry=Retry(tries=1))
        self.engine = SyncEngine(
            self.client,
            records,
            [
                PullQuery(p.key, p.resource_type, p.params, p.reconcile_every_s, p.is_own, p.holds_words)
                for p in catalog.pulls(who)
            ],
            lambda document: catalog.filing(document.type, document.text, who),
            clock=self.time,
        )

    async def sync(self) -> None:
        for _ in range(3):
            self.time.forward(4000)
            await self.engine.once()


@pytest.fixture
async def shared(tmp_path: Path) -> AsyncIterator[Shared]:
    one = Shared(await opened_store(tmp_path))
    await one.records.save_all(share(an_intention(), PATIENT, SAM, NOW))
    await one.sync()
    assert len(one.clinic.alive("Goal")) == 1
    one.clinic.restore()
    await one.sync()
    yield one
    await one.client.aclose()


@pytest.mark.parametrize("language", WORDS)
async def test_what_the_clinic_lost_is_said_and_sent_again_by_a_tap(shared: Shared, language: Any) -> None:
    name, why, again = WORDS[language]
    wiring = PretendWiring(records=shared.records)
    await wiring.change_settings(language=language)
    status = shared.engine.status
    assert status.phase == "attention"
    wiring.pretended.says(phase=status.phase, parked=status.parked, lost=status.lost, reason=status.reason)
    async with Phone(wiring) as phone:
        await phone.start("/settings/sync")
        await phone.sees(name)
        assert any(why in text for text in phone.texts())
        assert phone.faults() == []
        offered = [button.name for button in phone.find(re.compile(f"^{again}: "), "button")]
        assert len(offered) == 3  # the words, who may read them, and the word that they were shared
        for one in offered:
            await phone.tap(one, "button")
        await phone.sees_no(name)
    await shared.sync()
    assert len(shared.clinic.alive("Goal")) == 1
    assert len(shared.clinic.alive("Consent")) == 1
    assert shared.engine.status.phase == "idle"
