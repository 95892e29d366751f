"""The systems, codes and own addresses that care writes and looks for. Nothing here is shown to a person."""

from __future__ import annotations

BASE = "https://lantern.example/fhir"
CARE = f"{BASE}/CodeSystem/care"

SESSION_INTENTION = "session-intention"
SHARE_NOTICE = "share-notice"
JOURNAL_ENTRY = "journal-entry"
JOURNAL_PROMPT = "journal-prompt"
WITHDRAWAL_NOTICE = "withdrawal-notice"
INTENTION_PROMPT = "intention-prompt"
COMMITMENT = "commitment"
PRACTICE = "practice"
LAYER = "layer"
GROUP = "group"
SESSION_RULE = "session-rule"
COURSE_PHASE = "course-phase"
DAY_MEDICINE = "day-medicine"

URI_SYSTEM = "urn:ietf:rfc:3986"
URN = "urn:uuid:"

SNOMED = "http://snomed.info/sct"
CRISIS_PLAN = "401276009"
LOINC = "http://loinc.org"
PATIENT_CONSENT = "59284-0"
CONSENT_SCOPE = "http://terminology.hl7.org/CodeSystem/consentscope"
CONSENT_ACTION = "http://terminology.hl7.org/CodeSystem/consentaction"
ACT_CODE = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
ACT_REASON = "http://terminology.hl7.org/CodeSystem/v3-ActReason"
PARTICIPATION = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType"


def extension(name: str) -> str:
    """The address of one of our own extensions."""
    return f"{BASE}/StructureDefinition/{name}"


SESSION_EXTENSION = extension("session")
SHOW_EXTENSION = extension("show-on-session-day")
PLANNED_EXTENSION = extension("sessions-planned")
ZONE_EXTENSION = "http://hl7.org/fhir/StructureDefinition/timezone"
TRANSLATION_EXTENSION = "http://hl7.org/fhir/StructureDefinition/translation"

SDC_TEMP = "http://hl7.org/fhir/uv/sdc/CodeSystem/temp"
COMPLETE_FORM = "complete-questionnaire"
FORM_INPUT = "questionnaire"
FORM_OUTPUT = "questionnaire-response"
ORDINAL_EXTENSION = "http://hl7.org/fhir/StructureDefinition/ordinalValue"
WEIGHT_EXTENSION = "http://hl7.org/fhir/StructureDefinition/itemWeight"
HIDDEN_EXTENSION = "http://hl7.org/fhir/StructureDefinition/questionnaire-hidden"
CALCULATED_EXTENSION = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression"
EXTRACT_EXTENSION = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-observationExtract"
SIGNATURE_EXTENSION = "http://hl7.org/fhir/StructureDefinition/questionnaire-signatureRequired"
GOAL_ACHIEVEMENT = "http://terminology.hl7.org/CodeSystem/goal-achievement"
CATEGORY_OBSERVATION = "http://terminology.hl7.org/CodeSystem/observation-category"
DATA_ABSENT = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
UCUM = "http://unitsofmeasure.org"

MEASURE = "measure"
MEASURES = "measures"
SESSION_DAY = "session-day"
READINESS = "readiness-"
STEP_UPDATE = "step-update"
SAFETY_ALERT = "safety-alert"
SAFETY_STEP = "safety-step"
SAFETY_PREFIX = "safety-"
ALERT_RULE = "alert-rule"
NO_DECISIONS = "no-decisions"
