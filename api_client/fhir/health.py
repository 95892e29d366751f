"""What a clinic records of somebody's health: conditions, allergies, warnings, medicines."""

from __future__ import annotations

from typing import Literal

from api_client.fhir.base import DomainResource
from api_client.fhir.datatypes import (
    Annotation,
    BackboneElement,
    CodeableConcept,
    Identifier,
    Period,
    Reference,
    Texts,
)


class Condition(DomainResource):
    resourceType: Literal["Condition"] = "Condition"
    identifier: list[Identifier] | None = None
    clinicalStatus: CodeableConcept | None = None
    verificationStatus: CodeableConcept | None = None
    category: list[CodeableConcept] | None = None
    severity: CodeableConcept | None = None
    code: CodeableConcept | None = None
    bodySite: list[CodeableConcept] | None = None
    subject: Reference
    encounter: Reference | None = None
    onsetDateTime: str | None = None
    onsetPeriod: Period | None = None
    onsetString: str | None = None
    abatementDateTime: str | None = None
    recordedDate: str | None = None
    recorder: Reference | None = None
    asserter: Reference | None = None
    note: list[Annotation] | None = None


class AllergyReaction(BackboneElement):
    substance: CodeableConcept | None = None
    manifestation: list[CodeableConcept]
    description: str | None = None
    onset: str | None = None
    severity: str | None = None
    exposureRoute: CodeableConcept | None = None
    note: list[Annotation] | None = None


class AllergyIntolerance(DomainResource):
    resourceType: Literal["AllergyIntolerance"] = "AllergyIntolerance"
    identifier: list[Identifier] | None = None
    clinicalStatus: CodeableConcept | None = None
    verificationStatus: CodeableConcept | None = None
    type: str | None = None
    category: Texts | None = None
    criticality: str | None = None
    code: CodeableConcept | None = None
    patient: Reference
    encounter: Reference | None = None
    onsetDateTime: str | None = None
    onsetString: str | None = None
    recordedDate: str | None = None
    recorder: Reference | None = None
    asserter: Reference | None = None
    lastOccurrence: str | None = None
    note: list[Annotation] | None = None
    reaction: list[AllergyReaction] | None = None


class Flag(DomainResource):
    resourceType: Literal["Flag"] = "Flag"
    identifier: list[Identifier] | None = None
    status: str | None = None
    category: list[CodeableConcept] | None = None
    code: CodeableConcept
    subject: Reference
    period: Period | None = None
    encounter: Reference | None = None
    author: Reference | None = None


class MedicationStatement(DomainResource):
    resourceType: Literal["MedicationStatement"] = "MedicationStatement"
    identifier: list[Identifier] | None = None
    status: str | None = None
    category: CodeableConcept | None = None
    medicationCodeableConcept: CodeableConcept | None = None
    medicationReference: Reference | None = None
    subject: Reference
    effectiveDateTime: str | None = None
    effectivePeriod: Period | None = None
    dateAsserted: str | None = None
    informationSource: Reference | None = None
    derivedFrom: list[Reference] | None = None
    note: list[Annotation] | None = None
