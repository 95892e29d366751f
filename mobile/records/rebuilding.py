"""A new file from a damaged one: row by row, everything that still opens under its own keys, nothing else changed.

The PIN, the queue and what the clinic has of each record come along, and so does what a second PIN keeps apart: unopened, and
counted nowhere. How far the clinic was asked does not, so that what
was lost here and is there comes back. It must never alter the damaged file before a copy of it was put aside.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from mobile.records import damage, schema, second_pin, vault
from mobile.records.damage import Salvaged
from mobile.records.database import FILE
from mobile.records.disk import not_saved
from mobile.records.errors import Damaged
from mobile.records.level import LEVEL_FILE
from mobile.records.sealing import CLINICAL, PRIVATE, Keys, RowIdentity, family_of
from mobile.records.store_context import PURPOSES

_PROBED = 20_000
_MOST = 1_000_000
_TABLES = {
    "record": "seq, key, kind, compartment, head, body",
    "link": "rowid, key, type, server, is_gone, about, base",
    "outbox": "seq, key, kind, compartment, state, begun, about, payload, timing",
    "conflict": "rowid, key, theirs",
    "small": "rowid, key, compartment, sealed",
}


def is_right(folder: Path, wrap: bytes, params: vault.Params) -> bool:
    """Whether this key opens the damaged file. Raises Damaged where that cannot be told."""
    with damage.copied(folder) as connection:
        try:
            return vault.is_right(connection, wrap, params)
        except (sqlite3.Error, TypeError):
            raise Damaged from None


def by_second_pin(folder: Path, secret: bytes, pin: str, params: vault.Params) -> bytes | None:
    """The wrapping key, where this is a second PIN of the damaged file's."""
    with damage.copied(folder) as connection:
        try:
            half = second_pin.half_of(pin, secret, second_pin.stretching(connection))
            proof = second_pin.tried(connection, half, params)
        except (sqlite3.Error, TypeError):
            raise Damaged from None
    return proof.wrap if proof is not None else None


def rebuilt(folder: Path, wrap: bytes, params: vault.Params) -> Salvaged:
    """Puts a sound file in the place of a damaged one, which is kept aside. Raises Damaged, NotSaved."""
    try:
        with tempfile.TemporaryDirectory(dir=folder, prefix="rebuilt-") as work:
            path = Path(work) / FILE
            with damage.copied(folder) as old, closing(sqlite3.connect(path, isolation_level=None)) as new:
                found = _Rebuilding(old, new, wrap, params).run()
            os.chmod(path, 0o600)
            aside = damage.put_aside(folder)
            if not (aside / FILE).exists():
                raise OSError("no copy was put aside")
            for name in (f"{FILE}-wal", f"{FILE}-shm", LEVEL_FILE):  # they belong to the file that was
                (folder / name).unlink(missing_ok=True)
            path.replace(folder / FILE)
    except sqlite3.OperationalError as error:
        raise not_saved(OSError(str(error))) from None
    except OSError as error:
        raise not_saved(error) from None
    return found


class _Rebuilding:
    def __init__(
        self, old: sqlite3.Connection, new: sqlite3.Connection, wrap: bytes, params: vault.Params
    ) -> None:
        self._old = old
        self._new = new
        self._params = params
        self._lost = 0
        self._back = 0
        self._hidden = set[int]()  # families that are carried over unopened
        self._opens: dict[str, Callable[..., bool]] = {
            "record": self._opens_record,
            "link": self._opens_link,
            "outbox": self._opens_outbox,
            "conflict": self._opens_conflict,
            "small": self._opens_small,
        }
        try:
            self._keys = Keys(vault.opened(old, wrap, params))
        except (sqlite3.Error, TypeError, KeyError):
            raise Damaged from None

    def run(self) -> Salvaged:
        self._new.execute("PRAGMA synchronous=FULL")
        self._new.execute("BEGIN IMMEDIATE")
        schema.migrate(self._new)
        self._copy_vault()
        for table, columns in _TABLES.items():
            for row in self._rows(table, columns):
                self._take(table, columns, row)
        self._new.execute("COMMIT")
        self._keys.drop()
        return Salvaged(self._back, self._lost)

    def _copy_vault(self) -> None:
        for table, where in (("vault", "slot = ?"), ("dek", "slot = ?")):
            query = f"SELECT * FROM {table} WHERE {where}"  # noqa: S608  (own names only)
            for row in self._old.execute(query, (self._params.slot,)).fetchall():
                self._insert(table, "", row)
        # What opened the old file opens the new one too.
        for table in ("tries", "sheet", "biometric", "second_salt", "second_slot", "second_wrap"):
            with suppress(sqlite3.Error):
                rows = self._old.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608
                if rows:
                    self._new.execute(f"DELETE FROM {table}")  # noqa: S608  (the salt that every new file has)
                for row in rows:
                    self._insert(table, "", row)
        self._hidden = set(second_pin.families(self._new))

    def _insert(self, table: str, columns: str, row: tuple[Any, ...]) -> None:
        named = f"({columns})" if columns else ""
        places = ", ".join("?" * len(row))
        self._new.execute(f"INSERT INTO {table}{named} VALUES({places})", row)

    def _rows(self, table: str, columns: str) -> Iterator[tuple[Any, ...]]:
        """By number, so that one broken page costs only what lay on it."""
        for number in range(1, self._highest(table) + 1):
            try:
                row = self._old.execute(
                    f"SELECT {columns} FROM {table} WHERE rowid = ?",  # noqa: S608
                    (number,),
                ).fetchone()
            except (sqlite3.Error, OverflowError):
                self._lost += table == "record"
                continue
            if row is not None:
                yield row

    def _highest(self, table: str) -> int:
        with suppress(sqlite3.Error, TypeError, ValueError):
            found = self._old.execute(f"SELECT max(rowid) FROM {table}").fetchone()[0] or 0  # noqa: S608
            return min(int(found), _MOST)
        return _PROBED

    def _take(self, table: str, columns: str, row: tuple[Any, ...]) -> None:
        try:
            if self._opens[table](*row):
                self._insert(table, columns, row)
        except (Damaged, sqlite3.Error, TypeError, AttributeError, OverflowError, ValueError):
            self._lost += table in ("record", "outbox")
            return
        self._back += table == "record" and not self._is_hidden(row)

    def _is_hidden(self, row: tuple[Any, ...]) -> bool:
        _, _, _, where, head, _ = row
        return where == PRIVATE and family_of(head[1:3]) in self._hidden

    def _open(self, place: RowIdentity, *sealed: bytes | None) -> None:
        for one in sealed:
            if one is not None:
                self._keys.open(place, one)

    def _opens_record(self, seq: int, key: bytes, kind: int, where: int, head: bytes, body: bytes) -> bool:
        if self._is_hidden((seq, key, kind, where, head, body)):
            return True
        row = key + seq.to_bytes(8, "big")
        self._keys.open(RowIdentity(where, kind, row, "head"), head)
        self._keys.open(RowIdentity(where, kind, row, "body"), body)
        return True

    def _opens_link(self, _: int, key: bytes, *rest: Any) -> bool:
        *_flags, about, base = rest
        self._keys.open(RowIdentity(CLINICAL, 0, key, "link about"), about)
        self._open(RowIdentity(CLINICAL, 0, key, "link base"), base)
        return True

    def _opens_outbox(self, seq: int, key: bytes, kind: int, where: int, *rest: Any) -> bool:
        _state, _begun, about, payload, timing = rest
        row = key + seq.to_bytes(8, "big")
        self._keys.open(RowIdentity(where, kind, row, "outbox about"), about)
        self._open(RowIdentity(where, kind, row, "outbox payload"), payload)
        self._open(RowIdentity(where, kind, row, "outbox timing"), timing)
        if payload is None and not self._new.execute("SELECT 1 FROM record WHERE key = ?", (key,)).fetchone():
            raise Damaged  # its words were the record's, and that is lost
        return True

    def _opens_conflict(self, _: int, key: bytes, theirs: bytes) -> bool:
        self._keys.open(RowIdentity(CLINICAL, 0, key, "theirs"), theirs)
        return True

    def _opens_small(self, _: int, key: bytes, where: int, sealed: bytes) -> bool:
        """All but the marks of how far was asked: the clinic is asked for everything again."""
        for purpose in PURPOSES:
            if purpose == "mark":
                continue
            with suppress(Damaged):
                self._keys.open(RowIdentity(where, 0, key, purpose), sealed)
                return True
        return False
