"""The records that stand behind the words of a portable summary, each made anew of what the summary says and nothing else.

Codes go in as the clinic gave them. Who said it goes with each: the clinic's record, or the person themselves.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from api_client import fhir
from api_client.fhir.making import made
from mobile.care.agenda import Session
from mobile.care.codes import CARE, CATEGORY_OBSERVATION, UCUM
from mobile.care.elements import coded
from mobile.care.health import Allergy, Caution, HealthProblem
from mobile.care.health.stated import day_in
from mobile.care.measures.instrument import Instrument
from mobile.care.people import Member, Patient
from mobile.care.portable.document import Entry
from mobile.care.resource import Json, each, instant, text_at

FROM_RECORD, SAID = "from-clinic-record", "said-by-patient"
_STATUSES = frozenset(
    {"proposed", "pending", "booked", "arrived", "fulfilled", "cancelled", "noshow", "checked-in", "waitlist"}
)
_MOST_INTEGER = 2**31 - 1
"""FHIR's own: a number beyond it is a decimal."""
_UNTIMED = frozenset({"proposed", "cancelled", "waitlist"})
_TERMS = "http://terminology.hl7.org/CodeSystem"


def _source(code: str) -> fhir.Meta:
    return made(fhir.Meta, tag=[made(fhir.Coding, system=CARE, code=code)])


def _concept(text: str, codings: Iterable[Json] = ()) -> fhir.CodeableConcept:
    """The words as they are shown, and the clinic's codes beside them."""
    kept = [
        made(
            fhir.Coding,
            system=text_at(one, "system"),
            code=text_at(one, "code"),
            display=text_at(one, "display"),
        )
        for one in codings
        if text_at(one, "code")
    ]
    return made(fhir.CodeableConcept, coding=kept or None, text=text)


def _codings(resource: Json) -> list[Json]:
    return list(each(resource, "code", "coding"))


def person(patient: Patient | None, name: str, number: str) -> Entry:
    """Whom it is about: what the head of the page says. `number` "": none that is theirs now."""
    born = born_of(patient) or None
    telecom = [made(fhir.ContactPoint, system="phone", value=number)] if number else None
    return Entry(
        "patient",
        lambda _: made(fhir.Patient, name=[made(fhir.HumanName, text=name)], telecom=telecom, birthDate=born),
    )


def clinic(name: str, numbers: Iterable[str]) -> Entry:
    points = [made(fhir.ContactPoint, system="phone", value=number) for number in numbers]
    return Entry("clinic", lambda _: made(fhir.Organization, name=name, telecom=points or None))


def problem(one: HealthProblem, words: str) -> Entry:
    resource = one.to_resource()
    return Entry(
        one.id,
        lambda whose: made(
            fhir.Condition,
            meta=_source(FROM_RECORD),
            clinicalStatus=coded(f"{_TERMS}/condition-clinical", "active"),
            verificationStatus=coded(f"{_TERMS}/condition-ver-status", one.unsure) if one.unsure else None,
            code=_concept(words, _codings(resource)),
            subject=whose.patient,
            recordedDate=one.day or None,
        ),
    )


def allergy(one: Allergy, words: str, happens: Iterable[str]) -> Entry:
    resource = one.to_resource()
    shown = [_concept(text) for text in happens]
    return Entry(
        one.id,
        lambda whose: made(
            fhir.AllergyIntolerance,
            meta=_source(FROM_RECORD),
            clinicalStatus=coded(f"{_TERMS}/allergyintolerance-clinical", "active"),
            verificationStatus=coded(f"{_TERMS}/allergyintolerance-verification", "unconfirmed")
            if one.unsure
            else None,
            code=_concept(words, _codings(resource)),
            patient=whose.patient,
            recordedDate=one.day or None,
            reaction=[made(fhir.AllergyReaction, manifestation=shown)] if shown else None,
        ),
    )


def said_allergy(key: str, words: str) -> Entry:
    return Entry(
        key,
        lambda whose: made(
            fhir.AllergyIntolerance,
            meta=_source(SAID),
            clinicalStatus=coded(f"{_TERMS}/allergyintolerance-clinical", "active"),
            verificationStatus=coded(f"{_TERMS}/allergyintolerance-verification", "unconfirmed"),
            code=_concept(words),
            patient=whose.patient,
            asserter=whose.patient,
        ),
    )


def caution(one: Caution, words: str) -> Entry:
    resource = one.to_resource()
    ends = one.ends.isoformat() if one.ends is not None else None
    period = made(fhir.Period, start=one.day or None, end=ends) if one.day or ends else None
    return Entry(
        one.id,
        lambda whose: made(
            fhir.Flag,
            meta=_source(FROM_RECORD),
            status="active",
            code=_concept(words, _codings(resource)),
            subject=whose.patient,
            period=period,
        ),
    )


def session(one: Session, words: str) -> Entry | None:
    """None where the clinic's status or times are not such as an appointment can have: its words stand on the page all the same."""
    start, end = one.start_at, one.ends_at
    is_whole = start is not None and end is not None
    if one.status not in _STATUSES or not (is_whole or (one.status in _UNTIMED and start is None)):
        return None
    return Entry(
        one.id,
        lambda whose: made(
            fhir.Appointment,
            meta=_source(FROM_RECORD),
            status=one.status,
            description=words,
            start=instant(start) if start is not None else None,
            end=instant(end) if end is not None else None,
            participant=[made(fhir.AppointmentParticipant, actor=whose.patient, status="accepted")],
        ),
    )


def total(key: str, instrument: Instrument, name: str, at_: datetime, value: Decimal) -> Entry:
    codings = [one for one in instrument.total_codes if text_at(one, "code")]
    is_whole = abs(value) <= _MOST_INTEGER and value == value.to_integral_value()
    return Entry(
        key,
        lambda whose: made(
            fhir.Observation,
            meta=_source(SAID),
            status="final",
            category=[coded(CATEGORY_OBSERVATION, "survey")],
            code=_concept(name, codings),
            subject=whose.patient,
            performer=[whose.patient],
            effectiveDateTime=instant(at_),
            valueInteger=int(value) if is_whole else None,
            valueQuantity=None
            if is_whole
            else made(fhir.Quantity, value=value, unit="{score}", system=UCUM, code="{score}"),
        ),
    )


def medicine(key: str, words: str, day: str) -> Entry:
    return Entry(
        key,
        lambda whose: made(
            fhir.MedicationStatement,
            meta=_source(SAID),
            status="unknown",
            medicationCodeableConcept=_concept(words),
            subject=whose.patient,
            dateAsserted=day or None,
            informationSource=whose.patient,
        ),
    )


def member(one: Member, name: str) -> Entry:
    return Entry(
        one.reference,
        lambda _: made(fhir.Practitioner, meta=_source(FROM_RECORD), name=[made(fhir.HumanName, text=name)]),
    )


def born_of(patient: Patient | None) -> str:
    """The day of birth as the clinic has it, perhaps a year alone; "" where it has none."""
    return day_in(patient.to_resource(), "birthDate") if patient is not None else ""
