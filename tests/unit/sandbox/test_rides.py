"""A ride home at the clinic: asked for, the page that says no word of health, answers that are for one time, and who sees what."""

from __future__ import annotations

import logging
import re
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest

from api_client.sandbox import Sandbox
from tests.unit.sandbox.visitor import CARE, Visitor

ROWAN = "Patient/rowan"
SESSION = "rowan-session-3"
HEALTH = re.compile(
    r"ketamin|clinic|clínica|meadow|session|sesión|infusion|infusión|treat|tratam|dose|dosis|medic|depress|depres|"
    r"therap|terap|patient\b|paciente|nurse|doctor|room two|lantern|health|salud",
    re.IGNORECASE,
)


def said(code: str, text: str) -> dict[str, Any]:
    return {"type": {"coding": [{"system": CARE, "code": code}]}, "valueString": text}


def asking(language: str = "en", name: str = "Jo", *inputs: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "Task",
        "identifier": [{"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{uuid.uuid4()}"}],
        "status": "requested",
        "intent": "order",
        "code": {"coding": [{"system": CARE, "code": "ask-for-ride"}]},
        "focus": {"reference": f"Appointment/{SESSION}"},
        "for": {"reference": ROWAN},
        "requester": {"reference": ROWAN},
        "authoredOn": "2026-11-20T10:00:00Z",
        "input": [said("driver-name", name), said("page-language", language), *inputs],
        **more,
    }


async def asked(rowan: Visitor, *args: Any, **more: Any) -> dict[str, Any]:
    """A new question of theirs, as the clinic answered it."""
    made = await rowan.made(asking(*args, **more))
    return (await rowan.get(f"Task/{made['id']}")).json()


def link_of(task: dict[str, Any]) -> str:
    return next(one["valueUri"] for one in task["output"] if "valueUri" in one)


def answer_of(task: dict[str, Any]) -> str | None:
    return next((one["valueCode"] for one in task["output"] if "valueCode" in one), None)


def outside(sandbox: Sandbox) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(sandbox.app), base_url="http://clinic.test")


def seen_in(page: httpx.Response) -> str:
    return re.findall(r'name="seen" value="([^"]+)"', page.text)[0]


async def answers(sandbox: Sandbox, link: str, answer: str, seen: str | None = None) -> httpx.Response:
    async with outside(sandbox) as http:
        form = {"answer": answer, "seen": seen or seen_in(await http.get(link))}
        return await http.post(link, data=form)


def the_session(sandbox: Sandbox) -> dict[str, Any]:
    (session,) = [one for one in sandbox.find("Appointment") if one["id"] == SESSION]
    return session


def moved(sandbox: Sandbox, days: int, **more: Any) -> None:
    session = the_session(sandbox)
    for name in ("start", "end"):
        session[name] = (datetime.fromisoformat(session[name]) + timedelta(days=days)).isoformat()
    sandbox.write({**session, **more})


async def test_the_page_says_who_when_and_where_and_no_word_of_health(
    clinic: Sandbox, rowan: Visitor
) -> None:
    for language, who, yes in (
        ("en", "Rowan asks you", "I will be there"),
        ("es", "Rowan le pide", "Allí estaré"),
    ):
        link = link_of(await asked(rowan, language, "Jo <b>", said("number-to-call", "202-555-0134")))
        assert len(link.rpartition("/")[2]) >= 22, "128 bits"
        async with outside(clinic) as http:
            page = await http.get(link)
        assert page.status_code == 200
        assert len(page.content) < 30_000
        assert f'lang="{language}"' in page.text
        for words in (who, yes, "Jo &lt;b&gt;", "0 Nowhere Lane", 'href="tel:2025550134"'):
            assert words in page.text
        assert HEALTH.search(page.text) is None, HEALTH.search(page.text)
        assert "<script" not in page.text
        assert page.headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize(
    ("written", "dials"),
    [
        ("+44 (0)20 7946 0134", "+442079460134"),
        ("(020) 7946 0134", "02079460134"),
        ("202-555-0134 / 555-0135", None),
        ("202-555-0134 202-555-0135", None),
    ],
)
async def test_the_page_calls_the_number_that_is_written_there_or_none(
    clinic: Sandbox, rowan: Visitor, written: str, dials: str | None
) -> None:
    link = link_of(await asked(rowan, "en", "Jo", said("number-to-call", written)))
    async with outside(clinic) as http:
        page = await http.get(link)
    assert f">{written}<" in page.text, "to be read, and dialled by hand"
    assert re.findall('href="tel:([^"]*)"', page.text) == ([dials] if dials else [])


async def test_looking_never_answers_and_the_form_does(clinic: Sandbox, rowan: Visitor) -> None:
    task = await asked(rowan)
    async with outside(clinic) as http:
        for method in ("GET", "HEAD", "GET"):
            assert (await http.request(method, link_of(task) + "?answer=yes")).status_code == 200
        assert answer_of((await rowan.get(f"Task/{task['id']}")).json()) is None
        assert (await http.put(link_of(task), data={"answer": "yes"})).status_code == 405
    assert (await answers(clinic, link_of(task), "yes")).status_code == 303
    now = (await rowan.get(f"Task/{task['id']}")).json()
    assert answer_of(now) == "yes"
    start = next(one["start"] for one in clinic.find("Appointment") if one["id"] == SESSION)
    kept = next(one["valueDateTime"] for one in now["output"] if "valueDateTime" in one)
    assert datetime.fromisoformat(kept) == datetime.fromisoformat(start)


async def test_an_answer_that_is_sent_again_changes_nothing(clinic: Sandbox, rowan: Visitor) -> None:
    task = await asked(rowan)
    async with outside(clinic) as http:
        first = seen_in(await http.get(link_of(task)))
    await answers(clinic, link_of(task), "yes", first)
    await answers(clinic, link_of(task), "no")
    again = await answers(clinic, link_of(task), "yes", first)
    assert again.status_code == 409
    assert "Your answer was not kept" in again.text
    assert answer_of((await rowan.get(f"Task/{task['id']}")).json()) == "no"


async def test_a_yes_is_for_one_time_alone(clinic: Sandbox, rowan: Visitor) -> None:
    task = await asked(rowan)
    async with outside(clinic) as http:
        before = seen_in(await http.get(link_of(task)))
        await answers(clinic, link_of(task), "yes")
        moved(clinic, 1)
        page = await http.get(link_of(task))
        assert "The time has changed since you answered" in page.text
        assert "I will be there</button>" in page.text
        assert (await answers(clinic, link_of(task), "yes", before)).status_code == 409, (
            "it was of the old time"
        )
        moved(clinic, 0, status="cancelled")
        page = await http.get(link_of(task))
        assert "does not need this ride" in page.text
        assert "<form" not in page.text
        assert (await answers(clinic, link_of(task), "yes", before)).status_code == 409


async def test_it_ends_with_the_day_and_when_it_is_taken_back(clinic: Sandbox, rowan: Visitor) -> None:
    task, other = await asked(rowan), await asked(rowan, "en", "Bo")
    cancelled = {**(await rowan.get(f"Task/{task['id']}")).json(), "status": "cancelled"}
    assert (await rowan.put(f"Task/{task['id']}", cancelled)).status_code == 200
    async with outside(clinic) as http:
        assert (await http.get(link_of(task))).status_code == 404
        assert (await http.get(link_of(other))).status_code == 200
        start = next(one["start"] for one in clinic.find("Appointment") if one["id"] == SESSION)
        ahead = datetime.fromisoformat(start) + timedelta(days=1) - datetime.now(UTC)
        clinic.clock.shift(ahead.total_seconds())
        assert (await http.get(link_of(other))).status_code == 404
        assert (await http.post(link_of(other), data={"answer": "yes", "seen": "x"})).status_code == 404


async def test_a_yes_does_not_stand_where_the_session_ends_at_another_time(
    clinic: Sandbox, rowan: Visitor
) -> None:
    task = await asked(rowan)
    await answers(clinic, link_of(task), "yes")
    session = the_session(clinic)
    later = datetime.fromisoformat(session["end"]) + timedelta(hours=3)
    clinic.write({**session, "end": later.isoformat()})
    async with outside(clinic) as http:
        page = await http.get(link_of(task))
    assert "The time has changed since you answered" in page.text


async def test_nobody_is_told_to_come_at_an_end_that_is_before_the_beginning(
    clinic: Sandbox, rowan: Visitor
) -> None:
    task = await asked(rowan)
    session = the_session(clinic)
    clinic.write({**session, "end": "2001-01-01T10:00:00Z"})
    async with outside(clinic) as http:
        page = await http.get(link_of(task))
    assert "10:30 AM" in page.text
    assert "January" not in page.text


@pytest.mark.parametrize("change", ["no time", "deleted"])
async def test_it_ends_with_its_day_also_where_the_clinic_lost_the_session(
    clinic: Sandbox, rowan: Visitor, coordinator: Visitor, change: str
) -> None:
    link = link_of(await asked(rowan, "en", "Jo", said("number-to-call", "202-555-0134")))
    session = the_session(clinic)
    if change == "deleted":
        assert (await coordinator.delete(f"Appointment/{SESSION}")).status_code in (200, 204)
    else:
        clinic.write({name: one for name, one in session.items() if name not in ("start", "end")})
    async with outside(clinic) as http:
        assert (await http.get(link)).status_code == 200
        ahead = datetime.fromisoformat(session["start"]) + timedelta(days=1) - datetime.now(UTC)
        clinic.clock.shift(ahead.total_seconds())
        page = await http.get(link)
    assert page.status_code == 404
    assert "0134" not in page.text


@pytest.mark.parametrize("secret", ["", "x", "%00", "A" * 22, "..%2f..", "é" * 300])
async def test_a_guess_opens_nothing(clinic: Sandbox, rowan: Visitor, secret: str) -> None:
    await asked(rowan)
    async with outside(clinic) as http:
        for method in ("GET", "POST"):
            answer = await http.request(method, f"/coming/{secret}")
            assert answer.status_code in (404, 405)
            assert "Rowan" not in answer.text


async def test_no_log_line_has_the_address(clinic: Sandbox, rowan: Visitor, caplog: Any) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("httpx").setLevel(logging.CRITICAL)  # the guest's own browser, not the clinic
    link = link_of(await asked(rowan))
    await answers(clinic, link, "yes")
    assert link.rpartition("/")[2] not in caplog.text


async def test_the_team_sees_the_answer_and_never_the_address(
    clinic: Sandbox, rowan: Visitor, coordinator: Visitor
) -> None:
    task = await asked(rowan, "en", "Jo", said("driver-number", "202-555-0177"))
    assert (await coordinator.get(f"Task/{task['id']}")).status_code == 404
    await answers(clinic, link_of(task), "yes")
    found = [one for one in await coordinator.found("Task?code=ride-home")]
    assert len(found) == 1
    shown = (await coordinator.get(found[0])).json()
    assert shown["status"] == "accepted"
    assert shown["contained"][0]["telecom"] == [{"system": "phone", "value": "202-555-0177"}]
    assert link_of(task) not in str(shown)
    cancelled = {**(await rowan.get(f"Task/{task['id']}")).json(), "status": "cancelled"}
    await rowan.put(f"Task/{task['id']}", cancelled)
    gone = (await coordinator.get(found[0])).json()
    assert gone["status"] == "cancelled"
    assert "Jo" not in str(gone), "nothing is left of whoever was asked"
    for path in (f"{found[0]}/_history", f"{found[0]}/_history/1", "Task/_history"):
        assert "202-555-0177" not in (await coordinator.get(path)).text, "nor in an earlier version"


async def test_somebody_elses_appointment_and_more_than_a_ride_are_refused(rowan: Visitor) -> None:
    def of(**more: Any) -> dict[str, Any]:
        return asking(**more)

    refused = [
        of(focus={"reference": "Appointment/tova-session-1"}),
        of(focus={"reference": "Appointment/none"}),
        of(**{"for": {"reference": "Patient/tova"}}),
        of(status="accepted"),
        of(output=[said("ride-link", "https://evil.test")]),
        of(input=[said("driver-name", "Jo")]),
        of(input=[said("driver-name", "x" * 81), said("page-language", "en")]),
        of(input=[said("driver-name", "Jo"), said("page-language", "en"), said("driver-number", "call me")]),
        of(
            code={
                "coding": [
                    {"system": CARE, "code": "ask-for-ride"},
                    {"system": CARE, "code": "invite-therapist"},
                ]
            }
        ),
    ]
    for one in refused:
        assert (await rowan.post("Task", one)).status_code in (403, 422), one


async def test_of_a_question_a_patient_changes_nothing_but_that_it_is_over(rowan: Visitor) -> None:
    task = await asked(rowan)
    stands = (await rowan.get(f"Task/{task['id']}")).json()
    forged = [*stands["output"], {"type": {"text": "x"}, "valueCode": "yes"}]
    assert (await rowan.put(f"Task/{task['id']}", {**stands, "output": forged})).status_code == 403
    assert (await rowan.put(f"Task/{task['id']}", {**stands, "status": "completed"})).status_code == 403


async def test_whoever_drives_comes_when_the_stay_is_over_and_not_before_the_end(
    clinic: Sandbox, rowan: Visitor
) -> None:
    """The clinic's rule counts where it is longer than the appointment; the appointment where that is."""
    link = link_of(await asked(rowan))
    (session,) = [one for one in clinic.find("Appointment") if one["id"] == SESSION]
    start, end = (datetime.fromisoformat(session[name]) for name in ("start", "end"))
    (plan,) = [
        one
        for one in clinic.find("CarePlan")
        if {"reference": {"reference": f"Appointment/{SESSION}"}} in one.get("activity", ())
    ]
    named = plan["instantiatesCanonical"][0].partition("|")[0]
    (protocol,) = [one for one in clinic.find("PlanDefinition") if one["url"] == named]

    def shown(at: datetime) -> str:
        there = at.astimezone(ZoneInfo("America/Chicago"))
        return f"{there.hour % 12 or 12}:{there:%M} {there:%p}"

    async def stay(hours: int, relationship: str) -> str:
        rule = {
            "id": "stay-longer",
            "title": "Stay",
            "code": [{"coding": [{"system": CARE, "code": "session-rule-stay"}]}],
            "relatedAction": [
                {
                    "actionId": "session",
                    "relationship": relationship,
                    "offsetDuration": {"value": hours, "system": "http://unitsofmeasure.org", "code": "h"},
                }
            ],
        }
        clinic.write({**protocol, "action": [*protocol["action"], rule]})
        async with outside(clinic) as http:
            return (await http.get(link)).text

    assert f"<br>{shown(start + timedelta(hours=7))}</dd>" in await stay(7, "after-start")
    assert f"<br>{shown(end + timedelta(hours=3))}</dd>" in await stay(3, "after-end")
    without = [one for one in protocol["action"] if "session-rule-stay" not in str(one)]
    clinic.write({**protocol, "action": without})
    async with outside(clinic) as http:
        assert f"<br>{shown(end)}</dd>" in (await http.get(link)).text
