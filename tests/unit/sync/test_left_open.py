"""What a search could not settle is read by itself, and of several records under one identifier the others end."""

from __future__ import annotations

from dataclasses import replace

import pytest

from api_client.errors import ServerBroken
from mobile.records.ports import Unsettled
from mobile.sync.arrivals import Arrivals
from mobile.sync.settling import Settler
from tests.faults.sync.device import PATIENT, Device
from tests.faults.sync.entries import Entry
from tests.faults.sync.odd_clinic import OddClinic
from tests.unit.sync.rows_and_answers import put_in
from tests.unit.sync.test_rounds import QUERY, refusing

# --- what was left open ---


@pytest.fixture
async def settler(device: Device) -> Settler:
    return Settler(device.client, device.records, Arrivals(device.records, device.file), device.queries)


def leave_open(device: Device, monkeypatch: pytest.MonkeyPatch, *ones: Unsettled) -> None:
    left = [list(ones)]

    async def unsettled() -> list[Unsettled]:
        return left.pop() if left else []

    monkeypatch.setattr(device.records, "unsettled", unsettled)


async def test_what_was_left_open_is_read_once_and_stored(
    device: Device, clinic: OddClinic, settler: Settler, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = Entry.new(PATIENT, "theirs")
    id = put_in(clinic, entry)
    leave_open(device, monkeypatch, Unsettled("Goal", id, entry.id))
    assert await settler.run() == 1
    assert await device.records.get(Entry, entry.id) is not None
    clinic.log.clear()
    assert await settler.run() == 0
    assert clinic.log == []


async def test_what_cannot_be_read_is_tried_again_and_what_is_not_there_is_left_to_the_comparison(
    device: Device, clinic: OddClinic, settler: Settler, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = Entry.new(PATIENT, "theirs")
    id = put_in(clinic, entry)
    leave_open(device, monkeypatch, Unsettled("Goal", "nothing", "x"), Unsettled("Goal", id, entry.id))
    refusing(clinic, f"/{id}", 500)
    with pytest.raises(ServerBroken):
        await settler.run()
    clinic.lie = None
    clinic.log.clear()
    assert await settler.run() == 1
    assert clinic.log == [f"GET Goal/{id}?"]


async def test_of_several_under_one_identifier_the_others_end(
    device: Device, clinic: OddClinic, settler: Settler, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = Entry.new(PATIENT, "mine")
    await device.records.save(entry)
    await device.engine.once()
    put_in(clinic, entry)
    leave_open(device, monkeypatch, Unsettled("Goal", "s2", entry.id, True))
    assert await settler.run() == 0
    assert [goal["id"] for goal in clinic.alive("Goal")] == ["s1"]
    clinic.log.clear()
    assert await settler.run() == 0
    assert clinic.log == []


async def test_the_others_do_not_end_before_what_waits_was_sent(
    device: Device, clinic: OddClinic, settler: Settler, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = Entry.new(PATIENT, "mine")
    await device.records.save(entry)
    await device.engine.once()
    put_in(clinic, entry)
    await device.records.save(replace(entry, words="newer"))
    leave_open(device, monkeypatch, Unsettled("Goal", "s2", entry.id, True))
    await settler.run()
    assert len(clinic.alive("Goal")) == 2
    await device.engine.once()
    await settler.run()
    assert [goal["description"]["text"] for goal in clinic.alive("Goal")] == ["newer"]


async def test_what_is_anothers_is_not_ended(
    device: Device, clinic: OddClinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = Entry.new(PATIENT, "theirs")
    for _ in range(2):
        put_in(clinic, entry)
    leave_open(device, monkeypatch, Unsettled("Goal", "s2", entry.id, True))
    theirs = [replace(QUERY, is_own=False)]
    settler = Settler(device.client, device.records, Arrivals(device.records, device.file), theirs)
    assert await settler.run() == 0
    assert (len(clinic.alive("Goal")), clinic.log) == (2, [])
