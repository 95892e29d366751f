"""What patients gave to the clinic itself, finished forms and measures, as far as the server let this reader have them. Flet-free.

Whether somebody may read is the server's to say. Where an agreement is known here and has ended, it is heeded at once,
before the server's word about it arrives.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from mobile.care.agenda import Session
from mobile.care.consent.with_me import AgreedWithMe
from mobile.care.forms.definition import FormDefinition
from mobile.care.forms.picking import find
from mobile.care.forms.response import Response
from mobile.care.measures import Measured, MeasuresGrant, instrument_of, may_read, trend
from mobile.care.safety.alerts import Alert
from mobile.records.ports import Keeping
from mobile.screens.reads import agreed_with_me as agreements
from mobile.screens.reads.agreed_with_me import agreed_with_me
from mobile.screens.reads.measures import MEASURE, Measure

KINDS = (Response, FormDefinition, Measured, MeasuresGrant, Alert, *agreements.KINDS)
_PARTS = (("intake", "intake"), (MEASURE, "measures"))
"""Of a form's use, the part of the record that its answers are."""


@dataclass(frozen=True)
class GivenForm:
    """One form of one patient: what they answered, the last first."""

    form: FormDefinition | None
    responses: tuple[Response, ...]

    @property
    def last(self) -> Response:
        return self.responses[0]

    @property
    def is_measure(self) -> bool:
        return self.form is not None and MEASURE in self.form.uses

    def title(self, language: str) -> str:
        """The form's name, or ""."""
        return self.form.called(language) if self.form is not None else ""


async def given(
    records: Keeping, reader: str, now: datetime, agreed: AgreedWithMe | None = None
) -> dict[str, tuple[GivenForm, ...]]:
    """By patient reference. `reader`: "Practitioner/t1"; `agreed`: what agreements let them read, where that was looked at already."""
    agreed = agreed or await agreed_with_me(records, reader, now)
    about = frozenset[str]().union(*(one.about for one in await records.every(Alert)))
    definitions = await records.every(FormDefinition)
    grants: dict[str | None, list[MeasuresGrant]] = {}
    for grant in await records.every(MeasuresGrant):
        if grant.practitioner == reader:
            grants.setdefault(grant.patient, []).append(grant)
    found: dict[str, dict[str, list[Response]]] = {}
    for response in await records.every(Response):
        if response.is_done and response.patient and _is_open(response, definitions, agreed, about):
            found.setdefault(response.patient, {}).setdefault(response.address, []).append(response)
    by_patient: dict[str, tuple[GivenForm, ...]] = {}
    for patient, forms in found.items():
        made = [_form(address, own, definitions) for address, own in forms.items()]
        has_ended = is_ended(reader, patient, grants.get(patient, ()), now)
        kept = [one for one in made if not (one.is_measure and has_ended)]
        if kept:
            by_patient[patient] = tuple(sorted(kept, key=_when, reverse=True))
    return by_patient


async def as_measure(
    records: Keeping, one: GivenForm, patient: str, sessions: Sequence[Session], now: datetime
) -> Measure | None:
    """The same as a measure with its trend; None for a form that has no total."""
    instrument = instrument_of(one.form) if one.form is not None and one.is_measure else None
    if one.form is None or instrument is None:
        return None
    measured = await records.every(Measured, {"patient": patient})
    drawn = trend(instrument, measured, sessions, now, responses=one.responses)
    return Measure(one.form, instrument=instrument, trend=drawn, answered=one.responses)


def _is_open(
    response: Response,
    definitions: Sequence[FormDefinition],
    agreed: AgreedWithMe,
    about: frozenset[str],
) -> bool:
    """What a call for help is about is open to whoever is called, whatever was agreed."""
    closed = [part for use, part in _PARTS if agreed.is_closed(response.patient, part)]
    if not closed or response.names & about:
        return True
    form = find(response.address, definitions)
    uses = form.uses if form is not None else frozenset[str]()
    return not any(use in uses for use, part in _PARTS if part in closed)


def _form(address: str, own: list[Response], definitions: Sequence[FormDefinition]) -> GivenForm:
    newest = sorted(own, key=lambda one: (one.answered_at is not None, one.answered_at), reverse=True)
    return GivenForm(find(address, definitions), tuple(newest))


def _when(one: GivenForm) -> tuple[bool, datetime | None]:
    return one.last.answered_at is not None, one.last.answered_at


def is_ended(reader: str, patient: str, mine: Sequence[MeasuresGrant], now: datetime) -> bool:
    """Whether this reader had the patient's agreement and has it no more. `mine`: the agreements of these two."""
    return bool(mine) and not may_read(reader, patient, mine, now)
