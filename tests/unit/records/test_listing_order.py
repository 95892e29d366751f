"""What was written last stands first in every list, also after a copy brought older things to a device that has newer ones."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar

import pytest

from mobile.noun import Kind
from mobile.records import Records, Store
from mobile.records.secrets import MemorySecrets
from tests.unit.records.parts import START, Clocks, Secretly, no_sleep

WORDS, OF = "four ordinary words", "somebody"


@dataclass(frozen=True)
class Begun(Secretly):
    """Of a day, counted from the start."""

    KIND: ClassVar[Kind] = Kind("begun", "", "private")

    def head(self) -> Mapping[str, Any]:
        day = int(self.words.split()[-1])
        made_at = (START + timedelta(days=day)).isoformat()
        return {"words": self.words, "made_at": made_at, "is_odd": bool(day % 2)}


def of_days(*days: int) -> list[Begun]:
    return [Begun(f"entry of day {day}") for day in days]


@pytest.fixture
async def other(tmp_path: Path, clocks: Clocks) -> AsyncIterator[Records]:
    """The store of another phone."""
    store = Store(tmp_path / "other", MemorySecrets(), clock=clocks.now, sleep=no_sleep)
    yield await store.create(None)
    store.lock()


async def listed(records: Records, limit: int = 99, **how: Any) -> list[int]:
    return [int(str(one.values["words"]).split()[-1]) for one in await records.heads(Begun, limit, **how)]


async def bring(records: Records, from_: Records) -> None:
    await records.import_sealed(await from_.export_sealed(WORDS, OF), WORDS, OF)


async def test_what_is_new_here_stands_before_what_a_copy_brought(records: Records, other: Records) -> None:
    await records.save_all(of_days(1, 2, 3, 4))
    await other.save_all(of_days(10, 11))
    await bring(other, records)
    await other.save_all(of_days(12))
    assert await listed(other) == [12, 11, 10, 4, 3, 2, 1]
    assert await listed(other, 3) == [12, 11, 10]
    assert await listed(other, where={"is_odd": True}) == [11, 3, 1]
    found = await other.search(Begun, "entry", 2)
    assert [one.values["words"] for one in found] == ["entry of day 12", "entry of day 11"]


async def test_page_after_page_brings_each_once(records: Records, other: Records) -> None:
    await records.save_all(of_days(1, 2, 3, 4))
    await other.save_all(of_days(3, 10))
    await bring(other, records)
    seen: list[int] = []
    before: int | None = None
    while page := await other.heads(Begun, 2, before):
        seen += [int(str(one.values["words"]).split()[-1]) for one in page]
        before = page[-1].seq
    assert seen == [10, 4, 3, 3, 2, 1]


async def test_what_goes_and_what_comes_is_in_the_list_at_once(records: Records, other: Records) -> None:
    await records.save_all(of_days(1, 2))
    mine = of_days(10)
    await other.save_all(mine)
    await bring(other, records)
    assert await listed(other) == [10, 2, 1]
    await other.remove(mine[0])
    await other.save_all(of_days(5))
    assert await listed(other) == [5, 2, 1]


async def test_a_copy_of_such_a_store_is_in_order_on_an_empty_one(records: Records, other: Records) -> None:
    """Its records lie in the copy as they came to the device before."""
    await records.save_all(of_days(10, 1, 11))
    await bring(other, records)
    assert await listed(other) == [11, 10, 1]


async def test_a_second_copy_is_looked_at_anew(records: Records, other: Records, tmp_path: Path) -> None:
    await records.save_all(of_days(1))
    await bring(other, records)
    await other.save_all(of_days(20))
    await records.save_all(of_days(15))
    await bring(other, records)
    assert await listed(other) == [20, 15, 1]


async def test_it_is_so_after_the_next_unlock(tmp_path: Path, clocks: Clocks, records: Records) -> None:
    await records.save_all(of_days(1))
    store = Store(tmp_path / "third", MemorySecrets(), clock=clocks.now, sleep=no_sleep)
    third = await store.create(None)
    await third.save_all(of_days(10))
    await bring(third, records)
    store.lock()
    assert await listed(await store.unlock(None)) == [10, 1]
    store.lock()
