"""What a patient permits one practitioner to read: a Consent, theirs to give and to end. It ends; it is never deleted, so
that both sides can see when.

What all such permissions have in common. What one opens is its own (`grant`, `measures.agreement`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, ClassVar, Self

from api_client import fhir
from api_client.fhir.making import as_received, made
from mobile.care.codes import (
    ACT_CODE,
    ACT_REASON,
    CONSENT_ACTION,
    CONSENT_SCOPE,
    LOINC,
    PARTICIPATION,
    PATIENT_CONSENT,
)
from mobile.care.elements import coded, own_identifier, to
from mobile.care.resource import Json, Resource, at, each, instant, moment, text_at


@dataclass(frozen=True, kw_only=True)
class Permission(Resource):
    """A Consent of scope patient-privacy that names one patient and one practitioner."""

    TYPE: ClassVar[str] = "Consent"

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

    @property
    def goes_first(self) -> bool:
        """An ended permission is sent before everything else: until the clinic has it, others may still read."""
        return not self.is_active

    def ended(self, now: datetime) -> Self:
        """The same, over. Ending one that is over changes nothing."""
        if not self.is_active:
            return self
        provision = as_received(fhir.ConsentProvision, at(self.to_resource(), "provision") or {})
        provision.period = as_received(fhir.Period, at(self.to_resource(), "provision", "period") or {})
        provision.period.end = instant(now)
        return self.changed(made(fhir.Consent, status="inactive", provision=provision))

    def ended_over(self, theirs: Self) -> Self | None:
        """What stands where this was written in two places: an ending wins, on whatever else the other side wrote.

        None: neither has ended it. The result keeps this one's id and every element of theirs.
        """
        if self.is_active and theirs.is_active:
            return None
        resource = theirs.to_resource()
        named = [found for found in each(resource, "identifier")]
        mine = fhir.to_object(own_identifier(self.id))
        if "/" not in self.id and mine not in named:
            resource["identifier"] = [*named, mine]
        if not self.is_active:
            resource["status"] = "inactive"
            provision: Json = resource.get("provision") or {}
            end = at(self.to_resource(), "provision", "period", "end")
            period: Json = {**(provision.get("period") or {}), **({"end": end} if end else {})}
            resource["provision"] = {**provision, "period": period}
        return replace(type(self).from_resource(resource), id=self.id)

    def head(self) -> Mapping[str, Any]:
        """What a list needs."""
        return {"patient": self.patient, "practitioner": self.practitioner, "active": self.is_active}


def permitting(
    id: str,
    *,
    patient: str,
    practitioner: str,
    name: str | None,
    now: datetime,
    opens: fhir.ConsentProvision,
    categories: Sequence[fhir.CodeableConcept] = (),
) -> fhir.Consent:
    """The Consent of a permission that begins now. `opens`: which codes or which data it is about."""
    return made(
        fhir.Consent,
        identifier=[own_identifier(id)],
        status="active",
        scope=coded(CONSENT_SCOPE, "patient-privacy"),
        category=[coded(LOINC, PATIENT_CONSENT), *categories],
        patient=to(patient),
        dateTime=instant(now),
        performer=[to(patient)],
        policyRule=coded(ACT_CODE, "OPTIN"),
        provision=made(
            fhir.ConsentProvision,
            type="permit",
            period=made(fhir.Period, start=instant(now)),
            actor=[
                made(fhir.ConsentActor, role=coded(PARTICIPATION, "IRCP"), reference=to(practitioner, name))
            ],
            action=[coded(CONSENT_ACTION, "access")],
            purpose=[made(fhir.Coding, system=ACT_REASON, code="TREAT")],
            code=opens.code,
            data=opens.data,
        ),
    )
