"""What every part of the open store works on inside the thread: the connection, the keys, and what a commit will tell.

It must never be touched outside the database's thread, save for the keys being dropped.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, get_args

from mobile.records.database import Database
from mobile.records.sealing import CLINICAL, CREDENTIALS, PRIVATE, Keys, RowIdentity

Purpose = Literal[
    "mark", "note", "credential", "former", "ended", "removed", "replaced", "deleted", "written"
]
PURPOSES: tuple[Purpose, ...] = get_args(Purpose)
"""What a small value may be for. Its row does not say which: whoever goes through all of them tries each."""

Announce = Callable[[Mapping[int, list[str]], bool], None]


def to_bytes(text: str) -> bytes:
    """A lone surrogate, as a cut emoji leaves it, must not cost the patient the whole text."""
    return text.encode("utf-8", "surrogatepass")


def to_text(data: bytes) -> str:
    return data.decode("utf-8", "surrogatepass")


_ROWS_A_STATEMENT = 100


def marks(values: Sequence[object]) -> str:
    """So many placeholders, for a list in a statement."""
    return f"({','.join('?' * len(values))})"


as_json = json.JSONEncoder(separators=(",", ":")).encode


class StoreContext:
    """The open store's ground. `tell` is called in the thread after each commit: changed ids by kind, and if queued."""

    def __init__(self, database: Database, keys: Keys, clock: Callable[[], datetime], tell: Announce) -> None:
        self._database = database
        self.keys = keys
        self.clock = clock
        self._tell = tell
        self._codes: dict[tuple[str, str], int] = {}
        self._touched: dict[int, list[str]] = {}
        self._has_queued = False
        self.on_undo: list[Callable[[], None]] = []
        """What parts that remember something between transactions do when one is undone."""
        database.after_commit = self._committed
        database.after_rollback = self._undone

    @property
    def connection(self) -> sqlite3.Connection:
        return self._database.connection

    def insert(self, into: str, rows: Sequence[tuple[Any, ...]]) -> None:
        """`INSERT INTO <into> VALUES ...`, some hundred rows a statement: the interpreter is free while SQLite works."""
        for start in range(0, len(rows), _ROWS_A_STATEMENT):
            some = rows[start : start + _ROWS_A_STATEMENT]
            values = ",".join([marks(some[0])] * len(some))
            self.connection.execute(f"INSERT INTO {into} VALUES {values}", [v for row in some for v in row])  # noqa: S608

    # --- lookups ---

    def code(self, purpose: str, value: str) -> int:
        """The opaque number of a kind ("kind") or FHIR type ("type")."""
        known = self._codes.get((purpose, value))
        if known is None:
            known = self._codes[purpose, value] = self.keys.code(purpose, value)
        return known

    def kind(self, name: str) -> int:
        return self.code("kind", name)

    def key(self, local_id: str) -> bytes:
        return self.keys.lookup("id", local_id)

    # --- sealed values ---

    def seal_text(self, place: RowIdentity, text: str, family: int = 0) -> bytes:
        return self.keys.seal(place, to_bytes(text), family)

    def open_text(self, place: RowIdentity, sealed: bytes) -> str:
        return to_text(self.keys.open(place, sealed))

    def seal_values(self, place: RowIdentity, values: Any, family: int = 0) -> bytes:
        return self.keys.seal(place, as_json(values).encode(), family)

    def seal_texts(self, ground: RowIdentity, rows: Sequence[tuple[bytes, str]]) -> list[bytes]:
        """A column of (row, text), `ground.row` aside."""
        return self.keys.seal_many(ground, [(row, to_bytes(text)) for row, text in rows])

    def open_values(self, place: RowIdentity, sealed: bytes) -> Any:
        return json.loads(self.keys.open(place, sealed))

    # --- what a commit tells ---

    def touch(self, kind: int, local_id: str) -> None:
        """This record looks different after the commit."""
        ids = self._touched.setdefault(kind, [])
        if not ids or ids[-1] != local_id:
            ids.append(local_id)

    def queued(self) -> None:
        """There is something to send after the commit."""
        self._has_queued = True

    def _committed(self) -> None:
        touched, has_queued = self._touched, self._has_queued
        self._touched, self._has_queued = {}, False
        if touched or has_queued:
            self._tell(touched, has_queued)

    def _undone(self) -> None:
        self._touched, self._has_queued = {}, False
        for undo in self.on_undo:
            undo()

    # --- small sealed values by name ---

    def read_small(self, purpose: Purpose, name: str, compartment: int = CLINICAL) -> str | None:
        key = self.keys.lookup(purpose, name)
        row = self.connection.execute(
            "SELECT sealed FROM small WHERE key = ? AND compartment = ?", (key, compartment)
        ).fetchone()
        return self.open_text(RowIdentity(compartment, 0, key, purpose), row[0]) if row else None

    def has_small(self, purpose: Purpose, name: str) -> bool:
        """Whether there is one, without opening it."""
        key = self.keys.lookup(purpose, name)
        return self.connection.execute("SELECT 1 FROM small WHERE key = ?", (key,)).fetchone() is not None

    def write_small(self, purpose: Purpose, name: str, value: str, compartment: int = CLINICAL) -> None:
        key = self.keys.lookup(purpose, name)
        sealed = self.seal_text(RowIdentity(compartment, 0, key, purpose), value)
        self.connection.execute(
            "INSERT INTO small(key, compartment, sealed) VALUES(?, ?, ?) "
            "ON CONFLICT(key) DO UPDATE SET sealed = excluded.sealed",
            (key, compartment, sealed),
        )

    def erase_small(self, purpose: Purpose, name: str) -> None:
        self.connection.execute("DELETE FROM small WHERE key = ?", (self.keys.lookup(purpose, name),))


__all__ = [
    "CLINICAL",
    "CREDENTIALS",
    "PRIVATE",
    "Announce",
    "StoreContext",
    "as_json",
    "marks",
    "to_bytes",
    "to_text",
]
