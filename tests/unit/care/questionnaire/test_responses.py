"""What comes out: the draft with everything, the submission with what counts, and taking a response up."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from mobile.care.questionnaire import Coding, Filling, Form, FormRefused, Launch
from tests.unit.care.questionnaire.asking import (
    CORE,
    LAUNCH,
    OWN,
    SDC,
    SYSTEM,
    as_json,
    begun,
    calculated,
    codes,
    expression,
    form,
    item,
    option,
    response,
    resumed,
    source,
    value_of,
    when,
)


def test_disabled_answers_stay_in_the_draft_and_leave_the_submission() -> None:
    filling = begun(
        item("q", "boolean"),
        item("g", "group", item("a", "string", item("b")), enableWhen=[when("q", "=", answerBoolean=True)]),
    )
    filling.answer("q", True)
    filling.answer("g/a", "kept words")
    filling.answer("g/a[0]/b", "kept below")
    filling.answer("q", False)
    assert "kept words" in json.dumps(filling.draft())
    assert "kept below" in json.dumps(filling.draft())
    assert [one["linkId"] for one in filling.submission()["item"]] == ["q"]
    again = resumed(filling)
    again.answer("q", True)
    assert again.node("g/a").value == "kept words"


def test_a_response_says_which_form_it_answers_and_how_far_it_is() -> None:
    filling = begun(item("a"))
    filling.answer("a", "words")
    assert filling.draft()["status"] == "in-progress"
    assert filling.submission() == {
        "resourceType": "QuestionnaireResponse",
        "status": "completed",
        "questionnaire": "https://forms.example/Questionnaire/q|1",
        "item": [{"linkId": "a", "text": "Text of a", "answer": [{"valueString": "words"}]}],
    }


def test_items_under_a_question_stand_under_its_answer() -> None:
    filling = begun(item("q", "boolean", item("why")))
    filling.answer("q[0]/why", "Because")
    (given,) = filling.submission()["item"]
    assert "item" not in given
    assert given["answer"] == [
        {"item": [{"linkId": "why", "text": "Text of why", "answer": [{"valueString": "Because"}]}]}
    ]
    filling.answer("q", True)
    assert filling.submission()["item"][0]["answer"][0]["valueBoolean"] is True


def test_rows_are_several_items_of_one_link_id() -> None:
    filling = begun(item("g", "group", item("a"), repeats=True))
    filling.add("g[0]")
    filling.add("g[0]")
    filling.answer("g[0]/a", "one")
    filling.answer("g[2]/a", "three")
    assert [one["linkId"] for one in filling.submission()["item"]] == ["g", "g"]
    assert len(filling.draft()["item"]) == 3, "an empty row is kept while the form is filled in"


def test_typed_words_that_cannot_be_read_are_in_the_draft_only() -> None:
    filling = begun(item("day", "date"), item("a"))
    filling.write("day", "next tuesday")
    assert codes(filling) == ["not_a_date"]
    assert filling.node("day").raw == ((0, "next tuesday"),)
    again = resumed(filling)
    assert again.node("day").raw == ((0, "next tuesday"),)
    assert "item" not in filling.submission()
    again.write("day", "6 May 2024")
    assert (again.node("day").value, again.node("day").raw) == ("2024-05-06", ())


def test_what_is_withheld_is_handed_in_as_withheld() -> None:
    filling = begun(item("a", required=True))
    filling.withhold("a", "in-person")
    mark = {"url": OWN + "answer-withheld", "valueCode": "in-person"}
    assert filling.submission()["item"] == [{"linkId": "a", "extension": [mark], "text": "Text of a"}]
    assert resumed(filling).node("a").withheld == "in-person"


def test_an_overridden_sum_is_still_overridden_when_taken_up_and_another_is_not() -> None:
    filling = begun(item("a", "integer"), item("b", "integer", extension=calculated(value_of("a"))))
    filling.answer("a", 1)
    again = resumed(filling)
    again.answer("a", 2)
    assert again.node("b").value == 2
    again.answer("b", 9)
    third = resumed(again)
    third.answer("a", 3)
    assert third.node("b").value == 9


def test_a_signature_is_kept_for_the_item_and_for_the_whole() -> None:
    wanted = [{"url": "http://hl7.org/fhir/StructureDefinition/questionnaire-signatureRequired"}]
    filling = begun(item("a", extension=wanted), extension=wanted)
    assert codes(filling) == ["signature", "signature"]
    made = {"type": [{"code": "c"}], "when": "2026-05-06T09:30:00Z", "who": {"reference": "Patient/p1"}}
    filling.sign("a", made)
    filling.sign("", made)
    assert codes(filling) == []
    again = resumed(filling)
    assert again.is_signed
    assert again.node("a").is_signed
    assert again.submission()["extension"][0]["valueSignature"] == made


def test_answers_the_form_has_no_place_for_are_kept_aside_and_in_the_draft() -> None:
    first = begun(item("a"), item("gone"))
    first.answer("gone", "old words")
    second = form(item("a"), version="2")
    taken = Filling.resume(second, json.dumps(first.draft()), LAUNCH)
    assert [one.link_id for one in taken.kept_aside] == ["gone"]
    assert "old words" in taken.kept_aside[0].text
    assert "old words" not in json.dumps(taken.submission())
    back = Filling.resume(first.form, json.dumps(taken.draft()), LAUNCH)
    assert back.node("gone").value == "old words"
    assert back.kept_aside == ()


def test_a_response_of_somebody_else_is_taken_up() -> None:
    told = response(
        item("day", "date", answer=[{"valueDate": "2024-05"}]),
        {"linkId": "n", "answer": [{"valueInteger": 3}]},
        {"linkId": "c", "answer": [{"valueCoding": {"system": SYSTEM, "code": "a"}}]},
        {"linkId": "when", "answer": [{"valueString": "some day"}]},
        {"linkId": "b", "answer": [{"valueInteger": 1}]},
        subject={"reference": "Patient/p1"},
        questionnaire="https://forms.example/Questionnaire/q",
    )
    filling = Filling.resume(
        form(
            item("day", "date"),
            item("n", "decimal"),
            item("c", "choice", answerOption=[option("a", "Apple")]),
            item("when", "date"),
            item("b", "boolean"),
        ),
        json.dumps(told),
        LAUNCH,
    )
    assert [filling.node(id).value for id in ("day", "n", "c")] == [
        "2024-05",
        Decimal(3),
        Coding(SYSTEM, "a"),
    ]
    assert filling.node("when").raw == ((0, "some day"),)
    assert [one.link_id for one in filling.kept_aside] == ["b"]
    assert filling.submission()["subject"] == {"reference": "Patient/p1"}
    assert codes(filling) == ["not_a_date"]


def test_a_value_somebody_else_gave_wins_over_what_the_form_would_work_out() -> None:
    told = response(
        {"linkId": "a", "answer": [{"valueInteger": 1}]}, {"linkId": "b", "answer": [{"valueInteger": 9}]}
    )
    asked = form(item("a", "integer"), item("b", "integer", extension=calculated(value_of("a"))))
    assert Filling.resume(asked, json.dumps(told), LAUNCH).node("b").value == 9


def test_extensions_of_others_come_back_out() -> None:
    mark = {"url": "https://forms.example/mark", "valueString": "theirs"}
    told = response(
        {"linkId": "a", "extension": [mark], "answer": [{"extension": [mark], "valueString": "x"}]}
    )
    filling = Filling.resume(form(item("a")), json.dumps(told), LAUNCH)
    for made in (filling.draft(), filling.submission()):
        assert made["item"][0]["extension"] == [mark]
        assert made["item"][0]["answer"][0]["extension"] == [mark]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "not_json"),
        ("[]", "not_a_response"),
        ('{"resourceType":"Questionnaire"}', "not_a_response"),
        (
            '{"resourceType":"QuestionnaireResponse","questionnaire":"https://other.example/q|1"}',
            "other_form",
        ),
        ('{"resourceType":"QuestionnaireResponse","modifierExtension":[{"url":"x"}]}', "modifier_extension"),
    ],
)
def test_what_is_no_response_to_this_form_is_refused(text: str, code: str) -> None:
    with pytest.raises(FormRefused) as refused:
        Filling.resume(Form.of(source(item("a"))), text, LAUNCH)
    assert refused.value.code == code


def test_first_answers_are_not_given_again() -> None:
    filling = begun(item("a", initial=[{"valueString": "first"}]))
    filling.answer("a")
    assert resumed(filling).node("a").values == ()


def test_digits_and_dates_are_handed_in_as_they_were_given() -> None:
    filling = begun(item("n", "decimal"), item("d", "dateTime"))
    filling.answer("n", Decimal("0.10"))
    filling.answer("d", "2024-05")
    made: Any = filling.submission()["item"]
    assert str(made[0]["answer"][0]["valueDecimal"]) == "0.10"
    assert as_json(made)[1]["answer"][0]["valueDateTime"] == "2024-05"


def test_typed_words_above_an_answered_question_are_not_handed_in() -> None:
    filling = begun(item("day", "date", item("why")))
    filling.write("day", "next tuesday")
    filling.answer("day[0]/why", "Because")
    assert "tuesday" not in json.dumps(filling.submission())
    assert resumed(filling).draft() == filling.draft()


def test_a_draft_says_how_many_rows_there_were() -> None:
    least = [{"url": "http://hl7.org/fhir/StructureDefinition/questionnaire-minOccurs", "valueInteger": 3}]
    filling = begun(item("g", "group", item("a"), repeats=True, extension=least))
    filling.remove("g[2]")
    filling.remove("g[1]")
    assert [node.id for node in resumed(filling).find("g")] == ["g[0]"]
    assert resumed(filling).draft() == filling.draft()


HIDDEN: dict[str, Any] = {"url": CORE + "questionnaire-hidden", "valueBoolean": True}


def taken(link_id: str, text: str) -> dict[str, Any]:
    """A hidden question that reads the patient's own record."""
    return item(link_id, extension=[HIDDEN, expression(SDC + "initialExpression", text)])


def test_what_the_person_was_never_shown_does_not_go_to_the_clinic_but_a_score_does() -> None:
    name = taken("name", "%patient.name.family.first()")
    below = item("kin", "group", item("seen", initial=[{"valueString": "unasked"}]), extension=[HIDDEN])
    score = item("score", "integer", extension=[HIDDEN, *calculated(value_of("a"))])
    scores = item("scores", "group", item("again", "integer", extension=calculated(value_of("a"))))
    scores["extension"] = [HIDDEN]
    patient = {"resourceType": "Patient", "name": [{"family": "Prototype"}]}
    launch = Launch(patient=patient, now=LAUNCH.now)
    filling = begun(item("a", "integer"), name, below, score, scores, launch=launch)
    filling.answer("a", 3)
    assert [one["linkId"] for one in filling.submission()["item"]] == ["a", "score", "scores"]
    assert "Prototype" not in json.dumps(filling.submission())
    assert {"name", "kin"} <= {one["linkId"] for one in filling.draft()["item"]}


def test_a_hidden_answer_that_was_not_sent_decides_again_when_the_answers_are_changed() -> None:
    asked = item("a", "integer", enableWhen=[when("kind", "=", answerString="one")])
    score = item("score", "integer", extension=[HIDDEN, *calculated(value_of("a"))])
    filling = begun(taken("kind", "'one'"), asked, score)
    filling.answer("a", 3)
    again = resumed(filling, filling.submission())
    assert again.node("a").is_enabled
    again.answer("a", 4)
    assert [one["linkId"] for one in again.submission()["item"]] == ["a", "score"]
    assert again.node("score").value == 4


def test_what_another_app_says_beside_a_value_stays_as_long_as_the_value_does() -> None:
    beside = {"extension": [{"url": "https://elsewhere.example/dictated", "valueBoolean": True}]}
    theirs = response(
        {"linkId": "a", "answer": [{"valueString": "words", "_valueString": beside}]},
        {"linkId": "n", "answer": [{"valueInteger": 3, "_valueInteger": {"id": "x"}}]},
    )
    filling = resumed(begun(item("a"), item("n", "integer")), theirs)
    once, twice = filling.draft(), resumed(filling).draft()
    for made in (once["item"], twice["item"], filling.submission()["item"]):
        assert made[0]["answer"] == [{"valueString": "words", "_valueString": beside}]
        assert made[1]["answer"] == [{"valueInteger": 3, "_valueInteger": {"id": "x"}}]
    filling.answer("a", "other words")
    assert filling.draft()["item"][0]["answer"] == [{"valueString": "other words"}]


def test_an_answer_that_only_says_why_there_is_none_is_kept_aside() -> None:
    why = {"url": CORE + "data-absent-reason", "valueCode": "asked-declined"}
    for answer in ({"_valueString": {"extension": [why]}}, {"extension": [why]}):
        filling = resumed(begun(item("a")), response({"linkId": "a", "answer": [answer]}))
        assert [one.link_id for one in filling.kept_aside] == ["a"]
        assert "asked-declined" in json.dumps(resumed(filling).draft())
