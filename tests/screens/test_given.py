"""What a patient gave to the clinic, on the other side: read only, no verdict, and gone when the agreement ends."""

from __future__ import annotations

import json
import re
from base64 import b64decode, b64encode
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from mobile.care.catalog import Who, filing
from mobile.care.forms.response import Response
from mobile.care.measures import MeasuresGrant
from mobile.records.ports import Pulled, ServerCopy
from mobile.screens.frame import Person
from tests.screens.clinic_of import NOW, Document, documents_of
from tests.screens.harness import Phone, PretendWiring, opened_store
from tests.unit.device.test_pictures import photo

SAM = Person("http://clinic.test/fhir|Practitioner/sam", "practitioner", "Sam Fixture", "Practitioner/sam")
THERAPIST_READS = ("Patient", "Questionnaire", "CarePlan", "Appointment")


def is_given(one: Document) -> bool:
    """What the sandbox gives a therapist by an agreement: measures, and their totals."""
    if one["resourceType"] == "QuestionnaireResponse":
        return "phq-9" in one["questionnaire"] or "gad-7" in one["questionnaire"]
    is_agreement = one["resourceType"] == "Consent" and one["id"] == "rowan-measures-agreement"
    return one["resourceType"] in (*THERAPIST_READS, "Observation") or is_agreement


@pytest.fixture
async def records(tmp_path: Path) -> Any:
    opened = await opened_store(tmp_path)
    for document in filter(is_given, documents_of("rowan")):
        text = json.dumps(document)
        found = filing(document["resourceType"], text, Who("practitioner", "Practitioner/sam"))
        if found is not None:
            copy = ServerCopy(document["id"], 'W/"1"', NOW.isoformat(), text)
            await opened.store_page("test", [Pulled(document["resourceType"], copy, found)], None)
    return opened


def wiring(records: Any) -> PretendWiring:
    return PretendWiring(records=records, person=SAM, at=NOW)


async def test_measures_given_by_agreement_are_listed_and_read(records: Any) -> None:
    async with Phone(wiring(records)) as phone:
        await phone.start("/shared/rowan")
        await phone.sees("Forms and measures", "heading")
        await phone.tap(re.compile("^Mood · PHQ-9"))
        await phone.sees("Mood · PHQ-9", "heading")
        await phone.sees("Rowan Sample", "heading")
        await phone.sees(re.compile("^10 on June 8: 8 lower than the first"), "text")
        await phone.sees("Little interest or pleasure in doing things")
        await phone.sees("Several days")
        assert not [one for one in phone.nodes() if one.role in ("field", "radio", "checkbox")]
        assert not any(re.search(r"\b(severe|mild|moderate)\b", text) for text in phone.texts())
        assert phone.faults() == []
        assert phone.reported == []


async def test_a_photo_in_an_answer_is_seen_by_whom_it_was_given_to(records: Any) -> None:
    (given,) = [one for one in await records.every(Response) if one.server_id == "rowan-phq-9-7"]
    attached = {"title": "Photo 1", "contentType": "image/jpeg", "data": b64encode(photo(600, 400)).decode()}
    item = {"linkId": "more", "text": "A photo of it", "answer": [{"valueAttachment": attached}]}
    resource = given.to_resource()
    resource["item"] = [*resource["item"], item]
    resource["questionnaire"] = "https://clinic.test/Questionnaire/unknown|1"  # read without its form
    text = json.dumps(resource)
    found = filing("QuestionnaireResponse", text, Who("practitioner", "Practitioner/sam"))
    assert found is not None
    copy = ServerCopy(resource["id"], 'W/"2"', (NOW + timedelta(minutes=1)).isoformat(), text)
    await records.store_page("test", [Pulled("QuestionnaireResponse", copy, found)], None)
    async with Phone(wiring(records)) as phone:
        await phone.start("/shared/rowan/answers/rowan-phq-9-7")
        await phone.sees("Photo 1", "image")
        (shown,) = [one.control for one in phone.nodes() if one.role == "image"]
        assert getattr(shown, "src", None) == b64decode(attached["data"])
        assert phone.faults() == []


async def test_an_agreement_that_ended_closes_them_at_once(records: Any) -> None:
    grant = (await records.newest(MeasuresGrant, 5))[0]
    await records.save(grant.ended(NOW - timedelta(minutes=1)))
    async with Phone(wiring(records)) as phone:
        await phone.start("/shared/rowan/answers/rowan-phq-9-7")
        await phone.sees("There is nothing of this person to read now.")
        await phone.goes_to("/shared")
        await phone.sees("Nothing is shared with you yet")


async def test_wide_the_pane_stands_beside_the_list(records: Any) -> None:
    async with Phone(wiring(records), width=1280) as phone:
        await phone.start("/shared/rowan")
        await phone.sees("Forms and measures", "heading")
        assert phone.faults() == []
