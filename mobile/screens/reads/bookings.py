"""What waits on whoever books at a clinic: requests for another date, and sessions that were missed. Dates and rooms alone. Flet-free.

Nothing here is read from what a patient wrote of themselves, but the words they sent along with a request.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from mobile.care.agenda import Session
from mobile.care.agenda.due import CourseAsks, asks_of
from mobile.care.course import Course, current, place_of, sessions_of
from mobile.care.date_change import DateAnswer, DateRequest, Fit, Obstacle, Plans, Standing, fits
from mobile.care.date_change.fitting import misfits
from mobile.care.date_change.open_time import offered
from mobile.care.people import CareTeam, Patient, readers
from mobile.care.prompts import Protocol
from mobile.care.resource import each, text_at
from mobile.care.session_rules import CoursePhase, course_phases
from mobile.records.ports import Keeping, SendState
from mobile.screens.reads.dates import KINDS as DATES
from mobile.screens.reads.dates import Dates, dates
from mobile.screens.reads.patient_names import patient_names

KINDS = (*DATES, Session, Course, Protocol, CareTeam, Patient)
"""What to watch."""
COORDINATOR = "coordinator"
"""The code of the role that books, as a clinic's teams name it."""


@dataclass(frozen=True)
class Asked:
    """One request that waits, or whose answer is not at the clinic. `number`: of the session in its course. `sending`: how
    far the answer is; None: there is none."""

    patient: str
    name: str = field(repr=False)
    session: Session
    number: int | None
    standing: Standing = field(repr=False)
    sending: SendState | None = None

    @property
    def request(self) -> DateRequest:
        return self.standing.request

    @property
    def is_refused(self) -> bool:
        """Whether the clinic's system did not carry out the answer."""
        return self.sending is SendState.NEEDS_ATTENTION


@dataclass(frozen=True)
class Missed:
    """A session that somebody was not at, and none since."""

    patient: str
    name: str = field(repr=False)
    session: Session


@dataclass(frozen=True)
class Series:
    """The course of one patient as it is planned: its sessions in time, and what does not fit, by number."""

    sessions: Sequence[Session]
    course: Course | None
    asks: CourseAsks
    phases: tuple[CoursePhase, ...]
    flags: Sequence[tuple[int, Session, Obstacle]] = ()

    def plans(self, every: Sequence[Session]) -> Plans:
        return Plans(every, self.course, self.asks.rules, self.phases)


@dataclass(frozen=True)
class Bookings:
    """At a moment. `is_mine`: whether whoever is signed in books for anybody."""

    now: datetime
    is_mine: bool
    waiting: tuple[Asked, ...] = ()
    missed: tuple[Missed, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    sessions: Sequence[Session] = ()
    courses: Sequence[Course] = ()
    protocols: Sequence[Protocol] = ()
    dates: Dates | None = field(repr=False, default=None)

    def of(self, patient: str) -> list[Session]:
        return [one for one in self.sessions if one.patient == patient]

    def series(self, patient: str, zone: ZoneInfo) -> Series:
        """By the protocols that this patient's course names."""
        own = self.of(patient)
        course = current([one for one in self.courses if one.patient == patient])
        asks, phases = asks_of(self.protocols, course), course_phases(self.protocols, course)
        plans = Plans(own, course, asks.rules, phases)
        return Series(sessions_of(course, own), course, asks, phases, misfits(plans, self.now, zone))

    def fits(self, asked: Asked, series: Series, zone: ZoneInfo) -> list[Fit]:
        """Every time that is free, those that were asked for first, in the patient's order."""
        known = self.dates or Dates(self.now)
        times = offered(known.times, known.rooms, self.now)
        found = fits(asked.session, times, series.plans(self.of(asked.patient)), self.now, zone)
        order = {one.slot: n for n, one in enumerate(asked.request.wanted)}
        last = len(order)
        return sorted(
            found, key=lambda one: min((order.get(name, last) for name in one.time.names), default=last)
        )


def people_in(session: Session) -> tuple[str, ...]:
    """Who is to be there besides the patient, as the clinic's appointment names them; not the room."""
    actors = [one.get("actor") for one in each(session.to_resource(), "participant")]
    named = [(text_at(one, "reference") or "", text_at(one, "display") or "") for one in actors]
    return tuple(name for who, name in named if name and not who.startswith(("Patient/", "Location/")))


async def bookings(records: Keeping, me: str, now: datetime) -> Bookings:
    """`me`: "Practitioner/c1". Raises what the store raises."""
    known, sessions = await dates(records, now), await records.every(Session)
    names, courses = await patient_names(records), await records.every(Course)
    return Bookings(
        now,
        await books_for_anybody(records, me, now),
        await _waiting(records, known, sessions, courses, names, now),
        _missed(sessions, names, now),
        names,
        sessions,
        courses,
        await records.every(Protocol),
        known,
    )


async def books_for_anybody(records: Keeping, me: str, now: datetime) -> bool:
    """Whether a team of today has this person as the one who books. Raises what the store raises."""
    return any(
        one.reference == me and COORDINATOR in one.role_codes
        for team in await records.every(CareTeam)
        for one in readers([team], now)
    )


async def how_many_wait(records: Keeping, me: str, now: datetime) -> int | None:
    """None: nobody waits on this person, because they do not book. Raises what the store raises."""
    if not await books_for_anybody(records, me, now):
        return None
    return len((await bookings(records, me, now)).waiting)


async def _waiting(
    records: Keeping,
    known: Dates,
    sessions: Sequence[Session],
    courses: Sequence[Course],
    names: Mapping[str, str],
    now: datetime,
) -> tuple[Asked, ...]:
    """The first asked first."""
    found: list[Asked] = []
    for session in sessions if known.requests else ():
        patient = session.patient or ""
        course = current([one for one in courses if one.patient == patient])
        own = [one for one in sessions if one.patient == patient]
        place = place_of(session, course, own)
        for standing in known.standings(session):
            sending = await _sending(records, standing.answer)
            if (standing.is_open and not session.is_past(now)) or sending is not None:
                number = place.number if place is not None else None
                found.append(Asked(patient, names.get(patient, ""), session, number, standing, sending))
    return tuple(sorted(found, key=lambda one: (one.request.asked_at or now, one.request.id)))


async def _sending(records: Keeping, answer: DateAnswer | None) -> SendState | None:
    """None: there is none, or the clinic has it."""
    standing = await records.standing(DateAnswer, answer.id) if answer is not None else None
    return standing.state if standing is not None and standing.state is not SendState.SENT else None


def _missed(sessions: Sequence[Session], names: Mapping[str, str], now: datetime) -> tuple[Missed, ...]:
    found: list[Missed] = []
    for one in sessions:
        if one.status != "noshow" or one.start_at is None:
            continue
        since = [
            other
            for other in sessions
            if other.patient == one.patient and other.start_at is not None and other.start_at > one.start_at
        ]
        if not any(other.is_past(now) for other in since):
            found.append(Missed(one.patient or "", names.get(one.patient or "", ""), one))
    return tuple(sorted(found, key=lambda one: (one.session.start_at or now, one.session.id)))
