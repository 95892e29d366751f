"""Whose agreements the practitioner who is signed in sees, by need, and saying that something was talked about. Flet-free.

What is read here: the clinic's records of signatures and of what is left to talk about, sessions and plans; no words and no answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol, TypeVar
from zoneinfo import ZoneInfo

from mobile.care.agenda import Session
from mobile.care.consent.at_the_clinic import Asked, Line, asked_now, lines
from mobile.care.consent.document import Part, Question
from mobile.care.consent.lets import PRESCRIBER, ROLES, THERAPIST
from mobile.care.consent.reading import agreement_of, is_agreement
from mobile.care.consent.standing import AgreementStanding
from mobile.care.consent.talking_point import TalkingPoint
from mobile.care.consent.unreadable import Unreadable
from mobile.care.course import Course, CoursePosition, current, place_of
from mobile.care.forms.definition import FormDefinition, bare
from mobile.care.morning import soon
from mobile.care.people import CareTeam, Member, readers
from mobile.records.overtaken import until_written
from mobile.records.ports import Keeping, Standing
from mobile.screens.reads.patient_names import KINDS as NAMES
from mobile.screens.reads.patient_names import patient_names

KINDS = (AgreementStanding, TalkingPoint, FormDefinition, CareTeam, Session, Course, *NAMES)
Group = Literal["soon", "not_current", "in_force"]
GROUPS: tuple[Group, ...] = ("soon", "not_current", "in_force")


@dataclass(frozen=True)
class Point:
    """`part`, `question` None: the agreement is not here to say what it is about."""

    noun: TalkingPoint
    form: FormDefinition | None = None
    part: Part | None = None
    number: int = 0
    question: Question | None = None
    standing: Standing | None = None  # None: the clinic has it as it stands here


@dataclass(frozen=True)
class Row:
    """One patient."""

    patient: str  # "Patient/p1"
    name: str = field(repr=False)
    lines: tuple[Line, ...] = ()
    points: tuple[Point, ...] = ()  # open ones first
    members: tuple[Member, ...] = ()
    session: Session | None = None  # booked, today or in the two days after
    place: CoursePosition | None = None
    is_prescriber: bool = False  # whether the reader is, of this patient

    @property
    def id(self) -> str:
        """As it stands in a route: "p1"."""
        return self.patient.removeprefix("Patient/")

    @property
    def open_points(self) -> int:
        return sum(one.noun.is_open for one in self.points)

    @property
    def is_current(self) -> bool:
        return all(one.is_current for one in self.lines)

    @property
    def group(self) -> Group:
        if self.session is not None:
            return "soon"
        return "in_force" if self.is_current else "not_current"


class _OfPatient(Protocol):
    @property
    def patient(self) -> str | None: ...


P = TypeVar("P", bound=_OfPatient)


class AgreedModel:
    """`me`: "Practitioner/t1"; `zone`: the clinic's."""

    def __init__(self, records: Keeping, now: Callable[[], datetime], me: str, zone: ZoneInfo) -> None:
        self._records, self._now, self._me, self._zone = records, now, me, zone
        self.rows: list[Row] = []

    async def load(self) -> None:
        """Raises what the store raises."""
        every, now = self._records.every, self._now()
        forms = [one for one in await every(FormDefinition) if is_agreement(one)]
        asked, names = asked_now(forms), await patient_names(self._records)
        standings = _by_patient(await every(AgreementStanding))
        points = _by_patient(await every(TalkingPoint))
        courses, sessions = _by_patient(await every(Course)), _by_patient(await every(Session))
        unsent = await self._records.unsent(TalkingPoint)
        about = _Questions(forms)
        rows: list[Row] = []
        teams = _by_patient(await every(CareTeam))
        for patient, own in teams.items():
            members = readers(own, now)
            mine = next((one for one in members if one.reference == self._me), None)
            codes = _codes(mine)
            if not codes & set(ROLES):
                continue
            visits, planned = tuple(sessions.get(patient, ())), courses.get(patient, [])
            coming = soon(visits, now, self._zone)
            place = place_of(coming, current(planned), visits) if coming is not None else None
            rows.append(
                Row(
                    patient,
                    names.get(patient, ""),
                    tuple(self._lines(asked, standings.get(patient, []), planned, now)),
                    tuple(about.points(points.get(patient, []), unsent)),
                    tuple(members),
                    coming,
                    place,
                    PRESCRIBER in codes,
                )
            )
        self.rows = sorted(rows, key=_order)

    def _lines(
        self, asked: Sequence[Asked], standings: list[AgreementStanding], planned: list[Course], now: datetime
    ) -> list[Line]:
        """A course that is still being planned counts too."""
        under_way = (one for one in planned if one.status in ("active", "draft"))
        followed = {bare(address) for one in under_way for address in one.protocols}
        return lines(asked, standings, followed, now)

    def row(self, id: str | None) -> Row | None:
        return next((one for one in self.rows if one.id == id), None)

    async def talk(self, id: str, name: str, *, is_done: bool) -> bool:
        """Says of a point that it was talked about, or takes that back. False: there was nothing to say of it by now."""

        async def write() -> bool:
            stored = await self._records.get(TalkingPoint, id)
            if stored is None:
                return False
            said = (
                stored.talked_about(self._me, name, self._now())
                if is_done
                else stored.not_talked_about(self._me, self._now())
            )
            if said is stored:
                return False
            await self._records.save_all([said], over=[stored])
            return True

        return await until_written(write)


class _Questions:
    """What the points are about, each agreement read once."""

    def __init__(self, forms: Sequence[FormDefinition]) -> None:
        self._forms = {one.canonical: one for one in forms}
        self._found: dict[str, Mapping[str, tuple[Part, int, Question]]] = {}

    def points(self, nouns: Sequence[TalkingPoint], unsent: Mapping[str, Standing]) -> list[Point]:
        shown = [one for one in nouns if one.is_open or one.is_talked_about]
        found = [self._point(one, unsent.get(one.id)) for one in shown]
        return sorted(
            found, key=lambda one: (not one.noun.is_open, one.noun.agreement, one.number, one.noun.question)
        )

    def _point(self, noun: TalkingPoint, standing: Standing | None) -> Point:
        form = self._forms.get(noun.agreement)
        known = self._questions(form).get(noun.question) if form is not None else None
        if known is None:
            return Point(noun, form, standing=standing)
        return Point(noun, form, *known, standing)

    def _questions(self, form: FormDefinition) -> Mapping[str, tuple[Part, int, Question]]:
        if form.canonical not in self._found:
            try:
                agreement = agreement_of(form)
            except Unreadable:
                self._found[form.canonical] = {}
            else:
                self._found[form.canonical] = {
                    question.link_id: (part, agreement.number(part.link_id), question)
                    for part, question in agreement.questions()
                }
        return self._found[form.canonical]


def _by_patient(nouns: Iterable[P]) -> dict[str, list[P]]:
    found: dict[str, list[P]] = {}
    for one in nouns:
        if one.patient is not None:
            found.setdefault(one.patient, []).append(one)
    return found


def _codes(member: Member | None) -> frozenset[str]:
    if member is None:
        return frozenset()
    return frozenset(member.role_codes) | ({THERAPIST} if member.is_therapist else frozenset[str]())


def _order(row: Row) -> tuple[int, float, int, str, str]:
    """By group; within it the nearest session, then who has most to talk about, then by name."""
    at = row.session.start_at.timestamp() if row.session is not None and row.session.start_at else 0.0
    return GROUPS.index(row.group), at, -row.open_points, row.name.casefold(), row.patient
