"""The queue: whole snapshots in order, never altered once begun, and nothing sent of what was taken back in time."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from mobile.records import OutboxRow, Records, SendState, Store
from mobile.records.errors import ChangedMeanwhile
from tests.unit.records.parts import START, Wish, copy_of


async def due(records: Records) -> list[OutboxRow]:
    return await records.due(START, 100)


async def begun(records: Records) -> OutboxRow:
    """The one row due, on its way."""
    (row,) = await due(records)
    await records.begin([row.seq])
    return row


async def state(records: Records, wish: Wish) -> SendState:
    standing = await records.standing(Wish, wish.id)
    assert standing is not None
    return standing.state


async def test_a_newer_snapshot_supersedes_one_that_was_never_begun(records: Records) -> None:
    wish = Wish("first")
    for words in ("first", "first wo", "first words"):
        await records.save(Wish(words, wish.id))
    (row,) = await due(records)
    assert (row.op, row.attempt, row.server_id) == ("create", 0, None)
    assert Wish.from_json(row.payload).words == "first words"


async def test_a_row_on_its_way_is_not_altered_and_the_edit_goes_after_it(records: Records) -> None:
    wish = Wish("first")
    await records.save(wish)
    row = await begun(records)
    await records.save(Wish("second", wish.id))
    assert await due(records) == []
    assert await state(records, wish) is SendState.SENDING
    await records.acknowledge([(row.seq, copy_of(wish, "s1"))])
    (after,) = await due(records)
    assert (after.op, after.server_id, after.etag) == ("update", "s1", 'W/"1"')
    assert after.base == copy_of(wish, "s1").text
    assert Wish.from_json(after.payload).words == "second"


async def test_a_row_that_was_begun_and_waits_again_is_kept_as_it_was(records: Records) -> None:
    wish = Wish("first")
    await records.save(wish)
    row = await begun(records)
    await records.retry_later(row.seq, START + timedelta(seconds=30), "timed_out")
    await records.save(Wish("second", wish.id))
    assert await due(records) == []
    (again,) = await records.due(START + timedelta(minutes=1), 10)
    assert (again.seq, again.payload, again.attempt) == (row.seq, row.payload, 1)


async def test_a_row_handed_to_sync_is_not_altered_before_it_is_begun(records: Records) -> None:
    wish = Wish("first")
    await records.save(wish)
    (row,) = await due(records)
    await records.save(Wish("second", wish.id))
    await records.begin([row.seq])
    await records.acknowledge([(row.seq, copy_of(wish, "s1"))])
    (after,) = await due(records)
    assert Wish.from_json(after.payload).words == "second"


async def test_a_row_interrupted_by_a_stop_is_due_again_with_one_attempt_more(
    store: Store, records: Records
) -> None:
    await records.save(Wish("first"))
    row = await begun(records)
    store.lock()
    records = await store.unlock(None)
    (again,) = await due(records)
    assert (again.seq, again.attempt, again.payload) == (row.seq, 1, row.payload)


async def test_acknowledging_removes_exactly_that_row(records: Records) -> None:
    wishes = [Wish("one"), Wish("two")]
    await records.save_all(wishes)
    rows = await due(records)
    await records.begin([row.seq for row in rows])
    await records.acknowledge([(rows[0].seq, copy_of(wishes[0], "s1"))])
    await records.acknowledge([(rows[0].seq, copy_of(wishes[0], "s1"))])
    counts = {"waiting": 0, "sending": 1, "parked": 0, "lost": 0, "asked": 0, "conflict": 0}
    assert await records.pending() == counts
    assert await state(records, wishes[0]) is SendState.SENT
    assert await records.server_id(wishes[0].id) == ("Goal", "s1")
    assert await records.known("Goal") == {"s1": wishes[0].id}


async def test_what_refers_to_an_unsent_record_waits_for_it(records: Records) -> None:
    first = Wish("first")
    second = Wish('words with "reference": "urn:uuid:not-one" in them', about=first.id)
    await records.save_all([second, first])
    (row,) = await due(records)
    assert row.local_id == first.id
    await records.begin([row.seq])
    await records.acknowledge([(row.seq, copy_of(first, "s1"))])
    (row,) = await due(records)
    assert (row.local_id, row.needs) == (second.id, (first.id,))


async def test_a_parked_row_keeps_back_no_other_and_says_why(records: Records) -> None:
    wishes = [Wish("one"), Wish("two")]
    await records.save_all(wishes)
    rows = await due(records)
    await records.begin([rows[0].seq])
    await records.park(rows[0].seq, "rejected")
    assert [row.local_id for row in await due(records)] == [wishes[1].id]
    standing = await records.standing(Wish, wishes[0].id)
    assert standing is not None
    assert (standing.state, standing.reason) == (SendState.NEEDS_ATTENTION, "rejected")
    await records.try_again(Wish, wishes[0].id)
    assert [row.local_id for row in await due(records)] == [wish.id for wish in wishes]


async def test_an_edit_takes_the_place_of_a_refused_row_but_not_of_an_unclear_one(records: Records) -> None:
    refused, unclear = Wish("refused"), Wish("unclear")
    await records.save_all([refused, unclear])
    rows = await due(records)
    await records.begin([row.seq for row in rows])
    await records.park(rows[0].seq, "rejected")
    await records.park(rows[1].seq, "timed_out")
    await records.save_all([Wish("better", refused.id), Wish("better", unclear.id)])
    told = {row.local_id: Wish.from_json(row.payload).words for row in await due(records)}
    assert told == {refused.id: "better", unclear.id: "unclear"}
    assert (await records.pending())["waiting"] == 3


async def test_retry_later_does_not_wake_what_was_parked_or_finished(records: Records) -> None:
    wishes = [Wish("one"), Wish("two")]
    await records.save_all(wishes)
    rows = await due(records)
    await records.begin([row.seq for row in rows])
    await records.park(rows[0].seq, "forbidden")
    await records.acknowledge([(rows[1].seq, copy_of(wishes[1], "s2"))])
    for row in rows:
        await records.retry_later(row.seq, START, "interrupted")
    assert (await records.pending())["parked"] == 1
    assert await due(records) == []


async def test_removing_what_was_never_sent_leaves_nothing_to_send(records: Records) -> None:
    wish = Wish("never mind")
    await records.save(wish)
    await records.remove(wish)
    assert await due(records) == []
    assert await records.get(Wish, wish.id) is None
    assert await records.standing(Wish, wish.id) is None


async def test_removing_what_was_sent_queues_its_deletion_with_the_stub(records: Records) -> None:
    wish = Wish("shared")
    await records.save(wish)
    row = await begun(records)
    await records.acknowledge([(row.seq, copy_of(wish, "s1"))])
    await records.save(Wish("edited, unsent", wish.id))
    await records.remove(wish, withdrawn_stub='{"resourceType":"Goal"}')
    (row,) = await due(records)
    assert (row.op, row.server_id, row.payload) == ("delete", "s1", '{"resourceType":"Goal"}')
    assert await state(records, wish) is SendState.WAITING
    await records.begin([row.seq])
    await records.acknowledge([(row.seq, None)])
    assert await records.known("Goal") == {}
    assert await records.server_id(wish.id) == ("Goal", "s1")  # what still refers to it can be sent


async def test_words_taken_back_while_the_answer_was_lost_are_not_sent_again(records: Records) -> None:
    wish = Wish("taken back")
    await records.save(wish)
    row = await begun(records)
    await records.remove(wish)
    await records.retry_later(row.seq, START, "timed_out")
    (after,) = await due(records)
    assert (after.op, after.server_id) == ("delete", None)


async def test_words_taken_back_after_a_stop_in_the_middle_are_not_sent_again(
    store: Store, records: Records
) -> None:
    wish = Wish("taken back")
    await records.save(wish)
    await begun(records)
    await records.remove(wish)
    store.lock()
    records = await store.unlock(None)
    assert [row.op for row in await due(records)] == ["delete"]


async def test_words_handed_to_sync_and_taken_back_are_not_sent_if_never_begun(records: Records) -> None:
    wish = Wish("taken back")
    await records.save(wish)
    await due(records)
    await records.remove(wish)
    assert [row.op for row in await due(records)] == ["delete"]


async def test_what_refers_to_a_share_that_never_left_is_not_sent_either(records: Records) -> None:
    copy = Wish("the shared copy")
    grant, notice = Wish("the grant", about=copy.id), Wish("the notice", about=copy.id)
    await records.save_all([copy, grant, notice])
    withdrawn = Wish("withdrawn", about=grant.id)
    ended = Wish("the grant, ended", grant.id, about=copy.id)
    await records.save_all([ended, withdrawn], [copy])
    assert await due(records) == []
    assert (await records.pending())["waiting"] == 0
    assert await records.get(Wish, grant.id) == ended
    assert await state(records, ended) is SendState.ONLY_HERE


async def test_a_share_taken_back_before_its_answer_sends_only_a_deletion_if_it_never_arrived(
    records: Records,
) -> None:
    copy = Wish("the shared copy")
    grant = Wish("the grant", about=copy.id)
    await records.save_all([copy, grant])
    row = await begun(records)
    await records.save_all([Wish("ended", grant.id, about=copy.id)], [copy])
    await records.retry_later(row.seq, START, "timed_out")
    (row,) = await due(records)
    assert (row.op, row.local_id) == ("delete", copy.id)
    assert (await records.pending())["waiting"] == 1


async def test_saving_again_what_was_removed_brings_it_back(records: Records) -> None:
    wish = Wish("back and forth")
    await records.save(wish)
    row = await begun(records)
    await records.acknowledge([(row.seq, copy_of(wish, "s1"))])
    await records.remove(wish)
    await records.save(wish)
    (row,) = await due(records)
    assert (row.op, row.server_id) == ("update", "s1")
    await records.remove(wish)
    (row,) = await due(records)
    await records.begin([row.seq])
    await records.save(wish)
    await records.acknowledge([(row.seq, None)])
    (row,) = await due(records)
    assert (row.op, row.server_id) == ("create", None)


async def test_next_due_is_the_earliest_that_only_waits_for_its_time(records: Records) -> None:
    assert await records.next_due() is None
    wish = Wish("first")
    await records.save_all([wish, Wish("blocked", about=wish.id)])
    assert await records.next_due() == START
    row = await begun(records)
    assert await records.next_due() is None
    later = START + timedelta(minutes=3)
    await records.retry_later(row.seq, later, "offline")
    assert await records.next_due() == later
    standing = await records.standing(Wish, wish.id)
    assert standing is not None
    assert (standing.state, standing.reason) == (SendState.WAITING, "offline")


async def test_order_numbers_are_never_used_twice(records: Records) -> None:
    seen: set[int] = set()
    for number in range(5):
        await records.save(Wish(f"wish {number}"))
        row = await begun(records)
        assert row.seq not in seen
        seen.add(row.seq)
        await records.acknowledge([(row.seq, copy_of(Wish.from_json(row.payload), f"s{number}"))])


async def test_a_screen_hears_of_every_step_of_sending(records: Records) -> None:
    heard: list[str] = []
    records.watch(Wish, heard.append)
    wish = Wish("one")
    await records.save(wish)
    row = await begun(records)
    await records.acknowledge([(row.seq, copy_of(wish, "s1"))])
    await asyncio.sleep(0)
    assert heard == [wish.id] * 3


async def test_a_try_of_which_nothing_left_this_device_counts_for_nothing(records: Records) -> None:
    wish = Wish("first")
    await records.save(wish)
    row = await begun(records)
    await records.retry_later(row.seq, START, "offline", never_left=True)
    await records.save_all([Wish("instead")], [wish], unsent=[wish])
    (left,) = await due(records)
    assert Wish.from_json(left.payload).words == "instead"
    assert left.attempt == 0


@pytest.mark.parametrize("how", ["handed", "begun", "interrupted", "sent"])
async def test_what_may_have_left_is_not_taken_out(records: Records, how: str) -> None:
    wish = Wish("first")
    await records.save(wish)
    (row,) = await due(records)
    if how != "handed":
        await records.begin([row.seq])
    if how == "interrupted":
        await records.retry_later(row.seq, START, "timed_out")
        await records.due(START, 1)
    if how == "sent":
        await records.acknowledge([(row.seq, copy_of(wish, "s1"))])
    with pytest.raises(ChangedMeanwhile):
        await records.save_all([], [wish], unsent=[wish])
    assert await records.get(Wish, wish.id) == wish


async def test_what_the_clinic_refused_can_be_taken_out(records: Records) -> None:
    wish = Wish("first")
    await records.save(wish)
    row = await begun(records)
    await records.park(row.seq, "forbidden")
    await records.save_all([], [wish], unsent=[wish])
    assert await due(records) == []
