"""Numbers as people type them: nothing is guessed, what can be read in two ways is asked back."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from mobile.care.questionnaire.typedtext import read_typed
from mobile.care.questionnaire.values import Given, Quantity
from tests.unit.care.questionnaire.asking import CORE, form, item

KG: dict[str, Any] = {
    "url": CORE + "questionnaire-unit",
    "valueCoding": {"system": "http://unitsofmeasure.org", "code": "kg", "display": "kg"},
}


def read(text: str, language: str = "en", type: str = "decimal") -> Any:
    found = read_typed(form(item("a", type, extension=[KG])).item("a"), text, language)
    return found.value if isinstance(found, Given) else found


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(
    "text", ["2.000", "2,000", "1,500", "1.125", "-1.500", "72 5", "7 2", "1 5000", "1,2,3", "1.5.2"]
)
def test_two_readings_are_asked_back(text: str, language: str) -> None:
    assert read(text, language) == "ambiguous_number"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("72", "72"), ("72.5", "72.5"), ("72,5", "72.5"), ("0.125", "0.125"), ("0,125", "0.125"), ("1.5000", "1.5000"),
        ("1,234.50", "1234.50"), ("1.234,50", "1234.50"), ("1,234,567", "1234567"), ("1.234.567", "1234567"),
        ("- 5", "-5"), ("\u22125", "-5"), ("+3", "3"), ("72.5 kg", "72.5"), ("72,5kg", "72.5"), ("1500", "1500"),
        (".5", "0.5"), (",5", "0.5"), ("-.25", "-0.25"),
    ],
)  # fmt: skip
def test_one_reading_is_taken_in_either_language(text: str, number: str) -> None:
    assert read(text, "en") == read(text, "es") == Decimal(number)


def test_a_space_groups_only_where_the_language_groups_so() -> None:
    assert read("72 500", "es") == read("72\u202f500", "es-MX") == Decimal(72500)
    assert read("72 500", "en") == "ambiguous_number"


def test_an_amount_keeps_the_unit_of_the_question() -> None:
    assert read("72.5 kg", type="quantity") == Quantity(
        Decimal("72.5"), "kg", "http://unitsofmeasure.org", "kg"
    )
    assert read("72.5 lb", type="quantity") == "not_a_number"


@pytest.mark.parametrize("text", ["three", "1e5", "72 lb", "5-6", "72kg kg", ".", "-"])
def test_what_is_no_number_is_said(text: str) -> None:
    assert read(text) == "not_a_number"


@pytest.mark.parametrize(
    "text",
    [
        "05/2024",
        "5/2024",
        "5-2024",
        "5 / 2024",
        "May 2024",
        "2024 May",
        "mayo de 2024",
        "may. 2024",
        "2024/5",
    ],
)
def test_a_month_and_a_year(text: str) -> None:
    assert read(text, type="date") == "2024-05"


@pytest.mark.parametrize(
    "text", ["13/2024", "0/2024", "May 24", "5/24", "2024-00", "2024-05-00", "00/00/2024"]
)
def test_no_month_and_year(text: str) -> None:
    assert read(text, type="date") == "not_a_date"


@pytest.mark.parametrize("type", ["date", "dateTime"])
@pytest.mark.parametrize("text", ["5 May 1024", "1024", "1899-12-31", "13/05/0224", "0024-05-13"])
def test_a_year_before_1900_is_asked_back(text: str, type: str) -> None:
    assert read(text, type=type) == "early_year"
