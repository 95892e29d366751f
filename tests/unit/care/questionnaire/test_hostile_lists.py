"""Forms written to be endless to read: lists that name lists, one list under every question, variables in a long chain."""

from __future__ import annotations

from typing import Any

import pytest

from mobile.care.questionnaire import Launch
from mobile.care.questionnaire import valuesets as lists_module
from mobile.care.questionnaire.valuesets import MOST_CONCEPTS
from tests.unit.care.questionnaire.asking import (
    CORE,
    LAUNCH,
    begun,
    calculated,
    form,
    item,
    value_of,
    variable,
)

HIDDEN: dict[str, Any] = {"url": CORE + "questionnaire-hidden", "valueBoolean": True}


def value_set(id_: str, **more: Any) -> dict[str, Any]:
    return {"resourceType": "ValueSet", "id": id_, "status": "active", **more}


def concepts(count: int) -> dict[str, Any]:
    return {"contains": [{"system": "s", "code": f"c{n}", "display": f"d{n}"} for n in range(count)]}


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The codes that were made into options."""
    found: list[str] = []
    real = lists_module.concept_option

    def counted(system: str | None, concept: dict[str, Any], language: str) -> Any:
        found.append(concept["code"])
        return real(system, concept, language)

    monkeypatch.setattr(lists_module, "concept_option", counted)
    return found


def test_one_list_under_many_questions_is_read_once(made: list[str]) -> None:
    asked = (item(f"q{n}", "choice", answerValueSet="#v") for n in range(300))
    read = form(*asked, contained=[value_set("v", expansion=concepts(500))])
    assert len(made) == 500
    assert read.diagnostics == ()
    assert len(read.item("q299").options) == 500


def test_lists_that_name_lists_end_and_are_as_lists_that_are_not_at_hand(made: list[str]) -> None:
    pyramid = [
        value_set(f"v{n}", compose={"include": [{"valueSet": [f"#v{n + 1}"] * 300}]}) for n in range(4)
    ]
    read = form(item("c", "choice", answerValueSet="#v0"), contained=pyramid)
    assert [one.code for one in read.diagnostics] == ["missing_value_set"]
    assert read.item("c").has_missing_options


def test_lists_that_each_name_the_largest_share_one_bound(made: list[str]) -> None:
    large = value_set("v", expansion=concepts(3_000))
    each = [value_set(f"v{n}", compose={"include": [{"valueSet": ["#v"]}]}) for n in range(60)]
    asked = [item(f"q{n}", "choice", answerValueSet=f"#v{n}") for n in range(60)]
    read = form(*asked, contained=[large, *each])
    assert len(made) < MOST_CONCEPTS
    assert read.item("q0").options
    assert not read.item("q59").options
    assert read.item("q59").has_missing_options  # it may be answered in words


def test_a_chain_of_a_thousand_variables_is_worked_out_and_followed() -> None:
    chain = [variable("v0", value_of("a")), *(variable(f"v{n}", f"%v{n - 1}") for n in range(1, 1_000))]
    last = item("x", "integer", extension=[HIDDEN, *calculated("%v999")])
    filling = begun(item("a", "integer"), last, extension=chain)
    filling.answer("a", 3)
    assert filling.node("x").value == 3
    assert [one["linkId"] for one in filling.submission()["item"]] == ["a", "x"]


def test_at_the_end_of_a_thousand_variables_the_record_is_still_found() -> None:
    chain = [variable("v0", "%patient.gender"), *(variable(f"v{n}", f"%v{n - 1}") for n in range(1, 1_000))]
    last = item("x", extension=[HIDDEN, *calculated("%v999")])
    launch = Launch(patient={"resourceType": "Patient", "gender": "other"}, now=LAUNCH.now)
    filling = begun(last, launch=launch, extension=chain)
    assert filling.node("x").value == "other"
    assert "item" not in filling.submission()
