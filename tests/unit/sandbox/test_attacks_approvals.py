"""Who sees and records an insurer's approval, and attempts to record what may not follow, in another's place, or about somebody else."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from api_client.sandbox import Sandbox
from api_client.sandbox.approvals import BEGINS, FOLLOWS, STATES
from mobile.care.approval import states
from tests.unit.sandbox.visitor import CARE, Visitor

OPEN, HELD = "Task/tova-approval-2", "Task/tova-approval-1"
EXT = "https://lantern.example/fhir/StructureDefinition/approval-step"
INSURANCE = ("Coverage", "ClaimResponse", "CoverageEligibilityResponse")


@pytest.fixture
def tova(clinic: Sandbox) -> Visitor:
    return Visitor(clinic, "tova")


def as_it_is(clinic: Sandbox, name: str) -> dict[str, Any]:
    type_, id_ = name.split("/")
    (found,) = clinic.find(type_, _id=id_)
    return found


def with_step(task: dict[str, Any], state: str, **more: Any) -> dict[str, Any]:
    made = deepcopy(task)
    parts = [{"url": "state", "valueCode": state}, {"url": "since", "valueDateTime": "2026-06-09T15:00:00Z"}]
    made["extension"].append({"url": EXT, "extension": parts})
    made["businessStatus"] = {"coding": [{"system": STATES, "code": state}]}
    return {**made, **more}


def granted(units: Any = 4, **period: str) -> dict[str, Any]:
    def coded(code: str) -> dict[str, Any]:
        return {"coding": [{"system": CARE, "code": code}]}

    return {
        "output": [
            {"type": coded("approved-sessions"), "valueInteger": units},
            {"type": coded("approved-period"), "valuePeriod": period},
        ]
    }


def beginning(patient: str = "Patient/tova", state: str = "benefit-check") -> dict[str, Any]:
    bare = {
        "resourceType": "Task",
        "status": "in-progress",
        "intent": "order",
        "code": {"coding": [{"system": CARE, "code": "prior-authorization"}]},
        "for": {"reference": patient},
        "extension": [],
    }
    return with_step(bare, state)


def paper(patient: str, about: str) -> dict[str, Any]:
    return {
        "resourceType": "DocumentReference",
        "status": "current",
        "category": [{"coding": [{"system": CARE, "code": "approval-paper"}]}],
        "subject": {"reference": patient},
        "author": [{"reference": patient}],
        "content": [{"attachment": {"contentType": "image/png", "data": "AA=="}}],
        "context": {"related": [{"reference": about}]},
    }


def test_the_clinic_and_the_app_go_by_one_table() -> None:
    assert {one: tuple(after) for one, after in FOLLOWS.items()} == dict(states.FOLLOWS)
    assert states.BEGINS in BEGINS


async def test_the_coordinator_and_the_patient_see_it_and_no_clinician_does(
    clinic: Sandbox, tova: Visitor, coordinator: Visitor, ash: Visitor, sam: Visitor
) -> None:
    for visitor in (tova, coordinator):
        assert {OPEN, HELD} <= set(await visitor.found("Task?_count=200"))
        for type_ in INSURANCE:
            assert await visitor.found(type_)
    assert await tova.found("Claim")
    assert await coordinator.found("Claim") == []
    for visitor in (ash, sam):
        assert not [one for one in await visitor.found("Task?_count=200") if "-approval-" in one]
        assert (await visitor.get(OPEN)).status_code == 404
        for type_ in INSURANCE:
            assert await visitor.found(type_) == []


async def test_another_patient_sees_none_of_it(rowan: Visitor) -> None:
    assert not [one for one in await rowan.found("Task?_count=200") if "-approval-" in one]
    assert (await rowan.get(OPEN)).status_code == 404
    for type_ in INSURANCE:
        assert await rowan.found(type_) == []


async def test_what_the_table_allows_is_recorded_and_taken_back(
    clinic: Sandbox, coordinator: Visitor
) -> None:
    before = as_it_is(clinic, OPEN)
    answer = await coordinator.put(OPEN, with_step(before, "pended"))
    assert answer.status_code == 200, answer.text
    held = with_step(as_it_is(clinic, OPEN), "approved", **granted(start="2026-06-10", end="2026-08-01"))
    assert (await coordinator.put(OPEN, held)).status_code == 200
    back = with_step(before, "pended")
    assert (await coordinator.put(OPEN, back)).status_code == 200
    assert (await coordinator.put(OPEN, before)).status_code == 200


@pytest.mark.parametrize("state", ["unknown", "benefit-check", "upheld", "overturned", "expired", "paid", ""])
async def test_what_the_table_forbids_is_not_recorded(
    clinic: Sandbox, coordinator: Visitor, state: str
) -> None:
    before = as_it_is(clinic, OPEN)
    answer = await coordinator.put(OPEN, with_step(before, state))
    assert answer.status_code == 422
    assert as_it_is(clinic, OPEN) == before


@pytest.mark.parametrize(
    "wrong",
    [
        granted(units=0, start="2026-06-10", end="2026-08-01"),
        granted(units=-2, start="2026-06-10", end="2026-08-01"),
        granted(units=True, start="2026-06-10", end="2026-08-01"),
        granted(start="2026-08-01", end="2026-06-10"),
        granted(start="soon", end="2026-06-10"),
    ],
)
async def test_no_approval_without_a_session_or_that_ends_before_it_begins(
    clinic: Sandbox, coordinator: Visitor, wrong: dict[str, Any]
) -> None:
    before = as_it_is(clinic, OPEN)
    answer = await coordinator.put(OPEN, with_step(before, "approved", **wrong))
    assert answer.status_code == 422
    assert as_it_is(clinic, OPEN) == before


async def test_what_was_recorded_before_is_not_written_anew(clinic: Sandbox, coordinator: Visitor) -> None:
    other = deepcopy(as_it_is(clinic, OPEN))
    other["extension"][0]["extension"][1]["valueDateTime"] = "2020-01-01T00:00:00Z"
    assert (await coordinator.put(OPEN, other)).status_code == 403
    two = with_step(with_step(as_it_is(clinic, OPEN), "pended"), "approved")
    assert (await coordinator.put(OPEN, two)).status_code == 422  # one step at a time
    for change in ({"for": {"reference": "Patient/rowan"}}, {"partOf": []}, {"authoredOn": "2020-01-01"}):
        assert (await coordinator.put(OPEN, {**as_it_is(clinic, OPEN), **change})).status_code == 403
    bare = {**as_it_is(clinic, OPEN), "code": {"text": "something else"}}
    assert (await coordinator.put(OPEN, bare)).status_code == 403


async def test_nobody_else_records_and_nobody_deletes(
    clinic: Sandbox, tova: Visitor, coordinator: Visitor, ash: Visitor, sam: Visitor
) -> None:
    before = as_it_is(clinic, OPEN)
    moved = with_step(before, "approved", **granted(start="2026-06-10", end="2026-08-01"))
    for visitor in (tova, ash, sam):
        assert (await visitor.put(OPEN, moved)).status_code in (403, 405)
        assert (await visitor.post("Task", beginning())).status_code == 403
    for visitor in (tova, coordinator, ash):
        assert (await visitor.delete(OPEN)).status_code in (403, 404)
    assert as_it_is(clinic, OPEN) == before


async def test_one_begins_at_its_beginning_for_a_patient_of_the_team(
    clinic: Sandbox, coordinator: Visitor
) -> None:
    assert (await coordinator.made(beginning()))["id"]
    assert (await coordinator.post("Task", beginning(state="approved"))).status_code == 422
    assert (await coordinator.post("Task", beginning("Patient/nobody"))).status_code in (403, 422)


async def test_the_second_of_two_coordinators_is_told(clinic: Sandbox, coordinator: Visitor) -> None:
    before = as_it_is(clinic, OPEN)
    version = f'W/"{before["meta"]["versionId"]}"'
    first = await coordinator.put(OPEN, with_step(before, "pended"), If_Match=version)
    assert first.status_code == 200
    second = await coordinator.put(OPEN, with_step(before, "denied"), If_Match=version)
    assert second.status_code == 412


async def test_a_photo_for_it_is_the_patients_and_read_by_the_coordinator_alone(
    clinic: Sandbox, tova: Visitor, rowan: Visitor, coordinator: Visitor, ash: Visitor
) -> None:
    made = await tova.made(paper("Patient/tova", OPEN))
    name = f"DocumentReference/{made['id']}"
    assert name in await coordinator.found(f"DocumentReference?category={CARE}|approval-paper")
    assert (await coordinator.get(name)).status_code == 200
    for visitor in (rowan, ash):
        assert (await visitor.get(name)).status_code == 404
    for visitor in (rowan, coordinator, ash):
        assert (await visitor.post("DocumentReference", paper("Patient/tova", OPEN))).status_code == 403
        assert (await visitor.delete(name)).status_code in (403, 404)
    assert (await tova.delete(name)).status_code == 204


@pytest.mark.parametrize("type_", [*INSURANCE, "Claim"])
async def test_of_insurance_nobody_writes_anything(
    clinic: Sandbox, tova: Visitor, coordinator: Visitor, ash: Visitor, type_: str
) -> None:
    for visitor in (tova, coordinator, ash):
        made = {"resourceType": type_, "status": "active", "patient": {"reference": "Patient/tova"}}
        assert (await visitor.post(type_, made)).status_code == 403
