"""Amounts are told as they were said: every digit, no exponent, and never more exact than they are."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from mobile.care.measures.measured import Measured
from mobile.care.questionnaire import Quantity
from mobile.i18n import Moments, Speech
from mobile.screens.form.answer_text import AnswerWords
from mobile.screens.form.answering import choose_unit
from mobile.screens.panels.answers.values import Words, value_text
from tests.unit.care.questionnaire.asking import CORE, begun, item

SPEECH, MOMENTS = Speech("en"), Moments("en", ZoneInfo("UTC"))
GRAMS = [
    {
        "url": CORE + "questionnaire-unitOption",
        "valueCoding": {"system": "http://unitsofmeasure.org", "code": code},
    }
    for code in ("mg", "g")
]


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        ({"value": Decimal(5), "unit": "mg"}, "5 mg"),
        ({"value": Decimal(5), "unit": "mg", "comparator": "<"}, "< 5 mg"),
        ({"value": Decimal("0.50"), "code": "mg", "comparator": ">="}, "≥ 0.50 mg"),
        ({"value": Decimal("1E+2"), "unit": "mg"}, "100 mg"),
        ({"unit": "mg"}, "mg"),
    ],
)
def test_an_amount_reads_alike_to_the_patient_and_to_the_clinic(amount: dict[str, Any], said: str) -> None:
    assert AnswerWords(SPEECH.gettext, MOMENTS).line([Quantity.of(amount)]) == said
    assert value_text("valueQuantity", amount, Words(SPEECH.gettext, MOMENTS)) == said


def test_a_number_has_no_exponent() -> None:
    assert value_text("valueDecimal", Decimal("1E-7"), Words(SPEECH.gettext, MOMENTS)) == "0.0000001"


def test_another_unit_leaves_an_amount_as_rough_as_it_was_said() -> None:
    filling = begun(item("q", "quantity", extension=GRAMS))
    filling.answer("q", Quantity(Decimal(5), "mg", "http://unitsofmeasure.org", "mg", "<"))
    choose_unit(filling, filling.node("q"), "1")
    assert filling.node("q").value == Quantity(Decimal(5), "g", "http://unitsofmeasure.org", "g", "<")


@pytest.mark.parametrize(("comparator", "total"), [({}, Decimal(5)), ({"comparator": "<"}, None)])
def test_a_total_that_is_said_only_roughly_is_none(comparator: dict[str, str], total: Decimal | None) -> None:
    observation = {
        "resourceType": "Observation",
        "id": "o1",
        "status": "final",
        "valueQuantity": {"value": 5, **comparator},
    }
    assert Measured.from_resource(observation).total == total
