"""How many commits this store has acknowledged, kept in three places, so that lost ones are noticed.

In the file, in the same transaction as the commit itself; in a small file beside it, after the commit; and in the
secret store, some seconds later. What stands outside the file is never ahead of what is durable: a higher count there
means that commits were lost since. All are sealed under the device's secret. It must never fail a save.
"""

from __future__ import annotations

import json
import os
import sqlite3
import struct
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from mobile.records import kdf
from mobile.records.errors import Damaged
from mobile.records.sealing import opened_under, sealed_under

LEVEL_FILE = "lantern.level"
_BOUND = b"lantern|level"
_FORM = struct.Struct(">8sQQ?")  # written at every commit: which store, commits, seconds, is closed


@dataclass(frozen=True)
class Behind:
    """The file holds an earlier moment than was acknowledged: commits of this store are missing.

    `missing`: how many; None when that cannot be told. Times are aware UTC: the last commit that is here, and the last
    that was acknowledged.
    """

    missing: int | None = None
    here_until: datetime | None = None
    saved_until: datetime | None = None


@dataclass(frozen=True)
class Level:
    """`store`: which store this counts, so that one made later is not measured by an older one's count."""

    store: str
    commits: int = 0
    at: datetime | None = None
    is_closed: bool = False
    """In the secret store: nothing was committed after this, as far as it was told."""
    behind: Behind | None = None
    """In the file: noticed, and the person has not gone on yet."""

    def to_bytes(self) -> bytes:
        at_s = int(self.at.timestamp()) if self.at else 0
        plain = _FORM.pack(bytes.fromhex(self.store), self.commits, at_s, self.is_closed)
        if self.behind is None:
            return plain
        behind = [self.behind.missing, _text(self.behind.here_until), _text(self.behind.saved_until)]
        return plain + json.dumps(behind).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> Level:
        store, commits, at_s, is_closed = _FORM.unpack_from(data)
        at = datetime.fromtimestamp(at_s, UTC) if at_s else None
        noticed = None
        if len(data) > _FORM.size:
            missing, here_until, saved_until = json.loads(data[_FORM.size :])
            noticed = Behind(missing, _moment(here_until), _moment(saved_until))
        return cls(store.hex(), commits, at, is_closed, noticed)


def _second(moment: datetime) -> datetime:
    """As it is kept: a time to show a person needs no more."""
    return moment.astimezone(UTC).replace(microsecond=0)


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


@dataclass(frozen=True)
class Found:
    """The three counts as they were met. `has_counted`: this file counted before, whether or not its count opens."""

    has_counted: bool = False
    here: Level | None = None
    beside: Level | None = None
    kept: Level | None = None

    @property
    def is_short(self) -> bool:
        """Whether something is missing that was not noticed before."""
        return self._missed() is not None

    @property
    def behind(self) -> Behind | None:
        """What is missing here, by the other two. None: nothing, or a store that did not count yet."""
        noticed = self.here.behind if self.here else None
        missed = self._missed()
        if noticed is None or missed is None:
            return missed or noticed
        both = (noticed.missing, missed.missing)
        total = None if None in both else sum(one for one in both if one)
        return Behind(total, noticed.here_until, missed.saved_until)

    def _missed(self) -> Behind | None:
        here = self.here
        if not self.has_counted and self.beside is None and self.kept is None:
            return None  # made by a Lantern that did not count: it begins now
        if here is None:
            last = max((one.at for one in (self.beside, self.kept) if one and one.at), default=None)
            return Behind(None, None, last)
        known = [one for one in (self.beside, self.kept) if one and one.store == here.store]
        highest = max(known, key=lambda one: one.commits, default=here)
        # The secret store learns of commits some seconds late: without the file that follows each, nobody can tell how many.
        is_uncertain = highest is not self.beside and any(not one.is_closed for one in known)
        if highest.commits > here.commits:
            missing = None if is_uncertain else highest.commits - here.commits
            return Behind(missing, here.at, highest.at)
        has_file = self.beside is not None and self.beside.store == here.store
        return Behind(None, here.at, None) if is_uncertain and not has_file else None


class Counter:
    """Counts the commits of one open database. Its methods run in the database's thread."""

    def __init__(self, folder: Path, secret: bytes, clock: Callable[[], datetime]) -> None:
        self._path = folder / LEVEL_FILE
        self._cipher = AESGCM(kdf.derived(secret, b"lantern level", "level"))
        self._clock = clock
        self._now: Level | None = None
        self._next: tuple[Level, bytes] | None = None
        self._is_settling = False
        self._file: int | None = None
        self.on_counted: Callable[[], None] = lambda: None

    # --- sealed levels ---

    def opened(self, sealed: Any) -> Level | None:
        """None for what is missing, or was not sealed by this device."""
        try:
            return Level.from_bytes(opened_under(self._cipher, _BOUND, sealed))
        except (Damaged, ValueError, TypeError, struct.error):
            return None

    def sealed(self, level: Level) -> bytes:
        return sealed_under(self._cipher, _BOUND, level.to_bytes())

    def here(self, connection: sqlite3.Connection) -> tuple[bool, Level | None]:
        """Whether the file counts at all, and its count if that opens."""
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'level'").fetchone():
            return False, None
        row = connection.execute("SELECT sealed FROM level WHERE one = 1").fetchone()
        return row is not None, self.opened(row[0]) if row else None

    def beside(self) -> Level | None:
        try:
            return self.opened(self._path.read_bytes())
        except OSError:
            return None

    def is_sound(self, connection: sqlite3.Connection) -> bool:
        """Whether the count in the file is the one that was committed last."""
        return self.here(connection)[1] == self._now

    # --- counting ---

    def begin(self, found: Found) -> None:
        """Counts from now on, from the highest count ever acknowledged."""
        here, behind = found.here, found.behind
        same = [
            one for one in (found.beside, found.kept) if one and (here is None or one.store == here.store)
        ]
        store = here.store if here else same[0].store if same else os.urandom(8).hex()
        commits = max([0, *(one.commits for one in (*same, here) if one)])
        self._now = Level(store, commits, here.at if here else None, behind=behind)
        with suppress(OSError):
            self._file = os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600)
            _sync_folder(self._path.parent)

    @property
    def now(self) -> Level | None:
        """The last commit that is durable; None before any was counted."""
        return self._now

    @property
    def is_wanted(self) -> bool:
        """Whether the transaction must be counted even if it changes no other row."""
        return self._is_settling

    def settle(self) -> None:
        """In a transaction: the person goes on with what is here."""
        self._is_settling = True

    def notice(self) -> None:
        """Before the next count: this file is an older one, by something else than its count of commits.

        The last count may be this opening's own, so nobody can say until when it reaches.
        """
        now = self._now
        assert now is not None
        if now.behind is None:
            self._now = Level(now.store, now.commits, now.at, behind=Behind())

    def count(self, connection: sqlite3.Connection) -> None:
        """Writes the next count, in the transaction that is about to be committed."""
        assert self._now is not None
        now = self._now
        behind = None if self._is_settling else now.behind
        level = Level(now.store, now.commits + 1, _second(self._clock()), behind=behind)
        sealed = self.sealed(level)
        if not connection.execute("UPDATE level SET sealed = ? WHERE one = 1", (sealed,)).rowcount:
            connection.execute("INSERT INTO level(one, sealed) VALUES(1, ?)", (sealed,))
        self._next = level, sealed

    def committed(self) -> None:
        """What stands beside follows. A kill before this leaves less there, never more."""
        if self._next is None:
            return
        (self._now, sealed), self._next = self._next, None
        self._is_settling = False
        if self._file is not None:
            with suppress(OSError):  # no room for some hundred bytes: the secret store's count is left
                os.pwrite(self._file, sealed, 0)
        self.on_counted()

    def undone(self) -> None:
        """The transaction was rolled back."""
        self._next, self._is_settling = None, False

    def sync(self) -> None:
        """The file beside survives a power cut from here on."""
        if self._file is not None:
            with suppress(OSError):
                os.fsync(self._file)

    def end(self) -> None:
        """On lock, in the thread."""
        self.sync()
        file, self._file = self._file, None
        if file is not None:
            os.close(file)


def _sync_folder(folder: Path) -> None:
    """A file that was just made is found again after a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
