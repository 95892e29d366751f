"""The coordinator books and follows readiness. No answer, total, alert or safety plan is theirs to learn of, however they ask."""

from __future__ import annotations

from typing import Any

import pytest

from api_client.sandbox import Sandbox
from api_client.sandbox.searchparams import PARAMS
from tests.unit.sandbox.visitor import CARE, Visitor, bundle, entry, message

ROWAN = "Patient/rowan"
PLAN = "CarePlan/rowan-safety-plan"
CLOSED = ("QuestionnaireResponse", "Observation", "Communication", "Consent", "Goal")
ANSWERS = (
    "QuestionnaireResponse/rowan-phq-9-1",
    "QuestionnaireResponse/rowan-health-history-1",
    "QuestionnaireResponse/ines-access-needs-1",
    "Observation/rowan-phq-9-1-total",
    "Consent/rowan-measures-agreement",
    PLAN,
)


async def names(who: Visitor, path: str) -> set[str]:
    """Of everything an answer shows, included resources and versions too."""
    answer = await who.get(path)
    assert answer.status_code == 200, answer.text
    return _names(answer.json())


def _names(found: dict[str, Any]) -> set[str]:
    shown = (one.get("resource") for one in found.get("entry", []))
    return {f"{one['resourceType']}/{one['id']}" for one in shown if one and "id" in one}


@pytest.mark.parametrize("name", ANSWERS)
async def test_each_by_its_name_is_as_if_it_did_not_exist(
    clinic: Sandbox, coordinator: Visitor, name: str
) -> None:
    assert clinic.find(name.split("/")[0], _id=name.split("/")[1])
    absent = f"{name.split('/')[0]}/nothing-of-that-name"
    for path in ("", "/_history", "/_history/1"):
        answer, other = await coordinator.get(name + path), await coordinator.get(absent + path)
        assert (answer.status_code, answer.json()["issue"]) == (404, other.json()["issue"])
    batch = (await coordinator.post("", bundle("batch", entry("GET", name)))).json()
    assert batch["entry"][0]["response"]["status"].startswith("404")


async def test_they_see_who_comes_when_and_how_far_each_step_is(coordinator: Visitor) -> None:
    assert await names(coordinator, "Appointment?_count=1000")
    assert await names(coordinator, "Task?_count=1000")
    assert "CarePlan/rowan-plan" in await names(coordinator, "CarePlan?_count=1000")


async def test_no_search_total_history_or_inclusion_shows_one(coordinator: Visitor) -> None:
    for type_ in CLOSED:
        for path in (type_, f"{type_}/_history", f"{type_}?patient={ROWAN}"):
            found = (await coordinator.get(path)).json()
            assert (found.get("total", 0), _names(found)) == (0, set())
        counted = (await coordinator.get(f"{type_}?_summary=count")).json()
        assert counted["total"] == 0
    around = [f"_revinclude={type_}:patient" for type_ in CLOSED]
    around += ["_revinclude=QuestionnaireResponse:subject", "_revinclude=CarePlan:patient"]
    seen = await names(coordinator, f"Patient?_id=rowan&{'&'.join(around)}")
    assert seen <= {ROWAN, "CarePlan/rowan-plan"}
    includes = [
        f"_include={type_}:{name}"
        for type_ in ("Task",)
        for name, p in PARAMS[type_].items()
        if p.kind == "reference"
    ]
    shown = await names(coordinator, f"Task?_count=1000&{'&'.join(includes)}")
    assert not {one.split("/")[0] for one in shown} & set(CLOSED)


async def test_a_safety_plan_stays_closed_under_every_search_when_deleted_and_when_renamed(
    clinic: Sandbox, coordinator: Visitor
) -> None:
    asked = (
        "CarePlan?_count=1000",
        "CarePlan/_history",
        "CarePlan?category=401276009",
        "CarePlan?_id=rowan-safety-plan",
    )
    for path in asked:
        assert PLAN not in await names(coordinator, path)
    assert (await coordinator.get("CarePlan?category=401276009&_summary=count")).json()["total"] == 0
    plan = clinic.find("CarePlan", _id="rowan-safety-plan")[0]
    clinic.write({**plan, "category": [{"text": "course"}]})
    for path in asked:
        assert PLAN not in await names(coordinator, path)
    clinic.remove("CarePlan", "rowan-safety-plan")
    for path in asked:
        assert PLAN not in await names(coordinator, path)
    assert (await coordinator.get(PLAN)).status_code == 404


async def test_an_alert_a_patient_sends_is_not_theirs_to_learn_of(
    rowan: Visitor, coordinator: Visitor
) -> None:
    category = [{"coding": [{"system": CARE, "code": "safety-alert"}]}]
    made = await rowan.made(message(ROWAN, "Practitioner/dr-ash", ROWAN, category=category))
    assert (await coordinator.get(f"Communication/{made['id']}")).status_code == 404
    assert (await coordinator.get("Communication?_summary=count")).json()["total"] == 0
    assert await names(coordinator, "Communication/_history") == set()
