"""One SQLite file, one connection, one thread of its own: durable transactions for an async world.

A commit is on the disk when `write` returns. The connection holds the file alone, so that two processes can never
disagree about what is in flight. It must never delete a file, and never leave half a transaction behind.
"""

from __future__ import annotations

import asyncio
import random
import sqlite3
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from mobile.records import disk, schema
from mobile.records.errors import Damaged, InUse, Locked, NotSaved, StoreError
from mobile.records.level import Counter
from mobile.records.open_records import lay_out
from mobile.records.workthread import WorkThread

FILE = "lantern.db"
ASIDE = "damaged"
"""Beside the file, when it was found damaged: copies of it as it was found."""
BUSY_MS = 4000
_PRAGMAS = (
    "locking_mode=EXCLUSIVE",
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "secure_delete=ON",
    "temp_store=MEMORY",
    "trusted_schema=OFF",
    "cell_size_check=ON",
)
_APPLE = ("fullfsync=1", "checkpoint_fullfsync=1")
_DAMAGE = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT}
_NOT_SAVED = {
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_READONLY: "read_only",
    sqlite3.SQLITE_PERM: "read_only",
    sqlite3.SQLITE_CANTOPEN: "io",
    sqlite3.SQLITE_IOERR: "io",
    sqlite3.SQLITE_NOMEM: "io",
}

R = TypeVar("R")


def store_error_of(error: sqlite3.Error | UnicodeDecodeError) -> StoreError | None:
    """The store's own word for what SQLite says; None for what only a mistake of ours can cause.

    Our texts are bytes to SQLite: one that cannot be decoded is a name or a message read out of a damaged file.
    """
    if isinstance(error, UnicodeDecodeError):
        return Damaged()
    code = getattr(error, "sqlite_errorcode", None)
    primary = code & 0xFF if isinstance(code, int) else None
    if primary in _DAMAGE or "malformed" in str(error):
        return Damaged()
    if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return InUse()
    if primary in _NOT_SAVED:
        return NotSaved(_NOT_SAVED[primary])  # type: ignore[arg-type]
    return None


class Database:
    """The connection and its thread. Every function given to it runs there, one after another."""

    def __init__(self, folder: Path, on_point: Callable[[str], None] = lambda _: None) -> None:
        self.path = folder / FILE
        self._on_point = on_point
        self._thread: WorkThread | None = WorkThread()
        self._connection: sqlite3.Connection | None = None
        self.after_commit: Callable[[], None] = lambda: None
        self.after_rollback: Callable[[], None] = lambda: None
        self.counter: Counter | None = None
        """Counts every commit that changes something, once it has begun."""

    @property
    def connection(self) -> sqlite3.Connection:
        """Only for functions that run in the thread. Raises Locked when closed."""
        if self._connection is None:
            raise Locked
        return self._connection

    @property
    def is_at_rest(self) -> bool:
        """Whether it is open and nothing is asked of it: what is known in memory is all there is."""
        return self._thread is not None and self._thread.is_at_rest and self._connection is not None

    @staticmethod
    def has_file(folder: Path) -> bool:
        """Whether there is anything at all. Raises NotSaved when the folder cannot be read."""
        try:
            return (folder / FILE).stat().st_size > 0
        except FileNotFoundError:
            return False
        except OSError as error:
            raise disk.not_saved(error) from None

    @staticmethod
    def has_log(folder: Path) -> bool:
        """Whether a write-ahead log with anything in it lies there."""
        try:
            return (folder / f"{FILE}-wal").stat().st_size > 0
        except OSError:
            return False

    @staticmethod
    def is_suspect(folder: Path) -> bool:
        """A log beside the file: the last one to write did not get to close it. Or damage was found here before."""
        return Database.has_log(folder) or (folder / ASIDE).exists()

    async def open(self) -> None:
        """Opens, checks after an unclean stop, leaves the schema as it is. Raises Damaged, TooNew, InUse, NotSaved."""
        await self.call(self._open)

    def _open(self) -> None:
        """Two that open at the same moment each hold what the other waits for. SQLite would wait with it in hand, all as long, and meet
        again: so an opening lets go at once and waits here."""
        give_up_at = time.monotonic() + BUSY_MS / 1000
        while True:
            try:
                return self._open_now()
            except sqlite3.OperationalError as error:
                if not isinstance(store_error_of(error), InUse) or time.monotonic() >= give_up_at:
                    raise
            time.sleep(random.uniform(0.005, 0.05))  # noqa: S311  (so that they do not meet again)

    def _open_now(self) -> None:
        try:
            is_suspect = self.is_suspect(self.path.parent)
            self._connection = sqlite3.connect(
                self.path, timeout=0, isolation_level=None, cached_statements=256
            )
            for pragma in (*_PRAGMAS, *(_APPLE if sys.platform in ("darwin", "ios") else ())):
                self._connection.execute(f"PRAGMA {pragma}").fetchall()
            schema.check(self._connection)
            lay_out(self._connection)
            if is_suspect and self._connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
                raise Damaged
            self._connection.execute("PRAGMA busy_timeout=5000")
        except BaseException:
            self._close()
            raise

    async def call(self, work: Callable[..., R], *args: Any) -> R:
        """Runs `work` in the thread and returns its answer; SQLite's errors come as the store's."""
        if self._thread is None:
            raise Locked
        try:
            return await self._thread.run(work, *args)
        except (sqlite3.Error, UnicodeDecodeError) as error:
            own = store_error_of(error)
            if isinstance(own, Damaged):
                self._remember_damage()
            if isinstance(own, NotSaved) and own.reason == "io":
                own = await asyncio.to_thread(self._why_not_saved)
            if own is not None:
                raise own from None
            raise
        except (TypeError, AttributeError, OverflowError):
            # A row that is not where its index says, or a number where bytes were: is it the file, or is it us?
            if await self._thread.run(self.is_unsound):
                self._remember_damage()
                raise Damaged from None
            raise

    def _why_not_saved(self) -> NotSaved:
        """SQLite says "full" only for one of the causes that the system has for it."""
        files = [self.path, self.path.with_name(f"{FILE}-wal")]
        return disk.probed(
            self.path.parent, max((one.stat().st_size for one in files if one.exists()), default=0)
        )

    def is_unsound(self) -> bool:
        """In the thread: whether the file's own structure is broken."""
        try:
            return self.connection.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",)
        except (sqlite3.Error, UnicodeDecodeError):
            return True

    def _remember_damage(self) -> None:
        """So that the next opening checks the file, however cleanly this one is closed."""
        with suppress(OSError):
            (self.path.parent / ASIDE).mkdir(mode=0o700, exist_ok=True)

    async def write(self, work: Callable[..., R], *args: Any) -> R:
        """Runs `work` in one transaction; returns after COMMIT. On any error nothing was written."""
        return await self.call(self.transact, work, *args)

    def transact(self, work: Callable[..., R], *args: Any) -> R:
        """The same, for who is in the thread already."""
        connection, counter = self.connection, self.counter
        connection.execute("BEGIN IMMEDIATE")
        try:
            changes = connection.total_changes
            answer = work(*args)
            if counter is not None and (connection.total_changes != changes or counter.is_wanted):
                counter.count(connection)
            self._on_point(f"before commit {work.__name__}")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            if counter is not None:
                counter.undone()
            self.after_rollback()
            raise
        self._on_point(f"after commit {work.__name__}")
        if counter is not None:
            counter.committed()
        self.after_commit()
        return answer

    def empty_log(self) -> None:
        """In the thread: moves all of the log into the file. What stands only in a log can be lost with it."""
        self._on_point("before checkpoint")
        self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        if self.counter is not None:
            self.counter.sync()
        self._on_point("after checkpoint")

    def close(self) -> None:
        """Finishes what waits in the thread, closes, ends the thread. May be called from any other thread, twice too."""
        thread, self._thread = self._thread, None
        if thread is not None:
            thread.end(self._close)

    def _close(self) -> None:
        connection, self._connection = self._connection, None
        counter, self.counter = self.counter, None
        if connection is not None:
            with suppress(sqlite3.Error):  # should it fail, the log stays and is read at the next opening
                connection.close()
        if counter is not None:
            counter.end()
