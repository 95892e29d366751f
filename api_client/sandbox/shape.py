"""The little a clinic must be able to rely on in what it is sent: the right type, the elements R4 requires, known codes.

Not a validator: unknown elements are kept and never complained about. It must never change a resource.
"""

from __future__ import annotations

import re
from typing import Any

from api_client.sandbox.exact import Document, Json
from api_client.sandbox.outcome import Refusal
from api_client.sandbox.searchparams import PARAMS

ID = re.compile(r"[A-Za-z0-9\-.]{1,64}", re.ASCII)

REQUIRED: dict[str, tuple[str, ...]] = {
    "Appointment": ("status", "participant"),
    "AppointmentResponse": ("appointment", "participantStatus"),
    "CarePlan": ("status", "intent", "subject"),
    "Communication": ("status",),
    "Composition": ("status", "type", "date", "author", "title"),
    "Consent": ("status", "scope", "category"),
    "DocumentReference": ("status", "content"),
    "Goal": ("lifecycleStatus", "description", "subject"),
    "Observation": ("status", "code"),
    "PlanDefinition": ("status",),
    "Provenance": ("target", "recorded", "agent"),
    "Questionnaire": ("status",),
    "QuestionnaireResponse": ("status",),
    "Task": ("status", "intent"),
}

CODES: dict[str, dict[str, frozenset[str]]] = {
    "Goal": {
        "lifecycleStatus": frozenset(
            [
                "proposed",
                "planned",
                "accepted",
                "active",
                "on-hold",
                "completed",
                "cancelled",
                "entered-in-error",
                "rejected",
            ]
        )
    },
    "Consent": {
        "status": frozenset(["draft", "proposed", "active", "rejected", "inactive", "entered-in-error"])
    },
    "Communication": {
        "status": frozenset(
            [
                "preparation",
                "in-progress",
                "not-done",
                "on-hold",
                "stopped",
                "completed",
                "entered-in-error",
                "unknown",
            ]
        )
    },
    "QuestionnaireResponse": {
        "status": frozenset(["in-progress", "completed", "amended", "entered-in-error", "stopped"])
    },
    "Appointment": {
        "status": frozenset(
            [
                "proposed",
                "pending",
                "booked",
                "arrived",
                "fulfilled",
                "cancelled",
                "noshow",
                "entered-in-error",
                "checked-in",
                "waitlist",
            ]
        )
    },
    "DocumentReference": {"status": frozenset(["current", "superseded", "entered-in-error"])},
}

LISTS: dict[str, tuple[str, ...]] = {
    "Appointment": ("identifier", "participant"),
    "CarePlan": ("identifier", "category", "activity"),
    "CareTeam": ("identifier", "participant"),
    "Communication": ("identifier", "category", "recipient", "about", "payload", "partOf"),
    "Consent": ("identifier", "category", "performer"),
    "DocumentReference": ("identifier", "category", "author", "content"),
    "Goal": ("identifier", "category", "target", "note"),
    "Observation": ("identifier", "category", "performer"),
    "Provenance": ("target", "agent"),
    "QuestionnaireResponse": ("item",),
}


def check(document: Document, type_: str | None = None) -> Json:
    """The parsed resource, if it may be kept. `type_`: what the address said. Raises Refusal."""
    resource = document.value
    named = resource.get("resourceType")
    if not isinstance(named, str):
        raise Refusal(400, "The body has no resourceType.", code="structure", where=("resourceType",))
    if named not in PARAMS:
        raise Refusal(404, "This clinic keeps no resources of that type.", code="not-supported")
    if type_ is not None and named != type_:
        raise Refusal(400, f"The body is not a {type_}.", code="invalid", where=("resourceType",))
    _check_own(resource, named)
    missing = [name for name in REQUIRED.get(named, ()) if not _is_there(resource.get(name))]
    if missing:
        where = tuple(f"{named}.{name}" for name in missing)
        raise Refusal(422, "A required element is missing.", code="required", where=where)
    for name, codes in CODES.get(named, {}).items():
        code = resource.get(name)
        if not isinstance(code, str) or code not in codes:
            raise Refusal(422, "Not a code of FHIR's list.", code="code-invalid", where=(f"{named}.{name}",))
    return resource


def _check_own(resource: Json, named: str) -> None:
    """id, meta and the lists every resource of ours has."""
    id_ = resource.get("id")
    if id_ is not None and not is_id(id_):
        raise Refusal(400, "Not a FHIR id.", code="value", where=(f"{named}.id",))
    meta: Any = resource.get("meta")
    if meta is not None and not isinstance(meta, dict):
        raise Refusal(422, "meta is not an object.", code="structure", where=(f"{named}.meta",))
    for name in LISTS.get(named, ()):
        value = resource.get(name)
        if value is not None and (not isinstance(value, list) or not value):
            raise Refusal(
                422, "This element is a list that is not empty.", code="structure", where=(f"{named}.{name}",)
            )


def is_id(value: object) -> bool:
    """FHIR's id: 1 to 64 letters, digits, `-` and `.`."""
    return isinstance(value, str) and ID.fullmatch(value) is not None


def _is_there(value: object) -> bool:
    return value not in (None, "", [], {})
