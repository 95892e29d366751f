"""Forms drawn by chance, and people who fill them in."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from mobile.care.questionnaire import Coding, Filling, Form, Launch, Node
from mobile.care.resource import compose
from tests.unit.care.questionnaire.asking import all_nodes

RUNS = int(os.environ.get("LANTERN_FORMS", "60"))
LAUNCH = Launch(now=datetime(2026, 5, 6, 9, 0, tzinfo=UTC))
SYSTEM = "https://forms.example/codes"
OPTIONS = [{"valueCoding": {"system": SYSTEM, "code": code, "display": code.upper()}} for code in "abc"]
SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-"
TYPES = ["boolean", "integer", "choice", "string", "date", "group", "group", "display"]
tried = settings(
    max_examples=RUNS,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

# --- forms ---


@st.composite
def forms(draw: st.DrawFn) -> dict[str, Any]:
    """A form whose conditions and sums look back only."""
    earlier: list[dict[str, Any]] = []
    count = iter(range(1000))

    def items(depth: int, above: tuple[str, ...]) -> list[dict[str, Any]]:
        made = []
        for _ in range(draw(st.integers(1, 4 if depth == 0 else 3))):
            item: dict[str, Any] = {
                "linkId": f"i{next(count)}",
                "text": "Words",
                "type": draw(st.sampled_from(TYPES)),
            }
            if item["type"] == "choice":
                item["answerOption"] = OPTIONS
            if item["type"] != "display" and draw(st.integers(0, 3)) == 0:
                item["repeats"] = True
            if item["type"] not in ("display", "group"):
                item["required"] = draw(st.booleans())
            conditioned(item, above)
            calculated(item)
            if item["type"] not in ("group", "display"):
                earlier.append(item)
            holds = item["type"] == "group" or (item["type"] != "display" and draw(st.integers(0, 4)) == 0)
            if holds and depth < 3:
                item["item"] = items(depth + 1, (*above, item["linkId"]))
            made.append(item)
        return made

    def conditioned(item: dict[str, Any], above: tuple[str, ...]) -> None:
        if not earlier or draw(st.integers(0, 2)):
            return
        if draw(st.integers(0, 3)) == 0:
            named = draw(st.sampled_from(earlier))["linkId"]
            path = f"%resource.descendants().where(linkId = '{named}').answer.value.exists()"
            item["extension"] = [
                {
                    "url": SDC + "enableWhenExpression",
                    "valueExpression": {"language": "text/fhirpath", "expression": path},
                }
            ]
            return
        item["enableWhen"] = [
            draw(conditions(draw(st.sampled_from(earlier)))) for _ in range(draw(st.integers(1, 3)))
        ]
        if len(item["enableWhen"]) > 1:
            item["enableBehavior"] = draw(st.sampled_from(["all", "any"]))

    def calculated(item: dict[str, Any]) -> None:
        numbers = [one["linkId"] for one in earlier if one["type"] == "integer"]
        if item["type"] != "integer" or item.get("repeats") or not numbers or draw(st.integers(0, 2)):
            return
        named = draw(st.lists(st.sampled_from(numbers), min_size=1, max_size=3, unique=True))
        test = " or ".join(f"linkId = '{one}'" for one in named)
        item["readOnly"] = draw(st.booleans())
        item.setdefault("extension", []).append(
            {
                "url": SDC + "calculatedExpression",
                "valueExpression": {
                    "language": "text/fhirpath",
                    "expression": f"%resource.descendants().where({test}).answer.value.sum()",
                },
            }
        )

    return {
        "resourceType": "Questionnaire",
        "status": "active",
        "url": "https://forms.example/Questionnaire/made",
        "version": "1",
        "item": items(0, ()),
    }


def conditions(question: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    named = {"question": question["linkId"]}
    by_type = {
        "boolean": st.booleans().map(lambda v: {"answerBoolean": v}),
        "integer": st.integers(-2, 4).map(lambda v: {"answerInteger": v}),
        "choice": st.sampled_from(OPTIONS).map(lambda v: {"answerCoding": v["valueCoding"]}),
        "string": st.sampled_from(["x", "y"]).map(lambda v: {"answerString": v}),
        "date": st.sampled_from(["2024-01-01", "2025-02-02"]).map(lambda v: {"answerDate": v}),
    }
    operators = ["=", "!="] + ([">", "<", ">=", "<="] if question["type"] in ("integer", "date") else [])
    compared = st.tuples(st.sampled_from(operators), by_type[question["type"]]).map(
        lambda pair: {**named, "operator": pair[0], **pair[1]}
    )
    exists = st.booleans().map(lambda v: {**named, "operator": "exists", "answerBoolean": v})
    return st.one_of(compared, compared, exists)


# --- people ---

Act = Callable[[Filling], None]


def answers_for(node: Node, pick: int) -> list[Any]:
    values: dict[str, list[Any]] = {
        "boolean": [True, False],
        "integer": [-1, 0, 1, 2, 3],
        "choice": [Coding(SYSTEM, code) for code in "abc"],
        "string": ["x", "y", "z"],
        "date": ["2024-01-01", "2024-06", "2025", "2025-02-02", "2026-01-01"],
    }
    one = values[node.item.type]
    chosen = [one[pick % len(one)]]
    if node.item.repeats and pick % 3 == 0:
        chosen.append(one[(pick // 3) % len(one)])
    return [] if pick % 7 == 0 else chosen


def act(filling: Filling, kind: int, where: int, pick: int) -> None:
    """One thing a person does: answers, types, withholds, adds or removes."""
    everything = [node for node in flat(all_nodes(filling)) if node.item.type != "display"]
    if not everything:
        return
    node = everything[where % len(everything)]
    if node.item.is_group:
        if kind % 3 == 0 and node.item.repeats:
            filling.remove(node.id)
        elif node.rows < 4:
            filling.add(node.id)
    elif kind % 8 == 0 and node.item.may_withhold:
        filling.withhold(node.id, ("not-sure", "in-person", None)[pick % 3])  # type: ignore[arg-type]
    elif kind % 8 == 1:
        filling.write(node.id, ("2", "next tuesday", "", "2025-03-04", "a")[pick % 5])
    elif kind % 8 == 2 and node.rows < 4:
        filling.add(node.id)
    elif kind % 8 == 3 and node.rows > 1 and node.nodes:
        filling.remove(node.nodes[-1].id.rpartition("/")[0])
    else:
        filling.answer(node.id, *answers_for(node, pick))


ACTS = st.lists(
    st.tuples(st.integers(0, 23), st.integers(0, 400), st.integers(0, 200)), min_size=0, max_size=25
)


def flat(nodes: tuple[Node, ...]) -> Iterator[Node]:
    for node in nodes:
        yield node
        yield from flat(node.nodes)


def lived(source: dict[str, Any], acts: list[tuple[int, int, int]]) -> Filling:
    filling = Filling.begin(Form.of(compose(source)), LAUNCH)
    for one in acts:
        act(filling, *one)
    return filling
