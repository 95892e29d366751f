"""Care of sealed values: moving them under a newer key, little by little, and proving that every one still opens."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from mobile.records.errors import Damaged
from mobile.records.sealing import CLINICAL, CREDENTIALS, PRIVATE, Place
from mobile.records.shelf import Shelf


@dataclass(frozen=True)
class Value:
    """One sealed value and where it lies."""

    table: str
    column: str
    rowid: int
    place: Place
    sealed: bytes


def _row(key: bytes, seq: int) -> bytes:
    return key + seq.to_bytes(8, "big")


# Table, columns that hold sealed values, and how the place of each follows from its row.
_SEALED: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("record", ("head", "body"), "rowid, key, kind, compartment"),
    ("outbox", ("about", "payload", "timing"), "rowid, key, kind, compartment"),
    ("link", ("about", "base"), f"rowid, key, 0, {CLINICAL}"),
    ("conflict", ("theirs",), f"rowid, key, 0, {CLINICAL}"),
)
_SMALL = ("mark", "note", "credential")
_PREFIX = {"record": "", "outbox": "outbox ", "link": "link ", "conflict": ""}


class Resealer:
    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def _values(self, old_only: bool) -> Iterator[Value]:
        for table, columns, ground in _SEALED:
            for column in columns:
                yield from self._column(table, column, ground, old_only)

    def _is_old(self, column: str, compartment: str) -> str:
        """SQL: sealed under a version before its compartment's newest."""
        cases = " ".join(
            f"WHEN {one} THEN x'{self._shelf.keys.newest(one):04x}'"
            for one in (CLINICAL, PRIVATE, CREDENTIALS)
        )
        return f"substr({column}, 2, 2) < CASE {compartment} {cases} END"

    def _column(self, table: str, column: str, ground: str, old_only: bool) -> Iterator[Value]:
        compartment = ground.rsplit(", ", 1)[1]
        where = f"{column} IS NOT NULL" + (f" AND {self._is_old(column, compartment)}" if old_only else "")
        query = f"SELECT {ground}, {column} FROM {table} WHERE {where}"  # noqa: S608  (own names only)
        for rowid, key, kind, where_it_is, sealed in self._shelf.connection.execute(query).fetchall():
            row = _row(key, rowid) if table in ("record", "outbox") else key
            yield Value(table, column, rowid, Place(where_it_is, kind, row, _PREFIX[table] + column), sealed)

    def some(self, limit: int) -> int:
        """Seals up to `limit` values anew. Returns how many are left."""
        left = 0
        for value in self._values(old_only=True):
            if limit > 0:
                self._anew(value)
                limit -= 1
            else:
                left += 1
        for rowid, key, compartment, sealed in self._small(old_only=True):
            purpose = self._purpose(key, compartment, sealed)
            if limit > 0 and purpose is not None:
                self._anew(Value("small", "sealed", rowid, Place(compartment, 0, key, purpose), sealed))
                limit -= 1
            else:
                left += 1
        if left == 0:
            self._retire()
        return left

    def _retire(self) -> None:
        """Nothing is sealed under an older key any more: its wrap goes too."""
        keys = self._shelf.keys
        for compartment in (CLINICAL, PRIVATE, CREDENTIALS):
            self._shelf.connection.execute(
                "DELETE FROM dek WHERE compartment = ? AND version < ?",
                (compartment, keys.newest(compartment)),
            )

    def _anew(self, value: Value) -> None:
        keys = self._shelf.keys
        sealed = keys.seal(value.place, keys.open(value.place, value.sealed))
        self._shelf.connection.execute(
            f"UPDATE {value.table} SET {value.column} = ? WHERE rowid = ?",  # noqa: S608
            (sealed, value.rowid),
        )

    def _small(self, old_only: bool) -> list[tuple[int, bytes, int, bytes]]:
        where = self._is_old("sealed", "compartment") if old_only else "1"
        return self._shelf.connection.execute(
            f"SELECT rowid, key, compartment, sealed FROM small WHERE {where}"  # noqa: S608
        ).fetchall()

    def _purpose(self, key: bytes, compartment: int, sealed: bytes) -> str | None:
        """A small value's row does not say what it is for; the one purpose it opens under does."""
        for purpose in _SMALL:
            try:
                self._shelf.keys.open(Place(compartment, 0, key, purpose), sealed)
            except Damaged:
                continue
            return purpose
        return None

    def forget_all(self, purpose: str) -> None:
        """Removes every small value of a purpose, such as the marks of pulls."""
        for rowid, key, compartment, sealed in self._small(old_only=False):
            if self._purpose(key, compartment, sealed) == purpose:
                self._shelf.connection.execute("DELETE FROM small WHERE rowid = ?", (rowid,))

    def verify(self, also: Mapping[str, Callable[[], bool]]) -> list[str]:
        """Codes such as "record.body"; empty when all is well. `also`: what else must hold, by its code."""
        wrong: list[str] = []
        try:
            if self._shelf.connection.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",):
                wrong.append("file")
            for value in self._values(old_only=False):
                try:
                    self._shelf.keys.open(value.place, value.sealed)
                except Damaged:
                    wrong.append(f"{value.table}.{value.column}")
            for _, key, compartment, sealed in self._small(old_only=False):
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
