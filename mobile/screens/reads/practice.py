"""The patient's own clinic as it states itself: its houses, its protocol for this course, and how it works with one's own doctors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from mobile.care.clinic import Clinic
from mobile.care.consent.scopes import openings
from mobile.care.consent.signed import SignedAgreement
from mobile.care.consent.withdrawal import AgreementWithdrawal
from mobile.care.course import Course, current
from mobile.care.locations import Location, houses_of
from mobile.care.people import CareTeam, Patient, Practitioner
from mobile.care.practice import OwnDoctor, own_doctors, reads_by_agreement
from mobile.care.prompts import Protocol
from mobile.care.session_rules import CoursePhase, SessionRules, course_phases, session_rules
from mobile.records.ports import Keeping
from mobile.screens.reads.own_clinic import read_own_clinic

KINDS = (
    Clinic,
    Location,
    CareTeam,
    Patient,
    Practitioner,
    Course,
    Protocol,
    SignedAgreement,
    AgreementWithdrawal,
)


@dataclass(frozen=True)
class Practice:
    """What the clinic does not state is empty here. `agreed`: by doctor, the agreements in force that let them see something."""

    clinic: Clinic | None = None
    houses: Sequence[Location] = ()
    planned: int | None = None
    phases: Sequence[CoursePhase] = ()
    rules: SessionRules = field(default_factory=SessionRules)
    doctors: Sequence[OwnDoctor] = ()
    agreed: Mapping[OwnDoctor, Sequence[SignedAgreement]] = field(
        default_factory=dict[OwnDoctor, Sequence[SignedAgreement]]
    )


async def practice(records: Keeping, me: str, now: datetime) -> Practice:
    """`me`: "Patient/p1". Raises what the store raises."""
    every = records.every
    clinic = await read_own_clinic(records)
    course, protocols = current(await every(Course)), await every(Protocol)
    names = {name: one.name for one in await every(Practitioner) for name in one.names if one.name}
    doctors = own_doctors(next((one for one in await every(Patient) if me in one.names), None), names)
    open_now = openings(await every(SignedAgreement), await every(AgreementWithdrawal), now)
    return Practice(
        clinic,
        houses_of(clinic, await every(Location)),
        course.planned if course is not None else None,
        course_phases(protocols, course),
        session_rules(protocols, course),
        doctors,
        {one: reads_by_agreement(one, open_now) for one in doctors},
    )
