"""A clinic put back from a backup lost what came after it: nothing of the person's own goes here, and it can be sent again."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from mobile.care.grant import ShareGrant
from mobile.records.ports import SendState, Standing
from mobile.sync import PullQuery
from mobile.sync.engine import RECENT_S
from mobile.sync.settling import MOST_REFUSALS
from tests.faults.sync.device import PATIENT, Device
from tests.faults.sync.entries import Entry, Pointer
from tests.faults.sync.habits.restored import FarRestoredClinic, ImportedClinic, RestoredClinic
from tests.faults.sync.odd_clinic import BASE, Kept, OddClinic
from tests.unit.sync.test_taking_back import device_at, shared, statuses, take_back


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


# --- what was written on both sides of a backup ---


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
