"""What people say to each other, the documents they hand over, and the notes they keep together."""

from __future__ import annotations

from typing import Literal

from api_client.fhir.base import DomainResource, Resource
from api_client.fhir.datatypes import (
    Annotation,
    Attachment,
    BackboneElement,
    CodeableConcept,
    Coding,
    Identifier,
    Narrative,
    Period,
    Reference,
    Texts,
)


class CommunicationPayload(BackboneElement):
    contentString: str | None = None
    contentAttachment: Attachment | None = None
    contentReference: Reference | None = None


class Communication(DomainResource):
    resourceType: Literal["Communication"] = "Communication"
    identifier: list[Identifier] | None = None
    instantiatesCanonical: Texts | None = None
    instantiatesUri: Texts | None = None
    basedOn: list[Reference] | None = None
    partOf: list[Reference] | None = None
    inResponseTo: list[Reference] | None = None
    status: str | None = None
    statusReason: CodeableConcept | None = None
    category: list[CodeableConcept] | None = None
    priority: str | None = None
    medium: list[CodeableConcept] | None = None
    subject: Reference | None = None
    topic: CodeableConcept | None = None
    about: list[Reference] | None = None
    encounter: Reference | None = None
    sent: str | None = None
    received: str | None = None
    recipient: list[Reference] | None = None
    sender: Reference | None = None
    reasonCode: list[CodeableConcept] | None = None
    reasonReference: list[Reference] | None = None
    payload: list[CommunicationPayload] | None = None
    note: list[Annotation] | None = None


class DocumentRelation(BackboneElement):
    code: str | None = None
    target: Reference


class DocumentContent(BackboneElement):
    attachment: Attachment
    format: Coding | None = None


class DocumentContext(BackboneElement):
    encounter: list[Reference] | None = None
    event: list[CodeableConcept] | None = None
    period: Period | None = None
    facilityType: CodeableConcept | None = None
    practiceSetting: CodeableConcept | None = None
    sourcePatientInfo: Reference | None = None
    related: list[Reference] | None = None


class DocumentReference(DomainResource):
    resourceType: Literal["DocumentReference"] = "DocumentReference"
    masterIdentifier: Identifier | None = None
    identifier: list[Identifier] | None = None
    status: str | None = None
    docStatus: str | None = None
    type: CodeableConcept | None = None
    category: list[CodeableConcept] | None = None
    subject: Reference | None = None
    date: str | None = None
    author: list[Reference] | None = None
    authenticator: Reference | None = None
    custodian: Reference | None = None
    relatesTo: list[DocumentRelation] | None = None
    description: str | None = None
    securityLabel: list[CodeableConcept] | None = None
    content: list[DocumentContent]
    context: DocumentContext | None = None


class CompositionRelation(BackboneElement):
    code: str | None = None
    targetIdentifier: Identifier | None = None
    targetReference: Reference | None = None


class CompositionSection(BackboneElement):
    title: str | None = None
    code: CodeableConcept | None = None
    author: list[Reference] | None = None
    text: Narrative | None = None
    mode: str | None = None
    entry: list[Reference] | None = None


class Composition(DomainResource):
    resourceType: Literal["Composition"] = "Composition"
    identifier: Identifier | None = None
    status: str | None = None
    type: CodeableConcept | None = None
    category: list[CodeableConcept] | None = None
    subject: Reference | None = None
    encounter: Reference | None = None
    date: str | None = None
    author: list[Reference] | None = None
    title: str | None = None
    confidentiality: str | None = None
    custodian: Reference | None = None
    relatesTo: list[CompositionRelation] | None = None
    section: list[CompositionSection] | None = None


class Binary(Resource):
    """`data` is base64."""

    resourceType: Literal["Binary"] = "Binary"
    contentType: str | None = None
    securityContext: Reference | None = None
    data: str | None = None
