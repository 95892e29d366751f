"""What an expression depends on is never too little."""

from __future__ import annotations

import pytest

from mobile.care.questionnaire.fhirpath import compile


@pytest.mark.parametrize(
    ("expression", "ids"),
    [
        ("%resource.item.where(linkId='a').answer.value", {"a"}),
        ("%resource.item.where('a' = linkId).answer.value", {"a"}),
        ("%resource.item.where(linkId='g').item.where(linkId='a').answer.value", {"a"}),
        ("%resource.item.where(linkId='g').item.answer.value.sum()", {"g"}),
        ("%resource.descendants().where(linkId='a').answer.value", {"a"}),
        ("%resource.repeat(item).where(linkId='a').answer.value", {"a"}),
        ("item.where(linkId in ('a' | 'b')).answer.value", {"a", "b"}),
        ("item.where(('a' | 'b') contains linkId).answer.value", {"a", "b"}),
        ("item.where(linkId='a' or linkId='b').answer.value", {"a", "b"}),
        ("item.where(linkId='a' and answer.value > 3).exists()", {"a"}),
        ("item.where(linkId='a').answer.value + item.where(linkId='b').answer.value", {"a", "b"}),
        ("iif(item.where(linkId='a').exists(), item.where(linkId='b').answer.value, 0)", {"a", "b"}),
        ("item.exists(linkId='a')", {"a"}),
        ("item.where(linkId='a').linkId", {"a"}),
        ("%resource.select(item.where(linkId='a').answer)", {"a"}),
        ("QuestionnaireResponse.item.where(linkId='a').answer.value is date", {"a"}),
        ("item.where(linkId='a').answer.value.as(Coding).code = 'x'", {"a"}),
        ("%resource.answers().value", None),
        ("(item.where(linkId='a') | item.where(linkId='b')).answer.value", {"a", "b"}),
        ("item.where(linkId='g').item.select(1).count()", {"g"}),
        ("defineVariable('v', item.where(linkId='a').answer.value).select(%v)", {"a"}),
        ("%a + %b", set()),
        ("%patient.birthDate", set()),
        ("today()", set()),
        ("%resource.authored", set()),
        ("%resource.exists()", set()),
        ("%group.item.where(linkId='q').answer.value", set()),
    ],
)
def test_the_questions_that_are_named(expression: str, ids: set[str] | None) -> None:
    assert compile(expression).link_ids == ids


@pytest.mark.parametrize(
    "expression",
    [
        "%resource.descendants().answer.value",
        "%resource.item.answer.value",
        "item.answer.count()",
        "item.where(linkId = %which).answer.value",
        "item.where(linkId.startsWith('a')).answer.value",
        "item.where(linkId='a' or answer.exists()).answer",
        "item.where(linkId != 'a').answer.value",
        "item.where(linkId ~ 'a').answer.value",
        "%resource.repeat(item).answer.value.sum()",
        "%resource.descendants().count()",
        "item[0].answer.value",
        "item.select(1).count()",
        "item.where(answer.value > 3).linkId",
        "item.all(answer.exists())",
        "%resource = %previous",
        "children().where(answer.exists())",
        "item.aggregate($total + $this.answer.value, 0)",
        "iif(true, item, {}).answer.value",
        "%resource.item.first().answer",
        "coalesce(item.answer, 1)",
        "('a').combine(item.answer.value)",
    ],
)
def test_an_expression_that_may_reach_any_question_says_so(expression: str) -> None:
    assert compile(expression).link_ids is None


@pytest.mark.parametrize(
    "expression",
    ["answer.value > 3", "%context.answer.value", "$this.answer.exists()", "answer.value.matches('a')"],
)
def test_reading_the_item_it_stands_on_is_told(expression: str) -> None:
    path = compile(expression)
    assert path.reads_focus
    assert path.link_ids == frozenset()


def test_a_total_does_not_read_the_item_it_stands_on() -> None:
    assert not compile("%resource.item.where(linkId='a').answer.value + %b").reads_focus


def test_the_variables_it_reads_are_named_without_those_it_makes() -> None:
    assert compile("%a + %`odd name` + defineVariable('c', %d).select(%c)").variables == {
        "a",
        "odd name",
        "d",
    }
