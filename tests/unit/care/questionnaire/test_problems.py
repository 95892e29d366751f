"""What is said of answers that are missing or wrong, and how typed words are read."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from mobile.care.questionnaire import Attachment, Coding, Given, Quantity
from mobile.care.questionnaire.typedtext import read_typed
from tests.unit.care.questionnaire.asking import (
    CORE,
    SYSTEM,
    begun,
    codes,
    expression,
    form,
    item,
    option,
    translated,
    value_of,
    when,
)


def ext(name: str, **value: Any) -> dict[str, Any]:
    return {"url": CORE + name, **value}


@pytest.mark.parametrize(
    ("asked", "answer", "code"),
    [
        (item("a", maxLength=3), "four", "too_long"),
        (item("a", extension=[ext("minLength", valueInteger=3)]), "no", "too_short"),
        (item("a", extension=[ext("regex", valueString="[0-9]{5}")]), "1234", "pattern"),
        (item("a", extension=[ext("regex", valueString="/^[0-9]{5}$/")]), "1234", "pattern"),
        (item("a", "integer", extension=[ext("minValue", valueInteger=0)]), -1, "below_min"),
        (item("a", "decimal", extension=[ext("maxValue", valueDecimal=10)]), Decimal("10.01"), "above_max"),
        (item("a", "decimal", extension=[ext("maxDecimalPlaces", valueInteger=1)]), Decimal("1.25"), "too_precise"),
        (item("a", "date", extension=[ext("maxValue", valueDate="2024-01-31")]), "2024-02", "above_max"),
        (item("a", "quantity", extension=[ext("minValue", valueDecimal=5)]), Quantity(Decimal(4), "kg"), "below_min"),
        (item("a", "choice", answerOption=[option("a")]), Coding(SYSTEM, "z"), "not_an_option"),
        (item("a", "attachment", extension=[ext("maxSize", valueDecimal=0.000001)]), Attachment(data="aGVsbG8="), "file_too_large"),
        (item("a", "attachment", extension=[ext("mimeType", valueCode="image/*")]), Attachment("text/plain", "aGk="), "file_type"),
        (item("a", repeats=True, extension=[ext("questionnaire-maxOccurs", valueInteger=1)]), ("x", "y"), "too_many"),
        (item("a", repeats=True, extension=[ext("questionnaire-minOccurs", valueInteger=2)]), "x", "too_few"),
        (item("a"), ("x", "y"), "too_many"),
    ],
)  # fmt: skip
def test_an_answer_outside_its_limits_is_kept_and_named(
    asked: dict[str, Any], answer: Any, code: str
) -> None:
    filling = begun(asked)
    given = answer if isinstance(answer, tuple) else (answer,)
    filling.answer("a", *given)
    assert codes(filling) == [code]
    assert filling.node("a").values == given
    assert filling.problems()[0].node_id == "a"


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        (item("a", maxLength=4), "four"),
        (item("a", extension=[ext("regex", valueString="[0-9]{5}")]), "12345"),
        (item("a", extension=[ext("regex", valueString="/^[0-9]{5}$/")]), "12345"),
        (item("a", extension=[ext("regex", valueString="(a+)+$")]), "a" * 40),
        (item("a", extension=[ext("regex", valueString="([")]), "any"),
        (item("a", "integer", extension=[ext("minValue", valueInteger=0)]), 0),
        (item("a", "date", extension=[ext("maxValue", valueDate="2024-01-31")]), "2024-01"),
        (item("a", "decimal", extension=[ext("maxDecimalPlaces", valueInteger=1)]), Decimal("1.50")),
        (item("a", "open-choice", answerOption=[option("a")]), "my own"),
        (item("a", "attachment", extension=[ext("mimeType", valueCode="image/*")]), Attachment("image/png", "aGk=")),
    ],
)  # fmt: skip
def test_an_answer_within_its_limits_is_no_problem(asked: dict[str, Any], answer: Any) -> None:
    filling = begun(asked)
    filling.answer("a", answer)
    assert codes(filling) == []


def test_what_is_required_is_demanded_only_where_it_is_seen() -> None:
    filling = begun(
        item("q", "boolean", required=True),
        item("a", required=True, enableWhen=[when("q", "=", answerBoolean=True)]),
        item("g", "group", item("b"), required=True),
    )
    assert [(found.node_id, found.code) for found in filling.problems()] == [
        ("q", "required"),
        ("g", "required"),
    ]
    filling.answer("q", True)
    assert filling.answer("g/b", "words").nodes == {"g", "g/b"}
    assert [found.node_id for found in filling.problems()] == ["a"]


def constraint(text: str, severity: str = "error") -> dict[str, Any]:
    human = {
        "url": "human",
        "valueString": "Later than the first.",
        "_valueString": translated("es", "Después."),
    }
    parts = [
        {"url": "key", "valueId": "k-1"},
        {"url": "severity", "valueCode": severity},
        {"url": "expression", "valueString": text},
        human,
    ]
    return ext("questionnaire-constraint", extension=parts)


@pytest.mark.parametrize("severity", ["error", "warning"])
def test_a_constraint_speaks_in_the_forms_own_words(severity: str) -> None:
    asked = [
        item("a", "integer"),
        item("b", "integer", extension=[constraint(f"answer.value > {value_of('a')}", severity)]),
    ]
    filling = begun(*asked)
    filling.answer("b", 1)
    assert codes(filling) == [], "a constraint that says nothing is not broken"
    assert "b" in filling.answer("a", 2).nodes
    (found,) = filling.problems()
    assert (found.code, found.severity, found.human, found.params) == (
        "constraint",
        severity,
        "Later than the first.",
        {"key": "k-1"},
    )
    filling.answer("b", 3)
    assert codes(filling) == []
    assert form(*asked, language="es").item("b").constraints[0].human == "Después."


def test_a_constraint_on_the_whole_form_is_named_without_a_node() -> None:
    parts = [
        {"url": "key", "valueId": "whole"},
        {"url": "severity", "valueCode": "error"},
        expression("expression", f"{value_of('a')} < 5"),
        {"url": "human", "valueString": "Too many."},
    ]
    filling = begun(item("a", "integer"), extension=[ext("targetConstraint", extension=parts)])
    assert "" in filling.answer("a", 9).nodes
    (found,) = filling.problems()
    assert (found.node_id, found.human) == ("", "Too many.")


@pytest.mark.parametrize(
    ("type", "text", "read"),
    [
        ("date", "2024-05-06", "2024-05-06"),
        ("date", "2024-5-6", "2024-05-06"),
        ("date", " 2024-05 ", "2024-05"),
        ("date", "2024", "2024"),
        ("date", "6 May 2024", "2024-05-06"),
        ("date", "May 6th, 2024", "2024-05-06"),
        ("date", "6 de mayo de 2024", "2024-05-06"),
        ("date", "mayo 2024", "2024-05"),
        ("date", "13/5/2024", "2024-05-13"),
        ("date", "5/13/2024", "2024-05-13"),
        ("time", "2:30 pm", "14:30:00"),
        ("time", "14:30", "14:30:00"),
        ("time", "12 am", "00:00:00"),
        ("dateTime", "2024-07-06 14:30", "2024-07-06T14:30:00+02:00"),
        ("dateTime", "6 July 2024, 2:30 p.m.", "2024-07-06T14:30:00+02:00"),
        ("dateTime", "2024-07-06T14:30:00-05:00", "2024-07-06T14:30:00-05:00"),
        ("dateTime", "2024-07", "2024-07"),
        ("integer", "-3", -3),
        ("integer", "3.0", 3),
        ("decimal", "1,5", Decimal("1.5")),
        ("decimal", "٣", Decimal(3)),
        ("decimal", "0,125", Decimal("0.125")),
        ("quantity", "70", Quantity(Decimal(70), "kg", "http://unitsofmeasure.org", "kg")),
        ("url", "https://forms.example", "https://forms.example"),
        ("string", " words ", "words"),
        ("text", " two\nlines ", " two\nlines "),
    ],
)  # fmt: skip
def test_typed_words_are_read(type: str, text: str, read: Any) -> None:
    unit = ext(
        "questionnaire-unit",
        valueCoding={"system": "http://unitsofmeasure.org", "code": "kg", "display": "kg"},
    )
    asked = form(item("a", type, extension=[unit])).item("a")
    found = read_typed(asked, text, "en", ZoneInfo("Europe/Madrid"))
    assert isinstance(found, Given)
    assert found.value == read


@pytest.mark.parametrize(
    ("type", "text", "code"),
    [
        ("date", "next tuesday", "not_a_date"),
        ("date", "2024-02-30", "not_a_date"),
        ("date", "5/6/2024", "ambiguous_date"),
        ("date", "6/5/24", "not_a_date"),
        ("date", "ma 2024", "not_a_date"),
        ("time", "2:75", "not_a_time"),
        ("time", "14", "not_a_time"),
        ("dateTime", "2024-07-06 late", "not_a_date"),
        ("integer", "three", "not_a_number"),
        ("integer", "2.5", "not_whole"),
        ("integer", "99999999999", "out_of_range"),
        ("decimal", "1,500", "ambiguous_number"),
        ("decimal", "1e5", "not_a_number"),
        ("url", "forms example", "not_an_address"),
    ],
)
def test_words_with_no_reading_or_two_are_not_read(type: str, text: str, code: str) -> None:
    assert read_typed(form(item("a", type)).item("a"), text, "en") == code


def test_a_choice_may_be_typed() -> None:
    filling = begun(item("a", "choice", answerOption=[option("a", "Apple")]))
    filling.write("a", "apple")
    assert filling.node("a").value == Coding(SYSTEM, "a", "Apple")
    filling.write("a", "pear")
    assert codes(filling) == ["not_an_answer"]
    filling.write("a", "")
    assert filling.node("a").raw == ()


def test_several_typed_answers_stand_one_after_another() -> None:
    filling = begun(item("a", "integer", repeats=True))
    filling.write("a", "1", at=0)
    filling.write("a", "two", at=1)
    filling.write("a", "3", at=2)
    assert (filling.node("a").values, filling.node("a").raw) == ((1, 3), ((1, "two"),))
    filling.write("a", "2", at=1)
    assert filling.node("a").values == (1, 2, 3)
    filling.write("a", "", at=0)
    assert filling.node("a").values == (2, 3)
