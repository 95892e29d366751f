"""Lists to choose from are composed as FHIR composes them, and a list of which a part is not at hand is not offered by halves."""

from __future__ import annotations

from typing import Any

import pytest

from mobile.care.questionnaire import Form
from tests.unit.care.questionnaire.asking import CORE, form, item

ONE = "http://codes.example/one"
TWO = "http://codes.example/two"


def of(system: str | None, *codes: str, **more: Any) -> dict[str, Any]:
    part: dict[str, Any] = {"system": system} if system else {}
    if codes:
        part["concept"] = [{"code": code, "display": code.upper()} for code in codes]
    return {**part, **more}


def value_set(
    id: str, *include: dict[str, Any], exclude: list[dict[str, Any]] | None = None
) -> dict[str, Any]:
    compose: dict[str, Any] = {"include": list(include)}
    if exclude:
        compose["exclude"] = exclude
    return {"resourceType": "ValueSet", "id": id, "status": "active", "compose": compose}


def code_system(url: str, *concepts: dict[str, Any]) -> dict[str, Any]:
    return {
        "resourceType": "CodeSystem",
        "url": url,
        "status": "active",
        "content": "complete",
        "concept": list(concepts),
    }


def asked(*contained: dict[str, Any]) -> Form:
    return form(item("a", "choice", answerValueSet="#v"), contained=list(contained))


def offered(*contained: dict[str, Any]) -> list[str]:
    return [option.display for option in asked(*contained).item("a").options]


FRUIT = code_system(
    ONE,
    {
        "code": "fruit",
        "display": "Fruit",
        "concept": [{"code": "a", "display": "Apple"}, {"code": "b", "display": "Pear"}],
    },
    {"code": "stone", "display": "Stone"},
)


def test_words_that_the_value_set_leaves_out_are_those_of_the_code_system():
    assert offered(value_set("v", {"system": ONE, "concept": [{"code": "a"}]}), FRUIT) == ["Apple"]


def test_words_of_the_value_set_win_over_those_of_the_code_system():
    listed = {"system": ONE, "concept": [{"code": "a", "display": "An apple"}]}
    assert offered(value_set("v", listed), FRUIT) == ["An apple"]


def test_a_score_that_only_the_code_system_carries_counts():
    worth = {"url": CORE + "itemWeight", "valueDecimal": 3}
    system = code_system(ONE, {"code": "a", "display": "Apple", "extension": [worth]})
    options = asked(value_set("v", {"system": ONE, "concept": [{"code": "a"}]}), system).item("a").options
    assert [option.ordinal for option in options] == [3]


def test_several_value_sets_of_one_include_give_what_is_in_all_of_them():
    both = value_set("v", {"valueSet": ["#x", "#y"]})
    assert offered(both, value_set("x", of(ONE, "a", "b")), value_set("y", of(ONE, "b", "c"))) == ["B"]


def test_a_system_beside_a_value_set_gives_what_is_in_both():
    both = value_set("v", of(ONE, "a", "b", valueSet=["#x"]))
    assert offered(both, value_set("x", of(ONE, "b", "c"))) == ["B"]


def test_several_includes_give_what_is_in_any_of_them_each_once():
    assert offered(value_set("v", of(ONE, "a", "b"), of(ONE, "b", "c"), of(TWO, "a"))) == ["A", "B", "C", "A"]


@pytest.mark.parametrize(
    ("exclude", "left"),
    [
        ({"valueSet": ["#x"]}, ["A"]),
        (of(ONE, "b"), ["A"]),
        ({"system": TWO}, ["A", "B"]),
        ({"system": ONE}, []),
        ({"system": ONE, "concept": [{"code": "b"}], "valueSet": ["#y"]}, ["A", "B"]),
    ],
)
def test_what_is_excluded_is_not_offered(exclude: dict[str, Any], left: list[str]):
    sets = (value_set("x", of(ONE, "b")), value_set("y", of(ONE, "c")))
    assert offered(value_set("v", of(ONE, "a", "b"), exclude=[exclude]), *sets) == left


@pytest.mark.parametrize(
    ("op", "value", "found"),
    [
        ("is-a", "fruit", ["Fruit", "Apple", "Pear"]),
        ("descendent-of", "fruit", ["Apple", "Pear"]),
        ("is-not-a", "fruit", ["Stone"]),
        ("in", "a,stone", ["Apple", "Stone"]),
        ("not-in", "a,stone", ["Fruit", "Pear"]),
    ],
)
def test_filters_over_the_hierarchy_of_a_system_at_hand(op: str, value: str, found: list[str]):
    rule = {"property": "concept", "op": op, "value": value}
    assert offered(value_set("v", {"system": ONE, "filter": [rule]}), FRUIT) == found


@pytest.mark.parametrize(
    "part",
    [
        {"system": "http://codes.example/elsewhere"},
        {"valueSet": ["http://codes.example/ValueSet/elsewhere"]},
        {"system": ONE, "filter": [{"property": "colour", "op": "=", "value": "red"}]},
        {"valueSet": ["#v"]},
    ],
)
def test_a_list_of_which_a_part_is_not_at_hand_is_missing_as_a_whole_and_that_is_said(part: dict[str, Any]):
    read = asked(value_set("v", of(ONE, "a"), part), FRUIT)
    assert read.item("a").options == ()
    assert read.item("a").has_missing_options
    assert [found.code for found in read.diagnostics] == ["missing_value_set"]
