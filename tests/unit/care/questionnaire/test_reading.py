"""What is read of a form, and what refuses it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from mobile.care.questionnaire import Coding, Filling, Form, FormRefused
from mobile.care.resource import compose
from tests.unit.care.questionnaire.asking import (
    CORE,
    LAUNCH,
    OWN,
    SDC,
    SYSTEM,
    begun,
    calculated,
    control,
    expression,
    form,
    item,
    option,
    source,
    translated,
    value_of,
    variable,
    when,
)


def refusal(text: str) -> str:
    with pytest.raises(FormRefused) as refused:
        Form.of(text)
    return refused.value.code


@pytest.mark.parametrize("text", ["", "{", "[1", "\x00", '{"a": NaN}', "9" * 5000, '"\ud800'])
def test_what_is_no_json_is_refused(text: str) -> None:
    assert refusal(text) == "not_json"


@pytest.mark.parametrize("text", ["[]", "3", "null", "{}", '{"resourceType": "Patient"}'])
def test_what_is_no_questionnaire_is_refused(text: str) -> None:
    assert refusal(text) == "not_a_questionnaire"


def test_a_modifier_extension_anywhere_refuses_the_form() -> None:
    mark = [{"url": "https://forms.example/turns-it-round", "valueBoolean": True}]
    assert refusal(source(item("a"), modifierExtension=mark)) == "modifier_extension"
    deep = item("g", "group", item("a", "choice", answerOption=[{**option("x"), "modifierExtension": mark}]))
    with pytest.raises(FormRefused) as refused:
        Form.of(source(deep))
    assert (refused.value.code, refused.value.link_id) == ("modifier_extension", "a")


def test_unknown_extensions_are_passed_over() -> None:
    mark = {"url": "https://forms.example/colour", "valueString": "red"}
    assert form(item("a", extension=[mark])).diagnostics == ()


def test_a_link_id_used_twice_refuses_the_form() -> None:
    assert refusal(source(item("a"), item("g", "group", item("a")))) == "duplicate_link_id"


def test_more_than_five_thousand_items_are_refused_and_five_thousand_are_not() -> None:
    many = [item(f"i{n}", "boolean") for n in range(5000)]
    assert len(list(Form.of(source(*many)).walk())) == 5000
    assert refusal(source(*many, item("one-more"))) == "too_large"


def test_more_than_eight_megabytes_are_refused() -> None:
    assert refusal(source(item("a", text="x" * (8 * 1024 * 1024)))) == "too_large"


def test_items_or_json_nested_without_end_are_refused() -> None:
    deep = item("end")
    for n in range(80):
        deep = item(f"g{n}", "group", deep)
    assert refusal(source(deep)) == "too_deep"
    assert refusal('{"resourceType":"Questionnaire","x":' + "[" * 100_000 + "]" * 100_000 + "}") == "too_deep"
    assert refusal('{"resourceType":"Questionnaire","x":' + "[" * 400 + "]" * 400 + "}") == "too_deep"


@pytest.mark.parametrize("type", [None, "question", "reference-list", 3, []])
def test_a_type_that_is_not_known_refuses_the_form(type: object) -> None:
    assert refusal(source({"linkId": "a", "type": type})) == "unknown_type"


def test_an_item_without_a_link_id_refuses_the_form() -> None:
    assert refusal(source({"type": "string"})) == "missing_link_id"


@pytest.mark.parametrize(
    "items",
    [
        [item("a", "integer", extension=calculated(value_of("a")))],
        [
            item("a", "integer", extension=calculated(value_of("b"))),
            item("b", "integer", extension=calculated(value_of("a"))),
        ],
        [
            item("a", enableWhen=[when("b", "exists", answerBoolean=True)]),
            item("b", enableWhen=[when("a", "exists", answerBoolean=True)]),
        ],
        [item("g", "group", item("a"), enableWhen=[when("a", "exists", answerBoolean=True)])],
        [
            item("a", "integer", extension=calculated("%v")),
            item("b", "integer", extension=[variable("unused", "1"), *calculated(value_of("a"))]),
        ],
    ],
    ids=["itself", "two sums", "two conditions", "a group by what is in it", "through a variable"],
)
def test_what_follows_from_itself_is_refused(items: list[dict[str, object]]) -> None:
    more = {"extension": [variable("v", value_of("b"))]}
    assert refusal(source(*items, **more)) == "cycle"


def test_variables_that_use_each_other_in_a_circle_are_refused() -> None:
    circle = [variable("v", "%w"), variable("w", "%v")]
    assert refusal(source(item("a"), extension=circle)) == "cycle"


def test_a_constraint_on_an_items_own_value_is_no_circle() -> None:
    parts = [
        {"url": "key", "valueId": "k"},
        {"url": "severity", "valueCode": "error"},
        {"url": "expression", "valueString": value_of("a") + " < 5"},
        {"url": "human", "valueString": "Less than five."},
    ]
    own = {"url": CORE + "questionnaire-constraint", "extension": parts}
    assert form(item("a", "integer", extension=[own])).diagnostics == ()


def test_a_total_inside_the_group_it_reads_is_no_circle() -> None:
    path = "%resource.item.where(linkId = 'g').item.where(linkId.startsWith('n')).answer.value.sum()"
    filling = begun(
        item(
            "g",
            "group",
            item("n1", "integer"),
            item("n2", "integer"),
            item("sum", "integer", extension=calculated(path)),
        )
    )
    filling.answer("g/n1", 2)
    filling.answer("g/n2", 3)
    assert filling.node("g/sum").value == 5


def test_a_broken_expression_is_a_diagnostic_and_gives_nothing() -> None:
    filling = begun(item("a", "integer", extension=calculated("((")), item("b"))
    assert [found.code for found in filling.diagnostics] == ["unreadable_expression"]
    assert filling.node("a").values == ()
    filling.answer("b", "words")


def test_an_enabling_expression_that_cannot_be_read_hides_nothing() -> None:
    asked = [expression(SDC + "enableWhenExpression", "Patient?x=1", language="application/x-fhir-query")]
    filling = begun(item("a", extension=asked))
    assert filling.node("a").is_enabled
    assert filling.diagnostics[0].code == "unsupported_language"


def test_a_missing_value_set_is_a_diagnostic_and_the_question_is_not_demanded() -> None:
    filling = begun(item("a", "choice", answerValueSet="https://forms.example/ValueSet/none", required=True))
    assert [(found.code, found.link_id) for found in filling.diagnostics] == [("missing_value_set", "a")]
    assert filling.node("a").item.has_missing_options
    assert filling.problems() == ()
    filling.write("a", "Said in words")
    assert filling.node("a").value == "Said in words"


CONTAINED = {
    "resourceType": "ValueSet",
    "id": "vs",
    "compose": {
        "include": [
            {
                "system": SYSTEM,
                "concept": [
                    {
                        "code": "a",
                        "display": "Apple",
                        "designation": [{"language": "es", "value": "Manzana"}],
                    },
                    {
                        "code": "b",
                        "display": "Berry",
                        "extension": [{"url": CORE + "itemWeight", "valueDecimal": 4}],
                    },
                ],
            }
        ]
    },
}


def test_a_contained_value_set_gives_options_scores_and_translations() -> None:
    read = form(item("a", "choice", answerValueSet="#vs"), contained=[CONTAINED], language="es-MX")
    options = read.item("a").options
    assert [one.display for one in options] == ["Manzana", "Berry"]
    assert [one.ordinal for one in options] == [None, Decimal(4)]
    assert options[0].value == Coding(SYSTEM, "a", "Apple")


def test_an_expansion_is_read_with_what_is_nested_and_without_what_cannot_be_chosen() -> None:
    contains = [
        {"abstract": True, "code": "x", "contains": [{"system": SYSTEM, "code": "a", "display": "A"}]},
        {"system": SYSTEM, "code": "b", "inactive": True},
        {"system": SYSTEM, "code": "c"},
    ]
    value_set = {"resourceType": "ValueSet", "id": "vs", "expansion": {"contains": contains}}
    read = form(item("a", "choice", answerValueSet="#vs"), contained=[value_set])
    assert [one.display for one in read.item("a").options] == ["A", "c"]


def test_value_sets_known_from_elsewhere_are_used() -> None:
    text = source(item("a", "choice", answerValueSet="https://forms.example/vs|2"))
    read = Form.of(text, value_sets={"https://forms.example/vs": CONTAINED})
    assert len(read.item("a").options) == 2


def test_texts_are_said_in_the_persons_language() -> None:
    asked = item(
        "a",
        "choice",
        answerOption=[
            {
                "valueCoding": {
                    "system": SYSTEM,
                    "code": "y",
                    "display": "Yes",
                    "_display": translated("es", "Sí"),
                }
            }
        ],
        prefix="1.",
        _prefix=translated("es", "1.º"),
        _text=translated("es", "¿Texto?"),
    )
    for language in ("es", "es-MX", "ES"):
        read = form(asked, language=language, title="Title", _title=translated("es", "Título"))
        assert (read.title, read.item("a").text.plain, read.item("a").prefix) == ("Título", "¿Texto?", "1.º")
        assert read.item("a").options[0].display == "Sí"
    assert form(asked, language="fr").item("a").text.plain == "Text of a"


def test_help_flyover_legal_and_unit_displays_stand_beside_their_question() -> None:
    words = [item(code, "display", extension=[control(code)]) for code in ("help", "flyover", "legal")]
    unit = item("u", "display", text="kg", extension=[control("unit")])
    read = form(item("a", "decimal", *words, unit)).item("a")
    assert (str(read.help), str(read.flyover), str(read.legal)) == (
        "Text of help",
        "Text of flyover",
        "Text of legal",
    )
    assert read.unit == Coding(display="kg")
    assert read.items == ()


def test_a_help_that_shows_only_sometimes_stays_an_item() -> None:
    shown = item("h", "display", extension=[control("help")], enableWhen=[when("a", "=", answerBoolean=True)])
    filling = begun(item("a", "boolean", shown))
    assert visible(filling) == ["a"]
    filling.answer("a", True)
    assert visible(filling) == ["a", "a[0]/h"]


def visible(filling: Filling) -> list[str]:
    return [node.id for node in filling.walk()]


def test_limits_controls_and_own_marks_are_read() -> None:
    extensions = [
        control("slider"),
        {"url": CORE + "minValue", "valueInteger": 0},
        {"url": CORE + "maxValue", "valueInteger": 10},
        {"url": CORE + "questionnaire-sliderStepValue", "valueInteger": 2},
        {"url": CORE + "questionnaire-hidden", "valueBoolean": True},
        {"url": CORE + "entryFormat", "valueString": "0 to 10"},
        {"url": SDC + "shortText", "valueString": "Pain"},
        {"url": OWN + "why-asked", "valueString": "To see how you are."},
        {"url": OWN + "gentle-warning", "valueString": "This may be hard."},
        {"url": OWN + "may-withhold", "valueBoolean": False},
        {"url": OWN + "help-now", "valueCode": "rule-1"},
    ]
    ends = [
        item("lo", "display", text="none", extension=[control("lower")]),
        item("hi", "display", text="worst", extension=[control("upper")]),
    ]
    read = form(item("a", "integer", *ends, extension=extensions, required=True)).item("a")
    assert read.slider is not None
    assert (read.slider.step, read.slider.low, read.slider.high) == (2, 0, 10)
    assert (read.slider.low_label, read.slider.high_label) == ("none", "worst")
    assert read.hidden
    assert (read.entry_format, str(read.why_asked)) == ("0 to 10", "To see how you are.")
    assert (read.gentle_warning, read.may_withhold, read.help_now) == ("This may be hard.", False, "rule-1")


def test_a_scored_question_may_not_be_withheld_unless_the_form_says_so() -> None:
    scored = [option("a", score=0), option("b", score=1)]
    may = [{"url": OWN + "may-withhold", "valueBoolean": True}]
    read = form(
        item("s", "choice", answerOption=scored),
        item("m", "choice", answerOption=scored, extension=may),
        item("t"),
    )
    assert [read.item(name).may_withhold for name in "smt"] == [False, True, True]


def test_numbers_out_of_all_reason_do_no_harm() -> None:
    text = source(item("a", "decimal")).replace('"type"', '"maxLength":1e999999999,"type"')
    filling = Filling.begin(Form.of(text), LAUNCH)
    answer = '{"resourceType":"QuestionnaireResponse","item":[{"linkId":"a","answer":[{"valueDecimal":1e99999999}]}]}'
    again = Filling.resume(filling.form, answer, LAUNCH)
    assert again.node("a").values == ()
    assert len(again.kept_aside) == 1
    assert len(compose(again.draft())) < 2000
