"""What a version of the server's does to a record here: by its age, by what it says, and by what is still unsent."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

from mobile.records import Filing, Kind, Mark, OutboxRow, Pulled, Records, SendState, ServerCopy, Store
from mobile.records.ports import PageResult, Unsettled
from mobile.records.secrets import MemorySecrets
from tests.unit.records.parts import START, Clocks, Secretly, Wish, at, copy_of, no_sleep, pulled
from tests.unit.records.steps import NOTHING, ONE, begun, due, sent, shown, standing, words
from tests.unit.records.test_queue_rules import Ending, break_row

# --- what a listing says ---


async def test_a_listed_version_that_is_not_the_one_here_is_to_be_read_once(records: Records) -> None:
    same, other = Wish("same"), Wish("other")
    await sent(records, same, "s1", 3)
    await sent(records, other, "s2", 3)
    listed = [
        replace(copy_of(same, "s1", 3), text=""),
        replace(copy_of(other, "s2", 2), text=""),
        replace(copy_of(Wish("x"), "s3", 1), text=""),
    ]
    await records.note_listed("Goal", listed)
    assert await records.unsettled() == [Unsettled("Goal", "s2", other.id)]
    assert await records.unsettled() == []
    await records.note_listed("Goal", listed)
    assert await records.unsettled() == [], "it was read, and is as it was"
    listed[1] = replace(copy_of(other, "s2", 4), text="")
    await records.note_listed("Goal", listed)
    assert await records.unsettled() == [Unsettled("Goal", "s2", other.id)]
    await records.note_listed("Consent", listed)
    assert await records.unsettled() == []


async def test_a_listed_version_is_compared_as_far_as_both_sides_tell(records: Records) -> None:
    wish = Wish("one")
    await sent(records, wish, "s1", 3)
    for etag, time, is_other in (
        (None, at(3), False),
        ('W/"3"', None, False),
        (None, None, False),
        ('W/"3"', at(3).replace("+00:00", "Z"), False),
        ('W/"4"', None, True),
        ('W/"3"', at(4), True),
        (None, at(2), True),
    ):
        await records.note_listed("Goal", [ServerCopy("s1", etag, time, "")])
        assert bool(await records.unsettled()) is is_other, (etag, time)


# --- when something was sent ---


async def test_the_time_of_sending_is_kept_in_utc_and_a_later_pull_leaves_it(
    tmp_path: Path, clocks: Clocks
) -> None:
    clocks.wall = datetime(2026, 11, 20, 12, 0, tzinfo=timezone(timedelta(hours=3)))
    store = Store(tmp_path / "east", MemorySecrets(), clock=clocks.now, sleep=no_sleep)
    records = await store.create(None)
    wish = Wish("sent")
    await sent(records, wish)
    told = await standing(records, wish)
    assert (told.state, told.sent_at) == (SendState.SENT, START)
    assert told.sent_at is not None
    assert told.sent_at.utcoffset() == timedelta(0)
    clocks.pass_s(600)
    assert await shown(records, copy_of(wish, "s1", 2, words="sent and theirs")) == ONE
    assert (await standing(records, wish)).sent_at == START
    store.lock()


async def test_a_change_the_server_shows_was_sent_when_it_was_shown(records: Records, clocks: Clocks) -> None:
    wish = Wish("first")
    await records.save(wish)
    row = await begun(records)
    await records.retry_later(row.seq, START, "timed_out")
    clocks.pass_s(60)
    heard: list[str] = []
    records.watch(Wish, heard.append)
    assert await shown(records, copy_of(wish, "s1")) == NOTHING
    told = await standing(records, wish)
    assert (told.state, told.sent_at) == (SendState.SENT, clocks.wall)
    assert told.sent_at is not None
    assert told.sent_at.tzinfo == UTC
    await records.save(Wish("second", wish.id))
    (update,) = await due(records)
    assert (update.op, update.server_id, update.base) == ("update", "s1", copy_of(wish, "s1").text)
    assert heard[0] == wish.id


async def test_of_two_snapshots_the_server_shows_the_first_of_only_the_second_is_sent(
    records: Records,
) -> None:
    wish = Wish("first")
    await records.save(wish)
    row = await begun(records)
    await records.retry_later(row.seq, START, "timed_out")
    await records.save(Wish("second", wish.id))
    await shown(records, copy_of(wish, "s1"))
    (after,) = await due(records)
    assert (after.op, after.etag, Wish.from_json(after.payload).words) == ("update", 'W/"1"', "second")


async def test_a_snapshot_on_its_way_is_not_taken_from_under_the_sender(records: Records) -> None:
    wish = Wish("first")
    await records.save(wish)
    row = await begun(records)
    await shown(records, copy_of(wish, "s1"))
    assert (await records.pending())["sending"] == 1
    await records.acknowledge([(row.seq, copy_of(wish, "s1"))])
    assert (await standing(records, wish)).state is SendState.SENT


# --- a version that came while ours was on its way ---


async def on_its_way(records: Records, wish: Wish, theirs: ServerCopy) -> OutboxRow:
    """Ours is being sent, and a pull brings theirs meanwhile."""
    await sent(records, wish)
    await records.save(Wish("mine", wish.id))
    row = await begun(records)
    assert await shown(records, theirs) == NOTHING
    return row


async def test_the_same_version_shown_before_its_own_answer_is_nothing_new(records: Records) -> None:
    wish = Wish("agreed")
    row = await on_its_way(records, wish, copy_of(wish, "s1", 2, words="mine, as the server put it"))
    await records.acknowledge([(row.seq, copy_of(wish, "s1", 2, words="mine"))])
    assert await words(records, wish) == "mine"
    assert await records.unsettled() == []


async def test_a_newer_version_that_says_what_ours_says_becomes_the_base(records: Records) -> None:
    wish = Wish("agreed")
    row = await on_its_way(records, wish, copy_of(wish, "s1", 3, words="mine too"))
    await records.acknowledge([(row.seq, copy_of(wish, "s1", 2, words="mine too"))])
    assert await words(records, wish) == "mine"
    await records.save(Wish("later", wish.id))
    (update,) = await due(records)
    assert (update.etag, update.base) == ('W/"3"', copy_of(wish, "s1", 3, words="mine too").text)


async def test_a_newer_version_beside_a_still_newer_change_is_for_the_person_to_choose(
    records: Records,
) -> None:
    wish = Wish("agreed")
    theirs = copy_of(wish, "s1", 3, words="theirs")
    row = await on_its_way(records, wish, theirs)
    await records.save(Wish("mine, and more", wish.id))
    await records.acknowledge([(row.seq, copy_of(wish, "s1", 2, words="mine"))])
    (conflict,) = await records.conflicts(Wish)
    assert (conflict.id, conflict.theirs) == (wish.id, theirs.text)
    assert Wish.from_json(conflict.ours).words == "mine, and more"
    assert await due(records) == []


async def test_a_newer_version_beside_a_removal_does_not_hold_it_up(records: Records) -> None:
    wish = Wish("agreed")
    row = await on_its_way(records, wish, copy_of(wish, "s1", 3, words="theirs"))
    await records.remove(Wish("mine", wish.id))
    await records.acknowledge([(row.seq, copy_of(wish, "s1", 2, words="mine"))])
    assert await records.conflicts(Wish) == []
    assert [row.op for row in await due(records)] == ["delete"]


async def test_a_newer_version_with_nothing_beside_it_is_what_is_read_and_found_by_its_own_values(
    records: Records,
) -> None:
    wish = Wish("agreed")
    theirs = copy_of(wish, "s1", 3, words="theirs")
    row = await on_its_way(records, wish, theirs)
    await records.acknowledge([(row.seq, copy_of(wish, "s1", 2, words="mine"))])
    assert await words(records, wish) == "theirs"
    assert await records.every(Wish, {"words": "theirs"}) == [Wish("theirs", wish.id)]
    assert await records.every(Wish, {"words": "mine"}) == []
    await records.save(Wish("after it", wish.id))
    (update,) = await due(records)
    assert (update.op, update.server_id, update.etag, update.base) == ("update", "s1", 'W/"3"', theirs.text)


async def test_a_version_that_cannot_be_ordered_is_read_before_anything_is_done(records: Records) -> None:
    wish = Wish("agreed")
    theirs = replace(copy_of(wish, "s1", 3, words="theirs"), last_updated=at(2))
    row = await on_its_way(records, wish, theirs)
    await records.acknowledge([(row.seq, copy_of(wish, "s1", 2, words="mine"))])
    assert await words(records, wish) == "mine"
    assert await records.unsettled() == [Unsettled("Goal", "s1", wish.id)]


async def test_an_older_version_is_simply_forgotten(records: Records) -> None:
    wish = Wish("agreed")
    row = await on_its_way(records, wish, copy_of(wish, "s1", 2, words="theirs, before"))
    await records.acknowledge([(row.seq, copy_of(wish, "s1", 3, words="mine"))])
    assert await records.unsettled() == []
    assert await words(records, wish) == "mine"
    assert (await standing(records, wish)).state is SendState.SENT


# --- a clash told by the server ---


async def test_a_clash_over_the_same_words_is_an_answer(records: Records) -> None:
    wish = Wish("agreed")
    await sent(records, wish)
    await records.save(Wish("mine", wish.id))
    row = await begun(records)
    await records.conflict(row.seq, copy_of(wish, "s1", 4, words="mine"))
    assert (await standing(records, wish)).state is SendState.SENT
    await records.save(Wish("later", wish.id))
    (update,) = await due(records)
    assert update.etag == 'W/"4"'
    await records.conflict(row.seq, copy_of(wish, "s1", 5, words="late"))
    assert await records.conflicts(Wish) == [], "that row is over"


# --- documents that may not be put in a record's place ---


async def test_a_document_of_another_type_under_a_known_name_changes_nothing(records: Records) -> None:
    wish = Wish("ours")
    await sent(records, wish)
    other = replace(pulled(copy_of(wish, "s1", 5, words="x")), resource_type="Consent")
    assert await records.store_page("", [other], None) == NOTHING
    assert await words(records, wish) == "ours"


async def test_what_is_filed_as_private_is_not_stored(records: Records) -> None:
    copy = copy_of(Wish("theirs"), "s1")
    claim = Pulled("Goal", copy, Filing(Kind("secretly", "Goal", "private"), "x", {}))
    assert await records.store_page("", [claim], None) == NOTHING
    assert await records.count(Secretly) == 0


async def test_a_second_document_under_one_name_is_looked_into_and_stored_nowhere(records: Records) -> None:
    wish = Wish("ours")
    await sent(records, wish)
    assert await shown(records, copy_of(Wish("second", wish.id), "s2", 9)) == NOTHING
    assert await records.unsettled() == [Unsettled("Goal", "s2", wish.id, True)]
    assert await words(records, wish) == "ours"
    await records.remove_gone("Goal", ["s1"], keeps_words=True)
    assert (await shown(records, copy_of(Wish("second", wish.id), "s2", 9))).stored == 1


async def test_an_empty_query_keeps_no_mark(records: Records) -> None:
    await records.store_page("", [], Mark(at(3)))
    assert await records.mark("") is None
    mark = Mark(at(3), ("Goal/s1/1",), None, at(2), True)
    await records.store_page("goals", [], mark)
    assert await records.mark("goals") == mark


# --- older versions, and what may not come back ---


async def test_a_version_that_is_older_or_cannot_be_ordered_is_read_and_not_stored(records: Records) -> None:
    wish = Wish("three")
    await shown(records, copy_of(wish, "s1", 3))
    for copy in (
        copy_of(wish, "s1", 2, words="two"),
        replace(copy_of(wish, "s1", 4, words="odd"), last_updated=at(3)),
        replace(copy_of(wish, "s1", 4, words="odd"), last_updated=None),
    ):
        assert await shown(records, copy) == NOTHING
        assert await records.unsettled() == [Unsettled("Goal", "s1", wish.id)]
    assert await words(records, wish) == "three"


async def test_a_read_is_believed_over_the_version_here(records: Records) -> None:
    wish = Wish("three")
    await shown(records, copy_of(wish, "s1", 3))
    older = pulled(copy_of(wish, "s1", 2, words="two"))
    assert await records.store_read(older, is_own=False) == ONE
    assert await words(records, wish) == "two"
    odd = replace(copy_of(wish, "s1", 4, words="odd"), last_updated=None)
    assert await records.store_read(pulled(odd), is_own=True) == ONE
    assert await words(records, wish) == "odd"


async def test_a_persons_own_words_stay_where_the_server_went_back_and_are_offered_again(
    records: Records,
) -> None:
    wish = Wish("three")
    await sent(records, wish, "s1", 3)
    older = copy_of(wish, "s1", 2, words="two")
    assert await records.store_read(pulled(older), is_own=True) == NOTHING
    told = await standing(records, wish)
    assert (told.state, told.reason) == (SendState.NEEDS_ATTENTION, "lost")
    assert await words(records, wish) == "three"
    await records.try_again(Wish, wish.id)
    (row,) = await due(records)
    assert (row.op, row.etag, row.base) == ("update", 'W/"2"', older.text)
    assert Wish.from_json(row.payload).words == "three"


async def test_where_the_older_version_says_the_same_nothing_is_offered(records: Records) -> None:
    wish = Wish("the same")
    await sent(records, wish, "s1", 3)
    assert await records.store_read(pulled(copy_of(wish, "s1", 2)), is_own=True) == NOTHING
    assert (await standing(records, wish)).state is SendState.SENT
    await records.save(Wish("later", wish.id))
    (row,) = await due(records)
    assert (row.etag, row.base) == ('W/"2"', wish.to_json())


async def test_a_change_that_waits_already_is_not_offered_a_second_time(records: Records) -> None:
    wish = Wish("three")
    await sent(records, wish, "s1", 3)
    await records.save(Wish("four", wish.id))
    older = copy_of(wish, "s1", 2, words="two")
    await records.store_read(pulled(older), is_own=True)
    (row,) = await due(records)
    assert (row.etag, row.base, Wish.from_json(row.payload).words) == ('W/"2"', older.text, "four")


async def test_a_read_that_makes_two_versions_says_so(records: Records) -> None:
    wish = Wish("agreed")
    await sent(records, wish)
    await records.save(Wish("mine", wish.id))
    theirs = pulled(copy_of(wish, "s1", 2, words="theirs"))
    assert await records.store_read(theirs, is_own=True) == PageResult(0, (wish.id,))


async def removed_there(records: Records, wish: Wish, withdrawn_stub: str = "") -> None:
    await sent(records, wish)
    await records.remove(wish, withdrawn_stub=withdrawn_stub)
    row = await begun(records)
    await records.acknowledge([(row.seq, None)])


async def test_what_was_removed_and_is_there_again_is_read_and_then_removed_again(records: Records) -> None:
    wish = Wish("taken back")
    await removed_there(records, wish, '{"resourceType":"Goal"}')
    back = copy_of(wish, "s7", 1)
    assert await shown(records, back) == NOTHING
    assert await records.unsettled() == [Unsettled("Goal", "s7", wish.id)]
    assert await due(records) == [], "a search may show what is gone"
    woken: list[int] = []
    records.on_commit(lambda: woken.append(1))
    assert await records.store_read(pulled(back), is_own=True) == NOTHING
    (row,) = await due(records)
    assert (row.op, row.local_id, row.resource_type) == ("delete", wish.id, "Goal")
    assert row.payload == '{"resourceType":"Goal"}'
    assert await records.count(Wish) == 0
    assert list(await records.unsent(Wish)) == [wish.id]
    assert woken


async def test_what_somebody_wrote_anew_is_not_taken_for_what_was_removed(records: Records) -> None:
    wish = Wish("taken back")
    await removed_there(records, wish)
    assert await shown(records, copy_of(Wish("other words", wish.id), "s7", 1)) == ONE
    assert await words(records, wish) == "other words"


async def test_a_newer_version_of_what_was_removed_is_somebodys_new_words(records: Records) -> None:
    wish = Wish("taken back")
    await removed_there(records, wish)
    assert await shown(records, copy_of(wish, "s1", 1)) == NOTHING
    assert await shown(records, copy_of(wish, "s1", 2, words="written on")) == ONE


async def test_marks_from_before_they_said_where_to_ask_from_are_read(records: Records) -> None:
    old = json.dumps({"server_time": at(1), "seen": ["Goal/1/1"], "resume": None})
    await records._database.write(records._context.write_small, "mark", "goals", old)
    assert await records.mark("goals") == Mark(at(1), ("Goal/1/1",), None, "", False)


# --- what ended and is shown in force ---


async def test_what_the_clinic_ended_it_may_take_up_again(records: Records) -> None:
    wish = Wish("asked:")
    await sent(records, wish)
    ended = pulled(copy_of(wish, "s1", 2, words="asked: not possible"))
    ended = replace(ended, filing=replace(ended.filing, goes_first=True))
    assert await records.store_page("", [ended], None) == ONE
    assert (
        await shown(records, copy_of(wish, "s1", 3, words="asked: not possible, possible after all")) == ONE
    )
    assert await words(records, wish) == "asked: not possible, possible after all"


async def test_what_was_ended_here_is_not_taken_up_again_by_a_newer_version(records: Records) -> None:
    wish = Wish("asked")
    await sent(records, wish)
    await records.save(Ending("taken back", wish.id))
    row = await begun(records)
    await records.acknowledge([(row.seq, copy_of(wish, "s1", 2, words="taken back"))])
    again = copy_of(wish, "s1", 3, words="asked")
    assert await shown(records, again) == NOTHING
    assert await records.unsettled() == [Unsettled("Goal", "s1", wish.id)]
    await records.store_read(pulled(again), is_own=True)
    assert await words(records, wish) == "taken back"
    (row,) = await due(records)
    assert row.goes_first
    assert Wish.from_json(row.payload).words == "taken back"


# --- what does not open ---


async def test_a_record_that_does_not_open_gives_way_to_a_newer_version_and_stops_no_page(
    records: Records,
) -> None:
    broken, other = Wish("sent from here"), Wish("other")
    await sent(records, broken, "s1")
    await sent(records, other, "s2")
    await break_row(
        records, "UPDATE record SET body = zeroblob(60) WHERE seq = (SELECT min(seq) FROM record)"
    )
    page = [
        pulled(copy_of(broken, "s1", 2, words="theirs")),
        pulled(copy_of(other, "s2", 2, words="other and more")),
    ]
    assert (await records.store_page("", page, None)).stored == 2
    assert (await words(records, broken), await words(records, other)) == ("theirs", "other and more")


async def test_a_record_that_does_not_open_gives_way_to_a_version_under_the_same_name(
    records: Records,
) -> None:
    wish = Wish("sent from here")
    await sent(records, wish)
    await break_row(records, "UPDATE record SET body = zeroblob(60)")
    again = replace(copy_of(wish, "s1", 1, words="theirs"), last_updated=at(7))
    assert await records.store_read(pulled(again), is_own=True) == ONE
    assert await words(records, wish) == "theirs"


async def test_a_conflict_that_does_not_open_keeps_back_no_round(records: Records) -> None:
    wish = Wish("mine")
    await records.save(wish)
    await shown(records, copy_of(wish, "s1", 2, words="theirs"))
    await break_row(records, "UPDATE conflict SET theirs = zeroblob(60)")
    await records.settle_equal()
    assert (await records.pending())["conflict"] == 1
