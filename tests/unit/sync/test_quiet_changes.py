"""A change that nobody at the clinic answers is sent at once and asks nothing; all else of the pace stays as it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import httpx
import pytest

from mobile.records.ports import OutboxRow
from mobile.sync import SyncEngine
from tests.faults.sync.device import PATIENT, Device
from tests.faults.sync.entries import Entry
from tests.faults.sync.odd_clinic import OddClinic, outcome
from tests.unit.sync.test_engine import Naps, until

EVERY_S = 20.0


def is_quiet(row: OutboxRow) -> bool:
    return "quiet" in row.payload


@pytest.fixture
async def naps(device: Device) -> Naps:
    """The engine runs and has read all there is."""
    naps = Naps()
    device.engine = SyncEngine(
        device.client,
        device.records,
        device.queries,
        device.file,
        clock=device.time,
        sleep=naps,
        random=device.random,
        every_s=EVERY_S,
        is_quiet=is_quiet,
    )
    device.engine.start()
    await until(lambda: len(naps.asked) == 1)
    return naps


def asked(clinic: OddClinic, since: int) -> Sequence[str]:
    """What was read of the clinic; what it states of itself is asked once, before the first sending."""
    sent = ("POST", "PUT", "DELETE", "PATCH", "GET metadata")
    return [one for one in clinic.log[since:] if not one.startswith(sent)]


async def kept(device: Device, words: str, naps: Naps) -> None:
    """Saved, and the round that it began is over."""
    before = len(naps.asked)
    await device.records.save(Entry.new(PATIENT, words))
    await until(lambda: len(naps.asked) > before and device.engine.status.waiting == 0)


async def test_it_is_sent_at_once_and_nothing_is_asked(device: Device, clinic: OddClinic, naps: Naps) -> None:
    since = len(clinic.log)
    await kept(device, "quiet", naps)
    assert len(clinic.alive("Goal")) == 1
    assert asked(clinic, since) == []
    await kept(device, "loud", naps)
    assert asked(clinic, since) != []


async def test_one_loud_change_among_quiet_ones_asks(device: Device, clinic: OddClinic, naps: Naps) -> None:
    since = len(clinic.log)
    before = len(naps.asked)
    await device.records.save_all([Entry.new(PATIENT, "quiet"), Entry.new(PATIENT, "loud")])
    await until(lambda: len(naps.asked) > before)
    assert asked(clinic, since) != []


async def test_quiet_changes_put_off_the_next_asking_no_further(
    device: Device, clinic: OddClinic, naps: Naps
) -> None:
    for _ in range(3):
        device.time.now += timedelta(seconds=5)
        await kept(device, "quiet", naps)
    assert naps.asked[-1] == EVERY_S - 15
    since = len(clinic.log)
    naps.over()
    await until(lambda: asked(clinic, since) != [])


async def test_after_a_round_that_went_wrong_it_asks(device: Device, clinic: OddClinic, naps: Naps) -> None:
    clinic.lie = lambda _: httpx.Response(500, json=outcome("x"))
    device.engine.wake()
    await until(lambda: device.engine.status.reason is not None)
    clinic.lie = None
    since = len(clinic.log)
    await device.records.save(Entry.new(PATIENT, "quiet"))
    await until(lambda: asked(clinic, since) != [])


async def test_whoever_wakes_it_has_everything_looked_at(
    device: Device, clinic: OddClinic, naps: Naps
) -> None:
    since = len(clinic.log)
    device.engine.wake()
    await device.records.save(Entry.new(PATIENT, "quiet"))
    await until(lambda: asked(clinic, since) != [])
