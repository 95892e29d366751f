"""Attempts to speak with another's voice: an author by name only, the coordinator in a safety plan, a letter readdressed."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.sandbox.test_given_to_the_clinic import ROWAN, answered
from tests.unit.sandbox.visitor import Visitor, message

ASH, SAM = "Practitioner/dr-ash", "Practitioner/sam"
PLAN = "CarePlan/rowan-safety-plan"


@pytest.mark.parametrize(
    "author",
    [{"display": "Dr. Ash"}, {"identifier": {"value": "dr-ash"}}, {"type": "Practitioner"}, {"reference": 5}],
)
@pytest.mark.parametrize("name", ["author", "source"])
async def test_a_patient_cannot_write_in_a_name_that_is_no_reference(
    rowan: Visitor, name: str, author: dict[str, Any]
) -> None:
    forged = {**answered(ROWAN, "phq-9"), name: author}
    assert (await rowan.post("QuestionnaireResponse", forged)).status_code == 403
    made = await rowan.made(answered(ROWAN, "phq-9"))
    path = f"QuestionnaireResponse/{made['id']}"
    assert (await rowan.put(path, {**made, name: author})).status_code == 403


@pytest.mark.parametrize(
    "about",
    [
        {"display": "Ines Example"},
        {"identifier": {"value": "ines"}, "display": "Ines Example"},
        {"reference": "https://other.example/fhir/Patient/ines"},
        {"reference": "#p"},
        {"reference": "Group/everybody"},
    ],
)
async def test_a_patient_cannot_hand_the_clinic_answers_about_somebody_in_words(
    rowan: Visitor, about: dict[str, Any]
) -> None:
    forged = {
        **answered(ROWAN, "phq-9"),
        "subject": about,
        "contained": [{"resourceType": "Patient", "id": "p"}],
    }
    assert (await rowan.post("QuestionnaireResponse", forged)).status_code == 403
    made = await rowan.made(answered(ROWAN, "phq-9"))
    path = f"QuestionnaireResponse/{made['id']}"
    assert (await rowan.put(path, {**made, "subject": about})).status_code == 403
    letter = {**message(ROWAN, ASH, ROWAN), "subject": about}
    assert (await rowan.post("Communication", letter)).status_code == 403


async def test_a_measure_cannot_be_said_by_somebody_without_a_reference(rowan: Visitor) -> None:
    total = {
        "resourceType": "Observation",
        "status": "final",
        "code": {"text": "total"},
        "subject": {"reference": ROWAN},
        "performer": [{"reference": ROWAN}, {"display": "Dr. Ash"}],
    }
    assert (await rowan.post("Observation", total)).status_code == 403


async def test_the_coordinator_neither_rewords_nor_makes_nor_removes_a_safety_plan(
    rowan: Visitor, coordinator: Visitor
) -> None:
    plan = (await rowan.get(PLAN)).json()
    changed = {
        **plan,
        "activity": [{"detail": {"status": "scheduled", "description": "Call 1-900-555-0100"}}],
    }
    assert (await coordinator.put(PLAN, changed)).status_code == 405  # as what does not exist
    assert (await coordinator.put(PLAN, {**plan, "category": [{"text": "course"}]})).status_code == 405
    fresh = {name: value for name, value in changed.items() if name not in ("id", "meta")}
    assert (await coordinator.post("CarePlan", fresh)).status_code == 403
    assert (await coordinator.delete(PLAN)).status_code == (await coordinator.delete(f"{PLAN}x")).status_code
    assert (await rowan.get(PLAN)).json() == plan


async def test_who_a_letter_is_readdressed_to_reads_nothing_of_what_it_said_to_another(
    rowan: Visitor, sam: Visitor
) -> None:
    first = {**message(ROWAN, ASH, ROWAN), "payload": [{"contentString": "For one only"}]}
    made = await rowan.made(first)
    path = f"Communication/{made['id']}"
    other = {**made, "recipient": [{"reference": SAM}], "payload": [{"contentString": "For another"}]}
    assert (await rowan.put(path, other)).status_code == 200
    assert (await sam.get(path)).status_code == 200
    assert (await sam.get(f"{path}/_history/1")).status_code == 404
    assert "For one only" not in (await sam.get(f"{path}/_history")).text
    assert "For one only" not in (await sam.get("Communication/_history")).text
