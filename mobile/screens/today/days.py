"""The days after a session as values: the band, today's practice, the one thing with a person, what is asked about. Flet-free."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from mobile.care.agenda import Session, is_session_on, phase
from mobile.care.commitment import Commitment, id_of
from mobile.care.practices import DayAfter, DaysAfter, Practice, days_after
from mobile.care.prompts import Protocol
from mobile.care.talk.suggestion import SUGGESTION
from mobile.records.ports import Keeping
from mobile.screens.reads.visits import Visits

KINDS = (Protocol, Commitment)
"""What to watch, besides the sessions."""


@dataclass(frozen=True)
class Offered:
    """One practice after a session, as it is offered on a day, and what the person made of it; None: nothing yet.

    It holds nothing of the other days, so that a button that means it goes on meaning it when those change.
    """

    practice: Practice
    session: Session
    day: date
    today: date
    commitment: Commitment | None

    @property
    def kept_for(self) -> date:
        """The day it stands on, or today where that is behind."""
        return max(self.day, self.today)


@dataclass(frozen=True)
class Days:
    """At a day of the clinic's calendar. `band` None: there is none today. `is_on`: a session is on, and nobody who reads along
    is told anything."""

    today: date
    band: DaysAfter | None = None
    is_session_day: bool = False
    is_on: bool = False
    commitments: Sequence[Commitment] = ()

    @cached_property
    def of_today(self) -> Offered | None:
        """The practice of today; the one with a person stands by itself."""
        day = self.band.now if self.band is not None else None
        return self._offered(day) if day is not self._with_somebody else None

    @cached_property
    def with_somebody(self) -> Offered | None:
        """The week's one thing with a person."""
        return self._offered(self._with_somebody)

    @property
    def asked(self) -> list[Commitment]:
        """What is asked about today. On the day of a session nothing is."""
        if self.is_session_day:
            return []
        return [one for one in self._in_order if one.is_asked_about(self.today)]

    @property
    def others(self) -> list[Commitment]:
        """What else is kept for today or a day to come."""
        shown = [one.commitment for one in (self.of_today, self.with_somebody) if one is not None]
        return [
            one
            for one in self._in_order
            if one.state == "open" and one.day >= self.today and not one.is_empty and one not in shown
        ]

    def on(self, day: date) -> list[Commitment]:
        """What the person set out to do on a day, or said was not for it; a suggestion they left is of no day."""
        own = [one for one in self._in_order if one.day == day]
        return [one for one in own if not (one.is_only_declined and one.practice == SUGGESTION)]

    @property
    def _with_somebody(self) -> DayAfter | None:
        return self.band.with_somebody if self.band is not None else None

    @cached_property
    def _in_order(self) -> list[Commitment]:
        return sorted(self.commitments, key=lambda one: (one.day, one.made_at, one.id))

    def _offered(self, day: DayAfter | None) -> Offered | None:
        if day is None or day.practice is None or self.band is None:
            return None
        id = id_of(day.practice, self.band.session)
        found = next((one for one in self.commitments if one.id == id), None)
        return Offered(day.practice, self.band.session, day.day, self.today, found)


async def days(
    records: Keeping, visits: Visits, practices: Sequence[Practice], now: datetime, zone: ZoneInfo
) -> Days:
    """`practices`: what the protocols of the course ask for (`CourseAsks`). Raises what the store raises."""
    band = days_after(practices, visits.sessions, now, zone)
    return Days(
        now.astimezone(zone).date(),
        band,
        phase(visits.sessions, now, zone) == "session",
        is_session_on(visits.sessions, now, zone),
        tuple(await records.every(Commitment)),
    )
