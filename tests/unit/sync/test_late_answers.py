"""A clinic that counts whole seconds and answers searches late: what it had replaced never comes back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.faults.sync.device import PATIENT, Device
from tests.faults.sync.entries import Entry
from tests.faults.sync.odd_clinic import OddClinic
from tests.unit.sync.test_pull import answer_goals
from tests.unit.sync.test_taking_back import device_at


@pytest.fixture
def clinic() -> OddClinic:
    return OddClinic(ticks=False)  # everything happens in one second


@pytest.fixture
async def phone(tmp_path: Path, clinic: OddClinic) -> AsyncIterator[Device]:
    one = await device_at(tmp_path, clinic)
    yield one
    await one.close()


def shown(clinic: OddClinic) -> dict[str, Any]:
    return clinic.shown(clinic.kept[("Goal", "s1")])


async def changed(phone: Device, entry: Entry, words: str) -> None:
    held = await phone.records.get(Entry, entry.id)
    assert held is not None
    await phone.records.save(Entry(entry.id, words, PATIENT, held.rest))
    await phone.sync()


async def words(phone: Device, entry: Entry) -> str | None:
    held = await phone.records.get(Entry, entry.id)
    return held.words if held is not None else None


@pytest.fixture
async def entry(phone: Device) -> Entry:
    made = Entry.new(PATIENT, "early")
    await phone.records.save(made)
    await phone.sync()
    return made


async def test_an_answer_from_before_does_not_revert_what_was_written_in_the_same_second(
    phone: Device, clinic: OddClinic, entry: Entry
) -> None:
    early = shown(clinic)
    await changed(phone, entry, "late")
    clinic.lie = answer_goals(clinic, [early])
    await phone.sync(2)
    assert await words(phone, entry) == "late"
    assert phone.engine.status.phase == "idle"


async def test_of_two_versions_in_one_second_a_read_tells_which_counts(
    phone: Device, clinic: OddClinic, entry: Entry
) -> None:
    clinic.put_in({**shown(clinic), "description": {"text": "by the clinic"}})
    before = shown(clinic)
    clinic.put_in({**before, "description": {"text": "by the clinic, later"}})
    clinic.lie = answer_goals(clinic, [before])
    await phone.sync()
    assert await words(phone, entry) == "by the clinic, later"


async def test_what_was_removed_does_not_come_back_with_a_late_answer(
    phone: Device, clinic: OddClinic, entry: Entry
) -> None:
    early = shown(clinic)
    held = await phone.records.get(Entry, entry.id)
    assert held is not None
    await phone.records.remove(held)
    await phone.sync()
    clinic.lie = answer_goals(clinic, [early])
    await phone.sync(2)
    assert await words(phone, entry) is None
    assert phone.engine.status.phase == "idle"


async def test_a_version_that_cannot_be_asked_about_waits(
    phone: Device, clinic: OddClinic, entry: Entry
) -> None:
    clinic.put_in({**shown(clinic), "description": {"text": "by the clinic"}})
    clinic.lie = lambda request: (
        httpx.Response(500) if request.method == "GET" and request.url.path.endswith("/s1") else None
    )
    await phone.sync()
    assert await words(phone, entry) == "early"
    clinic.lie = None
    await phone.sync(2)
    assert await words(phone, entry) == "by the clinic"
