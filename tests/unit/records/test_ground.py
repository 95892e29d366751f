"""The ground the store stands on: the file and its thread, and why a disk says no."""

from __future__ import annotations

import asyncio
import errno
import os
import sqlite3
import tempfile
import threading
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from mobile.records import Records, disk
from mobile.records.database import ASIDE, FILE, Database, store_error_of
from mobile.records.errors import Damaged, InUse, Locked, NotSaved
from mobile.records.workthread import WorkThread
from tests.unit.records.parts import Wish

LOG = f"{FILE}-wal"
CAUSES = {
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.EFBIG: "full",
    errno.EROFS: "read_only",
    errno.EACCES: "read_only",
    errno.EPERM: "read_only",
    errno.EIO: "io",
}


# --- why a disk says no ---


@pytest.mark.parametrize(("cause", "reason"), CAUSES.items())
def test_the_systems_own_cause_is_said(cause: int, reason: str) -> None:
    assert disk.not_saved(OSError(cause, "x")).reason == reason


def test_a_disk_that_takes_a_probe_has_another_fault(tmp_path: Path) -> None:
    assert disk.probed(tmp_path, 10).reason == "io"
    assert list(tmp_path.iterdir()) == []


def test_a_probe_is_made_in_the_stores_own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "not there"))
    assert disk.probed(tmp_path, 0).reason == "io"
    made: list[Any] = []
    real = tempfile.TemporaryFile

    def seen(**more: Any) -> Any:
        made.append(more)
        return real(**more)

    monkeypatch.setattr(tempfile, "TemporaryFile", seen)
    disk.probed(tmp_path, 0)
    assert made == [{"dir": tmp_path, "prefix": "probe-"}]
    (tmp_path / "file").write_text("in the way")
    assert disk.probed(tmp_path / "file", 0).reason == "io"


def test_a_probe_reaches_beyond_where_the_largest_file_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A limit on the size of files says no only there."""
    sizes: list[int] = []
    real = tempfile.TemporaryFile

    def seen(**more: Any) -> Any:
        file = real(**more)
        close = file.close

        def measured() -> None:
            sizes.append(os.fstat(file.fileno()).st_size)
            close()

        file.close = measured
        return file

    class Closing:
        def __init__(self, file: Any) -> None:
            self.file = file

        def __enter__(self) -> Any:
            return self.file

        def __exit__(self, *_: object) -> None:
            self.file.close()

    monkeypatch.setattr(tempfile, "TemporaryFile", lambda **more: Closing(seen(**more)))
    disk.probed(tmp_path, 1000)
    assert sizes == [1000 + (1 << 16) + 1]


async def test_a_store_asks_about_its_largest_file(
    records: Records, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await records.save(Wish("words " * 3000))
    asked: list[tuple[Path, int]] = []

    def probed(folder: Path, largest: int) -> NotSaved:
        asked.append((folder, largest))
        return NotSaved("full")

    def refused(*_: Any) -> None:
        error = sqlite3.OperationalError("disk I/O error")
        error.sqlite_errorcode = sqlite3.SQLITE_IOERR_WRITE
        raise error

    monkeypatch.setattr(disk, "probed", probed)
    monkeypatch.setattr(records._local_writes, "save_all", refused)
    with pytest.raises(NotSaved) as found:
        await records.save(Wish("not kept"))
    assert found.value.reason == "full"
    folder = tmp_path / "records"
    sizes = [(folder / name).stat().st_size for name in (FILE, LOG)]
    assert asked == [(folder, max(sizes))]
    assert sizes[0] != sizes[1]


def sqlite_error(code: int | None, text: str = "as SQLite says it") -> sqlite3.OperationalError:
    error = sqlite3.OperationalError(text)
    if code is not None:
        error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        (sqlite3.SQLITE_CORRUPT, "x", Damaged),
        (sqlite3.SQLITE_NOTADB, "x", Damaged),
        (sqlite3.SQLITE_FORMAT, "x", Damaged),
        (sqlite3.SQLITE_CORRUPT | 2 << 8, "x", Damaged),
        (None, "database disk image is malformed", Damaged),
        (sqlite3.SQLITE_BUSY, "x", InUse),
        (sqlite3.SQLITE_LOCKED, "x", InUse),
        (sqlite3.SQLITE_ERROR, "x", type(None)),
        (None, "no such table", type(None)),
    ],
)
def test_what_sqlite_says_in_the_stores_own_words(code: int | None, text: str, expected: type) -> None:
    assert type(store_error_of(sqlite_error(code, text))) is expected


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (sqlite3.SQLITE_FULL, "full"),
        (sqlite3.SQLITE_READONLY, "read_only"),
        (sqlite3.SQLITE_PERM, "read_only"),
        (sqlite3.SQLITE_CANTOPEN, "io"),
        (sqlite3.SQLITE_IOERR | 3 << 8, "io"),
        (sqlite3.SQLITE_NOMEM, "io"),
    ],
)
def test_why_sqlite_could_not_write(code: int, reason: str) -> None:
    found = store_error_of(sqlite_error(code))
    assert isinstance(found, NotSaved)
    assert found.reason == reason


def test_a_name_that_is_no_text_is_damage() -> None:
    assert isinstance(store_error_of(UnicodeDecodeError("utf-8", b"\xff", 0, 1, "x")), Damaged)


# --- the file and its thread ---


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    points: list[str] = []
    made = Database(tmp_path, points.append)
    made.points = points  # type: ignore[attr-defined]
    await made.open()
    await made.write(lambda: made.connection.execute("CREATE TABLE one (x INTEGER)"))
    yield made
    made.close()


def count(database: Database) -> int:
    return database.connection.execute("SELECT count(*) FROM one").fetchone()[0]


async def test_a_commit_is_told_after_it_and_an_undone_one_as_undone(database: Database) -> None:
    heard: list[str] = []
    database.after_commit = lambda: heard.append(f"commit {count(database)}")
    database.after_rollback = lambda: heard.append("undone")

    def add() -> str:
        database.connection.execute("INSERT INTO one VALUES (1)")
        return "answer"

    def fail() -> None:
        add()
        raise ValueError("x")

    database.points.clear()  # type: ignore[attr-defined]
    assert await database.write(add) == "answer"
    with pytest.raises(ValueError, match="x"):
        await database.write(fail)
    assert heard == ["commit 1", "undone"]
    assert database.points == ["before commit add", "after commit add"]  # type: ignore[attr-defined]
    assert await database.call(count, database) == 1
    await database.call(database.empty_log)
    assert database.points[2:] == ["before checkpoint", "after checkpoint"]  # type: ignore[attr-defined]


async def test_emptying_the_log_leaves_nothing_in_it(database: Database, tmp_path: Path) -> None:
    assert Database.has_log(tmp_path)
    await database.call(database.empty_log)
    assert not Database.has_log(tmp_path)
    assert Database.has_file(tmp_path)


def test_a_folder_is_suspect_with_a_log_or_once_damage_was_found(tmp_path: Path) -> None:
    assert not Database.has_file(tmp_path)
    assert not Database.has_log(tmp_path)
    assert not Database.is_suspect(tmp_path)
    (tmp_path / LOG).write_bytes(b"")
    (tmp_path / FILE).write_bytes(b"")
    assert not Database.is_suspect(tmp_path)
    assert not Database.has_file(tmp_path)
    (tmp_path / LOG).write_bytes(b"x")
    assert Database.is_suspect(tmp_path)
    (tmp_path / LOG).unlink()
    (tmp_path / ASIDE).mkdir()
    assert Database.is_suspect(tmp_path)
    with pytest.raises(NotSaved) as found:
        Database.has_file(tmp_path / FILE)  # a file where the folder should be
    assert found.value.reason == "io"


async def test_a_closed_file_answers_nothing_and_may_be_closed_twice(database: Database) -> None:
    database.close()
    database.close()
    with pytest.raises(Locked):
        await database.call(lambda: 1)
    with pytest.raises(Locked):
        _ = database.connection


async def test_a_mistake_of_ours_is_no_damage_and_damage_is_remembered(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def mistake() -> None:
        raise TypeError("ours")

    with pytest.raises(TypeError, match="ours"):
        await database.call(mistake)
    assert not (tmp_path / ASIDE).exists()
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        await database.call(lambda: database.connection.execute("SELECT * FROM no_such_thing"))
    assert not (tmp_path / ASIDE).exists()
    monkeypatch.setattr(database, "is_unsound", lambda: True)
    with pytest.raises(Damaged):
        await database.call(mistake)
    assert (tmp_path / ASIDE).stat().st_mode & 0o777 == 0o700


async def test_work_is_done_in_one_thread_in_order_and_not_for_who_went_away() -> None:
    thread = WorkThread()
    assert await thread.run(lambda: threading.current_thread().name) == "lantern-records"
    go, done = threading.Event(), list[int]()
    first = asyncio.ensure_future(thread.run(go.wait))
    second = asyncio.ensure_future(thread.run(done.append, 1))
    third = asyncio.ensure_future(thread.run(done.append, 2))
    await asyncio.sleep(0)
    second.cancel()
    go.set()
    await third
    assert await first
    assert done == [2]
    thread.end(lambda: done.append(3))
    assert done == [2, 3]
    with pytest.raises(Locked):
        await thread.run(done.append, 4)
