"""What was written on both sides of a clinic's backup: no version replaces words that only a device has, and what ended stays ended."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from mobile.care.grant import ShareGrant
from mobile.sync.engine import RECENT_S
from mobile.sync.settling import MOST_REFUSALS
from tests.faults.sync.device import PATIENT, Device
from tests.faults.sync.entries import Entry
from tests.faults.sync.habits.restored import RestoredClinic
from tests.unit.sync.restored_clinic import (
    add,
    phone,
    restored,
    two_devices,
    words,
    written_on_both_sides,
)
from tests.unit.sync.test_taking_back import shared, statuses, take_back

__all__ = ["phone", "restored"]


async def test_a_version_under_a_name_given_out_anew_does_not_replace_words_that_only_this_device_has(
    tmp_path: Path, restored: RestoredClinic
) -> None:
    one, two = await two_devices(tmp_path, restored)
    entry = await written_on_both_sides(one, two, restored, "theirs")
    (conflict,) = await one.records.conflicts(Entry)
    assert "early mine" in conflict.ours
    assert "early theirs" in conflict.theirs
    assert words(restored) == ["early theirs"]  # nothing goes before the person has chosen
    await one.records.settle(Entry(entry.id, "early mine theirs", PATIENT, conflict.theirs))
    await one.sync(2)
    await two.sync(2)
    assert words(restored) == ["early mine theirs"]
    for device in (one, two):
        assert await device.records.conflicts(Entry) == []
        assert device.engine.status.phase == "idle"
        await device.close()


async def test_a_change_made_before_is_no_change_of_the_version_that_bears_the_name_now(
    tmp_path: Path, restored: RestoredClinic
) -> None:
    """The clinic would take it: If-Match names the version that another device made under the same name."""
    one, two = await two_devices(tmp_path, restored)
    entry = Entry.new(PATIENT, "early")
    await one.records.save(entry)
    await one.sync()
    await two.sync()
    restored.back_up()
    await add(one, entry.id, "mine")
    held = await one.records.get(Entry, entry.id)
    assert held is not None
    await one.records.save(Entry(entry.id, "early mine and more", PATIENT, held.rest))
    restored.restore()
    restored.now += timedelta(minutes=1)
    await add(two, entry.id, "theirs")
    one.time.forward(RECENT_S)
    await one.sync(2)
    (conflict,) = await one.records.conflicts(Entry)
    assert "early mine and more" in conflict.ours
    assert words(restored) == ["early theirs"]
    for device in (one, two):
        await device.close()


async def test_nobody_is_asked_where_the_other_version_says_all_of_it(
    tmp_path: Path, restored: RestoredClinic
) -> None:
    one, two = await two_devices(tmp_path, restored)
    entry = await written_on_both_sides(one, two, restored, "theirs mine")
    assert await one.records.conflicts(Entry) == []
    held = await one.records.get(Entry, entry.id)
    assert held is not None
    assert held.words == "early theirs mine"
    for device in (one, two):
        await device.close()


async def test_what_another_device_took_out_is_out_without_a_question_where_it_wrote_the_version_before(
    tmp_path: Path, restored: RestoredClinic
) -> None:
    one, two = await two_devices(tmp_path, restored)
    entry = Entry.new(PATIENT, "early")
    await one.records.save(entry)
    await one.sync()
    await two.sync()
    await add(two, entry.id, "more")
    await one.sync(2)
    held = await two.records.get(Entry, entry.id)
    assert held is not None
    await two.records.save(Entry(entry.id, "early", PATIENT, held.rest))
    await two.sync()
    await one.sync(2)
    kept = await one.records.get(Entry, entry.id)
    assert kept is not None
    assert kept.words == "early"
    assert await one.records.conflicts(Entry) == []
    for device in (one, two):
        await device.close()


async def test_what_was_written_after_it_was_removed_here_is_not_removed_for_the_name_of_its_version(
    tmp_path: Path, restored: RestoredClinic
) -> None:
    one, two = await two_devices(tmp_path, restored)
    entry = Entry.new(PATIENT, "early")
    await one.records.save(entry)
    await one.sync()
    await two.sync()
    restored.back_up()
    await add(one, entry.id, "mine")
    held = await one.records.get(Entry, entry.id)
    assert held is not None
    await one.records.remove(held)
    await one.sync()
    restored.restore()
    restored.now += timedelta(minutes=1)
    await add(two, entry.id, "theirs")
    await one.sync(3)
    assert words(restored) == ["early theirs"]
    for device in (one, two):
        await device.close()


async def test_a_grant_that_another_device_sent_again_after_it_was_taken_back_here_is_ended_again(
    tmp_path: Path, restored: RestoredClinic
) -> None:
    one, two = await two_devices(tmp_path, restored)
    restored.back_up()
    entry, grant = await shared(two)
    await one.sync()
    held = await one.records.get(Entry, entry.id)
    assert held is not None
    await take_back(one, held, grant)
    restored.restore()
    await one.sync(2)  # the clinic knows nothing of it: there is nothing to end
    await two.sync(2)
    await two.records.try_again(ShareGrant, grant.id)
    await two.records.try_again(Entry, entry.id)
    await two.sync(2)
    assert statuses(restored) == ["active"]
    await one.sync(3)
    assert statuses(restored) == ["inactive"]
    await two.sync(2)
    for device in (one, two):
        ended = await device.records.get(ShareGrant, grant.id)
        assert ended is not None
        assert not ended.is_active
        await device.close()


@pytest.mark.parametrize("status", [404, 410, 403])
async def test_what_a_listing_names_and_a_read_did_not_find_is_read_again(
    phone: Device, restored: RestoredClinic, status: int
) -> None:
    """A clinic that answers every read so for a while must not hide that a grant is in force again."""
    entry, grant = await shared(phone)
    restored.back_up()
    await take_back(phone, entry, grant)
    await phone.sync(2)
    restored.restore()
    restored.lie = lambda request: (
        httpx.Response(status, json={"resourceType": "OperationOutcome", "issue": []})
        if request.url.path.rpartition("/")[2].startswith("s")
        else None
    )
    await phone.sync(2)
    assert statuses(restored) == ["active"]
    restored.lie = None
    await phone.sync(3)
    assert statuses(restored) == ["inactive"]


async def test_what_a_clinic_lists_and_never_lets_be_read_is_not_asked_for_without_end(
    phone: Device, restored: RestoredClinic
) -> None:
    entry, grant = await shared(phone)
    restored.back_up()
    await take_back(phone, entry, grant)
    await phone.sync(2)
    restored.restore()
    restored.lie = lambda request: (
        httpx.Response(403, json={"resourceType": "OperationOutcome", "issue": []})
        if request.url.path.endswith("Consent/s2")
        else None
    )
    await phone.sync(MOST_REFUSALS + 1)
    assert [line for line in restored.log if line.startswith("GET Consent/s2")]
    restored.log.clear()
    await phone.sync(3)
    assert [line for line in restored.log if "Consent/s2" in line] == []
