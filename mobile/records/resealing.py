"""Care of sealed values: moving them under a newer key, step by step, and proving that every one still opens.

A step looks at a bounded number of values and bytes, however large the store is: a lock waits for one step at most. It
must never throw away an older key that a value may still need.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mobile.records.errors import Damaged
from mobile.records.open_records import closed
from mobile.records.sealing import CLINICAL, CREDENTIALS, PRIVATE, RowIdentity
from mobile.records.store_context import PURPOSES, Purpose, StoreContext


@dataclass(frozen=True)
class Value:
    """One sealed value and where it lies."""

    table: str
    column: str
    rowid: int
    place: RowIdentity
    sealed: bytes


@dataclass(frozen=True)
class At:
    """How far a pass over all values has come: which column, and the last row of it that was looked at."""

    column: int = 0
    rowid: int = 0


@dataclass(frozen=True)
class Step:
    """What a step did. `at` None: the pass is over. `stuck`: under an older key, and did not open with it."""

    at: At | None
    looked: int = 0
    anew: int = 0
    stuck: int = 0


MOST_VALUES = 200
MOST_BYTES = 1 << 20


def _row(key: bytes, seq: int) -> bytes:
    return key + seq.to_bytes(8, "big")


# Table, columns that hold sealed values, and how the place of each follows from its row.
_SEALED: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("record", ("head", "body"), "rowid, key, kind, compartment"),
    ("outbox", ("about", "payload", "timing"), "rowid, key, kind, compartment"),
    ("link", ("about", "base"), f"rowid, key, 0, {CLINICAL}"),
    ("conflict", ("theirs",), f"rowid, key, 0, {CLINICAL}"),
)
_PREFIX = {"record": "", "outbox": "outbox ", "link": "link ", "conflict": ""}
_COLUMNS: tuple[tuple[str, str, str], ...] = (
    *((table, column, ground) for table, columns, ground in _SEALED for column in columns),
    ("small", "sealed", "rowid, key, 0, compartment"),
)


class Resealer:
    def __init__(self, context: StoreContext) -> None:
        self._context = context

    def count(self) -> int:
        """How many values a pass looks at, roughly: rows come and go meanwhile."""
        execute = self._context.connection.execute
        return sum(execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table, _, _ in _COLUMNS)  # noqa: S608

    def step(self, at: At, values: int = MOST_VALUES, most_bytes: int = MOST_BYTES) -> Step:
        """Looks at the next values and seals anew what is under an older key, in the caller's transaction.

        Ends after `values`, or once values of `most_bytes` together were sealed anew.
        """
        column, after, looked, anew, stuck, size = at.column, at.rowid, 0, 0, 0, 0
        while column < len(_COLUMNS) and looked < values:
            rows = self._next(column, after, values - looked)
            for rowid, key, kind, compartment, start, length in rows:
                after, looked = rowid, looked + 1
                if start is None or int.from_bytes(start[1:3], "big") >= self._context.keys.newest(
                    compartment
                ):
                    continue
                is_anew = self._is_sealed_anew(_COLUMNS[column], rowid, key, kind, compartment)
                anew, stuck, size = anew + is_anew, stuck + (not is_anew), size + length
                if size >= most_bytes:
                    return Step(At(column, after), looked, anew, stuck)
            if looked < values:
                column, after = column + 1, 0
        return Step(At(column, after) if column < len(_COLUMNS) else None, looked, anew, stuck)

    def _next(self, column: int, after: int, limit: int) -> list[Any]:
        table, name, ground = _COLUMNS[column]
        return self._context.connection.execute(
            f"SELECT {ground}, substr({name}, 1, 3), length({name}) FROM {table} "  # noqa: S608  (own names only)
            "WHERE rowid > ? ORDER BY rowid LIMIT ?",
            (after, limit),
        ).fetchall()

    def _is_sealed_anew(
        self, column: tuple[str, str, str], rowid: int, key: bytes, kind: int, compartment: int
    ) -> bool:
        table, name, _ = column
        query = f"SELECT {name} FROM {table} WHERE rowid = ?"  # noqa: S608
        (sealed,) = self._context.connection.execute(query, (rowid,)).fetchone()
        try:
            place = self._place(table, name, rowid, key, kind, compartment, sealed)
            self._anew(Value(table, name, rowid, place, sealed))
        except Damaged:
            return False
        return True

    def _place(
        self, table: str, column: str, rowid: int, key: bytes, kind: int, compartment: int, sealed: bytes
    ) -> RowIdentity:
        """Raises Damaged where no purpose of a small value fits."""
        if table == "small":
            purpose = self._purpose(key, compartment, sealed)
            if purpose is None:
                raise Damaged
            return RowIdentity(compartment, 0, key, purpose)
        row = _row(key, rowid) if table in ("record", "outbox") else key
        return RowIdentity(compartment, kind, row, _PREFIX[table] + column)

    def retire(self) -> None:
        """In a transaction, once a whole pass found nothing under an older key: the wraps of older keys go."""
        keys = self._context.keys
        for compartment in (CLINICAL, PRIVATE, CREDENTIALS):
            for wraps in ("dek", "sheet"):
                self._context.connection.execute(
                    f"DELETE FROM {wraps} WHERE compartment = ? AND version < ?",  # noqa: S608  (own names only)
                    (compartment, keys.newest(compartment)),
                )

    def _values(self) -> Iterator[Value]:
        """All but what is hidden and closed."""
        shut = closed(self._context.connection)
        for table, column, ground in _COLUMNS:
            if table == "small":
                continue
            query = f"SELECT {ground}, {column} FROM {table} WHERE {column} IS NOT NULL"  # noqa: S608
            for rowid, key, kind, where_it_is, sealed in self._context.connection.execute(query).fetchall():
                if table == "record" and rowid in shut:
                    continue
                yield Value(
                    table,
                    column,
                    rowid,
                    self._place(table, column, rowid, key, kind, where_it_is, sealed),
                    sealed,
                )

    def _anew(self, value: Value) -> None:
        keys = self._context.keys
        sealed = keys.seal(value.place, keys.open(value.place, value.sealed))
        self._context.connection.execute(
            f"UPDATE {value.table} SET {value.column} = ? WHERE rowid = ?",  # noqa: S608
            (sealed, value.rowid),
        )

    def _small(self) -> list[tuple[int, bytes, int, bytes]]:
        return self._context.connection.execute(
            "SELECT rowid, key, compartment, sealed FROM small"
        ).fetchall()

    def _purpose(self, key: bytes, compartment: int, sealed: bytes) -> Purpose | None:
        """A small value's row does not say what it is for; the one purpose it opens under does."""
        for purpose in PURPOSES:
            try:
                self._context.keys.open(RowIdentity(compartment, 0, key, purpose), sealed)
            except Damaged:
                continue
            return purpose
        return None

    def forget_all(self, purpose: Purpose) -> None:
        """Removes every small value of a purpose, such as the marks of pulls."""
        for rowid, key, compartment, sealed in self._small():
            if self._purpose(key, compartment, sealed) == purpose:
                self._context.connection.execute("DELETE FROM small WHERE rowid = ?", (rowid,))

    def verify(self, also: Mapping[str, Callable[[], bool]]) -> list[str]:
        """Codes such as "record.body"; empty when all is well. `also`: what else must hold, by its code."""
        wrong: list[str] = []
        try:
            if self._context.connection.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",):
                wrong.append("file")
            for value in self._values():
                try:
                    self._context.keys.open(value.place, value.sealed)
                except Damaged:
                    wrong.append(f"{value.table}.{value.column}")
            for _, key, compartment, sealed in self._small():
                if self._purpose(key, compartment, sealed) is None:
                    wrong.append("small.sealed")
            wrong += [code for code, is_sound in also.items() if not _holds(is_sound)]
        except (sqlite3.Error, OverflowError):
            wrong.append("file")
        return wrong


def _holds(is_sound: Callable[[], bool]) -> bool:
    try:
        return is_sound()
    except Damaged:
        return False
