"""How answers go in, and what follows from them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from mobile.care.questionnaire import (
    Attachment,
    Coding,
    Launch,
    NoSuchNode,
    Quantity,
    Reference,
    WrongAnswer,
)
from tests.unit.care.questionnaire.asking import (
    CORE,
    LAUNCH,
    NOW,
    SDC,
    SYSTEM,
    begun,
    calculated,
    codes,
    expression,
    item,
    option,
    value_of,
    variable,
    visible,
    when,
)

A, B, C = (Coding(SYSTEM, code, code) for code in "abc")
ABC = [option(code) for code in "abc"]


@pytest.mark.parametrize(
    ("operator", "answer", "given", "is_shown"),
    [
        ("exists", {"answerBoolean": True}, 3, True),
        ("exists", {"answerBoolean": True}, None, False),
        ("exists", {"answerBoolean": False}, None, True),
        ("exists", {"answerBoolean": False}, 3, False),
        ("=", {"answerInteger": 3}, 3, True),
        ("=", {"answerInteger": 3}, None, False),
        ("!=", {"answerInteger": 3}, 4, True),
        ("!=", {"answerInteger": 3}, 3, False),
        ("!=", {"answerInteger": 3}, None, True),
        (">", {"answerInteger": 3}, 4, True),
        (">", {"answerInteger": 3}, 3, False),
        (">", {"answerInteger": 3}, None, False),
        ("<", {"answerInteger": 3}, 2, True),
        ("<", {"answerInteger": 3}, 3, False),
        (">=", {"answerInteger": 3}, 3, True),
        ("<=", {"answerInteger": 3}, 3, True),
        ("<=", {"answerInteger": 3}, 4, False),
    ],
)
def test_a_condition_is_met_by_the_answer(
    operator: str, answer: dict[str, object], given: int | None, is_shown: bool
) -> None:
    filling = begun(item("q", "integer"), item("a", enableWhen=[when("q", operator, **answer)]))
    if given is not None:
        filling.answer("q", given)
    assert filling.node("a").is_enabled is is_shown


def test_all_conditions_or_any_of_them() -> None:
    both = [when("q", "=", answerBoolean=True), when("r", "=", answerBoolean=True)]
    filling = begun(
        item("q", "boolean"),
        item("r", "boolean"),
        item("every", enableWhen=both, enableBehavior="all"),
        item("some", enableWhen=both, enableBehavior="any"),
    )
    filling.answer("r", True)
    assert visible(filling) == ["q", "r", "some"]
    filling.answer("q", True)
    assert visible(filling) == ["q", "r", "every", "some"]


def test_a_disabled_question_counts_as_unanswered_and_keeps_its_answer() -> None:
    filling = begun(
        item("q", "boolean"),
        item("r", "boolean", enableWhen=[when("q", "=", answerBoolean=True)]),
        item("s", enableWhen=[when("r", "=", answerBoolean=True)]),
    )
    filling.answer("q", True)
    filling.answer("r", True)
    assert visible(filling) == ["q", "r", "s"]
    changed = filling.answer("q", False)
    assert visible(filling) == ["q"]
    assert changed.nodes == {"q", "r", "s"}
    filling.answer("q", True)
    assert filling.node("r").value is True
    assert visible(filling) == ["q", "r", "s"]


def test_a_condition_in_a_row_looks_at_its_own_row() -> None:
    filling = begun(
        item(
            "g",
            "group",
            item("q", "boolean"),
            item("a", enableWhen=[when("q", "=", answerBoolean=True)]),
            repeats=True,
        )
    )
    filling.add("g[0]")
    filling.answer("g[1]/q", True)
    assert visible(filling) == ["g[0]", "g[0]/q", "g[1]", "g[1]/q", "g[1]/a"]


def test_a_condition_under_an_answer_looks_at_that_answer() -> None:
    which = item("which", enableWhen=[when("q", "=", answerCoding=option("c")["valueCoding"])])
    filling = begun(item("q", "choice", which, answerOption=ABC, repeats=True))
    filling.answer("q", A, C)
    assert visible(filling) == ["q", "q[1]/which"]


def test_what_is_answered_under_an_answer_stays_with_it() -> None:
    filling = begun(item("q", "choice", item("why"), answerOption=ABC, repeats=True))
    filling.answer("q", A, B)
    filling.answer("q[1]/why", "Because of B")
    filling.answer("q", B, C)
    assert filling.node("q").values == (B, C)
    assert [node.value for node in filling.node("q").nodes] == ["Because of B", None]


def test_sums_follow_answers_through_one_another() -> None:
    filling = begun(
        item("a", "integer"),
        item("b", "integer", extension=calculated(f"{value_of('a')} * 2"), readOnly=True),
        item("c", "integer", extension=calculated(f"{value_of('b')} + 1"), readOnly=True),
    )
    assert filling.answer("a", 5).nodes == {"a", "b", "c"}
    assert (filling.node("b").value, filling.node("c").value) == (10, 11)
    filling.answer("a")
    assert filling.node("c").values == ()


def test_a_score_counts_options_by_their_worth() -> None:
    scored = [option("a", score=0), option("b", score=2.5)]
    path = "%resource.item.answer.value.ordinal().sum()"
    filling = begun(
        item("q", "choice", answerOption=scored),
        item("r", "choice", answerOption=scored),
        item("sum", "decimal", extension=calculated(path)),
    )
    filling.answer("q", B)
    filling.answer("r", B)
    assert filling.node("sum").value == Decimal("5.0")


def test_an_editable_sum_may_be_overridden_and_taken_back() -> None:
    filling = begun(item("a", "integer"), item("b", "integer", extension=calculated(value_of("a"))))
    filling.answer("a", 1)
    filling.answer("b", 7)
    filling.answer("a", 2)
    assert (filling.node("b").value, filling.node("b").is_overridden) == (7, True)
    filling.answer("b")
    assert (filling.node("b").value, filling.node("b").is_overridden) == (2, False)


def test_a_read_only_question_stays_as_it_is() -> None:
    filling = begun(item("a", "string", readOnly=True, initial=[{"valueString": "fixed"}]))
    assert not filling.answer("a", "other").nodes
    assert not filling.write("a", "other").nodes
    assert filling.node("a").value == "fixed"


def test_variables_are_seen_below_where_they_stand_and_the_nearest_counts() -> None:
    filling = begun(
        item("out", "integer", extension=calculated("%v")),
        item("g", "group", item("in", "integer", extension=calculated("%v")), extension=[variable("v", "2")]),
        extension=[variable("v", "1")],
    )
    assert (filling.node("out").value, filling.node("g/in").value) == (1, 2)


def test_a_variable_of_a_row_is_read_in_each_row() -> None:
    row = item(
        "g",
        "group",
        item("n", "integer"),
        item("twice", "integer", extension=calculated("%own * 2")),
        repeats=True,
        extension=[variable("own", "item.where(linkId = 'n').answer.value")],
    )
    filling = begun(row)
    filling.add("g[0]")
    filling.answer("g[0]/n", 1)
    filling.answer("g[1]/n", 5)
    assert [node.value for node in filling.find("twice")] == [2, 10]


def test_first_answers_come_from_the_form_and_from_the_patients_record() -> None:
    patient = {"resourceType": "Patient", "birthDate": "1980-02-03", "name": [{"family": "Example"}]}
    filling = begun(
        item("fixed", "integer", initial=[{"valueInteger": 4}]),
        item("marked", "choice", answerOption=[option("a"), option("b", initialSelected=True)]),
        item("born", "date", extension=[expression(SDC + "initialExpression", "%patient.birthDate")]),
        item("name", extension=[expression(SDC + "initialExpression", "%patient.name.family")]),
        item("who", extension=[expression(SDC + "initialExpression", "%user.name.family")]),
        launch=replace(LAUNCH, patient=patient),
    )
    assert [filling.node(id).value for id in ("fixed", "marked", "born", "name", "who")] == [
        4,
        B,
        "1980-02-03",
        "Example",
        None,
    ]
    assert filling.diagnostics == ()


def test_today_is_the_persons_day() -> None:
    asked = item("a", "date", extension=[expression(SDC + "initialExpression", "today()")])
    at = datetime(2026, 5, 7, 1, 0, tzinfo=UTC)
    assert begun(asked, launch=Launch(now=at)).node("a").value == "2026-05-07"
    assert begun(asked, launch=Launch(now=at, today=date(2026, 5, 6))).node("a").value == "2026-05-06"


def test_rows_come_and_go_and_keep_their_names() -> None:
    filling = begun(item("g", "group", item("a"), repeats=True))
    filling.add("g[0]")
    filling.add("g[0]")
    for n in range(3):
        filling.answer(f"g[{n}]/a", f"row {n}")
    changed = filling.remove("g[1]")
    assert {"g[1]", "g[1]/a"} <= changed.nodes
    assert visible(filling) == ["g[0]", "g[0]/a", "g[2]", "g[2]/a"]
    assert [(node.row, node.rows) for node in filling.find("g")] == [(0, 2), (1, 2)]
    with pytest.raises(NoSuchNode):
        filling.node("g[1]")


def test_the_last_row_is_emptied_not_lost() -> None:
    filling = begun(item("g", "group", item("a"), repeats=True))
    filling.answer("g[0]/a", "words")
    filling.remove("g[0]")
    assert [node.values for node in filling.find("a")] == [()]


def test_no_more_rows_than_the_form_allows() -> None:
    most = [{"url": CORE + "questionnaire-maxOccurs", "valueInteger": 2}]
    filling = begun(item("g", "group", item("a"), repeats=True, extension=most))
    assert filling.node("g[0]").can_add
    filling.add("g[0]")
    assert not filling.node("g[0]").can_add
    assert not filling.add("g[0]").nodes


def test_as_many_rows_to_begin_with_as_the_form_wants() -> None:
    least = [{"url": CORE + "questionnaire-minOccurs", "valueInteger": 3}]
    assert len(begun(item("g", "group", item("a"), repeats=True, extension=least)).find("g")) == 3


def test_rows_within_rows_within_rows_do_not_grow_without_end() -> None:
    least = [{"url": CORE + "questionnaire-minOccurs", "valueInteger": 50}]
    asked = item("a")
    for n in range(8):
        asked = item(f"g{n}", "group", asked, repeats=True, extension=least)
    assert len(begun(asked).find("a")) < 60_000


def test_an_exclusive_option_stands_alone() -> None:
    none = {
        **option("none"),
        "extension": [{"url": CORE + "questionnaire-optionExclusive", "valueBoolean": True}],
    }
    none_of_them = Coding(SYSTEM, "none", "none")
    filling = begun(item("q", "choice", answerOption=[*ABC, none], repeats=True))
    filling.answer("q", A, B)
    filling.answer("q", A, B, none_of_them)
    assert filling.node("q").values == (none_of_them,)
    filling.answer("q", none_of_them, C)
    assert filling.node("q").values == (C,)


def test_options_may_come_from_other_answers() -> None:
    asked = item("pick", "choice", extension=[expression(SDC + "answerExpression", value_of("names"))])
    filling = begun(item("names", repeats=True), asked)
    assert filling.answer("names", "Ada", "Bo").nodes == {"names", "pick"}
    assert [one.display for one in filling.node("pick").options] == ["Ada", "Bo"]


def test_every_type_of_answer_is_taken_and_another_is_not() -> None:
    given = {
        "boolean": (True, "yes"),
        "decimal": (Decimal("1.50"), "1.5"),
        "integer": (3, True),
        "date": ("2024-02", "next tuesday"),
        "dateTime": ("2024-02-03T04:05:00Z", "2024-02-03T25:00:00Z"),
        "time": ("04:05:06", "late"),
        "string": ("words", 3),
        "text": ("more\nwords", 3),
        "url": ("https://forms.example", 3),
        "choice": (A, 3),
        "open-choice": ("own words", 3),
        "attachment": (Attachment("image/png", "aGk="), "file"),
        "reference": (Reference("Patient/p1"), "Patient/p1"),
        "quantity": (Quantity(Decimal(3), "kg"), "3 kg"),
    }
    filling = begun(*(item(type, type) for type in given))
    for type, (right, wrong) in given.items():
        filling.answer(type, right)
        with pytest.raises(WrongAnswer):
            filling.answer(type, wrong)
        assert filling.node(type).values == (right,)


def test_a_group_takes_no_answer_and_an_unknown_node_is_named() -> None:
    filling = begun(item("g", "group", item("a")))
    with pytest.raises(WrongAnswer):
        filling.answer("g", "words")
    with pytest.raises(NoSuchNode):
        filling.answer("nowhere", "words")


def test_what_is_withheld_is_dealt_with_and_its_answer_is_gone() -> None:
    filling = begun(item("a", required=True))
    filling.answer("a", "painful words")
    filling.withhold("a", "in-person")
    assert (filling.node("a").withheld, filling.node("a").values) == ("in-person", ())
    assert filling.problems() == ()
    assert "painful" not in str(filling.draft())
    filling.withhold("a", None)
    assert codes(filling) == ["required"]
    filling.withhold("a", "not-sure")
    filling.answer("a", "words after all")
    assert filling.node("a").withheld is None


def test_a_question_that_may_not_be_withheld_is_not() -> None:
    filling = begun(item("q", "choice", answerOption=[option("a", score=1)]))
    with pytest.raises(WrongAnswer):
        filling.withhold("q", "not-sure")


def test_hidden_questions_are_worked_out_and_not_seen() -> None:
    hidden = {"url": CORE + "questionnaire-hidden", "valueBoolean": True}
    filling = begun(
        item("a", "integer"),
        item("b", "integer", required=True, extension=[hidden, *calculated(value_of("a"))]),
    )
    assert codes(filling) == []
    filling.answer("a", 3)
    assert visible(filling) == ["a"]
    assert filling.node("b").value == 3


def test_link_ids_with_signs_of_a_node_id_do_not_mix_things_up() -> None:
    filling = begun(item("g", "group", item("x/y[0]%"), repeats=True), item("g[0]/x"))
    filling.answer("g[0]%2fx".replace("g[0]", "g%5b0%5d"), "outer")
    inner = filling.find("x/y[0]%")[0]
    filling.answer(inner.id, "inner")
    assert filling.find("g[0]/x")[0].value == "outer"
    assert filling.node(inner.id).value == "inner"


def test_words_and_limits_may_be_worked_out() -> None:
    words = {"extension": [expression(CORE + "cqf-expression", f"'Hello ' + {value_of('name')}")]}
    low = {
        "url": CORE + "minValue",
        "_valueDate": {"extension": [expression(CORE + "cqf-calculatedValue", "today()")]},
    }
    filling = begun(item("name"), item("hi", "display", _text=words), item("day", "date", extension=[low]))
    filling.answer("name", "Ada")
    assert filling.node("hi").text.plain == "Hello Ada"
    filling.answer("day", "2026-05-05")
    assert codes(filling) == ["below_min"]
    filling.answer("day", NOW.date().isoformat())
    assert codes(filling) == []


def test_loose_circles_end_with_a_diagnostic() -> None:
    asked = item("a", "integer", extension=calculated("%resource.item.answer.value.sum() + 1"))
    filling = begun(asked, item("b", "integer", initial=[{"valueInteger": 1}]))
    assert "no_fixed_point" in [found.code for found in filling.diagnostics]


def test_a_disabled_answer_is_no_part_of_a_sum() -> None:
    shown = [when("q", "=", answerBoolean=True)]
    path = "%resource.descendants().where(linkId = 'n' or linkId = 'm').answer.value.sum()"
    filling = begun(
        item("q", "boolean"),
        item("g", "group", item("n", "integer", enableWhen=shown)),
        item("m", "integer", enableWhen=shown),
        item("sum", "integer", extension=calculated(path)),
    )
    filling.answer("q", True)
    filling.answer("g/n", 2)
    filling.answer("m", 3)
    assert filling.node("sum").value == 5
    filling.answer("q", False)
    assert filling.node("sum").value in (0, None)
    filling.answer("q", True)
    assert filling.node("sum").value == 5


@pytest.mark.parametrize(("order", "is_shown"), [("before", True), ("after", False)])
def test_a_condition_on_a_row_elsewhere_looks_at_the_nearest(order: str, is_shown: bool) -> None:
    rows = item("g", "group", item("q", "boolean"), repeats=True)
    asking = item("a", enableWhen=[when("q", "=", answerBoolean=True)])
    filling = begun(*((rows, asking) if order == "before" else (asking, rows)))
    filling.add("g[0]")
    filling.answer("g[0]/q", False)
    filling.answer("g[1]/q", True)
    assert filling.node("a").is_enabled is is_shown


def test_the_same_answer_twice_has_a_room_each_and_goes_with_its_row() -> None:
    under = {"linkId": "why", "text": "Why?", "type": "string"}
    asked = {"linkId": "often", "text": "Often?", "type": "boolean", "repeats": True, "item": [under]}
    filling = begun({"linkId": "row", "text": "Row", "type": "group", "repeats": True, "item": [asked]})
    filling.answer("row[0]/often", True, True)
    filling.answer("row[0]/often[1]/why", "again")
    filling.answer("row[0]/often", True, True)
    assert filling.node("row[0]/often[1]/why").values == ("again",)
    filling.remove("row[0]")
