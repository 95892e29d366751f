"""A form that was handed in stays "sent" until somebody at the clinic has looked at it, and says so."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from api_client.sandbox import Sandbox
from api_client.sandbox.reviewing import REVIEWED
from tests.unit.sandbox.visitor import BASE, Visitor

ROOT = BASE.removesuffix("/fhir")


def looked_at(task: dict[str, Any]) -> bool:
    return task.get("businessStatus") == REVIEWED


def forms(clinic: Sandbox, patient: str) -> dict[str, dict[str, Any]]:
    prefix = f"{patient}-form-"
    return {
        one["id"].removeprefix(prefix): one for one in clinic.find("Task") if one["id"].startswith(prefix)
    }


def test_rowans_first_forms_were_looked_at_after_they_were_sent_and_inesis_was_not_yet(
    clinic: Sandbox,
) -> None:
    rowans = forms(clinic, "rowan")
    assert {name: looked_at(one) for name, one in rowans.items()} == {
        "health-history": True,
        "expectations": True,
    }
    for task in rowans.values():
        (answered,) = [one["valueReference"]["reference"] for one in task["output"]]
        (response,) = clinic.find("QuestionnaireResponse", _id=answered.rpartition("/")[2])
        assert response["authored"] < task["lastModified"]
    assert not any(looked_at(one) for one in forms(clinic, "ines").values())


def test_what_was_handed_in_is_looked_at_once_and_what_was_not_is_left(clinic: Sandbox) -> None:
    assert clinic.review_forms() == 1
    found = forms(clinic, "ines")
    assert {name for name, one in found.items() if looked_at(one)} == {"access-needs"}
    task = found["access-needs"]
    since = [mark for mark in task["extension"] if mark["url"].endswith("/since")]
    assert [mark["valueDateTime"] for mark in since] == [task["lastModified"]]
    assert (task["status"], task["owner"]) == ("completed", {"reference": "Patient/ines"})
    assert clinic.review_forms() == 0


async def test_a_demonstration_can_be_asked_to_look_and_a_clinic_that_is_none_can_not(
    clinic: Sandbox,
) -> None:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(clinic.app), base_url=ROOT) as client:
        for other in (
            {},
            {"lantern-demo": "1"},
            {"content-type": "text/plain", "origin": "https://other.test"},
        ):
            assert (await client.post("/demo/review", headers=other)).status_code == 403
        asks = {"Lantern-Demo": "review"}
        may = await client.options(
            "/demo/review",
            headers={
                "origin": "https://other.test",
                "access-control-request-method": "POST",
                "access-control-request-headers": "lantern-demo",
            },
        )
        assert "access-control-allow-origin" not in may.headers  # a browser asks first, and is not answered
        answer = await client.post("/demo/review", headers=asks)
        assert (answer.status_code, answer.json()) == (200, {"reviewed": 1})
        assert (await client.get("/demo/review")).status_code == 405
    real = Sandbox(None, demo=False, base_url=BASE)
    try:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(real.app), base_url=ROOT) as client:
            answer = await client.post("/demo/review", headers={"Lantern-Demo": "review"})
            assert answer.status_code == 404
    finally:
        real.close()


async def test_the_coordinator_says_so_in_the_task(coordinator: Visitor, ines: Visitor) -> None:
    task = (await coordinator.get("Task/ines-form-access-needs")).json()
    assert (
        await coordinator.put(f"Task/{task['id']}", {**task, "businessStatus": REVIEWED})
    ).status_code == 200
    assert looked_at((await ines.get("Task/ines-form-access-needs")).json())


@pytest.mark.parametrize("who", ["ines", "rowan", "sam", "dr-ash"])
async def test_nobody_else_makes_a_form_look_looked_at(clinic: Sandbox, who: str) -> None:
    visitor = Visitor(clinic, who)
    task = clinic.find("Task", _id="ines-form-access-needs")[0]
    for changed in (
        {**task, "businessStatus": REVIEWED},
        {**task, "status": "in-progress", "businessStatus": REVIEWED},
    ):
        answer = await visitor.put(f"Task/{task['id']}", changed)
        assert answer.status_code in (403, 404, 405)
    assert not looked_at(clinic.find("Task", _id=task["id"])[0])


async def test_a_patient_does_not_take_it_back(clinic: Sandbox, ines: Visitor) -> None:
    clinic.review_forms()
    task = clinic.find("Task", _id="ines-form-access-needs")[0]
    without = {name: value for name, value in task.items() if name != "businessStatus"}
    assert (await ines.put(f"Task/{task['id']}", without)).status_code == 403
