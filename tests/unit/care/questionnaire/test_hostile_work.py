"""Forms written to keep the app busy: everything they make it do is counted, and what there is no work left for is said.

Nothing is timed here. What is stated is that the work is counted, so that the bound on it holds.
"""

from __future__ import annotations

from typing import Any

import pytest

from mobile.care.questionnaire import Filling
from mobile.care.questionnaire import problems as problems_module
from mobile.care.questionnaire.evaluation_context import MOST_WORK
from mobile.care.questionnaire.fhirpath import Budget, compile, is_match
from tests.unit.care.questionnaire.asking import (
    CORE,
    NOW,
    SDC,
    begun,
    calculated,
    codes,
    expression,
    item,
    option,
    response,
    resumed,
    variable,
)

CRUEL = "(.*)*(.*)*(.*)*x"
LONG = "ab" * 2_000


def reasons(filling: Filling) -> list[str]:
    return [one.code for one in filling.diagnostics]


def cost(text: str) -> int:
    budget = Budget(MOST_WORK)
    compile(text).read({}, {}, now=NOW, notes=[], budget=budget)
    return MOST_WORK - budget.left


def test_a_pattern_costs_what_trying_it_takes() -> None:
    assert cost(f"'{LONG}'.matches('{CRUEL}')") > 100_000
    assert cost("'2026-05-06'.matches('[0-9]{4}-[0-9]{2}-[0-9]{2}')") < 5_000


def test_a_pattern_that_can_not_be_read_costs_what_trying_to_read_it_takes() -> None:
    assert cost("'a'.matches('(a{1000}){1000}')") > 10_000
    assert cost("'a'.matches('(a{900}b{9})?')") > 10_000


def test_replacing_costs_its_worst_case_before_it_is_tried() -> None:
    assert cost(f"'{'a' * 1_400}'.replaceMatches('a*b','c')") > 100_000
    assert cost("'2026-05-06'.replaceMatches('-','/')") < 2_000


def test_a_form_of_cruel_patterns_is_given_up_and_can_be_answered() -> None:
    asked = (
        item(f"x{n}", "boolean", extension=calculated(f"'{LONG}'.matches('{CRUEL}')")) for n in range(50)
    )
    filling = begun(item("a"), *asked)
    assert reasons(filling) == ["too_much_work"]
    filling.answer("a", "words")
    assert filling.node("a").value == "words"


EVERYTHING = variable("v", "%resource.descendants()")


def test_every_option_an_expression_gives_is_paid_for() -> None:
    every = [expression(SDC + "answerExpression", "%v")]
    asked = (item(f"c{n}", "choice", extension=every) for n in range(300))
    filling = begun(item("a"), *asked, extension=[EVERYTHING])
    assert reasons(filling) == ["too_much_work"]


def test_every_answer_an_expression_gives_is_paid_for() -> None:
    first = [expression(SDC + "initialExpression", "(1 | 2).select(%v).select('x')")]
    asked = (item(f"c{n}", repeats=True, extension=first) for n in range(300))
    filling = begun(item("a"), *asked, extension=[EVERYTHING])
    assert reasons(filling) == ["too_much_work"]


@pytest.fixture
def tried(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that a pattern was tried on while problems were listed."""
    found: list[str] = []

    def counted(regex: str, value: str, spend: Any) -> bool | None:
        found.append(value)
        return is_match(regex, value, spend)

    monkeypatch.setattr(problems_module, "is_match", counted)
    return found


def regex(pattern: str) -> list[dict[str, Any]]:
    return [{"url": CORE + "regex", "valueString": pattern}]


def test_patterns_of_fields_share_one_bound_each_time_problems_are_listed(tried: list[str]) -> None:
    first = [{"valueString": LONG}]
    asked = (item(f"q{n}", initial=first, extension=regex(CRUEL)) for n in range(40))
    filling = begun(item("b", initial=[{"valueString": "12"}], extension=regex("[a-z]+")), *asked)
    listed = filling.problems()
    assert listed[0].node_id == "b"
    assert {one.code for one in listed} == {"pattern"}
    assert 1 < len(tried) == len(listed) < 20  # what was not tried holds nobody up
    assert len(filling.problems()) == len(listed)  # and the bound is new each time


def test_answers_beyond_all_measure_are_held_against_options_within_the_same_bound() -> None:
    offered = [option(f"c{n}") for n in range(4_000)]
    strays = [{"valueCoding": {"code": f"z{n}"}} for n in range(900)]
    asked = begun(item("c", "choice", repeats=True, answerOption=offered))
    filling = resumed(asked, response({"linkId": "c", "answer": strays}))
    assert 0 < len(codes(filling)) < 900
