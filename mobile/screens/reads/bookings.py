"""What waits on whoever books at a clinic: requests for another date, rides that nobody confirmed, who is not ready yet, and
sessions that were missed. Dates, rooms and steps alone. Flet-free.

Nothing here is read from what a patient wrote of themselves, but the words they sent along with a request.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from mobile.care.agenda import Session
from mobile.care.agenda.due import CourseAsks
from mobile.care.course import Course, current, sessions_of
from mobile.care.date_change import Fit, Obstacle, Plans, fits
from mobile.care.date_change.fitting import misfits, with_rooms
from mobile.care.date_change.open_time import offered
from mobile.care.opened import COORDINATOR
from mobile.care.people import CareTeam, Patient, readers
from mobile.care.prompts import Protocol
from mobile.care.resource import each, text_at
from mobile.care.ride_home import RideHome
from mobile.care.session_rules import CoursePhase
from mobile.records.ports import Keeping
from mobile.screens.reads import booking_waits as waits
from mobile.screens.reads.booking_waits import Asked, HomeRide, Missed, NotReady
from mobile.screens.reads.course_plans import CoursePlans
from mobile.screens.reads.dates import KINDS as DATES
from mobile.screens.reads.dates import Dates, dates
from mobile.screens.reads.patient_names import patient_names

KINDS = (
    *DATES,
    Session,
    Course,
    Protocol,
    CareTeam,
    Patient,
    RideHome,
    *waits.STEPS,
)
"""What to watch."""


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
    """At a moment, by the clinic's zone. `is_mine`: whether whoever is signed in books for anybody."""

    now: datetime
    zone: ZoneInfo
    is_mine: bool
    waiting: tuple[Asked, ...] = ()
    missed: tuple[Missed, ...] = ()
    rides: tuple[HomeRide, ...] = ()
    not_ready: tuple[NotReady, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    sessions: Sequence[Session] = ()
    courses: Sequence[Course] = ()
    planned: CoursePlans = field(default_factory=CoursePlans, repr=False)
    dates: Dates | None = field(repr=False, default=None)

    @cached_property
    def rides_open(self) -> tuple[HomeRide, ...]:
        """Those that nobody confirmed."""
        return tuple(one for one in self.rides if one.state != "yes")

    @property
    def count(self) -> int:
        """How much waits, of all kinds."""
        return len(self.waiting) + len(self.rides_open) + len(self.not_ready) + len(self.missed)

    def of(self, patient: str) -> list[Session]:
        return [one for one in self.sessions if one.patient == patient]

    def series(self, patient: str) -> Series:
        """By the protocols that this patient's course names."""
        own = self.of(patient)
        course = current([one for one in self.courses if one.patient == patient])
        asks, phases = self.planned.of(patient, course)
        plans = Plans(own, course, asks.rules, phases)
        return Series(sessions_of(course, own), course, asks, phases, misfits(plans, self.now, self.zone))

    def fits(self, asked: Asked, series: Series) -> list[Fit]:
        """Every time that is free, those that were asked for first, in the patient's order."""
        known = self.dates or Dates(self.now)
        times = offered(known.times, known.rooms, self.now)
        found = fits(asked.session, times, series.plans(self.of(asked.patient)), self.now, self.zone)
        rooms = {
            name: frozenset((one.location,)) for one in known.rooms if one.location for name in one.names
        }
        found = with_rooms(found, asked.session, self.sessions, rooms)
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


async def bookings(
    records: Keeping, me: str, now: datetime, zone: ZoneInfo, planned: CoursePlans | None = None
) -> Bookings:
    """`me`: "Practitioner/c1". `planned`: kept by who asks again. Raises what the store raises."""
    known, sessions = await dates(records, now), await records.every(Session)
    names, courses = await patient_names(records), await records.every(Course)
    planned = planned or CoursePlans()
    planned.follow(await records.every(Protocol))
    patients = [waits.OwnCourse(*one) for one in waits.by_patient(sessions, courses).items()]
    return Bookings(
        now,
        zone,
        await books_for_anybody(records, me, now),
        await waits.asked(records, known, patients, names, planned, now, zone),
        waits.missed(sessions, names, now),
        waits.rides_home(patients, names, planned, await records.every(RideHome), now, zone),
        waits.not_ready(patients, names, await waits.open_steps(records), now),
        names,
        sessions,
        courses,
        planned,
        known,
    )


async def teams_booked_for(records: Keeping, me: str, now: datetime) -> list[CareTeam]:
    """The teams of today that have this person as the one who books. Raises what the store raises."""
    return [
        team
        for team in await records.every(CareTeam)
        if any(one.reference == me and COORDINATOR in one.role_codes for one in readers([team], now))
    ]


async def books_for_anybody(records: Keeping, me: str, now: datetime) -> bool:
    """Whether there is such a team. Raises what the store raises."""
    return bool(await teams_booked_for(records, me, now))


async def how_many_wait(
    records: Keeping, me: str, now: datetime, zone: ZoneInfo, planned: CoursePlans | None = None
) -> int | None:
    """None: nobody waits on this person, because they do not book. Raises what the store raises."""
    if not await books_for_anybody(records, me, now):
        return None
    return (await bookings(records, me, now, zone, planned)).count
