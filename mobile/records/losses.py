"""What the server no longer has: removed here where it deleted it, kept and offered again where it only lost it.

A person's own words are never removed for what a server says: what was deleted there stays readable here. It must never
send anything again without the person.
"""

from __future__ import annotations

from collections.abc import Sequence

from mobile.records.links import Link, Links
from mobile.records.outbox import GONE, LOST, Queue
from mobile.records.rows import Rows, Stored
from mobile.records.store_context import StoreContext


class Losses:
    """All methods run in the thread, inside the caller's transaction."""

    def __init__(self, context: StoreContext, rows: Rows, links: Links, queue: Queue) -> None:
        self._context = context
        self._rows = rows
        self._links = links
        self._queue = queue

    def _linked(self, resource_type: str, server_ids: Sequence[str]) -> list[tuple[bytes, Link]]:
        keys = [self._links.key_of_server(resource_type, server_id) for server_id in server_ids]
        found = [(key, self._links.find(key)) for key in keys if key is not None]
        return [(key, link) for key, link in found if link is not None]

    def remove_gone(
        self,
        resource_type: str,
        server_ids: Sequence[str],
        keeps_words: bool = False,
        keeps_ends: bool = False,
    ) -> None:
        """The server deleted them. `keeps_words`: they stay here, as what only this device has. `keeps_ends`: so does what ended a
        grant, with which it is ended again should a backup bring it back."""
        for key, link in self._linked(resource_type, server_ids):
            if self._queue.has(key):
                self._unsent(key, GONE)
                continue
            stored = self._rows.find(key)
            is_kept = keeps_words or (keeps_ends and self._queue.has_ended(link.local_id))
            if stored is not None and not is_kept:
                self._rows.drop(stored, link.local_id)
            elif stored is not None:
                self._context.touch(stored.kind, link.local_id)
            self._links.set_gone(key)
            self._links.drop_theirs(key)

    def _unsent(self, key: bytes, reason: str) -> None:
        for entry in self._queue.entries(key):
            if self._queue.is_away(entry):
                continue  # its own answer will say so
            if self._queue.about(entry).goes_first:
                continue  # what ends a grant is asked about by itself, and never laid aside
            if self._queue.about(entry).is_delete:
                self._queue.finish(entry)
                self._links.set_gone(key)
            else:
                self._queue.park(entry.seq, reason)

    def mark_lost(self, resource_type: str, server_ids: Sequence[str]) -> None:
        """The server had them, tells of no deletion, and has them no more. They wait to be sent again."""
        for key, link in self._linked(resource_type, server_ids):
            stored = self._rows.find(key)
            if any(self._queue.about(entry).is_delete for entry in self._queue.entries(key)):
                continue  # on its way out; its own answer will say
            if self._queue.has(key):
                self._unsent(key, LOST)
            elif stored is not None:
                self._links.drop(key)
                self.lay_aside(stored, link.local_id, resource_type)

    def lay_aside(self, stored: Stored, local_id: str, resource_type: str) -> None:
        """Puts what the record says in the queue, to be sent when the person says so."""
        self._queue.lay_aside(stored.key, stored.kind, local_id, resource_type, self._rows.text(stored))
        self._context.touch(stored.kind, local_id)
