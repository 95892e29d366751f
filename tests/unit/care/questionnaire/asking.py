"""Small forms for the tests, written as short as may be."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from mobile.care.questionnaire import Filling, Form, Launch
from mobile.care.questionnaire.node import Node, view
from mobile.care.resource import compose

SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-"
CORE = "http://hl7.org/fhir/StructureDefinition/"
OWN = "https://lantern.example/fhir/StructureDefinition/"
SYSTEM = "https://forms.example/codes"
NOW = datetime(2026, 5, 6, 9, 30, tzinfo=UTC)
LAUNCH = Launch(now=NOW)


def item(link_id: str, type: str = "string", *items: dict[str, Any], **more: Any) -> dict[str, Any]:
    """An item; `extension` may be given as a list."""
    made = {"linkId": link_id, "type": type, "text": f"Text of {link_id}", **more}
    if items:
        made["item"] = list(items)
    return made


def source(*items: dict[str, Any], **more: Any) -> str:
    """A Questionnaire's JSON text."""
    url = "https://forms.example/Questionnaire/q"
    return compose(
        {
            "resourceType": "Questionnaire",
            "url": url,
            "version": "1",
            "status": "active",
            **more,
            "item": list(items),
        }
    )


def form(*items: dict[str, Any], language: str = "en", **more: Any) -> Form:
    return Form.of(source(*items, **more), language)


def begun(*items: dict[str, Any], launch: Launch = LAUNCH, **more: Any) -> Filling:
    return Filling.begin(form(*items, **more), launch)


def resumed(filling: Filling, response: dict[str, Any] | None = None) -> Filling:
    """Taken up from its own draft, or from this response."""
    return Filling.resume(filling.form, compose(response or filling.draft()), LAUNCH)


def response(*items: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"resourceType": "QuestionnaireResponse", "status": "in-progress", **more, "item": list(items)}


def expression(url: str, text: str, language: str = "text/fhirpath", **more: Any) -> dict[str, Any]:
    return {"url": url, "valueExpression": {"language": language, "expression": text, **more}}


def calculated(text: str) -> list[dict[str, Any]]:
    return [expression(SDC + "calculatedExpression", text)]


def variable(name: str, text: str) -> dict[str, Any]:
    return expression(CORE + "variable", text, name=name)


def when(question: str, operator: str, **answer: Any) -> dict[str, Any]:
    return {"question": question, "operator": operator, **answer}


def value_of(link_id: str) -> str:
    """The path to a question's answers, wherever it stands."""
    return f"%resource.descendants().where(linkId = '{link_id}').answer.value"


def option(code: str, display: str = "", score: float | None = None, **more: Any) -> dict[str, Any]:
    made: dict[str, Any] = {
        "valueCoding": {"system": SYSTEM, "code": code, "display": display or code},
        **more,
    }
    if score is not None:
        made["extension"] = [
            {"url": CORE + "ordinalValue", "valueDecimal": score},
            *more.get("extension", []),
        ]
    return made


def control(code: str) -> dict[str, Any]:
    coding = {"system": "http://hl7.org/fhir/questionnaire-item-control", "code": code}
    return {"url": CORE + "questionnaire-itemControl", "valueCodeableConcept": {"coding": [coding]}}


def translated(language: str, words: str) -> dict[str, Any]:
    parts = [{"url": "lang", "valueCode": language}, {"url": "content", "valueString": words}]
    return {"extension": [{"url": CORE + "translation", "extension": parts}]}


def codes(filling: Filling) -> list[str]:
    return [found.code for found in filling.problems()]


def visible(filling: Filling) -> list[str]:
    return [node.id for node in filling.walk()]


def as_json(value: Any) -> Any:
    """What a server would get."""
    return json.loads(compose(value))


def all_nodes(filling: Filling) -> tuple[Node, ...]:
    """What a filling holds, hidden and disabled items too."""
    return tuple(view(place, is_whole=True) for place in filling._tree.root.places())
