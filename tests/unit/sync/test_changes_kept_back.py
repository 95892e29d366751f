"""Changes of versions last seen long ago wait until the clinic was asked again: not for ever, and not past a clinic that does not say."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from mobile.sync.engine import RECENT_S
from tests.faults.sync.device import PATIENT, Device
from tests.faults.sync.entries import Entry
from tests.faults.sync.habits.restored import RestoredClinic
from tests.faults.sync.odd_clinic import OddClinic
from tests.unit.sync.restored_clinic import add, two_devices, words
from tests.unit.sync.test_taking_back import device_at


async def saved(device: Device, entry: Entry, now: str) -> None:
    held = await device.records.get(Entry, entry.id)
    assert held is not None
    await device.records.save(Entry(entry.id, now, PATIENT, held.rest))


def is_search(request: httpx.Request) -> bool:
    is_gathering = request.method == "POST" and b'"method":"GET"' in request.content
    return is_gathering or (request.method == "GET" and request.url.path.endswith(("Goal", "Communication")))


@pytest.mark.parametrize("status", [429, 503, None])
async def test_changes_go_though_the_clinic_answers_no_search(tmp_path: Path, status: int | None) -> None:
    """Each such answer ends the round, before the changes that waited for it went."""
    clinic = OddClinic()
    phone = await device_at(tmp_path, clinic)
    entry = Entry.new(PATIENT, "early")
    await phone.records.save(entry)
    await phone.sync()

    def no_searches(request: httpx.Request) -> httpx.Response | None:
        if not is_search(request):
            return None
        if status is None:
            raise httpx.ReadTimeout("late", request=request)
        return httpx.Response(status)

    clinic.lie = no_searches
    phone.time.forward(RECENT_S + 1)
    await saved(phone, entry, "early late")
    await phone.sync(2)
    assert [goal["description"]["text"] for goal in clinic.alive("Goal")] == ["early late"]
    await phone.close()


@pytest.mark.parametrize("status", [429, 500])
async def test_a_change_does_not_go_over_what_another_device_wrote_where_no_search_shows_it(
    tmp_path: Path, status: int
) -> None:
    """The clinic was put back, and gave out the name of the version anew: it would take the change for one of that."""
    clinic = RestoredClinic()
    one, two = await two_devices(tmp_path, clinic)
    entry = Entry.new(PATIENT, "early")
    await one.records.save(entry)
    await one.sync()
    await two.sync()
    clinic.back_up()
    await add(one, entry.id, "mine")
    await saved(one, entry, "early mine and more")
    clinic.restore()
    clinic.now += timedelta(minutes=1)
    await add(two, entry.id, "theirs")
    clinic.lie = lambda request: httpx.Response(status) if is_search(request) else None
    one.time.forward(RECENT_S + 1)
    await one.sync(3)
    assert words(clinic) == ["early theirs"]
    (conflict,) = await one.records.conflicts(Entry)
    assert "early mine and more" in conflict.ours
    for device in (one, two):
        await device.close()
