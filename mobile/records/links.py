"""What the server has of each record: its id, its version, its text; and the other version where two people wrote.

A link outlives the record it belongs to, so that what still refers to it can be sent. It must never forget a version
that an unsent change is based on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from mobile.records.content import Resolve
from mobile.records.errors import Damaged
from mobile.records.ports import ServerCopy
from mobile.records.sealing import CLINICAL, RowIdentity
from mobile.records.store_context import StoreContext, as_json, marks


@dataclass(frozen=True)
class Link:
    """The server's version we last saw. `has_base`: its text is kept here; else it is the record's own body."""

    key: bytes
    local_id: str
    resource_type: str
    server_id: str
    etag: str | None
    last_updated: str | None
    sent_at: str | None  # ISO, ours: when an acknowledgement of ours was stored
    is_gone: bool = False
    has_base: bool = False

    @property
    def sent_time(self) -> datetime | None:
        return datetime.fromisoformat(self.sent_at) if self.sent_at else None

    def copy(self, text: str) -> ServerCopy:
        return ServerCopy(self.server_id, self.etag, self.last_updated, text)


def _about_of(link: Link) -> list[str | bool | None]:
    """The flags stand in clear too, for queries; here they are sealed, so that a changed one is found."""
    return [
        link.local_id,
        link.resource_type,
        link.server_id,
        link.etag,
        link.last_updated,
        link.sent_at,
        link.is_gone,
        link.has_base,
    ]


def _place(key: bytes, column: str) -> RowIdentity:
    return RowIdentity(CLINICAL, 0, key, f"link {column}")


def _conflict_place(key: bytes) -> RowIdentity:
    return RowIdentity(CLINICAL, 0, key, "theirs")


class Links:
    def __init__(self, context: StoreContext) -> None:
        self._context = context

    def server_key(self, resource_type: str, server_id: str) -> bytes:
        return self._context.keys.lookup("server", f"{resource_type}/{server_id}")

    def find(self, key: bytes) -> Link | None:
        row = self._context.connection.execute(
            "SELECT about, is_gone, base IS NOT NULL FROM link WHERE key = ?", (key,)
        ).fetchone()
        return self.opened(key, *row) if row else None

    def rows_of_queued(self, kind: int) -> list[tuple[bytes, bytes, int, int]]:
        """Of every record of a kind with something queued, as they lie: for `opened`, and to be compared."""
        query = (
            "SELECT key, about, is_gone, base IS NOT NULL FROM link "
            "WHERE key IN (SELECT key FROM outbox WHERE kind = ?)"
        )
        return self._context.connection.execute(query, (kind,)).fetchall()

    def in_conflict(self) -> set[bytes]:
        """The keys of all that was written in two places."""
        return {key for (key,) in self._context.connection.execute("SELECT key FROM conflict")}

    def opened(self, key: bytes, about: bytes, is_gone: int, has_base: int) -> Link:
        local_id, resource_type, server_id, etag, last_updated, sent_at, *flags = self._context.open_values(
            _place(key, "about"), about
        )
        if flags and flags != [bool(is_gone), bool(has_base)]:
            raise Damaged
        return Link(
            key,
            local_id,
            resource_type,
            server_id,
            etag,
            last_updated,
            sent_at,
            bool(is_gone),
            bool(has_base),
        )

    def key_of_server(self, resource_type: str, server_id: str) -> bytes | None:
        row = self._context.connection.execute(
            "SELECT key FROM link WHERE server = ?", (self.server_key(resource_type, server_id),)
        ).fetchone()
        return row[0] if row else None

    def base(self, link: Link) -> str | None:
        """The text kept apart from the record's body, if it is."""
        (sealed,) = self._context.connection.execute(
            "SELECT base FROM link WHERE key = ?", (link.key,)
        ).fetchone()
        return self._context.open_text(_place(link.key, "base"), sealed) if sealed is not None else None

    def put(self, link: Link, base: str | None) -> None:
        """Writes or replaces. `base` None: the server's text is the record's body."""
        context, link = self._context, replace(link, has_base=base is not None)
        before = self.find(link.key)
        if before is not None and before.server_id != link.server_id:
            self._note_former(before)
        context.connection.execute(
            "INSERT INTO link(key, type, server, is_gone, about, base) VALUES(?, ?, ?, ?, ?, ?) ON CONFLICT(key) "
            "DO UPDATE SET server = excluded.server, is_gone = excluded.is_gone, about = excluded.about, "
            "base = excluded.base, type = excluded.type",
            (
                link.key,
                context.code("type", link.resource_type),
                self.server_key(link.resource_type, link.server_id),
                int(link.is_gone),
                context.seal_values(_place(link.key, "about"), _about_of(link)),
                context.seal_text(_place(link.key, "base"), base) if base is not None else None,
            ),
        )

    def add_many(self, links: Sequence[tuple[bytes, Link]]) -> None:
        """New links, as (server key, link), of records whose body is the server's text: what `put` does, for many."""
        context = self._context
        abouts = context.seal_texts(
            _place(b"", "about"), [(link.key, as_json(_about_of(link))) for _, link in links]
        )
        context.insert(
            "link(key, type, server, about)",
            [
                (link.key, context.code("type", link.resource_type), server, about)
                for (server, link), about in zip(links, abouts, strict=True)
            ],
        )

    def among(self, keys: Sequence[bytes], servers: Sequence[bytes]) -> tuple[set[bytes], set[bytes]]:
        """Which of these keys, and which of these server keys, have a link."""
        connection = self._context.connection
        by_key = connection.execute("SELECT key FROM link WHERE key IN " + marks(keys), keys)  # noqa: S608
        by_server = connection.execute("SELECT server FROM link WHERE server IN " + marks(servers), servers)  # noqa: S608
        return {key for (key,) in by_key}, {server for (server,) in by_server}

    def set_base(self, key: bytes, text: str) -> None:
        """The record's body is about to change: what the server has is kept apart from now on."""
        link = self.find(key)
        if link is not None:
            self.put(link, text)

    def set_gone(self, key: bytes) -> None:
        """The server has deleted it. The link stays for what refers to it."""
        link = self.find(key)
        if link is not None:
            self.put(replace(link, is_gone=True), None)

    def drop(self, key: bytes) -> None:
        """The server has no name for it any more. What still uses the old one finds the next."""
        link = self.find(key)
        if link is not None:
            self._note_former(link)
        self._context.connection.execute("DELETE FROM link WHERE key = ?", (key,))

    def known_as(self, resource_type: str) -> dict[str, str]:
        """By local id, what the server calls each record of this type that it still has."""
        rows = self._context.connection.execute(
            "SELECT key, about, is_gone, base IS NOT NULL FROM link WHERE type = ? AND is_gone = 0",
            (self._context.code("type", resource_type),),
        )
        links = [self.opened(*row) for row in rows.fetchall()]
        return {link.local_id: f"{link.resource_type}/{link.server_id}" for link in links}

    def name(self, local_id: str) -> tuple[str, str] | None:
        """(type, server id), also of what the server has deleted since."""
        link = self.find(self._context.key(local_id))
        return (link.resource_type, link.server_id) if link else None

    def _note_former(self, link: Link) -> None:
        if "/" not in link.local_id:
            self._context.write_small("former", f"{link.resource_type}/{link.server_id}", link.local_id)

    def note_name(self, resource_type: str, server_id: str, local_id: str) -> None:
        """The server calls a record of ours so as well: what names it so means that record."""
        if "/" not in local_id and self._context.read_small("former", f"{resource_type}/{server_id}") is None:
            self._context.write_small("former", f"{resource_type}/{server_id}", local_id)

    def owner(self, server_name: str) -> str | None:
        """The id here of the record that the server calls `Goal/12` now, or called so once."""
        resource_type, _, server_id = server_name.partition("/")
        key = self.key_of_server(resource_type, server_id)
        link = self.find(key) if key is not None else None
        return link.local_id if link is not None else self._context.read_small("former", server_name)

    def local_id(self, server_name: str) -> str | None:
        """The same, but for what the clinic made and still has: it has no other name."""
        found = self.owner(server_name)
        if found is None or "/" not in found:
            return found
        link = self.find(self._context.key(found))
        return found if link is not None and link.is_gone else None

    def renamed(self, names: Sequence[str]) -> tuple[tuple[str, str], ...]:
        """Of these names those that the server has given up for others, with what it says now."""
        now = ((name, self.name(self.owner(name) or "")) for name in names)
        return tuple((name, "/".join(found)) for name, found in now if found and "/".join(found) != name)

    @property
    def resolve(self) -> Resolve:
        return self.owner

    def of_type(self, resource_type: str) -> Iterator[Link]:
        """Links of stored records of a type, whose server copy is not gone."""
        rows = self._context.connection.execute(
            "SELECT link.key, about, is_gone, base IS NOT NULL FROM link JOIN record ON record.key = link.key "
            "WHERE link.type = ? AND is_gone = 0 ORDER BY record.seq",
            (self._context.code("type", resource_type),),
        ).fetchall()
        for row in rows:
            yield self.opened(*row)

    def is_sound(self) -> bool:
        """Whether what stands in clear beside each link is what was sealed with it. Raises Damaged."""
        rows = self._context.connection.execute(
            "SELECT key, about, is_gone, base IS NOT NULL, type, server FROM link"
        ).fetchall()
        for *row, type_, server in rows:
            link = self.opened(*row)
            expected = (
                self._context.code("type", link.resource_type),
                self.server_key(link.resource_type, link.server_id),
            )
            if (type_, server) != expected:
                return False
        return True

    # --- the other version, where two people wrote ---

    def put_theirs(self, key: bytes, theirs: ServerCopy) -> None:
        values = [theirs.server_id, theirs.etag, theirs.last_updated, theirs.text]
        self._context.connection.execute(
            "INSERT INTO conflict(key, theirs) VALUES(?, ?) ON CONFLICT(key) DO UPDATE SET theirs = excluded.theirs",
            (key, self._context.seal_values(_conflict_place(key), values)),
        )

    def theirs(self, key: bytes) -> ServerCopy | None:
        row = self._context.connection.execute("SELECT theirs FROM conflict WHERE key = ?", (key,)).fetchone()
        return ServerCopy(*self._context.open_values(_conflict_place(key), row[0])) if row else None

    def drop_theirs(self, key: bytes) -> None:
        self._context.connection.execute("DELETE FROM conflict WHERE key = ?", (key,))
