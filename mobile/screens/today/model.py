"""Today as values: where the person is, what comes next, their intention, and what is left to do. Flet-free.

Everything is derived from what is kept now; nothing here is remembered or promised.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from mobile.care.agenda import Phase, Session, last_session, phase
from mobile.care.course import CoursePosition
from mobile.care.intention import Intention
from mobile.care.shared_intention import SharedIntention
from mobile.screens.reads.shares import Shares
from mobile.screens.reads.visits import Visits
from mobile.screens.reads.writings import Writings

Greeting = Literal["morning", "afternoon", "evening"]
Seen = Literal["only_me", "therapist", "changed"]
Step = Literal["write", "review"]


@dataclass(frozen=True)
class ToDo:
    """One line of "Before your session"."""

    step: Step
    is_done: bool


@dataclass(frozen=True)
class Today:
    """What the place shows."""

    greeting: Greeting
    phase: Phase | None
    session: Session | None
    place: CoursePosition | None
    last: Session | None
    intention: Intention | None  # for that session; while integrating, of the last one
    seen: Seen
    carry_from: Intention | None  # words that could be carried to the next session
    to_do: tuple[ToDo, ...]

    @property
    def done(self) -> int:
        return sum(1 for one in self.to_do if one.is_done)


def today(visits: Visits, shares: Shares, writings: Writings[Intention], zone: ZoneInfo) -> Today:
    """Derives it all."""
    now = visits.now
    session, last = visits.next, last_session(visits.sessions, now)
    where = phase(visits.sessions, now, zone)
    own = writings.for_session(session)
    shown = own
    if shown is None and where == "integrate":
        shown = writings.for_session(last)
    if session is None and shown is None:
        shown = writings.latest()
    latest = writings.latest()
    carry = latest if own is None and session is not None and latest is not None else None
    return Today(
        greeting=greeting(now, zone),
        phase=where,
        session=session,
        place=visits.place(session),
        last=last,
        intention=shown,
        seen=_seen(shares, shown),
        carry_from=carry,
        to_do=_to_do(session, own),
    )


def greeting(now: datetime, zone: ZoneInfo) -> Greeting:
    """By the clinic's clock: morning until noon, evening from five."""
    hour = now.astimezone(zone).hour
    return "morning" if 4 <= hour < 12 else "afternoon" if 12 <= hour < 17 else "evening"


def _seen(shares: Shares, intention: Intention | None) -> Seen:
    share = shares.of(intention) if intention is not None else None
    if intention is None or share is None or not isinstance(share.copy, SharedIntention):
        return "only_me"
    return "changed" if intention.is_changed_since(share.copy) else "therapist"


def _to_do(session: Session | None, own: Intention | None) -> tuple[ToDo, ...]:
    if session is None:
        return ()
    return (ToDo("review", own.is_settled) if own is not None else ToDo("write", False),)
