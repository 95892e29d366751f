"""What the server shows, filed beside what the person wrote: pages of a search, and what a read of one resource showed.

A change that was not sent yet is never overwritten: either the server's version says the same, or both are kept. It must never file
anything into the private compartment, nor replace a newer version by an older one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from mobile.documents.words_within import holds_more
from mobile.records.bulk_insert import BulkInsert, row_of
from mobile.records.content import says_the_same
from mobile.records.errors import Damaged
from mobile.records.links import Link
from mobile.records.losses import Losses
from mobile.records.marks import mark_text
from mobile.records.outbox_rows import Entry
from mobile.records.ports import Mark, PageResult, Pulled, ServerCopy
from mobile.records.removals import Removals
from mobile.records.rows import Stored
from mobile.records.sealing import CLINICAL
from mobile.records.server_copies import ServerCopies
from mobile.records.to_be_read import ToBeRead
from mobile.records.versions import Order

Became = Literal["stored", "conflict"] | None
"""What a received document became here; None: nothing was changed by it, as far as the person sees."""


class Received:
    """All methods run in the thread, inside the caller's transaction."""

    def __init__(
        self, copies: ServerCopies, removals: Removals, losses: Losses, to_be_read: ToBeRead
    ) -> None:
        self._copies, self._removals, self._losses, self._to_be_read = copies, removals, losses, to_be_read
        self._context, self._rows, self._links = copies.context, copies.rows, copies.links
        self._queue, self._versions = copies.queue, copies.versions

    def store_page(self, query: str, page: Sequence[Pulled], mark: Mark | None) -> PageResult:
        stored, conflicts = 0, list[str]()
        bulk_insert = BulkInsert(self._context, self._rows, self._links, self._queue, page)
        has_removed = self._removals.has_any
        for pulled in page:
            is_removed = has_removed and self._removals.has(pulled.filing.local_id)
            if not is_removed and bulk_insert.take(pulled):
                stored += 1
                continue
            bulk_insert.write()  # in the page's order: what comes now may say something of what came before
            result = self._store(pulled)
            stored += result == "stored"
            if result == "conflict":
                conflicts.append(pulled.filing.local_id)
        bulk_insert.write()
        if mark is not None and query:
            self._context.write_small("mark", query, mark_text(mark))
        return PageResult(stored, tuple(conflicts))

    def store_read(self, pulled: Pulled, is_own: bool, is_branch: bool = False) -> PageResult:
        """What a read of this one resource showed: the server's present version for certain.

        `is_own`: what the server lost of it is the person's own, and is not given up for an older version. `is_branch`: it does not
        come of the version last seen, though it is newer.
        """
        result = self._store(pulled, is_read=True, is_own=is_own, is_branch=is_branch)
        conflicts = (pulled.filing.local_id,) if result == "conflict" else ()
        return PageResult(int(result == "stored"), conflicts)

    def lacking(self, pulled: Pulled) -> ServerCopy | None:
        """The version last seen, if the newer one lacks words of it: somebody took them out of it, or the server lost it."""
        key = self._links.key_of_server(pulled.resource_type, pulled.copy.server_id)
        link, stored = (self._links.find(key), self._rows.find(key)) if key is not None else (None, None)
        if link is None or stored is None or not self._lacks(stored, link, pulled.copy):
            return None
        return link.copy(self._links.base(link) or self._rows.text(stored))

    def _lacks(self, stored: Stored | None, link: Link | None, copy: ServerCopy) -> bool:
        """Of what this device never sent it is not asked: whoever wrote it has it."""
        if stored is None or link is None or link.etag is None or link.sent_at is None:
            return False
        is_newer = link.server_id == copy.server_id and self._versions.order(copy, link) == "newer"
        if not is_newer or self._queue.has(link.key):
            return False
        return self._opens(stored) and holds_more(self._rows.text(stored), copy.text)

    def _opens(self, stored: Stored) -> bool:
        """Of what does not open no word can be kept: a newer version stands in its place."""
        try:
            self._rows.text(stored)
        except Damaged:
            return False
        return True

    def _store(
        self, pulled: Pulled, *, is_read: bool = False, is_own: bool = False, is_branch: bool = False
    ) -> Became:
        copy, filing = pulled.copy, pulled.filing
        key = self._links.key_of_server(pulled.resource_type, copy.server_id)
        key = key or self._context.key(filing.local_id)
        stored, link = self._rows.find(key), self._links.find(key)
        if filing.kind.compartment == "private" or not self._may_hold(stored, link, pulled):
            return None
        if stored is None and self._rows.is_taken(key):
            return None  # hidden, and closed: private as well
        local_id = link.local_id if link else filing.local_id
        if self._is_double(local_id, pulled, link, is_own=is_own):
            return None
        entries = self._queue.entries(key)
        if stored is None and not entries and self._removals.is_of_removed(local_id, link, copy):
            self._remove_again(key, local_id, pulled, is_read=is_read)
            return None
        is_live = link is not None and not link.is_gone and (stored is not None or bool(entries))
        is_doubted = is_branch if is_read else self._lacks(stored, link, copy)
        order = self._order(copy, link, is_doubted)
        if order == "same" and is_live:
            return None
        if self._is_reopened(local_id, pulled, order):
            order = "older"
        if order != "newer" and not is_read:
            self._to_be_read.look_at(pulled.resource_type, copy.server_id, local_id)
            return None
        if order == "older" and stored is not None and is_own:
            self._rolled_back(stored, local_id, pulled, entries)
            return None
        if entries:
            return self._beside_unsent(key, local_id, pulled, link, entries)
        if stored is not None and (link is None or (is_own and order == "branch" and self._opens(stored))):
            return self._beside_kept(stored, local_id, pulled)
        self._file(key, local_id, pulled, stored)
        return "stored"

    def _is_double(self, local_id: str, pulled: Pulled, link: Link | None, *, is_own: bool) -> bool:
        """Whether the record has another name at the server that is not gone: which of them it is a search by identifier tells."""
        server_id = pulled.copy.server_id
        if link is None or link.server_id == server_id:
            return False
        if is_own:
            self._links.note_name(pulled.resource_type, server_id, local_id)
        if link.is_gone:
            return False
        self._to_be_read.look_at(pulled.resource_type, server_id, local_id, is_double=True)
        return True

    def _order(self, copy: ServerCopy, link: Link | None, is_doubted: bool) -> Order:
        """How it stands to the version last seen. Under another name than that one it is none of its versions, and newer.
        `is_doubted`: that a newer one comes of that one."""
        if link is None or link.server_id != copy.server_id:
            return "newer"
        found = self._versions.order(copy, link)
        return "branch" if found == "newer" and is_doubted else found

    def _remove_again(self, key: bytes, local_id: str, pulled: Pulled, *, is_read: bool) -> None:
        """What was removed here is at the server once more: it goes again, if a read of it says so too."""
        if is_read:
            kind = self._context.kind(pulled.filing.kind.name)
            self._removals.again(key, kind, local_id, pulled.resource_type)
        else:
            self._to_be_read.look_at(pulled.resource_type, pulled.copy.server_id, local_id)

    def _is_reopened(self, local_id: str, pulled: Pulled, order: Order) -> bool:
        """Whether the server shows in force what was ended, whatever it calls it and however new: it may have said "not found" to its
        end, been put back from a backup, or been sent what another device still had. What the clinic itself ended it may take up again,
        but for a permission to read."""
        if pulled.filing.goes_first or not self._queue.has_ended(local_id):
            return False
        return order != "newer" or pulled.resource_type == "Consent" or self._queue.has_ended_here(local_id)

    def _may_hold(self, stored: Stored | None, link: Link | None, pulled: Pulled) -> bool:
        """Whether this record may take that document at all: same kind and type, not private."""
        if stored is not None:
            is_its_kind = stored.kind == self._context.kind(pulled.filing.kind.name)
            if stored.compartment != CLINICAL or not is_its_kind:
                return False
        return link is None or link.resource_type == pulled.resource_type

    def _rolled_back(self, stored: Stored, local_id: str, pulled: Pulled, entries: Sequence[Entry]) -> None:
        """The server went back to an older version: ours is kept, and offered to be sent over it."""
        copy = pulled.copy
        is_same = says_the_same(self._rows.text(stored), copy.text, self._links.resolve)
        self._copies.linked(stored.key, local_id, pulled.resource_type, copy, None if is_same else copy.text)
        if not entries and not is_same:
            self._losses.lay_aside(stored, local_id, pulled.resource_type)
        self._context.touch(stored.kind, local_id)

    def _file(self, key: bytes, local_id: str, pulled: Pulled, stored: Stored | None) -> None:
        if pulled.filing.goes_first:
            self._queue.note_ended(local_id, is_servers=True)
        self._rows.put(row_of(pulled, local_id), key, stored)
        self._copies.linked(key, local_id, pulled.resource_type, pulled.copy, None)

    def _beside_kept(self, stored: Stored, local_id: str, pulled: Pulled) -> Became:
        """The server's version does not come of ours: it never had ours, or lost it. Words that only ours holds are not overwritten."""
        ours, theirs, link = self._rows.text(stored), pulled.copy.text, self._links.find(stored.key)
        base = self._links.base(link) if link is not None else None
        if says_the_same(base, theirs, self._links.resolve):
            self._copies.linked(stored.key, local_id, pulled.resource_type, pulled.copy, theirs)
            return None  # what the server made of ours, under another time
        is_within = link is not None and not holds_more(ours, theirs)
        if is_within or says_the_same(ours, theirs, self._links.resolve):
            self._file(stored.key, local_id, pulled, stored)
            return "stored"
        self._queue.save(stored.key, stored.kind, local_id, pulled.resource_type, ours)
        self._copies.clash(stored.key, local_id, pulled.resource_type, pulled.copy)
        return "conflict"

    def _beside_unsent(
        self, key: bytes, local_id: str, pulled: Pulled, link: Link | None, entries: Sequence[Entry]
    ) -> Became:
        queue, copy, resolve = self._queue, pulled.copy, self._links.resolve
        if any(queue.about(entry).is_delete for entry in entries):
            return None  # the person has removed it; the deletion is on its way
        stated = [e for e in entries if says_the_same(queue.payload(e), copy.text, resolve)]
        if stated:
            self._arrived(key, local_id, pulled, [e for e in entries if e.seq <= stated[-1].seq])
            return None
        base = self._links.base(link) if link is not None else None
        if says_the_same(base, copy.text, resolve):
            self._copies.linked(key, local_id, pulled.resource_type, copy, copy.text)
            return None
        if any(queue.is_away(entry) for entry in entries):
            self._links.put_theirs(key, copy)  # judged when the row on its way is answered
            return None
        first = entries[0]
        if link is None and first.begun and not queue.about(first).is_again:
            queue.finish(first)  # our create had arrived, and somebody has written on it since
            if len(entries) == 1:
                self._file(key, local_id, pulled, self._rows.find(key))
                return "stored"
        self._copies.clash(key, local_id, pulled.resource_type, copy)
        return "conflict"

    def _arrived(self, key: bytes, local_id: str, pulled: Pulled, stated: Sequence[Entry]) -> None:
        """The server shows a change whose acknowledgement was lost: as good as acknowledged."""
        self._copies.linked(key, local_id, pulled.resource_type, pulled.copy, pulled.copy.text)
        self._links.drop_theirs(key)
        for entry in stated:
            if not self._queue.is_away(entry):
                self._queue.finish(entry)
            self._context.touch(entry.kind, local_id)
        self._copies.sent_now(key)
