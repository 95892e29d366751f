"""Attempts to read, write or bend what a patient and the people who work with them write to each other."""

from __future__ import annotations

from typing import Any

import pytest

from api_client.sandbox import Sandbox
from tests.unit.sandbox.visitor import CARE, Visitor, consent, goal, message

ROWAN, INES, SAM, ASH = "Patient/rowan", "Patient/ines", "Practitioner/sam", "Practitioner/dr-ash"
GOAL, TEAM = "Goal/rowan-goal-2", "CareTeam/rowan-team"  # shared with Sam
SEEDED = ("Communication/rowan-goal-2-reply-1", "Communication/rowan-goal-2-reply-2")


def category(*codes: str) -> dict[str, Any]:
    return {"category": [{"coding": [{"system": CARE, "code": code}]} for code in codes]}


def reply(
    sender: str, recipient: str, about: str = GOAL, patient: str = ROWAN, **more: Any
) -> dict[str, Any]:
    words = {"payload": [{"contentString": "canary of a reply"}], "sent": "2026-11-20T10:00:00Z"}
    return message(
        sender, recipient, patient, about=[{"reference": about}], **category("reply"), **words, **more
    )


def to_team(sender: str, recipient: str, patient: str = ROWAN, **more: Any) -> dict[str, Any]:
    words = {"payload": [{"contentString": "canary of a message"}]}
    return message(sender, recipient, patient, **category("team-message"), **words, **more)


async def refused(who: Visitor, resource: dict[str, Any]) -> None:
    answer = await who.post("Communication", resource)
    assert answer.status_code in (403, 422), (who.who, answer.status_code, resource)


# --- the way it is meant ---


async def test_the_reader_and_the_patient_write_to_and_fro(rowan: Visitor, sam: Visitor) -> None:
    asked = await sam.made(reply(SAM, ROWAN))
    read = {**asked, "status": "completed", "received": "2026-11-20T11:00:00Z"}
    assert (await rowan.put(f"Communication/{asked['id']}", read)).status_code == 200
    link = [{"reference": f"Communication/{asked['id']}"}]
    answer = await rowan.made(reply(ROWAN, SAM, partOf=link, inResponseTo=link))
    assert f"Communication/{answer['id']}" in await sam.found("Communication")
    assert f"Communication/{answer['id']}" in await sam.found(f"Communication?recipient={SAM}")
    assert f"Communication/{asked['id']}" in await sam.found(f"Communication?sender={SAM}")
    assert f"Communication/{answer['id']}" in await sam.found(
        f"Communication?part-of=Communication/{asked['id']}"
    )


async def test_a_message_reaches_the_roles_that_read_them_and_is_answered(
    rowan: Visitor, ash: Visitor, coordinator: Visitor, sam: Visitor, ines: Visitor
) -> None:
    sent = await rowan.made(to_team(ROWAN, TEAM))
    path = f"Communication/{sent['id']}"
    assert path in await ash.found("Communication?category=team-message")
    assert path in await coordinator.found("Communication")
    for who in (sam, ines):
        assert path not in await who.found("Communication")
        assert (await who.get(path)).status_code == 404
    read = {**sent, "status": "completed", "received": "2026-11-20T11:00:00Z"}
    assert (await coordinator.put(path, read)).status_code == 200
    answer = await coordinator.made(
        to_team("Practitioner/coordinator", ROWAN, inResponseTo=[{"reference": path}])
    )
    assert f"Communication/{answer['id']}" in await rowan.found("Communication")
    assert f"Communication/{answer['id']}" in await ash.found("Communication")
    assert f"Communication/{answer['id']}" not in await sam.found("Communication")


# --- a reply without a grant ---


async def test_nobody_replies_about_what_is_not_shared_with_them(
    clinic: Sandbox, rowan: Visitor, sam: Visitor, ash: Visitor, coordinator: Visitor
) -> None:
    before = len(clinic.find("Communication"))
    hidden = await rowan.made(goal(ROWAN))
    for who, name in ((ash, ASH), (coordinator, "Practitioner/coordinator")):
        await refused(who, reply(name, ROWAN))
        await refused(who, reply(SAM, ROWAN))
    for about in (f"Goal/{hidden['id']}", "Goal/never-was", "Goal/rowan-plan-goal", "Patient/rowan"):
        await refused(sam, reply(SAM, ROWAN, about))
        await refused(rowan, reply(ROWAN, SAM, about))
    assert len(clinic.find("Communication")) == before


async def test_a_reply_says_what_it_is_about_and_goes_to_the_other_side_alone(
    rowan: Visitor, sam: Visitor
) -> None:
    bare = reply(SAM, ROWAN)
    for bent in (
        {name: value for name, value in bare.items() if name != "about"},
        {**bare, "about": [{"display": "something"}]},
        {**bare, "about": [{"reference": GOAL}, {"reference": "Goal/rowan-goal-1"}]},
        {**bare, "about": [{"reference": GOAL}, {"display": "more"}]},
        {**bare, "recipient": [{"reference": ROWAN}, {"reference": ASH}]},
        {**bare, "recipient": [{"reference": ROWAN}, {"display": "somebody"}]},
        {**bare, "recipient": [{"reference": ASH}]},
        {**bare, "subject": {"display": "Rowan"}},
        {**bare, "payload": [{"contentReference": {"reference": "Goal/rowan-goal-1"}}]},
        {**bare, "payload": []},
        {**bare, **category("reply", "team-message")},
        {**bare, "received": "2026-11-20T10:00:00Z"},
        {**bare, "status": "completed"},
    ):
        await refused(sam, bent)
    await refused(rowan, {**reply(ROWAN, SAM), **category("reply", "safety-alert")})
    for recipient in (ASH, ROWAN, TEAM, "Practitioner/nobody"):
        await refused(rowan, reply(ROWAN, recipient))


async def test_nobody_writes_as_the_other_side(rowan: Visitor, sam: Visitor, ines: Visitor) -> None:
    await refused(rowan, reply(SAM, ROWAN))
    await refused(sam, reply(ROWAN, SAM))
    await refused(ines, reply(ROWAN, SAM))
    await refused(ines, reply(INES, SAM))  # about another patient's words
    await refused(ines, reply(INES, SAM, patient=INES))
    await refused(sam, reply(SAM, INES, patient=INES))
    await refused(sam, reply(SAM, ROWAN, patient=INES))


@pytest.mark.parametrize("path", ["partOf", "inResponseTo"])
async def test_a_reply_answers_nothing_of_another_record_or_kind(
    rowan: Visitor, sam: Visitor, ines: Visitor, path: str
) -> None:
    other = await ines.made(goal(INES))
    await ines.made(consent(INES, SAM, f"Goal/{other['id']}"))
    theirs = await sam.made(reply(SAM, INES, f"Goal/{other['id']}", INES))
    to_all = await rowan.made(to_team(ROWAN, TEAM))
    for name in (
        f"Communication/{theirs['id']}",
        f"Communication/{to_all['id']}",
        "Communication/rowan-goal-2-notice",
        "Communication/never-was",
        "Goal/rowan-goal-2",
    ):
        await refused(rowan, reply(ROWAN, SAM, **{path: [{"reference": name}]}))


# --- taking back ---


async def test_what_was_taken_back_closes_the_thread_for_its_reader_and_not_for_the_patient(
    clinic: Sandbox, rowan: Visitor, sam: Visitor
) -> None:
    fresh = await sam.made(reply(SAM, ROWAN))
    assert {*SEEDED} <= {*await sam.found("Communication")}
    (grant,) = clinic.find("Consent", _id="rowan-goal-2-grant")
    clinic.write({**grant, "status": "inactive"})
    left = await sam.found("Communication?_count=100")
    assert not {*SEEDED, f"Communication/{fresh['id']}"} & {*left}
    history = (await sam.get("Communication/_history?_count=500")).text
    assert "canary of a reply" not in history
    for name in SEEDED:
        assert (await sam.get(name)).status_code == 404
        assert (await rowan.get(name)).status_code == 200
    await refused(sam, reply(SAM, ROWAN))
    await refused(rowan, reply(ROWAN, SAM))
    read = {**fresh, "status": "completed", "received": "2026-11-20T11:00:00Z"}
    assert (await rowan.put(f"Communication/{fresh['id']}", read)).status_code == 200


async def test_a_grant_of_another_record_of_the_same_patient_opens_no_thread(
    clinic: Sandbox, rowan: Visitor, sam: Visitor, ash: Visitor
) -> None:
    other = await rowan.made(goal(ROWAN))
    await rowan.made(consent(ROWAN, ASH, f"Goal/{other['id']}"))
    await refused(ash, reply(ASH, ROWAN))
    assert not {*SEEDED} & {*await ash.found("Communication?_count=100")}


# --- it stands ---


@pytest.mark.parametrize(
    "change",
    [
        {"payload": [{"contentString": "never said that"}]},
        {"sent": "2020-01-01T00:00:00Z"},
        {"status": "entered-in-error"},
        {"about": [{"reference": "Goal/rowan-goal-1"}]},
        {"category": [{"text": "nothing"}]},
        {"recipient": [{"reference": ASH}]},
        {"received": "2026-11-20T11:00:00Z"},
        {"status": "completed"},
    ],
    ids=lambda change: "+".join(change),
)
async def test_what_was_sent_stands_for_its_sender(
    rowan: Visitor, sam: Visitor, change: dict[str, Any]
) -> None:
    theirs, mine = await sam.made(reply(SAM, ROWAN)), await rowan.made(reply(ROWAN, SAM))
    to_all = await rowan.made(to_team(ROWAN, TEAM))
    for who, kept in ((sam, theirs), (rowan, mine), (rowan, to_all)):
        path = f"Communication/{kept['id']}"
        assert (await who.put(path, {**kept, **change})).status_code in (403, 422)
        assert (await who.delete(path)).status_code == 403
        assert (await who.get(path)).json()["meta"]["versionId"] == "1"
    plain = await rowan.made(message(ROWAN, SAM, ROWAN))
    turned = {**plain, **category("reply"), "about": [{"reference": "Goal/rowan-plan-goal"}]}
    assert (await rowan.put(f"Communication/{plain['id']}", turned)).status_code == 403


async def test_only_who_it_is_to_marks_it_read(
    rowan: Visitor, sam: Visitor, ash: Visitor, coordinator: Visitor, ines: Visitor
) -> None:
    theirs, mine = await sam.made(reply(SAM, ROWAN)), await rowan.made(reply(ROWAN, SAM))
    to_all = await rowan.made(to_team(ROWAN, TEAM))
    answer = await ash.made(to_team(ASH, ROWAN))
    for kept, readers in (
        (theirs, (rowan,)),
        (mine, (sam,)),
        (to_all, (ash, coordinator)),
        (answer, (rowan,)),
    ):
        read = {**kept, "status": "completed", "received": "2026-11-20T11:00:00Z"}
        for who in (rowan, sam, ash, coordinator, ines):
            if who not in readers:
                answered = await who.put(f"Communication/{kept['id']}", read)
                assert answered.status_code in (403, 404, 405), (who.who, kept)


# --- messages ---


async def test_a_message_goes_to_ones_own_team_and_from_whoever_reads_them(
    clinic: Sandbox, rowan: Visitor, ines: Visitor, sam: Visitor, ash: Visitor, coordinator: Visitor
) -> None:
    for recipient in ("CareTeam/ines-team", "CareTeam/never-was", SAM, "Organization/clinic", ROWAN):
        await refused(rowan, to_team(ROWAN, recipient))
    await refused(ines, to_team(ROWAN, TEAM))
    await refused(sam, to_team(SAM, ROWAN))
    await refused(coordinator, to_team(ASH, ROWAN))
    await refused(coordinator, to_team("Practitioner/coordinator", ASH))
    clinic.write({"resourceType": "Patient", "id": "outside", "name": [{"text": "Nobody Here"}]})
    await refused(ash, to_team(ASH, "Patient/outside", "Patient/outside"))


# --- reading days ---


def days(who: str, *, code: str = "reads-what-is-shared", **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "PractitionerRole",
        "practitioner": {"reference": who},
        "code": [{"coding": [{"system": CARE, "code": code}]}],
        "availableTime": [{"daysOfWeek": ["fri"], "allDay": True}],
        **more,
    }


async def test_a_therapist_says_on_which_days_they_read_and_their_patients_see_it(
    rowan: Visitor, sam: Visitor
) -> None:
    kept = (await sam.get("PractitionerRole/sam-reads")).json()
    newer = {**kept, "availableTime": [{"daysOfWeek": ["fri"], "allDay": True}]}
    assert (await sam.put("PractitionerRole/sam-reads", newer)).status_code == 200
    assert (await rowan.get("PractitionerRole/sam-reads")).json()["availableTime"][0]["daysOfWeek"] == ["fri"]


async def test_nobody_says_it_for_another_and_no_other_role_is_theirs_to_write(
    clinic: Sandbox, rowan: Visitor, sam: Visitor, ash: Visitor
) -> None:
    before = clinic.find("PractitionerRole")
    tova = Visitor(clinic, "tova")
    assert (await tova.get("PractitionerRole/sam-reads")).status_code == 404  # not on her team
    both = [{"coding": [{"system": CARE, "code": code}]} for code in ("reads-what-is-shared", "prescriber")]
    for who, role in (
        (ash, days(SAM)),
        (sam, days(ASH)),
        (sam, days(SAM, code="prescriber")),
        (sam, days(SAM, code="") | {"code": both}),
        (sam, {name: value for name, value in days(SAM).items() if name != "practitioner"}),
        (rowan, days(SAM)),
        (rowan, days(ROWAN)),
    ):
        assert (await who.post("PractitionerRole", role)).status_code == 403
    kept = before[0]
    for who in (ash, rowan):
        assert (await who.put("PractitionerRole/sam-reads", kept)).status_code in (403, 404)
        assert (await who.delete("PractitionerRole/sam-reads")).status_code in (403, 404, 405)
    turned = {**kept, "practitioner": {"reference": ASH}}
    assert (await sam.put("PractitionerRole/sam-reads", turned)).status_code == 403
    assert clinic.find("PractitionerRole") == before
