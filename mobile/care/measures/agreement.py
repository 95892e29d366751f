"""Whether a therapist may read a patient's measures: the patient's agreement, a Consent, theirs to give and to end.

It opens totals and the answers behind them, to read only, to one named person. It is not about what is written or shared
word by word; those have grants of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Self

from mobile.care.codes import (
    ACT_CODE,
    ACT_REASON,
    CARE,
    CONSENT_ACTION,
    CONSENT_SCOPE,
    LOINC,
    MEASURES,
    PARTICIPATION,
    PATIENT_CONSENT,
)
from mobile.care.resource import Json, Resource, at, each, has_code, instant, moment, own_identifier, text_at
from mobile.noun import Kind


@dataclass(frozen=True, kw_only=True)
class MeasuresGrant(Resource):
    """A Consent of scope patient-privacy that permits one practitioner to read the measures."""

    TYPE: ClassVar[str] = "Consent"
    KIND: ClassVar[Kind] = Kind("measures_grant", "Consent")

    patient: str | None = None
    practitioner: str | None = None
    practitioner_name: str | None = None
    given_at: datetime | None = None
    ended_at: datetime | None = None
    is_active: bool = False

    @classmethod
    def read(cls, resource: Json) -> Json:
        provision = at(resource, "provision")
        actor = at(provision, "actor", 0, "reference")
        return {
            "patient": text_at(resource, "patient", "reference"),
            "practitioner": text_at(actor, "reference"),
            "practitioner_name": text_at(actor, "display"),
            "given_at": moment(at(provision, "period", "start")) or moment(resource.get("dateTime")),
            "ended_at": moment(at(provision, "period", "end")),
            "is_active": resource.get("status") == "active" and at(provision, "type") != "deny",
        }

    @classmethod
    def make(cls, id: str, *, patient: str, practitioner: str, name: str | None, now: datetime) -> Self:
        """An agreement that begins now."""
        reader: Json = {"reference": practitioner, **({"display": name} if name else {})}
        role = {"coding": [{"system": PARTICIPATION, "code": "IRCP"}]}
        return cls.from_resource(
            {
                "resourceType": "Consent",
                "identifier": [own_identifier(id)],
                "status": "active",
                "scope": {"coding": [{"system": CONSENT_SCOPE, "code": "patient-privacy"}]},
                "category": [
                    {"coding": [{"system": LOINC, "code": PATIENT_CONSENT}]},
                    {"coding": [{"system": CARE, "code": "measures-agreement"}]},
                ],
                "patient": {"reference": patient},
                "dateTime": instant(now),
                "performer": [{"reference": patient}],
                "policyRule": {"coding": [{"system": ACT_CODE, "code": "OPTIN"}]},
                "provision": {
                    "type": "permit",
                    "period": {"start": instant(now)},
                    "actor": [{"role": role, "reference": reader}],
                    "action": [{"coding": [{"system": CONSENT_ACTION, "code": "access"}]}],
                    "purpose": [{"system": ACT_REASON, "code": "TREAT"}],
                    "code": [{"coding": [{"system": CARE, "code": MEASURES}]}],
                },
            }
        )

    def ended(self, now: datetime) -> Self:
        """The same agreement, over. Ending one that is over changes nothing."""
        if not self.is_active:
            return self
        provision: Json = self.to_resource().get("provision") or {}
        period: Json = {**(provision.get("period") or {}), "end": instant(now)}
        return self.changed(status="inactive", provision={**provision, "period": period})

    def head(self) -> Mapping[str, Any]:
        """What a list needs."""
        return {"patient": self.patient, "practitioner": self.practitioner, "active": self.is_active}


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
