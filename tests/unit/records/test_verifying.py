"""Proving that every sealed value opens, and moving all of them under newer keys, step by step."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from mobile.records import KeyChange, Mark, Records, Store
from mobile.records.database import FILE
from mobile.records.resealing import At, Resealer, Step
from mobile.records.sealing import CLINICAL, CREDENTIALS, PRIVATE
from tests.unit.records.parts import START, Secretly, Wish, at, copy_of, pulled
from tests.unit.records.read_out import read_out
from tests.unit.records.steps import due, sent


async def filled(records: Records) -> Wish:
    """One value at least in every sealed column."""
    wish, waits = Wish("agreed"), Wish("failed once")
    await sent(records, wish)
    await records.save_all([Wish("mine", wish.id), waits, Secretly("only mine")])
    row = next(row for row in await due(records) if row.local_id == waits.id)
    await records.begin([row.seq])
    await records.retry_later(row.seq, START + timedelta(hours=1), "offline")
    await records.save(Wish("newer", waits.id))
    await records.store_page("q", [pulled(copy_of(wish, "s1", 2, words="theirs"))], Mark(at(2)))
    await records.write_credential("tokens", "abc")
    return wish


def changed(records: Records, statement: str) -> object:
    return records._database.write(lambda: records._context.connection.execute(statement))


COLUMNS = [
    ("record", "head"),
    ("record", "body"),
    ("outbox", "about"),
    ("outbox", "payload"),
    ("outbox", "timing"),
    ("link", "about"),
    ("link", "base"),
    ("conflict", "theirs"),
    ("small", "sealed"),
]


@pytest.mark.parametrize(("table", "column"), COLUMNS)
async def test_a_value_that_does_not_open_is_found_and_named_by_its_column(
    records: Records, table: str, column: str
) -> None:
    await filled(records)
    assert await records.verify() == []
    one = f"rowid = (SELECT max(rowid) FROM {table} WHERE {column} IS NOT NULL)"
    await changed(records, f"UPDATE {table} SET {column} = zeroblob(60) WHERE {one}")
    assert f"{table}.{column}" in await records.verify()


@pytest.mark.parametrize(("table", "column"), [("record", "body"), ("outbox", "about"), ("link", "about")])
async def test_a_value_in_another_rows_place_is_found(records: Records, table: str, column: str) -> None:
    await filled(records)
    await sent(records, Wish("another"), "s9")
    await changed(
        records,
        f"UPDATE {table} SET {column} = (SELECT max({column}) FROM {table}) WHERE {column} IS NOT NULL",
    )
    assert f"{table}.{column}" in await records.verify()


async def test_each_code_is_said_as_often_as_it_is_found_and_the_counts_own_as_well(records: Records) -> None:
    await records.save_all([Wish("one"), Wish("two")])
    await changed(records, "UPDATE record SET body = zeroblob(60)")
    assert await records.verify() == ["record.body", "record.body"]


async def test_a_count_that_was_changed_is_found(records: Records) -> None:
    await records.save(Wish("one"))

    def spoil() -> None:
        records._context.connection.execute("UPDATE level SET sealed = zeroblob(60)")

    await records._database.call(spoil)
    assert await records.verify() == ["level.sealed"]


async def test_a_file_that_is_broken_in_itself_is_named_so(
    store: Store, records: Records, tmp_path: Path
) -> None:
    await records.save_all([Wish(f"wish {n} " + "word " * 200) for n in range(60)])

    def drop_a_page_of_the_index() -> None:
        connection = records._context.connection
        connection.execute("PRAGMA writable_schema=ON")
        connection.execute("DELETE FROM sqlite_master WHERE name = 'record_kind'")
        connection.execute("PRAGMA writable_schema=OFF")

    await records._database.write(drop_a_page_of_the_index)
    store.lock()
    records = await store.unlock(None)
    assert await records.verify() == ["file"]
    file = sqlite3.connect(tmp_path / "records" / FILE, isolation_level=None)
    file.close()


async def test_what_sqlite_says_in_the_middle_of_it_is_the_files_fault(
    records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    await records.save(Wish("one"))

    def breaks(_: Resealer) -> list[object]:
        raise sqlite3.DatabaseError("database disk image is malformed")

    monkeypatch.setattr(Resealer, "_small", breaks)
    assert await records.verify() == ["file"]


# --- moving everything under newer keys ---


async def test_a_change_of_keys_moves_every_value_of_every_column(store: Store, records: Records) -> None:
    await filled(records)
    before = await read_out(records)
    conflicts = await records.conflicts(Wish)
    told: list[KeyChange] = []
    records.rekeying.watch(lambda: told.append(records.rekeying.now) if records.rekeying.now else None)
    await store.rotate()
    assert records.rekeying.is_under_way
    await records.rekeying.wait()
    assert not records.rekeying.is_under_way
    of = told[-1].of
    assert told[0] == KeyChange("under_way")
    assert told[-1] == KeyChange("over", of, of, 0)
    assert [one.done for one in told] == sorted(one.done for one in told)
    assert all(one.state == "under_way" and one.done <= of for one in told[:-1])

    def newest() -> set[tuple[str, int]]:
        found: set[tuple[str, int]] = set()
        for table, column in COLUMNS:
            query = f"SELECT substr({column}, 2, 2) FROM {table} WHERE {column} IS NOT NULL"
            for (version,) in records._context.connection.execute(query):
                found.add((f"{table}.{column}", int.from_bytes(version, "big")))
        return found

    assert await records._database.call(newest) == {(f"{table}.{column}", 2) for table, column in COLUMNS}
    assert await records.verify() == []
    assert await read_out(records) == before
    assert await records.conflicts(Wish) == conflicts
    assert await records.mark("q") == Mark(at(2))
    assert await records.read_credential("tokens") == "abc"


async def test_the_pass_counts_every_value_twice_once_to_move_and_once_to_see_that_all_are_moved(
    store: Store, records: Records
) -> None:
    await records.save_all([Wish("one"), Wish("two")])
    resealer = records._resealer
    count = await records._database.call(resealer.count)
    # head and body of two records; about, payload and timing of two rows; the note of openings
    assert count == 2 * 2 + 2 * 3 + 1
    told: list[KeyChange] = []
    records.rekeying.watch(lambda: told.append(records.rekeying.now) if records.rekeying.now else None)
    await store.rotate()
    await records.rekeying.wait()
    assert (told[-1].done, told[-1].of) == (2 * count, 2 * count)


async def test_a_step_goes_on_in_the_column_and_after_the_row_where_the_last_one_ended(
    store: Store, records: Records
) -> None:
    await records.save_all([Wish(f"wish {n}") for n in range(3)])
    resealer, database = records._resealer, records._database
    await store.rotate()
    records.rekeying.end()
    await records.rekeying.wait()
    first = await database.write(resealer.step, At(), 2)
    assert first == Step(At(0, 2), 2, 2, 0)
    second = await database.write(resealer.step, At(0, 2), 2)
    assert second == Step(At(1, 1), 2, 2, 0), "the last head, and the first body"
    third = await database.write(resealer.step, At(1, 1), 99, 1)
    assert third == Step(At(1, 2), 1, 1, 0), "a byte is enough to end it"
    rest = await database.write(resealer.step, At(1, 2), 999)
    assert (rest.at, rest.stuck) == (None, 0)
    again = await database.write(resealer.step, At(), 999)
    assert (again.at, again.anew, again.stuck) == (None, 0, 0)
    assert again.looked == await database.call(resealer.count)


async def test_a_value_that_is_stuck_is_counted_and_the_step_goes_on(store: Store, records: Records) -> None:
    await records.save_all([Wish("one"), Wish("two")])
    await changed(
        records,
        "UPDATE record SET head = CAST(substr(head, 1, 15) || zeroblob(40) AS BLOB) WHERE seq = 1",
    )
    resealer, database = records._resealer, records._database
    await store.rotate()
    records.rekeying.end()
    await records.rekeying.wait()
    step = await database.write(resealer.step, At(), 2)
    assert step == Step(At(0, 2), 2, 1, 1)


async def test_a_small_value_nobody_knows_the_purpose_of_is_stuck(store: Store, records: Records) -> None:
    await changed(
        records,
        "UPDATE small SET sealed = CAST(substr(sealed, 1, 15) || zeroblob(40) AS BLOB)",
    )
    await store.rotate()
    await records.rekeying.wait()
    assert records.rekeying.now is not None
    assert (records.rekeying.now.state, records.rekeying.now.stuck) == ("over", 1)


async def test_only_wraps_older_than_the_newest_go(store: Store, records: Records) -> None:
    await records.save(Wish("one"))

    def wraps() -> list[tuple[int, int]]:
        found = records._context.connection.execute("SELECT compartment, version FROM dek ORDER BY 1, 2")
        return found.fetchall()

    await store.rotate()
    made = [(one, version) for one in (CLINICAL, PRIVATE, CREDENTIALS) for version in (1, 2)]
    assert await records._database.call(wraps) == [*made, (9, 1)]
    await records.rekeying.wait()
    newest = [(one, 2) for one in (CLINICAL, PRIVATE, CREDENTIALS)]
    assert await records._database.call(wraps) == [*newest, (9, 1)]


async def test_a_second_change_waits_for_the_first_and_a_watcher_hears_no_more_after_its_end(
    store: Store, records: Records
) -> None:
    await records.save(Wish("one"))
    heard: list[int] = []
    end = records.rekeying.watch(lambda: heard.append(1))
    await store.rotate()
    task = records.rekeying._task
    await store.rotate()
    records.rekeying.begin()
    assert records.rekeying._task is task
    assert records._context.keys.newest(CLINICAL) == 2
    await records.rekeying.wait()
    count = len(heard)
    assert count > 2
    end()
    end()
    await store.rotate()
    await records.rekeying.wait()
    assert records._context.keys.newest(CLINICAL) == 3
    assert len(heard) == count


async def test_it_rests_three_times_as_long_as_a_step_takes(
    store: Store, records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter(range(0, 10_000, 2))
    watch = SimpleNamespace(monotonic=lambda: float(next(clock)))
    monkeypatch.setattr("mobile.records.rekeying.time", watch)
    rests: list[float] = []

    async def sleep(seconds: float) -> None:
        rests.append(seconds)

    records.rekeying._sleep = sleep
    await records.save(Wish("one"))
    await store.rotate()
    await records.rekeying.wait()
    assert rests
    assert set(rests) == {6.0}


async def test_all_marks_are_forgotten_and_nothing_else(store: Store, records: Records) -> None:
    await filled(records)
    await records.note("kept", "then")
    await records.go_on()
    assert await records.mark("q") is None
    assert await records.note("kept") == "then"
    assert await records.read_credential("tokens") == "abc"
    assert await records.verify() == []
