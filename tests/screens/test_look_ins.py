"""Sessions at home: whoever stays gets from session day to the look-ins, and what they read is kept, sent, and never judged."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from mobile.care.agenda import Session
from mobile.care.forms.definition import FormDefinition
from mobile.care.forms.response import Response
from mobile.care.session_day import SessionDay
from tests.screens.clinic_of import Document, person, seeded
from tests.screens.harness import Phone, PretendWiring

SESSION, DAY = "/session/rowan-session-3", "/session-day/rowan-session-3"
START = datetime(2026, 6, 11, 15, 30, tzinfo=UTC)  # 10:30 AM at the clinic
READING = "home-reading"


def wiring(records: Any, at: datetime) -> PretendWiring:
    return PretendWiring(records=records, person=person("rowan"), at=at)


def at_home(document: Document) -> Document:
    """The course follows the clinic's example of sessions at home."""
    if document["resourceType"] == "CarePlan" and document.get("instantiatesCanonical"):
        document["instantiatesCanonical"] = ["https://lantern.example/fhir/PlanDefinition/example-home"]
    return document


@pytest.fixture
async def records(tmp_path: Path) -> Any:
    records = await seeded(tmp_path, "rowan", change=at_home)
    (session,) = [one for one in await records.every(Session) if one.server_id == "rowan-session-3"]
    await records.save(SessionDay(session.id, opened_at=START, arrived_at=START, began_at=START))
    return records


async def told(records: Any) -> list[dict[str, Any]]:
    own = [one for one in await records.every(Response) if one.address.endswith(READING)]
    return [json.loads(one.to_json()) for one in own]


async def wrote(records: Any, id: str, at: datetime) -> None:
    (definition,) = [one for one in await records.every(FormDefinition) if READING in one.canonical]
    await records.save(Response.begin(id, definition, "Patient/rowan", at).submit({"item": []}, at))


async def test_from_session_day_to_what_was_read_and_on_its_way_to_the_clinic(records: Any) -> None:
    there = wiring(records, START + timedelta(minutes=41))
    there.status.says(phase="offline")
    async with Phone(there) as phone:
        await phone.start(DAY)
        await phone.sees(
            re.compile("Whoever is with you looks in at 11:10.AM: Look in and read the pressure.")
        )
        assert not phone.find("Leaving")  # at home nobody leaves
        await phone.tap("Look in")
        await phone.sees("Looking in", "heading")
        said = "\n".join(phone.texts())
        assert re.search("11:10.AM[\\s\\S]*12:00.PM[\\s\\S]*12:30.PM", said)
        assert re.search("Call 911 for chest pain, trouble breathing, fainting", said)
        assert re.search("Lantern does not say what a number means, and nobody may read it", said)
        await phone.tap("Write what you read")
        await phone.until(lambda: phone.page.route == f"/form/{READING}", "the clinic's form")
        for _ in range(20):
            if phone.find("The upper number", "field"):
                break
            await phone.tap("Next", "button")
        for number, value in (("upper", "186"), ("lower", "121")):
            await phone.type(f"The {number} number", value)
            await phone.tap("Next", "button")
        for _ in range(4):
            if phone.find(re.compile("^Send"), "button"):
                break
            await phone.tap("Next", "button")
        await phone.tap(re.compile("^Send"), "button")
        await phone.sees("Thank you", "heading")
        await phone.goes_to(f"{DAY}/look-ins")
        await phone.sees(re.compile("^Written 11:11.AM Saved on this phone · Waiting to send"), "button")
        said = "\n".join(phone.texts())
        assert not re.search("normal|too high|danger|all right|186|121", said, re.IGNORECASE)
        assert phone.faults() == []
    (sent,) = await told(records)
    assert sent["status"] == "completed"
    assert "186" in json.dumps(sent)
    assert len(await records.unsent(Response)) == 1


async def test_each_reading_stands_with_its_look_in_and_the_day_shows_the_next(records: Any) -> None:
    for number, minutes in enumerate((10, 45, 95)):
        await wrote(records, f"r{number}", START + timedelta(minutes=minutes))
    await wrote(records, "earlier", START - timedelta(days=7))  # of the session before
    async with Phone(wiring(records, START + timedelta(minutes=100))) as phone:
        await phone.start(f"{DAY}/look-ins")
        names = [one.name for one in phone.nodes() if one.name]
        order = [
            next(n for n, name in enumerate(names) if re.search(wanted, name))
            for wanted in (
                "11:10.AM",
                "Written 11:15",
                "Written 10:40",
                "12:00.PM",
                "Written 12:05",
                "12:30.PM",
            )
        ]
        assert order == sorted(order)
        await phone.goes_to(DAY)
        await phone.sees(re.compile("looks in at 12:30.PM"))
        await phone.goes_to(SESSION)
        await phone.sees("Looking in", "heading")
        assert not phone.find("Say who takes you home")  # nobody has to be taken there
        assert len(phone.find(re.compile("^Written"), "button")) == 3
        assert phone.faults() == []


async def test_what_began_late_is_looked_at_later(records: Any) -> None:
    (day,) = await records.every(SessionDay)
    late = START + timedelta(minutes=30)
    await records.save_all(
        [SessionDay(day.session, opened_at=START, arrived_at=START, began_at=late)], over=[day]
    )
    async with Phone(wiring(records, late)) as phone:
        await phone.start(f"{DAY}/look-ins")
        said = "\n".join(phone.texts())
        assert re.search("11:40.AM[\\s\\S]*12:30.PM[\\s\\S]*1:00.PM", said)


async def test_where_the_clinic_asks_for_none_there_is_no_way_to_them(tmp_path: Path) -> None:
    records = await seeded(tmp_path, "rowan")
    (session,) = [one for one in await records.every(Session) if one.server_id == "rowan-session-3"]
    await records.save(SessionDay(session.id, opened_at=START, arrived_at=START, began_at=START))
    async with Phone(wiring(records, START + timedelta(minutes=5))) as phone:
        await phone.start(DAY)
        await phone.sees("Leaving", "button")
        assert not phone.find("Look in")
        await phone.start(f"{DAY}/look-ins")
        await phone.sees("Your clinic asks for no looking in here.", "heading")
