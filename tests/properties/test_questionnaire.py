"""Whatever a form asks and in whatever order a person answers, the engine says what a slow and plain reading would say."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from copy import deepcopy
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from fhir.resources.R4B.questionnaireresponse import QuestionnaireResponse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mobile.care.questionnaire import Coding, Filling, Form, FormRefused, Launch, Node
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


# --- a plain reading ---


class Plain:
    """Which nodes are enabled, read without any memory, order or shortcut."""

    def __init__(self, nodes: tuple[Node, ...]) -> None:
        self.parent: dict[str, Node | None] = {}
        self.order: list[Node] = []
        self._walk(nodes, None)

    def _walk(self, nodes: tuple[Node, ...], parent: Node | None) -> None:
        for node in nodes:
            self.parent[node.id] = parent
            self.order.append(node)
            self._walk(node.nodes, node)

    def chain(self, node: Node) -> list[Node]:
        above = self.parent[node.id]
        return [node, *(self.chain(above) if above is not None else [])]

    def is_enabled(self, node: Node) -> bool:
        above = self.parent[node.id]
        return (above is None or self.is_enabled(above)) and self._own(node)

    def _own(self, node: Node) -> bool:
        if node.item.expressions.enable is not None:
            named = node.item.expressions.enable.text.split("'")[1]
            return any(
                one.item.link_id == named and self.answered(one) and self.is_enabled(one)
                for one in self.order
            )
        met = [self._meets(node, condition) for condition in node.item.source.get("enableWhen", [])]
        if not met:
            return True
        return all(met) if node.item.source.get("enableBehavior") == "all" else any(met)

    def answered(self, node: Node) -> bool:
        return bool(node.values)

    def _meets(self, node: Node, condition: dict[str, Any]) -> bool:
        values = self._values(node, condition["question"])
        operator = condition["operator"]
        if operator == "exists":
            return bool(values) == condition["answerBoolean"]
        expected = next(value for name, value in condition.items() if name.startswith("answer"))
        if isinstance(expected, dict):
            same = [value.code == expected["code"] for value in values]
        elif "answerDate" in condition:
            signs = [_dates(value, expected) for value in values]
            same = [
                sign == 0 if sign is not None else value == expected
                for sign, value in zip(signs, values, strict=True)
            ]
            if operator not in ("=", "!="):
                tests = {"<": [-1], ">": [1], "<=": [-1, 0], ">=": [0, 1]}[operator]
                return any(sign in tests for sign in signs if sign is not None)
        else:
            same = [value == expected for value in values]
            if operator not in ("=", "!="):
                compare = {
                    "<": int.__lt__,
                    ">": int.__gt__,
                    "<=": int.__le__,
                    ">=": int.__ge__,
                }[operator]
                return any(compare(value, expected) for value in values)
        return any(same) if operator == "=" else not any(same)

    def _values(self, node: Node, link_id: str) -> list[Any]:
        for one in self.chain(node):
            above = self.parent[one.id]
            if above is not None and above.item.link_id == link_id:  # under one of its answers
                key = int(one.id[len(above.id) + 1 :].split("]")[0])
                return self._value_at(above, key, one)
        nearest = self._nearest(node, link_id)
        return list(nearest.values) if nearest is not None and self.is_enabled(nearest) else []

    def _value_at(self, question: Node, key: int, below: Node) -> list[Any]:
        assert below.answer is not None
        return (
            []
            if below.answer in self._unvalued(question)
            else [question.values[self._rank(question, below.answer)]]
        )

    def _unvalued(self, question: Node) -> set[int]:
        return UNVALUED[question.id]

    def _rank(self, question: Node, position: int) -> int:
        return sum(1 for n in range(position) if n not in UNVALUED[question.id])

    def _nearest(self, node: Node, link_id: str) -> Node | None:
        """Looks in ever wider circles; conditions look back, so the last one before is meant."""
        found = [one for one in self.order if one.item.link_id == link_id]
        mine = self.chain(node)[::-1]
        best: Node | None = None
        depth = -1
        for one in found:
            theirs = self.chain(one)[::-1]
            shared = 0
            while shared < min(len(mine), len(theirs)) and mine[shared].id == theirs[shared].id:
                shared += 1
            if shared and shared < len(theirs) and mine[shared - 1].item.is_question:
                answers = {theirs[shared].answer, mine[shared].answer if shared < len(mine) else None}
                if len(answers) > 1:
                    shared -= 1
                    if depth > shared:
                        continue
            if shared >= depth:
                best, depth = one, shared
        return best


UNVALUED: dict[str, set[int]] = {}


def _dates(left: str, right: str) -> int | None:
    a, b = left.split("-"), right.split("-")
    for one, other in zip(a, b, strict=False):
        if one != other:
            return -1 if one < other else 1
    return 0 if len(a) == len(b) else None


def remember_empty_answers(filling: Filling) -> None:
    """Which answers of a question are only room for one: the view does not say."""
    UNVALUED.clear()
    for id, place in filling._tree.by_id.items():
        UNVALUED[id] = {n for n, slot in enumerate(place.slots) if slot.given is None}


# --- the facts ---


@tried
@given(forms(), ACTS)
def test_enablement_is_what_a_plain_reading_says(
    source: dict[str, Any], acts: list[tuple[int, int, int]]
) -> None:
    filling = lived(source, acts)
    remember_empty_answers(filling)
    plain = Plain(all_nodes(filling))
    for node in plain.order:
        assert node.is_enabled == plain.is_enabled(node), node.id


@tried
@given(forms(), ACTS)
def test_working_out_only_what_changed_is_working_out_everything(
    source: dict[str, Any], acts: list[tuple[int, int, int]]
) -> None:
    filling = lived(source, acts)
    nodes, problems = all_nodes(filling), filling.problems()
    filling._evaluation._kept.clear()
    filling._tree.root_json.pop("item", None)
    for place in filling._tree.by_id.values():
        filling._tree.stale(place)
    filling._recalculation.work_out_all()
    assert not filling._done().nodes
    assert all_nodes(filling) == nodes
    assert filling.problems() == problems


@tried
@given(forms(), ACTS)
def test_what_is_not_said_to_have_changed_has_not(
    source: dict[str, Any], acts: list[tuple[int, int, int]]
) -> None:
    filling = lived(source, acts[:-1])
    before = shown(filling)
    changed: set[str] = set()
    record = filling._done

    def done() -> Any:
        found = record()
        changed.update(found.nodes)
        return found

    filling._done = done  # type: ignore[method-assign]
    for one in acts[-1:]:
        act(filling, *one)
    after = shown(filling)
    differing = {id for id in before.keys() | after.keys() if before.get(id) != after.get(id)}
    assert differing <= changed


def shown(filling: Filling) -> dict[str, Any]:
    return {
        node.id: (
            node.values,
            node.raw,
            node.is_enabled,
            node.withheld,
            node.row,
            node.rows,
            filling.problems_of(node.id),
        )
        for node in flat(all_nodes(filling))
    }


@tried
@given(forms(), ACTS)
def test_a_draft_taken_up_is_the_same_draft_and_the_same_form(
    source: dict[str, Any], acts: list[tuple[int, int, int]]
) -> None:
    filling = lived(source, acts)
    draft = filling.draft()
    again = Filling.resume(filling.form, compose(draft), LAUNCH)
    assert again.draft() == draft
    assert all_nodes(again) == all_nodes(filling)
    assert again.problems() == filling.problems()
    assert again.submission() == filling.submission()
    assert again.kept_aside == ()


@tried
@given(forms(), ACTS)
def test_what_is_handed_in_satisfies_fhir(source: dict[str, Any], acts: list[tuple[int, int, int]]) -> None:
    filling = lived(source, acts)
    for response in (filling.submission(), filling.draft()):
        QuestionnaireResponse.model_validate(json.loads(compose(response)))
    enabled = {node.item.link_id for node in flat(all_nodes(filling)) if node.is_enabled}
    check_items(filling.submission().get("item", []), filling.form, enabled)


def check_items(items: list[dict[str, Any]], form: Form, enabled: set[str]) -> None:
    for item in items:
        known = form.item(item["linkId"])
        assert not ("item" in item and "answer" in item)
        assert item["linkId"] in enabled
        if known.is_group:
            assert item["item"], "an empty group is left out"
        else:
            assert "item" not in item
            withheld = any("answer-withheld" in one["url"] for one in item.get("extension", []))
            assert withheld != bool(item.get("answer"))
        check_items(item.get("item", []), form, enabled)
        for answer in item.get("answer", []):
            check_items(answer.get("item", []), form, enabled)


# --- bad input ---

JSON = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.decimals(allow_nan=False, allow_infinity=False),
        st.text(max_size=8),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)
KEYS = [
    "linkId",
    "type",
    "item",
    "answer",
    "answerOption",
    "enableWhen",
    "initial",
    "extension",
    "text",
    "_text",
    "contained",
    "answerValueSet",
    "valueDate",
    "valueInteger",
    "valueCoding",
    "repeats",
    "maxLength",
]


@tried
@given(st.one_of(st.text(), JSON.map(compose), st.binary().map(lambda b: b.decode("latin1"))))
def test_no_text_raises_anything_but_a_refusal(text: str) -> None:
    for read in (lambda: Form.of(text), lambda: Filling.resume(SMALL, text, LAUNCH)):
        with suppress(FormRefused):
            read()


SMALL = Form.of(
    json.dumps(
        {
            "resourceType": "Questionnaire",
            "item": [
                {"linkId": "a", "type": "date"},
                {
                    "linkId": "g",
                    "type": "group",
                    "repeats": True,
                    "item": [{"linkId": "b", "type": "integer"}],
                },
            ],
        }
    )
)


@tried
@given(forms(), ACTS, st.lists(st.tuples(st.integers(0, 500), st.sampled_from(KEYS), JSON), max_size=4))
def test_bent_forms_and_responses_are_read_or_refused(
    source: dict[str, Any], acts: list[tuple[int, int, int]], bends: list[tuple[int, str, Any]]
) -> None:
    draft = lived(source, acts).draft()
    for where, key, value in bends:
        for whole in (source, draft):
            places = list(dicts(whole))
            places[where % len(places)][key] = deepcopy(value)
    try:
        form = Form.of(compose(source))
        filling = Filling.begin(form, LAUNCH)
        filling.problems()
        filling.draft()
        again = Filling.resume(form, compose(draft), LAUNCH)
        assert Filling.resume(form, compose(again.draft()), LAUNCH).draft() == again.draft()
        again.nodes(), again.problems(), again.submission()
    except FormRefused:
        return


def dicts(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for one in list(value.values()):
            yield from dicts(one)
    elif isinstance(value, list):
        for one in value:
            yield from dicts(one)


def test_decimals_keep_their_digits() -> None:
    form = Form.of('{"resourceType":"Questionnaire","item":[{"linkId":"a","type":"decimal"}]}')
    filling = Filling.begin(form, LAUNCH)
    filling.answer("a", Decimal("1.50"))
    assert '"valueDecimal":1.50' in compose(filling.draft())
    assert Filling.resume(form, compose(filling.draft())).node("a").value == Decimal("1.50")
