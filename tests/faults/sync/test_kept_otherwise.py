"""A clinic that keeps what it is given in another writing, and whose reply is lost: nobody has a conflict with themselves."""

from __future__ import annotations

from pathlib import Path

import pytest

from mobile.documents.meaning import plain_text
from mobile.records.ports import SendState
from tests.faults.sync.entries import Entry
from tests.faults.sync.grounds import OddGround
from tests.faults.sync.keeping_habits import HABITS, ORNAMENTS, all_of_it
from tests.faults.sync.schedules import own_id
from tests.faults.sync.story import device_at
from tests.faults.sync.weather import Weather

CLINICS = {**HABITS, "all of it": {"keeps": all_of_it}}


@pytest.mark.parametrize("clinic", CLINICS)
async def test_a_lost_reply_is_no_conflict_whatever_the_clinic_made_of_the_text(
    clinic: str, tmp_path: Path
) -> None:
    ground = OddGround(CLINICS[clinic])
    device = await device_at(ground, tmp_path)
    weather = device.transport
    assert isinstance(weather, Weather)
    records = device.records

    async def round_(lost: str = "") -> None:
        weather.choose = lambda asked: "drop_after" if asked == lost else None
        device.time.forward(4000)
        await device.engine.once()
        assert await records.conflicts(Entry) == []
        assert all(h.standing.state is not SendState.NEEDS_ATTENTION for h in await records.heads(Entry, 50))

    made = [Entry.new(ground.patient, f"one{ornament}") for ornament in ORNAMENTS]
    await records.save_all(made)
    await round_("conditional_create")
    await round_()
    for n, lost in enumerate(("update", "", "update")):
        for entry, ornament in zip(made, ORNAMENTS, strict=True):
            known = await records.get(Entry, entry.id)
            assert known is not None
            await records.save(Entry(known.id, f"{known.words} {n}{ornament}", known.patient, known.rest))
        await round_(lost)
        await round_()
    await round_()
    assert device.engine.status.phase == "idle"
    assert await device.unsent() == 0
    at_clinic = {own_id(goal): goal["description"]["text"] for goal in ground.alive("Goal")}
    assert len(at_clinic) == len(made)
    for entry in await records.newest(Entry, 50):
        assert plain_text(at_clinic[entry.id]) == plain_text(entry.words)
    await device.close()
