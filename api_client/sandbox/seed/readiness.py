"""Where each sample person stands before a session: Tasks, and the same said in the plan for servers without Task.

The steps' words are the clinic's data (`PlanDefinition/readiness`); here stands only whose turn it is, and since when.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from api_client.sandbox.exact import Json
from api_client.sandbox.reviewing import REVIEWED
from api_client.sandbox.seed.published import canonical, form, plan
from api_client.sandbox.seed.records import CARE, EXTENSION, Chart

Turn = Literal["patient", "clinic", "third-party"]
_SDC = "http://hl7.org/fhir/uv/sdc/CodeSystem/temp"
_TRANSLATION = "http://hl7.org/fhir/StructureDefinition/translation"
_TEXTS = ("turn-role", "next", "usual-time", "nudge")
_AS_ACTIVITY = {"requested": "not-started", "on-hold": "on-hold", "cancelled": "cancelled"}


@dataclass(frozen=True)
class Step:
    """One step as it stands. `turn`: if not the step's own; `is_so`: what is so now, in English and Spanish."""

    name: str
    status: str
    since: int
    turn: Turn | None = None
    is_so: tuple[str, str] | None = None
    due: int | None = None


@dataclass(frozen=True)
class Form:
    """One form as it stands; `answered` is the reference of its response, `reviewed` the day the clinic looked at it."""

    name: str
    status: str
    since: int
    answered: str | None = None
    reviewed: int | None = None


def track_forms(track: str) -> list[str]:
    """The ids of the forms a track asks for, in order."""
    return [action["id"] for action in plan(f"intake-{track}")["action"]]


def readiness(chart: Chart, made: int, forms: Iterable[Form], steps: Sequence[Step]) -> list[Json]:
    """Adds the Tasks; answers with the plan's activities that say the same."""
    tasks = [_form_task(chart, made, one) for one in forms]
    tasks += [_step_task(chart, made, one) for one in steps]
    for order, task in enumerate(tasks, 1):
        task["extension"].append({"url": f"{EXTENSION}/order", "valueInteger": order})
        at = max(made, int(task.pop("_since")))
        chart.add(at, "12:10", task)
    return [_activity(task) for task in tasks]


def _task(chart: Chart, name: str, made: int, since: int, status: str) -> Json:
    return {
        "_since": since,
        "resourceType": "Task",
        "id": f"{chart.id}-{name}",
        "extension": [],
        "status": status,
        "intent": "order",
        "for": {"reference": chart.me},
        "authoredOn": chart.days.utc(made, "12:00"),
        "lastModified": chart.days.utc(max(made, since), "12:10"),
        "requester": {"reference": "Organization/clinic"},
    }


def _form_task(chart: Chart, made: int, one: Form) -> Json:
    definition = form(one.name)
    since = one.since if one.reviewed is None else one.reviewed
    task = _task(chart, f"form-{one.name}", made, since, one.status)
    turn = "clinic" if one.status == "completed" else "patient"
    task["extension"] = [
        {"url": f"{EXTENSION}/turn", "valueCode": turn},
        {"url": f"{EXTENSION}/since", "valueDateTime": task["lastModified"]},
    ]
    task["code"] = {"coding": [{"system": _SDC, "code": "complete-questionnaire"}]}
    task["description"] = definition["title"]
    if "_title" in definition:
        task["_description"] = definition["_title"]
    task["owner"] = {"reference": chart.me}
    task["input"] = [
        {
            "type": {"coding": [{"system": _SDC, "code": "questionnaire"}]},
            "valueCanonical": canonical(one.name),
        }
    ]
    if one.answered is not None:
        kind = {"coding": [{"system": _SDC, "code": "questionnaire-response"}]}
        task["output"] = [{"type": kind, "valueReference": {"reference": one.answered}}]
    if one.reviewed is not None:
        task["businessStatus"] = REVIEWED
    return task


def _step_task(chart: Chart, made: int, one: Step) -> Json:
    action = next(action for action in plan("readiness")["action"] if action["id"] == one.name)
    stated = {mark["url"].rpartition("/")[2]: mark for mark in action["extension"]}
    task = _task(chart, f"step-{one.name}", made, one.since, one.status)
    turn = one.turn or stated["turn"]["valueCode"]
    task["extension"] = [
        {"url": f"{EXTENSION}/turn", "valueCode": turn},
        {"url": f"{EXTENSION}/since", "valueDateTime": task["lastModified"]},
        *(stated[name] for name in _TEXTS if name != "turn-role" or one.turn is None),
    ]
    if one.due is not None:
        task["extension"].append({"url": f"{EXTENSION}/answer-by", "valueDate": chart.days.date(one.due)})
    task["code"] = {"coding": [{"system": CARE, "code": f"readiness-{one.name}"}]}
    task["description"] = action["title"]
    if "_title" in action:
        task["_description"] = action["_title"]
    owner = chart.me if turn == "patient" else "Organization/clinic"
    task["owner"] = {"reference": owner}
    if one.is_so is not None:
        english, spanish = one.is_so
        task["businessStatus"] = {"text": english, "_text": _translated(spanish)}
    return task


def _translated(spanish: str) -> Json:
    parts = [{"url": "lang", "valueCode": "es"}, {"url": "content", "valueString": spanish}]
    return {"extension": [{"url": _TRANSLATION, "extension": parts}]}


def _activity(task: Json) -> Json:
    """A Task as an activity of the plan."""
    status = task["status"]
    detail: Json = {
        "extension": list(task["extension"]),
        "kind": "Task",
        "code": {**task["code"], "text": task["description"]},
        "status": _AS_ACTIVITY.get(status, status),
        "description": task["description"],
    }
    if "_description" in task:
        detail["_description"] = task["_description"]
    if "input" in task:
        detail["instantiatesCanonical"] = [one["valueCanonical"] for one in task["input"]]
    if "businessStatus" in task:
        detail["statusReason"] = task["businessStatus"]
    return {"detail": detail}
