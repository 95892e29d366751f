"""What a form hides from the person: nothing of their record reaches the clinic through it, and their score does."""

from __future__ import annotations

import json
from typing import Any

import pytest

from mobile.care.questionnaire import Filling, Launch
from tests.unit.care.questionnaire.asking import (
    CORE,
    LAUNCH,
    SDC,
    begun,
    calculated,
    expression,
    form,
    item,
    value_of,
    variable,
    when,
)

HIDDEN: dict[str, Any] = {"url": CORE + "questionnaire-hidden", "valueBoolean": True}
RECORD = {"resourceType": "Patient", "gender": "female", "name": [{"family": "Prototype"}]}
WITH_RECORD = Launch(patient=RECORD, now=LAUNCH.now)
FAMILY = "%patient.name.family.first()"
INITIAL = SDC + "initialExpression"
ENABLED = SDC + "enableWhenExpression"


def hidden(link_id: str, *marks: dict[str, Any], type: str = "string", **more: Any) -> dict[str, Any]:
    return item(link_id, type, extension=[HIDDEN, *marks], **more)


def sent(*items: dict[str, Any], **more: Any) -> tuple[Filling, list[str]]:
    """A filling with `a` answered, and the linkIds that leave, wherever they stand."""
    filling = begun(item("a", "integer"), *items, launch=WITH_RECORD, **more)
    filling.answer("a", 3)
    submission = filling.submission()
    assert "Prototype" not in json.dumps(submission)

    def links(node: dict[str, Any]) -> list[str]:
        below = [link for one in node.get("item", ()) for link in links(one)]
        under = [link for one in node.get("answer", ()) for link in links(one)]
        return [*([node["linkId"]] if "linkId" in node else ()), *below, *under]

    return filling, links(submission)


@pytest.mark.parametrize(
    "items",
    [
        [hidden("x", *calculated(FAMILY))],
        [hidden("x", variable("v", FAMILY), *calculated("%v"))],
        [hidden("x", *calculated("%w"), type="string")],
        [hidden("k", expression(INITIAL, FAMILY)), hidden("x", *calculated(value_of("k")))],
        [
            hidden("k", expression(INITIAL, FAMILY)),
            hidden("x", *calculated("%resource.descendants().answer.value.ofType(string).first()")),
        ],
        [
            hidden("k", *calculated(FAMILY)),
            hidden("l", *calculated(value_of("k"))),
            hidden("x", *calculated(value_of("l"))),
        ],
        [
            {
                "linkId": "g",
                "type": "group",
                "extension": [HIDDEN],
                "item": [item("k", extension=calculated(FAMILY))],
            },
            hidden("x", *calculated("%resource.item.where(linkId='g').item.answer.value.first()")),
        ],
        [item("q", "string", item("x", extension=calculated(FAMILY)), extension=[HIDDEN])],
        [hidden("x", *calculated(f"iif(true, {FAMILY}, defineVariable('patient', 1))"))],
        [hidden("x", *calculated("%mine.name.family.first()"))],
    ],
)
def test_a_value_of_the_record_does_not_leave_through_a_hidden_question(items: list[dict[str, Any]]) -> None:
    context = [{"url": "name", "valueCoding": {"code": "mine"}}]
    marks = [variable("u", FAMILY), variable("w", "%u"), {"url": SDC + "launchContext", "extension": context}]
    filling = begun(item("a", "integer"), *items, launch=WITH_RECORD, extension=marks)
    if "%mine" not in json.dumps(items) and "defineVariable" not in json.dumps(items):
        assert "Prototype" in json.dumps(filling.draft())  # it was worked out, for the form to decide by
    _, links = sent(*items, extension=marks)
    assert links == ["a"]
    assert filling.form.may_leave_unseen == frozenset()


@pytest.mark.parametrize(
    "items",
    [
        [hidden("x", expression(ENABLED, "%patient.gender = 'female'"), *calculated("'here'"))],
        [hidden("x", *calculated("iif(%patient.gender = 'female', 'one', 'two')"))],
        [
            hidden("k", expression(INITIAL, "%patient.gender"), type="string"),
            hidden("x", *calculated("'here'"), enableWhen=[when("k", "=", answerString="female")]),
        ],
        [
            {
                "linkId": "g",
                "type": "group",
                "extension": [HIDDEN, expression(ENABLED, "%patient.gender = 'female'")],
                "item": [item("x", extension=calculated("'here'"))],
            }
        ],
    ],
)
def test_nor_does_it_leave_by_what_is_there_or_not(items: list[dict[str, Any]]) -> None:
    filling, links = sent(*items)
    assert "here" in json.dumps(filling.draft()) or "one" in json.dumps(filling.draft())
    assert links == ["a"]


def test_what_is_worked_out_from_answers_leaves_beside_it() -> None:
    doubled = f"{value_of('a')} * 2"
    _, links = sent(
        hidden("name", expression(INITIAL, FAMILY)),
        hidden("total", *calculated(value_of("a")), type="integer"),
        hidden("twice", variable("v", doubled), *calculated("%v"), type="integer"),
        hidden("again", *calculated(value_of("total")), type="integer"),
        hidden("when", *calculated("today()"), type="date"),
        item("seen", extension=calculated(value_of("a") + ".toString()")),
    )
    assert links == ["a", "total", "twice", "again", "when", "seen"]


def test_a_value_of_the_record_that_is_shown_leaves_with_what_follows_from_it() -> None:
    shown = item("born", extension=[expression(INITIAL, "%patient.gender")])
    _, links = sent(shown, hidden("x", *calculated(value_of("born"))))
    assert links == ["a", "born", "x"]


def test_following_a_value_ends_however_the_questions_stand_on_one_another() -> None:
    chain = [hidden(f"q{n}", *calculated(value_of(f"q{n - 1}"))) for n in range(1, 1_500)]
    steps = ["'a'", "'b'", *(f"%v{n - 1} | %v{n - 2}" for n in range(2, 60))]
    named = [variable(f"v{n}", step) for n, step in enumerate(steps)]
    asked = form(
        *reversed(chain), hidden("q0", *calculated(FAMILY)), hidden("x", *calculated("%v59")), extension=named
    )
    assert asked.may_leave_unseen == {"x"}
