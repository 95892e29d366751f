"""Everything that is due around the sessions of a patient, read from what is kept here; and the ticks, which stay here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from operator import is_
from urllib.parse import quote
from zoneinfo import ZoneInfo

from mobile.care.agenda import Session
from mobile.care.agenda.due import CourseAsks, asks_of, everything_due, overlapping
from mobile.care.agenda.item import AgendaItem, ItemKind
from mobile.care.agenda.prepared import Prepared, prepared_id
from mobile.care.course import Course
from mobile.care.forms.definition import FormDefinition, bare
from mobile.care.forms.picking import find
from mobile.care.forms.response import Response
from mobile.care.prompts import Protocol
from mobile.care.ride import RideRequest
from mobile.care.session_day import SessionDay, later_than_planned
from mobile.care.session_rules import CoursePhase, DayMedicine, RuleKind, course_phases, day_medicines
from mobile.records.overtaken import until_written
from mobile.records.ports import Keeping
from mobile.screens.reads import visits as visiting
from mobile.screens.reads.visits import Visits

KINDS = (*visiting.KINDS, Protocol, Prepared, Response, RideRequest, SessionDay)
"""What to watch."""

TICKED: tuple[ItemKind, ...] = ("ride", "prepare")
"""What a person ticks off before a session."""


@dataclass(frozen=True)
class Agenda:
    """At a moment, by the clinic's zone. `asks`: what the clinic's protocols say, also of what has no time."""

    now: datetime
    asks: CourseAsks = field(default_factory=CourseAsks)
    items: tuple[AgendaItem, ...] = ()
    phases: tuple[CoursePhase, ...] = ()
    medicines: tuple[DayMedicine, ...] = ()
    overlapping: frozenset[str] = frozenset()
    course: Course | None = None
    forms: Mapping[str, str] = field(default_factory=dict[str, str])
    """By the address of a form that a rule names, the id its page has here."""

    late: Mapping[str, timedelta] = field(default_factory=dict[str, timedelta])
    """By the id of a session that began later than planned, by how much."""

    def form(self, canonical: str) -> str | None:
        """The id in the route of a form that a rule names; None where the clinic's form is not here."""
        return self.forms.get(bare(canonical))

    def unsaid(self, session: Session) -> tuple[RuleKind, ...]:
        """What the clinic's protocol says nothing about, though this session is one of its course."""
        is_of_it = self.course is not None and any(name in self.course.sessions for name in session.names)
        return self.asks.rules.unsaid if is_of_it else ()

    def of(self, session: Session | None, *kinds: ItemKind) -> list[AgendaItem]:
        """What is due around one session, in time; of these kinds, where some are named."""
        return [
            one
            for one in self.items
            if session is not None
            and one.session is not None
            and one.session.id == session.id
            and (not kinds or one.kind in kinds)
        ]

    def to_prepare(self, session: Session | None) -> list[AgendaItem]:
        """What can be ticked off before this session, from when on the clinic asks for it; in the clinic's order."""
        order = {rule.key: place for place, rule in enumerate(self.asks.rules.rules)}
        found = [one for one in self.of(session, *TICKED) if one.is_on(self.now)]
        return sorted(found, key=lambda one: order.get(one.key.rpartition(" ")[2], 0))


def session_route(session: Session) -> str:
    """Where one session is shown with its times."""
    return f"/session/{quote(session.server_id or session.id, safe='')}"


def ate_route(session: Session) -> str:
    """Where it is said at once what the clinic wrote for who ate before it."""
    return f"{session_route(session)}/ate"


@dataclass
class AgendaReading:
    """Reads the agenda for one place. What the protocols ask for is worked out again only where they or the course changed."""

    _protocols: Sequence[Protocol] = ()
    _course: Course | None = None
    _asks: CourseAsks = field(default_factory=CourseAsks)
    _phases: tuple[CoursePhase, ...] = ()

    async def read(self, records: Keeping, visits: Visits, zone: ZoneInfo) -> Agenda:
        """Raises what the store raises."""
        self._follow(await records.every(Protocol), visits.course)
        done = frozenset(one.item for one in await records.every(Prepared) if one.is_done)
        responses: Sequence[Response] = await records.every(Response)
        late = later_than_planned(await records.every(SessionDay), visits.sessions)
        items = everything_due(
            self._asks, visits.course, visits.sessions, done, visits.now, zone, responses, late
        )
        requests: Sequence[RideRequest] = await records.every(RideRequest)
        return Agenda(
            visits.now,
            self._asks,
            _with_rides(items, requests, visits.now),
            self._phases,
            day_medicines(visits.course),
            overlapping(visits.sessions, visits.now),
            visits.course,
            await self._forms(records),
            late,
        )

    async def _forms(self, records: Keeping) -> Mapping[str, str]:
        named = {bare(one.form) for one in self._asks.rules.rules if one.form}
        if not named:
            return {}
        known: Sequence[FormDefinition] = await records.every(FormDefinition)
        found = {name: find(name, known) for name in named}
        return {name: one.server_id or one.id for name, one in found.items() if one is not None}

    def _follow(self, protocols: Sequence[Protocol], course: Course | None) -> None:
        """The store gives the very same nouns until one of them changes."""
        is_same = len(protocols) == len(self._protocols) and all(map(is_, protocols, self._protocols))
        if not is_same or course is not self._course:
            self._protocols, self._course = list(protocols), course
            self._asks, self._phases = asks_of(protocols, course), course_phases(protocols, course)


def _with_rides(
    items: tuple[AgendaItem, ...], requests: Sequence[RideRequest], now: datetime
) -> tuple[AgendaItem, ...]:
    """Whoever takes them home has said so, for this time: that step is done."""
    if not requests:
        return items
    confirmed = {
        one.session.id
        for one in items
        if one.kind == "ride"
        and one.session is not None
        and any(
            asked.session in one.session.names and asked.state(one.session, now) == "yes"
            for asked in requests
        )
    }
    return tuple(
        replace(one, is_done=True)
        if one.kind == "ride" and one.session is not None and one.session.id in confirmed
        else one
        for one in items
    )


async def tick(records: Keeping, item: str) -> None:
    """Done, or not done after all: the other of what is kept. Raises what the store raises."""

    async def write() -> None:
        stored = await records.get(Prepared, prepared_id(item))
        new = Prepared(item) if stored is None else replace(stored, is_done=not stored.is_done)
        over, anew = ([stored], []) if stored is not None else ([], [new])
        await records.save_all([new], over=over, anew=anew)

    await until_written(write)
