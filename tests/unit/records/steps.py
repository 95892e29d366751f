"""What sync does to a store, in one word each: a record sent, begun, shown by a search."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from mobile.records import OutboxRow, Records, ServerCopy
from mobile.records.ports import PageResult, Standing
from tests.unit.records.parts import START, Wish, copy_of, pulled

NOTHING, ONE = PageResult(0, ()), PageResult(1, ())


async def due(records: Records) -> list[OutboxRow]:
    return await records.due(START + timedelta(days=9), 99)


async def begun(records: Records) -> OutboxRow:
    (row,) = await due(records)
    await records.begin([row.seq])
    return row


async def sent(records: Records, wish: Wish, server_id: str = "s1", version: int = 1) -> None:
    await records.save(wish)
    (row,) = [row for row in await due(records) if row.local_id == wish.id]
    await records.begin([row.seq])
    await records.acknowledge([(row.seq, copy_of(wish, server_id, version))])


async def standing(records: Records, wish: Wish) -> Standing:
    found = await records.standing(Wish, wish.id)
    assert found is not None
    return found


async def shown(records: Records, copy: ServerCopy, local_id: str | None = None) -> PageResult:
    """As a search shows it."""
    one = pulled(copy)
    if local_id is not None:
        one = replace(one, filing=replace(one.filing, local_id=local_id))
    return await records.store_page("", [one], None)


async def words(records: Records, wish: Wish) -> str | None:
    found = await records.get(Wish, wish.id)
    return found.words if found is not None else None
