"""Who is who: the patient, the clinic and its people, and the team around a patient."""

from __future__ import annotations

from typing import Literal

from api_client.fhir.base import DomainResource
from api_client.fhir.datatypes import (
    Address,
    Annotation,
    Attachment,
    BackboneElement,
    Boolean,
    CodeableConcept,
    ContactPoint,
    HumanName,
    Identifier,
    Integer,
    Period,
    Reference,
    Texts,
)


class PatientContact(BackboneElement):
    relationship: list[CodeableConcept] | None = None
    name: HumanName | None = None
    telecom: list[ContactPoint] | None = None
    address: Address | None = None
    gender: str | None = None
    organization: Reference | None = None
    period: Period | None = None


class PatientCommunication(BackboneElement):
    language: CodeableConcept
    preferred: Boolean | None = None


class PatientLink(BackboneElement):
    other: Reference
    type: str | None = None


class Patient(DomainResource):
    resourceType: Literal["Patient"] = "Patient"
    identifier: list[Identifier] | None = None
    active: Boolean | None = None
    name: list[HumanName] | None = None
    telecom: list[ContactPoint] | None = None
    gender: str | None = None
    birthDate: str | None = None
    deceasedBoolean: Boolean | None = None
    deceasedDateTime: str | None = None
    address: list[Address] | None = None
    maritalStatus: CodeableConcept | None = None
    multipleBirthBoolean: Boolean | None = None
    multipleBirthInteger: Integer | None = None
    photo: list[Attachment] | None = None
    contact: list[PatientContact] | None = None
    communication: list[PatientCommunication] | None = None
    generalPractitioner: list[Reference] | None = None
    managingOrganization: Reference | None = None
    link: list[PatientLink] | None = None


class RelatedPerson(DomainResource):
    resourceType: Literal["RelatedPerson"] = "RelatedPerson"
    identifier: list[Identifier] | None = None
    active: Boolean | None = None
    patient: Reference
    relationship: list[CodeableConcept] | None = None
    name: list[HumanName] | None = None
    telecom: list[ContactPoint] | None = None
    gender: str | None = None
    birthDate: str | None = None
    address: list[Address] | None = None
    photo: list[Attachment] | None = None
    period: Period | None = None


class PractitionerQualification(BackboneElement):
    identifier: list[Identifier] | None = None
    code: CodeableConcept
    period: Period | None = None
    issuer: Reference | None = None


class Practitioner(DomainResource):
    resourceType: Literal["Practitioner"] = "Practitioner"
    identifier: list[Identifier] | None = None
    active: Boolean | None = None
    name: list[HumanName] | None = None
    telecom: list[ContactPoint] | None = None
    address: list[Address] | None = None
    gender: str | None = None
    birthDate: str | None = None
    photo: list[Attachment] | None = None
    qualification: list[PractitionerQualification] | None = None
    communication: list[CodeableConcept] | None = None


class AvailableTime(BackboneElement):
    daysOfWeek: Texts | None = None
    allDay: Boolean | None = None
    availableStartTime: str | None = None
    availableEndTime: str | None = None


class NotAvailable(BackboneElement):
    description: str | None = None
    during: Period | None = None


class PractitionerRole(DomainResource):
    resourceType: Literal["PractitionerRole"] = "PractitionerRole"
    identifier: list[Identifier] | None = None
    active: Boolean | None = None
    period: Period | None = None
    practitioner: Reference | None = None
    organization: Reference | None = None
    code: list[CodeableConcept] | None = None
    specialty: list[CodeableConcept] | None = None
    location: list[Reference] | None = None
    healthcareService: list[Reference] | None = None
    telecom: list[ContactPoint] | None = None
    availableTime: list[AvailableTime] | None = None
    notAvailable: list[NotAvailable] | None = None
    availabilityExceptions: str | None = None
    endpoint: list[Reference] | None = None


class OrganizationContact(BackboneElement):
    purpose: CodeableConcept | None = None
    name: HumanName | None = None
    telecom: list[ContactPoint] | None = None
    address: Address | None = None


class Organization(DomainResource):
    resourceType: Literal["Organization"] = "Organization"
    identifier: list[Identifier] | None = None
    active: Boolean | None = None
    type: list[CodeableConcept] | None = None
    name: str | None = None
    alias: Texts | None = None
    telecom: list[ContactPoint] | None = None
    address: list[Address] | None = None
    partOf: Reference | None = None
    contact: list[OrganizationContact] | None = None
    endpoint: list[Reference] | None = None


class CareTeamParticipant(BackboneElement):
    role: list[CodeableConcept] | None = None
    member: Reference | None = None
    onBehalfOf: Reference | None = None
    period: Period | None = None


class CareTeam(DomainResource):
    resourceType: Literal["CareTeam"] = "CareTeam"
    identifier: list[Identifier] | None = None
    status: str | None = None
    category: list[CodeableConcept] | None = None
    name: str | None = None
    subject: Reference | None = None
    encounter: Reference | None = None
    period: Period | None = None
    participant: list[CareTeamParticipant] | None = None
    reasonCode: list[CodeableConcept] | None = None
    reasonReference: list[Reference] | None = None
    managingOrganization: list[Reference] | None = None
    telecom: list[ContactPoint] | None = None
    note: list[Annotation] | None = None
