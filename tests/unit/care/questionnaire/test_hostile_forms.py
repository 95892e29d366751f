"""Forms written to be expensive: reading one ends, however its variables stand on one another."""

from __future__ import annotations

import json
from typing import Any

import pytest

from mobile.care.questionnaire import Filling, Form, FormRefused
from mobile.care.questionnaire import recalculation as recalculation_module
from mobile.care.questionnaire.evaluation_context import MOST_WORK
from mobile.care.questionnaire.item_state import MOST_ANSWERS, ItemState
from mobile.care.questionnaire.plan import Rule
from tests.unit.care.questionnaire.asking import (
    SDC,
    as_json,
    begun,
    calculated,
    expression,
    form,
    item,
    response,
    resumed,
    value_of,
    variable,
    when,
)

VARIABLE = "http://hl7.org/fhir/StructureDefinition/variable"
CALCULATED = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression"


def fhirpath(url: str, expression: str, name: str | None = None) -> dict[str, object]:
    made = {"language": "text/fhirpath", "expression": expression, **({"name": name} if name else {})}
    return {"url": url, "valueExpression": made}


def test_variables_that_each_stand_on_the_two_before_are_gone_through_once() -> None:
    # gone through along every path, eighty of them would take longer than there is time
    steps = ["1", "1"] + [f"iif(%v{n - 1} > 1000000, 1, %v{n - 1} + %v{n - 2})" for n in range(2, 80)]
    item = {"linkId": "a", "type": "integer", "extension": [fhirpath(CALCULATED, "%v79")]}
    form = {
        "resourceType": "Questionnaire",
        "status": "active",
        "extension": [fhirpath(VARIABLE, step, f"v{n}") for n, step in enumerate(steps)],
        "item": [item],
    }
    filling = Filling.begin(Form.of(json.dumps(form)))
    assert isinstance(filling.node("a").values[0], int)


EVERYTHING = "%resource.descendants().count()"


def reasons(filling: Filling) -> list[str]:
    return [one.code for one in filling.diagnostics]


@pytest.fixture
def worked(monkeypatch: pytest.MonkeyPatch) -> list[Rule]:
    """Every rule with an expression that is worked out, in order."""
    found: list[Rule] = []
    work = recalculation_module.Recalculation._work  # pyright: ignore[reportPrivateUsage]

    def counted(self: Any, rule: Rule, place: ItemState | None) -> None:
        work(self, rule, place)
        found.append(rule)

    monkeypatch.setattr(recalculation_module.Recalculation, "_work", counted)
    return found


def test_a_form_in_which_everything_reads_everything_is_given_up_and_can_be_typed_in(
    worked: list[Rule],
) -> None:
    greedy = [item(f"q{n}", "integer", extension=calculated(EVERYTHING)) for n in range(600)]
    shown = item("more", enableWhen=[when("a", "=", answerString="words")])
    filling = begun(item("a"), shown, *greedy)
    assert reasons(filling).count("too_much_work") == 1
    for words in ("w", "words"):
        filling.answer("a", words)
    assert filling.node("a").value == "words"
    assert filling.node("more").is_enabled
    assert filling.submission()["item"][0]["answer"] == [{"valueString": "words"}]
    assert reasons(filling).count("too_much_work") == 1
    assert len(worked) < 10_000  # 600 rules, up to twelve rounds each, three times


def test_first_answers_that_cost_too_much_are_left_empty_and_it_is_said() -> None:
    first = [expression(SDC + "initialExpression", EVERYTHING)]
    filling = begun(*(item(f"q{n}", "integer", extension=first) for n in range(2_000)))
    assert reasons(filling) == ["too_much_work"]
    assert filling.node("q0").value is not None
    assert filling.node("q1999").value is None


def test_what_there_was_no_work_left_for_is_worked_out_at_the_next_change() -> None:
    filling = begun(
        item("a", "integer"), item("b"), item("sum", "integer", extension=calculated(value_of("a")))
    )
    filling._evaluation.budget.spend(MOST_WORK)
    filling._evaluation.budget.spend(1)  # pyright: ignore[reportPrivateUsage]  # pyright: ignore[reportPrivateUsage]
    filling.answer("a", 7)
    assert reasons(filling) == ["too_much_work"]
    assert (filling.node("a").value, filling.node("sum").value) == (7, None)
    filling.answer("b", "words")
    assert filling.node("sum").value == 7


@pytest.mark.parametrize("sign", ["&", "+"])
def test_a_text_that_grows_with_every_variable_ends(sign: str) -> None:
    steps = [f"%v{n - 1} {sign} %v{n - 1} {sign} %v{n - 1}" for n in range(1, 40)]
    named = [variable("v0", "'abc'"), *(variable(f"v{n}", step) for n, step in enumerate(steps, 1))]
    filling = begun(item("a", extension=calculated("%v39")), item("b"), extension=named)
    assert reasons(filling) == ["too_much"]
    filling.answer("b", "words")
    assert filling.node("a").value is None


def test_a_unit_that_grows_with_every_variable_ends() -> None:
    named = [
        variable("v0", "2 'mg'"),
        *(variable(f"v{n}", f"%v{n - 1} * %v{n - 1}") for n in range(1, 40)),
    ]
    assert reasons(begun(item("a", extension=calculated("%v39.value")), extension=named)) == ["too_much"]


def test_an_expression_of_too_many_terms_is_not_read_and_a_form_of_too_many_is_refused() -> None:
    many = item("a", "integer", extension=calculated("+".join(["1"] * 3_000)))
    (only,) = form(many).diagnostics
    assert (only.code, only.link_id, only.about) == ("unreadable_expression", "a", "too_long")
    long = ["+".join([str(n)] * 700) for n in range(40)]
    with pytest.raises(FormRefused) as refused:
        form(*(item(f"q{n}", "integer", extension=calculated(text)) for n, text in enumerate(long)))
    assert refused.value.code == "too_large"


def test_first_answers_beyond_all_measure_are_not_given() -> None:
    many = [{"valueInteger": n} for n in range(50_000)]
    filling = begun(item("q", "integer", repeats=True, initial=many))
    assert len(filling.node("q").values) == MOST_ANSWERS
    filling.answer("q", *range(MOST_ANSWERS + 5))
    assert len(filling.node("q").values) == MOST_ANSWERS
    assert "too_many_rows" in reasons(filling)


def test_answers_and_rows_beyond_all_measure_are_kept_aside_and_not_lost() -> None:
    nested = {"linkId": "b", "answer": [{"valueString": "below"}]}
    answers = [{"valueInteger": n, "item": [nested]} for n in range(20_000)]
    rows = [{"linkId": "g", "item": [{"linkId": "c", "answer": [{"valueInteger": n}]}]} for n in range(5_000)]
    filling = begun(
        item("q", "integer", item("b"), repeats=True), item("g", "group", item("c", "integer"), repeats=True)
    )
    taken = resumed(filling, response({"linkId": "q", "answer": answers}, *rows))
    assert len(taken.node("q").values) == MOST_ANSWERS
    assert len(taken.find("g")) == MOST_ANSWERS
    aside = [json.loads(one.text) for one in taken.kept_aside]
    assert aside[0]["answer"] == answers[MOST_ANSWERS:]
    assert aside[1:] == rows[MOST_ANSWERS:]
    assert as_json(resumed(taken).draft()) == as_json(taken.draft())


def test_an_answer_taken_away_gives_its_number_free_as_before() -> None:
    filling = begun(item("q", "integer", item("b"), repeats=True))
    filling.answer("q", 1, 2)
    filling.answer("q", 1)
    filling.answer("q", 1, 3)
    assert [one.id for one in filling.find("b")] == ["q[0]/b", "q[1]/b"]
