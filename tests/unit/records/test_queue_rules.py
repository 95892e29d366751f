"""What goes first in the queue, and who waits for whom."""

from __future__ import annotations

import json
from dataclasses import dataclass

import pytest

from mobile.records import OutboxRow, Records, Store
from tests.unit.records.parts import START, Wish, copy_of
from tests.unit.records.steps import begun, sent

STUB = '{"resourceType":"Goal"}'


@dataclass(frozen=True)
class Ending(Wish):
    """Ends what others may read."""

    @property
    def goes_first(self) -> bool:
        return True


async def due(records: Records, limit: int = 99) -> list[OutboxRow]:
    return await records.due(START, limit)


async def ids(records: Records) -> list[str]:
    return [row.local_id for row in await due(records)]


async def waiting(records: Records) -> int:
    return (await records.pending())["waiting"]


def break_row(records: Records, statement: str) -> object:
    return records._database.write(lambda: records._context.connection.execute(statement))


# --- what goes first ---


async def test_what_ends_others_reading_goes_before_all_that_was_queued(records: Records) -> None:
    first, grant, other = Wish("first"), Wish("grant"), Wish("other grant")
    for number, one in enumerate((grant, other)):
        await sent(records, one, f"s{number}")
    await records.save(first)
    await records.save(Ending("ended", grant.id))
    await records.save(Ending("ended", other.id))
    rows = await due(records)
    assert [row.local_id for row in rows] == [grant.id, other.id, first.id]
    assert [row.goes_first for row in rows] == [True, True, False]
    assert [row.local_id for row in await due(records, 1)] == [grant.id]


async def test_the_older_change_of_what_was_ended_goes_before_its_end(records: Records) -> None:
    first, grant = Wish("first"), Wish("grant")
    await records.save_all([first, grant])
    row = next(row for row in await due(records) if row.local_id == grant.id)
    await records.begin([row.seq])
    await records.retry_later(row.seq, START, "timed_out")
    await records.save(Ending("ended", grant.id))
    rows = await due(records)
    assert [(row.local_id, row.goes_first) for row in rows] == [(grant.id, False), (first.id, False)]


async def test_what_was_ended_once_goes_first_whoever_saves_it_again(store: Store, records: Records) -> None:
    first, grant = Wish("first"), Wish("grant")
    await sent(records, grant)
    await records.save_all([first, Ending("ended", grant.id)])
    await records.save(Wish("ended, with a name", grant.id))
    assert [(row.local_id, row.goes_first) for row in await due(records)] == [
        (grant.id, True),
        (first.id, False),
    ]
    store.lock()
    records = await store.unlock(None)
    assert await ids(records) == [grant.id, first.id]


async def test_an_end_of_what_never_left_and_is_about_what_never_will_is_not_sent(records: Records) -> None:
    copy = Wish("the copy")
    await records.save(Ending("never given", about=copy.id))
    assert await waiting(records) == 0
    await records.save(Ending("about nothing at all"))
    assert await waiting(records) == 1


@pytest.mark.parametrize("why", ["is here", "is queued", "is there", "is linked"])
async def test_an_end_that_may_have_something_to_end_is_sent(records: Records, why: str) -> None:
    copy = Wish("the copy")
    ending = Ending("ended", about=copy.id)
    if why == "is here":
        await records.save(copy)
    if why == "is queued":
        await records.save(copy)
        await begun(records)
        await records.remove(copy)
    if why == "is there":
        await sent(records, copy)
        await records.remove_gone("Goal", ["s1"])
    if why == "is linked":
        await sent(records, Wish("grant", ending.id), "s2")
    await records.save(ending)
    assert ending.id in list(await records.unsent(Wish))


async def test_an_end_goes_though_the_name_of_what_it_points_to_is_lost(records: Records) -> None:
    copy = Wish("the copy")
    await sent(records, copy, "s1")
    grant = Wish("grant", about=copy.id)
    await sent(records, grant, "s2")
    await records.mark_lost("Goal", ["s1"])
    await records.save(Ending("ended", grant.id, about=copy.id))
    plain = Wish("points to it", about=copy.id)
    await records.save(plain)
    assert await ids(records) == [grant.id]


async def test_an_end_that_was_lost_at_the_clinic_goes_again_by_itself(records: Records) -> None:
    grant = Wish("grant")
    await sent(records, grant)
    await records.save(Ending("ended", grant.id))
    row = await begun(records)
    await records.acknowledge([(row.seq, copy_of(Wish("ended", grant.id), "s1", 2))])
    woken: list[int] = []
    records.on_commit(lambda: woken.append(1))
    await records.mark_lost("Goal", ["s1"])
    (row,) = await due(records)
    assert (row.op, row.goes_first, row.is_again) == ("create", True, True)
    assert woken


# --- who waits for whom ---


async def test_a_file_is_waited_for_where_it_is_known_and_by_nobody_where_it_is_not(records: Records) -> None:
    class Answer(Wish):
        def to_json(self) -> str:
            text = json.loads(super().to_json())
            text["extension"] = [{"valueAttachment": {"url": f"urn:uuid:{self.words}"}}]
            return json.dumps(text)

    here, there = Wish("a photo"), Wish("a photo at the clinic")
    await sent(records, there)
    await records.save(here)
    waits, goes, free = Answer(here.id), Answer(there.id), Answer("another app's")
    await records.save_all([waits, goes, free])
    rows = {row.local_id: row for row in await due(records)}
    assert list(rows) == [here.id, goes.id, free.id]
    assert (rows[goes.id].needs, rows[free.id].needs) == ((there.id,), ())
    await records.begin([rows[here.id].seq])
    await records.acknowledge([(rows[here.id].seq, copy_of(here, "s2"))])
    assert await ids(records) == [waits.id, goes.id, free.id]


async def test_what_names_a_record_by_the_clinics_name_waits_while_that_is_made_anew(
    records: Records,
) -> None:
    class Named(Wish):
        def to_json(self) -> str:
            text = json.loads(super().to_json())
            text["addresses"] = [{"reference": "Goal/s1"}]
            return json.dumps(text)

    copy = Wish("the copy")
    await sent(records, copy)
    await records.mark_lost("Goal", ["s1"])
    named = Named("names it")
    await records.save(named)
    assert await ids(records) == []
    assert await records.next_due() is None
    await records.try_again(Wish, copy.id)
    (row,) = await due(records)
    assert (row.local_id, row.op, row.is_again) == (copy.id, "create", True)
    await records.begin([row.seq])
    await records.acknowledge([(row.seq, copy_of(copy, "s8"))])
    (row,) = await due(records)
    assert (row.local_id, row.renamed) == (named.id, (("Goal/s1", "Goal/s8"),))


async def test_a_removal_waits_for_what_was_saved_with_it_and_for_what_points_to_its_record(
    records: Records,
) -> None:
    copy = Wish("the copy")
    await sent(records, copy)
    told = Wish("told of it")
    await records.save_all([told], [copy])
    assert await ids(records) == [told.id]
    row = await begun(records)
    await records.acknowledge([(row.seq, copy_of(told, "s2"))])
    assert await ids(records) == [copy.id]


@pytest.mark.parametrize("how", ["by our name", "by the clinic's"])
async def test_a_removal_waits_for_a_change_that_still_points_to_its_record(
    records: Records, how: str
) -> None:
    class Named(Wish):
        def to_json(self) -> str:
            return super().to_json().replace(f"urn:uuid:{self.about}", "Goal/s1")

    copy = Wish("the copy")
    await sent(records, copy)
    pointing = (Wish if how == "by our name" else Named)("points to it", about=copy.id)
    await records.save(pointing)
    await records.remove(copy)
    assert await ids(records) == [pointing.id]
    await records.remove(pointing)
    assert await ids(records) == [copy.id, pointing.id], "what is removed itself holds up no other removal"


@pytest.mark.parametrize("what", ["parked", "removed", "waits for what is parked", "waits for itself"])
async def test_a_removal_does_not_wait_for_what_will_not_go_by_itself(records: Records, what: str) -> None:
    copy, lost = Wish("the copy"), Wish("refused")
    await sent(records, copy)
    told = Wish("told of it", about=lost.id if what == "waits for what is parked" else None)
    await records.save_all([lost, told], [copy])
    row = next(row for row in await due(records) if row.local_id == lost.id)
    await records.begin([row.seq])
    await records.park(row.seq, "rejected")
    if what == "waits for what is parked":
        assert await ids(records) == [copy.id]
        return
    row = next(row for row in await due(records) if row.local_id == told.id)
    await records.begin([row.seq])
    if what == "parked":
        await records.park(row.seq, "rejected")
    if what == "removed":
        await records.retry_later(row.seq, START, "timed_out")
        await records.remove(told)
    if what == "waits for itself":
        await records.retry_later(row.seq, START, "timed_out")
        await records.save(Wish("told of it", told.id, about=copy.id))
        await records.remove(told)
    assert copy.id in await ids(records)


async def test_a_removal_waits_for_a_chain_that_will_go(records: Records) -> None:
    copy, base = Wish("the copy"), Wish("to be sent first")
    await sent(records, copy)
    told = Wish("told of it", about=base.id)
    await records.save_all([base, told], [copy])
    assert await ids(records) == [base.id]
    row = await begun(records)
    assert await ids(records) == []
    assert await records.next_due() is None
    await records.acknowledge([(row.seq, copy_of(base, "s5"))])
    assert await ids(records) == [told.id]


async def test_two_that_wait_for_each_other_do_not_hold_a_removal(records: Records) -> None:
    copy = Wish("the copy")
    await sent(records, copy)
    one, two = Wish("one", "id-one", about="id-two"), Wish("two", "id-two", about="id-one")
    await records.save_all([one, two], [copy])
    assert await ids(records) == [copy.id]


async def test_a_row_that_does_not_open_keeps_back_no_other_and_is_named(records: Records) -> None:
    wishes = [Wish("one"), Wish("two"), Wish("three")]
    await records.save_all(wishes)
    copy = Wish("the copy")
    await break_row(records, "UPDATE outbox SET about = zeroblob(60) WHERE seq = 2")
    assert await ids(records) == [wishes[0].id, wishes[2].id]
    assert records.unreadable == {2}
    await sent(records, copy, "s5")
    await records.remove(copy)
    assert copy.id in await ids(records)


async def test_a_payload_that_does_not_open_does_not_cost_the_new_words(records: Records) -> None:
    wish = Wish("sent once")
    await records.save(wish)
    row = await begun(records)
    await break_row(records, "UPDATE record SET body = zeroblob(60)")
    await records.save(Wish("new words", wish.id))
    assert await records.get(Wish, wish.id) == Wish("new words", wish.id)
    await records.acknowledge([(row.seq, copy_of(wish, "s1"))])
    (row,) = await due(records)
    assert Wish.from_json(row.payload).words == "new words"
