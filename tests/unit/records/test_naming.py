"""Which record of ours a resource at the clinic is, when its name came late, changed, or is borne by several."""

from __future__ import annotations

from mobile.records import Filing, Pulled, Records, SendState, ServerCopy
from mobile.records.ports import PageResult
from tests.unit.records.parts import START, Wish, at, copy_of
from tests.unit.records.steps import ONE, begun, due, sent, shown, standing, words

# --- a create that arrived, though its answer was lost ---


async def test_what_somebody_made_of_our_create_is_taken_as_it_is(records: Records) -> None:
    wish = Wish("first")
    await records.save(wish)
    row = await begun(records)
    await records.retry_later(row.seq, START, "timed_out")
    assert await shown(records, copy_of(wish, "s1", 2, words="written on")) == ONE
    assert await words(records, wish) == "written on"
    assert [head.values for head in await records.heads(Wish, 1)] == [{"words": "written on"}]
    assert (await standing(records, wish)).state is SendState.SENT
    assert await due(records) == []


async def test_what_somebody_made_of_our_create_beside_a_newer_change_is_for_the_person(
    records: Records,
) -> None:
    wish = Wish("first")
    await records.save(wish)
    row = await begun(records)
    await records.retry_later(row.seq, START, "timed_out")
    await records.save(Wish("second", wish.id))
    assert await shown(records, copy_of(wish, "s1", 2, words="written on")) == PageResult(0, (wish.id,))
    (conflict,) = await records.conflicts(Wish)
    assert Wish.from_json(conflict.ours).words == "second"
    assert (await records.pending())["conflict"] == 1


async def test_a_create_that_was_never_begun_is_not_taken_for_arrived(records: Records) -> None:
    wish = Wish("mine")
    await records.save(wish)
    assert await shown(records, copy_of(wish, "s1", 2, words="theirs")) == PageResult(0, (wish.id,))
    assert await words(records, wish) == "mine"


# --- a record of ours that the server names, though it was never sent ---


async def never_sent(records: Records) -> Wish:
    """A record that lost what it pointed to before anything was sent."""
    copy = Wish("the copy")
    grant = Wish("the grant", about=copy.id)
    await records.save_all([copy, grant])
    await records.remove(copy)
    return grant


async def test_where_the_server_says_the_same_of_it_the_record_is_there(records: Records) -> None:
    grant = await never_sent(records)
    assert await shown(records, copy_of(grant, "s9", 4)) == ONE
    assert (await standing(records, grant)).state is SendState.SENT
    await records.save(Wish("later", grant.id))
    (row,) = await due(records)
    assert (row.op, row.server_id, row.etag) == ("update", "s9", 'W/"4"')


async def test_where_the_server_says_otherwise_both_are_kept_until_settled(records: Records) -> None:
    grant = await never_sent(records)
    theirs = copy_of(Wish("theirs", grant.id), "s9", 4)
    assert await shown(records, theirs) == PageResult(0, (grant.id,))
    (conflict,) = await records.conflicts(Wish)
    assert (conflict.ours, conflict.theirs) == (grant.to_json(), theirs.text)
    assert await due(records) == []
    await records.settle(Wish("chosen", grant.id))
    (row,) = await due(records)
    assert (row.op, row.server_id, row.etag, row.base) == ("update", "s9", 'W/"4"', theirs.text)
    assert (row.local_id, row.resource_type) == (grant.id, "Goal")


# --- a copy filed under the server's name before it was known as ours ---


async def stranger(records: Records, wish: Wish) -> None:
    copy = ServerCopy("s1", 'W/"1"', at(1), wish.to_json())
    await records.store_page("", [Pulled("Goal", copy, Filing(Wish.KIND, "Goal/s1", {"words": "x"}))], None)


async def test_a_copy_with_an_unsent_change_does_not_give_way(records: Records) -> None:
    wish = Wish("ours")
    await records.save(wish)
    row = await begun(records)
    await stranger(records, wish)
    changed = Wish("changed under its name there", "Goal/s1")
    await records.save(changed)
    await records.acknowledge([(row.seq, copy_of(wish, "s1"))])
    assert await records.get(Wish, "Goal/s1") == changed
    assert await records.server_id("Goal/s1") is None
    assert await records.server_id(wish.id) == ("Goal", "s1")


async def test_a_screen_hears_that_a_copy_gave_way(records: Records) -> None:
    wish = Wish("ours")
    await records.save(wish)
    row = await begun(records)
    await stranger(records, wish)
    heard: list[str] = []
    records.watch(Wish, heard.append)
    await records.acknowledge([(row.seq, copy_of(wish, "s1"))])
    assert await records.get(Wish, "Goal/s1") is None
    assert sorted(heard) == sorted(["Goal/s1", wish.id])
    assert await records.local_id("Goal/s1") == wish.id


# --- of several that bear one identifier ---


async def test_adopting_the_one_it_has_already_waits_only_for_what_is_unsent(records: Records) -> None:
    wish = Wish("ours")
    await sent(records, wish)
    assert await records.adopt(wish.id, "Goal", copy_of(wish, "s1"))
    await records.save(Wish("edited", wish.id))
    assert not await records.adopt(wish.id, "Goal", copy_of(wish, "s1"))
    (row,) = await due(records)
    assert (row.server_id, row.etag) == ("s1", 'W/"1"')


async def test_adopting_another_that_says_the_same_only_changes_the_name(records: Records) -> None:
    wish = Wish("ours")
    await sent(records, wish, "s22")
    heard: list[str] = []
    records.watch(Wish, heard.append)
    assert await records.adopt(wish.id, "Goal", copy_of(wish, "s1", 4))
    assert await records.server_id(wish.id) == ("Goal", "s1")
    assert await due(records) == []
    assert heard == [wish.id]
    await records.save(Wish("later", wish.id))
    (row,) = await due(records)
    assert (row.server_id, row.etag, row.base) == ("s1", 'W/"4"', wish.to_json())


async def test_adopting_one_that_still_says_what_ours_was_made_over_sends_ours_there(
    records: Records,
) -> None:
    wish = Wish("first")
    await sent(records, wish, "s22")
    await records.save(Wish("second", wish.id))
    row = await begun(records)
    await records.acknowledge([(row.seq, copy_of(wish, "s22", 2, words="second"))])
    first = copy_of(wish, "s1", 1)
    assert not await records.adopt(wish.id, "Goal", first)
    (row,) = await due(records)
    assert (row.op, row.server_id, row.etag, row.base) == ("update", "s1", 'W/"1"', first.text)
    assert (row.local_id, row.resource_type) == (wish.id, "Goal")
    assert Wish.from_json(row.payload).words == "second"
    assert await records.conflicts(Wish) == []


async def test_adopting_one_that_says_what_an_unsent_change_was_made_over_keeps_that_change(
    records: Records,
) -> None:
    wish = Wish("first")
    await sent(records, wish, "s22")
    await records.save(Wish("second", wish.id))
    assert not await records.adopt(wish.id, "Goal", copy_of(wish, "s1", 1))
    (row,) = await due(records)
    assert (row.server_id, Wish.from_json(row.payload).words) == ("s1", "second")


async def test_adopting_one_that_says_what_nobody_here_knew_is_for_the_person(records: Records) -> None:
    wish = Wish("ours")
    await sent(records, wish, "s22")
    theirs = copy_of(wish, "s1", 1, words="theirs")
    assert not await records.adopt(wish.id, "Goal", theirs)
    (conflict,) = await records.conflicts(Wish)
    assert (conflict.ours, conflict.theirs) == (wish.to_json(), theirs.text)
    assert await records.server_id(wish.id) == ("Goal", "s1")


async def test_what_was_removed_here_is_adopted_by_its_removal(records: Records) -> None:
    wish = Wish("taken back")
    await sent(records, wish, "s22")
    await records.remove(wish)
    assert await records.adopt(wish.id, "Goal", copy_of(wish, "s1"))
    row = await begun(records)
    assert row.op == "delete"
    await records.acknowledge([(row.seq, None)])
    assert not await records.adopt(wish.id, "Goal", copy_of(wish, "s1"))


async def test_adopting_again_what_was_said_to_be_gone_makes_it_alive(records: Records) -> None:
    wish = Wish("ours")
    await sent(records, wish)
    await records.remove_gone("Goal", ["s1"], keeps_words=True)
    assert (await standing(records, wish)).state is SendState.ONLY_HERE
    assert await records.adopt(wish.id, "Goal", copy_of(wish, "s1"))
    assert (await standing(records, wish)).state is SendState.SENT
