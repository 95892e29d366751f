"""Attempts to book, to ask in another's name, to answer without the right to, and to bend what was asked or answered about a date."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from api_client.sandbox import Sandbox
from tests.unit.sandbox.visitor import CARE, Visitor, bundle, entry, message

ROWAN, INES, QUINN = "Patient/rowan", "Patient/ines", "Practitioner/coordinator"
FOURTH = "Appointment/rowan-session-4"
FREE, OTHER = "Slot/room-one-3", "Slot/room-one-4"
EXT = "https://lantern.example/fhir/StructureDefinition"


def time(url: str, slot: str) -> dict[str, Any]:
    return {"url": f"{EXT}/{url}", "extension": [{"url": "slot", "valueReference": {"reference": slot}}]}


def asking(*slots: str, of: str = FOURTH, who: str = ROWAN, **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "AppointmentResponse",
        "extension": [time("wanted-time", one) for one in slots],
        "appointment": {"reference": of},
        "actor": {"reference": who},
        "participantStatus": "tentative",
        **more,
    }


def answering(request: str, decided: str, *slots: str, sender: str = QUINN, **more: Any) -> dict[str, Any]:
    stated = [{"url": f"{EXT}/date-answer", "valueCode": decided}]
    return message(
        sender,
        ROWAN,
        ROWAN,
        about=[{"reference": request}],
        category=[{"coding": [{"system": CARE, "code": "date-answer"}]}],
        extension=[*stated, *(time("offered-time", one) for one in slots)],
        **more,
    )


async def asked(rowan: Visitor, *slots: str) -> str:
    return f"AppointmentResponse/{(await rowan.made(asking(*(slots or (FREE,)))))['id']}"


def as_it_is(clinic: Sandbox, name: str) -> dict[str, Any]:
    type_, id_ = name.split("/")
    (found,) = clinic.find(type_, _id=id_)
    return found


# --- the way it is meant ---


async def test_an_answer_that_books_moves_the_session_and_takes_the_time(
    clinic: Sandbox, rowan: Visitor, coordinator: Visitor
) -> None:
    before = as_it_is(clinic, FOURTH)
    request = await asked(rowan, FREE, OTHER)
    assert request in await coordinator.found("AppointmentResponse")
    assert as_it_is(clinic, FOURTH) == before  # asking books nothing
    assert as_it_is(clinic, FREE)["status"] == "free"
    answer = await coordinator.made(answering(request, "booked", OTHER))
    moved, time = as_it_is(clinic, FOURTH), as_it_is(clinic, OTHER)
    assert (moved["start"], moved["status"]) == (time["start"], "booked")
    assert time["status"] == "busy"
    assert as_it_is(clinic, FREE)["status"] == "free"
    assert moved["minutesDuration"] == before["minutesDuration"]
    assert {"reference": "Location/room-one", "display": "Room One"} in [
        one["actor"] for one in moved["participant"]
    ]
    assert f"Communication/{answer['id']}" in await rowan.found(f"Communication?patient={ROWAN}")
    again = await asked(rowan, FREE)
    await coordinator.made(answering(again, "booked", FREE))
    assert as_it_is(clinic, OTHER)["status"] == "free"  # given back


async def test_a_lost_reply_books_once(clinic: Sandbox, rowan: Visitor, coordinator: Visitor) -> None:
    request = await asked(rowan)
    mine: dict[str, Any] = {"identifier": [{"system": "urn:ietf:rfc:3986", "value": "urn:uuid:one"}]}
    said = answering(request, "booked", FREE, **mine)
    condition = {"If_None_Exist": "identifier=urn:ietf:rfc:3986|urn:uuid:one"}
    first = await coordinator.post("Communication", said, **condition)
    version = as_it_is(clinic, FOURTH)["meta"]["versionId"]
    again = await coordinator.post("Communication", said, **condition)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["id"] == again.json()["id"]
    assert as_it_is(clinic, FOURTH)["meta"]["versionId"] == version


async def test_a_time_that_somebody_else_has_by_now_is_refused_and_nothing_is_written(
    clinic: Sandbox, rowan: Visitor, coordinator: Visitor
) -> None:
    request = await asked(rowan)
    clinic.write({**as_it_is(clinic, FREE), "status": "busy"})
    before = as_it_is(clinic, FOURTH), len(clinic.find("Communication"))
    answer = await coordinator.post("Communication", answering(request, "booked", FREE))
    assert answer.status_code == 422
    assert before == (as_it_is(clinic, FOURTH), len(clinic.find("Communication")))
    await coordinator.made(answering(request, "other-times", OTHER))  # the other times are still there


@pytest.mark.parametrize("hours", [5, -24 * 400])
async def test_a_time_that_was_moved_since_is_refused_and_nobody_is_booked_into_another_than_was_said(
    clinic: Sandbox, rowan: Visitor, coordinator: Visitor, hours: int
) -> None:
    request, before, slot = await asked(rowan), as_it_is(clinic, FOURTH), as_it_is(clinic, FREE)
    answer = answering(request, "booked", FREE)
    if hours > 0:
        said = {"url": "period", "valuePeriod": {name: slot[name] for name in ("start", "end")}}
        answer["extension"][1]["extension"].append(said)
    by = timedelta(hours=hours)
    moved = {name: (datetime.fromisoformat(slot[name]) + by).isoformat() for name in ("start", "end")}
    clinic.write({**slot, **moved})
    assert (await coordinator.post("Communication", answer)).status_code == 422
    assert as_it_is(clinic, FOURTH) == before
    assert as_it_is(clinic, FREE)["status"] == "free"
    clinic.write({**as_it_is(clinic, FREE), "start": slot["start"], "end": slot["end"]})
    await coordinator.made(answer)
    assert as_it_is(clinic, FOURTH)["start"] == slot["start"]


async def test_a_longer_session_is_not_booked_over_another_in_its_room(
    clinic: Sandbox, rowan: Visitor, coordinator: Visitor
) -> None:
    """A session may last longer than the time it is booked into: the room is somebody else's by then."""
    request, slot = await asked(rowan), as_it_is(clinic, FREE)
    end = datetime.fromisoformat(slot["end"])
    clinic.write({**as_it_is(clinic, FOURTH), "minutesDuration": 240})
    other = {
        "resourceType": "Appointment",
        "id": "in-the-room",
        "status": "booked",
        "start": end.isoformat(),
        "end": (end + timedelta(hours=1)).isoformat(),
        "participant": [
            {"actor": {"reference": INES}, "status": "accepted"},
            {"actor": {"reference": "Location/room-one"}, "status": "accepted"},
        ],
    }
    clinic.write(other)
    before = as_it_is(clinic, FOURTH)
    answer = answering(request, "booked", FREE)
    assert (await coordinator.post("Communication", answer)).status_code == 422
    assert as_it_is(clinic, FOURTH) == before
    assert as_it_is(clinic, FREE)["status"] == "free"
    clinic.write({**other, "status": "cancelled"})
    await coordinator.made(answer)
    assert as_it_is(clinic, FOURTH)["start"] == slot["start"]


@pytest.mark.parametrize("first", ["booked", "other-times", "declined"])
async def test_a_request_is_answered_once(rowan: Visitor, coordinator: Visitor, first: str) -> None:
    request = await asked(rowan)
    await coordinator.made(answering(request, first, FREE))
    for decided in ("booked", "declined"):
        answer = await coordinator.post("Communication", answering(request, decided, OTHER))
        assert answer.status_code == 422


async def test_a_withdrawn_request_books_nothing_and_stays_withdrawn(
    clinic: Sandbox, rowan: Visitor, coordinator: Visitor
) -> None:
    request = await asked(rowan)
    kept = {**as_it_is(clinic, request), "participantStatus": "accepted"}
    assert (await rowan.put(request, kept)).status_code == 200
    answer = await coordinator.post("Communication", answering(request, "booked", FREE))
    assert answer.status_code == 422
    assert as_it_is(clinic, FREE)["status"] == "free"
    again = await rowan.put(request, {**kept, "participantStatus": "tentative"})
    assert again.status_code == 403


@pytest.mark.parametrize("status", ["fulfilled", "cancelled", "noshow", "arrived"])
async def test_a_session_that_is_over_is_not_moved(
    clinic: Sandbox, rowan: Visitor, coordinator: Visitor, status: str
) -> None:
    request = await asked(rowan)
    clinic.write({**as_it_is(clinic, FOURTH), "status": status})
    answer = await coordinator.post("Communication", answering(request, "booked", FREE))
    assert answer.status_code == 422


# --- a patient who would book ---


async def test_a_patient_moves_no_appointment_and_takes_no_time(clinic: Sandbox, rowan: Visitor) -> None:
    for name, change in (
        (FOURTH, {"start": "2030-01-01T10:00:00Z"}),
        (FREE, {"status": "busy"}),
        ("Schedule/room-one", {"active": False}),
    ):
        was = as_it_is(clinic, name)
        assert (await rowan.put(name, {**was, **change})).status_code == 403
        assert as_it_is(clinic, name) == was
    proposed = {**as_it_is(clinic, FOURTH), "status": "proposed"}
    del proposed["id"]
    assert (await rowan.post("Appointment", proposed)).status_code == 403
    for type_ in ("Slot", "Schedule"):
        assert (await rowan.post(type_, {"resourceType": type_, "status": "free"})).status_code == 403


@pytest.mark.parametrize(
    "bent",
    [
        asking(FREE, who=INES),
        asking(FREE, of="Appointment/ines-session-1"),
        asking(FREE, of="Appointment/never-was"),
        asking(FREE, of="CarePlan/rowan-plan"),
        asking(FREE, participantStatus="accepted"),
        asking(FREE, participantStatus="declined"),
        asking("Slot/never-was"),
        asking("Appointment/rowan-session-4"),
        asking(*[FREE] * 6),
        asking(),
        asking(comment=["no text"]),
        asking(FREE, actor={"display": "Rowan"}),
    ],
    ids=str,
)
async def test_a_request_is_the_patients_own_about_their_own_session(
    clinic: Sandbox, rowan: Visitor, bent: dict[str, Any]
) -> None:
    answer = await rowan.post("AppointmentResponse", bent)
    assert answer.status_code in (403, 422), answer.text
    assert clinic.find("AppointmentResponse") == []


async def test_what_was_asked_stands(clinic: Sandbox, rowan: Visitor, ines: Visitor) -> None:
    request = await asked(rowan)
    was = as_it_is(clinic, request)
    for change in (
        {"comment": "another word"},
        {"extension": [time("wanted-time", OTHER)]},
        {"appointment": {"reference": "Appointment/rowan-session-5"}},
        {"actor": {"reference": INES}},
        {"participantStatus": "declined"},
        {"participantStatus": "accepted", "comment": "with a word"},
    ):
        assert (await rowan.put(request, {**was, **change})).status_code == 403, change
    assert (await ines.put(request, {**was, "participantStatus": "accepted"})).status_code in (404, 405)
    assert (await rowan.delete(request)).status_code == 403
    assert as_it_is(clinic, request) == was


# --- who sees and who answers ---


async def test_nobody_but_the_patient_and_who_books_sees_what_was_asked(
    clinic: Sandbox, rowan: Visitor, coordinator: Visitor, sam: Visitor, ash: Visitor, ines: Visitor
) -> None:
    request = await asked(rowan)
    answer = await coordinator.made(answering(request, "declined"))
    said = f"Communication/{answer['id']}"
    for who in (sam, ash, ines):
        for name in (request, said):
            assert (await who.get(name)).status_code == 404
            assert name not in await who.found(name.split("/")[0])
            assert name not in await who.found(f"{name.split('/')[0]}?patient={ROWAN}")
    for who in (rowan, coordinator):
        assert request in await who.found("AppointmentResponse")
        assert said in await who.found("Communication")


async def test_only_who_books_answers_in_their_own_name(
    clinic: Sandbox, rowan: Visitor, coordinator: Visitor, sam: Visitor, ash: Visitor, ines: Visitor
) -> None:
    request = await asked(rowan)
    for who, name in ((sam, "Practitioner/sam"), (ash, "Practitioner/dr-ash"), (ines, INES), (rowan, ROWAN)):
        for sender in (name, QUINN):
            answer = await who.post("Communication", answering(request, "booked", FREE, sender=sender))
            assert answer.status_code in (403, 422), (who.who, sender)
    other = await ines.made(asking(OTHER, of="Appointment/ines-session-1", who=INES))
    meant = answering(request, "booked", FREE)
    for bent in (
        {"sender": {"reference": "Practitioner/sam"}},
        {"recipient": [{"reference": INES}]},
        {"recipient": [{"reference": ROWAN}, {"reference": "Practitioner/sam"}]},
        {"subject": {"reference": INES}, "recipient": [{"reference": INES}]},
        {"about": [{"reference": f"AppointmentResponse/{other['id']}"}]},
        {"about": [{"reference": request}, {"reference": request}]},
        {"about": [{"display": "that one"}]},
        {"extension": []},
        {"extension": [{"url": f"{EXT}/date-answer", "valueCode": "booked"}]},
        {"payload": [{"contentReference": {"reference": "Goal/rowan-goal-1"}}]},
        {"category": [*meant["category"], {"coding": [{"system": CARE, "code": "reply"}]}]},
        {"category": [*meant["category"], {"coding": [{"system": CARE, "code": "safety-alert"}]}]},
        {"status": "completed"},
    ):
        answer = await coordinator.post("Communication", {**meant, **bent})
        assert answer.status_code in (403, 422), (bent, answer.status_code)
    team = as_it_is(clinic, "CareTeam/rowan-team")
    team["participant"] = [one for one in team["participant"] if one["member"]["reference"] != QUINN]
    clinic.write(team)
    assert (await coordinator.post("Communication", meant)).status_code == 403
    assert request not in await coordinator.found("AppointmentResponse")
    assert as_it_is(clinic, FREE)["status"] == "free"


async def test_an_answer_stands_as_it_was_given(rowan: Visitor, coordinator: Visitor) -> None:
    request = await asked(rowan)
    said = await coordinator.made(answering(request, "declined", payload=[{"contentString": "Not in June."}]))
    name = f"Communication/{said['id']}"
    for who in (rowan, coordinator):
        for change in (
            {"payload": [{"contentString": "Yes."}]},
            {"extension": answering(request, "booked", FREE)["extension"]},
        ):
            assert (await who.put(name, {**said, **change})).status_code == 403
    plain = await coordinator.made(
        message(QUINN, ROWAN, ROWAN, payload=[{"contentString": "You are expected."}])
    )
    turned = {**plain, **answering(request, "booked", FREE), "id": plain["id"]}
    assert (await coordinator.put(f"Communication/{plain['id']}", turned)).status_code == 403


async def test_in_a_transaction_it_is_all_or_nothing(
    clinic: Sandbox, rowan: Visitor, coordinator: Visitor
) -> None:
    request = await asked(rowan)
    both = [entry("POST", "Communication", answering(request, "booked", one)) for one in (FREE, OTHER)]
    answer = await coordinator.post("", bundle("transaction", *both))
    assert answer.status_code >= 400
    assert (as_it_is(clinic, FREE)["status"], as_it_is(clinic, OTHER)["status"]) == ("free", "free")
