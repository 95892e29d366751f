"""What a person does with records, inside the thread: save, remove, read, settle. One transaction each."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mobile.records.deletions import Deletions
from mobile.records.errors import ChangedMeanwhile, Damaged
from mobile.records.families import Families
from mobile.records.links import Link, Links
from mobile.records.outbox import Queue
from mobile.records.outbox_rows import CONFLICT
from mobile.records.ports import Conflict, Head, Standing
from mobile.records.rows import Opened, RecordRow, Rows, Stored
from mobile.records.sealing import CLINICAL
from mobile.records.store_context import StoreContext
from mobile.records.versions import digest

REMOVED = "removed: "
"""With this and its id begins the note of what was removed before the server knew of it: no copy made before sends it."""


@dataclass(frozen=True)
class Removal:
    kind: str
    resource_type: str
    id: str
    withdrawn_stub: str


@dataclass(frozen=True)
class AsRead:
    """A record as somebody read it. `again`: what its noun makes of a text, which may be older than the noun is now."""

    id: str
    text: str
    again: Callable[[str], str]


@dataclass(frozen=True)
class Seen:
    """What somebody saw before they decided. `was`: records as they were read; `counts`: by kind, how many there were; `none`:
    ids of what was not there; `unsent`: ids of what nobody else can have yet."""

    was: Sequence[AsRead] = ()
    counts: Mapping[str, int] = field(default_factory=dict[str, int])
    none: Sequence[str] = ()
    unsent: Sequence[str] = ()


CONDENSED_AT_ONCE = 500


class LocalWrites:
    """The parts of an open store put together. All methods run in the thread."""

    def __init__(self, context: StoreContext, rows: Rows, links: Links, queue: Queue) -> None:
        self._context = context
        self._rows = rows
        self._links = links
        self._queue = queue
        self._deletions = Deletions(context)
        self._known_queued: dict[int, tuple[tuple[Any, ...], dict[str, Standing]]] = {}
        """By kind, the rows of what is queued as they lay, and what they said."""

        self.families = Families(context, rows)

    # --- writing ---

    def save_all(
        self,
        record_rows: Sequence[RecordRow],
        removals: Sequence[Removal],
        seen: Seen | None = None,
    ) -> None:
        """Raises ChangedMeanwhile where what was `seen` is otherwise now."""
        if seen is not None and not self._is_still(seen):
            raise ChangedMeanwhile
        families = self.families.of(record_rows)
        for record_row in record_rows:
            self._save(record_row, families.get(record_row.id, 0))
        after = tuple(record_row.id for record_row in record_rows if record_row.travels)
        for removal in removals:
            self._remove(removal, after)

    def _is_still(self, seen: Seen) -> bool:
        is_as_counted = all(self.count(kind) == count for kind, count in seen.counts.items())
        is_none_there = all(self._rows.find(self._context.key(id)) is None for id in seen.none)
        has_not_left = all(self._queue.never_left(self._context.key(id)) for id in seen.unsent)
        return is_as_counted and is_none_there and has_not_left and all(self._reads(one) for one in seen.was)

    def _reads(self, was: AsRead) -> bool:
        stored = self._rows.find(self._context.key(was.id))
        if stored is None:
            return False
        text = self._rows.text(stored)
        return text == was.text or json.loads(was.again(text)) == json.loads(was.text)

    def _save(self, record_row: RecordRow, family: int) -> Stored:
        key = self._context.key(record_row.id)
        stored = self._rows.find(key)
        if stored is not None and stored.family and not record_row.may_be_hidden:
            raise ChangedMeanwhile  # hidden since it was decided to give it to somebody
        if record_row.travels:
            self._queue.before_change(key)
            self._keep_base(key, stored)
        if stored is None:
            self._deletions.forget(record_row.id)
        stored = self._rows.put(record_row, key, stored, family)
        if record_row.travels:
            self._queue.save(
                key,
                stored.kind,
                record_row.id,
                record_row.resource_type,
                record_row.text,
                goes_first=record_row.goes_first,
            )
        return stored

    def _keep_base(self, key: bytes, stored: Stored | None) -> None:
        """What the server has was the record's own body so far, which is about to change."""
        link = self._links.find(key)
        if link is None or link.has_base or link.is_gone:
            return
        try:
            self._links.set_base(key, self._rows.text(stored) if stored is not None else "")
        except Damaged:
            self._links.set_base(key, "")  # equal to nothing: the next answer of the server's decides

    def _remove(self, removal: Removal, after: Sequence[str] = ()) -> None:
        key, kind = self._context.key(removal.id), self._context.kind(removal.kind)
        stored = self._rows.find(key)
        if stored is not None and stored.kind != kind:
            raise ValueError("this id is kept as another kind")
        is_private = stored is not None and stored.compartment != CLINICAL
        self._queue.before_change(key)
        digests = [] if is_private else self._digests(key, stored)  # what never travels is never looked for
        if stored is not None:
            self._rows.drop(stored, removal.id)
        self._links.drop_theirs(key)
        if is_private or not removal.resource_type:
            self._deletions.note(removal.id)
        else:
            if self._links.find(key) is None:
                self._context.write_small("note", REMOVED + removal.id, "")
            self._queue.remove(
                key, kind, removal.id, removal.resource_type, removal.withdrawn_stub, after, digests
            )
        self._context.touch(kind, removal.id)

    def _digests(self, key: bytes, stored: Stored | None) -> list[str]:
        """Digests of what the server may have of a record, by which it is known should it turn up there again."""
        texts: list[str | None] = []
        try:
            link = self._links.find(key)
            texts.append(self._links.base(link) if link is not None and link.has_base else None)
            texts += [self._queue.payload(entry) for entry in self._queue.entries(key) if entry.begun]
            texts.append(self._rows.text(stored) if stored is not None else None)
        except Damaged:
            pass  # what does not open cannot be told apart; the removal itself goes all the same
        return [digests for digests in dict.fromkeys(map(digest, texts)) if digests is not None]

    def settle(
        self,
        record_row: RecordRow,
        over: Conflict | None = None,
        record_rows: Sequence[RecordRow] = (),
        removals: Sequence[Removal] = (),
        seen: Seen | None = None,
    ) -> None:
        """What is on its way stays; what was held gives way to the version chosen. Raises ChangedMeanwhile where the two
        versions are not those of `over`, or what was `seen` is otherwise now."""
        key = self._context.key(record_row.id)
        if over is not None:
            theirs = self._links.theirs(key)
            if (
                theirs is None
                or theirs.text != over.theirs
                or not self._reads(AsRead(over.id, over.ours, str))
            ):
                raise ChangedMeanwhile
        self._links.drop_theirs(key)
        for entry in self._queue.entries(key):
            if entry.state == CONFLICT:
                self._queue.finish(entry)
        self.save_all([*record_rows, record_row], removals, seen)

    def try_again(self, local_id: str) -> None:
        self._queue.try_again(self._context.key(local_id))

    # --- reading ---

    def get(self, kind: str, local_id: str) -> str | None:
        """The text. Raises Damaged if its row does not open."""
        stored = self._rows.find(self._context.key(local_id))
        if stored is None or stored.kind != self._context.kind(kind):
            return None
        return self._rows.text(stored)

    def get_all(self, kind: str, local_ids: Sequence[str]) -> list[str]:
        """The texts of those that are here. Raises Damaged if a row does not open."""
        texts = [self.get(kind, local_id) for local_id in local_ids]
        return [text for text in texts if text is not None]

    def lines(self, kind: str, is_new: bool) -> list[tuple[int, str | None]]:
        """(order number, text) of all records of a kind, or, once begun, of those written since the last time."""
        code, changed = self._context.kind(kind), None
        if not is_new:
            changed = self._rows.changes.take(code)
        if changed is None:
            self._rows.changes.begin(code)
            return self._rows.bulk.all_texts(code)
        return self._rows.bulk.texts_of(code, changed)

    def fitting(self, kind: str, where: Mapping[str, object]) -> list[str]:
        """The texts, newest first, of what may fit: whoever knows the noun looks again."""
        code = self._context.kind(kind)
        texts = self._rows.bulk.texts_of(code, self._rows.bulk.fitting(code, where))
        return [text for _, text in texts if text is not None]

    def known_as(self, resource_type: str | None) -> dict[str, str]:
        """By local id, the clinic's names for what it has of a type."""
        return self._links.known_as(resource_type) if resource_type is not None else {}

    def unsent(self, kind: str) -> dict[str, Standing]:
        """By id, of every record of this kind that is queued, was written in two places, or is not at the clinic at all."""
        code = self._context.kind(kind)
        found = dict(self._queued(code))
        for key, local_id in self._apart(code):
            found.setdefault(local_id, self._standing(key, self._links.find(key)))
        return found

    def _queued(self, code: int) -> dict[str, Standing]:
        """Of what is queued: opened anew only where a row of it is another, since a list asks at every redraw."""
        rows, links, apart = (
            self._queue.rows_of(code),
            self._links.rows_of_queued(code),
            self._links.in_conflict(),
        )
        known = self._known_queued.get(code)
        if known is not None and known[0] == (rows, links, apart):
            return known[1]
        found, link_of = dict[str, Standing](), {row[0]: self._links.opened(*row) for row in links}
        for local_id, entries in self._queue.queued_in(rows):
            key = entries[0].key
            found.setdefault(local_id, self._queue.standing_of(entries, link_of.get(key), key in apart))
        self._known_queued[code] = (rows, links, apart), found
        return found

    def _apart(self, code: int) -> list[tuple[bytes, str]]:
        """(key, id) of records that could travel with another version beside them, or without one at the clinic, and nothing queued."""
        rows = self._context.connection.execute(
            "SELECT record.seq, record.key, record.kind, record.compartment FROM record "
            "LEFT JOIN link ON link.key = record.key LEFT JOIN conflict ON conflict.key = record.key "
            "WHERE record.kind = ? AND record.compartment = ? "
            "AND (link.key IS NULL OR link.is_gone = 1 OR conflict.key IS NOT NULL) "
            "AND record.key NOT IN (SELECT key FROM outbox WHERE kind = ?) ORDER BY record.seq DESC",
            (code, CLINICAL, code),
        ).fetchall()
        opened = ((row[1], self._rows.opened(Stored(*row))) for row in rows)
        return [(key, one.id) for key, one in opened if one is not None and one.resource_type]

    def newest(self, kind: str, limit: int, before: int | None) -> list[str]:
        return self._rows.texts(self._context.kind(kind), limit, before)

    def heads(self, kind: str, limit: int, before: int | None, where: Mapping[str, object]) -> list[Head]:
        found = self._rows.heads(self._context.kind(kind), limit, before, where)
        return [self._with_standing(one) for one in found]

    def learn(self, kind: str) -> bool:
        return self._rows.learn(self._context.kind(kind))

    def condense(self, kind: str) -> bool:
        """Holds what is searched in less memory, some rows at a time. Returns whether there are more."""
        return self._rows.words.condense(self._context.kind(kind), CONDENSED_AT_ONCE)

    def search(self, kind: str, words: str, limit: int, where: Mapping[str, object]) -> list[Head]:
        found = self._rows.search(self._context.kind(kind), words, limit, where)
        return [self._with_standing(one) for one in found]

    def values(self, kind: str, name: str, where: Mapping[str, object]) -> dict[str, int]:
        return self._rows.bulk.values(self._context.kind(kind), name, where)

    def _with_standing(self, opened: Opened) -> Head:
        key = opened.stored.key
        return Head(opened.id, opened.stored.seq, opened.values, self._standing(key, self._links.find(key)))

    def _standing(self, key: bytes, link: Link | None) -> Standing:
        return self._queue.standing(key, link, self._links.theirs(key) is not None)

    def count(self, kind: str) -> int:
        return self._rows.count(self._context.kind(kind))

    def standing(self, kind: str, local_id: str) -> Standing | None:
        """None for what is not here and has nothing queued."""
        key = self._context.key(local_id)
        stored = self._rows.find(key)
        if stored is not None and stored.kind != self._context.kind(kind):
            return None
        if stored is None and not self._queue.entries(key):
            return None
        return self._standing(key, self._links.find(key))

    def conflicts(self, kind: str) -> list[Conflict]:
        found: list[Conflict] = []
        rows = self._context.connection.execute(
            "SELECT record.seq, record.key, record.kind, record.compartment FROM conflict "
            "JOIN record ON record.key = conflict.key WHERE record.kind = ? ORDER BY record.seq",
            (self._context.kind(kind),),
        ).fetchall()
        for row in rows:
            stored = Stored(*row)
            entries = self._queue.entries(stored.key)
            if entries and not any(entry.state == CONFLICT for entry in entries):
                continue  # theirs came while ours is on its way: not judged yet
            theirs, opened = self._links.theirs(stored.key), self._rows.opened(stored)
            if theirs is not None and opened is not None:
                found.append(Conflict(opened.id, self._rows.text(stored), theirs.text))
        return found
