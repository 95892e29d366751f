"""Whether a therapist may read a patient's measures: the patient's agreement, a permission of its own.

It opens totals and the answers behind them, to read only, to one named person. It is not about what is written or shared
word by word; those have grants of their own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Self

from api_client import fhir
from api_client.fhir.making import made
from mobile.care.codes import CARE, CONSENT_SCOPE, MEASURES
from mobile.care.elements import coded
from mobile.care.permission import Permission, permitting
from mobile.care.resource import Json, at, each, has_code
from mobile.noun import Kind


@dataclass(frozen=True, kw_only=True)
class MeasuresGrant(Permission):
    """Permits one practitioner to read the measures."""

    KIND: ClassVar[Kind] = Kind("measures_grant", "Consent")

    @classmethod
    def make(cls, id: str, *, patient: str, practitioner: str, name: str | None, now: datetime) -> Self:
        """An agreement that begins now."""
        return cls.from_made(
            permitting(
                id,
                patient=patient,
                practitioner=practitioner,
                name=name,
                now=now,
                opens=made(fhir.ConsentProvision, code=[coded(CARE, MEASURES)]),
                categories=[coded(CARE, "measures-agreement")],
            )
        )


def may_read(practitioner: str, patient: str, grants: Iterable[MeasuresGrant], now: datetime) -> bool:
    """Whether an agreement of this patient opens their measures to this practitioner at this hour."""
    return any(
        one.is_active
        and (one.practitioner, one.patient) == (practitioner, patient)
        and (one.given_at is None or one.given_at <= now)
        and (one.ended_at is None or now < one.ended_at)
        for one in grants
    )


def is_measures_grant(resource: Json) -> bool:
    """Whether a Consent is one of these: about measures, and about no record by name."""
    provision = at(resource, "provision")
    return (
        has_code(resource.get("scope"), CONSENT_SCOPE, "patient-privacy")
        and not list(each(provision, "data"))
        and any(has_code(one, CARE, MEASURES) for one in each(provision, "code"))
    )
