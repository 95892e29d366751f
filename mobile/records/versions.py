"""Which versions of a record the server has replaced, and how a version it shows now stands to the one last seen.

Servers answer searches late, and count time in whole seconds: an older version may come after a newer one and look as
new. What was replaced is known by name, so it never comes back by itself. It must never order two versions by a guess.
"""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any, Final, Literal, cast

from mobile.records.links import Link
from mobile.records.ports import ServerCopy
from mobile.records.store_context import StoreContext

Order = Literal["same", "older", "newer", "unclear", "branch"]
"""`branch`: newer by its time, but perhaps not written upon the one last seen, as after a server was put back from a backup. It bears
that one's name, given out anew; or the server names no versions, and the one last seen was this device's."""
_PURPOSE: Final = "replaced"


def digest(text: str | None) -> str | None:
    """A short name of what a document says, `id` and `meta` apart; None for what is no document."""
    try:
        document: Any = json.loads(text or "")
    except (ValueError, RecursionError):
        return None
    if not isinstance(document, dict):
        return None
    stated = {
        name: value for name, value in cast("dict[str, Any]", document).items() if name not in ("id", "meta")
    }
    return hashlib.sha256(json.dumps(stated, sort_keys=True).encode()).hexdigest()[:24]


class Versions:
    """Sealed, one list a record; by the record's id here. All methods run in the thread."""

    def __init__(self, context: StoreContext) -> None:
        self._context = context

    def _list(self, local_id: str) -> list[list[str | None]]:
        text = self._context.read_small(_PURPOSE, local_id)
        return json.loads(text) if text is not None else []

    def replaced(self, link: Link, base: str | None) -> None:
        """The server holds another version from now on. `base`: the text of the one that goes, where it is at hand."""
        one = [link.server_id, link.etag, link.last_updated, digest(base)]
        known = self._list(link.local_id)
        if one not in known:
            self._context.write_small(_PURPOSE, link.local_id, json.dumps([*known, one]))

    def written_here(self, link: Link) -> None:
        """This device wrote the version last seen. Noted where the server names none: there is nothing else to tell it by."""
        if link.etag is None:
            self._context.write_small("written", link.local_id, link.last_updated or "")

    def _is_written_here(self, link: Link) -> bool:
        return self._context.read_small("written", link.local_id) == (link.last_updated or "")

    def is_replaced(self, local_id: str, copy: ServerCopy) -> bool:
        """Whether it is, by its own version name, one that gave way to another."""
        if copy.etag is None:
            return False
        asked = [copy.server_id, copy.etag, copy.last_updated]
        return any(known[:3] == asked for known in self._list(local_id))

    def has_wording(self, local_id: str, text: str) -> bool:
        """Whether a version that gave way said exactly this."""
        asked = digest(text)
        return asked is not None and any(known[3] == asked for known in self._list(local_id))

    def is_of_another(self, local_id: str, copy: ServerCopy) -> bool:
        """Whether these are the words of another resource of this record's than the one named: that one does not say them."""
        asked = digest(copy.text)
        return any(known[3] == asked and known[0] != copy.server_id for known in self._list(local_id))

    def order(self, copy: ServerCopy, link: Link) -> Order:
        """How `copy` stands to the version last seen."""
        if is_same_version(copy, link):
            return "same"
        if copy.server_id == link.server_id and self.is_replaced(link.local_id, copy):
            return "older"
        if link.etag is None and link.last_updated is None:
            return "newer"  # which one it was is not known: ours, before anybody else's
        then, now = _instant(link.last_updated), _instant(copy.last_updated)
        if then is None or now is None or then == now:
            return "unclear"
        if now < then:
            return "older"
        is_branch = copy.etag == link.etag if copy.etag is not None else self._is_written_here(link)
        return "branch" if is_branch else "newer"


def is_same_version(copy: ServerCopy, link: Link) -> bool:
    if copy.etag is None or copy.etag != link.etag or copy.server_id != link.server_id:
        return False
    return None in (copy.last_updated, link.last_updated) or copy.last_updated == link.last_updated


def is_listed_version(copy: ServerCopy, link: Link) -> bool:
    """Whether a listing names the version last seen, as far as both tell of a version at all."""
    times = (_instant(copy.last_updated), _instant(link.last_updated))
    pairs = [(copy.etag, link.etag), times]
    return all(one == other for one, other in pairs if one is not None and other is not None)


def _instant(text: str | None) -> datetime | None:
    try:
        found = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return found if found.tzinfo is not None else None
