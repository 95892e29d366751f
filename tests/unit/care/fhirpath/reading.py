"""A made-up response, and the shortest way to read it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

from mobile.care.questionnaire.fhirpath import Note, compile

NOW = datetime(2024, 2, 29, 10, 20, 30, tzinfo=UTC)
EAST = timezone(timedelta(hours=13))
RESPONSE: dict[str, Any] = {
    "resourceType": "QuestionnaireResponse",
    "authored": "2024-02-28T09:00:00Z",
    "item": [
        {
            "linkId": "body",
            "item": [
                {"linkId": "weight", "answer": [{"valueDecimal": Decimal("70.50")}]},
                {"linkId": "born", "answer": [{"valueDate": "1990-05-17"}]},
                {"linkId": "year", "answer": [{"valueDate": "1990"}]},
                {
                    "linkId": "dose",
                    "answer": [
                        {
                            "valueQuantity": {
                                "value": 40,
                                "unit": "mg",
                                "system": "http://unitsofmeasure.org",
                                "code": "mg",
                            }
                        }
                    ],
                },
            ],
        },
        {"linkId": "words", "answer": [{"valueString": "said in confidence"}]},
    ],
}


def read(expression: str, *, now: datetime = NOW, focus: Any = RESPONSE, **variables: Any) -> list[Any]:
    """What an expression says; it must have nothing to complain of."""
    values, notes = tried(expression, now=now, focus=focus, **variables)
    assert notes == []
    return values


def tried(
    expression: str, *, now: datetime = NOW, focus: Any = RESPONSE, **variables: Any
) -> tuple[list[Any], list[Note]]:
    """What an expression says, and the notes."""
    notes: list[Note] = []
    given = {"resource": RESPONSE, **variables}
    return compile(expression).read(focus, given, now=now, notes=notes, origin="item total"), notes


def code(expression: str, **given: Any) -> str:
    """The code of the one note an expression that cannot be read leaves."""
    values, notes = tried(expression, **given)
    assert values == []
    (note,) = notes
    assert note.origin == "item total"
    return note.code
