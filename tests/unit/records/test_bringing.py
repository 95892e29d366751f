"""Bringing a copy back, record by record: what counts, what is kept, and by which name the clinic hears of it."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mobile.records import Filing, Kind, Mark, OutboxRow, Pulled, Records, SendState, Store
from mobile.records.bringing import Contents
from mobile.records.errors import NotAnExport
from mobile.records.ports import Brought
from mobile.records.secrets import MemorySecrets
from tests.unit.records.parts import START, Clocks, Secretly, Wish, at, copy_of, new_id, no_sleep, pulled
from tests.unit.records.read_out import read_out

STUB = '{"resourceType":"Goal","lifecycleStatus":"entered-in-error"}'


@pytest.fixture
async def other(tmp_path: Path, clocks: Clocks) -> AsyncIterator[Records]:
    """The store of another phone."""
    store = Store(tmp_path / "other", MemorySecrets(), clock=clocks.now, sleep=no_sleep)
    yield await store.create(None)
    store.lock()


async def copied(records: Records) -> Any:
    """What a sealed copy made now would hold."""
    return json.loads(json.dumps(await records._database.write(records._copier.whole, "somebody")))


async def bring(records: Records, values: Any, told: list[tuple[int, int]] | None = None) -> Brought:
    contents = Contents.of_values(values)

    def tell(done: int, total: int) -> None:
        if told is not None:
            told.append((done, total))

    return await records._database.write(records._bringer.bring, contents, tell)


async def due(records: Records) -> list[OutboxRow]:
    return await records.due(START, 99)


async def sent(records: Records, wish: Wish, server_id: str = "s1", version: int = 1) -> None:
    await records.save(wish)
    (row,) = [row for row in await due(records) if row.local_id == wish.id]
    await records.begin([row.seq])
    await records.acknowledge([(row.seq, copy_of(wish, server_id, version))])


async def state(records: Records, wish: Wish) -> SendState:
    standing = await records.standing(Wish, wish.id)
    assert standing is not None
    return standing.state


# --- what a copy says ---


async def test_a_copy_says_of_each_record_what_another_phone_needs(records: Records) -> None:
    known, waits, mine = Wish("known"), Wish("waits"), Secretly("only mine")
    await sent(records, known)
    await records.save_all([waits, mine])
    values = await copied(records)
    assert (values["form"], values["of"], values["removals"]) == (1, "somebody", [])
    assert len(bytes.fromhex(values["store"])) == 16
    assert (await copied(records))["store"] == values["store"]
    link = {
        "type": "Goal",
        "id": "s1",
        "etag": 'W/"1"',
        "last_updated": at(1),
        "sent_at": START.isoformat(),
        "base": copy_of(known, "s1").text,
    }
    facts = {"kind": "wish", "type": "Goal", "private": False, "unsent": False, "ahead": False, "link": link}
    said, text = {"words": "known"}, known.to_json()
    assert values["records"][0] == {**facts, "id": known.id, "head": said, "text": text}
    facts |= {"unsent": True, "link": None}
    said, text = {"words": "waits"}, waits.to_json()
    assert values["records"][1] == {**facts, "id": waits.id, "head": said, "text": text}
    facts |= {"kind": "secretly", "type": "", "private": True, "unsent": False}
    said, text = {"words": "only mine"}, mine.to_json()
    assert values["records"][2] == {**facts, "id": mine.id, "head": said, "text": text}


async def test_a_copy_says_that_words_are_ahead_only_where_an_older_snapshot_is_queued_as_well(
    records: Records,
) -> None:
    wish = Wish("first")
    await records.save(wish)
    assert [one["ahead"] for one in (await copied(records))["records"]] == [False]
    (row,) = await due(records)
    await records.begin([row.seq])
    await records.save(Wish("second", wish.id))
    assert [one["ahead"] for one in (await copied(records))["records"]] == [True]


async def test_a_copy_says_nothing_of_a_name_the_clinic_has_given_up(records: Records) -> None:
    wish = Wish("deleted there, kept here")
    await sent(records, wish)
    await records.remove_gone("Goal", ["s1"], keeps_words=True)
    (one,) = (await copied(records))["records"]
    assert (one["link"], one["unsent"]) == (None, False)


async def test_a_copy_holds_the_removals_the_clinic_does_not_know_of(records: Records) -> None:
    wish, never = Wish("taken back"), Wish("never arrived")
    await sent(records, wish, "s1", 3)
    await records.save(never)
    (row,) = await due(records)
    await records.begin([row.seq])
    await records.remove(wish, withdrawn_stub=STUB)
    await records.remove(never, withdrawn_stub=STUB)
    link = {"type": "Goal", "id": "s1", "etag": 'W/"3"', "last_updated": at(3)}
    assert (await copied(records))["removals"] == [
        {"type": "Goal", "id": wish.id, "husk": STUB, "link": link}
    ], "what has no name there cannot be removed by it"
    await records.remove_gone("Goal", ["s1"])
    assert (await copied(records))["removals"] == []


@pytest.mark.parametrize(
    "change",
    [
        {"form": 2},
        {"records": None},
        {"records": [{}]},
        {"records": "none"},
        {"removals": None},
    ],
    ids=str,
)
async def test_what_is_no_copy_of_ours_is_told_apart(records: Records, change: dict[str, Any]) -> None:
    await records.save(Wish("one"))
    values = await copied(records)
    with pytest.raises(NotAnExport):
        Contents.of_values(values | change)
    for wrong in (None, [], "text", 5, {"form": 1}):
        with pytest.raises(NotAnExport):
            Contents.of_values(wrong)


@pytest.mark.parametrize("member", ["kind", "type", "id", "text", "head", "private"])
async def test_a_record_without_what_it_needs_makes_no_copy_of_ours(records: Records, member: str) -> None:
    await records.save(Wish("one"))
    values = await copied(records)
    del values["records"][0][member]
    with pytest.raises(NotAnExport):
        Contents.of_values(values)
    if member != "private":
        values["records"][0][member] = 5
        with pytest.raises(NotAnExport):
            Contents.of_values(values)


async def test_a_copy_from_before_removals_and_owners_were_told_is_brought(
    records: Records, other: Records
) -> None:
    wish = Wish("old")
    await records.save(wish)
    values = await copied(records)
    for member in ("of", "store", "removals"):
        del values[member]
    del values["records"][0]["ahead"]
    contents = Contents.of_values(values)
    assert (contents.of, contents.store, contents.removals) == (None, None, ())
    assert await bring(other, values) == Brought(added=1)


# --- what is not here yet ---


async def test_what_is_not_here_is_added_as_it_stood(records: Records, other: Records) -> None:
    known, edited, waits = Wish("known"), Wish("agreed"), Wish("waits")
    mine = Secretly("only mine")
    await sent(records, known, "s1", 4)
    await sent(records, edited, "s2", 5)
    await records.save_all([Wish("edited since", edited.id), waits, mine])
    assert await bring(other, await copied(records)) == Brought(added=4)
    assert await read_out(other) == await read_out(records)
    assert await state(other, known) is SendState.SENT
    assert [head.values for head in await other.heads(Wish, 9)] == [
        {"words": "waits"},
        {"words": "edited since"},
        {"words": "known"},
    ]
    first, second = await due(other)
    assert (first.op, first.local_id, first.server_id, first.etag) == ("update", edited.id, "s2", 'W/"5"')
    assert first.base == copy_of(edited, "s2", 5).text
    assert (second.op, second.local_id, second.resource_type) == ("create", waits.id, "Goal")
    await other.save(Wish("said better", known.id))
    (update,) = [row for row in await due(other) if row.local_id == known.id]
    assert (update.op, update.etag, update.base) == ("update", 'W/"4"', copy_of(known, "s1", 4).text)


async def test_a_copy_brought_twice_adds_nothing_the_second_time(records: Records, other: Records) -> None:
    await records.save_all([Wish("one"), Secretly("two")])
    values = await copied(records)
    assert await bring(other, values) == Brought(added=2)
    assert await bring(other, values) == Brought(already_here=2)


async def test_how_far_it_is_is_told_at_most_a_hundred_times(records: Records, other: Records) -> None:
    await records.save_all([Wish(f"wish {n}") for n in range(3)])
    told: list[tuple[int, int]] = []
    await bring(other, await copied(records), told)
    assert told == [(1, 3), (2, 3), (3, 3)]
    await records.save_all([Wish(f"more {n}") for n in range(247)])
    told.clear()
    await bring(other, await copied(records), told)
    assert len(told) == 100
    assert (told[0], told[1], told[-1]) == ((3, 250), (5, 250), (250, 250))


async def test_what_did_not_open_when_the_copy_was_made_is_counted(records: Records, other: Records) -> None:
    wishes = [Wish("whole"), Wish("broken"), Wish("broken too")]
    await records.save_all(wishes)
    spoilt = "UPDATE record SET {} = zeroblob(60) WHERE seq = {}"
    for column, seq in (("head", 2), ("body", 3)):
        statement = spoilt.format(column, seq)
        await records._database.write(lambda s=statement: records._context.connection.execute(s))
    assert await bring(other, await copied(records)) == Brought(added=1, unreadable=2)


async def test_the_clinics_own_record_is_here_already_under_its_other_name(
    records: Records, other: Records
) -> None:
    wish = Wish("ours")
    await sent(records, wish)
    stranger = Pulled("Goal", copy_of(wish, "s1"), Filing(Wish.KIND, "Goal/s1", {"words": "ours"}))
    await other.store_page("", [stranger], None)
    assert await bring(other, await copied(records)) == Brought(already_here=1)
    assert await other.get(Wish, wish.id) is None
    assert await other.count(Wish) == 1


async def test_what_is_being_removed_here_is_not_brought_back(records: Records, other: Records) -> None:
    wish = Wish("taken back on the other phone")
    await sent(records, wish)
    await sent(other, wish)
    await other.remove(wish)
    assert await bring(other, await copied(records)) == Brought(kept=1)
    assert await other.get(Wish, wish.id) is None
    assert [row.op for row in await due(other)] == ["delete"]


async def test_what_was_taken_away_at_the_clinic_with_what_points_to_it_there_is_not_sent_again(
    records: Records, other: Records
) -> None:
    gone = Wish("unsent, and taken away since")
    grant = Wish("the clinic has it", about=gone.id)
    apart = Wish("unsent")
    await records.save_all([gone, grant, apart])
    values = await copied(records)
    theirs = copy_of(grant, "s7")
    await other.store_page("", [pulled(theirs)], None)
    brought = await bring(other, values)
    assert (brought.added, brought.kept) == (1, 1)
    assert await other.get(Wish, gone.id) is None
    assert [row.local_id for row in await due(other)] == [apart.id]


async def test_what_only_an_own_record_points_to_is_brought(records: Records, other: Records) -> None:
    """Nothing of it was taken away: what points to it never travelled."""
    wanted = Wish("the copy")
    follower = Wish("points to it", about=wanted.id)
    await records.save_all([wanted, follower])
    assert await bring(other, await copied(records)) == Brought(added=2)
    assert [row.local_id for row in await due(other)] == [wanted.id]


async def test_what_never_travels_is_not_taken_for_removed(records: Records, other: Records) -> None:
    mine = Secretly("only mine")
    grant = Wish("the clinic has it", about=mine.id)
    await records.save_all([mine, grant])
    await other.store_page("", [pulled(copy_of(grant, "s7"))], None)
    brought = await bring(other, await copied(records))
    assert brought.added == 1
    assert await other.get(Secretly, mine.id) == mine


# --- what is here already ---


async def test_a_change_the_copy_had_not_sent_counts_over_the_words_it_was_made_on(
    records: Records, other: Records
) -> None:
    wish = Wish("agreed")
    await sent(records, wish)
    await records.save(Wish("newer", wish.id))
    await other.store_page("", [pulled(copy_of(wish, "s1"))], Mark(at(1)))
    assert await bring(other, await copied(records)) == Brought(renewed=1)
    assert await other.get(Wish, wish.id) == Wish("newer", wish.id)
    (row,) = await due(other)
    assert (row.op, row.server_id, row.etag, row.base) == (
        "update",
        "s1",
        'W/"1"',
        copy_of(wish, "s1").text,
    )
    assert await other.conflicts(Wish) == []


async def test_a_change_made_on_other_words_than_are_here_is_for_the_person_to_choose(
    records: Records, other: Records
) -> None:
    wish = Wish("agreed")
    await sent(records, wish)
    await records.save(Wish("mine", wish.id))
    theirs = copy_of(wish, "s1", 2, words="theirs")
    await other.store_page("", [pulled(theirs)], None)
    assert await bring(other, await copied(records)) == Brought(renewed=1)
    (conflict,) = await other.conflicts(Wish)
    assert (conflict.id, Wish.from_json(conflict.ours).words) == (wish.id, "mine")
    assert conflict.theirs == theirs.text
    assert await due(other) == []
    await other.settle(Wish("mine", wish.id))
    (row,) = await due(other)
    assert (row.etag, row.base) == ('W/"2"', theirs.text)


async def test_a_change_that_may_have_gone_on_from_one_that_arrived_is_for_the_person_to_choose(
    records: Records, other: Records
) -> None:
    wish = Wish("first")
    await records.save(wish)
    (row,) = await due(records)
    await records.begin([row.seq])
    await records.save(Wish("second", wish.id))
    await other.store_page("", [pulled(copy_of(wish, "s1"))], None)
    values = await copied(records)
    assert await bring(other, values) == Brought(renewed=1)
    (conflict,) = await other.conflicts(Wish)
    assert Wish.from_json(conflict.ours).words == "second"


async def test_a_change_that_was_sent_at_most_once_is_not_put_over_what_came_after_it(
    records: Records, other: Records
) -> None:
    wish = Wish("first")
    await records.save(wish)
    await other.store_page("", [pulled(copy_of(wish, "s1", 2, words="written since"))], None)
    assert await bring(other, await copied(records)) == Brought(kept=1)
    assert await other.get(Wish, wish.id) == Wish("written since", wish.id)
    assert await due(other) == []


@pytest.mark.parametrize("why", ["own", "sent", "waiting", "gone", "unlinked"])
async def test_what_is_here_in_other_words_is_kept(records: Records, other: Records, why: str) -> None:
    wish = Wish("agreed")
    await sent(records, wish)
    if why != "sent":
        await records.save(Wish("newer", wish.id))
    values = await copied(records)
    if why == "own":
        await records.save(Wish("newer still", wish.id))
        (row,) = await due(records)
        await records.begin([row.seq])
        await records.acknowledge([(row.seq, copy_of(wish, "s1", 2, words="newer still"))])
        assert await bring(records, values) == Brought(kept=1)
        assert await records.get(Wish, wish.id) == Wish("newer still", wish.id)
        return
    here = Wish("here", wish.id)
    if why == "unlinked":
        await other.save(here)
        (row,) = await due(other)
        await other.begin([row.seq])
        await other.acknowledge([(row.seq, copy_of(here, "s1"))])
        await other.mark_lost("Goal", ["s1"])
    else:
        await other.store_page("", [pulled(copy_of(wish, "s1", 2, words="here"))], None)
    if why == "waiting":
        here = Wish("edited here", wish.id)
        await other.save(here)
    if why == "gone":
        await other.remove_gone("Goal", ["s1"], keeps_words=True)
    before = await due(other)
    assert await bring(other, values) == Brought(kept=1)
    assert await other.get(Wish, wish.id) == here
    assert await due(other) == before


async def test_a_record_of_another_kind_or_secrecy_keeps_its_place(records: Records, other: Records) -> None:
    wish = Wish("travels")
    await records.save(wish)
    values = await copied(records)
    mine = Secretly("only mine", wish.id)
    await other.save(mine)
    assert await bring(other, values) == Brought(kept=1)
    assert await other.get(Secretly, wish.id) == mine
    assert await due(other) == []
    values["records"][0] |= {"kind": "secretly", "text": mine.to_json()}
    assert await bring(other, values) == Brought(kept=1), "the same kind, but it would travel from now on"


# --- removals ---


async def removed(records: Records, wish: Wish) -> Any:
    """A copy whose only news is that this record was taken back."""
    await sent(records, wish, "s1", 3)
    await records.remove(wish, withdrawn_stub=STUB)
    return await copied(records)


async def test_a_removal_is_carried_out_here_and_sent_by_the_name_the_record_has(
    records: Records, other: Records
) -> None:
    wish = Wish("taken back")
    values = await removed(records, wish)
    await other.store_page("", [pulled(copy_of(wish, "s1", 4, words="edited since"))], None)
    heard: list[str] = []
    other.watch(Wish, heard.append)
    await bring(other, values)
    assert await other.get(Wish, wish.id) is None
    (row,) = await due(other)
    assert (row.op, row.local_id, row.resource_type) == ("delete", wish.id, "Goal")
    assert (row.server_id, row.etag, row.payload) == ("s1", 'W/"4"', STUB)
    assert heard == [wish.id]
    assert list(await other.unsent(Wish)) == [wish.id]


async def test_a_removal_of_what_was_never_here_is_sent_by_the_name_the_copy_knows(
    records: Records, other: Records
) -> None:
    wish = Wish("taken back")
    values = await removed(records, wish)
    await bring(other, values)
    (row,) = await due(other)
    assert (row.op, row.local_id, row.resource_type) == ("delete", wish.id, "Goal")
    assert (row.server_id, row.etag, row.payload) == ("s1", 'W/"3"', STUB)
    assert await other.server_id(wish.id) == ("Goal", "s1")
    assert await other.verify() == []


@pytest.mark.parametrize("why", ["gone", "edited", "another's", "own"])
async def test_a_removal_that_is_none_of_this_phones_is_not_made(
    records: Records, other: Records, why: str
) -> None:
    wish = Wish("taken back")
    values = await removed(records, wish)
    if why == "own":
        before = await due(records)
        await records.acknowledge([(before[0].seq, None)])
        await bring(records, values)
        assert await due(records) == [], "a removal made here was sent"
        return
    if why == "another's":
        theirs = Pulled("Goal", copy_of(wish, "s1"), Filing(Wish.KIND, "Goal/s1", {"words": "theirs"}))
        await other.store_page("", [theirs], None)
    else:
        await other.store_page("", [pulled(copy_of(wish, "s1", 4))], None)
    if why == "gone":
        await other.remove_gone("Goal", ["s1"], keeps_words=True)
    if why == "edited":
        await other.save(Wish("edited here", wish.id))
    before, count = await due(other), await other.count(Wish)
    await bring(other, values)
    assert await due(other) == before
    assert await other.count(Wish) == count == 1


async def test_a_removal_comes_though_the_record_here_was_filed_as_another_kind(
    records: Records, other: Records
) -> None:
    wish = Wish("taken back")
    values = await removed(records, wish)
    filing = Filing(Kind("other wish", "Goal"), wish.id, {"words": "x"})
    await other.store_page("", [replace(pulled(copy_of(wish, "s1")), filing=filing)], None)
    await bring(other, values)
    (row,) = await due(other)
    assert row.op == "delete"


async def test_files_come_before_what_names_them(records: Records, other: Records) -> None:
    """Else a change that names a file would be sent without waiting for it."""
    file, answer = Wish("the photo"), Wish("the answer", new_id())
    await records.save_all([answer, file])
    values = await copied(records)
    text = json.loads(values["records"][0]["text"])
    text["extension"] = [{"valueAttachment": {"url": f"urn:uuid:{file.id}"}}]
    values["records"][0]["text"] = json.dumps(text)
    contents = Contents.of_values(values)
    assert [one["id"] for one in contents.records] == [file.id, answer.id]
    assert contents.needed_by == {file.id: (answer.id,)}
    await bring(other, values)
    assert [(row.local_id, row.needs) for row in await due(other)] == [(file.id, ())]
