"""The count of commits: what is said of a file by its own count, the one beside it, and the one in the secret store."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from mobile.records.level import LEVEL_FILE, Behind, Counter, Found, Level
from tests.unit.records.parts import START, Clocks

STORE, OTHER = "0102030405060708", "0908070605040302"
LATER = START + timedelta(hours=1)


def level(commits: int, at: datetime | None = START, store: str = STORE, **more: object) -> Level:
    return Level(store, commits, at, **more)  # type: ignore[arg-type]


@pytest.fixture
def clocks() -> Clocks:
    return Clocks()


@pytest.fixture
def counter(tmp_path: Path, clocks: Clocks) -> Iterator[Counter]:
    made = Counter(tmp_path, b"s" * 32, clocks.now)
    yield made
    made.end()


@pytest.fixture
def file() -> Iterator[sqlite3.Connection]:
    made = sqlite3.connect(":memory:", isolation_level=None)
    made.execute("CREATE TABLE level (one INTEGER PRIMARY KEY CHECK (one = 1), sealed BLOB NOT NULL) STRICT")
    yield made
    made.close()


# --- as bytes ---


def test_a_count_is_written_in_one_form_for_ever() -> None:
    """Kept from schema 2: a count that no longer reads says of every store that something is missing."""
    assert (
        level(7, is_closed=True).to_bytes().hex()
        == "0102030405060708" + f"{7:016x}" + "000000006b000c10" + "01"
    )
    assert Level(STORE).to_bytes().hex() == "0102030405060708" + "00" * 17


@pytest.mark.parametrize(
    "one",
    [
        Level(STORE),
        level(3),
        level(3, is_closed=True),
        level(3, behind=Behind()),
        level(3, behind=Behind(5, START, LATER)),
        level(3, None, behind=Behind(None, None, LATER)),
    ],
)
def test_a_count_is_read_as_it_was_written(one: Level) -> None:
    assert Level.from_bytes(one.to_bytes()) == one


def test_only_this_devices_own_count_opens(counter: Counter, tmp_path: Path, clocks: Clocks) -> None:
    sealed = counter.sealed(level(3))
    assert counter.opened(sealed) == level(3)
    assert Counter(tmp_path, b"t" * 32, clocks.now).opened(sealed) is None
    for wrong in (None, b"", 5, "text", sealed[:-1]):
        assert counter.opened(wrong) is None


# --- what is missing ---


def test_a_file_that_holds_all_that_was_acknowledged_misses_nothing() -> None:
    for beside, kept in ((5, 5), (5, 3), (4, 3), (5, None), (None, None)):
        found = Found(
            True,
            level(5),
            level(beside) if beside is not None else None,
            level(kept) if kept is not None else None,
        )
        assert (found.is_short, found.behind) == (False, None), (beside, kept)


def test_a_file_that_never_counted_begins_now() -> None:
    assert Found().behind is None
    assert not Found().is_short


def test_the_count_beside_says_how_many_are_missing_and_between_which_times() -> None:
    found = Found(True, level(5), level(8, LATER), level(6))
    assert found.behind == Behind(3, START, LATER)
    assert found.is_short


def test_the_secret_stores_count_alone_tells_that_and_not_how_many() -> None:
    """It learns of commits some seconds late."""
    assert Found(True, level(5), None, level(8, LATER)).behind == Behind(None, START, LATER)
    assert Found(True, level(5), level(6), level(8, LATER)).behind == Behind(None, START, LATER)


def test_a_count_that_was_closed_is_exact_wherever_it_stands() -> None:
    assert Found(True, level(5), None, level(8, LATER, is_closed=True)).behind == Behind(3, START, LATER)


def test_without_the_file_beside_a_store_that_was_left_open_may_miss_something() -> None:
    assert Found(True, level(5), None, level(5)).behind == Behind(None, START, None)
    assert Found(True, level(5), None, level(5, is_closed=True)).behind is None
    assert Found(True, level(5), None, level(3)).behind == Behind(None, START, None)


def test_another_stores_count_says_nothing_of_this_one() -> None:
    assert Found(True, level(5), level(9, store=OTHER), level(9, store=OTHER)).behind is None
    assert Found(True, level(5), level(9, store=OTHER), level(6)).behind == Behind(None, START, START)
    assert Found(True, level(5), level(9, store=OTHER), level(5)).behind == Behind(None, START, None)


def test_a_file_whose_own_count_does_not_open_is_behind_by_nobody_knows_how_much() -> None:
    assert Found(True).behind == Behind()
    assert Found(True, None, level(5), level(6, LATER)).behind == Behind(None, None, LATER)
    assert Found(False, None, level(5, None), None).behind == Behind()
    assert Found(False, None, None, level(5)).behind == Behind(None, None, START)


def test_what_was_noticed_before_is_added_to_what_is_missing_now() -> None:
    before = Behind(2, START, LATER)
    noticed = level(5, behind=before)
    assert Found(True, noticed, level(5), None).behind == before
    assert not Found(True, noticed, level(5), None).is_short
    last = LATER + timedelta(hours=1)
    assert Found(True, noticed, level(8, last), None).behind == Behind(5, START, last)
    assert Found(True, level(5, behind=Behind(None, START, LATER)), level(8, last), None).behind == Behind(
        None, START, last
    )
    assert Found(True, noticed, None, level(8, last)).behind == Behind(None, START, last)


# --- counting ---


def counted(counter: Counter, file: sqlite3.Connection) -> None:
    file.execute("BEGIN")
    counter.count(file)
    file.execute("COMMIT")
    counter.committed()


def test_each_commit_is_one_more_here_and_beside(
    counter: Counter, file: sqlite3.Connection, tmp_path: Path, clocks: Clocks
) -> None:
    assert counter.now is None
    assert counter.here(file) == (False, None)
    assert counter.beside() is None
    counter.begin(Found())
    first = counter.now
    assert first is not None
    assert (first.commits, first.at, first.behind, len(bytes.fromhex(first.store))) == (0, None, None, 8)
    heard: list[int] = []
    counter.on_counted = lambda: heard.append(1)
    clocks.wall = START.astimezone(timezone(timedelta(hours=2))) + timedelta(microseconds=7)
    for number in (1, 2):
        counted(counter, file)
        now = counter.now
        assert now == Level(first.store, number, START)
        assert now is not None
        assert now.at is not None
        assert now.at.tzinfo == UTC
        assert counter.here(file) == (True, now)
        assert counter.beside() == now
        assert counter.is_sound(file)
        assert len(heard) == number
    assert (tmp_path / LEVEL_FILE).stat().st_mode & 0o777 == 0o600
    assert file.execute("SELECT count(*) FROM level").fetchone() == (1,)


def test_a_file_without_the_table_does_not_count(counter: Counter) -> None:
    bare = sqlite3.connect(":memory:")
    assert counter.here(bare) == (False, None)
    bare.close()


def test_a_count_that_was_changed_in_the_file_is_not_sound(
    counter: Counter, file: sqlite3.Connection
) -> None:
    counter.begin(Found())
    counted(counter, file)
    file.execute("UPDATE level SET sealed = zeroblob(60)")
    assert counter.here(file) == (True, None)
    assert not counter.is_sound(file)


def test_what_was_rolled_back_was_not_counted(counter: Counter, file: sqlite3.Connection) -> None:
    counter.begin(Found())
    counted(counter, file)
    counter.settle()
    assert counter.is_wanted
    counter.count(file)
    counter.undone()
    assert not counter.is_wanted
    counter.committed()
    assert counter.now is not None
    assert counter.now.commits == 1


def test_counting_goes_on_from_the_highest_count_of_this_store(counter: Counter) -> None:
    found = Found(True, level(5, LATER), level(9), level(7))
    counter.begin(found)
    assert counter.now == Level(STORE, 9, LATER, behind=found.behind)
    counter.end()
    counter.begin(Found(True, level(5), level(9, store=OTHER), level(7)))
    assert counter.now is not None
    assert (counter.now.store, counter.now.commits) == (STORE, 7)
    counter.end()
    counter.begin(Found(True, level(9), level(5), None))
    assert counter.now is not None
    assert counter.now.commits == 9


def test_without_a_count_of_its_own_the_file_goes_on_under_the_name_beside_it(counter: Counter) -> None:
    counter.begin(Found(True, None, level(4), level(6)))
    assert counter.now == Level(STORE, 6, None, behind=Behind(None, None, START))
    counter.end()
    counter.begin(Found(True, None, None, level(6, store=OTHER)))
    assert counter.now is not None
    assert (counter.now.store, counter.now.commits) == (OTHER, 6)


def test_what_is_missing_is_said_until_the_person_goes_on(counter: Counter, file: sqlite3.Connection) -> None:
    counter.begin(Found(True, level(5), level(8, LATER), None))
    counted(counter, file)
    missing = Behind(3, START, LATER)
    assert counter.now == Level(counter.now.store, 9, START, behind=missing)  # type: ignore[union-attr]
    counter.settle()
    counted(counter, file)
    assert counter.now is not None
    assert (counter.now.commits, counter.now.behind) == (10, None)
    assert not counter.is_wanted
    counted(counter, file)
    assert counter.now.behind is None


def test_an_older_file_that_is_noticed_says_no_number_and_forgets_none_that_is_known(
    counter: Counter,
) -> None:
    counter.begin(Found(True, level(5), level(5), None))
    counter.notice()
    assert counter.now == Level(STORE, 5, START, behind=Behind())
    counter.end()
    counter.begin(Found(True, level(5), level(8, LATER), None))
    counter.notice()
    assert counter.now is not None
    assert counter.now.behind == Behind(3, START, LATER)


def test_a_full_disk_costs_the_count_beside_and_no_commit(
    counter: Counter, file: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter.begin(Found())
    counted(counter, file)

    def full(*_: object) -> None:
        raise OSError(28, "no room")

    monkeypatch.setattr(os, "pwrite", full)
    counted(counter, file)
    assert counter.now is not None
    assert counter.now.commits == 2
    beside = counter.beside()
    assert beside is not None
    assert beside.commits == 1


def test_a_folder_that_takes_no_file_costs_no_commit(tmp_path: Path, file: sqlite3.Connection) -> None:
    counter = Counter(tmp_path / "not there", b"s" * 32, lambda: START)
    counter.begin(Found())
    counted(counter, file)
    counter.sync()
    counter.end()
    assert counter.now is not None
    assert counter.now.commits == 1


def test_times_are_told_in_utc_wherever_the_device_is(
    counter: Counter, file: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    try:
        counter.begin(Found())
        counted(counter, file)
    finally:
        monkeypatch.undo()
        time.tzset()
    assert counter.now is not None
    assert counter.now.at is not None
    assert counter.now.at.utcoffset() == timedelta(0)
