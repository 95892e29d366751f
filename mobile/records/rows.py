"""The rows of records: a sealed head beside a sealed body, found by a lookup key, listed by order of first saving.

It must never let a record change its compartment: what is private stays private for its whole life.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

from mobile.records.bulk import Bulk, has_values
from mobile.records.errors import ChangedMeanwhile, Damaged
from mobile.records.listing_order import ListingOrder
from mobile.records.ports import IS_HIDDEN
from mobile.records.remembered import Changes
from mobile.records.sealing import CLINICAL, PRIVATE, RowIdentity, family_of
from mobile.records.search import WordIndex
from mobile.records.store_context import StoreContext, as_json, marks


@dataclass(frozen=True)
class RecordRow:
    """A noun as the store takes it: made outside the thread, so that the thread only seals and writes."""

    kind: str
    resource_type: str
    is_private: bool
    id: str
    text: str
    head: Mapping[str, Any]
    is_head_older: bool = False  # the text was replaced by one whose head nobody has made yet
    goes_first: bool = False  # it ends what others may read: sent before everything else
    may_be_hidden: bool = False  # in the hidden family that is open, from the moment it is first kept
    belongs_to: str = ""  # the id of the record it is part of; "": of its own, or that one names it
    owns: tuple[str, ...] = ()  # the ids of records that are part of it

    @property
    def travels(self) -> bool:
        return bool(self.resource_type) and not self.is_private

    @property
    def compartment(self) -> int:
        return PRIVATE if self.is_private else CLINICAL


@dataclass(frozen=True)
class Stored:
    """Where a record stands; its contents still sealed. `family`: the hidden family it is of, 0 where it is not hidden."""

    seq: int
    key: bytes
    kind: int
    compartment: int
    family: int = 0

    @classmethod
    def of(cls, seq: int, key: bytes, kind: int, compartment: int, version: bytes) -> Self:
        """From a row of `open_record`."""
        return cls(seq, key, kind, compartment, family_of(version))

    def place(self, column: str) -> RowIdentity:
        return RowIdentity(self.compartment, self.kind, self.key + self.seq.to_bytes(8, "big"), column)


@dataclass(frozen=True)
class Opened:
    """A head, opened."""

    stored: Stored
    id: str
    kind_name: str
    resource_type: str
    values: Mapping[str, Any]


class Rows:
    def __init__(self, context: StoreContext) -> None:
        self._context = context
        self.words = WordIndex()
        self.changes = Changes()
        self.unreadable: set[int] = set()
        """Order numbers of rows that did not open: kept, left out of lists, and never passed over in silence."""
        self.bulk = Bulk(context, self.unreadable)
        self.order = ListingOrder(context, self.bulk)
        context.on_undo.append(self.words.clear)
        self._next_seq: int | None = None

    def _take_seq(self) -> int:
        seq = self._next_seq
        if seq is None:
            seq = 1 + (self._context.connection.execute("SELECT max(seq) FROM record").fetchone()[0] or 0)
        self._next_seq = seq + 1
        return seq

    def find(self, key: bytes) -> Stored | None:
        row = self._context.connection.execute(
            "SELECT seq, key, kind, compartment, version FROM open_record WHERE key = ?", (key,)
        ).fetchone()
        return Stored.of(*row) if row else None

    def is_taken(self, key: bytes) -> bool:
        """Whether there is a record under this key, hidden ones among them."""
        return bool(self.among([key]))

    def put(self, record_row: RecordRow, key: bytes, stored: Stored | None, family: int = 0) -> Stored:
        """Writes into a family, or replaces `stored`, which stays in its own. Raises ValueError if another kind or compartment
        holds this id, ChangedMeanwhile if something that is hidden does."""
        context = self._context
        kind = context.kind(record_row.kind)
        if stored is None:
            stored = Stored(self._take_seq(), key, kind, record_row.compartment, family)
            self._insert(stored, self._sealed(stored, record_row))
        else:
            if (stored.kind, stored.compartment) != (kind, record_row.compartment):
                raise ValueError("this id is kept as another kind")
            context.connection.execute(
                "UPDATE record SET head = ?, body = ? WHERE seq = ?",
                (*self._sealed(stored, record_row), stored.seq),
            )
        self._noted(kind, stored.seq, record_row.head.get("words"))
        context.touch(kind, record_row.id)
        return stored

    def _insert(self, stored: Stored, sealed: tuple[bytes, bytes]) -> None:
        values = (stored.seq, stored.key, stored.kind, stored.compartment, *sealed)
        try:
            self._context.connection.execute(
                "INSERT INTO record(seq, key, kind, compartment, head, body) VALUES(?, ?, ?, ?, ?, ?)", values
            )
        except sqlite3.IntegrityError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_CONSTRAINT_UNIQUE:
                raise ChangedMeanwhile from None
            raise

    def move(self, stored: Stored, family: int) -> None:
        """Seals a record anew as one of this family; 0: as one that is not hidden. Raises Damaged, and nothing was changed."""
        opened = self.opened(stored)
        if opened is None:
            raise Damaged
        is_private = stored.compartment == PRIVATE
        whole = RecordRow(
            opened.kind_name, opened.resource_type, is_private, opened.id, self.text(stored), opened.values
        )
        self._context.connection.execute(
            "UPDATE record SET head = ?, body = ? WHERE seq = ?",
            (*self._sealed(replace(stored, family=family), whole), stored.seq),
        )
        self._noted(stored.kind, stored.seq, opened.values.get("words"))
        self._context.touch(stored.kind, opened.id)

    def _noted(self, kind: int, seq: int, words: object) -> None:
        """What is kept in memory hears of the change."""
        self.words.put(kind, seq, words)
        self.changes.note(kind, seq)

    def add_many(self, kind: int, record_rows: Sequence[tuple[bytes, RecordRow]]) -> None:
        """New records of one kind and compartment under keys that hold nothing yet: what `put` does, for many."""
        if not record_rows:
            return
        context, compartment = self._context, record_rows[0][1].compartment
        seqs = [self._take_seq() for _ in record_rows]
        rows = [key + seq.to_bytes(8, "big") for seq, (key, _) in zip(seqs, record_rows, strict=True)]
        texts = [as_json(_head_of(record_row)) for _, record_row in record_rows]
        heads = context.seal_texts(
            RowIdentity(compartment, kind, b"", "head"), list(zip(rows, texts, strict=True))
        )
        texts = [record_row.text for _, record_row in record_rows]
        bodies = context.seal_texts(
            RowIdentity(compartment, kind, b"", "body"), list(zip(rows, texts, strict=True))
        )
        context.insert(
            "record(seq, key, kind, compartment, head, body)",
            [
                (seq, key, kind, compartment, head, body)
                for seq, (key, _), head, body in zip(seqs, record_rows, heads, bodies, strict=True)
            ],
        )
        for seq, (_, record_row) in zip(seqs, record_rows, strict=True):
            self._noted(kind, seq, record_row.head.get("words"))
            context.touch(kind, record_row.id)

    def among(self, keys: Sequence[bytes]) -> set[bytes]:
        """Which of these keys hold a record, hidden ones among them."""
        found = self._context.connection.execute("SELECT key FROM record WHERE key IN " + marks(keys), keys)  # noqa: S608
        return {key for (key,) in found}

    def _sealed(self, stored: Stored, record_row: RecordRow) -> tuple[bytes, bytes]:
        return (
            self._context.seal_values(
                stored.place("head"), _head_of(record_row, is_hidden=bool(stored.family)), stored.family
            ),
            self._context.seal_text(stored.place("body"), record_row.text, stored.family),
        )

    def drop(self, stored: Stored, local_id: str) -> None:
        self._context.connection.execute("DELETE FROM record WHERE seq = ?", (stored.seq,))
        self._noted(stored.kind, stored.seq, None)
        self._context.touch(stored.kind, local_id)

    def text(self, stored: Stored) -> str:
        """Raises Damaged."""
        (body,) = self._context.connection.execute(
            "SELECT body FROM record WHERE seq = ?", (stored.seq,)
        ).fetchone()
        return self._context.open_text(stored.place("body"), body)

    def head(self, stored: Stored, sealed: bytes) -> Opened | None:
        """None, and noted as unreadable, if it does not open."""
        try:
            values = self._context.open_values(stored.place("head"), sealed)
            return Opened(stored, values["i"], values["k"], values["t"], values["v"])
        except (Damaged, ValueError, KeyError, TypeError):
            self.unreadable.add(stored.seq)
            return None

    def opened(self, stored: Stored) -> Opened | None:
        row = self._context.connection.execute(
            "SELECT head FROM record WHERE seq = ?", (stored.seq,)
        ).fetchone()
        return self.head(stored, row[0])

    def heads(
        self, kind: int, limit: int, before: int | None, where: Mapping[str, object] | None = None
    ) -> list[Opened]:
        if where or self.order.is_by_time(kind):
            return self._heads_of(self._listed(kind, before, where or {})[:limit])
        found = self._context.connection.execute(
            "SELECT seq, key, kind, compartment, version, head FROM open_record WHERE kind = ? AND seq < ? "
            "ORDER BY seq DESC LIMIT ?",
            (kind, (1 << 62) if before is None else before, limit),
        ).fetchall()
        opened = (self.head(Stored.of(*row[:5]), row[5]) for row in found)
        return [one for one in opened if one is not None]

    def _listed(self, kind: int, before: int | None, where: Mapping[str, object]) -> Sequence[int]:
        """Order numbers, newest first, of records whose head has these values; `before`: of those that follow this one."""
        if not self.order.is_by_time(kind):
            return [seq for seq in self.bulk.having(kind, where) if before is None or seq < before]
        found = self.order.newest_first(kind)
        if before is not None:  # after one that is gone meanwhile nothing follows: who reads on begins anew
            found = found[found.index(before) + 1 :] if before in found else ()
        fits = {*self.bulk.having(kind, where)} if where else {*found}
        return [seq for seq in found if seq in fits]

    def texts(self, kind: int, limit: int, before: int | None) -> list[str]:
        found = self._context.connection.execute(
            "SELECT seq, key, kind, compartment, version, body FROM open_record WHERE kind = ? AND seq < ? "
            "ORDER BY seq DESC LIMIT ?",
            (kind, (1 << 62) if before is None else before, limit),
        ).fetchall()
        texts: list[str] = []
        for row in found:
            stored = Stored.of(*row[:5])
            try:
                texts.append(self._context.open_text(stored.place("body"), row[5]))
            except Damaged:
                self.unreadable.add(stored.seq)
        return texts

    def every(self) -> Iterator[Stored]:
        """All records that are shown, oldest first."""
        last = 0
        while rows := self._context.connection.execute(
            "SELECT seq, key, kind, compartment, version FROM open_record WHERE seq > ? ORDER BY seq LIMIT 200",
            (last,),
        ).fetchall():
            for row in rows:
                yield Stored.of(*row)
            last = rows[-1][0]

    def count(self, kind: int) -> int:
        return self._context.connection.execute(
            "SELECT count(*) FROM open_record WHERE kind = ?", (kind,)
        ).fetchone()[0]

    def search(
        self, kind: int, words: str, limit: int, where: Mapping[str, object] | None = None
    ) -> list[Opened]:
        """Newest first. The first search of a kind opens every head of it, as far as `learn` has not; later ones look in memory."""
        while self.learn(kind):
            pass
        is_by_time = self.order.is_by_time(kind)
        if not where and not is_by_time:
            return self._heads_of(self.words.search(kind, words, limit))
        seqs, found = self.words.search(kind, words), list[Opened]()
        for seq in self.order.arranged(kind, {*seqs}) if is_by_time else seqs:
            found += [one for one in self._heads_of([seq]) if has_values(one.values, where or {})]
            if len(found) == limit:
                break
        return found

    def _heads_of(self, seqs: Sequence[int]) -> list[Opened]:
        found: list[Opened] = []
        for seq in seqs:
            row = self._context.connection.execute(
                "SELECT seq, key, kind, compartment, version, head FROM open_record WHERE seq = ?", (seq,)
            ).fetchone()
            opened = self.head(Stored.of(*row[:5]), row[5])
            if opened is not None:
                found.append(opened)
        return found

    def learn(self, kind: int) -> bool:
        """Opens some more heads for a search. Returns whether there may be others."""
        if self.words.knows(kind):
            return False
        found = self.bulk.opened_after(kind, "head", self.words.reached(kind))
        for seq, data in found:
            if data is not None:
                self.words.put(kind, seq, _words(data))
        self.words.reach(kind, found[-1][0] if found else None)
        return bool(found)


def _head_of(record_row: RecordRow, *, is_hidden: bool = False) -> dict[str, Any]:
    """That it is hidden stands there for lists and filters, and is never taken from anywhere else."""
    values = {name: value for name, value in record_row.head.items() if name != IS_HIDDEN}
    head = {
        "i": record_row.id,
        "k": record_row.kind,
        "t": record_row.resource_type,
        "v": {**values, IS_HIDDEN: True} if is_hidden else values,
    }
    return {**head, "o": True} if record_row.is_head_older else head


_decode = json.JSONDecoder().raw_decode
_STARTS = '"v":{"words":"'
"""Where the values of a head begin with its words, as those of own words do. In any text a quote is escaped: this is nowhere else."""


def _words(head: bytes) -> object:
    """Of thousands of heads nothing is made but the words, where they can be found so."""
    try:
        text = head.decode()
        at = text.find(_STARTS)
        if at >= 0:
            return _decode(text, at + len(_STARTS) - 1)[0]
        return _decode(text)[0]["v"].get("words")
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
