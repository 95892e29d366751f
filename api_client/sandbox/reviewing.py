"""The clinic has looked at a form that was handed in: said on its Task, by the clinic's own hand.

Nothing here happens by itself. A form stays "sent" until somebody says it was looked at: a coordinator by writing the
Task, or, in a demonstration, whoever shows it by asking the sandbox to (`POST /demo/review`).
"""

from __future__ import annotations

from typing import Any, cast

from api_client.sandbox.exact import Json

CARE = "https://lantern.example/fhir/CodeSystem/care"
SINCE = "https://lantern.example/fhir/StructureDefinition/since"
REVIEWED: Json = {"coding": [{"system": CARE, "code": "reviewed", "display": "Looked at by the clinic"}]}


def reviewed(task: Json, at: str) -> Json | None:
    """The Task of a form, looked at; None for one that was not handed in, or was looked at before. `at`: an instant."""
    if not (_is_form(task) and task.get("status") == "completed") or _is_reviewed(task):
        return None
    marks = [mark for mark in _objects(task.get("extension")) if mark.get("url") != SINCE]
    marks.append({"url": SINCE, "valueDateTime": at})
    return {**task, "extension": marks, "lastModified": at, "businessStatus": REVIEWED}


def _is_form(task: Json) -> bool:
    codings = _objects(cast("Json", task.get("code") or {}).get("coding"))
    return any(one.get("code") == "complete-questionnaire" for one in codings)


def _is_reviewed(task: Json) -> bool:
    codings = _objects(cast("Json", task.get("businessStatus") or {}).get("coding"))
    return any((one.get("system"), one.get("code")) == (CARE, "reviewed") for one in codings)


def _objects(value: Any) -> list[Json]:
    listed = cast("list[Any]", value) if isinstance(value, list) else []
    return [cast("Json", one) for one in listed if isinstance(one, dict)]
