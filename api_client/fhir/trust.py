"""What was allowed, who did what, and who looked: consents, provenance and the audit trail."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from api_client.fhir.base import DomainResource
from api_client.fhir.datatypes import (
    Attachment,
    BackboneElement,
    Boolean,
    CodeableConcept,
    Coding,
    Identifier,
    Period,
    Reference,
    Signature,
    Texts,
)


class ConsentPolicy(BackboneElement):
    authority: str | None = None
    uri: str | None = None


class ConsentVerification(BackboneElement):
    verified: Boolean | None = None
    verifiedWith: Reference | None = None
    verificationDate: str | None = None


class ConsentActor(BackboneElement):
    role: CodeableConcept
    reference: Reference


class ConsentData(BackboneElement):
    meaning: str | None = None
    reference: Reference


class ConsentProvision(BackboneElement):
    """`class_` is FHIR's `class`."""

    type: str | None = None
    period: Period | None = None
    actor: list[ConsentActor] | None = None
    action: list[CodeableConcept] | None = None
    securityLabel: list[Coding] | None = None
    purpose: list[Coding] | None = None
    class_: list[Coding] | None = Field(default=None, alias="class")
    code: list[CodeableConcept] | None = None
    dataPeriod: Period | None = None
    data: list[ConsentData] | None = None
    provision: list[ConsentProvision] | None = None


class Consent(DomainResource):
    resourceType: Literal["Consent"] = "Consent"
    identifier: list[Identifier] | None = None
    status: str | None = None
    scope: CodeableConcept | None = None
    category: list[CodeableConcept] | None = None
    patient: Reference | None = None
    dateTime: str | None = None
    performer: list[Reference] | None = None
    organization: list[Reference] | None = None
    sourceAttachment: Attachment | None = None
    sourceReference: Reference | None = None
    policy: list[ConsentPolicy] | None = None
    policyRule: CodeableConcept | None = None
    verification: list[ConsentVerification] | None = None
    provision: ConsentProvision | None = None


class ProvenanceAgent(BackboneElement):
    type: CodeableConcept | None = None
    role: list[CodeableConcept] | None = None
    who: Reference
    onBehalfOf: Reference | None = None


class ProvenanceEntity(BackboneElement):
    role: str | None = None
    what: Reference
    agent: list[ProvenanceAgent] | None = None


class Provenance(DomainResource):
    resourceType: Literal["Provenance"] = "Provenance"
    target: list[Reference]
    occurredPeriod: Period | None = None
    occurredDateTime: str | None = None
    recorded: str | None = None
    policy: Texts | None = None
    location: Reference | None = None
    reason: list[CodeableConcept] | None = None
    activity: CodeableConcept | None = None
    agent: list[ProvenanceAgent]
    entity: list[ProvenanceEntity] | None = None
    signature: list[Signature] | None = None


class AuditNetwork(BackboneElement):
    address: str | None = None
    type: str | None = None


class AuditAgent(BackboneElement):
    type: CodeableConcept | None = None
    role: list[CodeableConcept] | None = None
    who: Reference | None = None
    altId: str | None = None
    name: str | None = None
    requestor: Boolean | None = None
    location: Reference | None = None
    policy: Texts | None = None
    media: Coding | None = None
    network: AuditNetwork | None = None
    purposeOfUse: list[CodeableConcept] | None = None


class AuditSource(BackboneElement):
    site: str | None = None
    observer: Reference
    type: list[Coding] | None = None


class AuditDetail(BackboneElement):
    type: str | None = None
    valueString: str | None = None
    valueBase64Binary: str | None = None


class AuditEntity(BackboneElement):
    what: Reference | None = None
    type: Coding | None = None
    role: Coding | None = None
    lifecycle: Coding | None = None
    securityLabel: list[Coding] | None = None
    name: str | None = None
    description: str | None = None
    query: str | None = None
    detail: list[AuditDetail] | None = None


class AuditEvent(DomainResource):
    resourceType: Literal["AuditEvent"] = "AuditEvent"
    type: Coding
    subtype: list[Coding] | None = None
    action: str | None = None
    period: Period | None = None
    recorded: str | None = None
    outcome: str | None = None
    outcomeDesc: str | None = None
    purposeOfEvent: list[CodeableConcept] | None = None
    agent: list[AuditAgent]
    source: AuditSource
    entity: list[AuditEntity] | None = None
