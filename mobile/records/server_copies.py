"""The server's version beside a record of ours: noted when it was seen or sent, and kept as the other one where two people wrote."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC

from mobile.records.links import Link, Links
from mobile.records.outbox import Queue
from mobile.records.ports import ServerCopy
from mobile.records.rows import Rows
from mobile.records.store_context import StoreContext
from mobile.records.versions import Versions, is_same_version


class ServerCopies:
    """All methods run in the thread, inside the caller's transaction."""

    def __init__(
        self, context: StoreContext, rows: Rows, links: Links, queue: Queue, versions: Versions
    ) -> None:
        self.context = context
        self.rows = rows
        self.links = links
        self.queue = queue
        self.versions = versions

    def linked(
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
        before = self.links.find(key)
        if before is not None and not is_same_version(copy, before):
            self.versions.replaced(before, self.links.base(before))
        other = self.links.key_of_server(resource_type, copy.server_id)
        if other is not None and other != key:
            self._give_way(other)
        sent_at = before.sent_at if before else None
        if is_sent_now:
            sent_at = self.context.clock().astimezone(UTC).isoformat()
        link = Link(key, local_id, resource_type, copy.server_id, copy.etag, copy.last_updated, sent_at)
        self.links.put(link, base)
        if is_sent_now:
            self.versions.written_here(link)

    def _give_way(self, key: bytes) -> None:
        """A copy of our own record, filed under the server's name before we knew it as ours."""
        link, stored = self.links.find(key), self.rows.find(key)
        self.links.drop(key)
        if link is not None and stored is not None and not self.queue.entries(key):
            self.rows.drop(stored, link.local_id)

    def sent_now(self, key: bytes) -> None:
        link = self.links.find(key)
        if link is not None:
            base = self.links.base(link)
            self.links.put(replace(link, sent_at=self.context.clock().astimezone(UTC).isoformat()), base)
            self.versions.written_here(link)

    def clash(self, key: bytes, local_id: str, resource_type: str, theirs: ServerCopy) -> None:
        """Both versions are kept until the person chooses; what is queued is held."""
        self.linked(key, local_id, resource_type, theirs, theirs.text)
        self.links.put_theirs(key, theirs)
        self.queue.hold(key)
