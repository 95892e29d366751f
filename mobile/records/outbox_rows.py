"""The queue's rows: reading, sealing and writing one, without the rules of when.

Every query of the queue's table is here. It must never put a payload, a time or a reason in clear.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from mobile.records.errors import Damaged
from mobile.records.rows import Rows
from mobile.records.sealing import CLINICAL, RowIdentity
from mobile.records.store_context import StoreContext

WAITING, IN_FLIGHT, PARKED, CONFLICT = 0, 1, 2, 3


@dataclass(frozen=True)
class Entry:
    """One row of the queue with what is sealed beside it, the payload still closed."""

    seq: int
    key: bytes
    kind: int
    state: int
    begun: int
    about: bytes
    timing: bytes | None


@dataclass(frozen=True)
class About:
    local_id: str
    resource_type: str
    is_delete: bool
    needs: tuple[str, ...]
    is_again: bool = False  # the server had this record, and said that it was gone
    goes_first: bool = False  # it ends what others may read: nothing is sent before it
    names: tuple[str, ...] = ()  # other records it points to as the server calls them, "Goal/12"
    after: tuple[str, ...] = ()  # a deletion: local ids of what was saved with it, which is sent before it
    digests: tuple[
        str, ...
    ] = ()  # a deletion: digests of what the record said, as far as the server may have it


_SELECT = "SELECT seq, key, kind, state, begun, about, timing FROM outbox "


class QueueRows:
    def __init__(self, context: StoreContext, rows: Rows) -> None:
        self._context = context
        self._rows = rows
        self._next_seq: int | None = None
        self._of_key: dict[bytes, list[int]] | None = None
        """Order numbers by record, in memory: an index on the disk would cost every save another page."""
        context.on_undo.append(self._forget)

        self._first: set[int] | None = None
        """Order numbers of rows that go first, in memory: they are looked for at every round, and seldom there."""

        self._opened: dict[int, tuple[tuple[bytes, int, bytes], About]] = {}
        """By order number, what is sealed in a row and what it said: each round and each list asks for all of them."""

        self._needing: dict[str, set[int]] | None = None
        """Order numbers by the local id a row needs, in memory: many removals at once each ask who needs what goes."""

    def _forget(self) -> None:
        self._of_key = None
        self._first = None
        self._needing = None

    def needing(self, local_id: str) -> list[Entry]:
        """Rows that refer to this record, oldest first. A row that does not open refers to none."""
        if self._needing is None:
            self._needing = {}
            for entry in self.oldest_first():
                for wanted in self._needs(entry):
                    self._needing.setdefault(wanted, set()).add(entry.seq)
        found = (self.entry(seq) for seq in sorted(self._needing.get(local_id, ())))
        return [entry for entry in found if entry is not None]

    def _needs(self, entry: Entry) -> tuple[str, ...]:
        try:
            return self.about(entry).needs
        except Damaged:
            return ()

    def first_keys(self) -> list[bytes]:
        """Records with a row that goes first, oldest first."""
        if self._first is None:
            self._first = {entry.seq for entry in self.oldest_first() if self._goes_first(entry)}
        found = (self.entry(seq) for seq in sorted(self._first))
        return list(dict.fromkeys(entry.key for entry in found if entry is not None))

    def _goes_first(self, entry: Entry) -> bool:
        try:
            return self.about(entry).goes_first
        except Damaged:
            return False

    def _seqs(self, key: bytes) -> list[int]:
        return self._by_record().setdefault(key, [])

    def _by_record(self) -> dict[bytes, list[int]]:
        if self._of_key is None:
            self._of_key = {}
            for seq, found in self._context.connection.execute("SELECT seq, key FROM outbox ORDER BY seq"):
                self._of_key.setdefault(found, []).append(seq)
        return self._of_key

    def _place(self, entry: Entry, column: str) -> RowIdentity:
        return RowIdentity(CLINICAL, entry.kind, entry.key + entry.seq.to_bytes(8, "big"), f"outbox {column}")

    def has(self, key: bytes) -> bool:
        """Whether anything of this record is queued."""
        return bool(self._by_record().get(key))

    def rows_of(self, kind: int) -> list[tuple[Any, ...]]:
        """Of every record of a kind with something queued, as they lie, the last queued first: for `queued_in`, and to be compared."""
        query = _SELECT + "WHERE kind = ? ORDER BY seq DESC"
        return self._context.connection.execute(query, (kind,)).fetchall()

    def queued_in(self, rows: Iterable[tuple[Any, ...]]) -> list[tuple[str, list[Entry]]]:
        """(id, its rows, oldest first) of each record among them."""
        found: dict[bytes, list[Entry]] = {}
        for entry in (Entry(*row) for row in rows):
            found.setdefault(entry.key, []).append(entry)
        return [(self.about(entries[0]).local_id, entries[::-1]) for entries in found.values()]

    def entries(self, key: bytes) -> list[Entry]:
        """The rows of one record, oldest first."""
        found = (self.entry(seq) for seq in self._seqs(key))
        return [entry for entry in found if entry is not None]

    def oldest_first(self) -> Iterator[Entry]:
        """Every row, one at a time."""
        for row in self._context.connection.execute(_SELECT + "ORDER BY seq"):
            yield Entry(*row)

    def in_state(self, *states: int) -> list[Entry]:
        return [entry for entry in self.oldest_first() if entry.state in states]

    def entry(self, seq: int) -> Entry | None:
        row = self._context.connection.execute(_SELECT + "WHERE seq = ?", (seq,)).fetchone()
        return Entry(*row) if row else None

    def about(self, entry: Entry) -> About:
        """Opened once for as long as the row says the same. Raises Damaged."""
        sealed = (entry.key, entry.kind, entry.about)
        known = self._opened.get(entry.seq)
        if known is None or known[0] != sealed:
            known = self._opened[entry.seq] = sealed, self._about(entry)
        return known[1]

    def _about(self, entry: Entry) -> About:
        local_id, resource_type, is_delete, wanted, *more = self._context.open_values(
            self._place(entry, "about"), entry.about
        )
        usual: list[Any] = [False, False, (), (), ()]
        is_again, goes_first, names, after, digests, *_ = [*more, *usual[len(more) :]]
        return About(
            local_id,
            resource_type,
            is_delete,
            tuple(wanted),
            bool(is_again),
            bool(goes_first),
            tuple(names),
            tuple(after),
            tuple(digests),
        )

    def _sealed_about(self, entry: Entry, about: About) -> bytes:
        values = [
            about.local_id,
            about.resource_type,
            about.is_delete,
            about.needs,
            about.is_again,
            about.goes_first,
            about.names,
            about.after,
            about.digests,
        ]
        return self._context.seal_values(self._place(entry, "about"), values)

    def set_again(self, entry: Entry) -> None:
        """From now on it is sent as what may be there already, with other words."""
        sealed = self._sealed_about(entry, replace(self.about(entry), is_again=True))
        self._context.connection.execute("UPDATE outbox SET about = ? WHERE seq = ?", (sealed, entry.seq))

    def payload(self, entry: Entry) -> str:
        """The snapshot. Without one of its own it is the record's body, which `fix` copies before a save changes it."""
        row = self._context.connection.execute(
            "SELECT payload FROM outbox WHERE seq = ?", (entry.seq,)
        ).fetchone()
        if row[0] is not None:
            return self._context.open_text(self._place(entry, "payload"), row[0])
        stored = self._rows.find(entry.key)
        if stored is None:
            raise Damaged
        return self._rows.text(stored)

    def _has_payload(self, entry: Entry) -> bool:
        row = self._context.connection.execute(
            "SELECT payload IS NOT NULL FROM outbox WHERE seq = ?", (entry.seq,)
        ).fetchone()
        return bool(row and row[0])

    def fix(self, entry: Entry) -> None:
        """From now on the row has its snapshot to itself, whatever becomes of the record."""
        if self._has_payload(entry):
            return
        sealed = self._context.seal_text(self._place(entry, "payload"), self.payload(entry))
        self._context.connection.execute(
            "UPDATE outbox SET payload = ? WHERE seq = ? AND payload IS NULL", (sealed, entry.seq)
        )

    def timing(self, entry: Entry) -> tuple[datetime | None, str | None]:
        """(not before, reason)."""
        if entry.timing is None:
            return None, None
        at, reason, *_ = self._context.open_values(self._place(entry, "timing"), entry.timing)
        return (datetime.fromisoformat(at) if at else None), reason

    def insert(self, key: bytes, kind: int, state: int, about: About, payload: str | None) -> Entry:
        """`payload` None: the record's own body, as it is now."""
        seq = self._next_seq
        if seq is None:
            seq = 1 + (self._context.connection.execute("SELECT max(seq) FROM outbox").fetchone()[0] or 0)
        self._next_seq = seq + 1  # not taken back when a transaction is undone: a number means one row, ever
        entry = Entry(seq, key, kind, state, 0, b"", None)
        sealed = None if payload is None else self._context.seal_text(self._place(entry, "payload"), payload)
        seqs = self._seqs(key)
        self._context.connection.execute(
            "INSERT INTO outbox(seq, key, kind, compartment, state, about, payload) VALUES(?, ?, ?, ?, ?, ?, ?)",
            (
                seq,
                key,
                kind,
                CLINICAL,
                state,
                self._sealed_about(entry, about),
                sealed,
            ),
        )
        seqs.append(seq)
        if about.goes_first and self._first is not None:
            self._first.add(seq)
        if self._needing is not None:
            for wanted in about.needs:
                self._needing.setdefault(wanted, set()).add(seq)
        return entry

    def delete(self, entries: Iterable[Entry]) -> None:
        for entry in entries:
            self._context.connection.execute("DELETE FROM outbox WHERE seq = ?", (entry.seq,))
            self._opened.pop(entry.seq, None)
            if self._first is not None:
                self._first.discard(entry.seq)
            seqs = self._seqs(entry.key)
            if entry.seq in seqs:
                seqs.remove(entry.seq)
            if not seqs and self._of_key is not None:
                del self._of_key[entry.key]

    def set_state(
        self, entry: Entry, state: int, at: datetime | None = None, reason: str | None = None
    ) -> None:
        """`at`: not before. `reason`: a code. Both sealed."""
        self._set(entry, state, entry.begun, at.isoformat() if at else None, reason)

    def set_begun(self, entry: Entry) -> None:
        """It is on its way, once more than before."""
        self._set(entry, IN_FLIGHT, entry.begun + 1, None, None)

    def _set(self, entry: Entry, state: int, begun: int, at: str | None, reason: str | None) -> None:
        """State and count stand in clear, for queries; they are sealed too, so that a changed one is found."""
        timing = self._context.seal_values(self._place(entry, "timing"), [at, reason, state, begun])
        self._context.connection.execute(
            "UPDATE outbox SET state = ?, begun = ?, timing = ? WHERE seq = ?",
            (state, begun, timing, entry.seq),
        )

    def is_sound(self) -> bool:
        """Whether what stands in clear of each row is what was sealed with it. Raises Damaged."""
        for entry in self.oldest_first():
            if entry.timing is None:
                is_as_made = entry.begun == 0 and entry.state in (WAITING, CONFLICT)
                if not is_as_made:
                    return False
                continue
            _, _, *sealed = self._context.open_values(self._place(entry, "timing"), entry.timing)
            if sealed and sealed != [entry.state, entry.begun]:
                return False
        return True
