"""Which entries a list shows: all, those of a session, starred, shared, spoken, with pictures, hidden, or with a tag. One at a
time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from mobile.care.agenda import Session
from mobile.records.ports import IS_HIDDEN
from mobile.screens.reads.visits import Visits

SESSIONS_SHOWN = 3


@dataclass(frozen=True)
class Filter:
    """`where`: values of the heads that are shown. `name` is said by the view, but for a tag's own."""

    kind: str  # all, session, starred, shared, voice, pictures, hidden, tag
    where: Mapping[str, object] = field(default_factory=dict[str, object])
    session: Session | None = None
    tag: str = field(default="", repr=False)


ALL = Filter("all")
STARRED = Filter("starred", {"is_starred": True})
SHARED = Filter("shared", {"is_shared": True})
VOICE = Filter("voice", {"has_voice": True})
PICTURES = Filter("pictures", {"has_pictures": True})
HIDDEN = Filter("hidden", {IS_HIDDEN: True})
"""Offered only where a second PIN opened them."""


def of_session(session: Session) -> Filter:
    """Entries after one session and on its day."""
    return Filter("session", {"session": session.reference}, session)


def of_tag(ways: Sequence[str]) -> Filter:
    """Of one tag, in all ways in which it was written; the first is shown."""
    return Filter("tag", {"tags": frozenset(ways)}, tag=ways[0])


def offered(visits: Visits, now: datetime, *, is_every_session: bool) -> Sequence[Filter]:
    """Without tags. Sessions that took place or are on, the last first; the others on request."""
    begun = [one for one in visits.sessions if one.start_at is not None and one.start_at <= now]
    begun.sort(key=lambda one: one.start_at or now, reverse=True)
    numbered = [one for one in begun if visits.place(one) is not None]
    some = numbered if is_every_session else numbered[:SESSIONS_SHOWN]
    return [ALL, *(of_session(one) for one in some), STARRED, SHARED, VOICE, PICTURES]
