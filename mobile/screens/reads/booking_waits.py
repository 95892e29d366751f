"""The kinds of what waits on whoever books, each in time: requests for another date with their deadline, rides home that the
clinic asks for, steps that are still open before a session, and sessions that were missed. Flet-free.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from mobile.care.agenda import Session, next_session
from mobile.care.agenda.of_session import before_and_during
from mobile.care.course import Course, current, place_of, sessions_of
from mobile.care.date_change import DateAnswer, DateRequest, Standing
from mobile.care.date_change.by_phone import asking_here
from mobile.care.forms.definition import FormDefinition, bare
from mobile.care.readiness.intake import IntakeSet, StepGuide
from mobile.care.readiness.task import StepTask
from mobile.care.ride_home import HomeState, RideHome, home_state
from mobile.care.session_rules import SessionRules
from mobile.care.translated import Wording
from mobile.records.ports import Keeping, SendState
from mobile.screens.reads.course_plans import CoursePlans
from mobile.screens.reads.dates import Dates

STEPS = (StepTask, StepGuide, IntakeSet, FormDefinition)
"""What is read of what is still to do before a session."""


@dataclass(frozen=True)
class Asked:
    """One request that waits, or whose answer is not at the clinic. `number`: of the session in its course. `sending`: how
    far the answer is; None: there is none. `until`: from then on the clinic changes this date by phone only; None: it states no such time."""

    patient: str
    name: str = field(repr=False)
    session: Session
    number: int | None
    standing: Standing = field(repr=False)
    sending: SendState | None = None
    until: datetime | None = None

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
class HomeRide:
    """The ride home of one coming session. `words`: the clinic's, of what happens without one. `until`: by when it wants to know,
    where it states that."""

    name: str = field(repr=False)
    session: Session
    state: HomeState
    words: tuple[Wording, ...] = ()
    until: datetime | None = None


@dataclass(frozen=True)
class NotReady:
    """The next session of somebody with steps that are still open, as the clinic calls them; an empty one has no name."""

    name: str = field(repr=False)
    session: Session
    steps: tuple[Wording, ...]


@dataclass(frozen=True)
class OwnCourse:
    """One patient's sessions and course."""

    patient: str
    of: tuple[list[Session], Course | None]

    @property
    def sessions(self) -> list[Session]:
        return self.of[0]

    @property
    def course(self) -> Course | None:
        return self.of[1]


def by_patient(
    sessions: Sequence[Session], courses: Sequence[Course]
) -> dict[str, tuple[list[Session], Course | None]]:
    own: dict[str, list[Session]] = {}
    for one in sessions:
        if one.patient:
            own.setdefault(one.patient, []).append(one)
    planned: dict[str, list[Course]] = {}
    for course in courses:
        planned.setdefault(course.patient or "", []).append(course)
    return {patient: (found, current(planned.get(patient, ()))) for patient, found in own.items()}


async def asked(
    records: Keeping,
    known: Dates,
    patients: Sequence[OwnCourse],
    names: Mapping[str, str],
    planned: CoursePlans,
    now: datetime,
    zone: ZoneInfo,
) -> tuple[Asked, ...]:
    """What has to be answered first, first: by when each is changed by phone only; where nobody says, in the order of asking."""
    found: list[Asked] = []
    for own in patients if known.requests else ():
        for session in own.sessions:
            for standing in known.standings(session):
                sending = await _sending(records, standing.answer)
                if not ((standing.is_open and not session.is_past(now)) or sending is not None):
                    continue
                place = place_of(session, own.course, own.sessions)
                asks, _ = planned.of(own.patient, own.course)
                found.append(
                    Asked(
                        own.patient,
                        names.get(own.patient, ""),
                        session,
                        place.number if place is not None else None,
                        standing,
                        sending,
                        asking_here(session, asks.rules, now, zone).until,
                    )
                )
    return tuple(
        sorted(
            found,
            key=lambda one: (
                one.until is None,
                one.until or now,
                one.request.asked_at or now,
                one.request.id,
            ),
        )
    )


async def _sending(records: Keeping, answer: DateAnswer | None) -> SendState | None:
    """None: there is none, or the clinic has it."""
    standing = await records.standing(DateAnswer, answer.id) if answer is not None else None
    return standing.state if standing is not None and standing.state is not SendState.SENT else None


def rides_home(
    patients: Sequence[OwnCourse],
    names: Mapping[str, str],
    planned: CoursePlans,
    rides: Sequence[RideHome],
    now: datetime,
    zone: ZoneInfo,
) -> tuple[HomeRide, ...]:
    """Of each session to come whose ride the clinic's protocol asks for, by its times or once somebody was asked; in time."""
    found: list[HomeRide] = []
    for own in patients:
        rules = planned.of(own.patient, own.course)[0].rules
        if not rules.of("ride"):
            continue
        words = tuple(one.text for one in rules.of("no-ride") if one.text)
        asked = [one for one in rides if one.patient == own.patient]
        for session in sessions_of(own.course, own.sessions):
            if session.is_past(now):
                continue
            items = [one for one in before_and_during(session, rules, zone) if one.kind == "ride"]
            state = home_state(asked, session)
            if any(one.is_on(now) for one in items) or (items and state != "nobody"):
                found.append(
                    HomeRide(
                        names.get(own.patient, ""), session, state, words, _told_by(session, rules, zone)
                    )
                )
    return tuple(sorted(found, key=lambda one: (one.session.start_at or now, one.session.id)))


def _told_by(session: Session, rules: SessionRules, zone: ZoneInfo) -> datetime | None:
    if session.start_at is None:
        return None
    stated = [one.moment(session.start_at, session.ends_at, zone) for one in rules.of("no-ride")]
    return min((at for at in stated if at is not None), default=None)


def not_ready(
    patients: Sequence[OwnCourse],
    names: Mapping[str, str],
    steps: Mapping[str, Sequence[Wording]],
    now: datetime,
) -> tuple[NotReady, ...]:
    """In time. Of whoever has no session to come nothing is said."""
    found: list[NotReady] = []
    for own in patients:
        session = next_session(own.sessions, now) if steps.get(own.patient) else None
        if session is not None and session.start_at is not None:
            found.append(NotReady(names.get(own.patient, ""), session, tuple(steps[own.patient])))
    return tuple(sorted(found, key=lambda one: (one.session.start_at or now, one.session.id)))


async def open_steps(records: Keeping) -> Mapping[str, Sequence[Wording]]:
    """By patient, in the clinic's words, as far as it has any."""
    tasks = [one for one in await records.every(StepTask) if one.is_shown and not one.is_over and one.patient]
    if not tasks:
        return {}
    guides = [one for one in await records.every(StepGuide) if one.is_active]
    titles = {key: step.title for guide in guides for key, step in guide.steps.items()}
    for listed in await records.every(IntakeSet):
        titles |= {bare(one.form): one.title for one in listed.entries if one.title}
    for form in await records.every(FormDefinition):
        titles.setdefault(form.address, form.title)
    found: dict[str, list[Wording]] = {}
    for one in tasks:
        found.setdefault(one.patient or "", []).append(one.guidance.title or titles.get(one.key) or Wording())
    return found


def missed(sessions: Sequence[Session], names: Mapping[str, str], now: datetime) -> tuple[Missed, ...]:
    own: dict[str, list[Session]] = {}
    for one in sessions:
        own.setdefault(one.patient or "", []).append(one)
    found: list[Missed] = []
    for one in sessions:
        if one.status != "noshow" or one.start_at is None:
            continue
        since = [
            other
            for other in own[one.patient or ""]
            if other.start_at is not None and other.start_at > one.start_at
        ]
        if not any(other.is_past(now) for other in since):
            found.append(Missed(one.patient or "", names.get(one.patient or "", ""), one))
    return tuple(sorted(found, key=lambda one: (one.session.start_at or now, one.session.id)))
