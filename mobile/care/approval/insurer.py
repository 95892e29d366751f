"""What insurers answered, as the clinic keeps it, and whom a patient is insured with. Nothing of it is written here.

An answer's `outcome` says how far the insurer is, never what it decided: only the clinic's own record says that something was approved.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar

from mobile.care.clinic import Clinic, Phone
from mobile.care.clinic_days import OfDays, days_in
from mobile.care.grant import names_in
from mobile.care.resource import Json, Resource, at, bound, each, text_at
from mobile.noun import Kind


@dataclass(frozen=True, kw_only=True)
class InsurerAnswer(OfDays):
    """A ClaimResponse to a request for approval."""

    TYPE: ClassVar[str] = "ClaimResponse"
    KIND: ClassVar[Kind] = Kind("insurer_answer", "ClaimResponse")

    patient: str | None = None
    claims: frozenset[str] = frozenset()  # every name of the request
    number: str = ""
    begins: date | None = None
    ends: date | None = None
    is_in_force: bool = False  # neither replaced, called off, nor a mistake

    @classmethod
    def read(cls, resource: Json) -> Json:
        return {
            "patient": text_at(resource, "patient", "reference"),
            "claims": names_in(resource.get("request")),
            "number": text_at(resource, "preAuthRef") or "",
            **days_in(
                begins=at(resource, "preAuthPeriod", "start"), ends=at(resource, "preAuthPeriod", "end")
            ),
            "is_in_force": text_at(resource, "status") == "active",
        }

    @property
    def says(self) -> tuple[str, date | None, date | None]:
        """What two answers to one request are compared by."""
        return self.number, self.begins, self.ends

    def head(self) -> Mapping[str, Any]:
        return {"patient": self.patient}


@dataclass(frozen=True, kw_only=True)
class BenefitCheck(OfDays):
    """A CoverageEligibilityResponse. `needs_approval` None: it does not say."""

    TYPE: ClassVar[str] = "CoverageEligibilityResponse"
    KIND: ClassVar[Kind] = Kind("benefit_check", "CoverageEligibilityResponse")

    patient: str | None = None
    checked_on: date | None = None
    needs_approval: bool | None = None
    is_in_force: bool = False

    @classmethod
    def read(cls, resource: Json) -> Json:
        stated = [
            one.get("authorizationRequired")
            for insurance in each(resource, "insurance")
            for one in each(insurance, "item")
            if isinstance(one.get("authorizationRequired"), bool)
        ]
        return {
            "patient": text_at(resource, "patient", "reference"),
            **days_in(checked_on=resource.get("created")),
            "needs_approval": any(stated) if stated else None,
            "is_in_force": text_at(resource, "status") == "active",
        }

    def head(self) -> Mapping[str, Any]:
        return {"patient": self.patient}


@dataclass(frozen=True, kw_only=True)
class Cover(Resource):
    """A Coverage: whom the patient is insured with, and the numbers that stand beside it."""

    TYPE: ClassVar[str] = "Coverage"
    KIND: ClassVar[Kind] = Kind("cover", "Coverage")

    patient: str | None = None
    is_in_force: bool = False
    begins: datetime | None = None
    ends: datetime | None = None
    insurers: frozenset[str] = frozenset()  # "Organization/i1"
    named: str = field(default="", repr=False)
    phones: tuple[Phone, ...] = ()

    @classmethod
    def read(cls, resource: Json) -> Json:
        inside = {f"#{one.get('id')}": one for one in each(resource, "contained")}
        payors = list(each(resource, "payor"))
        found = [inside[link] for one in payors if (link := str(one.get("reference"))) in inside]
        names = [text_at(one, "name") for one in found] + [text_at(one, "display") for one in payors]
        return {
            "patient": text_at(resource, "beneficiary", "reference"),
            "is_in_force": text_at(resource, "status") == "active",
            "begins": bound(at(resource, "period", "start")),
            "ends": bound(at(resource, "period", "end"), is_end=True),
            "insurers": frozenset(name for one in payors if (name := text_at(one, "reference"))),
            "named": next((name for name in names if name), ""),
            "phones": tuple(phone for one in found for phone in _phones(one)),
        }

    def is_now(self, now: datetime) -> bool:
        """Whether it is in force."""
        is_begun = self.begins is None or self.begins <= now
        return self.is_in_force and is_begun and (self.ends is None or now <= self.ends)

    def head(self) -> Mapping[str, Any]:
        return {"patient": self.patient}


def insurer_of(
    covers: Iterable[Cover], organizations: Iterable[Clinic], now: datetime
) -> tuple[str, tuple[Phone, ...]]:
    """The name and the numbers of the one insurer of this patient's. "", () where there is none, or nobody says which of several: a
    wrong number is worse than none."""
    own = [one for one in covers if one.is_now(now)]
    if len(own) != 1:
        return "", ()
    cover = own[0]
    listed = [one for one in organizations if one.names & cover.insurers and one.is_active]
    phones = [*cover.phones, *(phone for one in listed for phone in one.phones)]
    valid = tuple(
        one
        for one in phones
        if not one.is_for_texts
        and (one.since is None or one.since <= now)
        and (one.until is None or now <= one.until)
    )
    return cover.named or next((one.name for one in listed), ""), valid


def _phones(organization: Json) -> list[Phone]:
    found: list[Phone] = []
    for point in each(organization, "telecom"):
        number = text_at(point, "value")
        if number and point.get("system") == "phone" and point.get("use") != "old":
            since, until = at(point, "period", "start"), at(point, "period", "end")
            found.append(Phone(number, since=bound(since), until=bound(until, is_end=True)))
    return found
