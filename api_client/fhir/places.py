"""Where care happens and what is offered there: locations and the services of an organization."""

from __future__ import annotations

from typing import Literal

from api_client.fhir.base import DomainResource
from api_client.fhir.datatypes import (
    Address,
    Attachment,
    BackboneElement,
    Boolean,
    CodeableConcept,
    Coding,
    ContactPoint,
    Identifier,
    Reference,
    Texts,
)
from api_client.fhir.people import AvailableTime, NotAvailable


class LocationHours(BackboneElement):
    daysOfWeek: Texts | None = None
    allDay: Boolean | None = None
    openingTime: str | None = None
    closingTime: str | None = None


class Location(DomainResource):
    """A building, a room of it, or a region that a service covers."""

    resourceType: Literal["Location"] = "Location"
    identifier: list[Identifier] | None = None
    status: str | None = None
    operationalStatus: Coding | None = None
    name: str | None = None
    alias: Texts | None = None
    description: str | None = None
    mode: str | None = None
    type: list[CodeableConcept] | None = None
    telecom: list[ContactPoint] | None = None
    address: Address | None = None
    physicalType: CodeableConcept | None = None
    managingOrganization: Reference | None = None
    partOf: Reference | None = None
    hoursOfOperation: list[LocationHours] | None = None
    availabilityExceptions: str | None = None
    endpoint: list[Reference] | None = None


class ServiceEligibility(BackboneElement):
    code: CodeableConcept | None = None
    comment: str | None = None


class HealthcareService(DomainResource):
    """Something that is offered: a line that is answered, a group that meets, help with what care costs."""

    resourceType: Literal["HealthcareService"] = "HealthcareService"
    identifier: list[Identifier] | None = None
    active: Boolean | None = None
    providedBy: Reference | None = None
    category: list[CodeableConcept] | None = None
    type: list[CodeableConcept] | None = None
    specialty: list[CodeableConcept] | None = None
    location: list[Reference] | None = None
    name: str | None = None
    comment: str | None = None
    extraDetails: str | None = None
    photo: Attachment | None = None
    telecom: list[ContactPoint] | None = None
    coverageArea: list[Reference] | None = None
    serviceProvisionCode: list[CodeableConcept] | None = None
    eligibility: list[ServiceEligibility] | None = None
    program: list[CodeableConcept] | None = None
    characteristic: list[CodeableConcept] | None = None
    communication: list[CodeableConcept] | None = None
    referralMethod: list[CodeableConcept] | None = None
    appointmentRequired: Boolean | None = None
    availableTime: list[AvailableTime] | None = None
    notAvailable: list[NotAvailable] | None = None
    availabilityExceptions: str | None = None
    endpoint: list[Reference] | None = None
