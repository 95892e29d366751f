"""A clinic put back from a backup gave out the name of the version last seen, and more names after it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.faults.sync.device import PATIENT, Device
from tests.faults.sync.entries import Entry
from tests.faults.sync.habits.restored import RestoredClinic
from tests.unit.sync.restored_clinic import add, two_devices, words


async def an_entry_on_both(one: Device, two: Device) -> Entry:
    entry = Entry.new(PATIENT, "early")
    await one.records.save(entry)
    await one.sync()
    await two.sync()
    return entry


def asked_for_versions(clinic: RestoredClinic) -> list[str]:
    return [line for line in clinic.log if "_history" in line]


@pytest.mark.parametrize("count", [2, 3])
async def test_words_that_the_clinic_lost_are_not_given_up_for_a_version_that_never_had_them(
    tmp_path: Path, count: int
) -> None:
    clinic = RestoredClinic()
    one, two = await two_devices(tmp_path, clinic)
    entry = await an_entry_on_both(one, two)
    clinic.back_up()
    await add(one, entry.id, "mine")
    clinic.restore()
    for n in range(count):
        clinic.now += timedelta(minutes=1)
        await add(two, entry.id, f"theirs {n}")
    await one.sync(2)
    (conflict,) = await one.records.conflicts(Entry)
    assert "early mine" in conflict.ours
    assert "theirs 1" in conflict.theirs
    await one.records.settle(Entry(entry.id, "early mine theirs", PATIENT, conflict.theirs))
    await one.sync(2)
    assert words(clinic) == ["early mine theirs"]
    for device in (one, two):
        await device.close()


@pytest.mark.parametrize("shows_versions", [True, False])
async def test_what_somebody_took_out_is_out_without_a_question(tmp_path: Path, shows_versions: bool) -> None:
    clinic = RestoredClinic(shows_versions=shows_versions)
    one, two = await two_devices(tmp_path, clinic)
    entry = await an_entry_on_both(one, two)
    await add(one, entry.id, "mine")
    await two.sync()
    held = await two.records.get(Entry, entry.id)
    assert held is not None
    await two.records.save(Entry(entry.id, "early", PATIENT, held.rest))
    await two.sync()
    await one.sync(2)
    kept = await one.records.get(Entry, entry.id)
    assert kept is not None
    assert kept.words == "early"
    assert await one.records.conflicts(Entry) == []
    assert len(asked_for_versions(clinic)) == 1
    for device in (one, two):
        await device.close()


async def test_nothing_is_asked_where_no_word_is_missing_nor_of_what_others_sent(tmp_path: Path) -> None:
    clinic = RestoredClinic()
    one, two = await two_devices(tmp_path, clinic)
    entry = await an_entry_on_both(one, two)
    await add(two, entry.id, "theirs")
    await one.sync(2)
    other = Entry.new(PATIENT, "long words")
    await two.records.save(other)
    await two.sync()
    await one.sync()
    held = await two.records.get(Entry, other.id)
    assert held is not None
    await two.records.save(Entry(other.id, "short", PATIENT, held.rest))
    await two.sync()
    clinic.log.clear()
    await one.sync()
    assert [line for line in clinic.log if line.startswith("GET Goal/")] == []
    for device in (one, two):
        await device.close()
