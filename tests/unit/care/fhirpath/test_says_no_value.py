"""What is noted of an expression that failed names the expression's own words, never what somebody answered."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from mobile.care.questionnaire.fhirpath import Note, compile

ANSWER = "a private word"


@pytest.mark.parametrize("expression", ["@2026-01-01 + %q", "@2026-01-01 - %q", "today() + %q", "now() - %q"])
def test_a_unit_that_somebody_typed_is_not_repeated_in_the_note(expression: str) -> None:
    notes: list[Note] = []
    quantity = {"value": Decimal(2), "unit": ANSWER, "code": ANSWER, "system": "http://unitsofmeasure.org"}
    now = datetime(2026, 11, 22, 12, tzinfo=UTC)
    focus = {"resourceType": "QuestionnaireResponse"}
    read = compile(expression).read(focus, {"q": quantity}, now=now, notes=notes)
    assert read == []
    assert not [note for note in notes if ANSWER in repr(note)]
