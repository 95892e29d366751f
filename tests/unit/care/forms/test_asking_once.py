"""Ask once: earlier answers are offered again as still true, and nothing is filled in by itself."""

from __future__ import annotations

import copy
from datetime import timedelta
from typing import Any

import pytest

from mobile.care.forms import FormDefinition, Response, accept, still_true
from mobile.care.questionnaire import Filling, Form
from tests.unit.care.published import chart, form
from tests.unit.care.samples import NOW, PATIENT

LATER = NOW + timedelta(days=200)


def made(*items: dict[str, Any], id: str = "f1", uses: str = "intake") -> FormDefinition:
    context = {
        "valueCodeableConcept": {
            "coding": [{"system": "https://lantern.example/fhir/CodeSystem/care", "code": uses}]
        }
    }
    return FormDefinition.from_resource(
        {
            "resourceType": "Questionnaire",
            "id": id,
            "url": f"https://a.example/{id}",
            "version": "1",
            "status": "active",
            "useContext": [context],
            "item": list(items),
        }
    )


def answered(form: FormDefinition, *items: dict[str, Any], at: Any = NOW, id: str = "r1") -> Response:
    return Response.begin(id, form, PATIENT, at).draft_of(list(items), at).submit(list(items), at)


NAME = {"linkId": "name", "type": "string", "code": [{"system": "http://loinc.org", "code": "1-1"}]}
KIM = {"linkId": "name", "answer": [{"valueString": "Kim"}]}


def test_the_latest_earlier_answer_is_offered_with_its_day_and_nothing_is_filled_in():
    old, new = (
        answered(made(NAME), KIM),
        answered(made(NAME), {**KIM, "answer": [{"valueString": "Lee"}]}, at=LATER, id="r2"),
    )
    (offer,) = still_true(made(NAME), [(old, None), (new, None)])
    assert (offer.items[0]["answer"], offer.answered_at) == ([{"valueString": "Lee"}], LATER)
    fresh = Response.begin("r3", made(NAME), PATIENT, LATER)
    assert fresh.items() == []


def test_the_same_question_in_another_form_is_known_by_its_code_and_never_by_its_name_alone():
    other = made({**NAME, "linkId": "who"}, id="f2")
    (offer,) = still_true(other, [(answered(made(NAME), KIM), made(NAME))])
    assert offer.items[0] == {"linkId": "who", "answer": [{"valueString": "Kim"}]}
    without = made({"linkId": "name", "type": "string"}, id="f2")
    assert still_true(without, [(answered(made(NAME), KIM), made(NAME))]) == []
    assert still_true(other, [(answered(made(NAME), KIM), None)]) == []


@pytest.mark.parametrize(
    "item",
    [
        {**NAME, "type": "integer"},
        {**NAME, "readOnly": True},
        {
            **NAME,
            "extension": [
                {"url": "https://lantern.example/fhir/StructureDefinition/help-now", "valueCode": "x"}
            ],
        },
        {
            **NAME,
            "extension": [
                {"url": "http://hl7.org/fhir/StructureDefinition/questionnaire-hidden", "valueBoolean": True}
            ],
        },
        {
            **NAME,
            "extension": [
                {
                    "url": "http://hl7.org/fhir/StructureDefinition/questionnaire-signatureRequired",
                    "valueCode": "x",
                }
            ],
        },
        {**NAME, "type": "choice", "answerOption": [{"valueString": "Lee"}]},
    ],
)
def test_what_no_longer_fits_or_must_be_asked_afresh_is_not_offered(item: dict[str, Any]):
    assert still_true(made(item), [(answered(made(NAME), KIM), made(NAME))]) == []


def test_a_measure_is_never_answered_from_an_earlier_one():
    scored = {"linkId": "name", "type": "string", "code": NAME["code"]}
    assert still_true(made(scored, uses="measure"), [(answered(made(NAME), KIM), made(NAME))]) == []
    assert still_true(made(NAME), [(answered(made(NAME), KIM), made(NAME, uses="measure"))]) == []
    assert still_true(form("phq-9"), []) == []


def test_a_withheld_answer_and_a_draft_are_no_earlier_answers():
    mark = {
        "url": "https://lantern.example/fhir/StructureDefinition/answer-withheld",
        "valueCode": "not-sure",
    }
    held = answered(made(NAME), {"linkId": "name", "extension": [mark]})
    draft = Response.begin("r2", made(NAME), PATIENT, NOW).draft_of([KIM], NOW)
    assert still_true(made(NAME), [(held, None), (draft, None)]) == []


def test_a_list_is_offered_whole_from_the_same_form_only():
    group = {"linkId": "pill", "type": "group", "repeats": True, "item": [NAME]}
    rows = [
        {"linkId": "pill", "item": [KIM]},
        {"linkId": "pill", "item": [{**KIM, "answer": [{"valueString": "Lee"}]}]},
    ]
    (offer,) = still_true(made(group), [(answered(made(group), *rows), None)])
    assert offer.is_group
    assert len(offer.items) == 2
    assert still_true(made(group, id="f2"), [(answered(made(group), *rows), made(group))]) == []


def test_an_accepted_offer_stands_where_the_engine_reads_it():
    inner = {
        "linkId": "g",
        "type": "group",
        "text": "g",
        "item": [{**NAME, "text": "n"}, {"linkId": "b", "type": "boolean", "text": "b"}],
    }
    definition = made(inner)
    earlier = answered(definition, {"linkId": "g", "item": [KIM]})
    (offer,) = still_true(definition, [(earlier, None)])
    assert offer.path == ("g",)
    items = [{"linkId": "g", "item": [{"linkId": "b", "answer": [{"valueBoolean": True}]}]}]
    before = copy.deepcopy(items)
    taken = accept(items, offer)
    assert items == before
    response = Response.begin("r9", definition, PATIENT, LATER).draft_of(taken, LATER)
    filling = Filling.resume(Form.of(definition.text), response.to_json())
    assert filling.find("name")[0].value == "Kim"
    assert filling.find("b")[0].value is True
    assert accept(taken, offer) == taken
    assert accept([], offer) == [{"linkId": "g", "item": [KIM]}]


def test_a_sample_persons_health_history_comes_back_question_by_question_and_no_help_question_does():
    history = form("health-history")
    responses = [
        Response.from_resource(one)
        for one in chart("rowan")
        if one["resourceType"] == "QuestionnaireResponse"
    ]
    known = {one.canonical: one for one in (history, form("phq-9"), form("expectations"))}
    offers = still_true(history, [(one, known.get(one.questionnaire)) for one in responses])
    links = {offer.link_id for offer in offers}
    assert "sleep-apnea" in links
    assert "anesthesia-reaction" not in links  # kept for the visit
    assert not {link for link in links if link.startswith("phq9")}


def test_what_somebody_else_answered_is_no_earlier_answer_of_mine():
    definition = made({"linkId": "a", "type": "string"})
    mine = answered(definition, {"linkId": "a", "answer": [{"valueString": "words"}]})
    assert len(still_true(definition, [(mine, definition)])) == 1
    theirs = Response.from_resource({**mine.to_resource(), "author": {"reference": "Practitioner/sam"}})
    assert still_true(definition, [(theirs, definition)]) == []
