"""Alerts, tasks and safety plans: what each side may say of them, and attempts to say more."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from api_client.sandbox import Sandbox
from tests.unit.sandbox.visitor import CARE, Visitor, message

ROWAN, ASH, SAM = "Patient/rowan", "Practitioner/dr-ash", "Practitioner/sam"
X = "https://lantern.example/fhir/StructureDefinition"
TAKEN = {"url": f"{X}/acknowledged-by", "valueReference": {"reference": ASH}}
SETTLED = {"url": f"{X}/resolved", "valueInstant": "2026-11-22T12:00:00Z"}
AT = "2026-11-22T11:00:00Z"


def alert(**more: Any) -> dict[str, Any]:
    """What a patient's device sends after an answer."""
    return message(ROWAN, ASH, ROWAN) | {
        "category": [{"coding": [{"system": CARE, "code": "safety-alert"}]}],
        "extension": [{"url": f"{X}/alert-rule", "valueCode": "phq9-item9"}],
        **more,
    }


def taken(made: dict[str, Any], *more: dict[str, Any], **other: Any) -> dict[str, Any]:
    return {**made, "extension": [*made["extension"], TAKEN, *more], "received": AT, **other}


async def test_an_alert_goes_from_created_to_taken_up_to_settled(rowan: Visitor, ash: Visitor) -> None:
    made = await rowan.made(alert())
    path = f"Communication/{made['id']}"
    assert (await ash.put(path, taken(made))).status_code == 200
    settled = taken(made, SETTLED, status="completed")
    assert (await ash.put(path, settled)).status_code == 200
    seen = (await rowan.get(path)).json()
    assert {mark["url"] for mark in seen["extension"]} >= {TAKEN["url"], SETTLED["url"]}


async def test_an_alert_may_be_taken_up_and_settled_at_once(rowan: Visitor, ash: Visitor) -> None:
    made = await rowan.made(alert())
    answer = await ash.put(f"Communication/{made['id']}", taken(made, SETTLED, status="completed"))
    assert answer.status_code == 200


def done(code: str, **more: Any) -> dict[str, Any]:
    return {"coding": [{"system": CARE, "code": code, **more}]}


async def test_what_was_done_is_said_with_the_settling_as_a_code_and_stays(
    rowan: Visitor, ash: Visitor
) -> None:
    made = await rowan.made(alert())
    path = f"Communication/{made['id']}"
    settled = taken(made, SETTLED, status="completed", statusReason=done("spoke"))
    assert (await ash.put(path, settled)).status_code == 200
    assert (await rowan.get(path)).json()["statusReason"] == done("spoke")
    for later in ({**settled, "statusReason": done("by-mistake")}, {**settled, "statusReason": None}):
        later = {name: value for name, value in later.items() if value is not None}
        assert (await ash.put(path, later)).status_code == 403


SAID: list[dict[str, Any]] = [
    done("low-risk"),
    done("spoke", display="She sounded fine."),
    {**done("spoke"), "text": "She sounded fine."},
    {"text": "She sounded fine."},
]


@pytest.mark.parametrize("said", SAID)
async def test_no_word_of_anybodys_stands_beside_what_was_done(
    rowan: Visitor, ash: Visitor, said: dict[str, Any]
) -> None:
    made = await rowan.made(alert())
    settled = taken(made, SETTLED, status="completed", statusReason=said)
    assert (await ash.put(f"Communication/{made['id']}", settled)).status_code == 422


async def test_nothing_was_done_before_it_is_settled(rowan: Visitor, ash: Visitor) -> None:
    made = await rowan.made(alert())
    answer = await ash.put(f"Communication/{made['id']}", taken(made, statusReason=done("spoke")))
    assert answer.status_code == 403


FORGED: list[dict[str, Any]] = [
    {"statusReason": {"coding": [{"system": CARE, "code": "spoke"}]}},
    {"extension": [TAKEN]},
    {"extension": [SETTLED]},
    {"extension": [TAKEN, SETTLED], "status": "completed", "received": AT},
    {"modifierExtension": [TAKEN]},
    {"received": AT},
    {"status": "completed"},
]


@pytest.mark.parametrize("forged", FORGED)
async def test_a_patient_cannot_make_an_alert_look_answered(
    clinic: Sandbox, rowan: Visitor, forged: dict[str, Any]
) -> None:
    before = len(clinic.find("Communication"))
    assert (await rowan.post("Communication", alert(**forged))).status_code == 403
    assert len(clinic.find("Communication")) == before
    made = await rowan.made(alert())
    assert (await rowan.put(f"Communication/{made['id']}", {**made, **forged})).status_code == 403


async def test_an_alert_to_oneself_too_is_still_the_senders(rowan: Visitor) -> None:
    made = await rowan.made(alert(recipient=[{"reference": ASH}, {"reference": ROWAN}]))
    assert (await rowan.put(f"Communication/{made['id']}", taken(made))).status_code == 403


async def test_a_patient_cannot_take_an_answer_away_or_reword_what_was_answered(
    rowan: Visitor, ash: Visitor
) -> None:
    made = await rowan.made(alert())
    path = f"Communication/{made['id']}"
    kept = (await ash.put(path, taken(made))).json()
    for changed in (
        {**kept, "extension": made["extension"]},
        {**kept, "payload": [{"contentString": "other words"}]},
        {**kept, "category": [{"coding": [{"system": CARE, "code": "share-notice"}]}]},
        made,
    ):
        assert (await rowan.put(path, changed)).status_code == 403


async def test_an_alert_stays_an_alert(rowan: Visitor) -> None:
    made = await rowan.made(alert())
    plain = {**made, "category": [{"coding": [{"system": CARE, "code": "share-notice"}]}]}
    assert (await rowan.put(f"Communication/{made['id']}", plain)).status_code == 403


BAD_ANSWERS: list[tuple[list[dict[str, Any]], dict[str, Any]]] = [
    ([{**TAKEN, "valueReference": {"reference": SAM}}], {"received": AT}),
    ([{"url": TAKEN["url"], "valueString": "Dr. Ash"}], {"received": AT}),
    ([TAKEN, TAKEN], {"received": AT}),
    ([TAKEN], {}),
    ([TAKEN], {"received": "just now"}),
    ([TAKEN], {"received": "2026-11-22"}),
    ([SETTLED], {"status": "completed", "received": AT}),
    ([TAKEN, SETTLED], {"received": AT}),
    ([TAKEN, {**SETTLED, "valueInstant": "soon"}], {"received": AT, "status": "completed"}),
    ([TAKEN], {"received": AT, "status": "completed"}),
    ([TAKEN], {"received": AT, "status": "entered-in-error"}),
    ([TAKEN], {"received": AT, "payload": [{"contentString": "words"}]}),
    ([TAKEN], {"received": AT, "category": [{"text": "nothing"}]}),
    ([TAKEN], {"received": AT, "recipient": [{"reference": SAM}]}),
    ([TAKEN, {"url": f"{X}/alert-rule", "valueCode": "another"}], {"received": AT}),
]


@pytest.mark.parametrize(("marks", "other"), BAD_ANSWERS)
async def test_who_receives_an_alert_says_no_more_than_is_so(
    rowan: Visitor, ash: Visitor, marks: list[dict[str, Any]], other: dict[str, Any]
) -> None:
    made = await rowan.made(alert())
    changed = {**made, "extension": [*made["extension"], *marks], **other}
    assert (await ash.put(f"Communication/{made['id']}", changed)).status_code in (400, 403, 422)
    assert (await rowan.get(f"Communication/{made['id']}")).json()["meta"]["versionId"] == "1"


async def test_an_answer_to_an_alert_stays_as_it_was_given(rowan: Visitor, ash: Visitor) -> None:
    made = await rowan.made(alert())
    path = f"Communication/{made['id']}"
    await ash.put(path, taken(made))
    later = {**taken(made), "extension": made["extension"]}
    assert (await ash.put(path, later)).status_code == 403


async def test_nobody_but_the_recipient_answers_an_alert(
    rowan: Visitor, sam: Visitor, coordinator: Visitor
) -> None:
    made = await rowan.made(alert())
    for who in (sam, coordinator):
        assert (await who.get(f"Communication/{made['id']}")).status_code == 404
        assert (await who.put(f"Communication/{made['id']}", taken(made))).status_code in (403, 404, 405)


async def test_a_practitioner_sends_no_alert(ash: Visitor) -> None:
    forged = alert(sender={"reference": ASH}, recipient=[{"reference": ROWAN}])
    assert (await ash.post("Communication", forged)).status_code == 403


# --- tasks ---


async def task(visitor: Visitor, id_: str) -> dict[str, Any]:
    answer = await visitor.get(f"Task/{id_}")
    assert answer.status_code == 200
    return answer.json()


async def test_a_patient_says_how_far_their_own_task_has_come(ines: Visitor) -> None:
    one = await task(ines, "ines-form-people")
    output = [{"type": {"text": "x"}, "valueReference": {"reference": "QuestionnaireResponse/x"}}]
    answer = await ines.put("Task/ines-form-people", {**one, "status": "completed", "output": output})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "changed",
    [
        {"status": "failed"},
        {"status": "cancelled"},
        {"status": "entered-in-error"},
        {"status": "nonsense"},
        {"businessStatus": {"text": "Approved"}},
        {"owner": {"reference": "Organization/clinic"}},
        {"extension": []},
        {"input": []},
        {"description": "Nothing to do"},
        {"for": {"reference": ROWAN}},
        {"note": [{"text": "words"}]},
    ],
)
async def test_a_patient_says_nothing_else_of_a_task(ines: Visitor, changed: dict[str, Any]) -> None:
    one = await task(ines, "ines-form-people")
    assert (await ines.put("Task/ines-form-people", {**one, **changed})).status_code in (403, 422)


async def test_a_patient_cannot_finish_a_step_that_is_the_clinics(ines: Visitor) -> None:
    for name in ("ines-step-cost", "ines-step-clearance"):
        one = await task(ines, name)
        assert (await ines.put(f"Task/{name}", {**one, "status": "completed"})).status_code == 403


async def test_the_team_reads_tasks_and_only_the_coordinator_keeps_them(
    sam: Visitor, ash: Visitor, coordinator: Visitor
) -> None:
    for who in (sam, ash, coordinator):
        one = await task(who, "ines-step-cost")
        expected = 200 if who is coordinator else 403
        assert (await who.put("Task/ines-step-cost", {**one, "status": "completed"})).status_code == expected
    assert not [name for name in await sam.found("Task?_count=1000") if "tova" in name]


# --- the safety plan ---

PLAN = "CarePlan/rowan-safety-plan"


async def test_a_patient_changes_the_words_of_their_safety_plan(rowan: Visitor) -> None:
    plan = (await rowan.get(PLAN)).json()
    plan["activity"][1]["detail"]["description"] = "Call Jo."
    plan["activity"][2]["detail"].pop("description")
    plan["activity"][3]["detail"]["extension"] = [{"url": f"{X}/patient-words", "valueString": "Mine."}]
    assert (await rowan.put(PLAN, plan)).status_code == 200


def _changed(path: tuple[str | int, ...], value: Any) -> Any:
    def change(plan: dict[str, Any]) -> dict[str, Any]:
        changed: Any = copy.deepcopy(plan)
        at = changed
        for name in path[:-1]:
            at = at[name]
        at[path[-1]] = value
        return changed

    return change


@pytest.mark.parametrize(
    "change",
    [
        _changed(("status",), "revoked"),
        _changed(("title",), "Another"),
        _changed(("category",), [{"text": "course"}]),
        _changed(("author",), {"reference": ROWAN}),
        _changed(("subject",), {"reference": "Patient/ines"}),
        _changed(("activity", 0, "detail", "status"), "completed"),
        _changed(("activity", 0, "detail", "code", "text"), "Another heading"),
        _changed(("activity", 0, "detail", "description"), 7),
        _changed(("activity", 0, "detail", "description"), "x" * 5000),
        _changed(("activity", 0, "detail", "extension"), [{"url": f"{X}/other", "valueString": "x"}]),
        _changed(("activity", 0, "reference"), {"reference": "Appointment/rowan-session-3"}),
        lambda plan: {**plan, "activity": plan["activity"][:5]},
        lambda plan: {**plan, "activity": [*plan["activity"], plan["activity"][0]]},
        lambda plan: {**plan, "activity": plan["activity"][::-1]},
        lambda plan: {**plan, "addresses": [{"reference": "Condition/1"}]},
    ],
)
async def test_a_patient_changes_nothing_else_of_it(rowan: Visitor, change: Any) -> None:
    plan = (await rowan.get(PLAN)).json()
    assert (await rowan.put(PLAN, change(plan))).status_code in (403, 422)
    assert (await rowan.get(PLAN)).json() == plan


async def test_a_course_is_not_made_the_patients_by_calling_it_a_safety_plan(rowan: Visitor) -> None:
    course = (await rowan.get("CarePlan/rowan-plan")).json()
    plan = (await rowan.get(PLAN)).json()
    for changed in ({**course, "category": plan["category"]}, {**course, "description": "x"}):
        assert (await rowan.put("CarePlan/rowan-plan", changed)).status_code == 403
    assert (await rowan.post("CarePlan", {**plan, "id": None})).status_code in (400, 403)


async def test_the_team_reads_the_safety_plan_and_another_patient_does_not(
    sam: Visitor, ash: Visitor, ines: Visitor
) -> None:
    assert (await sam.get(PLAN)).status_code == (await ash.get(PLAN)).status_code == 200
    assert (await ines.get(PLAN)).status_code == 404
