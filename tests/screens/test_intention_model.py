"""Writing and sharing an intention over the real store: nothing typed is lost, nothing is called saved before it is."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from mobile.care.agenda import Session
from mobile.care.catalog import Who
from mobile.care.grant import ShareGrant
from mobile.care.intention import Intention
from mobile.care.notices import ShareNotice, WithdrawalNotice
from mobile.care.shared_intention import SharedIntention
from mobile.care.sharing import share
from mobile.care.words import MOST_BYTES
from mobile.records.errors import NotSaved
from mobile.records.ports import Filing, Pulled, SendState, ServerCopy
from mobile.screens.intention.model import IntentionModel
from tests.screens.harness import opened_store
from tests.unit.care.samples import CHICAGO, NOW, PATIENT, SAM, clinic_documents, receive, sent

ME = Who("patient", PATIENT, "p1")


class Clock:
    def __init__(self) -> None:
        self.at = NOW

    def __call__(self) -> Any:
        return self.at


@pytest.fixture
async def records(tmp_path: Path) -> Any:
    opened = await opened_store(tmp_path)
    await receive(opened, ME, *clinic_documents())
    return opened


class Desk:
    """A model with its tasks, as the shell would run them."""

    def __init__(self, records: Any) -> None:
        self.tasks: set[asyncio.Task[Any]] = set()
        self.clock = Clock()
        self.changes = 0
        self.model = IntentionModel(
            records, PATIENT, CHICAGO, self.clock, start=self._start, on_change=self._changed
        )

    def _start(self, work: Coroutine[Any, Any, Any]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    def _changed(self) -> None:
        self.changes += 1

    async def rest(self) -> None:
        while self.tasks:
            await asyncio.gather(*list(self.tasks))


@pytest.fixture
async def desk(records: Any) -> Desk:
    made = Desk(records)
    await made.model.load("i1")
    return made


async def kept(records: Any, id: str = "i1") -> Intention | None:
    return await records.get(Intention, id)


async def shared(desk: Desk, words: str = "To meet the quiet") -> None:
    desk.model.type(words)
    desk.model.wish("therapist")
    assert await desk.model.done() == "shared"


async def acknowledged(records: Any) -> list[str]:
    """The clinic takes everything that waits, in order. Returns what was done: create, update, delete."""
    number, done = 100, list[str]()
    while rows := await records.due(NOW + timedelta(days=400), 50):
        await records.begin([row.seq for row in rows])
        for row in rows:
            number += 1
            server_id = row.server_id or str(number)
            name = ServerCopy(
                server_id, f'W/"{number}"', NOW.isoformat(), _named(row.payload, server_id, records)
            )
            await records.acknowledge([(row.seq, None if row.op == "delete" else name)])
            done.append(row.op)
    return done


def _named(payload: str, server_id: str, _: Any) -> str:
    import json

    return json.dumps({**json.loads(payload or "{}"), "id": server_id})


# --- writing ---


async def test_a_new_intention_is_for_the_next_session_and_is_not_kept_before_its_first_letter(
    desk: Desk, records: Any
):
    assert desk.model.intention.session == "Appointment/a3"
    assert desk.model.place is not None
    assert (desk.model.place.number, desk.model.place.total) == (3, 6)
    await desk.model.leave()
    assert await kept(records) is None


async def test_an_intention_begun_before_any_session_was_known_is_for_the_next_once_it_is(tmp_path: Path):
    records = await opened_store(tmp_path)
    desk = Desk(records)
    await desk.model.load("i1")
    desk.model.type("Before the first pull")
    await desk.rest()
    await receive(records, ME, *clinic_documents())
    await desk.model.look_around()
    await desk.rest()
    found = await kept(records)
    assert found is not None
    assert (found.words, found.session) == ("Before the first pull", "Appointment/a3")


async def test_each_letter_is_in_the_store_soon_after_it_is_typed(desk: Desk, records: Any):
    for end in range(1, 12):
        desk.model.type("To meet the"[:end])
        await asyncio.sleep(0)
    await desk.rest()
    found = await kept(records)
    assert found is not None
    assert found.words == "To meet the"
    assert desk.model.is_saved


async def test_nothing_is_called_saved_before_the_commit(desk: Desk, records: Any):
    may_commit = asyncio.Event()
    save = records.save_all

    async def slowly(nouns: Any, *more: Any, **over: Any) -> None:
        await may_commit.wait()
        await save(nouns, *more, **over)

    records.save_all = slowly
    desk.model.type("a")
    await asyncio.sleep(0.02)
    assert not desk.model.is_saved
    desk.model.type("ab")
    may_commit.set()
    await desk.rest()
    assert desk.model.is_saved
    found = await kept(records)
    assert found is not None
    assert found.words == "ab"


async def test_letters_typed_while_one_save_runs_become_one_more_save_not_many(desk: Desk, records: Any):
    saves: list[str] = []
    save = records.save_all

    async def counted(nouns: Any, *more: Any, **over: Any) -> None:
        saves.append(nouns[-1].words)
        await asyncio.sleep(0.02)
        await save(nouns, *more, **over)

    records.save_all = counted
    for end in range(1, 12):
        desk.model.type("To meet the"[:end])
    await desk.rest()
    assert saves[-1] == "To meet the"
    assert len(saves) <= 2


async def test_a_full_disk_keeps_the_text_says_so_and_saves_it_when_there_is_room(desk: Desk, records: Any):
    save = records.save_all

    async def refused(nouns: Any, *more: Any, **over: Any) -> None:
        raise NotSaved("full")

    records.save_all = refused
    desk.model.type("Still here")
    await desk.rest()
    assert desk.model.trouble == "full"
    assert not desk.model.is_saved
    assert desk.model.intention.words == "Still here"
    assert await desk.model.done() == "not_saved"
    records.save_all = save
    desk.model.type("Still here.")
    await desk.rest()
    assert desk.model.trouble is None
    found = await kept(records)
    assert found is not None
    assert found.words == "Still here."


async def test_leaving_saves_what_was_typed_last(desk: Desk, records: Any):
    desk.model._start = lambda work: work.close()  # type: ignore[method-assign]  # no task ever ran
    desk.model.type("The last letter")
    await desk.model.leave()
    found = await kept(records)
    assert found is not None
    assert found.words == "The last letter"


async def test_two_pages_of_one_person_lose_neither_text(records: Any):
    one, two = Desk(records), Desk(records)
    await one.model.load("i1")
    one.model.type("Written first")
    await one.rest()
    await two.model.load("i1")
    one.model.type("Written first, and more")
    await one.rest()
    two.model.type("Something else")
    await two.rest()
    found = await kept(records)
    assert found is not None
    texts = {found.words, *(version.words for version in found.versions)}
    assert {"Something else", "Written first, and more"} <= texts


async def test_earlier_words_that_another_page_kept_are_kept_by_both(records: Any):
    one, two = Desk(records), Desk(records)
    await one.model.load("i1")
    one.model.type("Written first")
    await one.rest()
    await two.model.load("i1")
    one.model.type("Thought about for long")
    assert await one.model.done() == "kept"
    one.model.type("Something quite other")
    await one.rest()
    two.model.type("Of the second page")
    await two.rest()
    found = await kept(records)
    assert found is not None
    assert found.words == "Of the second page"
    assert {"Thought about for long", "Something quite other"} <= {one.words for one in found.versions}


async def test_a_page_with_nothing_unsaved_shows_what_another_page_wrote(records: Any):
    one, two = Desk(records), Desk(records)
    await one.model.load("i1")
    one.model.type("Written here")
    await one.rest()
    await two.model.load("i1")
    one.model.type("Written here and now")
    await one.rest()
    await two.model.stored_changed("i1")
    assert two.model.intention.words == "Written here and now"


async def test_two_megabytes_are_kept_whole_and_not_shared(desk: Desk, records: Any):
    words = "x" * 2_000_000
    desk.model.type(words)
    desk.model.wish("therapist")
    assert await desk.model.done() == "too_long"
    found = await kept(records)
    assert found is not None
    assert found.words == words
    assert await records.count(SharedIntention) == 0
    assert desk.model.sendable.problem == "too_long"
    assert len(words) > MOST_BYTES


async def test_what_no_record_carries_is_mended_before_it_is_saved_so_that_what_is_shown_is_what_is_sent(
    desk: Desk, records: Any
):
    words = "a\x00b\ud800c\r\nd"
    await shared(desk, words)
    found = await kept(records)
    assert found is not None
    assert found.words == desk.model.intention.words == "ab\ufffdc\nd"
    assert desk.model.share is not None
    assert desk.model.share.copy is not None
    assert desk.model.share.copy.words == found.words
    assert not desk.model.is_changed_since_shared


# --- sharing ---


async def test_only_me_means_nothing_is_queued(desk: Desk, records: Any):
    desk.model.type("Only mine")
    assert await desk.model.done() == "kept"
    assert (await records.pending())["waiting"] == 0


async def test_sharing_queues_copy_grant_and_notice_and_says_it_waits(desk: Desk, records: Any):
    await shared(desk)
    rows = await records.due(NOW + timedelta(days=1), 50)
    assert rows[0].resource_type == "Goal"
    assert (await records.pending())["waiting"] == 3
    assert desk.model.standing is not None
    assert desk.model.standing.state is SendState.WAITING
    await acknowledged(records)
    await desk.model.look_around()
    assert desk.model.standing is not None
    assert desk.model.standing.state is SendState.SENT


async def test_words_changed_after_sharing_are_shared_only_by_done(desk: Desk, records: Any):
    await shared(desk, "First words")
    desk.model.type("Second words")
    await desk.rest()
    assert desk.model.is_changed_since_shared
    copy = desk.model.share
    assert copy is not None
    assert copy.copy is not None
    assert copy.copy.words == "First words"
    assert await desk.model.done() == "updated"
    assert not desk.model.is_changed_since_shared
    assert await records.count(SharedIntention) == 1
    assert await records.count(ShareNotice) == 2


async def test_done_again_without_a_change_shares_nothing_anew(desk: Desk, records: Any):
    await shared(desk)
    assert await desk.model.done() == "kept"
    assert await records.count(ShareNotice) == 1


async def test_taking_back_removes_the_copy_and_keeps_the_words(desk: Desk, records: Any):
    await shared(desk)
    await acknowledged(records)
    assert await desk.model.take_back()
    assert desk.model.share is None
    assert await records.count(SharedIntention) == 0
    (grant,) = await records.newest(ShareGrant, 5)
    assert not grant.is_active
    assert await records.count(WithdrawalNotice) == 1
    found = await kept(records)
    assert found is not None
    assert (found.words, found.wish) == ("To meet the quiet", "only_me")
    first = await records.due(NOW + timedelta(days=1), 50)
    assert "update" in {row.op for row in first}
    assert "delete" not in {row.op for row in first}  # the end of the grant is acknowledged before
    assert "delete" in await acknowledged(records)


async def test_what_is_typed_while_sharing_is_neither_lost_nor_shared(desk: Desk, records: Any):
    save_all = records.save_all

    async def meanwhile(save: Any, *more: Any, **over: Any) -> None:
        if len(save) > 1:  # it is being shared
            desk.model.type("Shared words and more")
        await save_all(save, *more, **over)

    records.save_all = meanwhile
    desk.model.type("Shared words")
    desk.model.wish("therapist")
    await desk.model.done()
    await desk.rest()
    found = await kept(records)
    assert found is not None
    assert found.words == "Shared words and more"
    assert found.copies
    assert desk.model.is_changed_since_shared


async def test_the_receipt_reaches_the_patient(desk: Desk, records: Any):
    await shared(desk)
    await acknowledged(records)
    (notice,) = await records.newest(ShareNotice, 5)
    found = await records.server_id(notice.id)
    assert found is not None
    read = sent(notice.read_now(NOW + timedelta(hours=1)), found[1])
    read["meta"] = {"versionId": "9"}
    await receive(records, ME, read)
    await desk.model.look_around()
    assert desk.model.share is not None
    assert desk.model.share.read_at == NOW + timedelta(hours=1)


async def test_without_a_therapist_in_the_team_nothing_can_be_shared_and_nothing_is_lost(tmp_path: Path):
    records = await opened_store(tmp_path)
    desk = Desk(records)
    await desk.model.load("i1")
    desk.model.type("For whom")
    desk.model.wish("therapist")
    assert await desk.model.done() == "nobody"
    assert await kept(records) is not None


async def test_on_session_day_new_sharing_waits_and_taking_back_does_not(desk: Desk, records: Any):
    await shared(desk)
    on = replace(desk.model.visits.sessions[0])
    on = next(s for s in await records.newest(Session, 10) if s.id == "Appointment/a3").changed(
        status="arrived", meta={"versionId": "2"}
    )
    await receive(records, ME, on.to_resource())
    await desk.model.look_around()
    desk.model.type("New words")
    assert await desk.model.done() == "waits"
    assert await desk.model.take_back()
    desk.model.wish("therapist")
    assert await desk.model.done() == "waits"
    assert await records.count(SharedIntention) == 0


# --- history, moving, deleting ---


async def test_an_earlier_text_comes_back_and_the_present_one_stays(desk: Desk, records: Any):
    desk.model.type("First words")
    await desk.model.done()
    desk.model.type("Second words")
    await desk.rest()
    desk.model.restore(desk.model.intention.versions[0])
    await desk.rest()
    found = await kept(records)
    assert found is not None
    assert found.words == "First words"
    assert "Second words" in [version.words for version in found.versions]


async def test_words_are_carried_to_the_next_session_once(records: Any):
    desk = Desk(records)
    await desk.model.load("i1")
    desk.model.noun = replace(desk.model.noun, session="Appointment/a2")
    desk.model.type("Carry me")
    await desk.rest()
    new = await desk.model.carry_forward()
    assert new is not None
    carried = await kept(records, new)
    assert carried is not None
    assert (carried.words, carried.session, carried.carried_from) == ("Carry me", "Appointment/a3", "i1")
    await desk.model.look_around()
    assert desk.model.next_session is None


async def test_what_is_taken_back_while_new_words_are_shared_stays_taken_back(records: Any):
    one, two = Desk(records), Desk(records)
    await one.model.load("i1")
    await shared(one, "First words")
    await two.model.load("i1")
    two.model.type("Second words")
    await two.rest()
    save_all, has_taken_back = records.save_all, list[bool]()

    async def overtaken(nouns: Any, *more: Any, **over: Any) -> None:
        if not has_taken_back and any(isinstance(noun, SharedIntention) for noun in nouns):
            has_taken_back.append(True)
            assert await one.model.take_back()
        await save_all(nouns, *more, **over)

    records.save_all = overtaken
    assert await two.model.done() == "taken_back"
    await two.rest()
    assert has_taken_back
    assert [grant.is_active for grant in await records.every(ShareGrant)] == [False]
    assert await records.count(SharedIntention) == 0
    found = await kept(records)
    assert found is not None
    assert (found.words, found.wish) == ("Second words", "only_me")


async def test_a_deleted_intention_comes_back_with_the_words_another_page_wrote_meanwhile(
    desk: Desk, records: Any
):
    desk.model.type("Written here")
    await desk.rest()
    stored = await kept(records)
    assert stored is not None
    other = stored.revise("Written there", NOW)
    await records.save(other)  # and this page has not heard of it yet
    assert await desk.model.remove() == other
    assert await kept(records) is None


async def test_a_deleted_intention_is_taken_back_and_can_be_undone_as_only_mine(desk: Desk, records: Any):
    await shared(desk)
    gone = await desk.model.remove()
    assert gone is not None
    assert await kept(records) is None
    assert await records.count(SharedIntention) == 0
    await records.save(gone)
    back = await kept(records)
    assert back is not None
    assert (back.words, back.copies) == ("To meet the quiet", ())


async def test_an_intention_emptied_again_before_it_said_anything_is_not_kept(desk: Desk, records: Any):
    desk.model.type("Hm")
    await desk.rest()
    desk.model.type("")
    await desk.model.leave()
    assert await kept(records) is None


# --- two devices ---


async def test_what_was_shared_from_another_device_opens_here_with_its_words(desk: Desk, records: Any):
    await shared(desk)
    await acknowledged(records)
    (copy,) = await records.newest(SharedIntention, 5)
    intention = await kept(records)
    assert intention is not None
    await records.remove(intention)  # as on a device that never had it
    other = Desk(records)
    await other.model.load(copy.id)
    assert other.model.intention.words == "To meet the quiet"
    assert other.model.share is not None
    other.model.type("To meet the quiet again")
    assert await other.model.done() == "updated"
    again = Desk(records)
    await again.model.load(copy.id)
    assert again.model.intention.id == other.model.intention.id


async def test_words_written_on_two_devices_are_both_kept_until_the_person_chooses(desk: Desk, records: Any):
    await shared(desk, "Before")
    await acknowledged(records)
    (copy,) = await records.newest(SharedIntention, 5)
    desk.model.type("Mine")
    assert await desk.model.done() == "updated"
    (row,) = [r for r in await records.due(NOW + timedelta(days=1), 50) if r.resource_type == "Goal"]
    await records.begin([row.seq])
    theirs = copy.saying("Theirs", session=copy.session, is_shown_on_session_day=False)
    await records.conflict(row.seq, ServerCopy(copy.server_id or "", 'W/"9"', None, theirs.to_json()))
    await desk.model.look_around()
    assert desk.model.conflict is not None
    assert desk.model.conflict[2].words == "Theirs"
    await desk.model.choose("Theirs")
    assert desk.model.conflict is None
    found = await kept(records)
    assert found is not None
    assert found.words == "Theirs"
    assert "Mine" in [version.words for version in found.versions]
    (settled,) = await records.newest(SharedIntention, 5)
    assert settled.words == "Theirs"


async def test_words_that_came_after_the_two_were_seen_are_not_given_up(desk: Desk, records: Any):
    await shared(desk, "Before")
    await acknowledged(records)
    (copy,) = await records.newest(SharedIntention, 5)
    desk.model.type("Mine")
    assert await desk.model.done() == "updated"
    (row,) = [r for r in await records.due(NOW + timedelta(days=1), 50) if r.resource_type == "Goal"]
    await records.begin([row.seq])
    _, name = await records.server_id(copy.id)
    theirs = copy.saying("Theirs", session=copy.session, is_shown_on_session_day=False)
    await records.conflict(row.seq, ServerCopy(name, 'W/"9"', NOW.isoformat(), theirs.to_json()))
    await desk.model.look_around()
    newer = copy.saying("Theirs, newer", session=copy.session, is_shown_on_session_day=False)
    filing = Filing(newer.KIND, newer.id, dict(newer.head()))
    come = ServerCopy(name, 'W/"10"', (NOW + timedelta(days=1)).isoformat(), newer.to_json())
    await records.store_page("", [Pulled("Goal", come, filing)], None)
    await desk.model.choose("Mine")
    assert desk.model.conflict is not None
    assert (desk.model.intention.words, desk.model.conflict[2].words) == ("Mine", "Theirs, newer")
    await desk.model.choose("Theirs, newer")
    assert desk.model.conflict is None


async def test_deleting_takes_back_what_another_page_shared_this_moment(desk: Desk, records: Any):
    desk.model.type("Mine")
    await desk.rest()
    stored = await kept(records)
    assert stored is not None
    await records.save_all(share(stored, PATIENT, SAM, NOW))  # and this page has not looked again yet
    assert await desk.model.remove() is not None
    assert not [grant for grant in await records.every(ShareGrant) if grant.is_active]
    assert await records.count(SharedIntention) == 0
