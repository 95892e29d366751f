"""Small agreements, as a clinic would write them: invented, and only as long as a test needs."""

from __future__ import annotations

from typing import Any

from mobile.care.consent.document import Agreement
from mobile.care.consent.reading import agreement_of
from mobile.care.forms import FormDefinition

X = "https://lantern.example/fhir/StructureDefinition"
CARE = "https://lantern.example/fhir/CodeSystem/care"
URL = "https://clinic.test/fhir/Questionnaire/sample"


def mark(name: str, **value: Any) -> dict[str, Any]:
    return {"url": f"{X}/{name}", **value}


def words(link: str, text: str, layer: str = "full") -> dict[str, Any]:
    return {
        "linkId": link,
        "type": "display",
        "text": text,
        "extension": [mark("reading-layer", valueCode=layer)],
    }


def a_part(link: str, *texts: str, **more: Any) -> dict[str, Any]:
    inside = [words(f"{link}-{n}", text) for n, text in enumerate(texts)]
    return {
        "linkId": link,
        "type": "group",
        "text": f"Part {link}",
        "item": [*inside, *more.pop("item", [])],
        **more,
    }


def a_question(link: str = "q1", *right: str) -> dict[str, Any]:
    options = [
        {
            "valueCoding": {"code": code, "display": code.title()},
            **(
                {"extension": [mark("right-answer", valueBoolean=True)]}
                if code in (right or ("yes",))
                else {}
            ),
        }
        for code in ("yes", "no", "not-sure")
    ]
    return {
        "linkId": link,
        "type": "choice",
        "text": "Is it so?",
        "answerOption": options,
        "extension": [
            mark("teach-back", valueBoolean=True),
            mark("right-idea", valueString="It is so."),
            mark("talking-point", valueString="That it is so"),
        ],
    }


def a_choice(link: str = "c1", *, needed: bool = False) -> dict[str, Any]:
    return {
        "linkId": link,
        "type": "boolean",
        "text": "I agree to it",
        "extension": [
            mark("needed-for-treatment", valueBoolean=needed),
            mark("if-not-chosen", valueString="Nothing changes."),
        ],
    }


def a_form(*parts: dict[str, Any], version: str = "1", **more: Any) -> dict[str, Any]:
    context = {
        "code": {"code": "workflow"},
        "valueCodeableConcept": {"coding": [{"system": CARE, "code": "agreement"}]},
    }
    return {
        "resourceType": "Questionnaire",
        "id": f"sample-{version}",
        "url": URL,
        "version": version,
        "title": "A sample",
        "status": "active",
        "useContext": [context],
        "item": list(parts),
        **more,
    }


def definition(*parts: dict[str, Any], **more: Any) -> FormDefinition:
    return FormDefinition.from_resource(a_form(*parts, **more))


def agreement(*parts: dict[str, Any], **more: Any) -> Agreement:
    return agreement_of(definition(*parts, **more))
