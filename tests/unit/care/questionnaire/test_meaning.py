"""Answers count by what they mean: of their item's type whoever gave them, amounts whatever their unit, records whatever their label."""

from __future__ import annotations

from typing import Any

import pytest

from mobile.care.questionnaire import Answer, Coding, Filling, FormRefused, Launch, Quantity, Reference
from tests.unit.care.questionnaire.asking import (
    CORE,
    NOW,
    SDC,
    SYSTEM,
    begun,
    calculated,
    codes,
    expression,
    form,
    item,
    option,
    response,
    resumed,
    value_of,
    visible,
    when,
)

UCUM = "http://unitsofmeasure.org"


def unit(code: str) -> dict[str, Any]:
    return {"system": UCUM, "code": code, "display": code}


def grams(value: int, code: str = "g") -> Quantity:
    from decimal import Decimal

    return Quantity(Decimal(value), code, UCUM, code)


def said_of(filling: Filling) -> list[tuple[str, str | None]]:
    return [(found.code, found.link_id) for found in filling.diagnostics]


def sent(filling: Filling, link_id: str) -> list[Any]:
    return [
        {name: value for name, value in answer.items() if name.startswith("value")}
        for one in filling.submission().get("item", [])
        if one["linkId"] == link_id
        for answer in one.get("answer", [])
    ]


# --- an answer has its item's type, whatever gave it ---

TWO = [option("hi", "High"), option("lo", "Low")]
HIGH = {"valueCoding": {"system": SYSTEM, "code": "hi", "display": "High"}}


@pytest.mark.parametrize("given", ["'hi'", "%factory.Coding('', 'hi')", "%qitem.answerOption.value.first()"])
def test_a_choice_worked_out_is_the_option_with_that_code(given: str):
    if given.startswith("%factory"):
        given = "%resource.item.where(linkId='k').answer.value"
    filling = begun(
        item("k", "open-choice", answerOption=[option("k")]),
        item("c", "choice", answerOption=TWO, readOnly=True, required=True, extension=calculated(given)),
    )
    filling.answer("k", Coding(code="hi"))
    assert sent(filling, "c") == [HIGH]
    assert codes(filling) == []


def test_a_choice_worked_out_that_is_no_option_is_nothing_and_that_is_said():
    filling = begun(item("c", "choice", answerOption=TWO, readOnly=True, extension=calculated("'middling'")))
    assert sent(filling, "c") == []
    assert ("does_not_fit", "c") in said_of(filling)
    assert codes(filling) == []


def test_words_worked_out_for_an_open_choice_stay_words():
    filling = begun(item("c", "open-choice", answerOption=TWO, extension=calculated("'middling'")))
    assert sent(filling, "c") == [{"valueString": "middling"}]


@pytest.mark.parametrize(
    ("type", "initial", "kept"),
    [
        ("date", {"valueString": "soon"}, []),
        ("date", {"valueDateTime": "2024-05-06T10:00:00Z"}, [{"valueDate": "2024-05-06"}]),
        ("integer", {"valueDecimal": 2.5}, []),
        ("decimal", {"valueInteger": 2}, [{"valueDecimal": 2}]),
        ("boolean", {"valueString": "yes"}, []),
        ("choice", {"valueString": "hi"}, [HIGH]),
        ("choice", {"valueString": "middling"}, []),
        ("choice", {"valueCoding": {"system": SYSTEM, "code": "other"}}, []),
        ("choice", {"valueCoding": {"system": SYSTEM, "code": "hi"}}, [HIGH]),
        ("string", {"valueCoding": {"code": "a"}}, []),
    ],
)
def test_a_first_answer_is_of_the_items_type_or_none_and_that_is_said(
    type: str, initial: Any, kept: list[Any]
):
    more = {"answerOption": TWO} if type == "choice" else {}
    filling = begun(item("a", type, initial=[initial], **more))
    assert sent(filling, "a") == kept
    assert (("does_not_fit", "a") in said_of(filling)) is (kept == [])


@pytest.mark.parametrize("text", ["2.5", "'words'", "true"])
def test_a_worked_out_value_that_does_not_fit_is_empty_and_reported(text: str):
    filling = begun(item("n", "integer", readOnly=True, extension=calculated(text)))
    assert filling.find("n")[0].values == ()
    assert ("does_not_fit", "n") in said_of(filling)


def test_a_first_answer_by_expression_that_does_not_fit_is_reported_too():
    filling = begun(item("n", "integer", extension=[expression(SDC + "initialExpression", "'words'")]))
    assert filling.find("n")[0].values == ()
    assert ("does_not_fit", "n") in said_of(filling)


# --- amounts and records ---


@pytest.mark.parametrize(
    ("amount", "found"),
    [(grams(2500), ["above_max"]), (grams(2000), []), (grams(3, "kg"), ["above_max"]), (grams(2, "kg"), [])],
)
def test_a_limit_holds_in_whatever_unit_the_answer_is_given(amount: Quantity, found: list[str]):
    most = {
        "url": SDC + "maxQuantity",
        "valueQuantity": {"value": 2, "unit": "kg", "system": UCUM, "code": "kg"},
    }
    units = [{"url": CORE + "questionnaire-unitOption", "valueCoding": unit(code)} for code in ("kg", "g")]
    filling = begun(item("w", "quantity", extension=[*units, most]))
    filling.answer("w", amount)
    assert codes(filling) == found


def test_a_least_amount_holds_in_another_unit_too():
    least = {"url": CORE + "minValue", "valueQuantity": {"value": 1, "system": UCUM, "code": "kg"}}
    units = [{"url": CORE + "questionnaire-unitOption", "valueCoding": unit(code)} for code in ("kg", "g")]
    filling = begun(item("w", "quantity", extension=[*units, least]))
    filling.answer("w", grams(900))
    assert codes(filling) == ["below_min"]


@pytest.mark.parametrize(("operator", "is_met"), [("=", True), (">=", True), ("<", False), ("!=", False)])
def test_a_condition_on_an_amount_counts_in_any_unit(operator: str, is_met: bool):
    asked = when("w", operator, answerQuantity={"value": 1, "system": UCUM, "code": "kg"})
    units = [{"url": CORE + "questionnaire-unitOption", "valueCoding": unit(code)} for code in ("kg", "g")]
    filling = begun(item("w", "quantity", extension=units), item("b", enableWhen=[asked]))
    filling.answer("w", grams(1000))
    assert ("b" in visible(filling)) is is_met


@pytest.mark.parametrize("expected", [{"value": 89, "unit": "%"}, {"value": 89}])
def test_where_the_item_offers_no_unit_a_condition_in_words_compares_the_numbers(expected: dict[str, Any]):
    filling = begun(
        item("w", "quantity"), item("b", "boolean", enableWhen=[when("w", ">=", answerQuantity=expected)])
    )
    filling.write("w", "90")
    assert visible(filling) == ["w", "b"]
    filling.write("w", "88")
    assert visible(filling) == ["w"]


def test_a_condition_that_no_answer_can_meet_is_said_at_load():
    asked = when("w", ">=", answerQuantity={"value": 89, "system": UCUM, "code": "kg"})
    read = form(item("w", "quantity"), item("b", enableWhen=[asked]))
    assert [(one.code, one.link_id) for one in read.diagnostics] == [("no_unit_to_compare", "b")]


@pytest.mark.parametrize(
    ("answer", "is_met"),
    [
        (Reference("Patient/1", "Somebody"), True),
        (Reference("Patient/1", None, "Patient"), True),
        (Reference("Patient/1/_history/3"), True),
        (Reference("Patient/2", "Somebody"), False),
    ],
)
def test_references_are_the_same_when_they_point_at_the_same_record(answer: Answer, is_met: bool):
    asked = when("r", "=", answerReference={"reference": "Patient/1"})
    filling = begun(item("r", "reference"), item("b", enableWhen=[asked]))
    filling.answer("r", answer)
    assert ("b" in visible(filling)) is is_met


@pytest.mark.parametrize(
    ("text", "type", "kept"),
    [("({}* 2).value", "decimal", 10), ("({}* 2).unit", "string", "kg"), ("({}* 2).code", "string", "kg")],
)
def test_an_amount_worked_out_has_elements(text: str, type: str, kept: Any):
    in_kg = {"url": CORE + "questionnaire-unit", "valueCoding": unit("kg")}
    filling = begun(
        item("q", "quantity", extension=[in_kg]),
        item("d", type, readOnly=True, extension=calculated(text.format(value_of("q")))),
    )
    filling.write("q", "5")
    assert [node.values for node in filling.find("d")] == [(kept,)]


# --- rules wherever they may stand ---


@pytest.mark.parametrize("url", [CORE + "targetConstraint", CORE + "questionnaire-constraint"])
@pytest.mark.parametrize("on_item", [True, False])
def test_a_rule_holds_on_an_item_and_on_the_form(url: str, on_item: bool):
    text = "%context.answer.value.length() > 3" if on_item else f"{value_of('a')}.length() > 3"
    parts = [
        {"url": "key", "valueId": "k1"},
        {"url": "severity", "valueCode": "error"},
        {"url": "human", "valueString": "At least four letters."},
        {"url": "expression", "valueExpression": {"language": "text/fhirpath", "expression": text}},
    ]
    rule = [{"url": url, "extension": parts}]
    filling = begun(item("a", extension=rule)) if on_item else begun(item("a"), extension=rule)
    filling.answer("a", "ab")
    assert codes(filling) == ["constraint"]
    filling.answer("a", "abcd")
    assert codes(filling) == []


def test_an_expression_on_an_element_that_is_taken_as_written_is_said():
    rule = {"extension": [expression(CORE + "cqf-expression", "true")]}
    read = form(item("a", _required=rule))
    assert [(one.code, one.about) for one in read.diagnostics] == [("unsupported_place", "required")]


# --- required never asks for what cannot be given ---


def test_a_required_group_of_which_nothing_can_be_answered_now_is_not_asked_for():
    filling = begun(
        item("z", "boolean"),
        item(
            "g",
            "group",
            item("b", enableWhen=[when("z", "=", answerBoolean=True)]),
            item("n", "integer", readOnly=True),
            item("h", extension=[{"url": CORE + "questionnaire-hidden", "valueBoolean": True}]),
            required=True,
        ),
    )
    filling.answer("z", False)
    assert codes(filling) == []
    filling.answer("z", True)
    assert codes(filling) == ["required"]


# --- another form's part, and a draft of one's own ---


def test_a_form_that_was_not_put_together_is_refused():
    part = {"url": SDC + "subQuestionnaire", "valueCanonical": "https://forms.example/Questionnaire/part"}
    with pytest.raises(FormRefused) as refused:
        form(item("a"), item("m", "display", extension=[part]))
    assert (refused.value.code, refused.value.link_id) == ("not_assembled", "m")


@pytest.mark.parametrize("url", ["https://forms.example/q|2.0", "https://forms.example/q", "urn:x|y|z"])
@pytest.mark.parametrize("version", ["1", None, "3|4"])
def test_a_draft_of_ones_own_is_always_taken_up_again(url: str, version: str | None):
    filling = begun(item("a"), url=url, version=version)
    filling.answer("a", "x")
    assert resumed(filling).find("a")[0].values == ("x",)


def test_a_response_to_another_form_is_still_refused():
    with pytest.raises(FormRefused):
        resumed(begun(item("a")), response(questionnaire="https://forms.example/Questionnaire/q2|1"))


# --- options that come and go ---


def toggle(text: str, *named: str) -> dict[str, Any]:
    options = [{"url": "option", "valueCoding": {"system": SYSTEM, "code": code}} for code in named]
    return {
        "url": SDC + "answerOptionsToggleExpression",
        "extension": [*options, {"url": "expression", **_without_url(expression("", text))}],
    }


def _without_url(one: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in one.items() if name != "url"}


def toggled(*toggles: dict[str, Any]) -> Filling:
    options = [option("x"), option("y"), option("z")]
    return begun(
        item("a", "choice", answerOption=options, extension=list(toggles)),
        item("b", "boolean"),
        item("c", "boolean"),
    )


def shown(filling: Filling) -> list[str]:
    return [one.display for one in filling.node("a").options]


def test_an_option_under_a_toggle_may_be_chosen_only_while_it_holds():
    filling = toggled(toggle(f"{value_of('b')} = true", "z"))
    assert shown(filling) == ["x", "y"]
    assert "a" in filling.answer("b", True).nodes
    assert shown(filling) == ["x", "y", "z"]
    filling.answer("a", Coding(SYSTEM, "z"))
    assert codes(filling) == []
    filling.answer("b", False)
    assert codes(filling) == ["not_an_option"]


def test_an_option_under_two_toggles_may_be_chosen_while_one_of_them_holds():
    filling = toggled(toggle(f"{value_of('b')} = true", "y", "z"), toggle(f"{value_of('c')} = true", "z"))
    assert shown(filling) == ["x"]
    filling.answer("c", True)
    assert shown(filling) == ["x", "z"]
    filling.answer("b", True)
    assert shown(filling) == ["x", "y", "z"]


def test_a_toggle_that_cannot_be_read_takes_no_option_away_and_is_said():
    filling = toggled(toggle("not ( fhirpath", "z"))
    assert shown(filling) == ["x", "y", "z"]
    assert [one.code for one in filling.diagnostics] == ["unreadable_expression"]


# --- rows from the record ---


def with_names(*family: str, outer: bool = False) -> Filling:
    person = {"resourceType": "Patient", "id": "p", "name": [{"family": one} for one in family]}
    rows = item(
        "g",
        "group",
        item("n", extension=[expression(SDC + "initialExpression", "%nm.family")]),
        repeats=True,
        extension=[expression(SDC + "itemPopulationContext", "%patient.name", name="nm")],
    )
    return begun(item("o", "group", rows) if outer else rows, launch=Launch(patient=person, now=NOW))


@pytest.mark.parametrize("outer", [True, False])
@pytest.mark.parametrize("family", [(), ("A",), ("A", "B"), ("A", "B", "C")])
def test_a_repeating_group_begins_with_a_row_for_each_element(family: tuple[str, ...], outer: bool):
    filling = with_names(*family, outer=outer)
    assert [node.value for node in filling.find("n")] == list(family or (None,))


def test_a_row_that_is_added_is_empty_also_after_the_last_was_taken_away():
    filling = with_names("A", "B")
    filling.remove("g[1]")
    filling.add("g[0]")
    assert [node.value for node in filling.find("n")] == ["A", None]


def test_rows_begun_from_the_record_stay_when_the_draft_is_taken_up():
    filling = with_names("A", "B")
    filling.answer("g[1]/n", "Other")
    assert [node.value for node in resumed(filling).find("n")] == ["A", "Other"]


def test_more_elements_than_there_is_room_for_are_said():
    filling = with_names(*(f"N{n}" for n in range(200)))
    assert len(filling.find("n")) == 50
    assert ("too_many_rows", "g") in said_of(filling)
