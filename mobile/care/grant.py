"""Who may read one shared record: the patient's grant, a permission about exactly that record.

It names one patient, one practitioner and one record with what goes along with it, and holds none of the record's words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Self

from api_client import fhir
from api_client.fhir.making import as_received, made
from mobile.care.codes import CONSENT_SCOPE, URN
from mobile.care.elements import pointing_to
from mobile.care.permission import Permission, permitting
from mobile.care.resource import Json, Resource, at, each, has_code, text_at
from mobile.noun import Kind


@dataclass(frozen=True, kw_only=True)
class ShareGrant(Permission):
    """Permits one practitioner to read one record."""

    KIND: ClassVar[Kind] = Kind("share_grant", "Consent")

    data: frozenset[str] = frozenset()  # every name of the record it opens

    @classmethod
    def read(cls, resource: Json) -> Json:
        named = (names_in(item.get("reference")) for item in each(resource, "provision", "data"))
        return {**super().read(resource), "data": frozenset[str]().union(*named)}

    @classmethod
    def make(
        cls,
        id: str,
        shared: Resource,
        *,
        patient: str,
        practitioner: str,
        name: str | None,
        now: datetime,
        along: Sequence[Resource] = (),
    ) -> Self:
        """A grant that begins now and opens exactly `shared` and what goes along with it."""
        opens = made(fhir.ConsentProvision, data=_data(shared, along))
        return cls.from_made(
            permitting(id, patient=patient, practitioner=practitioner, name=name, now=now, opens=opens)
        )

    def opening(self, shared: Resource, along: Sequence[Resource]) -> Self:
        """The same grant, about exactly these from now on. Everything else of it stays."""
        found: Json = at(self.to_resource(), "provision") or {}
        provision = as_received(fhir.ConsentProvision, {**found, "data": []})
        provision.data = _data(shared, along)
        return self.changed(made(fhir.Consent, provision=provision))

    def opens(self, shared: Resource) -> bool:
        """Whether this grant is about that record, active or not."""
        return bool(self.data & shared.names)


def _data(shared: Resource, along: Sequence[Resource]) -> list[fhir.ConsentData]:
    return [
        made(fhir.ConsentData, meaning="instance", reference=pointing_to(one)) for one in (shared, *along)
    ]


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
