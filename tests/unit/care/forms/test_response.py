"""A response: saved as it stands, with its true time, sent when it is finished, and never less than what was there."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from fhir.resources.R4B.questionnaireresponse import QuestionnaireResponse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mobile.care.forms import CannotSend, Response, drafts, finished
from mobile.care.forms.response import ENGINE_EXTENSIONS, MOST_BYTES
from mobile.care.questionnaire import Filling, Form, addresses
from mobile.care.readiness.intake import progress
from mobile.care.resource import compose
from tests.unit.care.published import form
from tests.unit.care.samples import NOW, PATIENT

LATER = NOW + timedelta(hours=5)
YES = [{"linkId": "people", "item": [{"linkId": "name", "answer": [{"valueString": "Kim"}]}]}]


def begun(form_id: str = "people", id: str = "r1") -> Response:
    return Response.begin(id, form(form_id), PATIENT, NOW)


def received(response: Response, **more: Any) -> Response:
    return Response.from_resource({**response.to_resource(), "id": "7", "meta": {"versionId": "1"}, **more})


def test_a_draft_says_which_version_of_the_form_it_answers_and_where_the_person_is():
    draft = begun().draft_of(YES, NOW, "people/name")
    assert draft.is_open
    assert draft.questionnaire == form("people").canonical
    assert "|" in draft.questionnaire
    assert draft.resume_at == "people/name"
    assert draft.form_digest == form("people").digest
    QuestionnaireResponse.model_validate_json(draft.to_json())


def test_its_identifier_is_one_and_not_a_list_as_fhir_4_wants_it_and_its_id_is_read_back():
    draft = begun()
    assert isinstance(json.loads(draft.to_json())["identifier"], dict)
    assert received(draft).id == "r1"
    assert received(draft).server_id == "7"


def test_when_it_was_answered_changes_with_the_answers_and_not_with_turning_a_page():
    draft = begun().draft_of(YES, NOW, "people/name")
    turned = draft.draft_of(YES, LATER, "people/phone")
    assert (turned.answered_at, turned.resume_at) == (NOW, "people/phone")
    assert turned.draft_of([], LATER).answered_at == LATER


def test_a_late_sent_response_keeps_the_day_it_was_answered():
    draft = begun().draft_of(YES, NOW, "people/name")
    done = draft.submit(YES, LATER)
    assert (done.status, done.answered_at, done.resume_at) == ("completed", NOW, None)
    QuestionnaireResponse.model_validate_json(done.to_json())


def test_a_response_that_was_sent_is_not_a_draft_any_more():
    done = begun().draft_of(YES, NOW).submit(YES, LATER)
    with pytest.raises(CannotSend) as refused:
        done.draft_of([], LATER)
    assert refused.value.code == "not_open"
    with pytest.raises(CannotSend):
        done.submit(YES, LATER)
    with pytest.raises(CannotSend) as early:
        begun().amend(YES, LATER)
    assert early.value.code == "not_done"


def test_amending_keeps_when_it_was_first_answered_and_the_sent_one_readable_meanwhile():
    done = received(begun().draft_of(YES, NOW).submit(YES, NOW))
    draft = done.to_amend("r2", LATER)
    assert (draft.id, draft.is_open, draft.server_id) == ("r2", True, None)
    assert draft.amends == done.reference
    assert drafts(done.address, [draft, done]) == []
    newer = done.amend([], LATER)
    assert (newer.id, newer.server_id, newer.status) == (done.id, "7", "amended")
    assert (newer.answered_at, newer.first_answered_at) == (LATER, NOW)
    assert newer.amend(YES, LATER + timedelta(days=1)).first_answered_at == NOW
    QuestionnaireResponse.model_validate_json(newer.to_json())


def test_one_too_large_to_travel_is_kept_as_a_draft_and_says_so_when_it_is_sent():
    photo = [{"linkId": "photo", "answer": [{"valueAttachment": {"data": "A" * MOST_BYTES}}]}]
    draft = begun().draft_of(photo, NOW)
    assert draft.is_too_large
    assert draft.items() == photo
    with pytest.raises(CannotSend) as refused:
        draft.submit(photo, NOW)
    assert refused.value.code == "too_large"
    assert "AAA" not in str(refused.value)


def test_another_apps_response_keeps_every_element_it_came_with():
    foreign = {
        "resourceType": "QuestionnaireResponse",
        "id": "9",
        "extension": [{"url": "https://elsewhere.example/x", "valueDecimal": 0.10}],
        "questionnaire": "https://elsewhere.example/Questionnaire/q",
        "status": "in-progress",
        "authored": "2026-06-01",
        "futureElement": {"a": [1, None]},
        "item": [{"linkId": "1", "answer": [{"valueDecimal": 1.50}], "oddity": True}],
    }
    text = json.dumps(foreign).replace("0.1}", "0.10}").replace("1.5}", "1.50}")
    read = Response.from_json(text)
    assert read.to_json() == text
    moved = read.draft_of(read.items(), LATER, "1")
    assert moved.to_resource()["futureElement"] == {"a": [1, None]}
    assert "0.10" in moved.to_json()
    assert "1.50" in moved.to_json()
    assert read.answered_at is not None
    assert (read.id, read.answered_at.date().isoformat()) == ("QuestionnaireResponse/9", "2026-06-01")


@pytest.mark.parametrize(
    "text",
    [
        '{"resourceType": "QuestionnaireResponse", "id": "1"}',
        '{"resourceType": "QuestionnaireResponse", "id": "1", "identifier": [], "item": 3, "authored": 7}',
        '{"resourceType": "QuestionnaireResponse", "id": "1", "item": [null, {"answer": {}}], "extension": "x"}',
    ],
)
def test_whatever_a_server_sends_is_read_without_a_fault(text: str):
    read = Response.from_json(text)
    assert read.items() in ([], [None, {"answer": {}}])
    assert read.answered() == frozenset()
    assert read.reference == "QuestionnaireResponse/1"


def test_two_drafts_of_one_form_are_both_there_the_last_touched_first():
    one = begun(id="r1").draft_of(YES, NOW)
    other = begun(id="r2").draft_of(YES, LATER)
    done = begun(id="r3").draft_of(YES, NOW).submit(YES, NOW)
    assert [found.id for found in drafts(form("people").canonical, [one, other, done])] == ["r2", "r1"]
    assert [found.id for found in finished(form("people").url or "", [one, other, done])] == ["r3"]
    assert drafts("https://elsewhere.example/q", [one]) == []


def test_what_the_engine_drafts_is_taken_up_again_at_the_same_place_with_its_own_marks():
    definition = form("people")
    filling = Filling.begin(Form.of(definition.text))
    question = next(node for node in filling.walk() if node.item.type in ("string", "text"))
    filling.answer(question.id, "Kim")
    draft = begun().draft_of(filling.draft(), NOW, question.id)
    assert {addresses.DRAFT, addresses.KEPT_ASIDE, addresses.RESPONSE_SIGNATURE} == ENGINE_EXTENSIONS
    assert any(one["url"] == addresses.DRAFT for one in draft.to_resource()["extension"])
    assert draft.form_digest == definition.digest
    again = Filling.resume(Form.of(definition.text), draft.to_json())
    assert again.draft()["item"] == filling.draft()["item"]
    done = draft.submit(again.submission(), LATER)
    assert not any(one["url"] == addresses.DRAFT for one in done.to_resource()["extension"])
    assert done.questionnaire == definition.canonical
    QuestionnaireResponse.model_validate_json(done.to_json())


def test_the_definition_is_the_clinics_text_and_its_digest_does_not_see_what_a_server_adds():
    definition = form("phq-9")
    served = form("phq-9", meta={"versionId": "9", "lastUpdated": "2026-01-01T00:00:00Z"})
    assert served.digest == definition.digest
    assert form("phq-9", title="Other").digest != definition.digest
    assert definition.title.in_language("es-MX") == "PHQ-9"
    assert (definition.minutes, definition.uses) == (3, frozenset({"measure"}))


def test_no_head_of_a_response_holds_an_answer():
    draft = begun().draft_of(YES, NOW, "people/name")
    assert "Kim" not in json.dumps(draft.head())
    assert "Kim" not in repr(draft)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=10,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(["x", "text", "basedOn", "contained", "note"]), JSON))
def test_unknown_elements_come_back_exactly_as_they_came(extra: dict[str, Any]):
    text = compose({"resourceType": "QuestionnaireResponse", "id": "1", "status": "in-progress", **extra})
    read = Response.from_json(text)
    assert read.to_json() == text
    moved = read.draft_of([], NOW).to_resource()
    assert {name: moved[name] for name in extra} == extra


OTHERS: list[dict[str, Any]] = [
    {"author": {"reference": "Practitioner/sam"}},
    {"source": {"reference": "https://c.example/fhir/Practitioner/sam/_history/2"}},
    {"author": {"display": "Sam"}},
    {"source": {"reference": "RelatedPerson/r1"}},
    {"author": {"reference": "Patient/somebody"}},
]


@pytest.mark.parametrize("by", OTHERS, ids=str)
def test_what_somebody_else_answered_about_me_is_neither_my_draft_nor_mine_to_change(by: dict[str, Any]):
    mine = begun().draft_of(YES, NOW)
    draft = Response.from_resource({**mine.to_resource(), **by})
    done = Response.from_resource({**mine.submit(YES, NOW).to_resource(), **by})
    assert (mine.is_mine, draft.is_mine, done.is_mine) == (True, False, False)
    assert drafts(mine.address, [draft]) == []
    with pytest.raises(CannotSend):
        done.to_amend("r2", LATER)
    assert progress(mine.address, [draft], form("people")).state == "not_begun"


def test_my_own_is_mine_by_any_form_of_my_reference_or_without_a_word_of_who():
    mine = begun().to_resource()
    whole = {"reference": f"https://c.example/fhir/{PATIENT}/_history/3"}
    assert Response.from_resource({**mine, "author": whole, "source": whole}).is_mine
    assert Response.from_resource({key: mine[key] for key in mine if key not in ("author", "source")}).is_mine
