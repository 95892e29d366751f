"""Which kinds of papers a clinic has, whose they are to write, and where each names who wrote it.

Tables only: `access` says what they mean for a person, and /fhir/metadata announces them.
"""

from __future__ import annotations

PUBLISHED = frozenset(
    {
        "Organization",
        "Location",
        "HealthcareService",
        "PlanDefinition",
        "ActivityDefinition",
        "Questionnaire",
        "CodeSystem",
        "ValueSet",
        "Schedule",
        "Slot",
        "ChargeItemDefinition",
    }
)
STAFF = frozenset({"Practitioner", "PractitionerRole"})
CARE = frozenset({"Patient", "CareTeam", "CarePlan", "Appointment", "Task"})
SHAREABLE = frozenset({"Goal", "QuestionnaireResponse", "DocumentReference", "Observation"})
GIVEN = frozenset({"QuestionnaireResponse", "Observation"})
BETWEEN = frozenset({"Consent", "Communication"})
MONEY = frozenset({"Account", "ChargeItem", "Invoice", "PaymentReconciliation", "PaymentNotice"})
"""What care costs one patient and what they paid: theirs to read, and the coordinator's of their team."""

PATIENT_WRITES = {
    "Goal": "cud",
    "QuestionnaireResponse": "cud",
    "DocumentReference": "cud",
    "Observation": "cud",
    "Consent": "cud",
    "Communication": "cu",
    "AppointmentResponse": "cu",
    "Provenance": "c",
    "Task": "cu",
}
CLINICIANS_WRITE = {"Composition": "cu"}
"""The prescriber's and the therapist's, of the patients whose team has them."""
AUTHOR = {
    "Goal": ("expressedBy",),
    "QuestionnaireResponse": ("author", "source"),
    "DocumentReference": ("author",),
    "Observation": ("performer",),
    "Consent": ("performer",),
    "Communication": ("sender",),
    "AppointmentResponse": ("actor",),
    "Provenance": ("agent.who",),
}
ABOUT = {
    **dict.fromkeys(("Goal", "QuestionnaireResponse", "DocumentReference", "Observation"), ("subject",)),
    "Consent": ("patient",),
    "Communication": ("subject",),
}
"""Where each names whom it is about: a reference, for words or a number there could be anybody's."""
SEALED_COPY = "sealed-copy"
"""The category of what a patient keeps here sealed for themselves alone."""
COORDINATOR_WRITES = frozenset(
    {"Appointment", "CarePlan", "ServiceRequest", "Task", "CommunicationRequest", *MONEY}
)
