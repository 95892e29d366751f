"""Which queued change has to wait for another: a removal for all that was saved with it or still points to its record.

A server that checks references refuses a change that names a removed record, so the removal goes last. It must never
hold back a removal for what cannot be sent: words would stay where the person took them back from.
"""

from __future__ import annotations

from collections.abc import Sequence

from mobile.records.errors import Damaged
from mobile.records.links import Links
from mobile.records.outbox_rows import PARKED, About, Entry, QueueRows

_Queued = tuple[Entry, About]


class Turns:
    """For one look at the queue, inside its transaction."""

    def __init__(self, queue: QueueRows, links: Links) -> None:
        self._queue = queue
        self._links = links
        self._by_record: dict[str, list[_Queued]] = {}
        self._by_name: dict[str, list[_Queued]] = {}
        self._removed: set[str] = set()
        self._is_read = False

    def is_held(self, entry: Entry, about: About) -> bool:
        """Whether this row is a removal whose turn has not come."""
        if not about.is_delete:
            return False
        self._read()
        link = self._links.find(entry.key)
        server_name = f"{link.resource_type}/{link.server_id}" if link is not None else ""
        waiting = [one for id in about.after for one in self._by_record.get(id, ())]
        waiting += self._by_name.get(about.local_id, ())
        waiting += self._by_name.get(server_name, ())
        return any(self._will_be_sent(one, frozenset({about.local_id})) for one in waiting)

    def _read(self) -> None:
        if self._is_read:
            return
        self._is_read = True
        for entry in self._queue.oldest_first():
            try:
                about = self._queue.about(entry)
            except Damaged:
                continue
            if about.is_delete:
                self._removed.add(about.local_id)
                continue
            self._by_record.setdefault(about.local_id, []).append((entry, about))
            for name in (*about.needs, *about.names):
                self._by_name.setdefault(name, []).append((entry, about))

    def _will_be_sent(self, queued: _Queued, met: frozenset[str]) -> bool:
        """Whether it will be sent by itself: not parked, not about to be removed, and what it needs is there or goes."""
        entry, about = queued
        if entry.state == PARKED or about.local_id in self._removed or about.local_id in met:
            return False
        return all(
            self._links.name(id) or self._will_be_named(id, met | {about.local_id}) for id in about.needs
        )

    def _will_be_named(self, local_id: str, met: frozenset[str]) -> bool:
        queued: Sequence[_Queued] = self._by_record.get(local_id, ())
        return any(self._will_be_sent(one, met) for one in queued)
