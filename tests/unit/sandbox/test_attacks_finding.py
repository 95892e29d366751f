"""Finding under another name: conditions that search, and numbers that tell, need the right to search and leave a mark."""

from __future__ import annotations

import json
from typing import Any

import pytest

from api_client.sandbox import Sandbox
from tests.unit.sandbox.visitor import Visitor, bundle, entry, goal, message

OURS = "urn:ietf:rfc:3986|urn:uuid:11111111-2222-4333-8444-555555555555"


def bearing(patient: str, condition: str = OURS) -> dict[str, Any]:
    system, _, value = condition.partition("|")
    return goal(patient, identifier=[{"system": system, "value": value}])


@pytest.fixture
def only_creates(clinic: Sandbox) -> Visitor:
    return Visitor(clinic, "rowan", "launch/patient patient/Goal.c patient/Communication.c")


async def test_a_token_that_may_only_create_reads_nothing_by_if_none_exist(
    rowan: Visitor, only_creates: Visitor
) -> None:
    there = await rowan.made(bearing("Patient/rowan"))
    new = "urn:ietf:rfc:3986|urn:uuid:99999999-2222-4333-8444-555555555555"
    told: list[tuple[int, str]] = []
    for condition in (OURS, new, "patient=Patient/rowan", f"_id={there['id']}"):
        asked = condition if "=" in condition else f"identifier={condition}"
        answer = await only_creates.post("Goal", bearing("Patient/rowan", new), if_none_exist=asked)
        told.append((answer.status_code, answer.text))
        assert there["description"]["text"] not in answer.text
    assert len(set(told)) == 1  # the same words whether it is there or not
    assert told[0][0] == 403
    assert (await only_creates.post("Goal", bearing("Patient/rowan", new))).status_code == 201


@pytest.mark.parametrize("kind", ["batch", "transaction"])
async def test_nor_as_an_entry_of_a_bundle(rowan: Visitor, only_creates: Visitor, kind: str) -> None:
    await rowan.made(bearing("Patient/rowan"))
    asks = entry("POST", "Goal", bearing("Patient/rowan"), ifNoneExist=f"identifier={OURS}")
    answer = await only_creates.post("", bundle(kind, {**asks, "fullUrl": "urn:uuid:a"}))
    said = answer.json()
    status = said["entry"][0]["response"]["status"] if kind == "batch" else str(answer.status_code)
    assert status == "403"
    assert "canary" not in answer.text


async def test_a_conditional_reference_is_resolved_only_by_who_may_search_that_type(
    clinic: Sandbox, rowan: Visitor
) -> None:
    may = Visitor(clinic, "rowan", "launch/patient patient/Communication.cr patient/Practitioner.s")
    may_not = Visitor(clinic, "rowan", "launch/patient patient/Communication.cr")
    told: list[tuple[int, str]] = []
    for visitor, number in ((may_not, "sam"), (may_not, "nobody")):
        sent = message("Patient/rowan", f"Practitioner?_id={number}", "Patient/rowan")
        answer = await visitor.post("", bundle("transaction", entry("POST", "Communication", sent)))
        told.append((answer.status_code, answer.text))
    assert told[0] == told[1]
    assert told[0][0] == 403
    sent = message("Patient/rowan", "Practitioner?_id=sam", "Patient/rowan")
    answer = await may.post("", bundle("transaction", entry("POST", "Communication", sent)))
    assert answer.status_code == 200, answer.text


async def test_a_conditional_update_in_a_transaction_finds_nothing_without_the_right_to_search(
    clinic: Sandbox, rowan: Visitor
) -> None:
    await rowan.made(bearing("Patient/rowan"))
    may_not = Visitor(clinic, "rowan", "launch/patient patient/Goal.cu")
    told: set[str] = set()
    for condition in (OURS, "urn:ietf:rfc:3986|urn:uuid:none"):
        put = entry("PUT", f"Goal?identifier={condition}", bearing("Patient/rowan"))
        points = entry("POST", "Goal", goal("Patient/rowan", addresses=[{"reference": "urn:uuid:b"}]))
        answer = await may_not.post("", bundle("transaction", {**put, "fullUrl": "urn:uuid:b"}, points))
        told.add(answer.text)
        assert answer.status_code == 403
    assert len(told) == 1


# --- what is told is audited ---


async def trail(visitor: Visitor) -> list[dict[str, Any]]:
    answer = (await visitor.get("AuditEvent?_count=1000")).json()
    return [one["resource"] for one in answer.get("entry", [])]


WAYS = (
    "Goal?patient=Patient/rowan&_summary=count",
    "Goal?patient=rowan&_count=0",
    "Goal?subject=Patient/rowan&lifecycle-status=cancelled",
    "Goal?_id=rowan-goal-1&_summary=count",
    "Appointment?actor=Patient/rowan&_summary=count",
    "Patient?_id=rowan&_summary=count",
    "Patient?name=Rowan&_summary=count",
    "QuestionnaireResponse?patient=Patient/rowan&_summary=count",
)


@pytest.mark.parametrize("way", WAYS)
async def test_a_number_about_a_patient_is_audited_like_a_reading(
    rowan: Visitor, ines: Visitor, sam: Visitor, way: str
) -> None:
    answer = await sam.get(way)
    assert answer.status_code == 200
    assert answer.json().get("entry", []) == []  # nothing was shown
    (event,) = await trail(rowan)
    assert event["agent"][0]["who"] == {"reference": "Practitioner/sam"}
    assert [one["what"]["reference"] for one in event["entity"]] == ["Patient/rowan"]
    assert await trail(ines) == []


async def test_counting_by_post_and_in_a_bundle_is_audited_too(rowan: Visitor, sam: Visitor) -> None:
    await sam.http.post("Goal/_search", data={"patient": "Patient/rowan", "_summary": "count"})
    assert len(await trail(rowan)) == 1
    await sam.post("", bundle("batch", entry("GET", "Goal?patient=Patient/rowan&_summary=count")))
    assert {one["subtype"][0]["code"] for one in await trail(rowan)} == {"search-type", "batch"}


async def test_the_same_number_again_extends_its_event_and_a_number_about_all_names_nobody(
    rowan: Visitor, sam: Visitor, clinic: Sandbox
) -> None:
    for _ in range(3):
        await sam.get("Goal?patient=Patient/rowan&_summary=count")
        clinic.clock.shift(60)
    assert len(await trail(rowan)) == 1
    await sam.get("Appointment?_summary=count")
    assert len(await trail(rowan)) == 1


async def test_that_nothing_changed_is_told_and_audited(rowan: Visitor, sam: Visitor) -> None:
    answer = await sam.get("Goal/rowan-goal-1", if_none_match="*")
    assert answer.status_code == 304
    assert len(await trail(rowan)) == 1


async def test_a_condition_that_comes_to_nothing_has_told_something_all_the_same(
    rowan: Visitor, coordinator: Visitor
) -> None:
    refused = message(
        "Practitioner/coordinator", "Patient?name=Rowan", "Patient/rowan", status="no such status"
    )
    answer = await coordinator.post("", bundle("transaction", entry("POST", "Communication", refused)))
    assert answer.status_code >= 400
    assert [one["entity"][0]["what"]["reference"] for one in await trail(rowan)] == ["Patient/rowan"]


async def test_who_may_not_know_of_a_patient_leaves_nothing_in_their_record(
    clinic: Sandbox, rowan: Visitor, sam: Visitor
) -> None:
    before = len(clinic.find("AuditEvent"))
    for unknown in ("Patient/nobody", "Patient/tova"):
        answer = await sam.get(f"Goal?patient={unknown}&_summary=count")
        assert json.loads(answer.text)["total"] == 0
    assert len(clinic.find("AuditEvent")) == before
