"""What an answer is worth, wherever the form wrote it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.unit.care.fhirpath.reading import read, tried

ORDINAL = "http://hl7.org/fhir/StructureDefinition/ordinalValue"
WEIGHT = "http://hl7.org/fhir/StructureDefinition/itemWeight"


def _worth(number: str, url: str = ORDINAL) -> list[dict[str, Any]]:
    return [{"url": url, "valueDecimal": Decimal(number)}]


def _coding(code: str, **more: Any) -> dict[str, Any]:
    return {"system": "urn:s", "code": code, **more}


def _form(*items: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "Questionnaire",
        "item": [{"linkId": "g", "type": "group", "item": list(items)}],
        **more,
    }


def _answers(**codes: Any) -> dict[str, Any]:
    items = [{"linkId": link_id, "answer": [value]} for link_id, value in codes.items()]
    return {"resourceType": "QuestionnaireResponse", "item": [{"linkId": "g", "item": items}]}


FORM = _form(
    {"linkId": "a", "answerOption": [{"extension": _worth("3"), "valueCoding": _coding("x")}]},
    {"linkId": "b", "answerOption": [{"valueCoding": _coding("x", extension=_worth("1", WEIGHT))}]},
    {"linkId": "n", "answerOption": [{"valueInteger": 4, "_valueInteger": {"extension": _worth("0.5")}}]},
    {"linkId": "m", "answerOption": [{"valueInteger": 4, "_valueInteger": {"extension": _worth("0.25")}}]},
    {"linkId": "v", "answerValueSet": "#set"},
    contained=[
        {
            "resourceType": "ValueSet",
            "id": "set",
            "compose": {
                "include": [{"system": "urn:s", "concept": [{"code": "y", "extension": _worth("7")}]}]
            },
        }
    ],
)
RESPONSE = _answers(
    a={"valueCoding": _coding("x")},
    b={"valueCoding": _coding("x")},
    n={"valueInteger": 4},
    v={"valueCoding": _coding("y")},
    z={"valueCoding": _coding("q", extension=_worth("9"))},
    none={"valueCoding": _coding("q")},
)


def _read(expression: str, **more: Any) -> list[Any]:
    return read(expression, focus=RESPONSE, **{"resource": RESPONSE, "questionnaire": FORM, **more})


@pytest.mark.parametrize(
    ("link_id", "worth"),
    [("a", ["3"]), ("b", ["1"]), ("n", ["0.5"]), ("v", ["7"]), ("z", ["9"]), ("none", [])],
)
@pytest.mark.parametrize("step", ["answer", "answer.value"])
@pytest.mark.parametrize("function", ["ordinal", "weight"])
def test_an_answer_is_worth_what_its_question_says(
    link_id: str, worth: list[str], step: str, function: str
) -> None:
    for way in ("%resource.descendants()", "%resource.item.item", "%resource.repeat(item)"):
        found = _read(f"{way}.where(linkId='{link_id}').{step}.{function}()")
        assert found == [Decimal(one) for one in worth]


def test_the_same_code_is_worth_what_its_own_question_says_also_through_a_variable() -> None:
    for link_id, worth in (("a", 3), ("b", 1)):
        answers = _read(f"%resource.item.item.where(linkId='{link_id}').answer.value")
        assert _read("%answers.ordinal()", answers=answers) == [worth]


def test_a_total_of_worths_is_exact() -> None:
    assert _read("%resource.item.item.answer.value.ordinal().sum()") == [Decimal("20.5")]


def test_an_answer_from_nowhere_that_could_be_worth_two_things_is_worth_nothing_and_says_so() -> None:
    values, notes = tried("%x.ordinal()", resource=RESPONSE, questionnaire=FORM, x=_coding("x"))
    assert values == []
    assert [note.code for note in notes] == ["score_unclear"]


def test_without_a_questionnaire_only_what_the_answer_carries_counts() -> None:
    assert read("%resource.item.item.answer.value.weight()", resource=RESPONSE) == [9]


def test_answers_are_all_answers_below() -> None:
    assert read("%resource.answers().count()", resource=RESPONSE) == [6]
    nested = {
        "item": [
            {
                "linkId": "y",
                "answer": [
                    {"valueBoolean": True, "item": [{"linkId": "w", "answer": [{"valueString": "so"}]}]}
                ],
            }
        ]
    }
    assert read("%resource.answers().value", resource=nested) == [True, "so"]
