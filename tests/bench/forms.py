"""Forms: loading, and what one answer costs, beside reading every expression again with bare fhirpathpy.

The peer does what a renderer without a dependency graph does at each answer: every compiled expression once, over the
whole response. Its parsing is not counted.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import fhirpathpy

from mobile.care.questionnaire import Filling, Form, Launch, Node
from mobile.care.resource import compose
from tests.bench.table import Figure, median_ms

LAUNCH = Launch(now=datetime(2026, 5, 6, 9, 0, tzinfo=UTC))
SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-"
PHQ9 = Path(__file__).parents[2] / "api_client" / "sandbox" / "content" / "measures" / "phq-9.json"
PEER = "bare fhirpathpy, all again"


def _expression(url: str, text: str) -> dict[str, Any]:
    return {"url": SDC + url, "valueExpression": {"language": "text/fhirpath", "expression": text}}


def large_form(groups: int = 30, per_group: int = 9) -> dict[str, Any]:
    """300 items, 60 expressions: in each group a sum of its numbers, and a question that shows by it; a chain of sums across groups."""
    items = []
    for group in range(groups):
        numbers: list[dict[str, Any]] = [
            {"linkId": f"g{group}q{n}", "text": f"Question {n}", "type": "integer"}
            for n in range(per_group - 2)
        ]
        ids = " or ".join(f"linkId = '{one['linkId']}'" for one in numbers[:4])
        here = f"%resource.item.where(linkId = 'g{group}').item.where({ids}).answer.value.sum()"
        before = f" + %resource.item.where(linkId = 'g{group - 1}').item.where(linkId = 'g{group - 1}sum').answer.value.sum()"
        total = {
            "linkId": f"g{group}sum",
            "type": "integer",
            "readOnly": True,
            "extension": [_expression("calculatedExpression", here + (before if group % 5 else ""))],
        }
        shown = {
            "linkId": f"g{group}more",
            "type": "text",
            "extension": [
                _expression(
                    "enableWhenExpression",
                    f"%resource.item.where(linkId = 'g{group}').item.where(linkId = 'g{group}sum').answer.value > 3",
                )
            ],
        }
        items.append({"linkId": f"g{group}", "type": "group", "item": [*numbers, total, shown]})
    return {
        "resourceType": "Questionnaire",
        "status": "active",
        "url": "https://forms.example/Questionnaire/large",
        "version": "1",
        "item": items,
    }


def heavy_form(size: int = 1_000_000) -> str:
    """A form of about this many bytes: options, conditions, two languages, an expression in every tenth question."""
    options = [
        {"valueCoding": {"system": "https://forms.example/codes", "code": f"c{n}", "display": f"Choice {n}"}}
        for n in range(8)
    ]
    items: list[dict[str, Any]] = []
    length, number = 0, 0
    while length < size:
        item: dict[str, Any] = {
            "linkId": f"q{number}",
            "type": "choice",
            "text": "How often did this trouble you?",
            "_text": {
                "extension": [
                    {
                        "url": "http://hl7.org/fhir/StructureDefinition/translation",
                        "extension": [
                            {"url": "lang", "valueCode": "es"},
                            {"url": "content", "valueString": "¿Con qué frecuencia?"},
                        ],
                    }
                ]
            },
            "answerOption": options,
        }
        if number:
            item["enableWhen"] = [{"question": f"q{number - 1}", "operator": "exists", "answerBoolean": True}]
        if number % 10 == 9:
            path = f"%resource.item.where(linkId = 'q{number - 9}').answer.exists()"
            del item["enableWhen"]
            item["extension"] = [_expression("enableWhenExpression", path)]
        items.append(item)
        length += len(json.dumps(item))
        number += 1
    return json.dumps({"resourceType": "Questionnaire", "status": "active", "item": items})


def expressions_of(form: Form) -> list[str]:
    found = []
    for item in form.walk():
        for one in (item.expressions.calculated, item.expressions.enable):
            if one is not None:
                found.append(one.text)
    return found


def all_again(form: Form, filling: Filling) -> Callable[[], None]:
    """The peer: every expression over the response as it stands."""
    compiled = [fhirpathpy.compile(text) for text in expressions_of(form)]
    response = json.loads(compose(filling.draft()))

    def read() -> None:
        for path in compiled:
            try:
                path(response, {"resource": response, "context": response, "questionnaire": form.source})
            except Exception:
                continue  # fhirpathpy raises where FHIRPath says nothing; its time counts all the same

    return read


def answering(filling: Filling, nodes: list[Node], values: Callable[[int, Node], Any]) -> Callable[[], None]:
    turn = iter(range(10**9))

    def answer() -> None:
        n = next(turn)
        node = nodes[n % len(nodes)]
        filling.answer(node.id, values(n, node))

    return answer


def figures() -> list[Figure]:
    return [large(), phq9(), *loading()]


def large() -> Figure:
    form = Form.of(json.dumps(large_form()))
    assert len(list(form.walk())) == 300
    assert len(expressions_of(form)) == 60
    filling = Filling.begin(form, LAUNCH)
    numbers = [node for node in filling.walk() if node.item.type == "integer" and not node.item.is_calculated]
    for n, node in enumerate(numbers):
        filling.answer(node.id, n % 3)
    summed = [node for node in numbers if node.item.link_id[-1] in "0123"]  # each changes a chain of sums
    ours = median_ms(answering(filling, summed, lambda n, _: (n + n // len(summed)) % 4), 400)
    peer = median_ms(all_again(form, filling), 5)
    return Figure("one answer, 300 items, 60 expressions", ours, peer, "ms", "<= 50 ms", PEER)


def phq9() -> Figure:
    form = Form.of(PHQ9.read_text("utf-8"))
    filling = Filling.begin(form, LAUNCH)
    choices = [node for node in filling.walk() if node.item.type == "choice"][:9]
    for node in choices:
        filling.answer(node.id, node.options[1].value)
    ours = median_ms(answering(filling, choices, lambda n, node: node.options[n % 4].value), 200)
    peer = median_ms(all_again(form, filling), 20)
    return Figure("one answer, PHQ-9", ours, peer, "ms", "<= 10 ms", PEER)


def loading() -> list[Figure]:
    text = heavy_form()
    began = time.perf_counter()
    form = Form.of(text)
    cold = (time.perf_counter() - began) * 1000
    peer = median_ms(lambda: json.loads(text), 3)
    begin = median_ms(lambda: Filling.begin(form, LAUNCH), 3)
    return [
        Figure(
            "load a 1 MB form, expressions parsed anew", cold, peer, "ms", "<= 1000 ms", "json.loads alone"
        ),
        Figure("begin it", begin, None, "ms", "<= 1000 ms"),
    ]


if __name__ == "__main__":
    for figure in figures():
        print(figure.line())
