"""An insurer's approval beforehand, as the clinic records how far it is: which state may follow which, and who records it.

It is a Task of code `prior-authorization`, one for each approval, a renewal one of its own that is part of the one it renews. Its
steps (`approval-step`) only grow by what the table allows, or lose the last of them again; the last is where it stands.

- The coordinator of the patient's team records it. The patient reads it, and adds the papers that are asked of them: documents
  of category `approval-paper`, of their own, which the coordinator reads.
- Therapist, prescriber and guests see neither the one nor the other, nor what insurers answered.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from api_client.sandbox import dates
from api_client.sandbox.exact import Json
from api_client.sandbox.given import CARE, Condition
from api_client.sandbox.outcome import Refusal
from api_client.sandbox.relations import is_of_category, links

APPROVAL, PAPER = "prior-authorization", "approval-paper"
STATES = "https://lantern.example/fhir/CodeSystem/approval-state"
INSURERS = frozenset({"Coverage", "ClaimResponse", "CoverageEligibilityResponse"})
"""What the clinic keeps of a patient's insurance and of what insurers answered. The request itself (Claim), with its diagnoses, is the
patient's to read and nobody else's at the counter."""
_STEP = "https://lantern.example/fhir/StructureDefinition/approval-step"

FOLLOWS: Mapping[str, tuple[str, ...]] = {
    "unknown": ("benefit-check",),
    "benefit-check": ("not-required", "docs-needed", "submitted"),
    "not-required": (),
    "docs-needed": ("docs-needed", "submitted"),
    "submitted": ("pended", "info-requested", "approved", "denied"),
    "pended": ("info-requested", "approved", "denied"),
    "info-requested": ("info-requested", "pended", "approved", "denied"),
    "approved": ("expiring", "expired"),
    "expiring": ("expired",),
    "expired": (),
    "denied": ("p2p", "appeal-1"),
    "p2p": ("appeal-1", "overturned", "upheld"),
    "appeal-1": ("appeal-2", "external", "overturned", "upheld"),
    "appeal-2": ("external", "overturned", "upheld"),
    "external": ("overturned", "upheld"),
    "overturned": ("expiring", "expired"),
    "upheld": (),
}
BEGINS = ("unknown", "benefit-check")
GRANTS = ("approved", "overturned")

NO_APPROVAL: Condition = (
    "NOT EXISTS (SELECT 1 FROM term s WHERE s.key = 'Task.code' AND s.system = ? AND s.code = ? AND s.pk = c.pk)",
    (CARE, APPROVAL),
)
IS_PAPER: Condition = (
    "EXISTS (SELECT 1 FROM term s WHERE s.key = 'DocumentReference.category' AND s.system = ? AND s.code = ? AND s.pk = c.pk)",
    (CARE, PAPER),
)


def is_approval(resource: Json) -> bool:
    """Whether a Task is one of these."""
    return resource.get("resourceType") == "Task" and _has_code(resource.get("code"), CARE, APPROVAL)


def is_paper(resource: Json) -> bool:
    """Whether a document is one that was asked for an approval."""
    return resource.get("resourceType") == "DocumentReference" and is_of_category(resource, PAPER)


def check_begun(role: str, approval: Json, base: str) -> None:
    """Raises Refusal unless this may be a new approval."""
    _check_coordinator(role)
    states = _states(approval)
    if len(states) != 1 or states[0] not in BEGINS:
        raise Refusal(
            422, "An approval begins at its beginning.", code="business-rule", where=("Task.extension",)
        )
    _check_whole(approval, states, base)


def check_recorded(role: str, old: Json, new: Json, base: str) -> None:
    """Raises Refusal unless the table allows this step, or the last one is taken back or put right."""
    _check_coordinator(role)
    if not (is_approval(old) and is_approval(new)):
        raise Refusal(403, "An approval stays one, and nothing else becomes one.", where=("Task.code",))
    for name in ("partOf", "authoredOn", "for"):
        if old.get(name) != new.get(name):
            raise Refusal(403, "Whose approval it is, since when, stays so.", where=(f"Task.{name}",))
    before, after = _states(old), _states(new)
    is_step = (
        len(after) == len(before) + 1
        and after[:-1] == before
        and (not before or after[-1] in FOLLOWS.get(before[-1], ()))
    )
    is_back = len(before) > 1 and after == before[:-1]
    if not (is_step or is_back or after == before):
        raise Refusal(
            422, "This state does not follow the one before.", code="business-rule", where=("Task.extension",)
        )
    kept = min(len(before), len(after)) - (after == before)
    if _steps(old) and _steps(old)[:kept] != _steps(new)[:kept]:
        raise Refusal(403, "What was recorded before stays as it was.", where=("Task.extension",))
    _check_whole(new, after, base)


def _check_coordinator(role: str) -> None:
    if role != "coordinator":
        raise Refusal(403, "An approval is recorded by the coordinator.", where=("Task.code",))


def _check_whole(approval: Json, states: list[str], base: str) -> None:
    """That it says of itself where it stands, whose it is, and nothing that no approval has."""
    if len(links(approval, "for", base)) != 1 or not states:
        raise Refusal(422, "An approval is of one patient.", where=("Task.for",))
    if not _has_code(approval.get("businessStatus"), STATES, states[-1]) or states[-1] not in FOLLOWS:
        raise Refusal(422, "Its state is that of its last step.", where=("Task.businessStatus",))
    outputs = _each(approval.get("output"))
    is_granted = states[-1] in (*GRANTS, "expiring", "expired")
    if outputs and not is_granted:
        raise Refusal(422, "Only what was approved has a number, units and dates.", where=("Task.output",))
    for one in map(_object, outputs):
        units, period = one.get("valueInteger"), _object(one.get("valuePeriod"))
        if units is not None and (not isinstance(units, int) or isinstance(units, bool) or units < 1):
            raise Refusal(422, "At least one session is approved.", where=("Task.output",))
        if period and not _is_in_order(period):
            raise Refusal(422, "An approval ends after it begins.", where=("Task.output",))


def _is_in_order(period: Json) -> bool:
    try:
        begins = dates.span(str(period["start"]))[0] if period.get("start") else None
        ends = dates.span(str(period["end"]))[1] if period.get("end") else None
    except ValueError:
        return False
    return begins is None or ends is None or begins <= ends


def _states(approval: Json) -> list[str]:
    """In order; of a record that keeps no steps, the one state it stands in."""
    found: list[str] = []
    if not _steps(approval):
        codings = _each(_object(approval.get("businessStatus")).get("coding"))
        return [str(_object(one).get("code")) for one in codings][:1]
    for step in _steps(approval):
        codes = [
            one.get("valueCode")
            for one in map(_object, _each(step.get("extension")))
            if one.get("url") == "state"
        ]
        found.append(str(codes[0]) if len(codes) == 1 else "")
    return found


def _steps(approval: Json) -> list[Json]:
    return [one for one in map(_object, _each(approval.get("extension"))) if one.get("url") == _STEP]


def _has_code(concept: Any, system: str, code: str) -> bool:
    codings = map(_object, _each(_object(concept).get("coding")))
    return any((one.get("system"), one.get("code")) == (system, code) for one in codings)


def _object(value: Any) -> Json:
    return cast("Json", value) if isinstance(value, dict) else {}


def _each(value: Any) -> list[Any]:
    return cast("list[Any]", value) if isinstance(value, list) else []
