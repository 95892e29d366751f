"""What only a direct read or a search by identifier can settle, kept until sync asks for it. It may all be forgotten: listings bring it
back.
"""

from __future__ import annotations

from collections.abc import Sequence

from mobile.records.links import Links
from mobile.records.ports import ServerCopy, Unsettled
from mobile.records.versions import is_listed_version


class ToBeRead:
    """In memory. All methods run in the thread."""

    def __init__(self, links: Links) -> None:
        self._links = links
        self._unsettled: dict[tuple[str, str, str], Unsettled] = {}
        self._compared: dict[tuple[str, str], tuple[str | None, ...]] = {}
        """By type and server id, the versions listed there and held here that were found to differ: read once."""

    def take(self) -> list[Unsettled]:
        """Each once."""
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
                self.look_at(resource_type, link.server_id, link.local_id)

    def look_again(self, resource_type: str, server_id: str) -> None:
        """A read found nothing of it: where a listing names it still, it is read once more."""
        self._compared.pop((resource_type, server_id), None)

    def look_at(self, resource_type: str, server_id: str, local_id: str, *, is_double: bool = False) -> None:
        one = Unsettled(resource_type, server_id, local_id, is_double)
        self._unsettled[resource_type, local_id if is_double else server_id, str(is_double)] = one
