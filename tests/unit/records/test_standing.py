"""When a change is due, how many there are of each state, and what the person is told of one record."""

from __future__ import annotations

from datetime import timedelta

from mobile.records import OutboxRow, Records, SendState, Standing
from tests.unit.records.parts import START, Secretly, Wish, copy_of
from tests.unit.records.steps import begun, sent, standing


async def due(records: Records, limit: int = 99) -> list[OutboxRow]:
    return await records.due(START, limit)


async def ids(records: Records) -> list[str]:
    return [row.local_id for row in await due(records)]


async def waiting(records: Records) -> int:
    return (await records.pending())["waiting"]


async def test_a_row_is_due_at_its_very_time_and_not_before(records: Records) -> None:
    await records.save(Wish("one"))
    row = await begun(records)
    later = START + timedelta(minutes=3)
    await records.retry_later(row.seq, later, "offline")
    assert await records.due(later - timedelta(microseconds=1), 9) == []
    assert len(await records.due(later, 9)) == 1


async def test_the_next_time_is_that_of_the_earliest(records: Records) -> None:
    await records.save_all([Wish("one"), Wish("two"), Wish("three")])
    rows = await due(records)
    await records.begin([row.seq for row in rows])
    for row, minutes in zip(rows, (5, 3, 4), strict=True):
        await records.retry_later(row.seq, START + timedelta(minutes=minutes), "offline")
    assert await records.next_due() == START + timedelta(minutes=3)
    await records.retry_later(rows[1].seq, START - timedelta(minutes=3), "offline")
    assert await records.next_due() == START, "what is late is due now"
    await records.park(rows[1].seq, "rejected")
    assert await records.next_due() == START + timedelta(minutes=4)


async def test_only_so_many_are_handed_out(records: Records) -> None:
    wishes = [Wish(f"wish {n}") for n in range(4)]
    await records.save_all(wishes)
    assert [row.local_id for row in await due(records, 2)] == [wish.id for wish in wishes[:2]]
    assert [row.local_id for row in await due(records, 3)] == [wish.id for wish in wishes[:3]]


async def test_beginning_a_row_twice_counts_once_and_one_that_is_parked_not_at_all(records: Records) -> None:
    await records.save_all([Wish("one"), Wish("two")])
    rows = await due(records)
    await records.begin([rows[0].seq, 77])
    await records.begin([rows[0].seq])
    await records.park(rows[1].seq, "rejected")
    await records.begin([rows[1].seq])
    assert (await records.pending())["parked"] == 1
    await records.retry_later(rows[0].seq, START, "offline")
    assert [row.attempt for row in await due(records)] == [1]


async def test_each_state_is_counted_by_itself(records: Records) -> None:
    clash, refused, lost = Wish("clash"), Wish("refused"), Wish("lost")
    for number, wish in enumerate((clash, refused, lost)):
        await sent(records, wish, f"s{number}")
    await records.mark_lost("Goal", ["s2"])
    await records.save(Wish("mine", clash.id))
    row = await begun(records)
    await records.save(Wish("mine, newer", clash.id))
    await records.conflict(row.seq, copy_of(clash, "s0", 2, words="theirs"))
    await records.save(Wish("refused", refused.id))
    row = await begun(records)
    await records.save(Wish("refused, newer", refused.id))
    await records.park(row.seq, "forbidden")
    await records.save_all([Wish("waits"), Wish("goes")])
    rows = await due(records)
    await records.begin([rows[-1].seq])
    assert await records.pending() == {
        "waiting": 2,
        "sending": 1,
        "parked": 2,
        "lost": 1,
        "asked": 0,
        "conflict": 1,
    }
    assert list((await records.pending()).values()) == [2, 1, 2, 1, 0, 1]


async def test_the_most_urgent_thing_is_told_of_a_record(records: Records) -> None:
    wish = Wish("agreed")
    await sent(records, wish)
    assert await standing(records, wish) == Standing(SendState.SENT, START)
    await records.save(Wish("second", wish.id))
    row = await begun(records)
    assert await standing(records, wish) == Standing(SendState.SENDING, START)
    await records.save(Wish("third", wish.id))
    assert await standing(records, wish) == Standing(SendState.SENDING, START)
    await records.retry_later(row.seq, START, "busy")
    assert await standing(records, wish) == Standing(SendState.WAITING, START, "busy")
    await records.park(row.seq, "rejected")
    assert await standing(records, wish) == Standing(SendState.NEEDS_ATTENTION, START, "rejected")
    await records.try_again(Wish, wish.id)
    assert await standing(records, wish) == Standing(SendState.WAITING, START, None)
    await records.conflict(row.seq, copy_of(wish, "s1", 4, words="theirs"))
    assert await standing(records, wish) == Standing(SendState.CONFLICT, START)


async def test_what_the_clinic_deleted_and_is_kept_here_says_so(records: Records) -> None:
    wish = Wish("deleted there")
    await sent(records, wish)
    heard: list[str] = []
    records.watch(Wish, heard.append)
    await records.remove_gone("Goal", ["s1"], keeps_words=True)
    assert await standing(records, wish) == Standing(SendState.ONLY_HERE, reason="gone")
    assert heard == [wish.id]
    only = Wish("never sent", about="nobody")
    await records.save(only)
    assert await records.unsent(Wish) == {
        only.id: Standing(SendState.WAITING),
        wish.id: Standing(SendState.ONLY_HERE, reason="gone"),
    }
    assert await records.unsent(Secretly) == {}


async def test_whoever_watches_hears_of_parking_waiting_and_trying_again(records: Records) -> None:
    wish = Wish("one")
    await records.save(wish)
    row = await begun(records)
    heard: list[str] = []
    woken: list[int] = []
    records.watch(Wish, heard.append)
    records.on_commit(lambda: woken.append(1))
    await records.retry_later(row.seq, START, "offline")
    assert (heard, woken) == ([wish.id], [])
    await records.park(row.seq, "rejected")
    assert (heard, woken) == ([wish.id] * 2, [])
    await records.try_again(Wish, wish.id)
    assert (heard, woken) == ([wish.id] * 3, [1])
    await records.try_again(Wish, wish.id)
    assert (heard, woken) == ([wish.id] * 3, [1])
