"""What the server says, stored beside what the person wrote: acknowledgements, pulled pages, deletions, conflicts.

A change that was not sent yet is never overwritten: either the server's version says the same, or both are kept. It
must never file anything into the private compartment, nor replace a newer version by an older one.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import UTC
from typing import Literal

from mobile.documents.words_within import holds_more
from mobile.records.bulk_insert import BulkInsert, row_of
from mobile.records.content import says_the_same
from mobile.records.links import Link, Links
from mobile.records.losses import Losses
from mobile.records.outbox import CONFLICT, Queue
from mobile.records.outbox_rows import Entry
from mobile.records.ports import Mark, PageResult, Pulled, ServerCopy, Unsettled
from mobile.records.removals import Removals
from mobile.records.rows import RecordRow, Rows, Stored
from mobile.records.sealing import CLINICAL
from mobile.records.store_context import StoreContext
from mobile.records.versions import Order, Versions, is_listed_version, is_same_version

Became = Literal["stored", "conflict"] | None
"""What a received document became here; None: nothing was changed by it, as far as the person sees."""


class ServerReplica:
    """The server's side of every record. All methods run in the thread, inside the caller's transaction."""

    def __init__(self, context: StoreContext, rows: Rows, links: Links, queue: Queue) -> None:
        self._context = context
        self._rows = rows
        self._links = links
        self._queue = queue
        self._versions = Versions(context)
        self._removals = Removals(context, links, queue, self._versions)
        self.losses = Losses(context, rows, links, queue)
        self._unsettled: dict[tuple[str, str, str], Unsettled] = {}
        self._compared: dict[tuple[str, str], tuple[str | None, ...]] = {}
        """By type and server id, the versions listed there and held here that were found to differ: read once."""

    def take_unsettled(self) -> list[Unsettled]:
        """What only a direct read or a search by identifier can settle, each once."""
        found, self._unsettled = list(self._unsettled.values()), {}
        return found

    def note_listed(self, resource_type: str, listed: Sequence[ServerCopy]) -> None:
        """What the server says it has, compared with what was seen of it: what differs is to be read."""
        copies = {copy.server_id: copy for copy in listed}
        for link in self._links.of_type(resource_type):
            copy = copies.get(link.server_id)
            if copy is None or is_listed_version(copy, link):
                continue
            versions = (copy.etag, copy.last_updated, link.etag, link.last_updated)
            if self._compared.get((resource_type, link.server_id)) != versions:
                self._compared[resource_type, link.server_id] = versions
                self._look_at(resource_type, link.server_id, link.local_id)

    def look_again(self, resource_type: str, server_id: str) -> None:
        """A read found nothing of it: where a listing names it still, it is read once more."""
        self._compared.pop((resource_type, server_id), None)

    def _look_at(self, resource_type: str, server_id: str, local_id: str, *, is_double: bool = False) -> None:
        one = Unsettled(resource_type, server_id, local_id, is_double)
        self._unsettled[resource_type, local_id if is_double else server_id, str(is_double)] = one

    def _linked(
        self,
        key: bytes,
        local_id: str,
        resource_type: str,
        copy: ServerCopy,
        base: str | None,
        *,
        is_sent_now: bool = False,
    ) -> None:
        """Notes the server's version. A link that stood for another record of ours with this server id gives way."""
        before = self._links.find(key)
        if before is not None and not is_same_version(copy, before):
            self._versions.replaced(before, self._links.base(before))
        other = self._links.key_of_server(resource_type, copy.server_id)
        if other is not None and other != key:
            self._give_way(other)
        sent_at = before.sent_at if before else None
        if is_sent_now:
            sent_at = self._context.clock().astimezone(UTC).isoformat()
        link = Link(key, local_id, resource_type, copy.server_id, copy.etag, copy.last_updated, sent_at)
        self._links.put(link, base)
        if is_sent_now:
            self._versions.written_here(link)

    def _give_way(self, key: bytes) -> None:
        """A copy of our own record, filed under the server's name before we knew it as ours."""
        link, stored = self._links.find(key), self._rows.find(key)
        self._links.drop(key)
        if link is not None and stored is not None and not self._queue.entries(key):
            self._rows.drop(stored, link.local_id)

    def _sent_now(self, key: bytes) -> None:
        link = self._links.find(key)
        if link is not None:
            base = self._links.base(link)
            self._links.put(replace(link, sent_at=self._context.clock().astimezone(UTC).isoformat()), base)
            self._versions.written_here(link)

    # --- verdicts on rows ---

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
                self._linked(entry.key, about.local_id, about.resource_type, copy, base, is_sent_now=True)
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
                self._look_at(resource_type, theirs.server_id, local_id)
            return
        if says_the_same(copy.text, theirs.text, self._links.resolve):
            self._linked(entry.key, local_id, resource_type, theirs, theirs.text)
            return
        stored = self._rows.find(entry.key)
        entries = self._queue.entries(entry.key)
        if entries and not any(self._queue.about(one).is_delete for one in entries):
            self.clash(entry.key, local_id, resource_type, theirs)
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
        self._linked(stored.key, opened.id, opened.resource_type, theirs, None)

    def conflict(self, seq: int, theirs: ServerCopy) -> None:
        entry = self._queue.entry(seq)
        if entry is not None:
            about = self._queue.about(entry)
            if says_the_same(self._queue.payload(entry), theirs.text, self._links.resolve):
                self.acknowledge([(seq, theirs)])  # two names of one record are no two versions
                return
            self.clash(entry.key, about.local_id, about.resource_type, theirs)

    def clash(self, key: bytes, local_id: str, resource_type: str, theirs: ServerCopy) -> None:
        """Both versions are kept until the person chooses; what is queued is held."""
        self._linked(key, local_id, resource_type, theirs, theirs.text)
        self._links.put_theirs(key, theirs)
        self._queue.hold(key)

    def equal_conflicts(self) -> list[bytes]:
        """The keys of what was written in two places and says the same by now: more of the names in it are known."""
        return [key for key in self._links.in_conflict() if self._is_equal(key)]

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
            self._linked(entry.key, about.local_id, about.resource_type, theirs, theirs.text)

    # --- pulled pages ---

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
            self._context.write_small("mark", query, _mark_text(mark))
        return PageResult(stored, tuple(conflicts))

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
        return is_newer and not self._queue.has(link.key) and holds_more(self._rows.text(stored), copy.text)

    def store_read(self, pulled: Pulled, is_own: bool, is_branch: bool = False) -> PageResult:
        """What a read of this one resource showed: the server's present version for certain.

        `is_own`: what the server lost of it is the person's own, and is not given up for an older version. `is_branch`: it does not
        come of the version last seen, though it is newer.
        """
        result = self._store(pulled, is_read=True, is_own=is_own, is_branch=is_branch)
        conflicts = (pulled.filing.local_id,) if result == "conflict" else ()
        return PageResult(int(result == "stored"), conflicts)

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
        if link is not None and link.server_id != copy.server_id:
            self._links.note_name(pulled.resource_type, copy.server_id, local_id)
            if not link.is_gone:
                self._look_at(pulled.resource_type, copy.server_id, local_id, is_double=True)
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
        if self._is_reopened(local_id, pulled):
            order = "older"
        if order != "newer" and not is_read:
            self._look_at(pulled.resource_type, copy.server_id, local_id)
            return None
        if order == "older" and stored is not None and is_own:
            self._rolled_back(stored, local_id, pulled, entries)
            return None
        if entries:
            return self._beside_unsent(key, local_id, pulled, link, entries)
        if stored is not None and (link is None or (is_own and order == "branch")):
            return self._beside_kept(stored, local_id, pulled)
        self._file(key, local_id, pulled, stored)
        return "stored"

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
            self._look_at(pulled.resource_type, pulled.copy.server_id, local_id)

    def _is_reopened(self, local_id: str, pulled: Pulled) -> bool:
        """Whether the server shows a grant in force that was ended here, whatever it calls it and however new: it may have said "not
        found" to its end, been put back from a backup, or been sent what another device still had."""
        return self._queue.has_ended(local_id) and not pulled.filing.goes_first

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
        self._linked(stored.key, local_id, pulled.resource_type, copy, None if is_same else copy.text)
        if not entries and not is_same:
            self.losses.lay_aside(stored, local_id, pulled.resource_type)
        self._context.touch(stored.kind, local_id)

    def adopt(
        self, local_id: str, resource_type: str, copy: ServerCopy, others: Sequence[ServerCopy] = ()
    ) -> bool:
        """Of several resources that bear this record's identifier, `copy` is the record from now on.

        What was written here over words the server's copy still says goes there; anything else is for the person.
        False while something of it waits to be sent or settled: until then the others are needed.
        """
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
            self._linked(key, local_id, resource_type, copy, None if is_same else copy.text)
        else:
            self.clash(key, local_id, resource_type, copy)
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
            self.clash(key, local_id, link.resource_type, replace(copy, text=other.text))
            self._context.touch(stored.kind, local_id)
        return False

    def _is_new(self, local_id: str, text: str, ours: str) -> bool:
        return holds_more(text, ours) and not self._versions.has_wording(local_id, text)

    def _file(self, key: bytes, local_id: str, pulled: Pulled, stored: Stored | None) -> None:
        if pulled.filing.goes_first:
            self._queue.note_ended(local_id)
        self._rows.put(row_of(pulled, local_id), key, stored)
        self._linked(key, local_id, pulled.resource_type, pulled.copy, None)

    def _beside_kept(self, stored: Stored, local_id: str, pulled: Pulled) -> Became:
        """The server's version does not come of ours: it never had ours, or lost it. Words that only ours holds are not overwritten."""
        ours, theirs, link = self._rows.text(stored), pulled.copy.text, self._links.find(stored.key)
        base = self._links.base(link) if link is not None else None
        if says_the_same(base, theirs, self._links.resolve):
            self._linked(stored.key, local_id, pulled.resource_type, pulled.copy, theirs)
            return None  # what the server made of ours, under another time
        is_within = link is not None and not holds_more(ours, theirs)
        if is_within or says_the_same(ours, theirs, self._links.resolve):
            self._file(stored.key, local_id, pulled, stored)
            return "stored"
        self._queue.save(stored.key, stored.kind, local_id, pulled.resource_type, ours)
        self.clash(stored.key, local_id, pulled.resource_type, pulled.copy)
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
            self._linked(key, local_id, pulled.resource_type, copy, copy.text)
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
        self.clash(key, local_id, pulled.resource_type, copy)
        return "conflict"

    def _arrived(self, key: bytes, local_id: str, pulled: Pulled, stated: Sequence[Entry]) -> None:
        """The server shows a change whose acknowledgement was lost: as good as acknowledged."""
        self._linked(key, local_id, pulled.resource_type, pulled.copy, pulled.copy.text)
        self._links.drop_theirs(key)
        for entry in stated:
            if not self._queue.is_away(entry):
                self._queue.finish(entry)
            self._context.touch(entry.kind, local_id)
        self._sent_now(key)

    # --- marks, ids, deletions ---

    def mark(self, query: str) -> Mark | None:
        text = self._context.read_small("mark", query)
        return _mark_of(text) if text is not None else None

    def known(self, resource_type: str) -> dict[str, str]:
        return {link.server_id: link.local_id for link in self._links.of_type(resource_type)}

    def note(self, key: str, value: str | None) -> str | None:
        if value is None:
            return self._context.read_small("note", key)
        self._context.write_small("note", key, value)
        return value


def _mark_text(mark: Mark) -> str:
    return json.dumps(asdict(mark))


def _mark_of(text: str) -> Mark:
    values = json.loads(text)
    return Mark(
        values["server_time"],
        tuple(values["seen"]),
        values["resume"],
        values.get("ask_from", ""),
        values.get("is_past", False),
    )
