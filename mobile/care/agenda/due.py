"""Everything that is due: from the clinic's protocols, the appointments, what is done, and now. Computed anew each time.

Nothing is due twice, and what was done stays done when a session is moved. A session that is called off brings nothing.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from mobile.care.agenda.item import AgendaItem, in_time
from mobile.care.agenda.of_session import after, before_and_during, prompts
from mobile.care.agenda.session import Session
from mobile.care.agenda.standing import in_order
from mobile.care.course import Course, sessions_of
from mobile.care.forms.definition import bare
from mobile.care.forms.response import Response
from mobile.care.journal.layers import Layer
from mobile.care.journal.layers_asked_for import layers_asked_for
from mobile.care.measures.cadence import due
from mobile.care.measures.schedule import Schedule, schedules
from mobile.care.practices import Practice, practices_of
from mobile.care.prompts import Protocol
from mobile.care.session_rules import SessionRules, session_rules


@dataclass(frozen=True)
class CourseAsks:
    """What the protocols of a course ask for."""

    rules: SessionRules = field(default_factory=SessionRules)
    layers: tuple[Layer, ...] = ()
    practices: tuple[Practice, ...] = ()
    schedules: tuple[Schedule, ...] = ()


def asks_of(protocols: Iterable[Protocol], course: Course | None) -> CourseAsks:
    """Read once; it is the same until a protocol or the course changes."""
    known = list(protocols)
    return CourseAsks(
        session_rules(known, course),
        layers_asked_for(known, course),
        practices_of(known, course),
        schedules(known, course),
    )


def everything_due(  # noqa: PLR0913 - all that the agenda follows from
    asks: CourseAsks,
    course: Course | None,
    sessions: Iterable[Session],
    done: Collection[str],
    now: datetime,
    zone: ZoneInfo,
    responses: Sequence[Response] = (),
    late: Mapping[str, timedelta] | None = None,
) -> tuple[AgendaItem, ...]:
    """All that is due or to come, in time, each once. `now` aware, `zone` the clinic's, `done` the keys of what was done, `late` by
    a session's id how much later it began than planned."""
    known = _each_once(sessions)
    starts = sorted({one.start_at for one in in_order(known) if one.start_at is not None})
    items: list[AgendaItem] = []
    for session in sessions_of(course, known):
        if not session.is_past(now):
            items += before_and_during(session, asks.rules, zone)
        items += after(session, asks.rules, zone, (late or {}).get(session.id, timedelta()))
        items += prompts(session, asks.layers, asks.practices, _following(session, starts, zone), zone)
    titles = {bare(one.measure): one.title for one in asks.schedules}
    for one in due(asks.schedules, course, known, responses, now, zone):
        name = bare(one.measure)
        items.append(AgendaItem(f"measure {name}", "measure", titles[name], at=one.since, until=one.until))
    stands = [one for one in items if not one.is_over(now)]
    return in_time([replace(one, is_done=True) if one.key in done else one for one in stands])


def overlapping(sessions: Iterable[Session], now: datetime) -> frozenset[str]:
    """The ids of coming sessions that are booked for the same time as another: only the clinic can say which is meant."""
    found: set[str] = set()
    latest: Session | None = None  # of those before, the one that ends last
    for one in in_order(_each_once(sessions)):
        if one.start_at is None or one.is_past(now):
            continue
        ends, reached = one.ends_at or one.start_at, _end(latest)
        if latest is not None and reached is not None:
            if one.start_at < reached or one.start_at == latest.start_at:
                found |= {latest.id, one.id}
            if ends < reached:
                continue
        latest = one
    return frozenset(found)


def _end(session: Session | None) -> datetime | None:
    return (session.ends_at or session.start_at) if session is not None else None


def _each_once(sessions: Iterable[Session]) -> list[Session]:
    return list({one.id: one for one in sessions}.values())


def _following(session: Session, starts: Sequence[datetime], zone: ZoneInfo) -> date | None:
    """The clinic's day of the first session that begins after this one; None where there is none."""
    place = bisect_right(starts, session.start_at) if session.start_at is not None else len(starts)
    return starts[place].astimezone(zone).date() if place < len(starts) else None
