"""The course as a line of sessions: what is behind, what is next, what is held. Flet-free."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Literal

from mobile.care.agenda import Session
from mobile.care.course import sessions_of
from mobile.care.intention import Intention
from mobile.screens.reads.visits import Visits
from mobile.screens.reads.writings import Writings

State = Literal["done", "next", "later", "held", "unset"]


@dataclass(frozen=True)
class Stop:
    """One session on the line; without one, a session that is planned and has no time yet."""

    number: int
    state: State
    session: Session | None
    intentions: int = 0


@dataclass(frozen=True)
class Line:
    """The whole course. `total` None: nobody said how many."""

    name: str
    total: int | None
    stops: tuple[Stop, ...]


def line(visits: Visits, writings: Writings[Intention]) -> Line:
    """The stops in order. Planned sessions without an appointment close the line as unset."""
    course, coming = visits.course, visits.next
    ordered = sessions_of(course, visits.sessions)
    written = Counter(one.session for one in writings.all if one.words.strip())
    stops: list[Stop] = []
    for number, session in enumerate(ordered, 1):
        own = sum(written[name] for name in session.names)
        stops.append(Stop(number, _state(session, coming, visits), session, own))
    planned = course.planned if course is not None and course.sessions else None
    stops += [Stop(number, "unset", None) for number in range(len(ordered) + 1, (planned or 0) + 1)]
    has_total = course is not None and bool(course.sessions)
    return Line(course.name if course else "", len(stops) if has_total else None, tuple(stops))


def _state(session: Session, coming: Session | None, visits: Visits) -> State:
    if coming is not None and session.id == coming.id:
        return "next"
    if session.is_past(visits.now):
        return "done"
    return "held" if session.is_held_only else "later"
