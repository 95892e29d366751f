"""What a practitioner's device may hold at all, whatever the server shows: no draft, nothing that was not opened to them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mobile.care.opened import Opened
from mobile.care.resource import Json

_UNFINISHED = ("in-progress", "stopped")
"""What is still being written, and what was never handed in."""


@dataclass(frozen=True)
class Holding:
    """`holds` says it of a document; `may_hold` of a server's id alone, before the document is there: False only where no
    document of that id could be held."""

    holds: Callable[[Json, Opened], bool]
    may_hold: Callable[[str, Opened], bool] = lambda id, opened: True


FREELY = Holding(lambda resource, opened: True)
ONCE_HANDED_IN = Holding(lambda resource, opened: resource.get("status") not in _UNFINISHED)
NAMED_BY_AN_ANSWER = Holding(
    lambda resource, opened: opened.opens_photo(resource),
    lambda id, opened: opened.may_open_photo(id),
)


def opened_by_a_grant(resource_type: str) -> Holding:
    """Only while a grant in force names it."""
    return Holding(
        lambda resource, opened: opened.opens(resource),
        lambda id, opened: opened.may_open(resource_type, id),
    )
