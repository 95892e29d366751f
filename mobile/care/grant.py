"""Who may read one shared record: the patient's grant, a Consent. It ends; it is never deleted, so both sides can see when.

It names one patient, one practitioner and one record, and holds none of the record's words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, ClassVar, Self

from mobile.care.codes import (
    ACT_CODE,
    ACT_REASON,
    CONSENT_ACTION,
    CONSENT_SCOPE,
    LOINC,
    PARTICIPATION,
    PATIENT_CONSENT,
    URN,
)
from mobile.care.resource import (
    Json,
    Resource,
    at,
    each,
    has_code,
    instant,
    moment,
    own_identifier,
    text_at,
)
from mobile.noun import Kind


@dataclass(frozen=True, kw_only=True)
class ShareGrant(Resource):
    """A Consent of scope patient-privacy that permits one practitioner to read one record."""

    TYPE: ClassVar[str] = "Consent"
    KIND: ClassVar[Kind] = Kind("share_grant", "Consent")

    patient: str | None = None
    practitioner: str | None = None
    practitioner_name: str | None = None
    data: frozenset[str] = frozenset()  # every name of the record it opens
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
            "data": frozenset[str]().union(
                *(names_in(item.get("reference")) for item in each(provision, "data"))
            ),
            "given_at": moment(at(provision, "period", "start")) or moment(resource.get("dateTime")),
            "ended_at": moment(at(provision, "period", "end")),
            "is_active": resource.get("status") == "active" and at(provision, "type") != "deny",
        }

    @classmethod
    def make(
        cls, id: str, shared: Resource, *, patient: str, practitioner: str, name: str | None, now: datetime
    ) -> Self:
        """A grant that begins now and opens exactly `shared`."""
        reader: Json = {"reference": practitioner}
        if name:
            reader["display"] = name
        return cls.from_resource(
            {
                "resourceType": "Consent",
                "identifier": [own_identifier(id)],
                "status": "active",
                "scope": {"coding": [{"system": CONSENT_SCOPE, "code": "patient-privacy"}]},
                "category": [{"coding": [{"system": LOINC, "code": PATIENT_CONSENT}]}],
                "patient": {"reference": patient},
                "dateTime": instant(now),
                "performer": [{"reference": patient}],
                "policyRule": {"coding": [{"system": ACT_CODE, "code": "OPTIN"}]},
                "provision": {
                    "type": "permit",
                    "period": {"start": instant(now)},
                    "actor": [
                        {"role": {"coding": [{"system": PARTICIPATION, "code": "IRCP"}]}, "reference": reader}
                    ],
                    "action": [{"coding": [{"system": CONSENT_ACTION, "code": "access"}]}],
                    "purpose": [{"system": ACT_REASON, "code": "TREAT"}],
                    "data": [{"meaning": "instance", "reference": pointing_to(shared)}],
                },
            }
        )

    def ended(self, now: datetime) -> Self:
        """The same grant, over. Ending one that is over changes nothing."""
        if not self.is_active:
            return self
        provision: Json = self.to_resource().get("provision") or {}
        period: Json = {**(provision.get("period") or {}), "end": instant(now)}
        return self.changed(status="inactive", provision={**provision, "period": period})

    def ended_over(self, theirs: ShareGrant) -> ShareGrant | None:
        """What stands where this grant was written in two places: an ending wins, on whatever else the other side wrote.

        None: neither has ended it. The result keeps this grant's id and every element of theirs.
        """
        if self.is_active and theirs.is_active:
            return None
        resource = theirs.to_resource()
        named = [found for found in each(resource, "identifier")]
        if "/" not in self.id and own_identifier(self.id) not in named:
            resource["identifier"] = [*named, own_identifier(self.id)]
        if not self.is_active:
            resource["status"] = "inactive"
            provision: Json = resource.get("provision") or {}
            end = at(self.to_resource(), "provision", "period", "end")
            period: Json = {**(provision.get("period") or {}), **({"end": end} if end else {})}
            resource["provision"] = {**provision, "period": period}
        return replace(ShareGrant.from_resource(resource), id=self.id)

    def opens(self, shared: Resource) -> bool:
        """Whether this grant is about that record, active or not."""
        return bool(self.data & shared.names)

    def head(self) -> Mapping[str, Any]:
        """What a list needs."""
        return {"patient": self.patient, "practitioner": self.practitioner, "active": self.is_active}


def pointing_to(shared: Resource) -> Json:
    """A reference to a record, by its device's UUID too: that one stays true when the server's name is put in."""
    link: Json = {"reference": shared.reference}
    if "/" not in shared.id:
        link["identifier"] = own_identifier(shared.id)
    return link


def names_in(reference: object) -> frozenset[str]:
    """Every name a reference says of what it points to."""
    found = (text_at(reference, "reference"), text_at(reference, "identifier", "value"))
    return frozenset(name for name in found if name and ("/" in name or name.startswith(URN)))


def is_share_grant(resource: Json) -> bool:
    """Whether a Consent is one of these; consent to treatment is not."""
    scope_is_privacy = has_code(resource.get("scope"), CONSENT_SCOPE, "patient-privacy")
    return (
        scope_is_privacy
        and bool(at(resource, "provision", "data"))
        and bool(at(resource, "provision", "actor"))
    )
