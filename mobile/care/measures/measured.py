"""One total, as an Observation of the clinic's kind: made from a finished response, with the day it was answered.

A question that was skipped is absent, never zero, and then there is no total but a reason. The number comes from the
form's own published scoring; nothing here adds up, and nothing says what a number means.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar
from uuid import NAMESPACE_URL, uuid5

from api_client import fhir
from api_client.fhir.making import as_received, made
from mobile.care.codes import BASE, CATEGORY_OBSERVATION, DATA_ABSENT, UCUM
from mobile.care.elements import coded, own_identifier, pointing_to, to
from mobile.care.forms.definition import FormDefinition
from mobile.care.forms.items import answered_items, values, withheld
from mobile.care.forms.response import Response
from mobile.care.grant import names_in
from mobile.care.measures.instrument import Instrument, instrument_of
from mobile.care.resource import Json, Resource, at, each, has_code, instant, moment, text_at
from mobile.noun import Kind

_COUNTS = frozenset({"final", "amended", "corrected"})


@dataclass(frozen=True, kw_only=True)
class Measured(Resource):
    """An Observation of category survey. `total` None: `absent` says why."""

    TYPE: ClassVar[str] = "Observation"
    KIND: ClassVar[Kind] = Kind("measured", "Observation")

    patient: str | None = None
    codes: frozenset[tuple[str, str]] = frozenset()
    title: str = ""
    total: Decimal | None = field(default=None, repr=False)
    absent: str | None = None  # a data-absent-reason
    answered_at: datetime | None = None
    derived_from: frozenset[str] = frozenset()  # every name of the response
    counts: bool = False  # final, and not entered in error

    @classmethod
    def read(cls, resource: Json) -> Json:
        codings = each(resource, "code", "coding")
        return {
            "patient": text_at(resource, "subject", "reference"),
            "codes": frozenset(
                (str(one.get("system")), str(one["code"])) for one in codings if "code" in one
            ),
            "title": text_at(resource, "code", "text")
            or text_at(resource, "code", "coding", 0, "display")
            or "",
            "total": _total(resource),
            "absent": text_at(resource, "dataAbsentReason", "coding", 0, "code"),
            "answered_at": moment(resource.get("effectiveDateTime"))
            or moment(at(resource, "effectivePeriod", "end"))
            or moment(resource.get("effectiveInstant")),
            "derived_from": frozenset[str]().union(
                *(names_in(link) for link in each(resource, "derivedFrom"))
            ),
            "counts": resource.get("status") in _COUNTS,
        }

    def is_of(self, instrument: Instrument) -> bool:
        """Whether it is this instrument's total, by its code."""
        return any((str(one.get("system")), one.get("code")) in self.codes for one in instrument.total_codes)

    def head(self) -> Mapping[str, Any]:
        """What a list needs; the number too, since a list of measures is nothing else."""
        return {
            "patient": self.patient,
            "codes": sorted(code for _, code in self.codes),
            "total": str(self.total) if self.total is not None else None,
            "answered_at": self.answered_at.isoformat() if self.answered_at else None,
        }


def observation_of(
    response: Response, form: FormDefinition, total: Decimal | int | None, earlier: Measured | None = None
) -> Measured | None:
    """The Observation to save with a finished response; None where the form has no total, or it is not finished.

    `total`: what the engine worked out by the form's own expression, None if it gave nothing. `earlier`: the Observation
    of the same response, when its answers are amended. A total with a skipped question is not believed unless the
    clinic's form names the published rule it follows.
    """
    instrument = instrument_of(form)
    answered_at = response.first_answered_at
    if instrument is None or not response.is_done or not response.patient or answered_at is None:
        return None
    missing = skipped(response, instrument)
    if missing and instrument.pro_rating is None:
        total = None
    result = _result(instrument, total) if total is not None else _absent(response, missing)
    if earlier is not None:
        result.status = "amended"
        return earlier.changed(valueInteger=None, valueQuantity=None, dataAbsentReason=None).changed(result)
    id = str(uuid5(NAMESPACE_URL, f"{BASE}/measured/{response.id}/{instrument.total_link}"))
    codings = [as_received(fhir.Coding, one) for one in instrument.total_codes]
    return Measured.from_made(
        made(
            fhir.Observation,
            identifier=[own_identifier(id)],
            status="final",
            category=[coded(CATEGORY_OBSERVATION, "survey")],
            code=made(fhir.CodeableConcept, coding=codings, text=f"{form.title.text} total"),
            subject=to(response.patient),
            effectiveDateTime=instant(answered_at),
            performer=[to(response.patient)],
            valueInteger=result.valueInteger,
            valueQuantity=result.valueQuantity,
            dataAbsentReason=result.dataAbsentReason,
            derivedFrom=[pointing_to(response)],
        )
    )


def skipped(response: Response, instrument: Instrument) -> tuple[str, ...]:
    """The scored questions without an answer, in order. One that is only asked at times is not counted: the form's expression knows."""
    given = {text_at(item, "linkId") for item in answered_items(response.to_resource()) if values(item)}
    return tuple(
        link for link in instrument.scored if link not in given and link not in instrument.conditional
    )


def is_survey(resource: Json) -> bool:
    """Whether an Observation is of this kind; a clinic's blood pressures are not."""
    return has_code(resource.get("category"), CATEGORY_OBSERVATION, "survey")


def _result(instrument: Instrument, total: Decimal | int) -> fhir.Observation:
    number = Decimal(str(total))
    if instrument.is_whole and number == number.to_integral_value():
        return made(fhir.Observation, valueInteger=int(number))
    quantity = made(fhir.Quantity, value=number, unit="{score}", system=UCUM, code="{score}")
    return made(fhir.Observation, valueQuantity=quantity)


def _absent(response: Response, missing: tuple[str, ...]) -> fhir.Observation:
    """Asked and not known, where the person said "not sure" to all that is missing; asked and not answered otherwise."""
    reasons = {
        link: why
        for item in answered_items(response.to_resource())
        if (link := text_at(item, "linkId")) in missing and (why := withheld(item))
    }
    is_unsure = bool(missing) and all(reasons.get(link) == "not-sure" for link in missing)
    code = "asked-unknown" if is_unsure else "asked-declined" if missing else "unknown"
    return made(fhir.Observation, dataAbsentReason=coded(DATA_ABSENT, code))


def _total(resource: Json) -> Decimal | None:
    """None too where the number is said only roughly (a comparator): "less than five" is no total."""
    if at(resource, "valueQuantity", "comparator"):
        return None
    for value in (
        resource.get("valueInteger"),
        at(resource, "valueQuantity", "value"),
        resource.get("valueDecimal"),
    ):
        if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
            return Decimal(str(value))
    return None
