"""The records of a page that nobody here has met: written together, a few statements for all of them.

A first pull is nothing else. Whatever is known here in any way, by its name or the server's, goes the careful way,
one by one (`replica`). It must never take one that could meet an unsent change, a link or another of the same page.
"""

from __future__ import annotations

from collections.abc import Sequence

from mobile.records.links import Link, Links
from mobile.records.outbox import Queue
from mobile.records.ports import Pulled
from mobile.records.rows import RecordRow, Rows
from mobile.records.store_context import StoreContext

_ASKED_AT_ONCE = 500


def row_of(pulled: Pulled, local_id: str) -> RecordRow:
    """The pulled document as the store's rows take it."""
    kind = pulled.filing.kind
    return RecordRow(
        kind.name,
        kind.resource_type or pulled.resource_type,
        is_private=False,
        id=local_id,
        text=pulled.copy.text,
        head=pulled.filing.head,
    )


class BulkInsert:
    """For one page, inside its transaction."""

    def __init__(
        self, context: StoreContext, rows: Rows, links: Links, queue: Queue, page: Sequence[Pulled]
    ) -> None:
        self._context = context
        self._rows = rows
        self._links = links
        self._names: dict[int, tuple[bytes, bytes]] = {
            id(pulled): (
                context.key(pulled.filing.local_id),
                links.server_key(pulled.resource_type, pulled.copy.server_id),
            )
            for pulled in page
        }
        names = list(self._names.values())
        self._known: set[bytes] = {key for key, _ in names if queue.has(key)}
        for start in range(0, len(names), _ASKED_AT_ONCE):
            keys = [key for key, _ in names[start : start + _ASKED_AT_ONCE]]
            servers = [server for _, server in names[start : start + _ASKED_AT_ONCE]]
            self._known |= rows.among(keys)
            self._known |= set[bytes]().union(*links.among(keys, servers))
        self._waiting: dict[int, list[tuple[bytes, bytes, Pulled]]] = {}

    def take(self, pulled: Pulled) -> bool:
        """Whether it will be written by the next `write`. If not, it is known from now on."""
        key, server = self._names[id(pulled)]
        is_new = key not in self._known and server not in self._known
        self._known.add(key)
        self._known.add(server)
        is_plain = pulled.filing.kind.compartment != "private" and not pulled.filing.goes_first
        if not is_new or not is_plain:
            return False
        self._waiting.setdefault(self._context.kind(pulled.filing.kind.name), []).append(
            (key, server, pulled)
        )
        return True

    def write(self) -> None:
        for kind, group in self._waiting.items():
            self._rows.add_many(kind, [(key, row_of(one, one.filing.local_id)) for key, _, one in group])
            self._links.add_many([(server, _link(key, one)) for key, server, one in group])
        self._waiting.clear()


def _link(key: bytes, pulled: Pulled) -> Link:
    copy = pulled.copy
    return Link(
        key, pulled.filing.local_id, pulled.resource_type, copy.server_id, copy.etag, copy.last_updated, None
    )
