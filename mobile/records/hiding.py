"""Hiding records and showing them again, while the second PIN that keeps them apart is the one that opened the store.

A record is hidden by sealing it anew under the key of the family that is open; it stays in its table, its place and its
compartment. It must never leave one half of what belongs together on the other side, nor a word of it in the log.
"""

from __future__ import annotations

from collections.abc import Sequence

from mobile.records.database import Database
from mobile.records.errors import Damaged, Locked
from mobile.records.local_writes import LocalWrites, Removal, Seen
from mobile.records.open_records import IS_HIDDEN
from mobile.records.ports import Noun
from mobile.records.record_rows import removal_of, seen_of
from mobile.records.rows import Rows, Stored
from mobile.records.store_context import StoreContext


class HiddenRecords:
    """Of one open store (`ports.Hiding`)."""

    def __init__(
        self, database: Database, context: StoreContext, rows: Rows, local_writes: LocalWrites
    ) -> None:
        self._database = database
        self._context = context
        self._rows = rows
        self._local_writes = local_writes
        self.family = context.keys.family
        """Known after the lock as well, when the key is gone: what a lock held back is told apart by it."""

    @property
    def is_open(self) -> bool:
        return bool(self.family)

    @property
    def begins_hidden(self) -> bool:
        return self._local_writes.families.begins_hidden

    @begins_hidden.setter
    def begins_hidden(self, is_on: bool) -> None:
        self._local_writes.families.begins_hidden = is_on

    def begin(self, id: str, *, is_hidden: bool) -> None:
        self._local_writes.families.begin(id, is_hidden=is_hidden)

    async def is_hidden(self, id: str) -> bool:
        return self.is_open and await self._database.call(self._is_hidden, id)

    def _is_hidden(self, id: str) -> bool:
        stored = self._rows.find(self._context.key(id))
        return bool(stored.family) if stored is not None else self._local_writes.families.begins(id)

    async def count(self, noun: type[Noun]) -> int:
        return await self._database.call(self._count, noun.KIND.name) if self.is_open else 0

    def _count(self, kind: str) -> int:
        return sum(stored.kind == self._context.kind(kind) for stored in self._of_family())

    async def move(
        self, nouns: Sequence[Noun], *, is_hidden: bool, over: Sequence[Noun], remove: Sequence[Noun] = ()
    ) -> None:
        if not self.is_open:
            raise Locked
        ids = [noun.id for noun in nouns]
        removals = [removal_of(noun) for noun in remove]
        await self._database.write(self._moved, ids, is_hidden, removals, seen_of(over))
        await self._database.call(self._database.empty_log)

    def _moved(self, ids: Sequence[str], is_hidden: bool, removals: Sequence[Removal], seen: Seen) -> None:
        self._local_writes.save_all((), removals, seen)
        family = self.family if is_hidden else 0
        for number, id in enumerate(ids):
            stored = self._rows.find(self._context.key(id))
            if stored is None or stored.family == family:
                continue
            try:
                self._rows.move(stored, family)
            except Damaged:
                if number == 0:
                    raise

    def show_all(self) -> None:
        """In the thread, in the caller's transaction: nothing of the family that is open is hidden any more. What does not open
        stays as it is."""
        for stored in self._of_family():
            try:
                self._rows.move(stored, 0)
            except Damaged:
                continue

    def _of_family(self) -> list[Stored]:
        rows = self._context.connection.execute(
            f"SELECT seq, key, kind, compartment, substr(head, 2, 2) FROM record "  # noqa: S608
            f"WHERE {IS_HIDDEN} AND substr(head, 2, 2) = ? ORDER BY seq",
            (self.family.to_bytes(2, "big"),),
        ).fetchall()
        return [Stored.of(*row) for row in rows]
