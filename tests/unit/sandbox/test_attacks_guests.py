"""Attempts of a guest, whom one patient invited, to see or change anything but what that patient shares with them."""

from __future__ import annotations

from typing import Any

from api_client.sandbox import Sandbox
from api_client.sandbox.searchparams import TYPES
from tests.unit.sandbox.guests import INES, ROWAN, ended, joined, shared
from tests.unit.sandbox.test_attacks_talk import category, reply, to_team
from tests.unit.sandbox.visitor import Visitor, bundle, consent, entry, goal, message

EMPTY = {"Organization"}
"""What is there for everybody: the clinic's name and numbers."""


async def everything(guest: Visitor) -> set[str]:
    """All that searches and histories of every type show, the clinic's name excepted."""
    seen: set[str] = set()
    for type_ in TYPES:
        if type_ in EMPTY:
            continue
        for path in (f"{type_}?_count=1000", f"{type_}/_history?_count=1000"):
            answer = await guest.get(path)
            assert answer.status_code == 200, (path, answer.text)
            seen |= {
                f"{one['resource']['resourceType']}/{one['resource']['id']}"
                for one in answer.json().get("entry", [])
                if one.get("resource", {}).get("id")
            }
    return seen


def suggestion(who: str, patient: str = ROWAN, **more: Any) -> dict[str, Any]:
    words = {"payload": [{"contentString": "canary of a suggestion"}]}
    return message(who, patient, patient, **category("commitment-suggestion"), **words, **more)


async def test_a_guest_sees_the_invitation_themselves_and_what_is_shared(
    clinic: Sandbox, rowan: Visitor
) -> None:
    guest, who, task = await joined(clinic, rowan)
    mine = {who, f"Task/{task['id']}"}
    assert await everything(guest) == mine
    thing, grant = await shared(rowan, who)
    assert await everything(guest) == {*mine, f"Goal/{thing['id']}", f"Consent/{grant['id']}"}


async def test_a_guest_sees_the_invitation_as_it_stands_and_never_its_code(
    clinic: Sandbox, rowan: Visitor
) -> None:
    guest, _who, task = await joined(clinic, rowan)
    history = (await guest.get(f"Task/{task['id']}/_history")).json()["entry"]
    assert len(history) == 1
    assert (await guest.get(f"Task/{task['id']}/_history/2")).status_code == 404
    assert "invitation-code" not in (await guest.get("Task/_history")).text


async def test_a_guest_of_one_patient_sees_nothing_of_another(
    clinic: Sandbox, rowan: Visitor, ines: Visitor
) -> None:
    guest, who, _task = await joined(clinic, rowan)
    other, other_who, _ = await joined(clinic, ines, "Noa Elsewhere")
    thing, grant = await shared(ines, who)  # a patient who did not invite them
    await shared(ines, other_who)
    seen = await everything(guest)
    assert not {f"Goal/{thing['id']}", f"Consent/{grant['id']}", other_who, INES} & seen
    for path in (f"Goal/{thing['id']}", f"Consent/{grant['id']}", other_who, INES, ROWAN):
        assert (await guest.get(path)).status_code == 404, path
    assert who not in await everything(other)


async def test_including_brings_nothing_more(clinic: Sandbox, rowan: Visitor) -> None:
    guest, who, task = await joined(clinic, rowan)
    thing, grant = await shared(rowan, who)
    mine = {who, f"Task/{task['id']}", f"Goal/{thing['id']}", f"Consent/{grant['id']}"}
    for path in (
        "Goal?_include=Goal:subject&_include=Goal:patient",
        "Consent?_include=Consent:patient&_include=Consent:actor&_include=Consent:data",
        "Task?_include=Task:patient&_include=Task:owner&_include=Task:requester",
        f"Practitioner?_id={who.split('/')[1]}&_revinclude=CareTeam:participant&_revinclude=Consent:actor"
        "&_revinclude=Communication:sender&_revinclude=Appointment:actor&_revinclude=AuditEvent:agent",
        "Organization?_revinclude=Patient:organization&_revinclude=PractitionerRole:organization",
    ):
        answer = await guest.get(path)
        assert answer.status_code == 200, (path, answer.text)
        for one in answer.json().get("entry", []):
            name = f"{one['resource']['resourceType']}/{one['resource']['id']}"
            assert name in mine or name.startswith("Organization/"), (path, name)


async def test_counting_and_conditions_tell_nothing(clinic: Sandbox, rowan: Visitor) -> None:
    guest, _who, _task = await joined(clinic, rowan)
    for path in (f"Appointment?patient={ROWAN}", f"CareTeam?subject={ROWAN}", f"Patient?_id={ROWAN[8:]}"):
        answer = (await guest.get(f"{path}&_summary=count")).json()
        assert answer["total"] == 0, path
    there = await guest.post("Goal", goal(ROWAN), if_none_exist=f"patient={ROWAN}")
    assert there.status_code == 403


async def test_a_batch_is_no_way_around(clinic: Sandbox, rowan: Visitor, ines: Visitor) -> None:
    guest, _who, _task = await joined(clinic, rowan)
    hers = await ines.made(goal(INES))
    asked = [
        entry("GET", f"Goal/{hers['id']}"),
        entry("GET", f"Goal?patient={INES}"),
        entry("GET", "Patient"),
        entry("GET", "CareTeam"),
        entry("GET", "AuditEvent"),
        entry("POST", "Goal", goal(ROWAN)),
        entry("POST", "Consent", consent(INES, "Practitioner/sam", f"Goal/{hers['id']}")),
        entry("DELETE", f"Goal/{hers['id']}"),
    ]
    done = (await guest.post("", bundle("batch", *asked))).json()["entry"]
    for one in done:
        is_empty = not one.get("resource", {}).get("entry")
        assert one["response"]["status"] in ("403", "404") or is_empty, one
    assert (await guest.post("", bundle("transaction", asked[5]))).status_code == 403


async def test_an_end_is_there_at_once(clinic: Sandbox, rowan: Visitor) -> None:
    guest, who, task = await joined(clinic, rowan)
    thing, grant = await shared(rowan, who)
    path = f"Goal/{thing['id']}"
    asked = await guest.made(reply(who, ROWAN, path))
    assert (await guest.get(path)).status_code == 200
    await rowan.put(f"Consent/{grant['id']}", ended(grant))
    assert (await guest.get(path)).status_code == 404
    assert (await guest.get(f"{path}/_history")).status_code == 404
    assert (await guest.get(f"Communication/{asked['id']}")).status_code == 404
    assert await guest.found("Goal") == []
    assert (await guest.post("Communication", reply(who, ROWAN, path))).status_code == 403
    assert (await guest.post("Communication", suggestion(who))).status_code == 403
    assert f"Task/{task['id']}" in await everything(guest)


async def test_the_end_of_an_invitation_closes_what_a_grant_still_names(
    clinic: Sandbox, rowan: Visitor
) -> None:
    guest, who, task = await joined(clinic, rowan)
    thing, grant = await shared(rowan, who)
    asked = await guest.made(reply(who, ROWAN, f"Goal/{thing['id']}"))
    await rowan.put(f"Task/{task['id']}", {**task, "status": "cancelled"})
    seen = await everything(guest)
    assert seen == {who, f"Task/{task['id']}", f"Consent/{grant['id']}"}, "that it ended, and no word"
    assert (await guest.get(f"Goal/{thing['id']}")).status_code == 404
    assert (await guest.get(f"Communication/{asked['id']}")).status_code == 404
    assert (await guest.post("Communication", reply(who, ROWAN, f"Goal/{thing['id']}"))).status_code == 403
    assert (await guest.post("Communication", suggestion(who))).status_code == 403
    back = await rowan.put(f"Task/{task['id']}", task)
    assert back.status_code == 403, "what is over stays over"


async def test_notices_of_a_patient_who_ended_it_are_seen_and_nothing_else(
    clinic: Sandbox, rowan: Visitor
) -> None:
    guest, who, task = await joined(clinic, rowan)
    notice = await rowan.made(message(ROWAN, who, ROWAN, **category("withdrawal-notice")))
    plain = await rowan.made(message(ROWAN, who, ROWAN, payload=[{"contentString": "canary"}]))
    alert = await rowan.made(message(ROWAN, who, ROWAN, **category("safety-alert")))
    assert f"Communication/{plain['id']}" in await everything(guest)
    assert f"Communication/{alert['id']}" not in await everything(guest), "an alert is the clinic's to read"
    await rowan.put(f"Task/{task['id']}", {**task, "status": "cancelled"})
    seen = await everything(guest)
    assert f"Communication/{notice['id']}" in seen
    assert f"Communication/{plain['id']}" not in seen


async def test_a_guest_replies_suggests_and_marks_what_they_were_sent(
    clinic: Sandbox, rowan: Visitor
) -> None:
    guest, who, _task = await joined(clinic, rowan)
    thing, _grant = await shared(rowan, who)
    about = f"Goal/{thing['id']}"
    asked = await guest.made(reply(who, ROWAN, about))
    hint = await guest.made(suggestion(who))
    seen = await rowan.found("Communication?_count=1000")
    assert {f"Communication/{asked['id']}", f"Communication/{hint['id']}"} <= set(seen)
    link = [{"reference": f"Communication/{asked['id']}"}]
    answer = await rowan.made(reply(ROWAN, who, about, inResponseTo=link))
    read = {**answer, "status": "completed", "received": "2026-11-20T11:00:00Z"}
    assert (await guest.put(f"Communication/{answer['id']}", read)).status_code == 200
    reworded = {**read, "payload": [{"contentString": "other words"}]}
    assert (await guest.put(f"Communication/{answer['id']}", reworded)).status_code == 403


async def test_a_guest_writes_nothing_else(clinic: Sandbox, rowan: Visitor, ines: Visitor) -> None:
    guest, who, task = await joined(clinic, rowan)
    thing, grant = await shared(rowan, who)
    hers, _ = await shared(ines, "Practitioner/sam")
    for made in (
        goal(ROWAN),
        consent(ROWAN, who, f"Goal/{thing['id']}"),
        {"resourceType": "Task", "status": "requested", "intent": "order", "for": {"reference": ROWAN}},
        {**task, "id": None, "status": "requested"} | {"output": []},
        {"resourceType": "Observation", "status": "final", "code": {"text": "x"}},
        {"resourceType": "Practitioner", "name": [{"text": "Dr. Ash"}]},
        {"resourceType": "CareTeam", "status": "active", "subject": {"reference": ROWAN}},
        {"resourceType": "PractitionerRole", "practitioner": {"reference": who}},
        {"resourceType": "Organization", "name": "x"},
    ):
        made = {name: value for name, value in made.items() if value is not None}
        answer = await guest.post(made["resourceType"], made)
        assert answer.status_code in (400, 403, 422), (made, answer.status_code)
    for sent in (
        message(who, ROWAN, ROWAN, payload=[{"contentString": "hello"}]),
        to_team(who, ROWAN),
        to_team(who, "CareTeam/rowan-team"),
        reply(who, INES, f"Goal/{hers['id']}", INES),
        reply(who, ROWAN, "Goal/rowan-goal-2"),
        reply("Practitioner/sam", ROWAN, f"Goal/{thing['id']}"),
        suggestion(who, INES),
        suggestion("Practitioner/sam"),
        {**suggestion(who), **category("commitment-suggestion", "safety-alert")},
        message(who, ROWAN, ROWAN, **category("share-notice")),
    ):
        answer = await guest.post("Communication", sent)
        assert answer.status_code in (403, 422), (sent, answer.status_code)
    for row, change in (
        (thing, {"lifecycleStatus": "cancelled"}),
        (grant, {"status": "inactive"}),
        (task, {"status": "cancelled"}),
        ((await guest.get(who)).json(), {"name": [{"text": "Dr. Ash Prototype"}]}),
    ):
        path = f"{row['resourceType']}/{row['id']}"
        assert (await guest.put(path, {**row, **change})).status_code == 403, path
        assert (await guest.delete(path)).status_code == 403, path


async def test_a_guest_says_on_which_days_they_read_and_their_patient_sees_it(
    clinic: Sandbox, rowan: Visitor, ines: Visitor, sam: Visitor
) -> None:
    guest, who, _task = await joined(clinic, rowan)
    days = {
        "resourceType": "PractitionerRole",
        "practitioner": {"reference": who},
        "code": [
            {
                "coding": [
                    {
                        "system": "https://lantern.example/fhir/CodeSystem/care",
                        "code": "reads-what-is-shared",
                    }
                ]
            }
        ],
        "availableTime": [{"daysOfWeek": ["tue"]}],
    }
    made = await guest.made(days)
    path = f"PractitionerRole/{made['id']}"
    assert path in await rowan.found("PractitionerRole")
    for other in (ines, sam):
        assert (await other.get(path)).status_code == 404


async def test_a_measure_agreement_opens_no_score_to_a_guest(clinic: Sandbox, rowan: Visitor) -> None:
    """The clinic's measures are for its own people."""
    guest, who, _task = await joined(clinic, rowan)
    agreed = consent(ROWAN, who, "Goal/none")
    agreed["provision"]["code"] = [
        {"coding": [{"system": "https://lantern.example/fhir/CodeSystem/care", "code": "measures"}]}
    ]
    del agreed["provision"]["data"]
    await rowan.made(agreed)
    for type_ in ("Observation", "QuestionnaireResponse"):
        assert await guest.found(f"{type_}?_count=1000") == []


async def test_what_a_guest_reads_is_written_down(clinic: Sandbox, rowan: Visitor) -> None:
    guest, who, _task = await joined(clinic, rowan)
    thing, _grant = await shared(rowan, who)
    await guest.get(f"Goal/{thing['id']}")
    events = [one for one in clinic.find("AuditEvent") if one["agent"][0]["who"]["reference"] == who]
    read = {what["what"]["reference"] for one in events for what in one["entity"]}
    assert {ROWAN, f"Goal/{thing['id']}"} <= read
