"""One whole, valid sample of each resource type, made with our models: what other validators are asked to judge.

All people are invented.
"""

from __future__ import annotations

from decimal import Decimal

from api_client import fhir
from api_client.fhir import (
    Annotation,
    Attachment,
    CodeableConcept,
    Coding,
    Extension,
    HumanName,
    Identifier,
    Meta,
    Money,
    Period,
    Quantity,
    Reference,
    Resource,
    Signature,
)
from api_client.fhir.exchange import (
    BundleEntry,
    BundleRequest,
    Issue,
    StatementInteraction,
    StatementResource,
    StatementRest,
)
from api_client.fhir.forms import Answer, AnswerOption, EnableWhen, QuestionnaireItem, ResponseItem
from api_client.fhir.messages import CommunicationPayload, DocumentContent
from api_client.fhir.money import (
    Adjudication,
    ClaimInsurance,
    ClaimItem,
    ClaimResponseTotal,
    CoverageClass,
    EligibilityInsurance,
    EligibilityItem,
    InvoiceLine,
    PriceComponent,
)
from api_client.fhir.people import CareTeamParticipant, PatientCommunication, PractitionerQualification
from api_client.fhir.planning import (
    CarePlanActivity,
    CarePlanDetail,
    GoalTarget,
    PlanAction,
    RelatedAction,
    TaskRestriction,
    TaskValue,
)
from api_client.fhir.prices import DefinedPriceComponent, PaymentDetail, PropertyGroup
from api_client.fhir.scheduling import AppointmentParticipant
from api_client.fhir.trust import (
    AuditAgent,
    AuditSource,
    ConsentActor,
    ConsentData,
    ConsentProvision,
    ProvenanceAgent,
)

OWN = "https://lantern.example/fhir"
TERMS = "http://terminology.hl7.org/CodeSystem"
PATIENT = Reference(reference="Patient/rowan")
THERAPIST = Reference(reference="Practitioner/t1", display="Ines Marlow")
CLINIC = Reference(reference="Organization/willow")
SESSION = Reference(reference="Appointment/s3")


def own_identifier(number: int) -> Identifier:
    return Identifier(system="urn:ietf:rfc:3986", value=f"urn:uuid:00000000-0000-4000-8000-{number:012d}")


def care(code: str) -> CodeableConcept:
    return CodeableConcept(coding=[Coding(system=f"{OWN}/CodeSystem/care", code=code)])


def concept(system: str, code: str) -> CodeableConcept:
    return CodeableConcept(coding=[Coding(system=system, code=code)])


GOAL = fhir.Goal(
    meta=Meta(tag=[Coding(system=OWN, code="sample")]),
    identifier=[own_identifier(1)],
    lifecycleStatus="active",
    category=[care("session-intention")],
    description=CodeableConcept(text="Meet what comes – with kindness."),
    subject=PATIENT,
    startDate="2026-11-22",
    expressedBy=PATIENT,
    target=[GoalTarget(dueDate="2026-12")],
    note=[Annotation(text="Said in the first hour.", time="2026-11-22T10:00:00Z")],
    extension=[
        Extension(url=f"{OWN}/StructureDefinition/session", valueReference=SESSION),
        Extension(url=f"{OWN}/StructureDefinition/show-on-session-day", valueBoolean=True),
        Extension(url=f"{OWN}/StructureDefinition/weight", valueDecimal=Decimal("1.50")),
    ],
)

CONSENT = fhir.Consent(
    identifier=[own_identifier(2)],
    status="active",
    scope=concept(f"{TERMS}/consentscope", "patient-privacy"),
    category=[concept("http://loinc.org", "59284-0")],
    patient=PATIENT,
    dateTime="2026-11-22T10:00:00+01:00",
    performer=[PATIENT],
    policyRule=concept(f"{TERMS}/v3-ActCode", "OPTIN"),
    provision=ConsentProvision(
        type="permit",
        period=Period(start="2026-11-22T10:00:00Z"),
        actor=[ConsentActor(role=concept(f"{TERMS}/v3-ParticipationType", "IRCP"), reference=THERAPIST)],
        action=[concept(f"{TERMS}/consentaction", "access")],
        purpose=[Coding(system=f"{TERMS}/v3-ActReason", code="TREAT")],
        data=[ConsentData(meaning="instance", reference=Reference(reference="Goal/g1"))],
    ),
)

COMMUNICATION = fhir.Communication(
    identifier=[own_identifier(3)],
    status="in-progress",
    category=[care("share-notice")],
    subject=PATIENT,
    sender=PATIENT,
    recipient=[THERAPIST],
    about=[Reference(reference="Goal/g1")],
    sent="2026-11-22T10:00:00Z",
    payload=[CommunicationPayload(contentString="Shared an intention.")],
)

PATIENT_SAMPLE = fhir.Patient(
    identifier=[Identifier(system=f"{OWN}/number", value="0001")],
    active=True,
    name=[HumanName(use="official", family="Vale", given=["Rowan", "Ash"])],
    gender="other",
    birthDate="1990-02",
    communication=[PatientCommunication(language=concept("urn:ietf:bcp:47", "en"), preferred=True)],
)

QUESTIONNAIRE = fhir.Questionnaire(
    url=f"{OWN}/Questionnaire/integration",
    version="1",
    name="Integration",
    title="After the session",
    status="active",
    subjectType=["Patient"],
    item=[
        QuestionnaireItem(
            linkId="1",
            text="How did you sleep?",
            type="choice",
            answerOption=[
                AnswerOption(valueCoding=Coding(code="well")),
                AnswerOption(valueCoding=Coding(code="badly")),
            ],
        ),
        QuestionnaireItem(
            linkId="2",
            text="What stayed with you?",
            type="text",
            maxLength=4000,
            enableWhen=[EnableWhen(question="1", operator="=", answerCoding=Coding(code="well"))],
        ),
    ],
)

RESPONSE = fhir.QuestionnaireResponse(
    identifier=own_identifier(4),
    questionnaire=f"{OWN}/Questionnaire/integration|1",
    status="completed",
    subject=PATIENT,
    authored="2026-11-22T10:00:00Z",
    author=PATIENT,
    source=PATIENT,
    item=[
        ResponseItem(linkId="1", answer=[Answer(valueCoding=Coding(code="well"))]),
        ResponseItem(linkId="2", answer=[Answer(valueString="The sea.")]),
    ],
)

OBSERVATION = fhir.Observation(
    identifier=[own_identifier(5)],
    status="final",
    category=[concept(f"{TERMS}/observation-category", "survey")],
    code=concept("http://loinc.org", "44261-6"),
    subject=PATIENT,
    effectiveDateTime="2026-11-22",
    valueQuantity=Quantity(
        value=Decimal("9.0"), unit="{score}", system="http://unitsofmeasure.org", code="{score}"
    ),
    derivedFrom=[Reference(reference="QuestionnaireResponse/r1")],
)

APPOINTMENT = fhir.Appointment(
    status="booked",
    start="2026-11-24T09:00:00Z",
    end="2026-11-24T11:00:00Z",
    minutesDuration=120,
    patientInstruction="Nothing solid from 01:00.",
    participant=[
        AppointmentParticipant(actor=PATIENT, status="accepted"),
        AppointmentParticipant(actor=THERAPIST, status="accepted"),
    ],
)

ANSWER = fhir.AppointmentResponse(
    identifier=[own_identifier(6)],
    appointment=SESSION,
    actor=PATIENT,
    participantStatus="tentative",
    start="2026-11-25T09:00:00Z",
    end="2026-11-25T11:00:00Z",
    comment="Could it be a day later?",
)

PLAN = fhir.PlanDefinition(
    url=f"{OWN}/PlanDefinition/course",
    status="active",
    title="Six sessions",
    action=[
        PlanAction(id="session", title="Session"),
        PlanAction(
            title="No solid food",
            relatedAction=[
                RelatedAction(
                    actionId="session",
                    relationship="before-start",
                    offsetDuration=Quantity(value=8, unit="h", system="http://unitsofmeasure.org", code="h"),
                )
            ],
        ),
    ],
)

CARE_PLAN = fhir.CarePlan(
    instantiatesCanonical=[f"{OWN}/PlanDefinition/course"],
    status="active",
    intent="plan",
    title="Course of six sessions",
    subject=PATIENT,
    careTeam=[Reference(reference="CareTeam/c1")],
    activity=[
        CarePlanActivity(reference=SESSION),
        CarePlanActivity(detail=CarePlanDetail(status="scheduled", description="Integration hour")),
    ],
)

COMPOSITION = fhir.Composition(
    identifier=own_identifier(9),
    status="final",
    type=concept("https://lantern.example/fhir/CodeSystem/care", "summary-line"),
    subject=PATIENT,
    date="2026-11-22T10:00:00Z",
    author=[THERAPIST],
    title="Shared summary",
    confidentiality="R",
    relatesTo=[fhir.CompositionRelation(code="replaces", targetIdentifier=own_identifier(8))],
    section=[
        fhir.CompositionSection(
            text=fhir.Narrative(
                status="additional", div='<div xmlns="http://www.w3.org/1999/xhtml">Short talks.</div>'
            )
        )
    ],
)

TASK = fhir.Task(
    identifier=[own_identifier(7)],
    status="requested",
    intent="order",
    code=concept("http://hl7.org/fhir/uv/sdc/CodeSystem/temp", "complete-questionnaire"),
    for_=PATIENT,
    owner=PATIENT,
    authoredOn="2026-11-22T10:00:00Z",
    restriction=TaskRestriction(period=Period(end="2026-11-23")),
    input=[
        TaskValue(
            type=CodeableConcept(text="questionnaire"), valueCanonical=f"{OWN}/Questionnaire/integration|1"
        )
    ],
)

CARE_TEAM = fhir.CareTeam(
    status="active",
    name="Rowan's team",
    subject=PATIENT,
    participant=[CareTeamParticipant(role=[CodeableConcept(text="Integration therapist")], member=THERAPIST)],
)

PAPER = fhir.DocumentReference(
    identifier=[own_identifier(8)],
    status="current",
    type=concept("http://loinc.org", "59284-0"),
    subject=PATIENT,
    date="2026-11-22T10:00:00Z",
    content=[
        DocumentContent(attachment=Attachment(contentType="text/plain", data="QSBjb25zZW50Lg==", size=10))
    ],
)

PROVENANCE = fhir.Provenance(
    target=[Reference(reference="Consent/c1")],
    recorded="2026-11-22T10:00:00Z",
    agent=[ProvenanceAgent(who=PATIENT)],
    signature=[
        Signature(
            type=[Coding(system="urn:iso-astm:E1762-95:2013", code="1.2.840.10065.1.12.1.7")],
            when="2026-11-22T10:00:00Z",
            who=PATIENT,
            sigFormat="image/png",
            data="c2ln",
        )
    ],
)

AUDIT = fhir.AuditEvent(
    type=Coding(system=f"{TERMS}/audit-event-type", code="rest"),
    action="R",
    recorded="2026-11-22T10:00:00Z",
    outcome="0",
    agent=[AuditAgent(who=THERAPIST, requestor=True)],
    source=AuditSource(observer=CLINIC),
)

COVERAGE = fhir.Coverage(
    status="active",
    beneficiary=PATIENT,
    payor=[CLINIC],
    class_=[CoverageClass(type=concept(f"{TERMS}/coverage-class", "group"), value="7")],
)

INVOICE = fhir.Invoice(
    status="issued",
    subject=PATIENT,
    date="2026-11-22",
    lineItem=[
        InvoiceLine(
            chargeItemCodeableConcept=CodeableConcept(text="Session"),
            priceComponent=[
                PriceComponent(type="base", amount=Money(value=Decimal("450.00"), currency="USD"))
            ],
        )
    ],
    totalGross=Money(value=Decimal("450.00"), currency="USD"),
)

CLAIM = fhir.Claim(
    status="active",
    type=concept(f"{TERMS}/claim-type", "professional"),
    use="preauthorization",
    patient=PATIENT,
    created="2026-11-22",
    provider=CLINIC,
    priority=concept(f"{TERMS}/processpriority", "normal"),
    insurance=[ClaimInsurance(sequence=1, focal=True, coverage=Reference(reference="Coverage/c1"))],
    item=[ClaimItem(sequence=1, productOrService=CodeableConcept(text="Session"))],
)

CLAIM_RESPONSE = fhir.ClaimResponse(
    status="active",
    type=concept(f"{TERMS}/claim-type", "professional"),
    use="preauthorization",
    patient=PATIENT,
    created="2026-11-22",
    insurer=CLINIC,
    outcome="queued",
    adjudication=[Adjudication(category=concept(f"{TERMS}/adjudication", "submitted"), value=Decimal("1.0"))],
    total=[
        ClaimResponseTotal(
            category=concept(f"{TERMS}/adjudication", "submitted"),
            amount=Money(value=Decimal("450.00"), currency="USD"),
        )
    ],
)

ELIGIBILITY = fhir.CoverageEligibilityResponse(
    status="active",
    purpose=["auth-requirements"],
    patient=PATIENT,
    created="2026-11-22",
    request=Reference(display="An example"),
    outcome="complete",
    insurer=CLINIC,
    insurance=[
        EligibilityInsurance(
            coverage=Reference(reference="Coverage/c1"),
            item=[EligibilityItem(category=CodeableConcept(text="Medical care"), authorizationRequired=True)],
        )
    ],
)

STATEMENT = fhir.CapabilityStatement(
    status="active",
    date="2026-11-22",
    kind="capability",
    fhirVersion="4.0.1",
    format=["json"],
    rest=[
        StatementRest(
            mode="server",
            resource=[StatementResource(type="Goal", interaction=[StatementInteraction(code="read")])],
        )
    ],
)

PRICE = fhir.ChargeItemDefinition(
    url="https://clinic.example/prices/session",
    status="active",
    date="2026-11-01",
    propertyGroup=[
        PropertyGroup(
            priceComponent=[
                DefinedPriceComponent(type="base", amount=Money(value=Decimal("450.00"), currency="USD"))
            ]
        )
    ],
)

PAYMENT = fhir.PaymentReconciliation(
    status="active",
    created="2026-11-22",
    paymentDate="2026-11-22",
    paymentAmount=Money(value=Decimal("450.00"), currency="USD"),
    detail=[
        PaymentDetail(
            type=concept(f"{TERMS}/payment-type", "payment"),
            request=Reference(reference="Invoice/i1"),
            amount=Money(value=Decimal("450.00"), currency="USD"),
        )
    ],
)

SAMPLES: dict[str, Resource] = {
    "Account": fhir.Account(status="active", name="Rowan Vale", subject=[PATIENT]),
    "AllergyIntolerance": fhir.AllergyIntolerance(
        clinicalStatus=CodeableConcept(text="active"),
        code=CodeableConcept(text="Walnuts"),
        patient=PATIENT,
        reaction=[fhir.AllergyReaction(manifestation=[CodeableConcept(text="Rash")])],
    ),
    "Appointment": APPOINTMENT,
    "AppointmentResponse": ANSWER,
    "AuditEvent": AUDIT,
    "Binary": fhir.Binary(contentType="text/plain", data="QQ=="),
    "Bundle": fhir.Bundle(
        type="batch",
        entry=[
            BundleEntry(
                resource={"resourceType": "Basic", "code": {"text": "x"}},
                request=BundleRequest(method="POST", url="Basic"),
            )
        ],
    ),
    "CapabilityStatement": STATEMENT,
    "CarePlan": CARE_PLAN,
    "CareTeam": CARE_TEAM,
    "ChargeItem": fhir.ChargeItem(
        status="billed",
        code=CodeableConcept(text="A visit"),
        subject=PATIENT,
        occurrenceDateTime="2026-06-02",
        quantity=Quantity(value=Decimal(1)),
        priceOverride=Money(value=Decimal("250.00"), currency="USD"),
    ),
    "ChargeItemDefinition": PRICE,
    "Claim": CLAIM,
    "ClaimResponse": CLAIM_RESPONSE,
    "Communication": COMMUNICATION,
    "Composition": COMPOSITION,
    "Condition": fhir.Condition(
        code=CodeableConcept(text="Low mood"), subject=PATIENT, recordedDate="2026-05-11"
    ),
    "Consent": CONSENT,
    "Coverage": COVERAGE,
    "CoverageEligibilityResponse": ELIGIBILITY,
    "DocumentReference": PAPER,
    "Flag": fhir.Flag(status="active", code=CodeableConcept(text="Latex"), subject=PATIENT),
    "Goal": GOAL,
    "HealthcareService": fhir.HealthcareService(
        active=True,
        name="Help with cost, a sample",
        communication=[CodeableConcept(text="Spanish")],
        telecom=[fhir.ContactPoint(system="phone", value="312-555-0170")],
    ),
    "Invoice": INVOICE,
    "Location": fhir.Location(status="active", name="Willow Clinic, 1 Sample Street", mode="instance"),
    "MedicationStatement": fhir.MedicationStatement(
        status="unknown", medicationCodeableConcept=CodeableConcept(text="Evening tablet"), subject=PATIENT
    ),
    "Observation": OBSERVATION,
    "OperationOutcome": fhir.OperationOutcome(issue=[Issue(severity="error", code="invalid")]),
    "Organization": fhir.Organization(name="Willow Clinic", active=True),
    "Patient": PATIENT_SAMPLE,
    "PaymentNotice": fhir.PaymentNotice(
        status="active",
        request=Reference(reference="Invoice/i1"),
        created="2026-11-22",
        payment=Reference(reference="PaymentReconciliation/p1"),
        recipient=CLINIC,
        amount=Money(value=Decimal("450.00"), currency="USD"),
    ),
    "PaymentReconciliation": PAYMENT,
    "PlanDefinition": PLAN,
    "Practitioner": fhir.Practitioner(
        name=[HumanName(family="Marlow", given=["Ines"])],
        qualification=[PractitionerQualification(code=CodeableConcept(text="Integration therapist"))],
    ),
    "PractitionerRole": fhir.PractitionerRole(practitioner=THERAPIST, organization=CLINIC),
    "Provenance": PROVENANCE,
    "Questionnaire": QUESTIONNAIRE,
    "QuestionnaireResponse": RESPONSE,
    "RelatedPerson": fhir.RelatedPerson(patient=PATIENT, name=[HumanName(text="Kit Vale")]),
    "Task": TASK,
}
