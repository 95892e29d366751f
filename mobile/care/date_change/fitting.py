"""Which of the times a clinic offers its own protocol allows for one session, and by which rule another is not possible.

Every number is the clinic's (its phases and session rules); where it states none, nothing is forbidden by it. It must never
offer what a rule forbids, nor leave out what none does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from mobile.care.agenda import Session, in_order, length
from mobile.care.course import Course, sessions_of
from mobile.care.date_change.open_time import OpenTime
from mobile.care.measures.spans import Span
from mobile.care.session_rules import CoursePhase, SessionRule, SessionRules, phase_of_session

Why = Literal["today", "short", "overlap", "order", "gap", "window", "fasting", "room"]


@dataclass(frozen=True)
class Obstacle:
    """One rule that forbids a time. `session`: the other session it is about, `number` its place in the course; `span`: the
    clinic's length of time; `rule`: the clinic's own words, and `at` the moment they name."""

    why: Why
    session: Session | None = None
    number: int | None = None
    span: Span | None = None
    rule: SessionRule | None = None
    at: datetime | None = None


@dataclass(frozen=True)
class Fit:
    """One time. `must_move`: later sessions, with their numbers, that would have to move too."""

    time: OpenTime
    start: datetime
    end: datetime
    obstacles: tuple[Obstacle, ...] = ()
    must_move: tuple[tuple[int, Session], ...] = ()

    @property
    def is_allowed(self) -> bool:
        return not self.obstacles


@dataclass(frozen=True)
class Plans:
    """What a session is planned by: the other sessions of its patient, their course, and what the protocols say."""

    sessions: Sequence[Session]
    course: Course | None
    rules: SessionRules = field(default_factory=SessionRules)
    phases: tuple[CoursePhase, ...] = ()


def fits(
    session: Session, times: Iterable[OpenTime], plans: Plans, now: datetime, zone: ZoneInfo
) -> list[Fit]:
    """Each of the times (`offered`), with what forbids it. `zone`: the clinic's; `now` aware."""
    own = [one for one in in_order(plans.sessions) if one.id != session.id and one.start_at is not None]
    ordered = sessions_of(plans.course, plans.sessions) if plans.course and plans.course.sessions else []
    place = next((at for at, one in enumerate(ordered) if one.id == session.id), None)
    course = _Course(ordered, place, plans.phases, zone) if place is not None else None
    of_it = {one.id for one in ordered} if course is not None else set[str]()
    others = [one for one in own if one.id not in of_it]  # those of the course have rules of their own
    planned = length(session)
    found: list[Fit] = []
    for time in times:
        start, lasts = time.start_at, time.lasts
        if start is None or lasts is None:
            continue
        end = start + (planned or lasts)
        obstacles = list(_of_the_day(start, end, plans.rules, now, zone))
        if planned is not None and lasts < planned:
            obstacles.append(Obstacle("short"))
        obstacles += [Obstacle("overlap", one) for one in others if _meet(one, start, end)]
        must_move: list[tuple[int, Session]] = []
        if course is not None:
            obstacles += course.obstacles(start, end)
            must_move = course.must_move(end)
        found.append(Fit(time, start, end, tuple(obstacles), tuple(must_move)))
    return found


def with_rooms(
    found: Sequence[Fit], session: Session, others: Iterable[Session], rooms: Mapping[str, frozenset[str]]
) -> list[Fit]:
    """The same, with what is in the way where the sessions of all patients are known: somebody else is in the room while it would
    last. `rooms`: by the name of a calendar of times ("Schedule/s1"), the places it is of."""
    booked = [one for one in others if one.id != session.id and one.is_coming and one.start_at is not None]
    return [
        replace(fit, obstacles=(*fit.obstacles, Obstacle("room")))
        if (places := rooms.get(fit.time.room or "", frozenset()))
        and any(places & one.places and _meet(one, fit.start, fit.end) for one in booked)
        else fit
        for fit in found
    ]


def _meet(other: Session, start: datetime, end: datetime) -> bool:
    """Whether two would be at the same time. One without an end takes a moment."""
    begins = other.start_at
    return begins is not None and begins < end and (start < (other.ends_at or begins) or start == begins)


def _of_the_day(
    start: datetime, end: datetime, rules: SessionRules, now: datetime, zone: ZoneInfo
) -> Iterator[Obstacle]:
    """What is near: today is for the phone, and whoever would have to have stopped eating already cannot begin to."""
    if start.astimezone(zone).date() == now.astimezone(zone).date():
        yield Obstacle("today", rule=next(iter(rules.of("same-day")), None))
    begun = [
        (at, rule)
        for rule in rules.of("fasting")
        if (at := rule.moment(start, end, zone)) is not None and at <= now
    ]
    if begun:
        at, rule = min(begun, key=lambda one: one[0])
        yield Obstacle("fasting", rule=rule, at=at)


def misfits(plans: Plans, now: datetime, zone: ZoneInfo) -> list[tuple[int, Session, Obstacle]]:
    """The sessions to come of a course that stand where a rule of its plan forbids it, with their numbers. Only flagged."""
    ordered = sessions_of(plans.course, plans.sessions) if plans.course and plans.course.sessions else []
    found: list[tuple[int, Session, Obstacle]] = []
    for place, one in enumerate(ordered):
        start, planned = one.start_at, length(one)
        if start is None or one.is_past(now):
            continue
        obstacles = _Course(ordered, place, plans.phases, zone).obstacles(
            start, start + (planned or timedelta())
        )
        found += [(place + 1, one, obstacle) for obstacle in obstacles]
    return found


class _Course:
    """The course as it would be with the session of this place (from 0) at another time."""

    def __init__(
        self, ordered: Sequence[Session], place: int, phases: Sequence[CoursePhase], zone: ZoneInfo
    ) -> None:
        self._zone = zone
        self._place = place
        self._numbered = [(n, one) for n, one in enumerate(ordered, 1) if one.start_at is not None]
        self._phases = {n: phase_of_session(n, phases) for n in range(1, len(ordered) + 1)}

    def obstacles(self, start: datetime, end: datetime) -> Iterator[Obstacle]:
        """The nearest earlier session that is in the way, and the time of the phase."""
        own = self._phases[self._place + 1]
        gap = own.gap if own is not None else None
        for n, one in reversed([(n, one) for n, one in self._numbered if n <= self._place]):
            begins = one.start_at
            if begins is None:
                continue
            if _meet(one, start, end):
                yield Obstacle("overlap", one, n)
            elif start < begins:
                yield Obstacle("order", one, n)
            elif gap is not None and start < gap.after(one.ends_at or begins, self._zone):
                yield Obstacle("gap", one, n, gap)
            else:
                continue
            break
        yield from self._window(own, start)

    def _window(self, phase: CoursePhase | None, start: datetime) -> Iterator[Obstacle]:
        """The sessions of a phase lie within its time. Only the ends of it can be moved out of it."""
        if phase is None or phase.within is None:
            return
        others = [
            one.start_at
            for n, one in self._numbered
            if one.start_at is not None and n != self._place + 1 and self._phases[n] == phase
        ]
        if not others:
            return
        first, last = min(others), max(others)
        is_late = start > last and start >= phase.within.after(first, self._zone)
        is_early = start < first and last >= phase.within.after(start, self._zone)
        if is_late or is_early:
            yield Obstacle("window", span=phase.within)

    def must_move(self, end: datetime) -> list[tuple[int, Session]]:
        """Later sessions that would begin too soon after it."""
        found: list[tuple[int, Session]] = []
        for n, one in self._numbered:
            if n <= self._place + 1 or one.start_at is None:
                continue
            phase = self._phases[n]
            gap = phase.gap if phase is not None else None
            if one.start_at < end or (gap is not None and one.start_at < gap.after(end, self._zone)):
                found.append((n, one))
        return found
