"""Thin typed models of the R4 resources a clinic's app meets, loaded when they are first asked for.

    from api_client.fhir import Goal, from_text, to_text

    goal = from_text(Goal, text)

Unknown elements, `_name` siblings, contained resources, the nulls in lists and every digit of a decimal survive a round
trip. Parts of resources (such as `QuestionnaireItem`) are in the module of their family; those that an app makes are here
too. What is sent is put together by `making`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from api_client.fhir.base import DomainResource, Resource, from_object, from_text, to_object, to_text
    from api_client.fhir.charges import ChargeItem
    from api_client.fhir.datatypes import (
        Address,
        Annotation,
        Attachment,
        BackboneElement,
        CodeableConcept,
        Coding,
        ContactDetail,
        ContactPoint,
        Element,
        Expression,
        Extension,
        HumanName,
        Identifier,
        Meta,
        Model,
        Money,
        Narrative,
        Period,
        Quantity,
        Range,
        Ratio,
        Reference,
        RelatedArtifact,
        Signature,
        Timing,
        UsageContext,
    )
    from api_client.fhir.exchange import Bundle, BundleEntry, CapabilityStatement, OperationOutcome
    from api_client.fhir.forms import Observation, Questionnaire, QuestionnaireResponse
    from api_client.fhir.health import (
        AllergyIntolerance,
        AllergyReaction,
        Condition,
        Flag,
        MedicationStatement,
    )
    from api_client.fhir.messages import (
        Binary,
        Communication,
        CommunicationPayload,
        Composition,
        CompositionRelation,
        CompositionSection,
        DocumentContent,
        DocumentContext,
        DocumentReference,
    )
    from api_client.fhir.money import (
        Account,
        Claim,
        ClaimResponse,
        Coverage,
        CoverageEligibilityResponse,
        Invoice,
    )
    from api_client.fhir.people import (
        AvailableTime,
        CareTeam,
        Organization,
        Patient,
        Practitioner,
        PractitionerRole,
        RelatedPerson,
    )
    from api_client.fhir.places import HealthcareService, Location
    from api_client.fhir.planning import CarePlan, Goal, GoalTarget, PlanDefinition, Task, TaskValue
    from api_client.fhir.prices import ChargeItemDefinition, PaymentNotice, PaymentReconciliation
    from api_client.fhir.scheduling import Appointment, AppointmentParticipant, AppointmentResponse
    from api_client.fhir.trust import (
        AuditEvent,
        Consent,
        ConsentActor,
        ConsentData,
        ConsentProvision,
        Provenance,
        ProvenanceAgent,
        ProvenanceEntity,
    )

__all__ = [
    "Account",
    "Address",
    "AllergyIntolerance",
    "AllergyReaction",
    "Annotation",
    "Appointment",
    "AppointmentParticipant",
    "AppointmentResponse",
    "Attachment",
    "AuditEvent",
    "AvailableTime",
    "BackboneElement",
    "Binary",
    "Bundle",
    "BundleEntry",
    "CapabilityStatement",
    "CarePlan",
    "CareTeam",
    "ChargeItem",
    "ChargeItemDefinition",
    "Claim",
    "ClaimResponse",
    "CodeableConcept",
    "Coding",
    "Communication",
    "CommunicationPayload",
    "Composition",
    "CompositionRelation",
    "CompositionSection",
    "Condition",
    "Consent",
    "ConsentActor",
    "ConsentData",
    "ConsentProvision",
    "ContactDetail",
    "ContactPoint",
    "Coverage",
    "CoverageEligibilityResponse",
    "DocumentContent",
    "DocumentContext",
    "DocumentReference",
    "DomainResource",
    "Element",
    "Expression",
    "Extension",
    "Flag",
    "Goal",
    "GoalTarget",
    "HealthcareService",
    "HumanName",
    "Identifier",
    "Invoice",
    "Location",
    "MedicationStatement",
    "Meta",
    "Model",
    "Money",
    "Narrative",
    "Observation",
    "OperationOutcome",
    "Organization",
    "Patient",
    "PaymentNotice",
    "PaymentReconciliation",
    "Period",
    "PlanDefinition",
    "Practitioner",
    "PractitionerRole",
    "Provenance",
    "ProvenanceAgent",
    "ProvenanceEntity",
    "Quantity",
    "Questionnaire",
    "QuestionnaireResponse",
    "Range",
    "Ratio",
    "Reference",
    "RelatedArtifact",
    "RelatedPerson",
    "Resource",
    "Signature",
    "Task",
    "TaskValue",
    "Timing",
    "UsageContext",
    "from_object",
    "from_text",
    "to_object",
    "to_text",
]

_HOMES = {
    "base": "DomainResource Resource from_object from_text to_object to_text",
    "charges": "ChargeItem",
    "datatypes": "Address Annotation Attachment BackboneElement CodeableConcept Coding ContactDetail ContactPoint Element Expression Extension HumanName Identifier Meta Model Money Narrative Period Quantity Range Ratio Reference RelatedArtifact Signature Timing UsageContext",
    "exchange": "Bundle BundleEntry CapabilityStatement OperationOutcome",
    "forms": "Observation Questionnaire QuestionnaireResponse",
    "health": "AllergyIntolerance AllergyReaction Condition Flag MedicationStatement",
    "messages": "Binary Communication CommunicationPayload Composition CompositionRelation CompositionSection DocumentContent DocumentContext DocumentReference",
    "money": "Account Claim ClaimResponse Coverage CoverageEligibilityResponse Invoice",
    "people": "AvailableTime CareTeam Organization Patient Practitioner PractitionerRole RelatedPerson",
    "places": "HealthcareService Location",
    "planning": "CarePlan Goal GoalTarget PlanDefinition Task TaskValue",
    "prices": "ChargeItemDefinition PaymentNotice PaymentReconciliation",
    "scheduling": "Appointment AppointmentParticipant AppointmentResponse",
    "trust": "AuditEvent Consent ConsentActor ConsentData ConsentProvision Provenance ProvenanceAgent ProvenanceEntity",
}


def __getattr__(name: str) -> Any:
    for module, names in _HOMES.items():
        if name in names.split():
            found = globals()[name] = getattr(import_module(f"{__name__}.{module}"), name)
            return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
