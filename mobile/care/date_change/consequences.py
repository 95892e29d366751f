"""What else moves with another date of one session: its clock times, what is asked before it, the ride, and later sessions.

The agenda is computed for both and compared; nothing is patched, and what was done stays done.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from api_client import fhir
from api_client.fhir.making import made
from mobile.care.agenda import Session, in_order
from mobile.care.agenda.due import CourseAsks, everything_due
from mobile.care.agenda.item import AgendaItem, ItemKind
from mobile.care.course import Course
from mobile.care.date_change.fitting import Fit
from mobile.care.forms.response import Response
from mobile.care.resource import instant

_COMPARED: frozenset[ItemKind] = frozenset({"fasting", "arrive", "ride", "driving", "decisions", "measure"})


@dataclass(frozen=True)
class Change:
    """One thing that is due, as it is now and as it would be. `before` None: it is not due as things are."""

    before: AgendaItem | None
    after: AgendaItem


@dataclass(frozen=True)
class Consequences:
    """`must_move`, with their numbers; `stays`: the next session after it that need not move."""

    changes: tuple[Change, ...] = ()
    must_move: tuple[tuple[int, Session], ...] = ()
    stays: Session | None = None

    def of(self, *kinds: ItemKind) -> list[Change]:
        return [one for one in self.changes if one.after.kind in kinds]


@dataclass(frozen=True)
class DueFrom:
    """What the agenda is computed from. `done`: the keys of what was done."""

    asks: CourseAsks
    course: Course | None
    sessions: Sequence[Session]
    done: Collection[str] = ()
    responses: Sequence[Response] = ()

    def items(self, sessions: Sequence[Session], now: datetime, zone: ZoneInfo) -> tuple[AgendaItem, ...]:
        """Everything due, were these the sessions."""
        return everything_due(self.asks, self.course, sessions, self.done, now, zone, self.responses)


def moved_to(session: Session, start: datetime, end: datetime) -> Session:
    """The session as it would be, by the clinic's own record of it with another time."""
    return session.changed(made(fhir.Appointment, start=instant(start), end=instant(end)))


def consequences(session: Session, fit: Fit, known: DueFrom, now: datetime, zone: ZoneInfo) -> Consequences:
    """Everything that is otherwise with the session at the time of `fit`."""
    moved = moved_to(session, fit.start, fit.end)
    others = [one for one in known.sessions if one.id != session.id]
    before = {one.key: one for one in known.items(known.sessions, now, zone)}
    after = known.items([*others, moved], now, zone)
    changes = [
        Change(before.get(one.key), one)
        for one in after
        if one.kind in _COMPARED
        and (one.session is None or one.session.id == session.id)
        and ((was := before.get(one.key)) is None or was.at != one.at)
    ]
    pushed = {one.id for _, one in fit.must_move}
    later = [one for one in in_order(others) if one.start_at is not None and one.start_at > fit.start]
    stays = next((one for one in later if one.id not in pushed), None)
    return Consequences(tuple(changes), fit.must_move, stays)
