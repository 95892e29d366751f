"""The queue of changes: what was saved and is to be sent, in the order it was made, until the server has it.

A row that was ever begun is never altered: its request may have arrived. A row that never was is superseded by the
newer whole snapshot. It must never hold a private record, and never lose a row without an acknowledgement, a newer
snapshot or the person's own removal.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from mobile.records.content import files, names, needs
from mobile.records.errors import Damaged
from mobile.records.links import Link, Links
from mobile.records.outbox_rows import CONFLICT, IN_FLIGHT, PARKED, WAITING, About, Entry, QueueRows
from mobile.records.ports import OutboxRow, SendState, Standing
from mobile.records.rows import Rows
from mobile.records.store_context import StoreContext
from mobile.records.turns import Turns

GONE = "gone"
LOST = "lost"
"""The server had the record, tells of no deletion, and has it no more, or has gone back to an older version."""
REFUSED = frozenset({"rejected", "forbidden", "too_large", GONE, LOST, "fault"})
"""Reasons of parking by which the server, for certain, does not have the row: a newer snapshot may take its place."""
ASKED_FIRST = "asked_first"
"""A reason of parking: it came with a copy that anybody could have changed, and goes when the person says so."""
NEVER_TAKEN = frozenset({"rejected", "forbidden", "too_large"})
"""Those by which it never had a record that it gave no name: there is nothing to take back."""


class Queue(QueueRows):
    def __init__(self, context: StoreContext, rows: Rows, links: Links) -> None:
        super().__init__(context, rows)
        self._links = links
        self.unreadable: set[int] = set()
        self._handed: dict[int, str] = {}
        """Rows given to sync and not begun yet: as good as in flight, since sync holds their snapshot."""

    def is_away(self, entry: Entry) -> bool:
        """Whether sync holds this snapshot: it may be on its way."""
        return entry.state == IN_FLIGHT or entry.seq in self._handed

    def _touch(self, entry: Entry) -> None:
        self._context.touch(entry.kind, self._handed.get(entry.seq) or self.about(entry).local_id)

    # --- changes of the person's ---

    def before_change(self, key: bytes) -> None:
        """The record is about to be written or removed: what sync holds of it, or ever sent, stays as it was."""
        for entry in self.entries(key):
            if entry.begun or self.is_away(entry):
                with suppress(Damaged):  # an old body that does not open must not cost the new words
                    self.fix(entry)

    def save(
        self,
        key: bytes,
        kind: int,
        local_id: str,
        resource_type: str,
        text: str,
        *,
        goes_first: bool = False,
    ) -> None:
        """Queues the record's body, over whatever of this record was queued and never begun. `text`: that body."""
        state, is_again = WAITING, False
        for entry in self.entries(key):
            if entry.state == CONFLICT:
                state = CONFLICT  # still to be settled; what is held is now this
                self.delete([entry])
            elif not self.is_away(entry):
                is_again |= self.about(entry).is_again
                self._supersede(entry)
        wanted, goes_first = self._wanted(text, local_id), self._is_first(local_id, goes_first)
        if (
            goes_first
            and not self.has(key)
            and self._links.find(key) is None
            and self._is_about_nothing(wanted)
        ):
            return  # what it was to end never left, and never will
        about = About(local_id, resource_type, False, wanted, is_again, goes_first, names(text))
        self.insert(key, kind, state, about, None)
        self._context.queued()

    def _wanted(self, text: str, local_id: str) -> tuple[str, ...]:
        """Local ids that must have a name at the server first. A file that is neither here nor at the server, and not on its
        way there, is waited for by nobody."""
        known = [id for id in files(text) if self._is_known(id)]
        return tuple(dict.fromkeys((*needs(text, local_id), *known)))

    def _is_known(self, local_id: str) -> bool:
        key = self._context.key(local_id)
        return self._rows.find(key) is not None or self.has(key) or self._links.name(local_id) is not None

    def _is_about_nothing(self, wanted: Sequence[str]) -> bool:
        """Whether one of these records is neither here nor at the clinic, nor on its way there."""
        keys = [self._context.key(id) for id in wanted if self._links.name(id) is None]
        return any(not self.has(key) and self._rows.find(key) is None for key in keys)

    def _supersede(self, entry: Entry) -> None:
        if entry.begun == 0 or (entry.state == PARKED and self.timing(entry)[1] in REFUSED):
            self.delete([entry])
        elif entry.state == PARKED:
            self.set_state(
                entry, WAITING
            )  # it may have arrived: it is settled first, then the newer one goes

    def remove(
        self,
        key: bytes,
        kind: int,
        local_id: str,
        resource_type: str,
        withdrawn_stub: str,
        after: Sequence[str] = (),
        digests: Sequence[str] = (),
    ) -> None:
        """Drops what was not sent, and queues a deletion if anything of it ever may have been.

        `after`: local ids of what was saved together with the removal; it is sent when they were acknowledged.
        `digests`: digests of what the record said.
        """
        entries = self.entries(key)
        link = self._links.find(key)
        has_left = link is not None and not link.is_gone
        for entry in entries:
            about = self.about(entry)
            was_begun = entry.begun > 0 and not (link is None and self._is_refused(entry))
            has_left |= was_begun or self.is_away(entry) or about.is_delete or about.is_again
        self.delete([entry for entry in entries if not self.is_away(entry)])
        if has_left:
            wanted = self._wanted(withdrawn_stub, local_id)
            about = About(local_id, resource_type, True, wanted, after=tuple(after), digests=tuple(digests))
            self.insert(key, kind, WAITING, about, withdrawn_stub)
            self._context.queued()
        if link is None and not any(self.is_away(entry) for entry in entries):
            self.forget_followers(local_id)

    def never_left(self, key: bytes) -> bool:
        """Whether for certain nothing of this record ever reached the server, nor is on its way."""
        if self._links.find(key) is not None:
            return False
        return not any(
            self.is_away(entry) or (entry.begun > 0 and not self._is_refused(entry))
            for entry in self.entries(key)
        )

    def _is_refused(self, entry: Entry) -> bool:
        return entry.state == PARKED and self.timing(entry)[1] in NEVER_TAKEN

    def remove_again(
        self,
        key: bytes,
        kind: int,
        local_id: str,
        resource_type: str,
        withdrawn_stub: str,
        digests: Sequence[str],
    ) -> None:
        """Queues the deletion of what was deleted before and is there again."""
        about = About(
            local_id, resource_type, True, self._wanted(withdrawn_stub, local_id), digests=tuple(digests)
        )
        self.insert(key, kind, WAITING, about, withdrawn_stub)
        self._context.touch(kind, local_id)
        self._context.queued()

    def lay_aside(self, key: bytes, kind: int, local_id: str, resource_type: str, text: str) -> None:
        """Queues the record's body (`text`) parked as lost: it is sent when the person says so. What ended a grant goes at once. What
        can never be sent, since what it needs is nowhere, stays here unqueued."""
        wanted = self._wanted(text, local_id)
        goes_first = self._is_first(local_id, False)
        if not goes_first and not all(map(self._is_known, wanted)):
            return
        about = About(local_id, resource_type, False, wanted, True, goes_first, names(text))
        entry = self.insert(key, kind, WAITING, about, None)
        if goes_first:
            self._context.queued()
        else:
            self.set_state(entry, PARKED, None, LOST)

    def _is_first(self, local_id: str, goes_first: bool) -> bool:
        """Whether a record has ended what others may read, now or before: it stays so, whoever queues it again."""
        if goes_first:
            self.note_ended(local_id)
        return goes_first or self.has_ended(local_id)

    def note_ended(self, local_id: str, *, is_servers: bool = False) -> None:
        """`is_servers`: the server said so first."""
        if not self.has_ended(local_id) or not (is_servers or self.has_ended_here(local_id)):
            self._context.write_small("ended", local_id, "server" if is_servers else "1")

    def has_ended_here(self, local_id: str) -> bool:
        return self._context.read_small("ended", local_id) == "1"

    def has_ended(self, local_id: str) -> bool:
        """Whether it ended what others may read, here or as the server said."""
        return self._context.read_small("ended", local_id) is not None

    def forget_followers(self, local_id: str, *, even_begun: bool = False) -> None:
        """What refers to a record that never left, and now never will, has nothing to tell the clinic either.

        `even_begun`: the clinic has nothing of the record, and no name for it any more. A follower that was begun may
        have arrived, and comes with a pull; if it did not, it could never be sent.
        """
        for entry in self.needing(local_id):
            about = self.about(entry)
            is_kept = entry.begun and not even_begun
            is_settled = entry.state not in (WAITING, PARKED)
            if is_kept or is_settled or self.is_away(entry) or about.is_delete:
                continue
            if self.entry(entry.seq) is None or self._links.find(entry.key) is not None:
                continue
            self.delete([entry])
            self._context.touch(entry.kind, about.local_id)
            if not self.entries(entry.key):
                self.forget_followers(about.local_id)

    def withdraw_before(self, key: bytes) -> None:
        """Once a deletion waits, an older snapshot of the words is not sent again, whatever became of it."""
        entries = self.entries(key)
        deletions = [entry.seq for entry in entries if self.about(entry).is_delete]
        if not deletions:
            return
        stale = [e for e in entries if e.seq < deletions[-1] and not self.is_away(e)]
        self.delete(stale)
        if stale and self._links.find(key) is None and len(stale) == len(entries) - 1:
            self.forget_followers(self.about(entries[-1]).local_id)

    def ask_first(self, key: bytes) -> None:
        """What waits of this record is parked: it is sent when the person says so, and not before."""
        for entry in self.entries(key):
            if entry.state == WAITING and not self.is_away(entry):
                self.set_state(entry, PARKED, None, ASKED_FIRST)
                self._touch(entry)

    def try_again(self, key: bytes) -> None:
        for entry in self.entries(key):
            if entry.state == PARKED:
                self.set_state(entry, WAITING)
                self._touch(entry)
                self._context.queued()

    # --- sync's side ---

    def resume(self) -> None:
        """At opening: what was in flight was interrupted, and is due again."""
        for entry in self.in_state(IN_FLIGHT):
            self.set_state(entry, WAITING)
            self.withdraw_before(entry.key)

    def due(self, now: datetime, limit: int, is_timeless: bool = False) -> list[OutboxRow]:
        """`is_timeless`: only what is right whatever the server has by now, a new record, a removal or an end."""
        self._release()
        found: list[OutboxRow] = []
        turns = Turns(self, self._links)
        for entry in self._heads():
            if entry.state != WAITING or not self._is_time(entry, now):
                continue
            row = self._ready(entry, turns)
            if row is not None and not (is_timeless and row.op == "update" and not row.goes_first):
                found.append(row)
                if len(found) >= limit:
                    break
        self._handed.update((row.seq, row.local_id) for row in found)
        return found

    def _heads(self) -> Iterator[Entry]:
        """The oldest row of each record: first those of records with something that goes first, then as queued."""
        seen: set[bytes] = set()
        for key in self.first_keys():
            for entry in self.entries(key)[:1]:
                seen.add(key)
                yield entry
        for entry in self.oldest_first():
            if entry.key not in seen:
                seen.add(entry.key)
                yield entry

    def _release(self) -> None:
        """Rows handed out before and never begun are nobody's again."""
        handed, self._handed = self._handed, {}
        for seq in handed:
            entry = self.entry(seq)
            if entry is not None and entry.state == WAITING:
                self.withdraw_before(entry.key)

    def _ready(self, entry: Entry, turns: Turns) -> OutboxRow | None:
        """None for what waits for another record, and for what does not open: one broken row keeps back no other."""
        try:
            about = self.about(entry)
            if self._has_needs(entry, about) and not turns.is_held(entry, about):
                return self._row(entry, about)
        except Damaged:
            self.unreadable.add(entry.seq)
        return None

    def _has_needs(self, entry: Entry, about: About) -> bool:
        """Whether what it points to has a name at the server. What ends a grant goes even where the name is lost."""
        is_known = about.goes_first and self._links.find(entry.key) is not None
        if is_known:
            return True
        return all(self._links.name(id) for id in about.needs) and not any(map(self._is_between, about.names))

    def _is_between(self, server_name: str) -> bool:
        """Whether the record of ours behind this name is to be sent anew, and has no other name yet."""
        local_id = self._links.owner(server_name)
        if not local_id or self._links.name(local_id):
            return False
        return any(not self.about(entry).is_delete for entry in self.entries(self._context.key(local_id)))

    def _is_time(self, entry: Entry, now: datetime) -> bool:
        at, _ = self.timing(entry)
        return at is None or at <= now

    def _row(self, entry: Entry, about: About) -> OutboxRow:
        link = self._links.find(entry.key)
        if link is not None and link.is_gone:
            link = None
        payload = self.payload(entry)
        return OutboxRow(
            seq=entry.seq,
            local_id=about.local_id,
            resource_type=about.resource_type,
            op="delete" if about.is_delete else ("update" if link else "create"),
            payload=payload,
            server_id=link.server_id if link else None,
            etag=link.etag if link else None,
            base=self._links.base(link) if link and link.has_base else None,
            attempt=entry.begun,
            needs=about.needs,
            is_again=about.is_again,
            goes_first=about.goes_first,
            renamed=self._links.renamed(about.names),
        )

    def begin(self, seqs: Sequence[int]) -> None:
        for seq in seqs:
            entry = self.entry(seq)
            if entry is not None and entry.state == WAITING:
                self._touch(entry)
                self.set_begun(entry)
        for seq in seqs:
            self._handed.pop(seq, None)

    def finish(self, entry: Entry) -> None:
        self.delete([entry])
        self._handed.pop(entry.seq, None)

    def retry_later(self, seq: int, next_at: datetime, reason: str, never_left: bool = False) -> None:
        """Rows that were parked, held or finished meanwhile stay as they are."""
        entry = self.entry(seq)
        if entry is None or entry.state not in (WAITING, IN_FLIGHT):
            return
        if never_left and entry.state == IN_FLIGHT:
            entry = replace(entry, begun=max(0, entry.begun - 1))
        self.set_state(entry, WAITING, next_at, reason)
        self._handed.pop(seq, None)
        self._touch(entry)
        self.withdraw_before(entry.key)

    def park(self, seq: int, reason: str) -> None:
        entry = self.entry(seq)
        if entry is None:
            return
        self.set_state(entry, PARKED, None, reason)
        self._handed.pop(seq, None)
        self._touch(entry)
        if reason in (GONE, LOST):
            self._links.drop(entry.key)  # sent again, it is made anew, unless it is there after all
            for one in self.entries(entry.key):
                if all(map(self._is_known, self.about(one).needs)):
                    self.set_again(one)
                else:
                    self.delete([one])  # nobody could send it again
        self.withdraw_before(entry.key)

    def hold(self, key: bytes) -> None:
        """Every row of the record waits until the person has settled it."""
        for entry in self.entries(key):
            self.set_state(entry, CONFLICT)
            self._handed.pop(entry.seq, None)
            self._touch(entry)

    def pending(self) -> Mapping[str, int]:
        rows = self._context.connection.execute(
            "SELECT state, count(*), count(DISTINCT key) FROM outbox GROUP BY state"
        )
        found = {state: (rows_count, records) for state, rows_count, records in rows}
        return {
            "waiting": found.get(WAITING, (0, 0))[0],
            "sending": found.get(IN_FLIGHT, (0, 0))[0],
            "parked": found.get(PARKED, (0, 0))[0],
            "lost": self._parked_for(LOST) if PARKED in found else 0,
            "asked": self._parked_for(ASKED_FIRST) if PARKED in found else 0,
            "conflict": found.get(CONFLICT, (0, 0))[1],
        }

    def _parked_for(self, reason: str) -> int:
        """How many are parked for this: `LOST`, the server had them once; `ASKED_FIRST`, the person is asked first."""
        parked = [entry for entry in self.oldest_first() if entry.state == PARKED]
        return sum(self.timing(entry)[1] == reason for entry in parked)

    def next_due(self) -> datetime | None:
        """When the next row is due; now, if one is."""
        now, turns = self._context.clock(), Turns(self, self._links)
        earliest: datetime | None = None
        for entry in self._heads():
            if entry.state != WAITING:
                continue
            about = self.about(entry)
            if not self._has_needs(entry, about) or turns.is_held(entry, about):
                continue
            at = self.timing(entry)[0] or now
            if at <= now:
                return now
            earliest = at if earliest is None else min(earliest, at)
        return earliest

    # --- what the patient is told ---

    def standing(self, key: bytes, link: Link | None, has_conflict: bool) -> Standing:
        return self.standing_of(self.entries(key), link, has_conflict)

    def standing_of(self, entries: Sequence[Entry], link: Link | None, has_conflict: bool) -> Standing:
        """`entries`: all rows of one record, oldest first."""
        sent_at = link.sent_time if link else None
        states = {entry.state for entry in entries}
        if CONFLICT in states or (has_conflict and not entries):
            return Standing(SendState.CONFLICT, sent_at)
        if PARKED in states:
            parked = next(entry for entry in entries if entry.state == PARKED)
            return Standing(SendState.NEEDS_ATTENTION, sent_at, self.timing(parked)[1], parked.begun > 1)
        if IN_FLIGHT in states:
            return Standing(SendState.SENDING, sent_at)
        if entries:
            return Standing(SendState.WAITING, sent_at, self.timing(entries[0])[1])
        if link is not None and not link.is_gone:
            return Standing(SendState.SENT, sent_at)
        return Standing(SendState.ONLY_HERE, reason=GONE if link is not None else None)
