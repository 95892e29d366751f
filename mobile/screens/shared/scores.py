"""The last score of each patient as far as this reader may read it, its small line, and whether the clinic's rule is met. Flet-free.

A total whose agreement with this reader has ended is neither shown nor compared. Where none was ever known here, the server
decides: who prescribes reads by the clinic's own rule, without one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from mobile.care.agenda import Session
from mobile.care.consent.with_me import AgreedWithMe
from mobile.care.course import Course
from mobile.care.forms.definition import FormDefinition, bare
from mobile.care.forms.picking import find
from mobile.care.measures import (
    Instrument,
    Measured,
    MeasuresGrant,
    Movement,
    RisingRule,
    Schedule,
    instrument_of,
    movement,
    schedules,
    trend,
)
from mobile.care.prompts import Protocol
from mobile.records.ports import Keeping
from mobile.screens.reads.agreed_with_me import agreed_with_me
from mobile.screens.reads.measures import MEASURE, Measure
from mobile.screens.shared.given import GivenForm, as_measure, is_ended
from mobile.screens.shared.no_score import NoScore, why_none

KINDS = (Measured, FormDefinition, Protocol, MeasuresGrant)


@dataclass(frozen=True)
class Score:
    """One measure of one patient. `totals`: in time, never empty."""

    form: FormDefinition
    instrument: Instrument
    totals: tuple[tuple[datetime, Decimal], ...] = field(repr=False)
    moved: Movement = field(repr=False)
    rule: RisingRule | None = None
    is_rising: bool = False

    @property
    def key(self) -> tuple[str, RisingRule | None]:
        """What one sentence can say for all who have the same."""
        return self.form.address, self.rule


@dataclass(frozen=True)
class Scores:
    """Of all patients at a moment."""

    reader: str  # "Practitioner/t1"
    now: datetime
    zone: ZoneInfo
    instruments: Mapping[str, tuple[FormDefinition, Instrument]]  # by the address of the form
    measured: Mapping[str, Sequence[Measured]]  # by patient, what may be read
    protocols: Sequence[Protocol]
    agreed: Mapping[str | None, Sequence[MeasuresGrant]]  # by patient, with this reader
    closed: frozenset[str]  # the patients whose agreement about them is over
    reads_without: bool  # measures are here of somebody who never agreed with this reader
    _asked: dict[tuple[str, ...], tuple[Schedule, ...]] = field(
        default_factory=dict[tuple[str, ...], tuple[Schedule, ...]]
    )

    def of(self, patient: str, course: Course | None, sessions: Sequence[Session]) -> Score | None:
        """The one to show of them: one that rises by the clinic's rule, else the first their course asks for, else the one
        answered last."""
        return next(iter(self.every(patient, course, sessions)), None)

    def every(self, patient: str, course: Course | None, sessions: Sequence[Session]) -> Sequence[Score]:
        """One a measure, in that order."""
        own = self.measured.get(patient, ())
        asked = self._schedules(course)
        order = [bare(one.measure) for one in asked]
        rules = {bare(one.measure): one.rising for one in asked}
        found: list[Score] = []
        for address, (form, instrument) in self.instruments.items() if own else ():
            score = self._score(form, instrument, own, sessions, rules.get(address))
            if score is not None:
                found.append(score)
        places = {address: number for number, address in enumerate(order)}
        found.sort(
            key=lambda one: (
                not one.is_rising,
                places.get(one.form.address, len(places)),
                -one.moved.last_at.timestamp(),
            )
        )
        return found

    def why_none(self, patient: str) -> NoScore:
        """Of somebody for whom `of` finds none."""
        if patient in self.closed:
            return "not_shared"
        return why_none(
            self.reader,
            patient,
            self.agreed.get(patient, ()),
            self.now,
            measured=self.measured.get(patient, ()),
            reads_without=self.reads_without,
        )

    def _score(
        self,
        form: FormDefinition,
        instrument: Instrument,
        own: Sequence[Measured],
        sessions: Sequence[Session],
        rule: RisingRule | None,
    ) -> Score | None:
        mine = [one for one in own if one.is_of(instrument)]
        points = trend(instrument, mine, sessions, self.now).points if mine else ()
        totals = tuple((one.at, one.total) for one in points if one.total is not None)
        moved = movement(totals, rule.within if rule is not None else None, self.zone)
        if moved is None:
            return None
        is_rising = rule is not None and rule.is_met(moved, self.now, self.zone)
        return Score(form, instrument, totals, moved, rule, is_rising)

    def _schedules(self, course: Course | None) -> tuple[Schedule, ...]:
        """Read once for all who follow the same protocols."""
        named = course.protocols if course is not None else ()
        if named not in self._asked:
            self._asked[named] = schedules(self.protocols, course)
        return self._asked[named]


async def scores(
    records: Keeping, reader: str, now: datetime, zone: ZoneInfo, agreed: AgreedWithMe | None = None
) -> Scores:
    """As they stand. `reader`: "Practitioner/t1"; `agreed`: what agreements let them read. Raises what the store raises."""
    agreed = agreed or await agreed_with_me(records, reader, now)
    grants: dict[str | None, list[MeasuresGrant]] = {}
    for grant in await records.every(MeasuresGrant):
        if grant.practitioner == reader:
            grants.setdefault(grant.patient, []).append(grant)
    definitions = [one for one in await records.every(FormDefinition) if MEASURE in one.uses]
    instruments: dict[str, tuple[FormDefinition, Instrument]] = {}
    for address in dict.fromkeys(one.address for one in definitions):
        form = find(address, definitions)
        instrument = instrument_of(form) if form is not None else None
        if form is not None and instrument is not None:
            instruments[address] = form, instrument
    measured: dict[str | None, list[Measured]] = {}
    for one in await records.every(Measured):
        measured.setdefault(one.patient, []).append(one)
    readable = {
        patient: own
        for patient, own in measured.items()
        if patient is not None
        and not is_ended(reader, patient, grants.get(patient, ()), now)
        and not agreed.is_closed(patient, "measures")
    }
    return Scores(
        reader,
        now,
        zone,
        instruments,
        readable,
        await records.every(Protocol),
        grants,
        reads_without=any(patient not in grants for patient in readable),
        closed=frozenset(patient for patient, part in agreed.closed if part == "measures"),
    )


async def measure_of(
    records: Keeping,
    score: Score,
    patient: str,
    given: Sequence[GivenForm],
    sessions: Sequence[Session],
    now: datetime,
) -> Measure | None:
    """The same with its whole trend. `given`: the forms of this patient, `score` among those they answered here or not."""
    own = next(
        (one for one in given if one.form is not None and one.form.address == score.form.address), None
    )
    return await as_measure(records, own or GivenForm(score.form, ()), patient, sessions, now)
