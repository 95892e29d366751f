"""How many of the approved sessions are used, said only where it is certain.

It is not where a number or a date is missing, where two approvals hold for one day, where a session is past and nobody said
whether it took place, or where one that took place is of no course.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from mobile.care.agenda import Session
from mobile.care.agenda.session import NOT_COMING, OVER
from mobile.care.course import Course


@dataclass(frozen=True)
class Period:
    """Whole days by the clinic's calendar, both included."""

    begins: date
    ends: date

    def meets(self, other: Period) -> bool:
        return self.begins <= other.ends and other.begins <= self.ends


@dataclass(frozen=True)
class Usage:
    used: int
    left: int


def usage(
    units: int,
    period: Period,
    others: Iterable[Period],
    sessions: Iterable[Session],
    courses: Iterable[Course],
    today: date,
    zone: ZoneInfo,
) -> Usage | None:
    """None: it is not certain. `others`: the periods of this patient's other approvals; `sessions` and `courses`: all of theirs."""
    if any(period.meets(one) for one in others):
        return None
    in_course = frozenset(name for course in courses for name in course.sessions)
    used = 0
    for session in sessions:
        if session.status in NOT_COMING:
            continue
        if session.start_at is None:
            if session.status in OVER:
                return None
            continue
        day = session.start_at.astimezone(zone).date()
        if not period.begins <= day <= period.ends:
            continue
        if session.status in OVER:
            if not session.names & in_course:
                return None
            used += 1
        elif day < today:
            return None
    return Usage(used, units - used) if used <= units else None
