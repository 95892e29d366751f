"""The two places where a patient may change what the clinic made: how far a task has come, and the words of a safety plan.

Pure comparisons between two versions. Neither may ever let the clinic's own part be changed by the way.
"""

from __future__ import annotations

from typing import Any, cast

from api_client.sandbox.exact import Json
from api_client.sandbox.outcome import Refusal
from api_client.sandbox.receipts import check_only

SAFETY_PLAN = ("http://snomed.info/sct", "401276009")
PATIENT_WORDS = "https://lantern.example/fhir/StructureDefinition/patient-words"
TASK_PROGRESS = frozenset({"status", "output", "lastModified"})
_COMING = ("requested", "received", "accepted", "ready", "in-progress", "on-hold", "completed")
"""What a patient may say of their own task. That it failed or was called off is the clinic's to say."""
LONGEST = 4000  # characters of one step


def check_progress(old: Json, new: Json) -> None:
    """Raises Refusal(403) unless only status, output and lastModified differ, and the status is one of progress."""
    check_only(old, new, TASK_PROGRESS, "A patient may only say how far a task has come.")
    status = new.get("status")
    if status != old.get("status") and (status not in _COMING or old.get("status") not in _COMING):
        raise Refusal(403, "A patient may only say how far a task has come.", where=("Task.status",))


def is_safety_plan(plan: Json) -> bool:
    """Whether a CarePlan's category says so."""
    return any(
        (coding.get("system"), coding.get("code")) == SAFETY_PLAN
        for concept in _objects(plan.get("category"))
        for coding in _objects(concept.get("coding"))
    )


def check_words(old: Json, new: Json) -> None:
    """Raises Refusal unless only the words of the steps differ, and the marks that say whose words they are."""
    check_only(_wordless(old), _wordless(new), (), "Of a safety plan a patient may only change the words.")
    for step in _objects(new.get("activity")):
        detail = step.get("detail")
        stated = cast("Json", detail).get("description", "") if isinstance(detail, dict) else ""
        if not isinstance(stated, str) or len(stated) > LONGEST:
            raise Refusal(422, "A step's words are a text.", where=("CarePlan.activity.detail.description",))


def _wordless(plan: Json) -> Json:
    steps = plan.get("activity")
    if not isinstance(steps, list):
        return plan
    return plan | {"activity": [_wordless_step(step) for step in cast("list[Any]", steps)]}


def _wordless_step(step: Any) -> Any:
    if not isinstance(step, dict):
        return step
    detail = cast("Json", step).get("detail")
    if not isinstance(detail, dict):
        return cast("Json", step)
    plain = {name: value for name, value in cast("Json", detail).items() if name != "description"}
    marks = [mark for mark in _each(plain.pop("extension", None)) if not _is_words_mark(mark)]
    return cast("Json", step) | {"detail": plain | ({"extension": marks} if marks else {})}


def _is_words_mark(mark: Any) -> bool:
    return isinstance(mark, dict) and cast("Json", mark).get("url") == PATIENT_WORDS


def _objects(value: Any) -> list[Json]:
    return [cast("Json", one) for one in _each(value) if isinstance(one, dict)]


def _each(value: Any) -> list[Any]:
    return cast("list[Any]", value) if isinstance(value, list) else []
