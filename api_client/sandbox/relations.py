"""What a resource says about people: whose record it is, who cares for them, and what they let whom read.

Derived when a resource is written, so that access rules can ask one small table. Pure. It must never read more into a
resource than it says: a grant exists only where an active Consent permits a named practitioner a named record.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, cast

from api_client.sandbox import dates
from api_client.sandbox.exact import Json
from api_client.sandbox.given import CARE, MEASURES
from api_client.sandbox.outcome import Refusal
from api_client.sandbox.provisions import AGREEMENT, WITHDRAWN, governed, permitted, signature_of

Tie = Literal[
    "team",
    "grant",
    "party",
    "measures",
    "part",
    "about",
    "guest",
    "governs",
    "signed",
    "lets",
    "withdrawn",
    "called",
]
ALERT = "safety-alert"
REPLY = "reply"
INVITATION = "invite-therapist"
"""The code of a patient's invitation to somebody from outside of the clinic (`guests`)."""
JOINED = "joined-as"
RIDE = "ask-for-ride"
"""The code of a patient's question to somebody who may take them home (`rides`)."""
DAY_PAGE = "ask-for-day-page"
"""The code of a patient's question for a plain page of a day of theirs (`day_links`)."""
TEXTS = "ask-for-text-messages"
"""The code of a patient's wish to be reminded by text message (`texting`)."""
HANDED_ON = (INVITATION, RIDE, DAY_PAGE, TEXTS)

_OWNERS: dict[str, tuple[str, ...]] = {
    "RelatedPerson": ("patient",),
    "CareTeam": ("subject", "participant.member"),
    "CarePlan": ("subject",),
    "Appointment": ("participant.actor",),
    "AppointmentResponse": ("actor",),
    "Goal": ("subject", "expressedBy"),
    "Consent": ("patient", "performer"),
    "Communication": ("subject", "sender", "recipient"),
    "Composition": ("subject",),
    "CommunicationRequest": ("subject", "sender", "recipient"),
    "QuestionnaireResponse": ("subject", "author", "source"),
    "DocumentReference": ("subject", "author"),
    "ServiceRequest": ("subject",),
    "Task": ("for", "owner"),
    "Observation": ("subject", "performer"),
    "Condition": ("subject",),
    "AllergyIntolerance": ("patient",),
    "MedicationStatement": ("subject",),
    "Procedure": ("subject",),
    "Encounter": ("subject",),
    "Flag": ("subject",),
    "List": ("subject",),
    "RequestGroup": ("subject",),
    "Account": ("subject",),
    "Invoice": ("subject", "recipient"),
    "ChargeItem": ("subject",),
    # R4 names no patient in a payment: an extension does.
    "PaymentReconciliation": ("extension.valueReference",),
    "PaymentNotice": ("extension.valueReference",),
    "Coverage": ("beneficiary",),
    "Claim": ("patient",),
    "ClaimResponse": ("patient",),
    "CoverageEligibilityResponse": ("patient",),
    "Provenance": ("target", "agent.who"),
    "AuditEvent": ("entity.what",),
}


@dataclass(frozen=True, slots=True)
class Relation:
    """`who` is tied to `what` of `patient`, from `lo` to `hi` (ms since 1970, both included). Of a "part", `who` is the
    response that names `what` as the file of an answer; of an "about", the record that the reply `what` is about; of a
    "guest", who joined by the invitation `what`, which stands. Of agreements: a form "governs" `what` ("role/part"); a Consent `what`
    was "signed" to the agreement `who` at `lo`; it "lets" `who` ("": whoever is in that role) read `what`; the Consent `who` was
    "withdrawn"; of a call for help, `who` was "called" about `what`."""

    tie: Tie
    who: str
    what: str
    patient: str
    lo: int = -dates.FOREVER
    hi: int = dates.FOREVER


def owner(resource: Json, base: str) -> str | None:
    """The one patient ("Patient/rowan") whose record this is, or None. Raises Refusal(422) where two are named."""
    type_ = resource["resourceType"]
    if type_ == "Patient":
        id_ = resource.get("id")
        return f"Patient/{id_}" if id_ else None
    named = {
        name
        for path in _OWNERS.get(type_, ())
        for name in links(resource, path, base)
        if name.startswith("Patient/")
    }
    if len(named) > 1:
        raise Refusal(422, "A record belongs to one patient; this one names several.", code="business-rule")
    return next(iter(named), None)


def links(resource: Any, path: str, base: str) -> list[str]:
    """Every reference at a dotted path ("" is the value itself), as `Type/id`."""
    return list(_links(resource, path.split(".") if path else [], base))


def _links(value: Any, path: list[str], base: str) -> Iterator[str]:
    if isinstance(value, list):
        for item in cast("list[Any]", value):
            yield from _links(item, path, base)
    elif isinstance(value, dict):
        inside = cast("Json", value)
        if path:
            yield from _links(inside.get(path[0]), path[1:], base)
        elif isinstance(inside.get("reference"), str):
            yield inside["reference"].removeprefix(base + "/")


def relations(resource: Json, name: str, patient: str | None, base: str) -> list[Relation]:
    """The ties a resource called `name` ("Consent/7") of `patient` makes. What two people of the clinic wrote about nobody's
    record is theirs."""
    type_ = resource["resourceType"]
    if type_ == "Questionnaire":
        return _governs(resource)
    if patient is None:
        return _between_colleagues(resource, name, base) if type_ == "Communication" else []
    if type_ == "CareTeam":
        return _team(resource, name, patient, base)
    if type_ == "Consent":
        actors = links(resource, "provision.actor.reference", base)
        parties = [Relation("party", who, name, patient) for who in actors]
        return [
            *parties,
            *_grants(resource, actors, patient, base),
            *_agreed(resource, name, patient, base),
        ]
    if type_ == "QuestionnaireResponse":
        return [Relation("part", name, what, patient) for what in _files(resource, base)]
    if type_ == "Communication":
        people = [*links(resource, "sender", base), *links(resource, "recipient", base)]
        parties = [Relation("party", who, name, patient) for who in people if who != patient]
        about = links(resource, "about", base) if is_of_category(resource, REPLY) else []
        return [
            *parties,
            *(Relation("about", what, name, patient) for what in about),
            *_withdrawals(resource, name, patient, base),
            *_calls(resource, patient, base),
        ]
    if type_ == "Task" and is_invitation(resource):
        return _joined(resource, name, patient, base)
    return []


def _between_colleagues(resource: Json, name: str, base: str) -> list[Relation]:
    people = [*links(resource, "sender", base), *links(resource, "recipient", base)]
    return [Relation("party", who, name, "") for who in dict.fromkeys(people)]


def _governs(form: Json) -> list[Relation]:
    found = governed(form)
    return [Relation("governs", "", what, "", *found[1]) for what in found[0]] if found is not None else []


def _agreed(consent: Json, name: str, patient: str, base: str) -> list[Relation]:
    signed = signature_of(consent) if is_of_category(consent, AGREEMENT) else None
    if signed is None:
        return []
    lets = (Relation("lets", who, what, patient, lo, hi) for who, what, lo, hi in permitted(consent, base))
    return [Relation("signed", signed[0], name, patient, signed[1]), *lets]


def _withdrawals(message: Json, name: str, patient: str, base: str) -> list[Relation]:
    """Only the patient withdraws what they signed."""
    is_theirs = links(message, "sender", base) == [patient] and message.get("status") != "entered-in-error"
    if not is_theirs or not is_of_category(message, WITHDRAWN):
        return []
    return [Relation("withdrawn", what, name, patient) for what in links(message, "about", base)]


def _calls(message: Json, patient: str, base: str) -> list[Relation]:
    if not is_of_category(message, ALERT) or links(message, "sender", base) != [patient]:
        return []
    called, about = links(message, "recipient", base), links(message, "about", base)
    return [Relation("called", who, what, patient) for who in called for what in about]


def is_invitation(resource: Json) -> bool:
    """Whether a Task is a patient's invitation to somebody from outside of the clinic."""
    return _is_task_of(resource, INVITATION)


def is_ride_request(resource: Json) -> bool:
    """Whether a Task is a patient's question to somebody who may take them home."""
    return _is_task_of(resource, RIDE)


def is_handed_on(resource: Json) -> bool:
    """Whether it is between the patient and the clinic's system alone, and nobody at the clinic sees it: what it is answered with they
    hand on themselves, or it holds a number for that system alone."""
    return any(_is_task_of(resource, one) for one in HANDED_ON)


def is_day_page_request(resource: Json) -> bool:
    """Whether a Task is a patient's question for a plain page of a day."""
    return _is_task_of(resource, DAY_PAGE)


def is_text_wish(resource: Json) -> bool:
    """Whether a Task is a patient's wish to be reminded by text message."""
    return _is_task_of(resource, TEXTS)


def _is_task_of(resource: Json, code: str) -> bool:
    return resource.get("resourceType") == "Task" and any(
        coding.get("code") == code and coding.get("system") == CARE
        for coding in _codings(resource.get("code"))
    )


def _joined(invitation: Json, name: str, patient: str, base: str) -> list[Relation]:
    """Who joined by it is party to it; and the patient's guest while it stands."""
    ties: list[Relation] = []
    for one in _each(invitation.get("output")):
        if isinstance(one, dict) and JOINED in _codes(cast("Json", one).get("type")):
            for who in links(cast("Json", one), "valueReference", base):
                ties.append(Relation("party", who, name, patient))
                if invitation.get("status") == "completed":
                    ties.append(Relation("guest", who, name, patient))
    return ties


def is_of_category(resource: Json, code: str) -> bool:
    """Whether one of its categories is this code of ours."""
    return any(
        coding.get("code") == code and coding.get("system") == CARE
        for concept in _each(resource.get("category"))
        for coding in _codings(concept)
    )


def _files(response: Json, base: str) -> list[str]:
    """The documents of this clinic that answers name as their files."""
    found: dict[str, None] = {}
    waiting: list[Any] = [response.get("item")]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            inside = cast("Json", one)
            file = inside.get("valueAttachment")
            url = cast("Json", file).get("url") if isinstance(file, dict) else None
            if isinstance(url, str) and url.removeprefix(base + "/").startswith("DocumentReference/"):
                found[url.removeprefix(base + "/")] = None
            waiting += [value for name, value in inside.items() if name in ("item", "answer")]
        elif isinstance(one, list):
            waiting += cast("list[object]", one)
    return list(found)


def _team(resource: Json, name: str, patient: str, base: str) -> list[Relation]:
    if resource.get("status", "active") != "active":
        return []
    whole = _period(resource.get("period"))
    ties: list[Relation] = []
    for part in _each(resource.get("participant")):
        if isinstance(part, dict):
            lo, hi = _period(cast("Json", part).get("period"))
            ties += [
                Relation("team", who, name, patient, max(lo, whole[0]), min(hi, whole[1]))
                for who in links(cast("Json", part), "member", base)
                if who != patient
            ]
    return ties


def _grants(resource: Json, actors: list[str], patient: str, base: str) -> list[Relation]:
    provision: Any = resource.get("provision")
    if resource.get("status") != "active" or not isinstance(provision, dict):
        return []
    rule = cast("Json", provision)
    # a rule with exceptions inside it is more than this clinic can read: it opens nothing
    if rule.get("type") != "permit" or rule.get("provision"):
        return []
    if rule.get("action") and not _is_access(rule["action"]):
        return []
    lo, hi = _period(rule.get("period"))
    data = links(rule, "data.reference", base)
    ties = [Relation("grant", who, what, patient, lo, hi) for who in actors for what in data]
    if not any(rule.get(name) for name in _NARROWS) and _is_of_measures(rule.get("code")):
        ties += [Relation("measures", who, MEASURES, patient, lo, hi) for who in actors]
    return ties


_NARROWS = ("data", "dataPeriod", "class", "securityLabel")
"""Whatever says "of these only": what it leaves of the measures is not this clinic's to guess, so it opens none."""


def _is_of_measures(concepts: Any) -> bool:
    """Whether the measures as a whole are what is permitted."""
    return any(
        coding.get("code") == MEASURES and coding.get("system") == CARE
        for concept in _each(concepts)
        for coding in _codings(concept)
    )


def _is_access(actions: Any) -> bool:
    """Whether reading is among what is permitted."""
    return any(code == "access" for action in _each(actions) for code in _codes(action))


def _codes(concept: Any) -> list[Any]:
    return [coding.get("code") for coding in _codings(concept)]


def _codings(concept: Any) -> list[Json]:
    codings = _each(cast("Json", concept).get("coding")) if isinstance(concept, dict) else []
    return [cast("Json", coding) for coding in codings if isinstance(coding, dict)]


def _each(value: Any) -> list[Any]:
    return cast("list[Any]", value) if isinstance(value, list) else []


def _period(value: Any) -> tuple[int, int]:
    """A period's bounds; one that cannot be read never holds."""
    if value is None:
        return -dates.FOREVER, dates.FOREVER
    if not isinstance(value, dict):
        return 1, 0
    period = cast("Json", value)
    try:
        start, end = period.get("start"), period.get("end")
        lo = dates.span(str(start))[0] if start is not None else -dates.FOREVER
        hi = dates.span(str(end))[1] if end is not None else dates.FOREVER
    except ValueError:
        return 1, 0
    return lo, hi
