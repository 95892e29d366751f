"""Bringing a copy back: what is missing here is added, and what the copy had not sent yet waits to be sent.

The clinic may have all of it already, from the phone the copy was made on. So nothing that is here is overwritten by
an older text, nothing that was taken away at the clinic is sent again, and every change goes by the name it had. What was
deleted here stays deleted, unless the person asks for it. Of an open copy, which anybody may have written in, nothing is sent
before the person was asked.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

from mobile.records.content import says_the_same
from mobile.records.copy_contents import Contents
from mobile.records.copy_contents import record_row as row_of
from mobile.records.deletions import Deletions
from mobile.records.export import STORE_NOTE
from mobile.records.links import Link, Links
from mobile.records.local_writes import REMOVED, LocalWrites
from mobile.records.open_records import closed_keys
from mobile.records.outbox import Queue
from mobile.records.ports import Brought
from mobile.records.rows import RecordRow, Rows, Stored
from mobile.records.sealing import CLINICAL
from mobile.records.server_replica import ServerReplica
from mobile.records.store_context import StoreContext
from mobile.records.under_other_ids import other_id, under_other_ids, whole_of

Fate = Literal["added", "renewed", "here", "kept", "deleted"]


class Bringer:
    """All in one transaction of the caller's. All methods run in the thread."""

    def __init__(self, context: StoreContext, rows: Rows, links: Links, queue: Queue) -> None:
        self._context = context
        self._rows = rows
        self._links = links
        self._queue = queue
        self._deletions = Deletions(context)
        self._server_replica = ServerReplica(context, rows, links, queue)
        self._local_writes = LocalWrites(context, rows, links, queue)
        self._closed = frozenset[str]()  # ids in the copy that something hidden and closed has

    def bring(
        self, contents: Contents, tell: Callable[[int, int], None], with_deleted: bool = False
    ) -> Brought:
        """`tell` hears how many of how many records were looked at, at most once for each of a hundred parts. `with_deleted`:
        also what the person made and deleted here."""
        is_own = contents.store is not None and contents.store == self._context.read_small("note", STORE_NOTE)
        closed = closed_keys(self._context.connection)
        self._closed = frozenset(
            one["id"] for one in contents.records if closed and self._context.key(one["id"]) in closed
        )
        self._rows.order.begin_bringing()
        fates: list[Fate] = []
        deleted: set[str] = set()
        total, holders = len(contents.records), contents.holders()
        # What is seen only within another record comes after it: whether it is seen is known then.
        for done, one in enumerate(sorted(contents.records, key=contents.is_within), 1):
            fate = self._unseen(one, holders, deleted)
            fate = fate or self._bring(one, contents, is_own=is_own, with_deleted=with_deleted)
            fates.append(fate)
            if contents.is_open and fate in ("added", "renewed"):
                self._queue.ask_first(self._context.key(one["id"]))
            if fate == "deleted" and contents.is_persons_own(one["kind"]):
                deleted.add(one["id"])
            if done * 100 // total != (done - 1) * 100 // total:
                tell(done, total)
        if not is_own and not contents.is_open:  # a removal made here is here, or was sent
            for one in contents.removals:
                self._remove(one)
        return Brought(
            fates.count("added"),
            fates.count("renewed"),
            fates.count("here"),
            fates.count("kept"),
            contents.unreadable,
            frozenset(deleted),
        )

    def _unseen(
        self, one: Mapping[str, Any], holders: Mapping[str, Sequence[Mapping[str, Any]]], deleted: set[str]
    ) -> Fate | None:
        """What becomes of it if what holds it in the copy is not here, or is here without it: it goes the way of that, and does not
        lie here where nobody sees it. None: it is seen, or nothing in the copy holds it."""
        whole = whole_of(one["id"])
        of_it = holders.get(whole, ())
        if not of_it or whole in self._closed or any(self._names(holder["id"], whole) for holder in of_it):
            return None
        return "deleted" if any(holder["id"] in deleted for holder in of_it) else "kept"

    def _names(self, holder: str, whole: str) -> bool:
        ids = (holder, other_id(holder)) if holder in self._closed else (holder,)
        rows = [self._rows.find(self._context.key(id)) for id in ids]
        return any(json.dumps(whole) in self._rows.text(row) for row in rows if row is not None)

    def _bring(self, one: Mapping[str, Any], contents: Contents, *, is_own: bool, with_deleted: bool) -> Fate:
        record_row = row_of(one)
        key = self._context.key(record_row.id)
        link = self._link(one, record_row, key)
        other = self._links.key_of_server(link.resource_type, link.server_id) if link else None
        if other is not None and other != key:
            return "here"  # the clinic's own record, filed under another name
        stored = self._rows.find(key)
        if stored is not None:
            return self._beside(one, record_row, stored, is_own=is_own)
        if self._rows.is_taken(key):
            return self._beside_closed(one, contents, is_own=is_own, with_deleted=with_deleted)
        if self._queue.has(key) or self._was_removed_here(record_row, key):
            return "kept"
        if self._was_removed(record_row, link, contents):
            return "kept"
        if self._deletions.has(record_row.id):
            if not (with_deleted and contents.may_come_back(record_row.kind)):
                return "deleted"
            self._deletions.forget(record_row.id)
        stored = self._rows.put(record_row, key, None)
        self._rows.order.came(stored.kind, stored.seq, record_row.head)
        if link is not None and record_row.travels:
            base = one["link"]["base"]
            self._links.put(link, None if base == record_row.text else base)
        if one["unsent"] and record_row.travels:
            self._queue.save(key, stored.kind, record_row.id, record_row.resource_type, record_row.text)
        return "added"

    def _beside_closed(
        self, one: Mapping[str, Any], contents: Contents, *, is_own: bool, with_deleted: bool
    ) -> Fate:
        """Something hidden that is closed has this id and stays as it is. Whoever opened the store so is told what they would be told
        had it been deleted here, and gets it back in the same way: as a record of its own."""
        other = under_other_ids(one, self._closed)
        is_there = self._rows.is_taken(self._context.key(other["id"]))
        if not is_there and not (with_deleted and contents.may_come_back(one["kind"])):
            return "deleted"
        return self._bring(other, contents, is_own=is_own, with_deleted=with_deleted)

    def _was_removed_here(self, record_row: RecordRow, key: bytes) -> bool:
        """It was taken away or back on this phone, before it was sent or after: it is not sent again."""
        if not record_row.travels:
            return False
        link = self._links.find(key)
        noted = self._context.read_small("note", REMOVED + record_row.id)
        return noted is not None or (link is not None and link.is_gone)

    def _was_removed(self, record_row: RecordRow, link: Link | None, contents: Contents) -> bool:
        """The clinic has what refers to it, so it had this too: it was taken away there, and is not sent again."""
        if link is not None or not record_row.travels:
            return False
        followers = contents.needed_by.get(record_row.id, ())
        return any(self._links.find(self._context.key(one)) is not None for one in followers)

    def _beside(self, one: Mapping[str, Any], record_row: RecordRow, stored: Stored, *, is_own: bool) -> Fate:
        """The record is here. Only a change that was not sent may still count."""
        if (stored.kind, stored.compartment) != (self._context.kind(record_row.kind), record_row.compartment):
            return "kept"
        here = self._rows.text(stored)
        if here == record_row.text or says_the_same(here, record_row.text, self._links.resolve):
            return "here"
        link = self._links.find(stored.key)
        is_waiting = self._queue.has(stored.key)
        if (
            is_own
            or not one["unsent"]
            or not record_row.travels
            or is_waiting
            or link is None
            or link.is_gone
        ):
            return "kept"
        base = one["link"]["base"] if one["link"] else None
        if base is None and not one.get("ahead"):
            return "kept"  # it had been sent never or once: it arrived, and what is here came after it
        theirs = link.copy(here)
        self._local_writes.save_all([record_row], [])
        if base is None or not says_the_same(base, here, self._links.resolve):
            self._server_replica.copies.clash(
                stored.key, record_row.id, record_row.resource_type, theirs
            )  # both are kept
        return "renewed"

    def _link(self, one: Mapping[str, Any], record_row: RecordRow, key: bytes) -> Link | None:
        given = one["link"]
        if not given:
            return None
        return Link(
            key,
            record_row.id,
            given["type"],
            given["id"],
            given["etag"],
            given["last_updated"],
            given["sent_at"],
        )

    def _remove(self, one: Mapping[str, Any]) -> None:
        """A removal that a sealed copy had not sent: what was taken back stays taken back. Nothing private is removed by a copy; by
        an open one, which anybody may have written in, nothing is, here or at the clinic."""
        key, given = self._context.key(one["id"]), one["link"]
        at = self._links.key_of_server(given["type"], given["id"])
        link = self._links.find(key)
        if self._queue.has(key) or at not in (None, key) or (link is not None and link.is_gone):
            return
        stored = self._rows.find(key)
        if stored is not None and stored.compartment != CLINICAL:
            return
        if link is None:
            times = (given.get("etag"), given.get("last_updated"), None)
            self._links.put(Link(key, one["id"], given["type"], given["id"], *times), None)
        if stored is not None:
            self._rows.drop(stored, one["id"])
        kind = stored.kind if stored is not None else self._context.kind(one["type"])
        self._queue.remove(key, kind, one["id"], one["type"], one["husk"])
