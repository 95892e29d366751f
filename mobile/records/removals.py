"""What the person removed, after the server confirmed it: should it turn up there again, it is removed again.

A create that was on its way for minutes, or a server put back from a backup, brings back what was taken back. It must
never remove what somebody wrote anew.
"""

from __future__ import annotations

import json
from typing import Final

from mobile.records.links import Link, Links
from mobile.records.outbox import Queue
from mobile.records.outbox_rows import About, Entry
from mobile.records.ports import ServerCopy
from mobile.records.store_context import StoreContext
from mobile.records.versions import Versions, digest

_PURPOSE: Final = "removed"


class Removals:
    """Sealed, by the record's id here. All methods run in the thread, inside the caller's transaction."""

    def __init__(self, context: StoreContext, links: Links, queue: Queue, versions: Versions) -> None:
        self._context = context
        self._links = links
        self._queue = queue
        self._versions = versions

    def done(self, entry: Entry, about: About) -> None:
        """The removal in this row was carried out. What it put in the record's place is kept, for the next time."""
        values = [self._queue.payload(entry), about.digests]
        self._context.write_small(_PURPOSE, about.local_id, json.dumps(values))
        self._context.write_small(_PURPOSE, "", "1")

    @property
    def has_any(self) -> bool:
        return self._context.read_small(_PURPOSE, "") is not None

    def _of(self, local_id: str) -> tuple[str, list[str]] | None:
        text = self._context.read_small(_PURPOSE, local_id)
        return tuple(json.loads(text)) if text is not None else None

    def has(self, local_id: str) -> bool:
        return self._of(local_id) is not None

    def is_of_removed(self, local_id: str, link: Link | None, copy: ServerCopy) -> bool:
        """Whether `copy` is what was removed, and not something written since."""
        removed = self._of(local_id)
        if removed is None:
            return False
        if link is None or link.server_id != copy.server_id:
            order = "newer"
        else:
            order = self._versions.order(copy, link)
        if order not in ("newer", "branch"):
            return True
        stated = digest(copy.text)
        return stated is not None and (
            stated in removed[1] or self._versions.has_wording(local_id, copy.text)
        )

    def again(self, key: bytes, kind: int, local_id: str, resource_type: str) -> None:
        """Queues the removal once more."""
        removed = self._of(local_id)
        if removed is not None:
            withdrawn_stub, stated = removed
            self._queue.remove_again(key, kind, local_id, resource_type, withdrawn_stub, stated)
