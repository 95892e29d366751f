"""What is gone at the clinic goes here too, but only on a confirmed word, and never a great many without asking."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from mobile.sync import PullQuery
from tests.faults.sync.device import PATIENT, Device
from tests.faults.sync.entries import Entry
from tests.faults.sync.odd_clinic import BASE, OddClinic
from tests.unit.sync.test_pull import answer_goals, goal, have


@pytest.fixture
async def full(device: Device, clinic: OddClinic) -> Device:
    """A device with 60 entries from the clinic."""
    for n in range(60):
        clinic.put_in(goal(n))
    await device.sync()
    assert await have(device) == 60
    return device


@pytest.fixture
async def therapist(tmp_path: Path, clinic: OddClinic) -> AsyncIterator[Device]:
    """Reads what others share; nothing is their own."""
    queries = [PullQuery("shared", "Goal", {"subject": PATIENT}, 0.0, is_own=False)]
    one = await Device(tmp_path / "t", BASE, clinic, queries=queries).open()
    yield one
    await one.close()


async def test_deleted_at_the_clinic_is_removed_here(full: Device, clinic: OddClinic) -> None:
    clinic.kept[("Goal", "g3")].is_gone = True
    assert (await full.sync()).removed == 1
    assert await full.records.get(Entry, "Goal/g3") is None


async def test_empty_listing_removes_nothing_and_asks_nobody(full: Device, clinic: OddClinic) -> None:
    clinic.lie = answer_goals(clinic, [])
    await full.sync(2)
    assert await have(full) == 60
    assert full.engine.status.phase != "held"


async def test_listing_that_forgets_some_removes_nothing(full: Device, clinic: OddClinic) -> None:
    shown = [clinic.shown(clinic.kept[("Goal", f"g{n}")]) for n in range(57)]
    clinic.lie = answer_goals(clinic, shown)
    await full.sync(2)
    assert await have(full) == 60


async def test_everything_deleted_stops_and_asks(full: Device, clinic: OddClinic) -> None:
    for kept in clinic.kept.values():
        kept.is_gone = True
    asked = len(clinic.log)
    await full.sync()
    assert await have(full) == 60
    assert (full.engine.status.phase, full.engine.status.reason) == ("held", "mass_deletion")
    assert len(clinic.log) - asked < 12
    await full.sync(2)
    assert await have(full) == 60
    full.engine.let_go()
    await full.sync()
    assert await have(full) == 0
    assert full.engine.status.phase == "idle"


async def test_held_ends_when_the_clinic_has_its_records_again(full: Device, clinic: OddClinic) -> None:
    for kept in clinic.kept.values():
        kept.is_gone = True
    await full.sync()
    for kept in clinic.kept.values():
        kept.is_gone = False
    await full.sync()
    assert full.engine.status.phase == "idle"
    assert await have(full) == 60


@pytest.mark.parametrize(("lost", "goes"), [(5, True), (12, True), (13, False), (30, False)])
async def test_a_fifth_may_go_and_more_may_not(
    full: Device, clinic: OddClinic, lost: int, goes: bool
) -> None:
    for n in range(lost):
        clinic.kept[("Goal", f"g{n}")].is_gone = True
    await full.sync()
    assert await have(full) == (60 - lost if goes else 60)


async def test_nothing_is_listed_while_a_pull_is_not_at_its_end(device: Device, clinic: OddClinic) -> None:
    clinic.has_batch = False  # page by page
    for n in range(250):
        clinic.put_in(goal(n))
    asked = 0

    def cut(request: httpx.Request) -> httpx.Response | None:
        nonlocal asked
        asked += request.url.path.endswith("/Goal")
        return httpx.Response(500) if asked == 2 else None

    clinic.lie = cut
    await device.sync()
    assert not any("Goal" in line and "_elements" in line for line in clinic.log)
    assert await have(device) == 100


async def test_refused_read_is_no_proof_for_what_is_ones_own(device: Device, clinic: OddClinic) -> None:
    entry = Entry.new(PATIENT, "mine")
    await device.records.save(entry)
    await device.sync()
    clinic.lie = hide_goals(403)
    await device.sync(2)
    assert await device.records.get(Entry, entry.id) is not None


async def test_ended_share_disappears_at_the_therapists(therapist: Device, clinic: OddClinic) -> None:
    clinic.put_in(goal(1))
    await therapist.sync()
    assert await have(therapist) == 1
    clinic.lie = hide_goals(403)
    assert (await therapist.sync()).removed == 1
    assert await have(therapist) == 0


async def test_what_was_shared_after_it_was_written_arrives_though_its_date_is_old(
    therapist: Device, clinic: OddClinic
) -> None:
    for n in range(3):
        clinic.put_in(goal(n))
        clinic.now = clinic.now.replace(hour=clinic.now.hour + 1)
    clinic.kept[("Goal", "g0")].is_gone = True  # not yet shared
    await therapist.sync()
    assert await have(therapist) == 2
    clinic.kept[("Goal", "g0")].is_gone = False  # shared; its lastUpdated is two hours before the mark
    await therapist.sync()
    assert await have(therapist) == 3


async def test_unsent_change_of_what_is_gone_is_kept(device: Device, clinic: OddClinic) -> None:
    clinic.put_in(goal(1))
    await device.sync()
    entry = await device.records.get(Entry, "Goal/g1")
    assert entry is not None
    clinic.lie = lambda request: httpx.Response(500) if request.method == "PUT" else None
    await device.records.save(Entry(entry.id, "ours", PATIENT, entry.rest))
    clinic.kept[("Goal", "g1")].is_gone = True
    await device.sync(2)
    kept = await device.records.get(Entry, "Goal/g1")
    assert kept is not None
    assert kept.words == "ours"
    assert (await device.records.pending())["parked"] == 1


async def test_listing_keeps_its_pace(device: Device, clinic: OddClinic) -> None:
    device.queries = [PullQuery("entries", "Goal", {}, 3600.0)]
    device.engine = device.new_engine()
    await device.sync()
    listed = listings(clinic)
    assert listed == 0
    await device.engine.once()
    assert listings(clinic) == listed
    device.time.forward(3601)
    await device.engine.once()
    assert listings(clinic) == listed + 1
    device.time.forward(-7200)
    await device.engine.once()
    assert listings(clinic) == listed + 2


def listings(clinic: OddClinic) -> int:
    """By themselves or within a batch."""
    return sum("_elements" in line for line in [*clinic.log, *clinic.within])


def hide_goals(status: int):
    """Listings find nothing, and reads are refused with this status."""

    def lie(request: httpx.Request) -> httpx.Response | None:
        path = request.url.path
        if request.method == "GET" and path.endswith("/Goal"):
            body = b'{"resourceType":"Bundle","type":"searchset","total":0}'
            return httpx.Response(200, headers={"content-type": "application/fhir+json"}, content=body)
        if request.method == "GET" and "/Goal/" in path:
            return httpx.Response(status)
        return None

    return lie
