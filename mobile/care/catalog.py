"""Which noun a received document is, and which searches a person needs: the one place where both are listed.

A document of another patient, or one nobody asked for, is nothing: it is not kept. Adding a feature that receives a
resource is one row here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from mobile.care.access_log import AccessEntry
from mobile.care.agenda import Session
from mobile.care.clinic import Clinic
from mobile.care.clinic_service import ClinicService
from mobile.care.codes import CARE, CATEGORY_OBSERVATION, SESSION_INTENTION
from mobile.care.course import Course
from mobile.care.forms.definition import FormDefinition
from mobile.care.forms.documents import ANSWER_PHOTO, AnswerPhoto, is_answer_photo
from mobile.care.forms.response import Response
from mobile.care.grant import ShareGrant, is_share_grant
from mobile.care.measures.agreement import MeasuresGrant, is_measures_grant
from mobile.care.measures.measured import Measured, is_survey
from mobile.care.notices import notice_of
from mobile.care.opened import Opened
from mobile.care.people import CareTeam, Patient, Practitioner
from mobile.care.prompts import Protocol
from mobile.care.readiness.intake import IntakeSet, StepGuide, is_intake_set, is_step_guide
from mobile.care.readiness.task import StepTask, is_step
from mobile.care.readiness.updates import StepUpdate, is_step_update
from mobile.care.resource import Json, NotAResource, Resource, at, each, parse, text_at
from mobile.care.safety.alerts import Alert, is_alert
from mobile.care.safety.plan import SafetyOutline, SafetyPlan, is_safety_outline, is_safety_plan
from mobile.care.safety.routing import RoutingTable, is_routing_table
from mobile.care.shared_intention import SharedIntention, is_session_intention
from mobile.noun import Filing

_UNFINISHED = ("in-progress", "stopped")
"""What is still being written, and what was never handed in."""
HOUR_S = 3600.0
DAY_S = 24 * HOUR_S
SOON_S = 30.0
MINUTE_S = 60.0
MINUTES_S = 300.0
"""How soon a measure that a patient no longer lets a therapist read is gone from the therapist's device, and a photo that was
taken out of an answer from every other device."""


@dataclass(frozen=True)
class Who:
    """Who is signed in, as far as filing must know. `patient` with or without its "Patient/"."""

    role: Literal["patient", "practitioner"]
    reference: str  # "Patient/p1" or "Practitioner/t1"
    patient: str | None = None
    base: str | None = None  # the clinic's FHIR address, for references written in full

    @property
    def patient_reference(self) -> str:
        """ "Patient/p1" for a patient."""
        return f"Patient/{(self.patient or self.reference).removeprefix('Patient/')}"

    def is_me(self, reference: object) -> bool:
        """Whether a reference is to the signed-in person's own record."""
        mine = self.patient_reference if self.role == "patient" else self.reference
        return self.short(reference) == mine

    def short(self, reference: object) -> str | None:
        """A reference without this clinic's address and without a version."""
        if not isinstance(reference, str):
            return None
        if self.base:
            reference = reference.removeprefix(self.base.rstrip("/") + "/")
        return reference.split("/_history/")[0]


@dataclass(frozen=True)
class Pull:
    """One search to keep up to date. `reconcile_every_s`: how often to look for what is gone; None: never."""

    key: str
    resource_type: str
    params: Mapping[str, str] = field(default_factory=dict[str, str])
    reconcile_every_s: float | None = None
    is_own: bool | None = None
    holds_words: bool = False  # the person's own words: theirs stay here when the clinic deletes them
    opened_by: str | None = None  # the type that opens these: when one came or went, ids are compared at once
    alone_every_s: float = (
        0.0  # how often it is asked of a clinic that takes no searches together; 0: each round
    )
    is_heavy: bool = False  # a page of them would be too much for one answer: each is read by itself


def pulls(who: Who) -> tuple[Pull, ...]:
    """What this person needs from the clinic. One a type: what a clinic does not offer is refused, and no trouble.

    Definitions are asked for whatever their status, so that what the clinic retires is known to be retired.

    What one person shows another or takes back is asked in every round; what only the clinic changes may wait where each
    search is a request of its own. A record that a grant opens is looked for whenever a grant came or went.
    """
    intentions = f"{CARE}|{SESSION_INTENTION}"
    survey = f"{CATEGORY_OBSERVATION}|survey"
    photos = {"category": f"{CARE}|{ANSWER_PHOTO}"}
    if who.role == "patient":
        me = {"patient": who.patient_reference}
        return (
            Pull(
                "patient",
                "Patient",
                {"_id": who.patient_reference.removeprefix("Patient/")},
                alone_every_s=MINUTES_S,
            ),
            Pull("team", "CareTeam", me, HOUR_S, alone_every_s=MINUTES_S),
            Pull("clinic", "Organization", {}, DAY_S, alone_every_s=MINUTES_S),
            Pull("services", "HealthcareService", {}, DAY_S, alone_every_s=MINUTES_S),
            Pull("practitioners", "Practitioner", {}, DAY_S, alone_every_s=MINUTES_S),
            Pull("course", "CarePlan", me, HOUR_S, holds_words=True, alone_every_s=MINUTE_S),
            Pull("sessions", "Appointment", me, HOUR_S, alone_every_s=MINUTE_S),
            Pull("protocols", "PlanDefinition", {}, DAY_S, alone_every_s=MINUTES_S),
            Pull("forms", "Questionnaire", {}, DAY_S, alone_every_s=MINUTES_S),
            Pull(
                "responses",
                "QuestionnaireResponse",
                me,
                HOUR_S,
                True,
                holds_words=True,
                alone_every_s=MINUTE_S,
            ),
            Pull(
                "photos",
                "DocumentReference",
                {**me, **photos},
                MINUTES_S,
                True,
                holds_words=True,
                opened_by="QuestionnaireResponse",
                is_heavy=True,
            ),
            Pull("steps", "Task", me, HOUR_S, alone_every_s=MINUTE_S),
            Pull("measured", "Observation", {**me, "category": survey}, HOUR_S, True, alone_every_s=MINUTE_S),
            Pull("intentions", "Goal", {**me, "category": intentions}, HOUR_S, True, holds_words=True),
            Pull("grants", "Consent", me, HOUR_S, True),
            Pull("notices", "Communication", me, HOUR_S, holds_words=True),
            Pull("readings", "AuditEvent", me, alone_every_s=MINUTE_S),
        )
    return (
        Pull("patients", "Patient", {}, HOUR_S, alone_every_s=MINUTE_S),
        Pull("teams", "CareTeam", {"participant": who.reference}, HOUR_S, alone_every_s=MINUTES_S),
        Pull("clinic", "Organization", {}, DAY_S, alone_every_s=MINUTES_S),
        Pull("services", "HealthcareService", {}, DAY_S, alone_every_s=MINUTES_S),
        Pull("practitioners", "Practitioner", {}, DAY_S, alone_every_s=MINUTES_S),
        Pull("courses", "CarePlan", {}, HOUR_S, alone_every_s=MINUTE_S),
        Pull("sessions", "Appointment", {}, HOUR_S, alone_every_s=MINUTE_S),
        Pull("protocols", "PlanDefinition", {}, DAY_S, alone_every_s=MINUTES_S),
        Pull("forms", "Questionnaire", {}, DAY_S, alone_every_s=MINUTES_S),
        Pull(
            "responses",
            "QuestionnaireResponse",
            {},
            MINUTES_S,
            False,
            opened_by="Consent",
            alone_every_s=MINUTE_S,
        ),
        Pull(
            "photos",
            "DocumentReference",
            photos,
            MINUTES_S,
            False,
            opened_by="QuestionnaireResponse",
            is_heavy=True,
        ),
        Pull("steps", "Task", {}, HOUR_S, alone_every_s=MINUTE_S),
        Pull(
            "measured",
            "Observation",
            {"category": survey},
            MINUTES_S,
            False,
            opened_by="Consent",
            alone_every_s=MINUTE_S,
        ),
        Pull("grants", "Consent", {"actor": who.reference}, SOON_S, False),
        Pull("intentions", "Goal", {"category": intentions}, SOON_S, False, opened_by="Consent"),
        Pull("notices", "Communication", {"recipient": who.reference}, HOUR_S, False),
    )


def filing(resource_type: str, text: str, who: Who, opened: Opened | None = None) -> Filing | None:
    """How to keep a received document, or None for what is not this person's or not understood. Never raises.

    `opened`: what this person's grants open, where they are a practitioner; None: nothing. A grant that is filed is
    noted in it, and so are answers, for the photos they name.
    """
    opened = Opened() if opened is None else opened
    try:
        resource = parse(text)
        if resource.get("resourceType") != resource_type:
            return None
        found = _noun(resource, who)
        if found is None:
            return None
        noun = found.from_resource(resource)
        if who.role == "practitioner" and not _may_hold(noun, resource, opened):
            return None
        if isinstance(noun, ShareGrant):
            opened.note(noun)
        if isinstance(noun, Response) and who.role == "practitioner":
            opened.note_answers(noun)
        return Filing(noun.KIND, noun.id, noun.head(), bool(getattr(noun, "goes_first", False)))
    except (NotAResource, RecursionError, TypeError, ValueError, AttributeError, KeyError):
        return None


def _may_hold(noun: Resource, resource: Json, opened: Opened) -> bool:
    """Whether a practitioner's device may keep it at all, whatever the server shows: no draft, nothing unopened."""
    if isinstance(noun, SharedIntention):
        return opened.opens(resource)
    if isinstance(noun, Response):
        return resource.get("status") not in _UNFINISHED
    if isinstance(noun, AnswerPhoto):
        return opened.opens_photo(resource)
    return True


def _noun(resource: Json, who: Who) -> type[Resource] | None:
    rule = _RULES.get(str(resource.get("resourceType")))
    return rule(resource, who) if rule is not None else None


def _patient(resource: Json, who: Who) -> type[Resource] | None:
    is_mine = who.role == "practitioner" or who.is_me(f"Patient/{resource.get('id')}")
    return Patient if is_mine else None


def _team(resource: Json, who: Who) -> type[Resource] | None:
    if who.role == "patient":
        return CareTeam if _is_about(resource, who) else None
    members = (text_at(part, "member", "reference") for part in each(resource, "participant"))
    return CareTeam if any(who.is_me(member) for member in members) else None


def _course(resource: Json, who: Who) -> type[Resource] | None:
    if not _is_about(resource, who):
        return None
    return SafetyPlan if is_safety_plan(resource) else Course


def _session(resource: Json, who: Who) -> type[Resource] | None:
    actors = [text_at(part, "actor", "reference") for part in each(resource, "participant")]
    is_mine = who.role == "practitioner" or any(who.is_me(actor) for actor in actors)
    return Session if is_mine else None


def _goal(resource: Json, who: Who) -> type[Resource] | None:
    return SharedIntention if is_session_intention(resource) and _is_about(resource, who) else None


def _consent(resource: Json, who: Who) -> type[Resource] | None:
    kind: type[Resource] | None = ShareGrant if is_share_grant(resource) else None
    if is_measures_grant(resource):
        kind = MeasuresGrant
    if who.role == "patient":
        return kind if who.is_me(at(resource, "patient", "reference")) else None
    actors = each(resource, "provision", "actor")
    return kind if any(who.is_me(at(actor, "reference", "reference")) for actor in actors) else None


def _communication(resource: Json, who: Who) -> type[Resource] | None:
    if who.role == "patient":
        is_mine = who.is_me(at(resource, "subject", "reference")) or who.is_me(
            at(resource, "sender", "reference")
        )
    else:
        is_mine = any(who.is_me(to.get("reference")) for to in each(resource, "recipient"))
    if not is_mine:
        return None
    if is_alert(resource):  # what the patient sent themselves is not about them by that alone
        is_told = who.role == "practitioner" or who.is_me(at(resource, "subject", "reference"))
        return Alert if is_told else None
    return StepUpdate if is_step_update(resource) else notice_of(resource)


def _plan_definition(resource: Json, who: Who) -> type[Resource] | None:
    """By what it lists. A table of who is told stays one when its signature goes: then it is out of force."""
    if is_routing_table(resource):
        return RoutingTable
    if is_safety_outline(resource):
        return SafetyOutline
    if is_intake_set(resource):
        return IntakeSet
    return StepGuide if is_step_guide(resource) else Protocol


def _response(resource: Json, who: Who) -> type[Resource] | None:
    return Response if _is_about(resource, who) else None


def _document(resource: Json, who: Who) -> type[Resource] | None:
    return AnswerPhoto if is_answer_photo(resource) and _is_about(resource, who) else None


def _observation(resource: Json, who: Who) -> type[Resource] | None:
    return Measured if is_survey(resource) and _is_about(resource, who) else None


def _task(resource: Json, who: Who) -> type[Resource] | None:
    is_mine = who.role == "practitioner" or who.is_me(at(resource, "for", "reference"))
    return StepTask if is_mine and is_step(resource) else None


def _audit(resource: Json, who: Who) -> type[Resource] | None:
    """What was read of this patient. A server that does not filter shows who read what of others too."""
    read = (at(one, "what", "reference") for one in each(resource, "entity"))
    return AccessEntry if who.role == "patient" and any(map(who.is_me, read)) else None


def _is_about(resource: Json, who: Who) -> bool:
    """For a patient: only their own. A practitioner is shown by the server what they may see."""
    return who.role == "practitioner" or who.is_me(at(resource, "subject", "reference"))


_RULES: Mapping[str, Callable[[Json, Who], type[Resource] | None]] = {
    "Patient": _patient,
    "CareTeam": _team,
    "CarePlan": _course,
    "Appointment": _session,
    "Goal": _goal,
    "Consent": _consent,
    "Communication": _communication,
    "AuditEvent": _audit,
    "Organization": lambda resource, who: Clinic,
    "HealthcareService": lambda resource, who: ClinicService,
    "Practitioner": lambda resource, who: Practitioner,
    "PlanDefinition": _plan_definition,
    "Questionnaire": lambda resource, who: FormDefinition,
    "QuestionnaireResponse": _response,
    "DocumentReference": _document,
    "Observation": _observation,
    "Task": _task,
}
