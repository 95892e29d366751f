"""A clinic that is put back from a backup, and the devices at it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from mobile.records.ports import Standing
from tests.faults.sync.device import PATIENT, Device
from tests.faults.sync.entries import Entry
from tests.faults.sync.habits.restored import FarRestoredClinic, RestoredClinic
from tests.unit.sync.test_taking_back import device_at


@pytest.fixture(params=["near", "far back", "far back, no versions"])
def restored(request: pytest.FixtureRequest) -> RestoredClinic:
    if request.param == "near":
        return RestoredClinic()
    return FarRestoredClinic(has_versions=request.param == "far back")


@pytest.fixture
async def phone(tmp_path: Path, restored: RestoredClinic) -> AsyncIterator[Device]:
    one = await device_at(tmp_path, restored)
    yield one
    await one.close()


async def standing(device: Device, id: str) -> Standing:
    found = await device.records.standing(Entry, id)
    assert found is not None
    return found


def words(clinic: RestoredClinic) -> list[str]:
    return sorted(goal["description"]["text"] for goal in clinic.alive("Goal"))


async def two_devices(folder: Path, clinic: RestoredClinic) -> tuple[Device, Device]:
    return await device_at(folder / "a", clinic), await device_at(folder / "b", clinic)


async def add(device: Device, id: str, added: str) -> None:
    held = await device.records.get(Entry, id)
    assert held is not None
    await device.records.save(Entry(id, f"{held.words} {added}".strip(), PATIENT, held.rest))
    await device.sync()


async def written_on_both_sides(one: Device, two: Device, clinic: RestoredClinic, later: str) -> Entry:
    """`one` writes "mine" and the clinic loses it; `two`, which never saw it, adds `later`."""
    entry = Entry.new(PATIENT, "early")
    await one.records.save(entry)
    await one.sync()
    await two.sync()
    clinic.back_up()
    await add(one, entry.id, "mine")
    clinic.restore()
    clinic.now += timedelta(minutes=1)
    await add(two, entry.id, later)
    await one.sync(2)
    return entry
