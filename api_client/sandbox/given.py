"""What a patient gave to the clinic itself: finished intake forms, finished measures and their totals.

Which forms those are, the clinic says when it publishes them (`Questionnaire.useContext`, workflow `intake` or
`measure`). It must never open a form still being filled in, nor anything answered on another form, such as a journal.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

from api_client.sandbox.exact import Json
from api_client.sandbox.ownwords import SAFETY_PLAN
from api_client.sandbox.papers import SEALED_COPY

CARE = "https://lantern.example/fhir/CodeSystem/care"
SIGNED = "https://lantern.example/fhir/StructureDefinition/signed-by"
ALERT_ROWS = ("alert-rule", "https://lantern.example/fhir/StructureDefinition/alert-rule")
KINDS = ("intake", "measure")
MEASURES = "measures"
"""The code a consent's provision names, and the tie it makes."""

Condition = tuple[str, tuple[Any, ...]]

_TEAM = "c.patient IN (SELECT patient FROM relation WHERE tie = 'team' AND who = ? AND lo <= ? AND hi >= ?)"
_AGREED = (
    "c.patient IN (SELECT patient FROM relation WHERE tie = 'measures' AND who = ? AND lo <= ? AND hi >= ?)"
)
_RESPONSE = (
    "EXISTS (SELECT 1 FROM term s WHERE s.key = 'QuestionnaireResponse.status'"
    " AND s.code IN ('completed', 'amended') AND s.pk = c.pk)"
)
_OBSERVATION = (
    "EXISTS (SELECT 1 FROM term s WHERE s.key = 'Observation.status'"
    " AND s.code IN ('final', 'amended', 'corrected') AND s.pk = c.pk)"
    " AND EXISTS (SELECT 1 FROM term s WHERE s.key = 'Observation.category' AND s.code = 'survey' AND s.pk = c.pk)"
)
_FORM = (
    "c.pk IN (SELECT a.pk FROM term k JOIN term q ON q.key = 'Questionnaire.url' AND q.pk = k.pk"
    " JOIN term a ON a.key = 'QuestionnaireResponse.questionnaire' AND a.code = q.code"
    " WHERE k.key = 'Questionnaire.context' AND k.system = ? AND k.code = ?)"
)


def given(
    role: str, who: str, type_: str, now: int, agreed: Mapping[str, Condition] | None = None
) -> Condition:
    """Which QuestionnaireResponses or Observations somebody at the clinic reads because they were given to it. `agreed`: of each
    kind, which ones agreements leave open to them.

    The prescriber: intake and measures of patients whose team has them now. The therapist: measures, while both the
    team and a consent of the patient's have them now. The coordinator books and follows; no answer is theirs to read.
    """
    is_prescriber = role == "prescriber"
    if not is_prescriber and role != "therapist":
        return "0", ()
    people, values = (
        (_TEAM, (who, now, now)) if is_prescriber else (f"{_TEAM} AND {_AGREED}", (who, now, now) * 2)
    )
    kinds = ("measure",) if type_ == "Observation" or not is_prescriber else KINDS
    each = [_of_kind(kind, type_, (agreed or {}).get(kind, ("1", ()))) for kind in kinds]
    some = " OR ".join(condition for condition, _ in each)
    return f"({people} AND ({some}))", (*values, *(value for _, found in each for value in found))


def _of_kind(kind: str, type_: str, agreed: Condition) -> Condition:
    if type_ == "Observation":
        return f"({_OBSERVATION} AND {agreed[0]})", agreed[1]
    return f"({_RESPONSE} AND {_FORM} AND {agreed[0]})", (CARE, kind, *agreed[1])


_NO_SAFETY_PLAN = (
    "NOT EXISTS (SELECT 1 FROM term s WHERE s.key = 'CarePlan.category' AND s.code = ? AND s.pk = c.pk)"
    " AND NOT EXISTS (SELECT 1 FROM version s WHERE s.type = c.type AND s.id = c.id AND instr(s.text, ?) > 0)"
)


def no_safety_plan() -> Condition:
    """Which CarePlans never were a safety plan, deleted ones and earlier versions too: what was one stays closed."""
    code = SAFETY_PLAN[1]
    return f"({_NO_SAFETY_PLAN})", (code, code)


_NO_SEALED_COPY = (
    "NOT EXISTS (SELECT 1 FROM term s WHERE s.key = 'DocumentReference.category' AND s.code = ? AND s.pk = c.pk)"
    " AND NOT EXISTS (SELECT 1 FROM version s WHERE s.type = c.type AND s.id = c.id AND instr(s.text, ?) > 0)"
)


def no_sealed_copy() -> Condition:
    """Which documents never were part of a copy that a patient keeps sealed for themselves."""
    return f"({_NO_SEALED_COPY})", (SEALED_COPY, f'"{SEALED_COPY}"')


def is_the_clinics_word(resource: Json) -> bool:
    """Whether it decides what is given, what is agreed to, who is told or whom people call: a form of these kinds or an agreement, a
    table that was signed or has rows of who is told, or the clinic's own name and numbers."""
    return (
        resource.get("resourceType") == "Organization"
        or any(mark.get("url") == SIGNED for mark in _objects(resource.get("extension")))
        or any(text in ALERT_ROWS for text in _texts(resource.get("action")))
        or any(code in (*KINDS, "agreement") for code in _texts(resource.get("useContext")))
    )


def _texts(value: Any) -> Iterator[str]:
    """Every text in it, however it is put: the index finds a code where FHIR has none, and so must this."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        inside = cast("Json", value).values() if isinstance(value, dict) else cast("list[Any]", value)
        for one in inside:
            yield from _texts(one)


def _objects(value: Any) -> list[Json]:
    """One object counts as a list of it: what is wrongly put is refused no less."""
    each = cast("list[Any]", value if isinstance(value, list) else [value])
    return [cast("Json", one) for one in each if isinstance(one, dict)]
