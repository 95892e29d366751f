"""The days after a session as the clinic wrote them: one small practice a day, read from its protocol.

Which practices there are, how long they take and on which day each stands is data; nothing here promises anything, counts
what was missed, or knows how long a "window" is. The clinic's calendar decides which day it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from mobile.care.agenda import Session, last_session
from mobile.care.codes import PRACTICE
from mobile.care.course import Course
from mobile.care.forms.definition import MINUTES_EXTENSION
from mobile.care.measures.spans import Span, span_of
from mobile.care.prompts import Protocol
from mobile.care.protocol_actions import actions_asked_for, after_session, kind_of, next_day
from mobile.care.resource import Json, at, extension_of, text_at
from mobile.care.translated import Wording, wording

WITH_SOMEBODY = "person"
"""The kind of the one thing of the week that is done with another person."""

_WEEK = 7


@dataclass(frozen=True)
class Practice:
    """One thing to do on one day after a session. `kind`: walk, rest, write, person...; "" where the clinic says none."""

    key: str  # "<address of the protocol>#<id of the action>", the same for as long as the clinic keeps it
    title: Wording
    text: Wording = field(default_factory=Wording)
    kind: str = ""
    minutes: int | None = None
    after: Span | None = None

    @property
    def is_with_somebody(self) -> bool:
        return self.kind == WITH_SOMEBODY

    def day(self, session: Session, zone: ZoneInfo) -> date | None:
        """The clinic's date it stands on, after this session."""
        end = session.last_known
        if end is None or self.after is None:
            return None
        return self.after.after(end, zone).astimezone(zone).date()


@dataclass(frozen=True)
class DayAfter:
    """One day of the band. `number` 1 is the day after the session. `is_session`: the next session is on it."""

    day: date
    number: int
    practice: Practice | None = None
    is_session: bool = False


@dataclass(frozen=True)
class DaysAfter:
    """The week of days after a session in which today is."""

    session: Session
    today: date
    days: tuple[DayAfter, ...]

    @property
    def now(self) -> DayAfter:
        """Today."""
        return next(one for one in self.days if one.day == self.today)

    @property
    def with_somebody(self) -> DayAfter | None:
        """The day of the week's one thing with a person, whether it is behind or to come."""
        return next((one for one in self.days if one.practice and one.practice.is_with_somebody), None)


def practices_of(protocols: Iterable[Protocol], course: Course | None) -> tuple[Practice, ...]:
    """What the protocols that this course names ask for. Without a course, or one that names none, nothing: no day is guessed."""
    found: dict[str, Practice] = {}
    for protocol, action in actions_asked_for(protocols, course):
        practice = _practice(protocol, action)
        if practice is not None:
            found.setdefault(practice.key, practice)
    return tuple(found.values())


def days_after(
    practices: Sequence[Practice], sessions: Sequence[Session], now: datetime, zone: ZoneInfo
) -> DaysAfter | None:
    """The band for today. None before the day after a session, from the next session's day on, and in a week for which the
    clinic wrote nothing."""
    session, today = last_session(sessions, now), now.astimezone(zone).date()
    if session is None or session.start_at is None:
        return None
    began = session.start_at.astimezone(zone).date()
    number = (today - began).days
    coming = next_day(sessions, session, zone)
    if number < 1 or (coming is not None and today >= coming):
        return None
    by_day: dict[date, Practice] = {}
    for practice in practices:
        day = practice.day(session, zone)
        if day is not None:
            by_day.setdefault(day, practice)
    first = number - (number - 1) % _WEEK
    days = tuple(
        _day(began + timedelta(days=one), one, by_day, coming) for one in range(first, first + _WEEK)
    )
    return DaysAfter(session, today, days) if any(one.practice for one in days) else None


def _day(day: date, number: int, by_day: dict[date, Practice], coming: date | None) -> DayAfter:
    """From the next session on the days are counted from that one."""
    if coming is not None and day >= coming:
        return DayAfter(day, number, is_session=day == coming)
    return DayAfter(day, number, by_day.get(day))


def _practice(protocol: Protocol, action: Json) -> Practice | None:
    """One whose day or title cannot be read is none: better not offered than on a day nobody meant."""
    kind, title, id = kind_of(action, PRACTICE), wording(action, "title"), text_at(action, "id")
    after = span_of(at(after_session(action), "offsetDuration"))
    if kind is None or not title or not id or after is None:
        return None
    return Practice(
        f"{protocol.url}#{id}",
        title,
        wording(action, "description"),
        kind,
        _minutes(action),
        after,
    )


def _minutes(action: Json) -> int | None:
    value = at(extension_of(action, MINUTES_EXTENSION), "valueInteger")
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else None
