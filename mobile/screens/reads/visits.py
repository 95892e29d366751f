"""The patient's sessions and the course they belong to: which one is next, and the third of how many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from mobile.care.agenda import Session, next_session
from mobile.care.course import Course, CoursePosition, current, place_of, sessions_of
from mobile.records.ports import Keeping

KINDS = (Session, Course)


@dataclass(frozen=True)
class Visits:
    """At a moment. Lists are as the store has them, newest first."""

    now: datetime
    sessions: Sequence[Session] = ()
    courses: Sequence[Course] = ()

    @property
    def next(self) -> Session | None:
        """The next session, or the one that is on."""
        return next_session(self.sessions, self.now)

    @property
    def course(self) -> Course | None:
        return current(self.courses)

    def place(self, session: Session | None) -> CoursePosition | None:
        """Session 3 of 6, if it is one of the course."""
        return place_of(session, self.course, self._ordered) if session is not None else None

    def session(self, reference: str | None) -> Session | None:
        """The session an intention is for, if the device still knows it."""
        return self._by_name.get(reference or "")

    @cached_property
    def _ordered(self) -> Sequence[Session]:
        return sessions_of(self.course, self.sessions)

    @cached_property
    def _by_name(self) -> Mapping[str, Session]:
        return {name: one for one in reversed(self.sessions) for name in one.names}


async def visits(records: Keeping, now: datetime) -> Visits:
    """Raises what the store raises."""
    return Visits(now, await records.every(Session), await records.every(Course))
