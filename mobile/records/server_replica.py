"""The server's side of every record: what becomes of a row that was answered, of two versions, and of several resources that are one.

What the server shows is filed by `received`, what it lost by `losses`; what is left open waits in `to_be_read`.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from mobile.documents.words_within import holds_more
from mobile.records.content import says_the_same
from mobile.records.errors import Damaged
from mobile.records.links import Links
from mobile.records.losses import Losses
from mobile.records.marks import mark_of
from mobile.records.outbox import CONFLICT, Queue
from mobile.records.outbox_rows import Entry
from mobile.records.ports import Mark, ServerCopy
from mobile.records.received import Received
from mobile.records.removals import Removals
from mobile.records.rows import RecordRow, Rows, Stored
from mobile.records.server_copies import ServerCopies
from mobile.records.store_context import StoreContext
from mobile.records.to_be_read import ToBeRead
from mobile.records.versions import Versions, is_same_version


class ServerReplica:
    """All methods run in the thread, inside the caller's transaction."""

    def __init__(self, context: StoreContext, rows: Rows, links: Links, queue: Queue) -> None:
        self._context = context
        self._rows = rows
        self._links = links
        self._queue = queue
        self._versions = Versions(context)
        self._removals = Removals(context, links, queue, self._versions)
        self.copies = ServerCopies(context, rows, links, queue, self._versions)
        self.losses = Losses(context, rows, links, queue)
        self.to_be_read = ToBeRead(links)
        self.received = Received(self.copies, self._removals, self.losses, self.to_be_read)

    def acknowledge(self, done: Sequence[tuple[int, ServerCopy | None]]) -> None:
        for seq, copy in done:
            entry = self._queue.entry(seq)
            if entry is None:
                continue
            about = self._queue.about(entry)
            if about.is_delete:
                self._removals.done(entry, about)
            self._queue.finish(entry)
            if copy is None or about.is_delete:
                self._links.set_gone(entry.key)
                if self._links.find(entry.key) is None and not self._queue.has(entry.key):
                    self._queue.forget_followers(about.local_id, even_begun=True)
            else:
                base = None if copy.is_as_sent and not self._queue.has(entry.key) else copy.text
                self.copies.linked(
                    entry.key, about.local_id, about.resource_type, copy, base, is_sent_now=True
                )
                self._take_up(entry, about.local_id, about.resource_type, copy)
            self._context.touch(entry.kind, about.local_id)

    def _take_up(self, entry: Entry, local_id: str, resource_type: str, copy: ServerCopy) -> None:
        """A pull may have brought a version while ours was on its way: if it is newer than ours, it counts now."""
        theirs = self._links.theirs(entry.key)
        if theirs is None:
            return
        link = self._links.find(entry.key)
        self._links.drop_theirs(entry.key)
        if link is None or theirs.etag == copy.etag:
            return
        order = self._versions.order(theirs, link)
        if order != "newer":
            if order in ("unclear", "branch"):
                self.to_be_read.look_at(resource_type, theirs.server_id, local_id)
            return
        if says_the_same(copy.text, theirs.text, self._links.resolve):
            self.copies.linked(entry.key, local_id, resource_type, theirs, theirs.text)
            return
        stored = self._rows.find(entry.key)
        entries = self._queue.entries(entry.key)
        if entries and not any(self._queue.about(one).is_delete for one in entries):
            self.copies.clash(entry.key, local_id, resource_type, theirs)
        elif stored is not None and not entries:
            self._overwrite(stored, theirs)

    def _overwrite(self, stored: Stored, theirs: ServerCopy) -> None:
        """Their version becomes the record's text; the head stays until the next pull or save makes another."""
        opened = self._rows.opened(stored)
        if opened is None:
            return
        record_row = RecordRow(
            opened.kind_name,
            opened.resource_type,
            is_private=False,
            id=opened.id,
            text=theirs.text,
            head=opened.values,
            is_head_older=True,
        )
        self._rows.put(record_row, stored.key, stored)
        self.copies.linked(stored.key, opened.id, opened.resource_type, theirs, None)

    def conflict(self, seq: int, theirs: ServerCopy) -> None:
        entry = self._queue.entry(seq)
        if entry is not None:
            about = self._queue.about(entry)
            if says_the_same(self._queue.payload(entry), theirs.text, self._links.resolve):
                self.acknowledge([(seq, theirs)])  # two names of one record are no two versions
                return
            self.copies.clash(entry.key, about.local_id, about.resource_type, theirs)

    def equal_conflicts(self) -> list[bytes]:
        """The keys of what was written in two places and says the same by now: more of the names in it are known. One that does not open
        waits, and keeps back no other."""
        found: list[bytes] = []
        for key in self._links.in_conflict():
            with suppress(Damaged):
                found += [key] if self._is_equal(key) else []
        return found

    def _is_equal(self, key: bytes) -> bool:
        theirs, entries = self._links.theirs(key), self._queue.entries(key)
        if theirs is None or not entries or self._queue.about(entries[-1]).is_delete:
            return False
        is_held = all(entry.state == CONFLICT for entry in entries)
        if not is_held or self._versions.is_of_another(self._queue.about(entries[-1]).local_id, theirs):
            return False
        return says_the_same(self._queue.payload(entries[-1]), theirs.text, self._links.resolve)

    def settle_equal(self, keys: Sequence[bytes]) -> None:
        for key in keys:
            theirs = self._links.theirs(key)
            if theirs is not None and self._is_equal(key):
                self.acknowledge([(entry.seq, theirs) for entry in self._queue.entries(key)])

    def rebase(self, seq: int, theirs: ServerCopy) -> None:
        entry = self._queue.entry(seq)
        if entry is not None:
            about = self._queue.about(entry)
            self.copies.linked(entry.key, about.local_id, about.resource_type, theirs, theirs.text)

    def adopt(
        self, local_id: str, resource_type: str, copy: ServerCopy, others: Sequence[ServerCopy] = ()
    ) -> bool:
        """Of several resources that bear this record's identifier, `copy` is the record from now on.

        What was written here over words the server's copy still says goes there; anything else is for the person.
        False while something of it waits to be sent or settled: until then the others are needed.
        """
        for one in (copy, *others):
            self._links.note_name(resource_type, one.server_id, local_id)
        key = self._context.key(local_id)
        stored, link = self._rows.find(key), self._links.find(key)
        if link is not None and link.server_id == copy.server_id and not link.is_gone:
            return self._may_end(key, local_id, copy, others)
        if stored is None:
            return self._queue.has(key)  # removed here: its removal ends them all
        ours, resolve = self._rows.text(stored), self._links.resolve
        base = self._links.base(link) if link is not None and link.has_base else None
        is_same = says_the_same(ours, copy.text, resolve)
        is_known = (
            is_same
            or says_the_same(base, copy.text, resolve)
            or self._versions.has_wording(local_id, copy.text)
        )
        if not is_same and not self._queue.has(key):
            self._queue.save(key, stored.kind, local_id, resource_type, ours)
        if is_known:
            self.copies.linked(key, local_id, resource_type, copy, None if is_same else copy.text)
        else:
            self.copies.clash(key, local_id, resource_type, copy)
        self._context.touch(stored.kind, local_id)
        return self._may_end(key, local_id, copy, others)

    def _may_end(self, key: bytes, local_id: str, copy: ServerCopy, others: Sequence[ServerCopy]) -> bool:
        """Whether nothing of the record waits, and none of the others holds words that are not here: those are another version."""
        if self._queue.has(key):
            return False
        stored, link = self._rows.find(key), self._links.find(key)
        if stored is None or link is None:
            return True
        ours = self._rows.text(stored)
        more = [one for one in others if self._is_new(local_id, one.text, ours)]
        if not more:
            return True
        if is_same_version(copy, link) or says_the_same(ours, copy.text, self._links.resolve):
            other = more[0]
            self._versions.replaced(replace(link, server_id=other.server_id, etag=other.etag), other.text)
            self._queue.save(key, stored.kind, local_id, link.resource_type, ours)
            self.copies.clash(key, local_id, link.resource_type, replace(copy, text=other.text))
            self._context.touch(stored.kind, local_id)
        return False

    def _is_new(self, local_id: str, text: str, ours: str) -> bool:
        return holds_more(text, ours) and not self._versions.has_wording(local_id, text)

    def mark(self, query: str) -> Mark | None:
        text = self._context.read_small("mark", query)
        return mark_of(text) if text is not None else None

    def known(self, resource_type: str) -> dict[str, str]:
        return {link.server_id: link.local_id for link in self._links.of_type(resource_type)}

    def note(self, key: str, value: str | None) -> str | None:
        if value is None:
            return self._context.read_small("note", key)
        self._context.write_small("note", key, value)
        return value
