"""What is read back: lists and their pages, names at the clinic, what is unsent, and what nobody else may answer for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from mobile.documents.folding import folded
from mobile.records import Conflict, Filing, Kind, Pulled, Records, SendState, ServerCopy, Standing, Store
from mobile.records.errors import ChangedMeanwhile, Damaged
from tests.unit.records.parts import Secretly, Wish, copy_of, pulled
from tests.unit.records.read_out import read_out
from tests.unit.records.steps import begun, due, sent, shown, standing


def changed(records: Records, statement: str) -> object:
    return records._database.write(lambda: records._context.connection.execute(statement))


# --- lists ---


async def test_pages_of_heads_and_of_whole_records_are_the_same_pages(records: Records) -> None:
    wishes = [Wish(f"wish {n}") for n in range(5)]
    await records.save_all(wishes)
    await records.save(Secretly("another kind"))
    heads = await records.heads(Wish, 2)
    assert [(head.id, head.seq, head.values) for head in heads] == [
        (wishes[4].id, 5, {"words": "wish 4"}),
        (wishes[3].id, 4, {"words": "wish 3"}),
    ]
    assert [head.standing for head in heads] == [Standing(SendState.WAITING)] * 2
    assert await records.newest(Wish, 2, before=4) == [wishes[2], wishes[1]]
    assert [head.id for head in await records.heads(Wish, 9, before=3)] == [wishes[1].id, wishes[0].id]
    assert await records.newest(Wish, 9, before=1) == []
    assert await records.newest(Wish, 0) == []
    assert (await records.count(Wish), await records.count(Secretly)) == (5, 1)


@pytest.mark.parametrize("column", ["head", "body"])
async def test_what_does_not_open_is_left_out_of_each_list_and_named(records: Records, column: str) -> None:
    wishes = [Wish("one"), Wish("two"), Wish("three")]
    await records.save_all(wishes)
    await changed(records, f"UPDATE record SET {column} = zeroblob(60) WHERE seq = 2")
    if column == "head":
        assert [head.id for head in await records.heads(Wish, 9)] == [wishes[2].id, wishes[0].id]
        assert records.unreadable == {2}
        assert [head.id for head in await records.search(Wish, "t", 9)] == [wishes[2].id]
        assert await records.every(Wish, {"words": "two"}) == [wishes[1]], "the body tells"
    else:
        assert await records.newest(Wish, 9) == [wishes[2], wishes[0]]
        assert records.unreadable == {2}
        assert await records.every(Wish) == [wishes[2], wishes[0]]
        assert await records.every(Wish, {"words": "two"}) == []


async def test_a_record_of_another_kind_is_not_given_out_under_its_id(records: Records) -> None:
    wish = Wish("travels")
    await records.save(wish)
    assert await records.get(Secretly, wish.id) is None
    assert await records.standing(Secretly, wish.id) is None
    assert await records.get(Wish, "nobody") is None
    assert await records.standing(Wish, "nobody") is None


async def test_several_are_asked_for_at_once_and_come_in_the_order_of_the_question(records: Records) -> None:
    wishes = [Wish("one"), Wish("two"), Wish("three")]
    other = Secretly("another kind")
    await records.save_all([*wishes, other])
    asked = [wishes[2].id, "nobody", other.id, wishes[0].id]
    assert await records.get_all(Wish, asked) == [wishes[2], wishes[0]]
    assert await records.get_all(Wish, []) == []
    await changed(records, "UPDATE record SET body = zeroblob(60) WHERE seq = 1")
    with pytest.raises(Damaged):
        await records.get_all(Wish, asked)


WORDS = [
    'she said "v":{"words":"lamp"}',
    'a quote " and a \\ slash',
    "emoji 🌊 \ud83d cut",
    "line\nend\t{}[]",
    "",
]


@pytest.mark.parametrize("words", WORDS)
@pytest.mark.parametrize("id", ["plain", '{"v":{"words":"other"}}', 'a"b\\'])
async def test_the_words_of_a_head_are_found_whatever_is_in_them_and_in_the_id(
    records: Records, words: str, id: str
) -> None:
    await records.save(Secretly(words, id))
    await records.save(Secretly("something else"))
    await records.search(Secretly, "", 1)
    kind = records._context.kind(Secretly.KIND.name)
    assert list(records._rows.words._by_kind[kind]._rows.values()) == [
        *([folded(words)] if words else []),
        "something else",
    ]


async def test_several_hundred_are_read_by_their_values_and_all_are_copied(records: Records) -> None:
    wishes = [Wish("even" if n % 2 == 0 else "odd") for n in range(1205)]
    await records.save_all(wishes)
    assert await records.every(Wish, {"words": "even"}) == wishes[::-1][::2]
    assert len(await read_out(records)) == 1205
    assert len(await records._database.call(lambda: list(records._rows.every()))) == 1205
    await records.every(Wish)
    newer = [Wish("newer", wish.id) for wish in wishes[:1100]]
    await records.save_all(newer)
    assert await records.every(Wish) == [*wishes[:1099:-1], *newer[::-1]]


async def test_a_head_made_before_a_value_was_part_of_it_is_asked_again_by_the_whole_record(
    records: Records,
) -> None:
    class Later(Wish):
        def head(self) -> Mapping[str, Any]:
            return {**super().head(), "about": self.about}

    old, other = Wish("old", about="a"), Wish("other", about="b")
    await records.save_all([old, other])
    found = await records.every(Later, {"about": "a"})
    assert [one.id for one in found] == [old.id]
    with pytest.raises(KeyError):
        await records.every(Wish, {"never part of it": 1})


# --- search ---


async def test_only_so_many_are_found_the_newest_first(records: Records) -> None:
    wishes = [Wish(f"lake {n}") for n in range(5)]
    await records.save_all(wishes)
    assert [head.id for head in await records.search(Wish, "lake", 2)] == [wishes[4].id, wishes[3].id]
    (found,) = await records.search(Wish, "LAKE 1", 9)
    assert (found.id, found.values, found.standing.state) == (
        wishes[1].id,
        {"words": "lake 1"},
        SendState.WAITING,
    )


async def test_search_hears_of_what_a_pull_brought_changed_and_took(store: Store, records: Records) -> None:
    wish = Wish("river")
    assert await records.search(Wish, "river", 9) == []
    await shown(records, copy_of(wish, "s1"))
    assert len(await records.search(Wish, "river", 9)) == 1
    await shown(records, copy_of(wish, "s1", 2, words="mountain"))
    assert await records.search(Wish, "river", 9) == []
    assert len(await records.search(Wish, "mountain", 9)) == 1
    store.lock()
    records = await store.unlock(None)
    assert len(await records.search(Wish, "mountain", 9)) == 1
    await records.remove_gone("Goal", ["s1"])
    assert await records.search(Wish, "mountain", 9) == []


# --- names at the clinic ---


async def test_what_the_clinic_calls_each_record_it_still_has(records: Records) -> None:
    one, gone, unsent = Wish("one"), Wish("gone"), Wish("unsent")
    await sent(records, one, "s1")
    await sent(records, gone, "s2")
    await records.save(unsent)
    await records.remove_gone("Goal", ["s2"], keeps_words=True)
    assert await records.known_as(Wish) == {one.id: "Goal/s1"}
    assert await records.known_as(Secretly) == {}
    assert await records.known("Goal") == {"s1": one.id}
    assert await records.known("Consent") == {}
    assert await records.server_id(gone.id) == ("Goal", "s2"), "what refers to it can still be sent"
    assert await records.server_id(unsent.id) is None


async def test_a_name_that_was_given_up_is_still_known_as_ours(records: Records) -> None:
    wish = Wish("ours")
    await sent(records, wish, "s1")
    await records.mark_lost("Goal", ["s1"])
    assert await records.server_id(wish.id) is None
    assert await records.local_id("Goal/s1") == wish.id
    await records.try_again(Wish, wish.id)
    row = await begun(records)
    await records.acknowledge([(row.seq, copy_of(wish, "s7"))])
    assert await records.local_id("Goal/s7") == wish.id
    assert await records.local_id("Goal/s1") == wish.id
    assert await records.local_id("Goal/never") is None
    assert await records.local_id("Consent/s7") is None


async def test_what_the_clinic_made_has_no_name_here_while_the_clinic_has_it(records: Records) -> None:
    copy = copy_of(Wish("theirs"), "s1")
    filing = Filing(Wish.KIND, "Goal/s1", {"words": "theirs"})
    await records.store_page("", [Pulled("Goal", copy, filing)], None)
    assert await records.local_id("Goal/s1") is None
    await records.remove_gone("Goal", ["s1"], keeps_words=True)
    assert await records.local_id("Goal/s1") == "Goal/s1"


# --- two versions ---


async def two_versions(records: Records) -> tuple[Wish, Conflict]:
    wish = Wish("agreed")
    await sent(records, wish)
    await records.save(Wish("mine", wish.id))
    await shown(records, copy_of(wish, "s1", 2, words="theirs"))
    (conflict,) = await records.conflicts(Wish)
    return wish, conflict


async def test_two_versions_are_told_of_their_own_kind_only_and_in_order(records: Records) -> None:
    first, _ = await two_versions(records)
    second = Wish("later")
    await sent(records, second, "s2")
    await records.save(Wish("mine", second.id))
    await shown(records, copy_of(second, "s2", 2, words="theirs"))
    assert [one.id for one in await records.conflicts(Wish)] == [first.id, second.id]
    assert await records.conflicts(Secretly) == []


async def test_a_choice_is_made_over_what_was_seen_and_over_nothing_else(records: Records) -> None:
    wish, seen = await two_versions(records)
    other = Conflict(seen.id, seen.ours, seen.theirs + " ")
    with pytest.raises(ChangedMeanwhile):
        await records.settle(Wish("chosen", wish.id), other)
    with pytest.raises(ChangedMeanwhile):
        await records.settle(Wish("chosen", wish.id), Conflict(seen.id, seen.theirs, seen.theirs))
    await records.save(Wish("mine, still typing", wish.id))
    with pytest.raises(ChangedMeanwhile):
        await records.settle(Wish("chosen", wish.id), seen)
    assert await records.get(Wish, wish.id) == Wish("mine, still typing", wish.id)
    (now,) = await records.conflicts(Wish)
    await records.settle(Wish("chosen", wish.id), now)
    assert await records.get(Wish, wish.id) == Wish("chosen", wish.id)
    assert await records.conflicts(Wish) == []
    with pytest.raises(ChangedMeanwhile):
        await records.settle(Wish("chosen again", wish.id), now)


async def test_settling_without_having_seen_two_versions_is_an_ordinary_save(records: Records) -> None:
    wish = Wish("one")
    await records.settle(wish)
    assert [row.local_id for row in await due(records)] == [wish.id]


async def test_a_snapshot_on_its_way_stays_when_a_version_is_chosen(records: Records) -> None:
    wish = Wish("agreed")
    await sent(records, wish)
    await records.save(Wish("mine", wish.id))
    row = await begun(records)
    await records.settle(Wish("chosen", wish.id))
    assert (await records.pending())["sending"] == 1
    await records.acknowledge([(row.seq, copy_of(wish, "s1", 2, words="mine"))])
    (after,) = await due(records)
    assert Wish.from_json(after.payload).words == "chosen"


async def test_what_is_removed_with_a_choice_goes_after_it(records: Records) -> None:
    wish, seen = await two_versions(records)
    photo = Wish("a photo")
    await sent(records, photo, "s5")
    await records.settle(Wish("chosen", wish.id), seen, [Wish("beside it", "b")], [photo])
    assert [row.local_id for row in await due(records)] == ["b", wish.id]
    assert list(await records.unsent(Wish)) == [photo.id, wish.id, "b"]


# --- what is unsent ---


async def test_everything_the_clinic_does_not_have_as_it_is_here_is_listed_the_last_queued_first(
    records: Records,
) -> None:
    there, edited, removed, kept = Wish("there"), Wish("edited"), Wish("removed"), Wish("deleted there")
    for number, wish in enumerate((there, edited, removed, kept)):
        await sent(records, wish, f"s{number}")
    await records.save(Secretly("never travels"))
    await records.save(Wish("edited since", edited.id))
    await records.remove(removed)
    await records.remove_gone("Goal", ["s3"], keeps_words=True)
    clash, _ = await two_versions(records)
    unsent = await records.unsent(Wish)
    assert list(unsent) == [clash.id, removed.id, edited.id, kept.id]
    assert [one.state for one in unsent.values()] == [
        SendState.CONFLICT,
        SendState.WAITING,
        SendState.WAITING,
        SendState.ONLY_HERE,
    ]


async def test_a_removed_record_has_a_standing_while_its_removal_waits(records: Records) -> None:
    wish = Wish("there")
    await sent(records, wish)
    await records.remove(wish)
    assert (await standing(records, wish)).state is SendState.WAITING
    row = await begun(records)
    await records.acknowledge([(row.seq, None)])
    assert await records.standing(Wish, wish.id) is None


# --- what may not be ---


async def test_an_id_stays_of_its_kind_and_its_secrecy(records: Records) -> None:
    class Other(Wish):
        KIND = Kind("other", "Goal")

    wish = Wish("travels")
    await records.save(wish)
    for impostor in (Secretly("mine", wish.id), Other("another kind", wish.id)):
        with pytest.raises(ValueError, match="another kind"):
            await records.save(impostor)
    assert await records.get(Wish, wish.id) == wish
    assert len(await due(records)) == 1


async def test_a_body_that_does_not_open_is_said_and_its_base_is_equal_to_nothing(records: Records) -> None:
    wish = Wish("agreed")
    await records.save(wish)
    row = await begun(records)
    copy = ServerCopy("s1", 'W/"1"', None, row.payload, is_as_sent=True)
    await records.acknowledge([(row.seq, copy)])
    await changed(records, "UPDATE record SET body = zeroblob(60)")
    with pytest.raises(Damaged):
        await records.get(Wish, wish.id)
    await records.save(Wish("new words", wish.id))
    assert await records.get(Wish, wish.id) == Wish("new words", wish.id)
    (row,) = await due(records)
    assert (row.op, row.base) == ("update", "")


async def test_the_same_id_twice_in_one_commit_is_told_once(records: Records) -> None:
    heard: list[str] = []
    records.watch(Wish, heard.append)
    one, two = Wish("one"), Wish("two")
    await records.save_all([one, two, Wish("one, better", one.id)])
    assert heard == [one.id, two.id]
    assert (await records.newest(Wish, 9))[1].words == "one, better"


async def test_what_a_page_brings_is_told_of_every_kind_it_brings(records: Records) -> None:
    heard: list[str] = []
    end = records.watch(Wish, heard.append)
    one, two = Wish("one"), Wish("two")
    await records.store_page("", [pulled(copy_of(one, "s1")), pulled(copy_of(two, "s2"))], None)
    assert heard == [one.id, two.id]
    end()
    end()
    await records.save(Wish("three"))
    assert len(heard) == 2
