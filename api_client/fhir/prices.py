"""What a clinic asks for a kind of care, and that money came: price lists, payments, and notices of payments."""

from __future__ import annotations

from typing import Literal

from api_client.fhir.base import DomainResource
from api_client.fhir.datatypes import (
    BackboneElement,
    Boolean,
    CodeableConcept,
    ContactDetail,
    Identifier,
    Money,
    Number,
    Period,
    Reference,
    Texts,
    UsageContext,
)


class Applicability(BackboneElement):
    """A condition in words or as an expression: whether it holds is the clinic's to say."""

    description: str | None = None
    language: str | None = None
    expression: str | None = None


class DefinedPriceComponent(BackboneElement):
    """A part of a price. `type`: base, surcharge, deduction, discount, tax, or informational."""

    type: str | None = None
    code: CodeableConcept | None = None
    factor: Number | None = None
    amount: Money | None = None


class PropertyGroup(BackboneElement):
    applicability: list[Applicability] | None = None
    priceComponent: list[DefinedPriceComponent] | None = None


class ChargeItemDefinition(DomainResource):
    """One entry of a price list."""

    resourceType: Literal["ChargeItemDefinition"] = "ChargeItemDefinition"
    url: str | None = None
    identifier: list[Identifier] | None = None
    version: str | None = None
    title: str | None = None
    derivedFromUri: Texts | None = None
    partOf: Texts | None = None
    replaces: Texts | None = None
    status: str | None = None
    experimental: Boolean | None = None
    date: str | None = None
    publisher: str | None = None
    contact: list[ContactDetail] | None = None
    description: str | None = None
    useContext: list[UsageContext] | None = None
    jurisdiction: list[CodeableConcept] | None = None
    copyright: str | None = None
    approvalDate: str | None = None
    lastReviewDate: str | None = None
    effectivePeriod: Period | None = None
    code: CodeableConcept | None = None
    instance: list[Reference] | None = None
    applicability: list[Applicability] | None = None
    propertyGroup: list[PropertyGroup] | None = None


class PaymentDetail(BackboneElement):
    """What a part of a payment was for."""

    identifier: Identifier | None = None
    predecessor: Identifier | None = None
    type: CodeableConcept | None = None
    request: Reference | None = None
    submitter: Reference | None = None
    response: Reference | None = None
    date: str | None = None
    responsible: Reference | None = None
    payee: Reference | None = None
    amount: Money | None = None


class PaymentNote(BackboneElement):
    type: str | None = None
    text: str | None = None


class PaymentReconciliation(DomainResource):
    """A payment, and what it was for. R4 names no patient here, and no server's patient compartment holds it."""

    resourceType: Literal["PaymentReconciliation"] = "PaymentReconciliation"
    identifier: list[Identifier] | None = None
    status: str | None = None
    period: Period | None = None
    created: str | None = None
    paymentIssuer: Reference | None = None
    request: Reference | None = None
    requestor: Reference | None = None
    outcome: str | None = None
    disposition: str | None = None
    paymentDate: str | None = None
    paymentAmount: Money | None = None
    paymentIdentifier: Identifier | None = None
    detail: list[PaymentDetail] | None = None
    formCode: CodeableConcept | None = None
    processNote: list[PaymentNote] | None = None


class PaymentNotice(DomainResource):
    """That a payment was made. `payment` names the payment itself: whoever has both has one payment."""

    resourceType: Literal["PaymentNotice"] = "PaymentNotice"
    identifier: list[Identifier] | None = None
    status: str | None = None
    request: Reference | None = None
    response: Reference | None = None
    created: str | None = None
    provider: Reference | None = None
    payment: Reference | None = None
    paymentDate: str | None = None
    payee: Reference | None = None
    recipient: Reference | None = None
    amount: Money | None = None
    paymentStatus: CodeableConcept | None = None
