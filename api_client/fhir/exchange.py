"""What servers speak in: bundles, outcomes and statements of what they can do."""

from __future__ import annotations

from typing import Any, Literal

from api_client.fhir.base import DomainResource, Resource
from api_client.fhir.datatypes import (
    BackboneElement,
    Boolean,
    CodeableConcept,
    ContactDetail,
    Identifier,
    Integer,
    Number,
    Reference,
    Signature,
    Texts,
)


class BundleLink(BackboneElement):
    relation: str | None = None
    url: str | None = None


class BundleSearch(BackboneElement):
    mode: str | None = None
    score: Number | None = None


class BundleRequest(BackboneElement):
    method: str | None = None
    url: str | None = None
    ifNoneMatch: str | None = None
    ifModifiedSince: str | None = None
    ifMatch: str | None = None
    ifNoneExist: str | None = None


class BundleResponse(BackboneElement):
    status: str | None = None
    location: str | None = None
    etag: str | None = None
    lastModified: str | None = None
    outcome: dict[str, Any] | None = None


class BundleEntry(BackboneElement):
    """`resource` is parsed JSON: its type is not known beforehand."""

    link: list[BundleLink] | None = None
    fullUrl: str | None = None
    resource: dict[str, Any] | None = None
    search: BundleSearch | None = None
    request: BundleRequest | None = None
    response: BundleResponse | None = None


class Bundle(Resource):
    resourceType: Literal["Bundle"] = "Bundle"
    identifier: Identifier | None = None
    type: str | None = None
    timestamp: str | None = None
    total: Integer | None = None
    link: list[BundleLink] | None = None
    entry: list[BundleEntry] | None = None
    signature: Signature | None = None


class Issue(BackboneElement):
    severity: str | None = None
    code: str | None = None
    details: CodeableConcept | None = None
    diagnostics: str | None = None
    location: Texts | None = None
    expression: Texts | None = None


class OperationOutcome(DomainResource):
    resourceType: Literal["OperationOutcome"] = "OperationOutcome"
    issue: list[Issue] | None = None


class StatementSoftware(BackboneElement):
    name: str | None = None
    version: str | None = None
    releaseDate: str | None = None


class StatementImplementation(BackboneElement):
    description: str | None = None
    url: str | None = None
    custodian: Reference | None = None


class StatementSecurity(BackboneElement):
    cors: Boolean | None = None
    service: list[CodeableConcept] | None = None
    description: str | None = None


class StatementInteraction(BackboneElement):
    code: str | None = None
    documentation: str | None = None


class StatementSearchParam(BackboneElement):
    name: str | None = None
    definition: str | None = None
    type: str | None = None
    documentation: str | None = None


class StatementOperation(BackboneElement):
    name: str | None = None
    definition: str | None = None
    documentation: str | None = None


class StatementResource(BackboneElement):
    type: str | None = None
    profile: str | None = None
    supportedProfile: Texts | None = None
    documentation: str | None = None
    interaction: list[StatementInteraction] | None = None
    versioning: str | None = None
    readHistory: Boolean | None = None
    updateCreate: Boolean | None = None
    conditionalCreate: Boolean | None = None
    conditionalRead: str | None = None
    conditionalUpdate: Boolean | None = None
    conditionalDelete: str | None = None
    referencePolicy: Texts | None = None
    searchInclude: Texts | None = None
    searchRevInclude: Texts | None = None
    searchParam: list[StatementSearchParam] | None = None
    operation: list[StatementOperation] | None = None


class StatementRest(BackboneElement):
    mode: str | None = None
    documentation: str | None = None
    security: StatementSecurity | None = None
    resource: list[StatementResource] | None = None
    interaction: list[StatementInteraction] | None = None
    searchParam: list[StatementSearchParam] | None = None
    operation: list[StatementOperation] | None = None
    compartment: Texts | None = None


class CapabilityStatement(DomainResource):
    resourceType: Literal["CapabilityStatement"] = "CapabilityStatement"
    url: str | None = None
    version: str | None = None
    name: str | None = None
    title: str | None = None
    status: str | None = None
    experimental: Boolean | None = None
    date: str | None = None
    publisher: str | None = None
    contact: list[ContactDetail] | None = None
    description: str | None = None
    purpose: str | None = None
    copyright: str | None = None
    kind: str | None = None
    instantiates: Texts | None = None
    imports: Texts | None = None
    software: StatementSoftware | None = None
    implementation: StatementImplementation | None = None
    fhirVersion: str | None = None
    format: Texts | None = None
    patchFormat: Texts | None = None
    implementationGuide: Texts | None = None
    rest: list[StatementRest] | None = None
