"""The measures of this person as values: when each was answered last, when it is due, how it went, and the early notice. Flet-free.

All rhythms and rules are the clinic's data. Nothing here says what a number means, and no date is moved.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import quote
from zoneinfo import ZoneInfo

from mobile.care.agenda import Session
from mobile.care.course import Course, current, sessions_of
from mobile.care.forms.definition import FormDefinition, bare
from mobile.care.forms.here import DraftHere, with_drafts_here
from mobile.care.forms.picking import find
from mobile.care.forms.response import Response, finished
from mobile.care.measures import (
    Due,
    Instrument,
    Measured,
    Schedule,
    Slip,
    Span,
    Trend,
    due,
    early_slip,
    instrument_of,
    phase_of,
    schedules,
    skipped,
    trend,
)
from mobile.care.prompts import Protocol
from mobile.care.safety.asking import may_ask
from mobile.care.safety.put_away import PutAway, away_id
from mobile.care.safety.routing import RoutingTable, in_force
from mobile.records.ports import Keeping

KINDS = (Session, Course, Protocol, FormDefinition, Response, DraftHere, Measured, RoutingTable, PutAway)
MEASURE = "measure"


@dataclass(frozen=True)
class Measure:
    """One measure. `due` None: not now. `next_at`: when it is due next, where that is a rhythm."""

    form: FormDefinition
    schedule: Schedule | None = None
    instrument: Instrument | None = None
    due: Due | None = None
    next_at: datetime | None = None
    trend: Trend | None = field(default=None, repr=False)
    slip: Slip | None = field(default=None, repr=False)
    answered: tuple[Response, ...] = field(default=(), repr=False)  # the last first
    can_be_asked: bool = True

    @property
    def name(self) -> str:
        """As it stands in a route: the clinic's id of the form."""
        return self.form.server_id or bare(self.form.canonical).rpartition("/")[2]

    @property
    def last_at(self) -> datetime | None:
        dates = [one.first_answered_at for one in self.answered if one.first_answered_at is not None]
        if self.trend is not None:
            dates += [point.at for point in self.trend.points]
        return max(dates, default=None)

    @property
    def shows_totals(self) -> bool:
        """Whether there is a total, and it is shown to the person themselves."""
        return self.instrument is not None and not self.instrument.is_total_for_clinician

    def missing(self, names: frozenset[str]) -> tuple[int, ...]:
        """The numbers of the questions skipped in the response of these names, counted among those that are scored."""
        if self.instrument is None:
            return ()
        response = self.response(names)
        if response is None:
            return ()
        left = skipped(response, self.instrument)
        return tuple(number for number, link in enumerate(self.instrument.scored, 1) if link in left)

    def response(self, names: frozenset[str]) -> Response | None:
        return next((one for one in self.answered if one.names & names), None)


def measure_route(name: str) -> str:
    """Where one measure stands."""
    return f"/measures/{quote(name, safe='')}"


@dataclass
class FormsRead:
    """What each form says of its scoring and of whom it may be asked, read once for as long as the store gives the very same noun.
    Kept by a place that draws often."""

    _instruments: dict[str, tuple[FormDefinition, Instrument | None]] = field(
        default_factory=dict[str, "tuple[FormDefinition, Instrument | None]"]
    )
    _asking: dict[str, tuple[FormDefinition, RoutingTable | None, bool]] = field(
        default_factory=dict[str, "tuple[FormDefinition, RoutingTable | None, bool]"]
    )

    def instrument(self, form: FormDefinition) -> Instrument | None:
        known = self._instruments.get(form.id)
        if known is None or known[0] is not form:
            known = self._instruments[form.id] = form, instrument_of(form)
        return known[1]

    def may_ask(self, form: FormDefinition, routing: RoutingTable | None) -> bool:
        known = self._asking.get(form.id)
        if known is None or known[0] is not form or known[1] is not routing:
            known = self._asking[form.id] = form, routing, bool(may_ask(form, routing))
        return known[2]


async def measures(
    records: Keeping, now: datetime, zone: ZoneInfo, read: FormsRead | None = None
) -> list[Measure]:
    """Those of this person's protocol, and any they answered before: the due ones first. `read`: kept by who asks again."""
    read = read or FormsRead()
    sessions = await records.every(Session)
    course = current(await records.every(Course))
    definitions = await records.every(FormDefinition)
    responses = with_drafts_here(await records.every(Response), await records.every(DraftHere))
    measured = await records.every(Measured)
    routing = in_force(await records.every(RoutingTable), now.astimezone(zone).date())
    planned = schedules(await records.every(Protocol), course)
    away = {one.id for one in await records.every(PutAway)}
    now_due = {bare(one.measure): one for one in due(planned, course, sessions, responses, now, zone)}
    by_address = {bare(one.measure): one for one in planned}
    rhythm = phase_of(course, sessions, now)
    own = sessions_of(course, sessions) or list(sessions)
    found: list[Measure] = []
    for form in _forms(planned, definitions, responses, measured, read):
        schedule = by_address.get(form.address)
        every = schedule.interval_in(rhythm) if schedule is not None else None
        instrument = read.instrument(form)
        done = finished(form.address, responses)
        slip = early_slip(schedule.slip if schedule else None, instrument, measured) if instrument else None
        answers = [one.first_answered_at for one in done if one.first_answered_at is not None]
        found.append(
            Measure(
                form,
                schedule,
                instrument,
                now_due.get(form.address),
                _next(every, answers, zone),
                trend(instrument, measured, own, now, responses=done, every=every, zone=zone)
                if instrument is not None
                else None,
                slip if slip is not None and away_id(slip.id) not in away else None,
                tuple(done),
                read.may_ask(form, routing),
            )
        )
    return sorted(found, key=lambda one: (one.due is None, one.schedule is None, _place(one, planned)))


def _forms(
    planned: Sequence[Schedule],
    definitions: Sequence[FormDefinition],
    responses: Sequence[Response],
    measured: Sequence[Measured],
    read: FormsRead,
) -> list[FormDefinition]:
    """Every form that is a measure of this person: planned, or answered before."""
    found: dict[str, FormDefinition] = {}
    for schedule in planned:
        form = find(schedule.measure, definitions)
        if form is not None:
            found.setdefault(form.address, form)
    for form in definitions:
        if MEASURE not in form.uses or form.address in found:
            continue
        instrument = read.instrument(form)
        is_answered = bool(finished(form.address, responses)) or (
            instrument is not None and any(one.is_of(instrument) for one in measured)
        )
        if is_answered:
            found[form.address] = find(form.address, definitions) or form
    return list(found.values())


def _next(every: Span | None, answers: Sequence[datetime], zone: ZoneInfo) -> datetime | None:
    return every.after(max(answers), zone) if every is not None and answers else None


def _place(one: Measure, planned: Sequence[Schedule]) -> int:
    order = [bare(schedule.measure) for schedule in planned]
    return order.index(one.form.address) if one.form.address in order else len(order)
