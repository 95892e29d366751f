"""What care costs and who pays: accounts, invoices, coverage, claims and the answers to them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from api_client.fhir.base import DomainResource
from api_client.fhir.datatypes import (
    Address,
    Annotation,
    Attachment,
    BackboneElement,
    Boolean,
    CodeableConcept,
    Identifier,
    Integer,
    Money,
    Number,
    Period,
    Quantity,
    Reference,
    Texts,
)


class AccountCoverage(BackboneElement):
    coverage: Reference
    priority: Integer | None = None


class AccountGuarantor(BackboneElement):
    party: Reference
    onHold: Boolean | None = None
    period: Period | None = None


class Account(DomainResource):
    """R4 keeps no balance here."""

    resourceType: Literal["Account"] = "Account"
    identifier: list[Identifier] | None = None
    status: str | None = None
    type: CodeableConcept | None = None
    name: str | None = None
    subject: list[Reference] | None = None
    servicePeriod: Period | None = None
    coverage: list[AccountCoverage] | None = None
    owner: Reference | None = None
    description: str | None = None
    guarantor: list[AccountGuarantor] | None = None
    partOf: Reference | None = None


class InvoiceParticipant(BackboneElement):
    role: CodeableConcept | None = None
    actor: Reference


class PriceComponent(BackboneElement):
    type: str | None = None
    code: CodeableConcept | None = None
    factor: Number | None = None
    amount: Money | None = None


class InvoiceLine(BackboneElement):
    sequence: Integer | None = None
    chargeItemReference: Reference | None = None
    chargeItemCodeableConcept: CodeableConcept | None = None
    priceComponent: list[PriceComponent] | None = None


class Invoice(DomainResource):
    resourceType: Literal["Invoice"] = "Invoice"
    identifier: list[Identifier] | None = None
    status: str | None = None
    cancelledReason: str | None = None
    type: CodeableConcept | None = None
    subject: Reference | None = None
    recipient: Reference | None = None
    date: str | None = None
    participant: list[InvoiceParticipant] | None = None
    issuer: Reference | None = None
    account: Reference | None = None
    lineItem: list[InvoiceLine] | None = None
    totalPriceComponent: list[PriceComponent] | None = None
    totalNet: Money | None = None
    totalGross: Money | None = None
    paymentTerms: str | None = None
    note: list[Annotation] | None = None


class CoverageClass(BackboneElement):
    type: CodeableConcept
    value: str | None = None
    name: str | None = None


class CoverageException(BackboneElement):
    type: CodeableConcept
    period: Period | None = None


class CostToBeneficiary(BackboneElement):
    type: CodeableConcept | None = None
    valueQuantity: Quantity | None = None
    valueMoney: Money | None = None
    exception: list[CoverageException] | None = None


class Coverage(DomainResource):
    """`class_` is FHIR's `class`."""

    resourceType: Literal["Coverage"] = "Coverage"
    identifier: list[Identifier] | None = None
    status: str | None = None
    type: CodeableConcept | None = None
    policyHolder: Reference | None = None
    subscriber: Reference | None = None
    subscriberId: str | None = None
    beneficiary: Reference | None = None
    dependent: str | None = None
    relationship: CodeableConcept | None = None
    period: Period | None = None
    payor: list[Reference] | None = None
    class_: list[CoverageClass] | None = Field(default=None, alias="class")
    order: Integer | None = None
    network: str | None = None
    costToBeneficiary: list[CostToBeneficiary] | None = None
    subrogation: Boolean | None = None
    contract: list[Reference] | None = None


class ClaimInsurance(BackboneElement):
    sequence: Integer | None = None
    focal: Boolean | None = None
    identifier: Identifier | None = None
    coverage: Reference
    businessArrangement: str | None = None
    preAuthRef: Texts | None = None
    claimResponse: Reference | None = None


class ClaimItem(BackboneElement):
    sequence: Integer | None = None
    category: CodeableConcept | None = None
    productOrService: CodeableConcept
    modifier: list[CodeableConcept] | None = None
    servicedDate: str | None = None
    servicedPeriod: Period | None = None
    locationCodeableConcept: CodeableConcept | None = None
    locationAddress: Address | None = None
    locationReference: Reference | None = None
    quantity: Quantity | None = None
    unitPrice: Money | None = None
    factor: Number | None = None
    net: Money | None = None


class ClaimDiagnosis(BackboneElement):
    sequence: Integer | None = None
    diagnosisCodeableConcept: CodeableConcept | None = None
    diagnosisReference: Reference | None = None
    type: list[CodeableConcept] | None = None


class Claim(DomainResource):
    """The clinic writes it; use "preauthorization" is a request for approval beforehand."""

    resourceType: Literal["Claim"] = "Claim"
    identifier: list[Identifier] | None = None
    status: str | None = None
    type: CodeableConcept | None = None
    subType: CodeableConcept | None = None
    use: str | None = None
    patient: Reference | None = None
    billablePeriod: Period | None = None
    created: str | None = None
    enterer: Reference | None = None
    insurer: Reference | None = None
    provider: Reference | None = None
    priority: CodeableConcept | None = None
    fundsReserve: CodeableConcept | None = None
    referral: Reference | None = None
    facility: Reference | None = None
    diagnosis: list[ClaimDiagnosis] | None = None
    insurance: list[ClaimInsurance] | None = None
    item: list[ClaimItem] | None = None
    total: Money | None = None


class Adjudication(BackboneElement):
    category: CodeableConcept
    reason: CodeableConcept | None = None
    amount: Money | None = None
    value: Number | None = None


class ClaimResponseItem(BackboneElement):
    itemSequence: Integer | None = None
    noteNumber: list[Integer] | None = None
    adjudication: list[Adjudication] | None = None


class ClaimResponseTotal(BackboneElement):
    category: CodeableConcept
    amount: Money


class ClaimResponseNote(BackboneElement):
    number: Integer | None = None
    type: str | None = None
    text: str | None = None
    language: CodeableConcept | None = None


class ClaimResponseError(BackboneElement):
    itemSequence: Integer | None = None
    detailSequence: Integer | None = None
    subDetailSequence: Integer | None = None
    code: CodeableConcept


class ClaimResponse(DomainResource):
    """`outcome` tells how far the payer has come, not what it decided: "complete" is not "approved"."""

    resourceType: Literal["ClaimResponse"] = "ClaimResponse"
    identifier: list[Identifier] | None = None
    status: str | None = None
    type: CodeableConcept | None = None
    subType: CodeableConcept | None = None
    use: str | None = None
    patient: Reference | None = None
    created: str | None = None
    insurer: Reference | None = None
    requestor: Reference | None = None
    request: Reference | None = None
    outcome: str | None = None
    disposition: str | None = None
    preAuthRef: str | None = None
    preAuthPeriod: Period | None = None
    payeeType: CodeableConcept | None = None
    item: list[ClaimResponseItem] | None = None
    adjudication: list[Adjudication] | None = None
    total: list[ClaimResponseTotal] | None = None
    fundsReserve: CodeableConcept | None = None
    formCode: CodeableConcept | None = None
    form: Attachment | None = None
    processNote: list[ClaimResponseNote] | None = None
    communicationRequest: list[Reference] | None = None
    error: list[ClaimResponseError] | None = None


class EligibilityItem(BackboneElement):
    """`authorizationRequired`: whether an approval is needed beforehand, and in `authorizationSupporting` what for it."""

    category: CodeableConcept | None = None
    productOrService: CodeableConcept | None = None
    excluded: Boolean | None = None
    name: str | None = None
    description: str | None = None
    authorizationRequired: Boolean | None = None
    authorizationSupporting: list[CodeableConcept] | None = None
    authorizationUrl: str | None = None


class EligibilityInsurance(BackboneElement):
    coverage: Reference
    inforce: Boolean | None = None
    benefitPeriod: Period | None = None
    item: list[EligibilityItem] | None = None


class CoverageEligibilityResponse(DomainResource):
    """What an insurer answered to whether somebody is insured, and whether it wants to be asked beforehand."""

    resourceType: Literal["CoverageEligibilityResponse"] = "CoverageEligibilityResponse"
    identifier: list[Identifier] | None = None
    status: str | None = None
    purpose: Texts | None = None
    patient: Reference | None = None
    servicedDate: str | None = None
    servicedPeriod: Period | None = None
    created: str | None = None
    requestor: Reference | None = None
    request: Reference | None = None
    outcome: str | None = None
    disposition: str | None = None
    insurer: Reference | None = None
    insurance: list[EligibilityInsurance] | None = None
    preAuthRef: str | None = None
    form: CodeableConcept | None = None
