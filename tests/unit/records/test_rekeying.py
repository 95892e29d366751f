"""Changing the keys: everything is sealed anew in small steps, whatever stops it in between, and the old keys go."""

from __future__ import annotations

import asyncio
import dataclasses
import sqlite3
from pathlib import Path

import pytest

from mobile.records import Records, Store
from mobile.records.database import FILE
from mobile.records.errors import NotSaved
from mobile.records.resealing import At, Resealer
from mobile.records.secrets import MemorySecrets
from mobile.records.store_context import PURPOSES
from tests.unit.records.parts import PIN, Clocks, Secretly, Wish, copy_of, no_sleep, pulled


def raw(folder: Path) -> sqlite3.Connection:
    return sqlite3.connect(folder / "records" / FILE, isolation_level=None)


async def versions(records: Records) -> set[int]:
    """Of the data keys that are in use and of those that are wrapped in the file."""

    def wrapped() -> set[int]:
        rows = records._context.connection.execute("SELECT version FROM dek WHERE compartment <> 9")
        return {version for (version,) in rows}

    in_use = {version for (compartment, version) in records._context.keys._raw if compartment != 9}
    assert in_use == await records._database.call(wrapped)
    return in_use


async def half_way(store: Store, records: Records, monkeypatch: pytest.MonkeyPatch) -> None:
    """Changes the keys and ends in the middle of it."""
    monkeypatch.setattr(Resealer.step, "__defaults__", (2, 1 << 20))
    has_begun = asyncio.Event()
    records.rekeying.watch(
        lambda: has_begun.set() if (now := records.rekeying.now) and now.done >= 4 else None
    )
    await store.rotate()
    await has_begun.wait()
    store.lock()


async def test_a_change_of_keys_stopped_half_way_goes_on_at_the_next_opening(
    store: Store, records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    wishes = [Wish(f"wish {n}") for n in range(40)]
    await records.save_all(wishes)
    await half_way(store, records, monkeypatch)
    records = await store.unlock(None)
    assert records.rekeying.is_under_way
    assert {one.id for one in await records.newest(Wish, 99)} == {one.id for one in wishes}
    await records.rekeying.wait()
    assert await versions(records) == {2}
    store.lock()
    records = await store.unlock(None)
    assert records.rekeying.now is None  # nothing is left to do
    assert await records.verify() == []
    store.lock()


async def test_what_is_written_and_what_the_pin_becomes_meanwhile_holds_after_it(
    store: Store, records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    wishes = [Wish(f"wish {n}") for n in range(40)]
    await records.save_all(wishes)
    await half_way(store, records, monkeypatch)
    records = await store.unlock(None)
    changed = dataclasses.replace(wishes[3], words="changed meanwhile")
    await records.save(changed)
    await records.save(Wish("written meanwhile"))
    await store.change_pin(None, PIN)
    await records.rekeying.wait()
    store.lock()
    records = await store.unlock(PIN)
    await records.rekeying.wait()
    assert await versions(records) == {2}
    assert await records.verify() == []
    assert await records.get(Wish, changed.id) == changed
    assert await records.count(Wish) == 41
    store.lock()


async def test_a_step_looks_at_a_bounded_number_of_values_and_bytes(store: Store, records: Records) -> None:
    await records.save_all([Wish("w" * 3000) for _ in range(30)])
    resealer, database = records._resealer, records._database
    await store.rotate()
    records.rekeying.end()
    step = await database.write(resealer.step, At(), 7)
    assert step.looked == 7
    assert step.at is not None
    step = await database.write(resealer.step, At(1), 1000, 10_000)  # bodies
    assert 3 <= step.anew <= 4
    seen, at = 0, At()
    while at is not None:
        step = await database.write(resealer.step, at, 7)
        assert step.looked <= 7
        at, seen = step.at, seen + step.looked
    assert seen == await database.call(resealer.count)


async def test_a_value_that_does_not_open_is_left_with_its_key_and_the_rest_moves(
    store: Store, records: Records, tmp_path: Path
) -> None:
    wishes = [Wish(f"wish {n}") for n in range(5)]
    await records.save_all(wishes)
    store.lock()
    file = raw(tmp_path)
    broken = "substr(body, 1, 15) || zeroblob(length(body) - 15)"
    file.execute(f"UPDATE record SET body = CAST({broken} AS BLOB) WHERE seq = 2")
    file.close()
    records = await store.unlock(None)
    await store.rotate()
    await records.rekeying.wait()
    assert records.rekeying.now is not None
    assert (records.rekeying.now.state, records.rekeying.now.stuck) == ("over", 1)
    assert await versions(records) == {1, 2}
    assert await records.verify() == ["record.body"]
    assert await records.get(Wish, wishes[0].id) == wishes[0]


async def test_a_full_disk_stops_the_change_and_says_so(
    tmp_path: Path, secrets: MemorySecrets, clocks: Clocks
) -> None:
    is_full = False

    def fails(point: str) -> None:
        if is_full and point == "before commit step":
            raise NotSaved("full")

    store = Store(tmp_path / "records", secrets, clock=clocks.now, sleep=no_sleep, on_point=fails)
    records = await store.create(None)
    await records.save(Wish("kept"))
    is_full = True
    await store.rotate()
    await records.rekeying.wait()
    assert records.rekeying.now is not None
    stopped = records.rekeying.now
    assert (stopped.state, stopped.done) == ("stopped", 0)
    is_full = False
    store.lock()
    records = await store.unlock(None)
    await records.rekeying.wait()
    assert await versions(records) == {2}
    assert await records.count(Wish) == 1
    store.lock()


async def test_after_a_rotation_all_is_read_and_old_keys_go_when_all_is_sealed_anew(
    store: Store, records: Records
) -> None:
    before = [Wish(f"before {n}") for n in range(5)]
    await records.save_all(before)
    await records.save(Secretly("mine"))
    await records.store_page("q", [pulled(copy_of(Wish("theirs"), "s1"))], None)
    await records.write_credential("tokens", "abc")
    await store.rotate()
    await records.save(Wish("after"))
    store.lock()
    records = await store.unlock(None)
    assert await records.count(Wish) == 7
    await records.rekeying.wait()
    assert records.rekeying.now is not None
    assert (records.rekeying.now.state, records.rekeying.now.stuck) == ("over", 0)
    assert await versions(records) == {2}
    store.lock()
    records = await store.unlock(None)
    assert await records.verify() == []
    assert (await records.newest(Wish, 9))[-1] == before[0]
    assert (await records.newest(Secretly, 1))[0].words == "mine"
    assert await records.read_credential("tokens") == "abc"


async def test_a_rotation_that_is_not_committed_seals_nothing(
    tmp_path: Path, secrets: MemorySecrets, clocks: Clocks
) -> None:
    class Full(Exception):
        pass

    def fails(point: str) -> None:
        if point == "before commit add_keys":
            raise Full

    store = Store(tmp_path / "records", secrets, clock=clocks.now, sleep=no_sleep, on_point=fails)
    records = await store.create(None)
    with pytest.raises(Full):
        await store.rotate()
    wish = Wish("after the failure")
    await records.save(wish)
    store.lock()
    assert await (await store.unlock(None)).get(Wish, wish.id) == wish
    store.lock()


async def test_small_values_of_every_purpose_come_along(store: Store, records: Records) -> None:
    for purpose in PURPOSES:
        await records._database.write(records._context.write_small, purpose, "one", "words")
    await store.rotate()
    await records.rekeying.wait()
    assert await versions(records) == {2}
    assert await records.verify() == []
    for purpose in PURPOSES:
        assert await records._database.call(records._context.read_small, purpose, "one") == "words"
