"""What is given up with what it points to, and what a removal leaves to be sent."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from mobile.records import Filing, OutboxRow, Pulled, Records, SendState
from tests.unit.records.parts import START, Secretly, Wish, copy_of, pulled
from tests.unit.records.steps import begun, sent, standing

STUB = '{"resourceType":"Goal"}'


async def due(records: Records, limit: int = 99) -> list[OutboxRow]:
    return await records.due(START, limit)


async def ids(records: Records) -> list[str]:
    return [row.local_id for row in await due(records)]


async def waiting(records: Records) -> int:
    return (await records.pending())["waiting"]


async def followers(records: Records) -> tuple[Wish, Wish]:
    copy = Wish("the copy")
    await records.save(copy)
    return copy, Wish("follows", about=copy.id)


async def test_what_follows_a_follower_is_given_up_too(records: Records) -> None:
    copy, follower = await followers(records)
    after = Wish("follows the follower", about=follower.id)
    await records.save_all([follower, after])
    heard: list[str] = []
    records.watch(Wish, heard.append)
    await records.remove(copy)
    assert await waiting(records) == 0
    assert {follower.id, after.id} <= set(heard)
    assert (await standing(records, follower)).state is SendState.ONLY_HERE


async def lost_copy_and_follower(records: Records, *, is_begun: bool, is_known: bool) -> tuple[Wish, Wish]:
    """The clinic has lost what the follower points to."""
    copy = Wish("the copy")
    await sent(records, copy, "s1")
    follower = Wish("follows", about=copy.id)
    if is_known:
        await sent(records, Wish("without it", follower.id), "s4")
    await records.save(follower)
    if is_begun:
        row = await begun(records)
        await records.retry_later(row.seq, START, "timed_out")
    await records.mark_lost("Goal", ["s1"])
    return copy, follower


@pytest.mark.parametrize(
    ("is_begun", "is_known", "is_kept"), [(False, False, False), (True, False, True), (False, True, True)]
)
async def test_a_follower_that_may_be_at_the_clinic_is_not_given_up(
    records: Records, is_begun: bool, is_known: bool, is_kept: bool
) -> None:
    copy, follower = await lost_copy_and_follower(records, is_begun=is_begun, is_known=is_known)
    await records.remove(copy)
    assert (await records.unsent(Wish))[copy.id].state is SendState.WAITING, "its removal"
    assert await waiting(records) == (2 if is_kept else 1)
    expected = SendState.WAITING if is_kept else SendState.ONLY_HERE
    assert (await standing(records, follower)).state is expected


async def test_a_follower_with_two_versions_is_still_for_the_person_to_settle(records: Records) -> None:
    ours = Wish("ours")
    await records.save(ours)
    create = await begun(records)
    stranger = Pulled("Goal", copy_of(ours, "s1"), Filing(Wish.KIND, "Goal/s1", {"words": "ours"}))
    await records.store_page("", [stranger], None)
    copy, follower = Wish("the copy"), Wish("changed under its name there", "Goal/s1")
    await records.save_all([copy, replace(follower, about=copy.id)])
    newer = replace(stranger, copy=copy_of(Wish("theirs", ours.id), "s1", 2))
    await records.store_page("", [newer], None)
    assert (await records.pending())["conflict"] == 1
    await records.acknowledge([(create.seq, copy_of(ours, "s1", 3))])  # the name there is the other record's
    assert await records.server_id("Goal/s1") is None
    await records.remove(copy)
    assert (await records.pending())["conflict"] == 1


async def test_a_removal_is_not_given_up_with_what_its_stub_points_to(records: Records) -> None:
    copy, gone = Wish("the copy"), Wish("to be removed")
    await sent(records, gone, "s6")
    await records.save(copy)
    await records.remove(gone, withdrawn_stub=json.dumps({"a": [{"reference": f"urn:uuid:{copy.id}"}]}))
    await records.remove(copy)
    assert list(await records.unsent(Wish)) == [gone.id]


async def test_a_follower_handed_to_sync_is_not_taken_from_under_it(records: Records) -> None:
    copy, follower = await followers(records)
    await records.save(follower)
    row = await begun(records)
    await records.acknowledge([(row.seq, copy_of(copy, "s1"))])
    assert await ids(records) == [follower.id]
    await records.remove_gone("Goal", ["s1"])
    await records.remove(copy)
    assert list(await records.unsent(Wish)) == [follower.id]


async def test_a_follower_of_what_is_on_its_way_waits_for_its_answer(records: Records) -> None:
    copy, follower = await followers(records)
    await records.save(follower)
    row = await begun(records)
    await records.remove(copy)
    assert await waiting(records) == 2
    await records.acknowledge([(row.seq, copy_of(copy, "s1"))])
    assert follower.id in await ids(records)


# --- removing ---


@pytest.mark.parametrize(
    ("reason", "is_sent"),
    [("rejected", False), ("forbidden", False), ("too_large", False), ("gone", True), ("timed_out", True)],
)
async def test_of_what_was_refused_for_certain_nothing_is_to_be_deleted(
    records: Records, reason: str, is_sent: bool
) -> None:
    wish = Wish("refused")
    await records.save(wish)
    row = await begun(records)
    await records.park(row.seq, reason)
    await records.remove(wish)
    assert [row.op for row in await due(records)] == (["delete"] if is_sent else [])


async def test_a_refused_change_of_what_is_there_leaves_its_deletion_to_be_sent(records: Records) -> None:
    wish = Wish("there")
    await sent(records, wish)
    await records.save(Wish("refused", wish.id))
    row = await begun(records)
    await records.park(row.seq, "rejected")
    await records.remove(wish)
    assert [(row.op, row.server_id) for row in await due(records)] == [("delete", "s1")]


async def test_removing_twice_is_removing_once(records: Records) -> None:
    wish = Wish("there")
    await sent(records, wish)
    await records.remove(wish, withdrawn_stub=STUB)
    await records.remove(wish, withdrawn_stub=STUB)
    (row,) = await due(records)
    assert (row.op, row.payload) == ("delete", STUB)
    assert await waiting(records) == 1


async def test_what_is_gone_from_the_clinic_needs_no_deletion(records: Records) -> None:
    wish = Wish("gone there")
    await sent(records, wish)
    await records.remove_gone("Goal", ["s1"], keeps_words=True)
    await records.remove(wish)
    assert await waiting(records) == 0
    assert await records.get(Wish, wish.id) is None


async def test_a_removal_of_what_two_people_wrote_settles_it(records: Records) -> None:
    wish = Wish("agreed")
    await sent(records, wish)
    await records.save(Wish("mine", wish.id))
    await records.store_page("", [pulled(copy_of(wish, "s1", 2, words="theirs"))], None)
    await records.remove(wish)
    assert await records.conflicts(Wish) == []
    assert [row.op for row in await due(records)] == ["delete"]
    assert (await records.pending())["conflict"] == 0


async def test_removing_an_id_of_another_kind_is_refused(records: Records) -> None:
    mine = Secretly("only mine")
    await records.save(mine)
    with pytest.raises(ValueError, match="another kind"):
        await records.remove(Wish("x", mine.id))
    assert await records.get(Secretly, mine.id) == mine


async def test_a_private_record_that_is_removed_is_told_to_who_watches(records: Records) -> None:
    mine = Secretly("only mine")
    await records.save(mine)
    heard: list[str] = []
    records.watch(Secretly, heard.append)
    await records.remove(mine)
    assert heard == [mine.id]
