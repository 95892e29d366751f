"""What is to be received: one value a search, and how a received document is to be filed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from api_client import Document
from mobile.records.ports import Filing


@dataclass(frozen=True)
class PullQuery:
    """A search kept up to date. `key` is stable: the mark is stored under it.

    `reconcile_every_s`: how often the ids are listed to learn what is gone or newly allowed; None: never.
    `is_own`: False for what others may stop sharing: then a refused read (403) counts as gone. None: told by the
    local id, `Type/server-id` being somebody else's.
    `holds_words`: what the person wrote themselves; their own stays here when the server deletes it.
    `opened_by`: the resource type that opens these: when one of it came or went, the ids are listed at once.
    `alone_every_s`: how often it is asked where every search is a request of its own; 0: in each round. Where they travel
    together it is asked in each.
    `is_heavy`: each record is so large that a page of them would be too much for one answer: the ids are listed, when they are
    compared, and what is not here is read one by one. It needs `reconcile_every_s`.
    """

    key: str
    resource_type: str
    params: Mapping[str, str] = field(default_factory=dict[str, str])
    reconcile_every_s: float | None = None
    is_own: bool | None = None
    holds_words: bool = False
    opened_by: str | None = None
    alone_every_s: float = 0.0
    is_heavy: bool = False


File = Callable[[Document], Filing | None]
"""None refuses the document: of another patient, or of no interest."""

Opens = Callable[[str, str], bool]
"""Whether this person may hold a record, as far as its type and its id at the server tell; what tells nothing is True."""


def opens_all(resource_type: str, server_id: str) -> bool:
    """For whom the server itself decides what they may see."""
    return True
