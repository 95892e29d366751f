"""What the server says beside what the person wrote: nothing unsent is overwritten, nothing older replaces newer."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from mobile.records import Filing, Kind, Mark, OutboxRow, Pulled, Records, SendState, ServerCopy, Store
from mobile.records.errors import ChangedMeanwhile
from tests.unit.records.parts import START, Wish, at, copy_of, pulled


async def sent(records: Records, wish: Wish, server_id: str = "s1") -> None:
    """Saves and acknowledges."""
    await records.save(wish)
    (row,) = [row for row in await records.due(START, 100) if row.local_id == wish.id]
    await records.begin([row.seq])
    await records.acknowledge([(row.seq, copy_of(wish, server_id))])


async def on_its_way(records: Records) -> OutboxRow:
    (row,) = await records.due(START, 100)
    await records.begin([row.seq])
    return row


async def state(records: Records, wish: Wish) -> SendState:
    standing = await records.standing(Wish, wish.id)
    assert standing is not None
    return standing.state


async def test_a_page_and_its_mark_are_stored_together(store: Store, records: Records) -> None:
    mark = Mark(at(5), ("Goal/s1/1",), "https://clinic.example/next")
    result = await records.store_page("goals", [pulled(copy_of(Wish("theirs"), "s1"))], mark)
    assert result.stored == 1
    store.lock()
    records = await store.unlock(None)
    assert await records.mark("goals") == mark
    assert await records.mark("other") is None
    assert [wish.words for wish in await records.newest(Wish, 5)] == ["theirs"]


async def test_a_page_that_fails_in_the_middle_leaves_neither_rows_nor_mark(records: Records) -> None:
    good = pulled(copy_of(Wish("good"), "s1"))
    other = pulled(copy_of(Wish("broken"), "s2"))
    broken = replace(other, copy=replace(other.copy, text=5))  # type: ignore[arg-type]
    with pytest.raises(AttributeError):
        await records.store_page("goals", [good, broken], Mark(at(5)))
    assert (await records.count(Wish), await records.mark("goals")) == (0, None)


async def test_the_same_version_again_changes_nothing(records: Records) -> None:
    page = [pulled(copy_of(Wish("theirs"), "s1"))]
    await records.store_page("goals", page, None)
    heard: list[str] = []
    records.watch(Wish, heard.append)
    result = await records.store_page("goals", page, None)
    assert (result.stored, heard) == (0, [])


async def test_a_newer_version_replaces_and_an_older_one_does_not(records: Records) -> None:
    wish = Wish("version two")
    await records.store_page("goals", [pulled(copy_of(wish, "s1", 2))], None)
    await records.store_page("goals", [pulled(copy_of(wish, "s1", 1, words="version one"))], None)
    assert await records.get(Wish, wish.id) == wish
    await records.store_page("goals", [pulled(copy_of(wish, "s1", 3, words="version three"))], None)
    assert (await records.newest(Wish, 1))[0].words == "version three"


async def test_an_unsent_change_and_another_version_are_both_kept_until_settled(records: Records) -> None:
    wish = Wish("agreed")
    await sent(records, wish)
    await records.save(Wish("mine", wish.id))
    result = await records.store_page("goals", [pulled(copy_of(wish, "s1", 2, words="theirs"))], None)
    assert result.conflicts == (wish.id,)
    assert await records.due(START, 10) == []
    (conflict,) = await records.conflicts(Wish)
    assert (Wish.from_json(conflict.ours).words, Wish.from_json(conflict.theirs).words) == ("mine", "theirs")
    assert await state(records, wish) is SendState.CONFLICT
    await records.save(Wish("mine, still typing", wish.id))
    assert await records.due(START, 10) == []
    await records.settle(Wish("ours and theirs", wish.id))
    (row,) = await records.due(START, 10)
    assert (row.op, row.etag, Wish.from_json(row.payload).words) == ("update", 'W/"2"', "ours and theirs")
    assert await records.conflicts(Wish) == []


async def test_a_version_is_not_chosen_over_what_changed_beside_it(records: Records) -> None:
    wish, beside = Wish("agreed"), Wish("beside it")
    await sent(records, wish)
    await records.save_all([Wish("mine", wish.id), beside])
    await records.store_page("goals", [pulled(copy_of(wish, "s1", 2, words="theirs"))], None)
    (seen,) = await records.conflicts(Wish)
    await records.save(Wish("changed since", beside.id))
    with pytest.raises(ChangedMeanwhile):
        await records.settle(Wish("mine", wish.id), seen, [], [beside], beside=[beside])
    with pytest.raises(ChangedMeanwhile):
        await records.settle(Wish("mine", wish.id), seen, [], [beside], counted={Wish: 1})
    with pytest.raises(ChangedMeanwhile):
        await records.settle(Wish("mine", wish.id), seen, [beside], anew=[beside])
    assert await records.conflicts(Wish) == [seen], "all of it, or nothing"
    assert (await records.get(Wish, beside.id)) == Wish("changed since", beside.id)


async def test_a_version_that_came_after_the_two_were_seen_is_not_given_up(records: Records) -> None:
    wish, beside = Wish("agreed"), Wish("beside it")
    await sent(records, wish)
    await records.save(Wish("mine", wish.id))
    await records.store_page("goals", [pulled(copy_of(wish, "s1", 2, words="theirs"))], None)
    (seen,) = await records.conflicts(Wish)
    await records.store_page("goals", [pulled(copy_of(wish, "s1", 3, words="theirs, newer"))], None)
    with pytest.raises(ChangedMeanwhile):
        await records.settle(Wish("mine", wish.id), seen, [beside])
    (now,) = await records.conflicts(Wish)
    assert Wish.from_json(now.theirs).words == "theirs, newer"
    assert await records.get(Wish, beside.id) is None
    await records.settle(Wish("mine", wish.id), now, [beside])
    assert await records.conflicts(Wish) == []
    assert await records.get(Wish, beside.id) == beside


async def test_a_pulled_version_that_says_what_is_queued_is_no_conflict(records: Records) -> None:
    other = Wish("other")
    await sent(records, other, "s0")
    wish = Wish("said", about=other.id)
    await records.save(wish)
    row = await on_its_way(records)
    await records.retry_later(row.seq, START, "timed_out")  # it had arrived, the answer was lost
    copy = copy_of(wish, "s1")
    values = json.loads(copy.text)
    values["addresses"] = [{"reference": "Goal/s0"}]
    copy = replace(copy, text=json.dumps(values))
    found = Pulled("Goal", copy, Filing(Wish.KIND, wish.id, wish.head()))
    result = await records.store_page("goals", [found], None)
    assert result.conflicts == ()
    assert await records.due(START, 10) == []
    assert await state(records, wish) is SendState.SENT


async def test_a_later_edit_goes_on_from_a_change_whose_answer_was_lost(records: Records) -> None:
    wish = Wish("first")
    await records.save(wish)
    row = await on_its_way(records)
    await records.retry_later(row.seq, START, "timed_out")
    await records.save(Wish("second", wish.id))
    await records.store_page("goals", [pulled(copy_of(wish, "s1"))], None)
    (row,) = await records.due(START, 10)
    assert (row.op, row.etag, Wish.from_json(row.payload).words) == ("update", 'W/"1"', "second")


async def test_a_version_that_differs_only_in_meta_moves_the_base_and_is_no_conflict(
    records: Records,
) -> None:
    wish = Wish("agreed")
    await sent(records, wish)
    await records.save(Wish("mine", wish.id))
    result = await records.store_page("goals", [pulled(copy_of(wish, "s1", 4))], None)
    assert result.conflicts == ()
    (row,) = await records.due(START, 10)
    assert row.etag == 'W/"4"'


async def test_a_version_that_comes_while_ours_is_on_its_way_is_judged_when_ours_is_answered(
    records: Records,
) -> None:
    wish = Wish("agreed")
    await sent(records, wish)
    await records.save(Wish("mine", wish.id))
    row = await on_its_way(records)
    await records.store_page("goals", [pulled(copy_of(wish, "s1", 3, words="theirs, on top"))], None)
    assert await records.conflicts(Wish) == []
    await records.acknowledge([(row.seq, copy_of(wish, "s1", 2, words="mine"))])
    assert (await records.newest(Wish, 1))[0].words == "theirs, on top"
    assert await state(records, wish) is SendState.SENT


async def test_a_version_before_ours_that_came_in_between_is_forgotten(records: Records) -> None:
    wish = Wish("agreed")
    await sent(records, wish)
    await records.save(Wish("mine", wish.id))
    row = await on_its_way(records)
    await records.store_page("goals", [pulled(copy_of(wish, "s1", 2, words="theirs, before"))], None)
    await records.acknowledge([(row.seq, copy_of(wish, "s1", 3, words="mine"))])
    assert (await records.newest(Wish, 1))[0].words == "mine"


async def test_a_conflict_found_by_sending_keeps_both(records: Records) -> None:
    wish = Wish("agreed")
    await sent(records, wish)
    await records.save(Wish("mine", wish.id))
    row = await on_its_way(records)
    await records.conflict(row.seq, copy_of(wish, "s1", 2, words="theirs"))
    assert len(await records.conflicts(Wish)) == 1
    assert (await records.pending())["conflict"] == 1


async def test_a_rebased_row_keeps_its_words_on_the_new_base(records: Records) -> None:
    wish = Wish("agreed")
    await sent(records, wish)
    await records.save(Wish("mine", wish.id))
    row = await on_its_way(records)
    await records.rebase(row.seq, copy_of(wish, "s1", 5))
    await records.retry_later(row.seq, START, "busy")
    (again,) = await records.due(START, 10)
    assert (again.etag, again.payload, again.attempt) == ('W/"5"', row.payload, 1)


async def test_a_removed_record_does_not_come_back_while_its_deletion_waits(records: Records) -> None:
    wish = Wish("gone soon")
    await sent(records, wish)
    await records.remove(wish)
    await records.store_page("goals", [pulled(copy_of(wish, "s1", 2, words="edited there"))], None)
    assert await records.count(Wish) == 0
    assert [row.op for row in await records.due(START, 10)] == ["delete"]


async def test_what_the_server_deleted_goes_and_unsent_changes_to_it_stay(records: Records) -> None:
    kept, gone = Wish("kept"), Wish("gone")
    await sent(records, kept, "s1")
    await sent(records, gone, "s2")
    await records.save(Wish("edited", kept.id))
    await records.remove_gone("Goal", ["s1", "s2", "never heard of"])
    assert await records.get(Wish, gone.id) is None
    standing = await records.standing(Wish, kept.id)
    assert standing is not None
    assert (standing.state, standing.reason) == (SendState.NEEDS_ATTENTION, "gone")
    await records.try_again(Wish, kept.id)
    (row,) = await records.due(START, 10)
    assert (row.op, row.server_id, Wish.from_json(row.payload).words) == ("create", None, "edited")


async def test_a_server_that_names_an_unsent_kept_record_makes_a_conflict_and_overwrites_nothing(
    records: Records,
) -> None:
    copy = Wish("the copy")
    grant = Wish("the grant", about=copy.id)
    await records.save_all([copy, grant])
    await records.save_all([], [copy])
    assert await state(records, grant) is SendState.ONLY_HERE
    theirs = copy_of(Wish("another text", grant.id), "s9")
    result = await records.store_page("goals", [pulled(theirs)], None)
    assert result.conflicts == (grant.id,)
    assert await records.get(Wish, grant.id) == grant


async def test_one_record_takes_only_one_document_of_the_servers(records: Records) -> None:
    wish = Wish("ours")
    await sent(records, wish, "s1")
    result = await records.store_page("goals", [pulled(copy_of(Wish("an impostor", wish.id), "s2", 9))], None)
    assert result.stored == 0
    assert await records.get(Wish, wish.id) == wish


async def test_a_document_of_another_kind_does_not_take_a_records_place(records: Records) -> None:
    wish = Wish("ours")
    await sent(records, wish)
    other = Pulled("Goal", copy_of(wish, "s1", 7, words="x"), Filing(Kind("impostor", "Goal"), wish.id, {}))
    assert (await records.store_page("goals", [other], None)).stored == 0
    assert await records.get(Wish, wish.id) == wish


async def test_a_copy_filed_under_the_servers_name_gives_way_to_our_own(records: Records) -> None:
    wish = Wish("ours")
    await records.save(wish)
    row = await on_its_way(records)
    stranger = Pulled(
        "Goal",
        ServerCopy("s1", 'W/"1"', at(1), wish.to_json()),
        Filing(Wish.KIND, "Goal/s1", {"words": "ours"}),
    )
    await records.store_page("goals", [stranger], None)
    assert await records.count(Wish) == 2
    await records.acknowledge([(row.seq, copy_of(wish, "s1"))])
    assert await records.count(Wish) == 1
    assert await records.known("Goal") == {"s1": wish.id}


async def test_the_base_of_a_pulled_record_is_kept_when_it_is_edited(records: Records) -> None:
    wish = Wish("theirs")
    copy = copy_of(wish, "s1")
    await records.store_page("goals", [pulled(copy)], None)
    for words in ("mine", "mine, longer"):
        await records.save(Wish(words, wish.id))
    (row,) = await records.due(START, 10)
    assert (row.base, row.etag) == (copy.text, copy.etag)
