"""What was done and is charged for: one record for each service."""

from __future__ import annotations

from typing import Literal

from api_client.fhir.base import DomainResource
from api_client.fhir.datatypes import (
    Annotation,
    BackboneElement,
    CodeableConcept,
    Identifier,
    Money,
    Number,
    Period,
    Quantity,
    Reference,
    Texts,
)


class ChargePerformer(BackboneElement):
    function: CodeableConcept | None = None
    actor: Reference


class ChargeItem(DomainResource):
    """`priceOverride` is the whole price of the service, whatever a list says."""

    resourceType: Literal["ChargeItem"] = "ChargeItem"
    identifier: list[Identifier] | None = None
    definitionUri: Texts | None = None
    definitionCanonical: Texts | None = None
    status: str | None = None
    partOf: list[Reference] | None = None
    code: CodeableConcept
    subject: Reference
    context: Reference | None = None
    occurrenceDateTime: str | None = None
    occurrencePeriod: Period | None = None
    performer: list[ChargePerformer] | None = None
    performingOrganization: Reference | None = None
    requestingOrganization: Reference | None = None
    costCenter: Reference | None = None
    quantity: Quantity | None = None
    bodysite: list[CodeableConcept] | None = None
    factorOverride: Number | None = None
    priceOverride: Money | None = None
    overrideReason: str | None = None
    enterer: Reference | None = None
    enteredDate: str | None = None
    reason: list[CodeableConcept] | None = None
    service: list[Reference] | None = None
    productReference: Reference | None = None
    productCodeableConcept: CodeableConcept | None = None
    account: list[Reference] | None = None
    note: list[Annotation] | None = None
    supportingInformation: list[Reference] | None = None
