"""Which search parameters the sandbox clinic knows: one line each, name, kind and the elements it looks at.

This table is what /fhir/metadata announces, what the index is filled from and what a search is checked against, so
the three cannot disagree. It must never list a parameter that is not honoured.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, cast

Kind = Literal["token", "reference", "date", "string", "uri"]


@dataclass(frozen=True, slots=True)
class Param:
    """`paths` are element names from the resource down; `targets` the types a bare id may mean."""

    type: str
    name: str
    kind: Kind
    paths: tuple[tuple[str, ...], ...]
    targets: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Its name in the index."""
        return f"{self.type}.{self.name}"


# Each type, then name kind path[,path] [targets]. The names and elements are FHIR R4's own (hl7.org/fhir/R4/searchparameter-registry.html).
_TABLE = """
Patient
  name string name | family string name.family | given string name.given | birthdate date birthDate
  active token active | gender token gender | telecom token telecom | email token telecom | phone token telecom
  general-practitioner reference generalPractitioner Practitioner,Organization
  organization reference managingOrganization Organization
Practitioner
  name string name | family string name.family | given string name.given | active token active
PractitionerRole
  practitioner reference practitioner Practitioner | organization reference organization Organization
  role token code | active token active
Organization
  name string name | active token active | type token type | partof reference partOf Organization
Location
  name string name | status token status | organization reference managingOrganization Organization
  partof reference partOf Location
RelatedPerson
  patient reference patient Patient | active token active | name string name | relationship token relationship
CareTeam
  patient reference subject Patient | subject reference subject Patient,Group | status token status | date date period
  participant reference participant.member Practitioner,Patient,RelatedPerson,Organization | category token category
CarePlan
  patient reference subject Patient | subject reference subject Patient,Group | status token status | date date period
  category token category | intent token intent | care-team reference careTeam CareTeam | goal reference goal Goal
  activity-reference reference activity.reference Appointment,ServiceRequest,Task
  instantiates-canonical reference instantiatesCanonical PlanDefinition | part-of reference partOf CarePlan
  based-on reference basedOn CarePlan
Appointment
  patient reference participant.actor Patient | actor reference participant.actor Patient,Practitioner,Location
  practitioner reference participant.actor Practitioner | location reference participant.actor Location
  status token status | date date start | appointment-type token appointmentType | service-type token serviceType
  part-status token participant.status | based-on reference basedOn ServiceRequest
AppointmentResponse
  appointment reference appointment Appointment | actor reference actor Patient,Practitioner
  patient reference actor Patient | part-status token participantStatus
Schedule
  actor reference actor Practitioner,Location | active token active | date date planningHorizon
Slot
  schedule reference schedule Schedule | status token status | start date start
Goal
  patient reference subject Patient | subject reference subject Patient,Group | category token category
  lifecycle-status token lifecycleStatus | start-date date startDate | achievement-status token achievementStatus
  target-date date target.dueDate
Consent
  patient reference patient Patient | status token status | date date dateTime | category token category
  scope token scope | actor reference provision.actor.reference Practitioner,Organization,Patient,CareTeam
  data reference provision.data.reference Goal,QuestionnaireResponse,DocumentReference,Observation
  period date provision.period | action token provision.action | purpose token provision.purpose
  consentor reference performer Patient,Practitioner,RelatedPerson | organization reference organization Organization
  source-reference reference sourceReference DocumentReference,Consent,QuestionnaireResponse
Communication
  patient reference subject Patient | subject reference subject Patient,Group | status token status
  category token category | sender reference sender Patient,Practitioner,Organization
  recipient reference recipient Patient,Practitioner,CareTeam,Organization | sent date sent | received date received
  part-of reference partOf Communication | based-on reference basedOn ServiceRequest,CarePlan
  encounter reference encounter Encounter
CommunicationRequest
  patient reference subject Patient | subject reference subject Patient | status token status
  recipient reference recipient Patient,Practitioner | sender reference sender Practitioner | authored date authoredOn
Composition
  patient reference subject Patient | subject reference subject Patient | status token status | type token type
  category token category | confidentiality token confidentiality | date date date | title string title
  author reference author Practitioner,PractitionerRole,Patient,Organization
Questionnaire
  url uri url | version token version | status token status | name string name | title string title | date date date
  code token item.code | context-type token useContext.code | publisher string publisher
  context token useContext.valueCodeableConcept
QuestionnaireResponse
  patient reference subject Patient | subject reference subject Patient | status token status
  questionnaire reference questionnaire Questionnaire | authored date authored | based-on reference basedOn CarePlan
  author reference author Patient,Practitioner | source reference source Patient,Practitioner,RelatedPerson
  part-of reference partOf Observation,Procedure
DocumentReference
  patient reference subject Patient | subject reference subject Patient | status token status | date date date
  type token type | category token category | author reference author Patient,Practitioner | period date context.period
  security-label token securityLabel | contenttype token content.attachment.contentType
HealthcareService
  active token active | organization reference providedBy Organization | name string name
  service-category token category | service-type token type | coverage-area reference coverageArea Location
PlanDefinition
  url uri url | version token version | status token status | name string name | title string title | date date date
  type token type | topic token topic | context-type token useContext.code
ActivityDefinition
  url uri url | version token version | status token status | name string name | title string title | date date date
ServiceRequest
  patient reference subject Patient | subject reference subject Patient | status token status | code token code
  category token category | intent token intent | authored date authoredOn | based-on reference basedOn CarePlan
  occurrence date occurrenceDateTime,occurrencePeriod
Task
  patient reference for Patient | subject reference for Patient | owner reference owner Patient,Practitioner
  status token status | code token code | intent token intent | focus reference focus | requester reference requester
  authored-on date authoredOn | modified date lastModified | part-of reference partOf Task | period date executionPeriod
  based-on reference basedOn CarePlan
Observation
  patient reference subject Patient | subject reference subject Patient | status token status | code token code
  category token category | date date effectiveDateTime,effectivePeriod,effectiveInstant
  derived-from reference derivedFrom QuestionnaireResponse,Observation | performer reference performer Patient,Practitioner
  part-of reference partOf Procedure | based-on reference basedOn CarePlan
Condition
  patient reference subject Patient | subject reference subject Patient | code token code | category token category
  clinical-status token clinicalStatus | onset-date date onsetDateTime,onsetPeriod
AllergyIntolerance
  patient reference patient Patient | code token code | clinical-status token clinicalStatus
MedicationStatement
  patient reference subject Patient | subject reference subject Patient | status token status
  code token medicationCodeableConcept
  effective date effectiveDateTime,effectivePeriod
Procedure
  patient reference subject Patient | subject reference subject Patient | status token status | code token code
  date date performedDateTime,performedPeriod
Encounter
  patient reference subject Patient | subject reference subject Patient | status token status | date date period
  appointment reference appointment Appointment
Flag
  patient reference subject Patient | subject reference subject Patient | status token status | date date period
List
  patient reference subject Patient | subject reference subject Patient | status token status | code token code
  date date date | item reference entry.item
RequestGroup
  patient reference subject Patient | subject reference subject Patient | status token status | code token code
  authored date authoredOn
Account
  patient reference subject Patient | subject reference subject Patient | status token status | type token type
  period date servicePeriod | owner reference owner Organization
Invoice
  patient reference subject Patient | subject reference subject Patient | status token status | date date date
  account reference account Account | recipient reference recipient Patient,Organization | type token type
ChargeItem
  patient reference subject Patient | subject reference subject Patient | code token code | account reference account Account
  occurrence date occurrenceDateTime,occurrencePeriod
ChargeItemDefinition
  url uri url | version token version | status token status | title string title | date date date
PaymentReconciliation
  status token status | created date created | outcome token outcome | requestor reference requestor Practitioner,Organization
  payment-issuer reference paymentIssuer Organization
PaymentNotice
  status token status | created date created | request reference request | response reference response
  provider reference provider Practitioner,Organization | payment-status token paymentStatus
Coverage
  patient reference beneficiary Patient | beneficiary reference beneficiary Patient | status token status | type token type
Claim
  patient reference patient Patient | status token status | use token use | created date created
ClaimResponse
  patient reference patient Patient | status token status | use token use | created date created
  request reference request Claim | outcome token outcome
CoverageEligibilityResponse
  patient reference patient Patient | status token status | created date created | outcome token outcome
  insurer reference insurer Organization
Provenance
  patient reference target Patient | target reference target | recorded date recorded | agent reference agent.who
AuditEvent
  patient reference entity.what Patient | date date recorded | agent reference agent.who Practitioner,Patient
  entity reference entity.what | type token type | action token action | outcome token outcome | subtype token subtype
CodeSystem
  url uri url | version token version | status token status | name string name | title string title | date date date
ValueSet
  url uri url | version token version | status token status | name string name | title string title | date date date
"""

_NO_IDENTIFIER = {"Provenance", "AuditEvent"}


def _param(type_: str, text: str) -> Param:
    name, kind, paths, *targets = text.split()
    elements = tuple(tuple(path.split(".")) for path in paths.split(","))
    return Param(type_, name, cast("Kind", kind), elements, tuple(targets[0].split(",")) if targets else ())


def _read(table: str) -> dict[str, dict[str, Param]]:
    found: dict[str, dict[str, Param]] = {}
    type_ = ""
    for line in table.strip().splitlines():
        if not line.startswith(" "):
            type_ = line.strip()
            found[type_] = (
                {}
                if type_ in _NO_IDENTIFIER
                else {"identifier": _param(type_, "identifier token identifier")}
            )
            found[type_]["_tag"] = _param(type_, "_tag token meta.tag")
            found[type_]["_security"] = _param(type_, "_security token meta.security")
            found[type_]["_profile"] = _param(type_, "_profile uri meta.profile")
            continue
        for part in line.split("|"):
            param = _param(type_, part.strip())
            found[type_][param.name] = param
    return found


PARAMS: Mapping[str, Mapping[str, Param]] = MappingProxyType(_read(_TABLE))
"""By resource type, then by parameter name. `_id` and `_lastUpdated` exist for every type besides these."""

TYPES = tuple(PARAMS)
