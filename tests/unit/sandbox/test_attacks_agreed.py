"""Attempts to read what no agreement lets be read: by a therapist of another patient, after a withdrawal, after an end, by what was never
signed, by what somebody at the clinic wrote; and to undo, forge or hide a withdrawal.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from api_client.sandbox import Sandbox
from tests.unit.sandbox.visitor import CARE, Visitor, consent, goal, message

ROWAN, SAM = "Patient/rowan", "Practitioner/sam"
RELEASE = "rowan-signed-therapist-release"
OPEN = "Goal/rowan-goal-2"


def release_of(clinic: Sandbox, **more: Any) -> dict[str, Any]:
    (found,) = clinic.find("Consent", _id=RELEASE)
    return {
        name: value for name, value in {**found, **more}.items() if name not in ("id", "meta", "identifier")
    }


def withdrawal(about: str = f"Consent/{RELEASE}", sender: str = ROWAN, **more: Any) -> dict[str, Any]:
    return message(
        sender,
        "Organization/clinic",
        ROWAN,
        category=[{"coding": [{"system": CARE, "code": "agreement-withdrawn"}]}],
        about=[{"reference": about}],
        **more,
    )


async def reads(visitor: Visitor, name: str = OPEN) -> bool:
    """By its name, in a search and in its history alike."""
    type_, id_ = name.split("/")
    one = (await visitor.get(name)).status_code == 200
    assert (name in await visitor.found(f"{type_}?_id={id_}")) is one
    assert ((await visitor.get(f"{name}/_history")).status_code == 200) is one
    return one


async def test_what_is_shared_is_read_while_the_release_is_in_force_and_not_a_moment_longer(
    clinic: Sandbox, sam: Visitor, rowan: Visitor
) -> None:
    reply = "Communication/rowan-goal-2-reply-1"
    assert await reads(sam)
    assert await reads(sam, reply)
    assert await reads(sam, "Observation/rowan-phq-9-1-total")
    await rowan.made(withdrawal())
    for name in (OPEN, reply, "Observation/rowan-phq-9-1-total", "QuestionnaireResponse/rowan-phq-9-1"):
        assert not await reads(sam, name), name
    assert (await sam.get("Patient/rowan")).status_code == 200  # nothing governs that
    assert (await sam.get("Goal?_include=Goal:subject&patient=Patient/rowan")).json().get("total", 0) == 0


@pytest.mark.parametrize(
    "change",
    [
        {"status": "inactive"},
        {"status": "draft"},
        {"status": "proposed"},
        {"status": "entered-in-error"},
        {"verification": []},
        {"provision": {"type": "deny"}},
        {"category": [{"coding": [{"system": "https://elsewhere.example/codes", "code": "agreement"}]}]},
    ],
)
async def test_what_is_not_signed_or_not_in_force_permits_nothing(
    clinic: Sandbox, sam: Visitor, change: dict[str, Any]
) -> None:
    (before,) = clinic.find("Consent", _id=RELEASE)
    clinic.write({**before, **change})
    assert not await reads(sam)
    clinic.write(before)
    assert await reads(sam)


@pytest.mark.parametrize(("start", "end", "is_open"), [(-2, -1, False), (1, 2, False), (-1, 1, True)])
async def test_only_within_its_period(
    clinic: Sandbox, sam: Visitor, start: int, end: int, is_open: bool
) -> None:
    (before,) = clinic.find("Consent", _id=RELEASE)
    now = datetime.now(UTC)
    period = {
        name: (now + timedelta(hours=hours)).isoformat(timespec="seconds")
        for name, hours in (("start", start), ("end", end))
    }
    clinic.write({**before, "provision": {**before["provision"], "period": period}})
    assert await reads(sam) is is_open


@pytest.mark.parametrize(
    "rule",
    [
        {"class": [{"system": "https://elsewhere.example/codes", "code": "shared"}]},
        {"action": [{"coding": [{"code": "disclose"}]}]},
        {"action": []},
        {"data": [{"meaning": "instance", "reference": {"reference": "Goal/rowan-goal-1"}}]},
        {"securityLabel": [{"code": "R"}]},
        {"actor": [{"role": {"coding": [{"system": CARE, "code": "prescriber"}]}, "reference": {}}]},
        {
            "actor": [
                {
                    "role": {"coding": [{"system": CARE, "code": "integration-therapist"}]},
                    "reference": {"reference": "CareTeam/marlow-team"},
                }
            ]
        },
        {"type": "deny"},
    ],
)
async def test_a_rule_that_says_less_or_something_else_does_not_open_all(
    clinic: Sandbox, sam: Visitor, rule: dict[str, Any]
) -> None:
    (before,) = clinic.find("Consent", _id=RELEASE)
    (own,) = before["provision"]["provision"]
    clinic.write({**before, "provision": {**before["provision"], "provision": [{**own, **rule}]}})
    assert not await reads(sam)


async def test_a_therapist_of_another_patient_reads_nothing_by_this_ones_release(
    clinic: Sandbox, sam: Visitor
) -> None:
    """A grant names Sam; Tova's team does not."""
    tova = Visitor(clinic, "tova")
    made = await tova.made(goal("Patient/tova"))
    await tova.made(consent("Patient/tova", SAM, f"Goal/{made['id']}"))
    assert not await reads(sam, f"Goal/{made['id']}")
    signed = release_of(
        clinic, patient={"reference": "Patient/tova"}, performer=[{"reference": "Patient/tova"}]
    )
    clinic.write(signed)
    assert not await reads(sam, f"Goal/{made['id']}")


async def test_nobody_at_the_clinic_writes_what_permits_or_what_governs(
    clinic: Sandbox, sam: Visitor, ash: Visitor, coordinator: Visitor, rowan: Visitor
) -> None:
    await rowan.made(withdrawal())
    forged = release_of(clinic)
    (governs,) = clinic.find("Questionnaire", _id="therapist-release")
    for who in (sam, ash, coordinator):
        assert (await who.post("Consent", forged)).status_code == 403
        assert (
            await who.put("Questionnaire/therapist-release", {**governs, "status": "retired"})
        ).status_code == 403
        assert (await who.delete("Questionnaire/therapist-release")).status_code == 403
    assert not await reads(sam)


async def test_nobody_withdraws_for_somebody_else_and_a_withdrawal_stands(
    clinic: Sandbox, sam: Visitor, ash: Visitor, rowan: Visitor
) -> None:
    for who, name in ((sam, SAM), (ash, "Practitioner/dr-ash"), (sam, ROWAN)):
        assert (await who.post("Communication", withdrawal(sender=name))).status_code == 403
    strange = await rowan.post("Communication", withdrawal("Consent/marlow-signed-therapist-release"))
    assert strange.status_code == 422
    assert (await rowan.post("Communication", withdrawal("urn:uuid:no-such"))).status_code == 422
    assert await reads(sam)
    made = await rowan.made(withdrawal())
    for changed in ({**made, "about": []}, {**made, "status": "entered-in-error"}, {**made, "category": []}):
        assert (await rowan.put(f"Communication/{made['id']}", changed)).status_code in (403, 422)
    assert (await rowan.delete(f"Communication/{made['id']}")).status_code == 403
    assert not await reads(sam)


async def test_a_later_signature_without_the_choice_speaks_in_place_of_an_earlier_one(
    clinic: Sandbox, sam: Visitor
) -> None:
    (before,) = clinic.find("Consent", _id=RELEASE)
    (own,) = before["provision"]["provision"]
    left = release_of(
        clinic,
        dateTime=datetime.now(UTC).isoformat(timespec="seconds"),
        provision={**before["provision"], "provision": [{**own, "type": "deny"}]},
    )
    later = clinic.write(left)
    assert not await reads(sam)
    clinic.write({**later, "status": "inactive"})
    assert not await reads(sam)  # what was replaced does not come back by itself
    clinic.write({**later, "status": "entered-in-error"})
    assert await reads(sam)


async def test_calls_for_help_and_what_they_are_about_wait_for_no_agreement(
    clinic: Sandbox, ash: Visitor, rowan: Visitor
) -> None:
    alert = message(
        ROWAN,
        "Practitioner/dr-ash",
        ROWAN,
        category=[{"coding": [{"system": CARE, "code": "safety-alert"}]}],
        about=[{"reference": "QuestionnaireResponse/rowan-phq-9-7"}],
    )
    made = await rowan.made(alert)
    for one in clinic.find("Consent", patient=ROWAN):
        if any(coding["code"] == "agreement" for coding in one["category"][0]["coding"]):
            clinic.write({**one, "status": "inactive"})
    assert await reads(ash, f"Communication/{made['id']}")
    assert await reads(ash, "QuestionnaireResponse/rowan-phq-9-7")
    assert not await reads(ash, "QuestionnaireResponse/rowan-phq-9-6")
    assert not await reads(ash, "QuestionnaireResponse/rowan-health-history-1")


async def test_how_agreements_stand_holds_no_word_and_is_the_clinics_alone_to_write(
    clinic: Sandbox, sam: Visitor, ash: Visitor, coordinator: Visitor, rowan: Visitor
) -> None:
    shown = [one for one in await ash.found("Consent") if one.endswith("-standing")]
    assert shown
    for name in shown:
        one = (await ash.get(name)).json()
        assert {"sourceAttachment", "contained", "verification"}.isdisjoint(one)
        assert all(rule.get("class") for rule in one["provision"].get("provision", []))
        assert (await ash.put(name, {**one, "status": "active"})).status_code == 403
        assert (await sam.put(name, {**one, "status": "active"})).status_code in (403, 405)
    assert not [one for one in await coordinator.found("Consent") if one.endswith("-standing")]
    mine = next(one for one in await rowan.found("Consent") if one.endswith("-standing"))
    one = (await rowan.get(mine)).json()
    assert (await rowan.put(mine, {**one, "status": "inactive"})).status_code == 403
    assert (await rowan.delete(mine)).status_code == 403
    forged = {name: value for name, value in one.items() if name not in ("id", "meta")}
    forged["performer"] = [{"reference": ROWAN}]
    assert (await rowan.post("Consent", forged)).status_code == 403


async def test_the_standing_follows_a_signature_a_withdrawal_and_the_team(
    clinic: Sandbox, sam: Visitor, rowan: Visitor
) -> None:
    async def standing() -> dict[str, Any]:
        names = [one for one in await sam.found(f"Consent?patient={ROWAN}") if one.endswith("-standing")]
        found = [(await sam.get(name)).json() for name in names]
        return next(one for one in found if one["sourceReference"]["reference"] == f"Consent/{RELEASE}")

    assert (await standing())["status"] == "active"
    await rowan.made(withdrawal(sent="2031-03-01T15:00:00Z"))
    over = await standing()
    assert over["status"] == "inactive"
    assert any(mark["url"].endswith("/withdrawn-at") for mark in over["extension"])
    (team,) = clinic.find("CareTeam", _id="rowan-team")
    team["participant"] = [one for one in team["participant"] if one["member"]["reference"] != SAM]
    clinic.write(team)
    assert not [one for one in await sam.found(f"Consent?patient={ROWAN}") if one.endswith("-standing")]


async def test_what_is_left_to_talk_about_is_the_clinicians_to_see_and_the_prescribers_to_mark(
    clinic: Sandbox, sam: Visitor, ash: Visitor, coordinator: Visitor, rowan: Visitor
) -> None:
    """Nobody marks in another's name, changes what it is about, or makes and removes one; a reading itself stays unread."""
    read = {
        "resourceType": "QuestionnaireResponse",
        "status": "in-progress",
        "questionnaire": "https://lantern.example/fhir/Questionnaire/treatment-iv|4",
        "subject": {"reference": ROWAN},
        "author": {"reference": ROWAN},
        "source": {"reference": ROWAN},
        "item": [
            {
                "linkId": "what",
                "item": [{"linkId": "q-off-label", "answer": [{"valueCoding": {"code": "not-sure"}}]}],
            }
        ],
    }
    response = await rowan.made(read)
    (point,) = [
        one
        for one in clinic.find("Task", patient=ROWAN)
        if {"valueString": "q-off-label"}.items() <= one.get("input", [{}, {}])[-1].items()
    ]
    assert "not-sure" not in str(point)
    name = f"Task/{point['id']}"
    for who, is_shown in ((sam, True), (ash, True), (rowan, True), (coordinator, False)):
        assert await reads(who, name) is is_shown
    for who in (sam, ash, coordinator):
        assert (await who.get(f"QuestionnaireResponse/{response['id']}")).status_code == 404
    done = {**point, "status": "completed", "owner": {"reference": "Practitioner/dr-ash"}}
    for who in (sam, rowan):
        assert (await who.put(name, done)).status_code == 403
    assert (await coordinator.put(name, done)).status_code in (403, 405)
    for wrong in (
        {**done, "owner": {"reference": SAM}},
        {**done, "input": []},
        {**done, "for": {"reference": "Patient/marlow"}},
        {**done, "status": "cancelled"},
        {**point, "description": "words"},
    ):
        assert (await ash.put(name, wrong)).status_code in (403, 422)
    assert (await ash.put(name, done)).status_code == 200
    for who in (sam, ash, rowan):
        assert (await who.delete(name)).status_code == 403
    forged = {key: value for key, value in point.items() if key not in ("id", "meta")}
    for who in (sam, ash, rowan, coordinator):
        assert (await who.post("Task", forged)).status_code == 403
    own = await coordinator.made({**forged, "code": {"text": "Call back"}})
    turned = {**own, "code": point["code"]}
    assert (await coordinator.put(f"Task/{own['id']}", turned)).status_code == 403
