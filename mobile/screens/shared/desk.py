"""Where one page's therapist was in their list: which filter is on, which name they look for, how far it was scrolled, and
where whoever is open stood when they were opened.

Kept by the page's memory while its places come and go, for one person, and written nowhere.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import flet as ft

from mobile.care.morning import Waiting

Filter = Literal["unread", "session", "rising"]
FILTERS: tuple[Filter, ...] = ("unread", "session", "rising")
_KEY = "lantern.desk"


@dataclass(frozen=True)
class Stood:
    """What called for the reader when they opened this patient ("p1", as in a route): opening is reading, and what was read
    calls no more."""

    id: str
    waiting: Waiting = field(repr=False)


@dataclass
class Desk:
    """`person`: the account it belongs to."""

    person: str
    filter: Filter | None = None
    find: str = field(default="", repr=False)  # the beginning of a name, as it was typed
    offset: float = 0.0  # px the list was scrolled by
    stood: Stood | None = None
    is_stepping: bool = False  # the next place was asked for by a key
    has_all_keys: bool = False  # the bar of keys says all of them


def fits(waiting: Waiting, chosen: Filter) -> bool:
    """Whether somebody is among those a filter asks for, whatever else calls for the reader too."""
    return {
        "unread": waiting.unread > 0,
        "session": waiting.session_at is not None,
        "rising": waiting.moved is not None,
    }[chosen]


def desk_of(page: ft.Page, person: str) -> Desk:
    """The page's own; a new one for another person."""
    found = page.session.store.get(_KEY)
    if not isinstance(found, Desk) or found.person != person:
        found = Desk(person)
        page.session.store.set(_KEY, found)
    return found
