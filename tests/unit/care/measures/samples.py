"""Answers to the clinic's real measures, and totals as its server keeps them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from mobile.care.forms import FormDefinition, Response
from mobile.care.measures import Measured
from mobile.care.questionnaire import Filling, Form
from tests.unit.care.questionnaire.asking import all_nodes
from tests.unit.care.samples import NOW, PATIENT


def filled(form: FormDefinition, scores: list[int | None]) -> Filling:
    """Filled by the real engine: the option of that score, or number, for each scored question; None is passed over."""
    filling = Filling.begin(Form.of(form.text))
    questions = [node for node in filling.walk() if node.item.is_question and not node.is_read_only]
    for node, score in zip(questions, scores, strict=False):
        if score is not None:
            options = [one for one in node.item.options if one.ordinal == score]
            value: Any = options[0].value if options else score
            filling.answer(node.id, bool(score) if node.item.type == "boolean" else value)
    return filling


def answered(
    form: FormDefinition, scores: list[int | None], at: datetime = NOW, id: str = "r1"
) -> tuple[Response, Any]:
    """The finished response, and the total the engine worked out."""
    filling = filled(form, scores)
    response = Response.begin(id, form, PATIENT, at).draft_of(filling.draft(), at)
    totals = [
        node.value
        for node in all_nodes(filling)
        if node.item.read_only and node.item.type in ("integer", "decimal")
    ]
    return response.submit(filling.submission(), at + timedelta(minutes=1)), next(iter(totals), None)


def observed(
    days: int, total: int | None, *, code: str = "44261-6", id: str | None = None, **more: Any
) -> Measured:
    """A total as a server holds it; `days` before NOW."""
    value = {"valueInteger": total} if total is not None else {}
    return Measured.from_resource(
        {
            "resourceType": "Observation",
            "id": id or f"o{days}",
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
            "code": {"coding": [{"system": "http://loinc.org", "code": code}]},
            "subject": {"reference": PATIENT},
            "effectiveDateTime": (NOW - timedelta(days=days)).isoformat(),
            "derivedFrom": [{"reference": f"QuestionnaireResponse/q{days}"}],
            **value,
            **more,
        }
    )
