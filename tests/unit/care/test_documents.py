"""Photos as records of their own: which one an answer means, how it is read with it, and who may hold it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from mobile.care.catalog import Who, filing
from mobile.care.forms.definition import FormDefinition
from mobile.care.forms.documents import (
    AnswerPhoto,
    attachment_of,
    named_in,
    photo_id,
    same_but_for_photos,
    with_files,
    with_photos,
)
from mobile.care.forms.response import Response
from mobile.care.ledger.facts import Facts
from mobile.care.opened import Opened
from mobile.care.questionnaire.values import Attachment

NOW = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
FILE = Attachment(content_type="image/jpeg", data="QUJD", title="Photo 1", size=3)
PHOTO = AnswerPhoto.of("p1", FILE, "Patient/rowan", NOW)
DOCTOR = Who("practitioner", "Practitioner/ash")
ROWAN = Who("patient", "Patient/rowan", "rowan")


def naming(url: str | None, **more: Any) -> Response:
    file = {"contentType": "image/jpeg", "title": "Photo 1", "size": 3, **({"url": url} if url else {})}
    return Response.from_json(
        json.dumps(
            {
                "resourceType": "QuestionnaireResponse",
                "id": "r9",
                "questionnaire": "https://clinic.test/Questionnaire/f|1",
                "status": "completed",
                "authored": "2026-11-20T10:00:00Z",
                "subject": {"reference": "Patient/rowan"},
                "item": [{"linkId": "p", "answer": [{"valueAttachment": file}]}],
                **more,
            }
        )
    )


def at_the_clinic(id: str = "d1", patient: str = "Patient/rowan") -> str:
    resource = PHOTO.to_resource()
    return json.dumps({**resource, "id": id, "subject": {"reference": patient}})


@pytest.mark.parametrize(
    ("url", "meant"),
    [
        ("urn:uuid:p1", "p1"),
        ("DocumentReference/d1", "p1"),
        ("DocumentReference/d2", "DocumentReference/d2"),
        ("https://other.example/fhir/DocumentReference/d1", None),
        ("Patient/rowan", None),
        ("Binary/b1", None),
        ("//other.example/DocumentReference/d1", None),
        ("urn:uuid:", None),
        ("", None),
        (None, None),
    ],
)
def test_only_our_own_name_and_the_clinics_short_one_mean_a_photo_here(
    url: str | None, meant: str | None
) -> None:
    assert photo_id(url, {"DocumentReference/d1": "p1"}) == meant


def test_it_is_read_with_its_answer_and_put_inside_again() -> None:
    response = naming("urn:uuid:p1")
    assert named_in([response.text], {}) == {"p1"}
    read = with_photos(response, {"urn:uuid:p1": "QUJD"})
    assert read.items()[0]["answer"][0]["valueAttachment"]["data"] == "QUJD"
    inside = with_files(response, {"urn:uuid:p1": attachment_of(PHOTO)})
    assert inside.items()[0]["answer"][0]["valueAttachment"] == FILE.to_json()
    assert named_in([inside.text], {}) == frozenset()
    assert same_but_for_photos(response, inside)
    assert not same_but_for_photos(response, naming("urn:uuid:p1", status="amended"))


def test_a_stub_holds_nothing_of_the_photo() -> None:
    withdrawn_stub = json.loads(PHOTO.withdrawn_stub())
    assert withdrawn_stub["status"] == "entered-in-error"
    for told in ("QUJD", "Photo 1"):
        assert told not in PHOTO.withdrawn_stub()
    assert AnswerPhoto.from_json(json.dumps({**withdrawn_stub, "id": "d1"})).data is None


def test_a_clinician_may_hold_it_only_while_an_answer_they_hold_names_it() -> None:
    opened = Opened()
    assert filing("DocumentReference", at_the_clinic(), DOCTOR, opened) is None
    assert filing("QuestionnaireResponse", naming("DocumentReference/d1").text, DOCTOR, opened) is not None
    assert opened.may_open_photo("d1")
    assert not opened.may_open_photo("d2")
    assert filing("DocumentReference", at_the_clinic(), DOCTOR, opened) is not None
    assert filing("DocumentReference", at_the_clinic("d2"), DOCTOR, opened) is None
    assert filing("DocumentReference", at_the_clinic(patient="Patient/ines"), DOCTOR, opened) is None
    assert filing("QuestionnaireResponse", naming(None).text, DOCTOR, opened) is not None
    assert not opened.may_open_photo("d1")
    assert filing("DocumentReference", at_the_clinic(), DOCTOR, opened) is None


def test_an_unfinished_answer_opens_nothing_to_a_clinician() -> None:
    opened = Opened()
    draft = naming("DocumentReference/d1", status="in-progress")
    assert filing("QuestionnaireResponse", draft.text, DOCTOR, opened) is None
    assert not opened.may_open_photo("d1")


def test_a_patient_holds_their_own_photos_and_no_other_document() -> None:
    found = filing("DocumentReference", at_the_clinic(), ROWAN)
    assert found is not None
    assert found.local_id == "p1"
    assert filing("DocumentReference", at_the_clinic(patient="Patient/ines"), ROWAN) is None
    other = {name: value for name, value in json.loads(at_the_clinic()).items() if name != "category"}
    assert filing("DocumentReference", json.dumps(other), ROWAN) is None


@pytest.mark.parametrize("url", ["DocumentReference/d1", "urn:uuid:p1"])
def test_in_the_ledger_an_answer_and_its_photo_are_one_thing_to_read(url: str) -> None:
    form = FormDefinition.from_json(
        json.dumps({"resourceType": "Questionnaire", "id": "f", "url": "https://clinic.test/Questionnaire/f"})
    )
    known_as = {"p1": "DocumentReference/d1"}
    facts = Facts(NOW, forms=[form], responses=[naming(url)], known_as=known_as)
    (item,) = facts.items()["other_forms"]
    assert item.names == {"QuestionnaireResponse/r9", "DocumentReference/d1"}
