"""When care happens: appointments and the answers to them."""

from __future__ import annotations

from typing import Literal

from api_client.fhir.base import DomainResource
from api_client.fhir.datatypes import BackboneElement, CodeableConcept, Identifier, Integer, Period, Reference


class AppointmentParticipant(BackboneElement):
    type: list[CodeableConcept] | None = None
    actor: Reference | None = None
    required: str | None = None
    status: str | None = None
    period: Period | None = None


class Appointment(DomainResource):
    """A treatment session or a visit. The clinic writes it; start and end are instants."""

    resourceType: Literal["Appointment"] = "Appointment"
    identifier: list[Identifier] | None = None
    status: str | None = None
    cancelationReason: CodeableConcept | None = None
    serviceCategory: list[CodeableConcept] | None = None
    serviceType: list[CodeableConcept] | None = None
    specialty: list[CodeableConcept] | None = None
    appointmentType: CodeableConcept | None = None
    reasonCode: list[CodeableConcept] | None = None
    reasonReference: list[Reference] | None = None
    priority: Integer | None = None
    description: str | None = None
    supportingInformation: list[Reference] | None = None
    start: str | None = None
    end: str | None = None
    minutesDuration: Integer | None = None
    slot: list[Reference] | None = None
    created: str | None = None
    comment: str | None = None
    patientInstruction: str | None = None
    basedOn: list[Reference] | None = None
    participant: list[AppointmentParticipant] | None = None
    requestedPeriod: list[Period] | None = None


class AppointmentResponse(DomainResource):
    """The patient's answer to an appointment, or their wish for another time."""

    resourceType: Literal["AppointmentResponse"] = "AppointmentResponse"
    identifier: list[Identifier] | None = None
    appointment: Reference
    start: str | None = None
    end: str | None = None
    participantType: list[CodeableConcept] | None = None
    actor: Reference | None = None
    participantStatus: str | None = None
    comment: str | None = None
