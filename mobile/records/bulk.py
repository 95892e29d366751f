"""Many rows of one kind opened in one go: the shortest way from sealed values to what they say, without a cap.

It only reads, inside the database's thread.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from mobile.records.sealing import RowIdentity
from mobile.records.store_context import StoreContext, marks, to_text

_ASKED_AT_ONCE = 500


class Bulk:
    """`unreadable` takes the order numbers of rows that did not open."""

    def __init__(self, context: StoreContext, unreadable: set[int]) -> None:
        self._context = context
        self._unreadable = unreadable

    def opened(self, kind: int, column: str) -> Iterator[tuple[int, bytes | None]]:
        """(order number, what was sealed) of a column, the oldest first; None for what does not open. Some hundred are in memory at
        a time: thousands of heads are megabytes."""
        last = -1
        while found := self.opened_after(kind, column, last):
            last = found[-1][0]
            yield from found

    def opened_after(self, kind: int, column: str, last: int) -> list[tuple[int, bytes | None]]:
        """Some hundred of them, those that come after this order number."""
        return sorted(self._opened(kind, column, self._sealed_after(kind, column, last)), key=_first)

    def all_texts(self, kind: int) -> list[tuple[int, str | None]]:
        """(order number, text) of every record of a kind, oldest first; None for what does not open."""
        return self._opened_texts(kind, self._sealed_of(kind, "body"))

    def texts_of(self, kind: int, seqs: Sequence[int]) -> list[tuple[int, str | None]]:
        """The same of these rows; None also for what is gone."""
        found: dict[int, str | None] = dict.fromkeys(seqs)
        for start in range(0, len(seqs), _ASKED_AT_ONCE):
            found.update(
                self._opened_texts(kind, self._sealed_of(kind, "body", seqs[start : start + _ASKED_AT_ONCE]))
            )
        return list(found.items())

    def fitting(self, kind: int, where: Mapping[str, object]) -> list[int]:
        """Order numbers, newest first, of records whose head has these values, and of those whose head cannot tell:
        it was made before one of the values was part of it, or is older than the body.
        """
        fits: list[int] = []
        for seq, data in self.opened(kind, "head"):
            if data is None or _may_fit(data, where):
                fits.append(seq)  # what does not open is noted where its body is asked for
        return sorted(fits, reverse=True)

    def having(self, kind: int, where: Mapping[str, object]) -> list[int]:
        """Order numbers, newest first, of records whose head has these values."""
        fits = [seq for seq, values in self.heads(kind) if has_values(values, where)]
        return sorted(fits, reverse=True)

    def values(self, kind: int, name: str, where: Mapping[str, object]) -> dict[str, int]:
        """The texts that heads with the values of `where` hold under a name, each with how many hold it."""
        found = Counter[str]()
        for _, values in self.heads(kind):
            if has_values(values, where):
                held = values.get(name)
                listed = cast("list[object]", held) if isinstance(held, list) else [held]
                found.update({one for one in listed if isinstance(one, str) and one})
        return dict(found)

    def heads(self, kind: int) -> Iterator[tuple[int, Mapping[str, Any]]]:
        """(order number, values) of every head that can be read, oldest first."""
        for seq, data in self.opened(kind, "head"):
            values = _values_of(data) if data is not None else None
            if values is not None:
                yield seq, values

    def _sealed_after(self, kind: int, column: str, last: int) -> list[tuple[int, bytes, int, bytes]]:
        """As `_sealed_of`: the next of a column, from an order number on."""
        return self._context.connection.execute(
            f"SELECT seq, key, compartment, {column} FROM open_record WHERE kind = ? AND seq > ? ORDER BY seq LIMIT ?",  # noqa: S608
            (kind, last, _ASKED_AT_ONCE),
        ).fetchall()

    def _sealed_of(
        self, kind: int, column: str, seqs: Sequence[int] | None = None
    ) -> list[tuple[int, bytes, int, bytes]]:
        """(order number, key, compartment, sealed) of a column; `seqs`: of these rows only."""
        chosen = "" if seqs is None else " AND seq IN " + marks(seqs)
        return self._context.connection.execute(
            f"SELECT seq, key, compartment, {column} FROM open_record WHERE kind = ?{chosen} ORDER BY seq",  # noqa: S608
            (kind, *(seqs or ())),
        ).fetchall()

    def _opened(
        self, kind: int, column: str, rows: Sequence[tuple[int, bytes, int, bytes]]
    ) -> Iterator[tuple[int, bytes | None]]:
        """In one go: the shortest way from many sealed values to what they say. What does not open is noted."""
        for compartment in {row[2] for row in rows}:
            some = [row for row in rows if row[2] == compartment]
            ground = RowIdentity(compartment, kind, b"", column)
            sealed = ((row[1] + row[0].to_bytes(8, "big"), row[3]) for row in some)
            for (seq, *_), data in zip(some, self._context.keys.open_many(ground, sealed), strict=True):
                if data is None:
                    self._unreadable.add(seq)
                yield seq, data

    def _opened_texts(
        self, kind: int, rows: Sequence[tuple[int, bytes, int, bytes]]
    ) -> list[tuple[int, str | None]]:
        opened = self._opened(kind, "body", rows)
        return [(seq, to_text(data) if data is not None else None) for seq, data in opened]


def _first(pair: tuple[int, object]) -> int:
    return pair[0]


def has_values(values: Mapping[str, Any], where: Mapping[str, object]) -> bool:
    """Whether a head has these values; of a value that is a list, one of its items. Of a wanted frozenset any one will do."""
    return all(_has(values.get(name), wanted) for name, wanted in where.items())


def _has(value: object, wanted: object) -> bool:
    if isinstance(wanted, frozenset):
        return any(_has(value, one) for one in cast("frozenset[object]", wanted))
    return value == wanted or (isinstance(value, list) and wanted in cast("list[object]", value))


def _values_of(head: bytes) -> Mapping[str, Any] | None:
    try:
        values = _decode(head.decode())[0]["v"]
    except (ValueError, KeyError, TypeError):
        return None
    return cast("dict[str, Any]", values) if isinstance(values, dict) else None


_decode = json.JSONDecoder().raw_decode


def _may_fit(head: bytes, where: Mapping[str, object]) -> bool:
    try:
        opened = _decode(head.decode())[0]
        values: Mapping[str, Any] = opened["v"]
        return bool(opened.get("o")) or all(
            name not in values or values[name] == wanted for name, wanted in where.items()
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return True
