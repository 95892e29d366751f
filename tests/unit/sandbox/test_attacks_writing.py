"""Attempts to write what one may not, each of which must fail and leave nothing behind."""

from __future__ import annotations

from typing import Any

import pytest

from api_client.sandbox import Sandbox
from tests.unit.sandbox.visitor import Visitor, bundle, consent, entry, goal, message

ROWAN, INES, SAM = "Patient/rowan", "Patient/ines", "Practitioner/sam"


def refused(status: int) -> bool:
    return status in (401, 403, 404, 405, 412, 422)


async def counted(clinic: Sandbox, type_: str) -> int:
    return len(clinic.find(type_))


@pytest.mark.parametrize(
    "resource",
    [
        goal(INES),
        goal(INES, expressedBy={"reference": ROWAN}),
        goal(ROWAN, expressedBy={"reference": INES}),
        goal(ROWAN, subject=[{"reference": ROWAN}, {"reference": INES}]),
        goal("Group/everybody"),
        consent(INES, SAM, "Goal/1"),
        consent(ROWAN, SAM, "Goal/1", performer=[{"reference": INES}]),
        consent(ROWAN, SAM, "Goal/1", performer=[{"reference": SAM}]),
        message(INES, SAM, INES),
        message(SAM, ROWAN, ROWAN),
        message(INES, SAM, ROWAN),
        {"resourceType": "QuestionnaireResponse", "status": "completed", "subject": {"reference": INES}},
        {
            "resourceType": "QuestionnaireResponse",
            "status": "completed",
            "subject": {"reference": ROWAN},
            "author": {"reference": SAM},
        },
        {
            "resourceType": "Observation",
            "status": "final",
            "code": {"text": "x"},
            "subject": {"reference": INES},
        },
        {
            "resourceType": "DocumentReference",
            "status": "current",
            "content": [{}],
            "subject": {"reference": INES},
        },
    ],
    ids=lambda resource: f"{resource['resourceType']}",
)
async def test_a_patient_cannot_write_for_or_as_somebody_else(
    clinic: Sandbox, rowan: Visitor, resource: dict[str, Any]
) -> None:
    before = await counted(clinic, resource["resourceType"])
    answer = await rowan.post(resource["resourceType"], resource)
    assert answer.status_code in (403, 422), answer.text
    assert await counted(clinic, resource["resourceType"]) == before


CLINICS = [
    {
        "resourceType": "Appointment",
        "status": "booked",
        "participant": [{"actor": {"reference": ROWAN}, "status": "accepted"}],
    },
    {"resourceType": "CarePlan", "status": "active", "intent": "plan", "subject": {"reference": ROWAN}},
    {
        "resourceType": "CareTeam",
        "status": "active",
        "subject": {"reference": ROWAN},
        "participant": [{"member": {"reference": SAM}}],
    },
    {"resourceType": "Patient", "name": [{"text": "Somebody"}]},
    {"resourceType": "Practitioner", "name": [{"text": "Somebody"}]},
    {"resourceType": "Organization", "name": "Elsewhere"},
    {"resourceType": "PlanDefinition", "status": "active"},
    {"resourceType": "Questionnaire", "status": "active"},
    {"resourceType": "AuditEvent", "entity": [{"what": {"reference": ROWAN}}]},
    {"resourceType": "Task", "status": "requested", "intent": "order", "for": {"reference": ROWAN}},
    {"resourceType": "Invoice", "status": "issued", "subject": {"reference": ROWAN}},
]


@pytest.mark.parametrize("resource", CLINICS, ids=lambda resource: resource["resourceType"])
async def test_a_patient_cannot_write_what_is_the_clinics(
    clinic: Sandbox, rowan: Visitor, resource: dict[str, Any]
) -> None:
    before = await counted(clinic, resource["resourceType"])
    assert (await rowan.post(resource["resourceType"], resource)).status_code == 403
    assert await counted(clinic, resource["resourceType"]) == before


@pytest.mark.parametrize(
    "resource",
    [*CLINICS, goal(ROWAN), consent(ROWAN, SAM, "Goal/rowan-plan-goal")],
    ids=lambda r: r["resourceType"],
)
async def test_a_therapist_writes_nothing_but_messages(
    clinic: Sandbox, sam: Visitor, resource: dict[str, Any]
) -> None:
    before = await counted(clinic, resource["resourceType"])
    assert (await sam.post(resource["resourceType"], resource)).status_code == 403
    assert await counted(clinic, resource["resourceType"]) == before


@pytest.mark.parametrize(
    "name",
    [
        "Appointment/rowan-session-3",
        "CarePlan/rowan-plan",
        "CareTeam/rowan-team",
        "Patient/rowan",
        "Practitioner/sam",
        "Organization/clinic",
        "PlanDefinition/example-iv-six",
        "Goal/rowan-plan-goal",
    ],
)
async def test_what_a_patient_can_read_and_did_not_write_they_cannot_change(
    rowan: Visitor, name: str
) -> None:
    read = await rowan.get(name)
    assert read.status_code == 200
    assert (await rowan.put(name, read.text)).status_code == 403
    assert (await rowan.delete(name)).status_code == 403
    assert (await rowan.get(name)).headers["etag"] == read.headers["etag"]


async def test_a_patient_cannot_take_over_a_goal_of_the_clinics_by_claiming_it(rowan: Visitor) -> None:
    theirs = (await rowan.get("Goal/rowan-plan-goal")).json()
    claimed = {**theirs, "expressedBy": {"reference": ROWAN}}
    assert (await rowan.put("Goal/rowan-plan-goal", claimed)).status_code == 403


@pytest.mark.parametrize(
    "name",
    [
        "Goal/rowan-goal-1",
        "Consent/rowan-goal-1-grant",
        "Appointment/rowan-session-3",
        "CareTeam/rowan-team",
        "CarePlan/rowan-plan",
        "Patient/rowan",
    ],
)
async def test_what_a_therapist_can_read_they_cannot_change(sam: Visitor, name: str) -> None:
    read = await sam.get(name)
    assert read.status_code == 200
    assert (await sam.put(name, read.text)).status_code == 403
    assert (await sam.delete(name)).status_code == 403


async def test_a_therapist_cannot_widen_a_consent_that_names_them(rowan: Visitor, sam: Visitor) -> None:
    kept = await rowan.made(goal(ROWAN))
    grant = (await sam.get("Consent/rowan-goal-1-grant")).json()
    grant["provision"]["data"].append(
        {"meaning": "instance", "reference": {"reference": f"Goal/{kept['id']}"}}
    )
    assert (await sam.put(f"Consent/{grant['id']}", grant)).status_code == 403
    assert (await sam.get(f"Goal/{kept['id']}")).status_code == 404


async def test_nobody_at_the_clinic_can_put_themselves_on_a_team(sam: Visitor, coordinator: Visitor) -> None:
    team = (await coordinator.get("CareTeam/tova-team")).json()
    team["participant"].append({"member": {"reference": SAM}})
    assert (await coordinator.put("CareTeam/tova-team", team)).status_code == 403
    assert (await sam.put("CareTeam/tova-team", team)).status_code in (404, 405)
    assert (await sam.get("Patient/tova")).status_code == 404


async def test_a_patient_cannot_move_their_record_into_anothers(rowan: Visitor, ines: Visitor) -> None:
    mine = await rowan.made(goal(ROWAN))
    moved = goal(INES, id=mine["id"])
    assert (await rowan.put(f"Goal/{mine['id']}", moved)).status_code == 403
    assert (await ines.get(f"Goal/{mine['id']}")).status_code == 404


async def test_an_update_of_anothers_record_is_answered_as_of_one_that_never_was(ines: Visitor) -> None:
    for headers in ({}, {"if_match": 'W/"1"'}):
        hidden = await ines.put("Goal/rowan-goal-1", goal(INES, id="rowan-goal-1"), **headers)
        absent = await ines.put("Goal/never-was", goal(INES, id="never-was"), **headers)
        assert hidden.status_code == absent.status_code
        assert refused(hidden.status_code)
        assert hidden.text == absent.text
    assert (await ines.delete("Goal/rowan-goal-1")).status_code == 404


async def test_the_body_cannot_name_another_resource_than_the_address(rowan: Visitor) -> None:
    mine = await rowan.made(goal(ROWAN))
    assert (await rowan.put(f"Goal/{mine['id']}", goal(ROWAN, id="rowan-goal-1"))).status_code == 400
    assert (
        await rowan.put(f"Goal/{mine['id']}", {**consent(ROWAN, SAM, "Goal/1"), "id": mine["id"]})
    ).status_code == 400


async def test_a_repeated_member_cannot_smuggle_a_second_subject(clinic: Sandbox, rowan: Visitor) -> None:
    text = '{"resourceType":"Goal","lifecycleStatus":"active","description":{"text":"x"},"subject":{"reference":"Patient/rowan"},"subject":{"reference":"Patient/ines"}}'
    nested = text.replace('"subject":{"reference":"Patient/rowan"},', "").replace(
        '{"reference":"Patient/ines"}', '{"reference":"Patient/rowan","reference":"Patient/ines"}'
    )
    for body in (text, nested):
        assert (await rowan.post("Goal", body)).status_code == 400


async def test_the_server_alone_says_id_version_and_time(rowan: Visitor) -> None:
    made = await rowan.made(
        goal(ROWAN, id="chosen", meta={"versionId": "99", "lastUpdated": "1999-01-01T00:00:00Z"})
    )
    assert made["id"] != "chosen"
    assert made["meta"]["versionId"] == "1"
    assert not made["meta"]["lastUpdated"].startswith("1999")


async def test_a_sender_cannot_forge_the_read_receipt(rowan: Visitor) -> None:
    sent = await rowan.made(message(ROWAN, SAM, ROWAN))
    forged = {**sent, "status": "completed", "received": "2026-01-01T00:00:00Z"}
    assert (await rowan.put(f"Communication/{sent['id']}", forged)).status_code == 403


async def test_a_recipient_changes_nothing_but_the_receipt(rowan: Visitor, sam: Visitor) -> None:
    sent = await rowan.made(
        message(ROWAN, SAM, ROWAN, payload=[{"contentString": "hello"}], priority="routine")
    )
    path = f"Communication/{sent['id']}"
    for changed in (
        {"payload": [{"contentString": "other"}]},
        {"sender": {"reference": SAM}},
        {"recipient": [{"reference": "Practitioner/dr-ash"}]},
        {"subject": {"reference": INES}},
        {"priority": "urgent"},
        {"about": [{"reference": "Goal/1"}]},
        {"extra": True},
    ):
        assert (await sam.put(path, {**sent, "status": "completed", **changed})).status_code in (403, 422)
    assert (await sam.delete(path)).status_code == 403
    read = {**sent, "status": "completed", "received": "2026-11-22T10:00:00Z"}
    assert (await sam.put(path, read)).status_code == 200
    assert (await rowan.get(path)).json()["received"] == "2026-11-22T10:00:00Z"


async def test_a_message_that_was_received_stays_received_for_both_sides(
    rowan: Visitor, sam: Visitor
) -> None:
    sent = await rowan.made(message(ROWAN, SAM, ROWAN))
    path = f"Communication/{sent['id']}"
    read = {**sent, "status": "completed", "received": "2026-11-22T10:00:00Z"}
    assert (await sam.put(path, read)).status_code == 200
    unread = {name: value for name, value in read.items() if name != "received"}
    for who in (rowan, sam):
        for back in (
            {**read, "status": "in-progress"},
            {**read, "status": "entered-in-error"},
            unread,
            {**unread, "status": "in-progress"},
        ):
            assert (await who.put(path, back)).status_code == 403
    answer = await sam.made(message(SAM, ROWAN, ROWAN))
    done = {**answer, "status": "completed", "received": "2026-11-22T11:00:00Z"}
    assert (await rowan.put(f"Communication/{answer['id']}", done)).status_code == 200
    assert (await rowan.put(f"Communication/{answer['id']}", answer)).status_code == 403
    assert (await rowan.get(path)).json()["status"] == "completed"


async def test_a_practitioner_sends_only_in_their_own_name_and_to_their_own_patients(sam: Visitor) -> None:
    assert (await sam.post("Communication", message(SAM, ROWAN, ROWAN))).status_code == 201
    for forged in (
        message("Practitioner/dr-ash", ROWAN, ROWAN),
        message(ROWAN, SAM, ROWAN),
        message(SAM, "Patient/tova", "Patient/tova"),
        message(SAM, "Practitioner/dr-ash", "Patient/tova"),
        {"resourceType": "Communication", "status": "completed", "sender": {"reference": SAM}},
    ):
        assert (await sam.post("Communication", forged)).status_code == 403


async def test_a_sent_message_cannot_be_unsent_by_its_sender_at_the_clinic(sam: Visitor) -> None:
    sent = await sam.made(message(SAM, ROWAN, ROWAN, payload=[{"contentString": "first"}]))
    other = {**sent, "payload": [{"contentString": "never said that"}]}
    assert (await sam.put(f"Communication/{sent['id']}", other)).status_code == 403
    assert (await sam.delete(f"Communication/{sent['id']}")).status_code == 403


async def test_a_transaction_with_one_forbidden_entry_does_nothing(clinic: Sandbox, rowan: Visitor) -> None:
    before = await counted(clinic, "Goal")
    answer = await rowan.post(
        "", bundle("transaction", entry("POST", "Goal", goal(ROWAN)), entry("POST", "Goal", goal(INES)))
    )
    assert answer.status_code == 403
    assert answer.json()["issue"][0]["expression"][0] == "Bundle.entry[1]"
    assert await counted(clinic, "Goal") == before


async def test_a_batch_does_what_is_allowed_and_refuses_the_rest(clinic: Sandbox, rowan: Visitor) -> None:
    before = await counted(clinic, "Goal")
    answer = await rowan.post(
        "",
        bundle(
            "batch",
            entry("POST", "Goal", goal(INES)),
            entry("POST", "Goal", goal(ROWAN)),
            entry("DELETE", "Goal/marlow-goal-10"),
            entry("DELETE", "Appointment/rowan-session-3"),
        ),
    )
    assert [e["response"]["status"] for e in answer.json()["entry"]] == ["403", "201", "404", "403"]
    assert await counted(clinic, "Goal") == before + 1


async def test_a_temporary_name_cannot_be_bent_to_another_patient(rowan: Visitor) -> None:
    first = {
        **entry("PUT", "Patient/ines", {"resourceType": "Patient", "id": "ines"}),
        "fullUrl": "urn:uuid:11111111-1111-4111-8111-111111111111",
    }
    second = entry("POST", "Goal", goal("urn:uuid:11111111-1111-4111-8111-111111111111"))
    assert refused((await rowan.post("", bundle("transaction", first, second))).status_code)


async def test_a_conditional_update_cannot_reach_anothers_record(
    clinic: Sandbox, rowan: Visitor, ines: Visitor
) -> None:
    mine = await rowan.made(goal(ROWAN))
    value = mine["identifier"][0]["value"]
    answer = await ines.put(f"Goal?identifier=urn:ietf:rfc:3986|{value}", goal(INES))
    assert answer.status_code == 201
    assert clinic.find("Goal", _id=mine["id"])[0]["subject"]["reference"] == ROWAN


async def test_a_stale_write_cannot_bring_back_what_was_taken_back(rowan: Visitor, sam: Visitor) -> None:
    shared = await rowan.made(goal(ROWAN))
    await rowan.made(consent(ROWAN, SAM, f"Goal/{shared['id']}"))
    assert (await rowan.delete(f"Goal/{shared['id']}")).status_code == 204
    assert (await rowan.put(f"Goal/{shared['id']}", shared)).status_code == 410
    assert (await sam.get(f"Goal/{shared['id']}")).status_code in (404, 410)


async def test_the_coordinator_books_for_patients_of_the_team_and_reads_no_intentions(
    clinic: Sandbox, coordinator: Visitor
) -> None:
    visit = {
        "resourceType": "Appointment",
        "status": "proposed",
        "participant": [{"actor": {"reference": INES}, "status": "accepted"}],
    }
    assert (await coordinator.post("Appointment", visit)).status_code == 201
    clinic.write({"resourceType": "Patient", "id": "outside", "name": [{"text": "Nobody Here"}]})
    visit["participant"][0]["actor"] = {"reference": "Patient/outside"}  # type: ignore[index]
    assert (await coordinator.post("Appointment", visit)).status_code == 403
    assert await coordinator.found("Goal") == []
    assert await coordinator.found("Communication") == []


@pytest.mark.parametrize(
    ("scope", "method", "path"),
    [
        ("patient/Goal.r", "POST", "Goal"),
        ("patient/Goal.cruds", "GET", "Consent"),
        ("patient/Goal.r", "GET", "Goal"),
        ("patient/Goal.s", "GET", "Goal/rowan-goal-1"),
        ("patient/Goal.cru", "DELETE", "Goal/rowan-goal-1"),
        ("patient/Goal.crd", "PUT", "Goal/rowan-goal-1"),
        ("patient/Goal.read", "POST", "Goal"),
        ("patient/Goal.write", "GET", "Goal"),
        ("patient/Consent.cruds", "GET", "Goal/_history"),
        ("patient/Consent.cruds", "GET", "Goal/rowan-goal-1/_history/1"),
    ],
)
async def test_an_app_cannot_do_more_than_its_scopes_say(
    clinic: Sandbox, scope: str, method: str, path: str
) -> None:
    visitor = Visitor(clinic, "rowan", scope)
    body = goal(ROWAN, id="rowan-goal-1")
    answer = await visitor.http.request(method, path, json=body if method in ("POST", "PUT") else None)
    assert answer.status_code == 403
    assert "insufficient_scope" in answer.headers["www-authenticate"]


async def test_an_include_is_bound_by_scopes_too(clinic: Sandbox) -> None:
    visitor = Visitor(clinic, "rowan", "patient/Consent.rs")
    answer = (await visitor.get("Consent?_include=Consent:data")).json()
    assert {e["resource"]["resourceType"] for e in answer["entry"]} == {"Consent"}


async def test_a_therapists_patient_scopes_are_not_granted(clinic: Sandbox) -> None:
    visitor = Visitor(clinic, "sam", "patient/*.cruds launch/patient")
    assert (await visitor.get("Patient")).status_code == 403


async def test_a_batch_entry_is_bound_by_scopes_too(clinic: Sandbox) -> None:
    visitor = Visitor(clinic, "rowan", "patient/Goal.rs")
    answer = await visitor.post(
        "", bundle("batch", entry("POST", "Goal", goal(ROWAN)), entry("GET", "Consent"))
    )
    assert [e["response"]["status"] for e in answer.json()["entry"]] == ["403", "403"]


async def test_an_appointment_cannot_be_moved_to_another_patient(coordinator: Visitor) -> None:
    visit = (await coordinator.get("Appointment/rowan-session-3")).json()
    visit["participant"][0]["actor"] = {"reference": INES}
    assert (await coordinator.put("Appointment/rowan-session-3", visit)).status_code == 403
