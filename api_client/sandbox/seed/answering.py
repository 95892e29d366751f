"""How a sample person's answers become records: a QuestionnaireResponse in the shape of its form, and its total.

A total is written only where every scored question has an answer. Every answer is invented.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from api_client.sandbox.exact import Json
from api_client.sandbox.seed.published import canonical, form
from api_client.sandbox.seed.records import EXTENSION, Chart, own_identifier

Answers = Mapping[str, Any]
"""By linkId: a bool, a number, a text, a dict (a Quantity), the code of an option, or `Withheld`. Left out: no answer."""

_ORDINAL = "http://hl7.org/fhir/StructureDefinition/ordinalValue"
_EXTRACT = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-observationExtract"


@dataclass(frozen=True)
class Withheld:
    """Asked, and left for later."""

    why: Literal["not-sure", "in-person"]


@dataclass(frozen=True)
class When:
    """The day and hour of the answers, and of their arrival where that was later."""

    offset: int
    clock: str
    arrived: tuple[int, str] | None = None


def response(
    chart: Chart,
    form_id: str,
    number: int,
    when: When,
    answers: Answers,
    *,
    status: str = "completed",
    resume_at: str | None = None,
) -> str:
    """Adds a QuestionnaireResponse; answers with its reference."""
    id_ = f"{chart.id}-{form_id}-{number}"
    resource: Json = {"resourceType": "QuestionnaireResponse", "id": id_}
    if resume_at is not None:
        resource["extension"] = [{"url": f"{EXTENSION}/resume-at", "valueString": resume_at}]
    resource |= {
        "identifier": own_identifier(f"{chart.id}/{form_id}/{number}"),
        "questionnaire": canonical(form_id),
        "status": status,
        "subject": {"reference": chart.me},
        "authored": chart.days.utc(when.offset, when.clock),
        "author": {"reference": chart.me},
        "source": {"reference": chart.me},
        "item": _items(form(form_id)["item"], answers),
    }
    chart.add(*(when.arrived or (when.offset, when.clock)), resource)
    return f"QuestionnaireResponse/{id_}"


def measured(
    chart: Chart,
    form_id: str,
    number: int,
    when: When,
    scores: Sequence[int | None],
    *,
    times: int = 1,
    difficulty: str | None = None,
) -> None:
    """A measure's response and, if every item has its score, the Observation of the total: the sum, `times` something."""
    definition = form(form_id)
    scored = definition["item"][0]["item"]
    answers: dict[str, Any] = {
        item["linkId"]: _code_of(item, score)
        for item, score in zip(scored, scores, strict=True)
        if score is not None
    }
    if difficulty is not None:
        answers[definition["item"][1]["linkId"]] = difficulty
    total = next(item for item in definition["item"] if _is_extracted(item))
    given = [score for score in scores if score is not None]
    is_whole = len(given) == len(scores)
    if is_whole:
        answers[total["linkId"]] = sum(given) * times
    source = response(chart, form_id, number, when, answers)
    if not is_whole:
        return
    chart.add(
        *(when.arrived or (when.offset, when.clock)),
        {
            "resourceType": "Observation",
            "id": f"{chart.id}-{form_id}-{number}-total",
            "identifier": [own_identifier(f"{chart.id}/{form_id}/{number}/total")],
            "status": "final",
            "category": [
                {
                    "coding": [
                        {
                            "system": "http://terminology.hl7.org/CodeSystem/observation-category",
                            "code": "survey",
                        }
                    ]
                }
            ],
            "code": {"coding": total["code"], "text": f"{definition['title']} total"},
            "subject": {"reference": chart.me},
            "effectiveDateTime": chart.days.utc(when.offset, when.clock),
            "performer": [{"reference": chart.me}],
            "valueInteger": sum(given) * times,
            "derivedFrom": [{"reference": source}],
        },
    )


def _items(items: Sequence[Json], answers: Answers) -> list[Json]:
    """The form's items that hold an answer or were withheld, in the form's shape."""
    found: list[Json] = []
    for item in items:
        link, value = item["linkId"], answers.get(item["linkId"])
        inner = _items(item.get("item", ()), answers)
        if item["type"] == "group":
            if inner:
                found.append({"linkId": link, "item": inner})
        elif isinstance(value, Withheld):
            mark = {"url": f"{EXTENSION}/answer-withheld", "valueCode": value.why}
            found.append({"extension": [mark], "linkId": link})
        elif value is not None:
            answer = _answer(item, value)
            found.append({"linkId": link, "answer": [answer | ({"item": inner} if inner else {})]})
    return found


def _answer(item: Json, value: Any) -> Json:
    kind = item["type"]
    if kind == "choice":
        return {"valueCoding": _bare(_option(item, value)["valueCoding"])}
    if kind == "quantity":
        return {"valueQuantity": value}
    name = {"boolean": "valueBoolean", "integer": "valueInteger", "date": "valueDate"}.get(
        kind, "valueString"
    )
    return {name: value}


def _option(item: Json, code: str) -> Json:
    return next(option for option in item["answerOption"] if option["valueCoding"]["code"] == code)


def _bare(coding: Json) -> Json:
    return {name: coding[name] for name in ("system", "code", "display") if name in coding}


def _code_of(item: Json, score: int) -> str:
    return next(
        option["valueCoding"]["code"]
        for option in item["answerOption"]
        if any(mark["url"] == _ORDINAL and mark["valueDecimal"] == score for mark in option["extension"])
    )


def _is_extracted(item: Json) -> bool:
    return any(mark["url"] == _EXTRACT for mark in item.get("extension", ()))
