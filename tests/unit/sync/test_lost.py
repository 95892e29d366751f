"""A clinic put back from a backup lost what came after it: nothing of the person's own goes here, and it can be sent again."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from mobile.care.grant import ShareGrant
from mobile.records.ports import SendState
from mobile.sync import PullQuery
from tests.faults.sync.device import PATIENT, Device
from tests.faults.sync.entries import Entry, Pointer
from tests.faults.sync.habits.restored import ImportedClinic, RestoredClinic
from tests.faults.sync.odd_clinic import BASE, Kept, OddClinic
from tests.unit.sync.restored_clinic import (
    phone,
    restored,
    standing,
    two_devices,
    words,
)
from tests.unit.sync.test_taking_back import device_at, shared, statuses, take_back

__all__ = ["phone", "restored"]


@pytest.mark.parametrize("count", [1, 5, 60])
async def test_what_the_clinic_lost_is_kept_said_and_sent_again(
    phone: Device, restored: RestoredClinic, count: int
) -> None:
    restored.back_up()
    entries = [Entry.new(PATIENT, f"mine {n}") for n in range(count)]
    await phone.records.save_all([*entries, Pointer.to(entries[0])])
    await phone.sync(2)
    restored.restore()
    await phone.sync(2)
    assert await phone.records.count(Entry) == count
    assert {(await standing(phone, e.id)).reason for e in entries} == {"lost"}
    assert phone.engine.status.phase == "attention"
    assert words(restored) == []  # nothing goes by itself
    for noun in (Entry, Pointer):
        for head in await phone.records.heads(noun, 100):
            await phone.records.try_again(noun, head.id)
    await phone.sync(3)
    assert words(restored) == sorted(entry.words for entry in entries)
    (message,) = restored.alive("Communication")
    by_words = {goal["description"]["text"]: f"Goal/{goal['id']}" for goal in restored.alive("Goal")}
    assert message["about"][0]["reference"] == by_words["mine 0"]
    assert phone.engine.status.phase == "idle"


async def test_what_names_a_lost_record_by_its_old_name_gets_its_new_one(
    phone: Device, restored: RestoredClinic
) -> None:
    entry, grant = await shared(phone)
    restored.kept.clear()
    await phone.sync(2)
    held = await phone.records.get(ShareGrant, grant.id)
    assert held is not None
    assert held.is_active
    await phone.records.try_again(ShareGrant, grant.id)
    await phone.records.try_again(Entry, entry.id)
    await phone.sync(3)
    (goal,) = restored.alive("Goal")
    (there,) = restored.alive("Consent")
    assert there["provision"]["data"][0]["reference"]["reference"] == f"Goal/{goal['id']}"


@pytest.mark.parametrize("is_removed_on_one", [False, True])
async def test_a_grant_that_another_device_sent_again_under_new_names_is_no_second_version(
    tmp_path: Path, restored: RestoredClinic, is_removed_on_one: bool
) -> None:
    one, two = await device_at(tmp_path / "a", restored), await device_at(tmp_path / "b", restored)
    restored.back_up()
    entry, grant = await shared(one)
    await two.sync()
    if is_removed_on_one:
        held = await two.records.get(Entry, entry.id)
        assert held is not None
        await two.records.remove(held, withdrawn_stub=held.withdrawn_stub())
    restored.restore()
    await two.sync(2)
    await one.sync(2)
    for noun, id in ((Entry, entry.id), (ShareGrant, grant.id)):
        await one.records.try_again(noun, id)
    await one.sync(2)
    await two.sync(3)
    assert await two.records.conflicts(ShareGrant) == []
    await two.sync(2)
    assert two.engine.status.phase == "idle"
    for device in (one, two):
        await device.close()


async def test_a_deletion_that_the_history_tells_of_is_one_though_a_read_says_not_found(
    phone: Device, restored: RestoredClinic
) -> None:
    entry = Entry.new(PATIENT, "mine")
    await phone.records.save(entry)
    await phone.sync()
    restored.kept.clear()
    told = {
        "resourceType": "Bundle",
        "type": "history",
        "entry": [{"request": {"method": "DELETE", "url": "Goal/s1"}, "response": {"status": "204"}}],
    }
    restored.lie = lambda request: (
        httpx.Response(200, json=told) if request.url.path.endswith("_history") else None
    )
    await phone.sync(2)
    assert await phone.records.get(Entry, entry.id) is None


async def test_words_the_clinic_deleted_stay_readable_here(tmp_path: Path, restored: RestoredClinic) -> None:
    queries = [PullQuery("entries", "Goal", {"patient": PATIENT}, 0.0, is_own=True, holds_words=True)]
    device = await Device(tmp_path, BASE, restored, queries=queries).open()
    entry = Entry.new(PATIENT, "mine")
    await device.records.save(entry)
    await device.sync()
    restored.kept[("Goal", "s1")].is_gone = True
    await device.sync(2)
    held = await device.records.get(Entry, entry.id)
    assert held is not None
    assert held.words == "mine"
    assert (await standing(device, entry.id)).state is SendState.ONLY_HERE
    assert device.engine.status.phase == "idle"
    await device.close()


async def test_an_older_version_at_the_clinic_does_not_revert_newer_words(
    phone: Device, restored: RestoredClinic
) -> None:
    entry = Entry.new(PATIENT, "early")
    await phone.records.save(entry)
    await phone.sync()
    restored.back_up()
    held = await phone.records.get(Entry, entry.id)
    assert held is not None
    await phone.records.save(Entry(entry.id, "late", PATIENT, held.rest))
    await phone.sync()
    restored.restore()
    await phone.sync(3)
    kept = await phone.records.get(Entry, entry.id)
    assert kept is not None
    assert kept.words == "late"
    assert (await standing(phone, entry.id)).reason == "lost"
    await phone.records.try_again(Entry, entry.id)
    await phone.sync(2)
    assert words(restored) == ["late"]


async def test_a_grant_that_a_backup_made_active_again_is_ended_again_unasked(
    phone: Device, restored: RestoredClinic
) -> None:
    entry, grant = await shared(phone)
    restored.back_up()
    await take_back(phone, entry, grant)
    await phone.sync(2)
    restored.restore()
    assert statuses(restored) == ["active"]
    await phone.sync(3)
    assert statuses(restored) == ["inactive"]
    assert restored.alive("Goal") == []  # what was removed is removed again
    assert await phone.records.count(Entry) == 0
    assert phone.engine.status.phase == "idle"


async def test_a_grant_that_was_read_in_anew_as_active_is_ended_again_unasked(tmp_path: Path) -> None:
    clinic = ImportedClinic()
    phone = await device_at(tmp_path, clinic)
    entry, grant = await shared(phone)
    clinic.back_up()
    await take_back(phone, entry, grant)
    await phone.sync(2)
    clinic.restore()
    assert statuses(clinic) == ["active"]
    await phone.sync(3)
    assert statuses(clinic) == ["inactive"]
    await phone.close()


async def test_any_device_that_knows_of_the_end_ends_it_again(
    tmp_path: Path, restored: RestoredClinic
) -> None:
    first = await device_at(tmp_path / "a", restored)
    entry, grant = await shared(first)
    restored.back_up()
    await take_back(first, entry, grant)
    await first.sync(2)
    await first.close()  # lost
    other = await device_at(tmp_path / "b", restored)
    await other.sync()
    restored.restore()
    assert statuses(restored) == ["active"]
    await other.sync(3)
    assert statuses(restored) == ["inactive"]
    await other.close()


async def test_what_others_shared_still_goes_when_it_is_not_found(
    tmp_path: Path, restored: RestoredClinic
) -> None:
    owner = await device_at(tmp_path / "a", restored)
    await shared(owner)
    queries = [PullQuery("shared", "Goal", {"subject": PATIENT}, 0.0, is_own=False)]
    therapist = await Device(tmp_path / "t", BASE, restored, queries=queries).open()
    await therapist.sync()
    assert await therapist.records.count(Entry) == 1
    restored.kept.clear()
    await therapist.sync()
    assert await therapist.records.count(Entry) == 0
    for one in (owner, therapist):
        await one.close()


# --- what waits for what is nowhere ---


async def test_the_end_of_a_lost_grant_does_not_wait_for_a_record_that_is_removed_with_it(
    tmp_path: Path, restored: RestoredClinic
) -> None:
    """The removal waits for what names the record; so what names it must not wait for the record to be sent again."""
    one, two = await two_devices(tmp_path, restored)
    entry, grant = await shared(one)
    await two.sync()  # here the grant names the entry as the clinic does
    restored.kept.clear()
    await two.sync(2)
    held, known = await two.records.get(Entry, entry.id), await two.records.get(ShareGrant, grant.id)
    assert held is not None
    assert known is not None
    await take_back(two, held, known)
    await two.sync(3)
    assert "active" not in statuses(restored)
    assert await two.unsent() == 0
    assert two.engine.status.phase == "idle"
    for device in (one, two):
        await device.close()


async def test_what_says_the_same_once_more_names_are_known_is_no_conflict(
    tmp_path: Path, restored: RestoredClinic
) -> None:
    one, two = await two_devices(tmp_path, restored)
    entry = Entry.new(PATIENT, "quiet")
    pointer = Pointer.to(entry)
    await one.records.save_all([entry, pointer])
    await one.sync(2)
    await two.sync(2)
    restored.kept.clear()
    await one.sync(2)
    await two.sync(2)
    for noun, id in ((Entry, entry.id), (Pointer, pointer.id)):
        await one.records.try_again(noun, id)
    await one.sync(2)

    def no_goals(request: httpx.Request) -> httpx.Response | None:
        return httpx.Response(500) if request.url.path.rpartition("/")[2] == "Goal" else None

    restored.lie = no_goals  # the notice comes before what it is about
    await two.sync()
    assert [conflict.id for conflict in await two.records.conflicts(Pointer)] == [pointer.id]
    restored.lie = None
    await two.sync(2)
    assert await two.records.conflicts(Pointer) == []
    assert await two.unsent() == 0
    assert two.engine.status.phase == "idle"
    for device in (one, two):
        await device.close()


@pytest.mark.parametrize("is_changed", [False, True])
async def test_a_lost_grant_for_what_was_removed_here_is_not_offered_to_be_sent(
    tmp_path: Path, is_changed: bool
) -> None:
    """Neither the clinic nor this device has anything of what it opens: it would wait for ever."""
    restored = RestoredClinic()
    phone = await device_at(tmp_path, restored)
    entry, grant = await shared(phone)
    restored.kept.clear()
    restored.lie = lambda request: (
        httpx.Response(500) if request.url.path.rpartition("/")[2] == "Consent" else None
    )
    await phone.sync(2)
    held = await phone.records.get(Entry, entry.id)
    assert held is not None
    assert (await standing(phone, entry.id)).reason == "lost"
    await phone.records.remove(held, withdrawn_stub=held.withdrawn_stub())
    await phone.sync(2)
    if is_changed:
        await phone.records.save(grant)
    restored.lie = None
    await phone.sync(3)
    left = await phone.records.standing(ShareGrant, grant.id)
    assert left is not None
    assert left.state is SendState.ONLY_HERE
    assert await phone.unsent() == 0
    assert phone.engine.status.phase == "idle"
    await phone.close()


async def test_an_ended_grant_that_the_clinic_deleted_and_a_backup_brought_back_is_ended_again(
    phone: Device, restored: RestoredClinic
) -> None:
    entry, grant = await shared(phone)
    restored.back_up()
    await take_back(phone, entry, grant)
    await phone.sync(2)
    for (resource_type, _), kept in restored.kept.items():
        kept.is_gone |= resource_type == "Consent"
    await phone.sync(2)
    restored.restore()
    assert statuses(restored) == ["active"]
    await phone.sync(4)
    assert statuses(restored) == ["inactive"]


async def test_what_was_removed_and_was_read_in_anew_is_removed_again(tmp_path: Path) -> None:
    clinic = ImportedClinic()
    phone = await device_at(tmp_path, clinic)
    entry = Entry.new(PATIENT, "early")
    await phone.records.save(entry)
    await phone.sync()
    clinic.back_up()
    held = await phone.records.get(Entry, entry.id)
    assert held is not None
    await phone.records.remove(held, withdrawn_stub=held.withdrawn_stub())
    await phone.sync(2)
    clinic.restore()
    assert words(clinic) == ["early"]
    await phone.sync(3)
    assert words(clinic) == []
    assert await phone.records.count(Entry) == 0
    await phone.close()


class CoarseClinic(OddClinic):
    """Tells the time of a write in whole seconds, and later in parts of them; keeps long notes elsewhere."""

    is_writing = False

    def _one(
        self, method: str, path: str, query: dict[str, list[str]], body: Any, headers: dict[str, str]
    ) -> tuple[int, Any, dict[str, str]]:
        self.is_writing = method in ("PUT", "POST")
        answer = super()._one(method, path, query, body, headers)
        self.is_writing = False
        return answer

    def shown(self, kept: Kept) -> dict[str, Any]:
        if not self.is_writing:
            kept = replace(kept, at=kept.at + timedelta(milliseconds=500))
        return super().shown(kept)


async def test_what_a_clinic_made_of_ones_own_words_is_no_other_version_for_its_time(tmp_path: Path) -> None:
    def elsewhere(document: dict[str, Any]) -> dict[str, Any]:
        return {**document, "note": [{"text": "see elsewhere"}]}

    phone = await device_at(tmp_path, CoarseClinic(keeps=elsewhere))
    entry = Entry.new(PATIENT, "early")
    rest = json.dumps({**json.loads(entry.rest), "note": [{"text": "all of a long note"}]})
    await phone.records.save(replace(entry, rest=rest))
    await phone.sync(3)
    assert await phone.records.conflicts(Entry) == []
    held = await phone.records.get(Entry, entry.id)
    assert held is not None
    assert "all of a long note" in held.rest
    assert phone.engine.status.phase == "idle"
    await phone.close()
