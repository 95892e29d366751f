"""Session day from opening it to the way home: few words, large targets, times by the clinic's clock, and nothing that leaves the device."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import flet as ft
import pytest

from mobile.care.agenda import Session
from mobile.care.intention import Intention
from mobile.care.ride_plan import RidePlan, ride_plan_id
from mobile.care.session_day import SessionDay
from mobile.records.errors import NotSaved
from mobile.screens.app_services import Settings
from tests.screens.clinic_of import NOW, Document, person, seeded
from tests.screens.harness import Phone, PretendWiring

DAY = "/session-day/tova-session-4"
START = datetime(2026, 6, 10, 19, 0, tzinfo=UTC)  # 2 PM at the clinic
MORNING, THERE, ON = START - timedelta(hours=5), START - timedelta(minutes=15), START + timedelta(minutes=20)


def wiring(records: Any, at: datetime, **more: Any) -> PretendWiring:
    return PretendWiring(records=records, person=person("tova"), at=at, **more)


@pytest.fixture
async def records(tmp_path: Path) -> Any:
    return await seeded(tmp_path, "tova")


async def hold(phone: Phone, name: str) -> None:
    """A long press."""
    node = await phone.sees(name, "button")
    await phone.happens(node.control, "long_press")
    await phone.rest()


def said(phone: Phone) -> list[str]:
    return [node.name for node in phone.nodes() if node.name]


def words_on(phone: Phone, own: str = "") -> list[str]:
    """Every word that can be read on the view, without the person's own."""
    seen = [text for text in texts_of(phone.top) if text != own]
    return re.findall(r"[^\s·]+", " ".join(seen).replace("\u00a0", ""))


def texts_of(control: Any) -> list[str]:
    found = [control.value] if isinstance(control, ft.Text) and control.visible else []
    for name in ("content", "controls"):
        inside = getattr(control, name, None)
        for one in inside if isinstance(inside, list) else [inside]:
            if isinstance(one, ft.Control):
                found += texts_of(one)
    return found


async def opened(phone: Phone) -> None:
    await phone.start("/")
    await phone.tap("Open session day")
    await phone.tap("Open it")


async def test_the_day_goes_from_opening_it_to_the_way_home(records: Any) -> None:
    there = wiring(records, MORNING)
    async with Phone(there) as phone:
        await opened(phone)
        await phone.sees("I am here", "button")
        there.at = THERE
        await phone.tap("I am here")
        await hold(phone, "It begins now")
        await phone.sees("Speak a note", "button")
        await phone.sees(re.compile("You stay until 4:00.PM at least. Your team says when you can go."))
        assert phone.faults() == []
        await hold(phone, "Leaving")
        await phone.sees("Leaving", "heading")
        await phone.tap("Phone, not yet")
        await phone.sees("Phone, have it", "button")
        assert phone.faults() == []
        await hold(phone, "Hold to finish")
        await phone.until(lambda: not phone.page.route.startswith("/session-day"), "the way on")
    (day,) = await records.every(SessionDay)
    assert day.things == {"phone"}
    assert day.over_at == THERE
    assert await records.unsent(SessionDay) == {}


async def begun(records: Any) -> None:
    """Opened, there, and begun when it was planned."""
    (session,) = [one for one in await _sessions(records) if one.server_id == "tova-session-4"]
    await records.save(SessionDay(session.id, opened_at=MORNING, arrived_at=THERE, began_at=START))


async def _sessions(records: Any) -> Any:
    return await records.every(Session)


@pytest.mark.parametrize("language", ["en", "es"])
async def test_no_page_of_it_has_more_than_twelve_words_of_the_apps_own(records: Any, language: str) -> None:
    await _intend(records, "To be somewhere without pain for an hour, and to come back by myself.")
    own = "To be somewhere without pain for an hour, and to come back by myself."
    there = wiring(records, MORNING, settings=Settings(language=language))
    async with Phone(there) as phone:
        await phone.start(DAY)
        seen: dict[str, int] = {}
        await phone.tap(re.compile("^(Open it|Abrir)"))
        for step, tap in (
            ("coming", "I am here|Ya estoy"),
            ("here", "It begins now|Empieza"),
            ("on", "Dim|Atenuar"),
        ):
            await phone.sees(re.compile(f"^({tap})"))
            seen[step] = len(words_on(phone, own))
            assert own in texts_of(phone.top)
            if step == "here":
                (begins, *_) = phone.find(re.compile(f"^({tap})"), "button")
                await phone.happens(begins.control, "long_press")
                await phone.rest()
                continue
            await phone.tap(re.compile(f"^({tap})"))
        await phone.sees(re.compile("^(Brighter|Más claro)"))
        seen["dim"] = len(words_on(phone, own))
        assert own not in texts_of(phone.top)
    assert max(seen.values()) <= 12, seen


async def _intend(records: Any, words: str) -> None:
    (session,) = [one for one in await _sessions(records) if one.server_id == "tova-session-4"]
    await records.save(
        Intention("i1", words, MORNING, MORNING, session=session.reference, show_on_session_day=True)
    )


async def test_it_is_the_same_after_a_restart_and_a_lock_and_its_time_did_not_stop(records: Any) -> None:
    await begun(records)
    for at in (ON, ON + timedelta(minutes=50)):
        async with Phone(wiring(records, at)) as phone:
            await phone.start("/")
            await phone.until(lambda: phone.page.route == DAY, "session day again")
            await phone.sees(re.compile("You stay until 4:00.PM at least"))
    async with Phone(wiring(records, START + timedelta(hours=2, minutes=1))) as phone:
        await phone.start("/")
        await phone.sees("How long you stay: your team says when you can go.")
    async with Phone(wiring(records, START + timedelta(days=1))) as phone:  # it ends with its day
        await phone.start("/")
        await phone.sees(re.compile("^Good"), "heading")
        assert phone.page.route == "/"


async def test_a_touch_or_the_systems_back_ends_nothing(records: Any) -> None:
    await begun(records)
    async with Phone(wiring(records, ON)) as phone:
        await phone.start(DAY)
        await phone.sees("Speak a note")
        phone.shell.go("/")
        await phone.rest()
        assert phone.page.route == DAY
        phone.soon(phone.tap("Leaving"))
        await phone.sees("Are you leaving?")
        await phone.tap("Not yet")
        await phone.sees("Speak a note")
        await phone.tap("I need someone")
        await phone.until(lambda: phone.page.route == "/support", "help")
        await phone.tap("Close", "button")
        await phone.until(lambda: phone.page.route == DAY, "back where it was")
    (day,) = await records.every(SessionDay)
    assert day.over_at is None


async def test_who_waited_an_hour_stays_and_does_not_drive_by_the_time_it_began(records: Any) -> None:
    late = timedelta(minutes=65)
    await begun(records)
    (day,) = await records.every(SessionDay)
    await records.save_all([replace(day, began_at=START + late)], over=[day])
    async with Phone(wiring(records, START + late + timedelta(minutes=5))) as phone:
        await phone.start(DAY)
        await phone.sees(re.compile("You stay until 5:05.PM at least"))


@pytest.mark.parametrize("wrong", ["missing", "contradictory"])
async def test_what_the_clinic_did_not_say_is_asked_and_never_guessed(tmp_path: Path, wrong: str) -> None:
    def change(document: Document) -> Document | None:
        if document["resourceType"] == "PlanDefinition":
            for action in document.get("action", ()):
                if action.get("id") in ("stay", "no-driving"):
                    if wrong == "missing":
                        action.pop("relatedAction", None)
                    else:
                        action["relatedAction"] *= 2
        return document

    records = await seeded(tmp_path, "tova", change=change)
    await begun(records)
    async with Phone(wiring(records, ON)) as phone:
        await phone.start(DAY)
        await phone.sees("How long you stay: your team says when you can go.")
        await phone.goes_to(f"{DAY}/leaving")
        await phone.sees("No driving until")
        await phone.sees("Ask your clinic")


async def test_the_card_for_the_ride_holds_the_clinics_words_and_nobodys_name(records: Any) -> None:
    await _intend(records, "zqcanary")
    await begun(records)
    async with Phone(wiring(records, ON)) as phone:
        await phone.start(f"{DAY}/hand-over")
        await phone.sees("For the person who takes you home", "heading")
        await phone.tap("Copy as text")
        await phone.sees("Copied. Paste it where you like. Nothing was sent.")
        (copied,) = [args["data"] for name, args in phone.invoked if name == "set"]
        read = "\n".join([*phone.texts(), copied])
        for fact in ("cannot be woken", "Not until Thursday", "+1 555 010 0199"):
            assert fact in read.replace("\u2011", "-").replace("\u00a0", " "), fact
        assert "+1 555 010 0199" in copied, "as it was written, so that another program can dial it"
        assert "+1\u00a0555\u00a0010\u00a00199" in phone.texts(), "and on the screen it breaks nowhere"
        assert not re.search("ketamine|tova|zqcanary|depress|session 4", read, re.IGNORECASE)
        assert phone.faults() == []


async def test_leaving_names_who_takes_them_home(records: Any) -> None:
    await begun(records)
    (session,) = [one for one in await _sessions(records) if one.server_id == "tova-session-4"]
    async with Phone(wiring(records, ON)) as phone:
        await phone.start(f"{DAY}/leaving")
        await phone.sees("Your ride is here, not yet", "button")
        await records.save(RidePlan(ride_plan_id(session.reference), "Jo Sample", ON, ON))
        await phone.sees("Jo Sample is here, not yet", "button")
        await phone.tap("Jo Sample is here, not yet")
        await phone.sees("Jo Sample is here, have it", "button")


async def test_on_another_day_it_opens_nothing(records: Any) -> None:
    async with Phone(wiring(records, NOW)) as phone:  # the day before
        await phone.start(DAY)
        await phone.sees("This opens on the day itself", "heading")
        await phone.sees_no("Open it")
        await phone.start("/")
        await phone.sees_no("Open session day")
    assert await records.every(SessionDay) == []


async def test_a_full_disk_says_so_and_the_page_stays(records: Any) -> None:
    there = wiring(records, MORNING)
    async with Phone(there) as phone:
        await opened(phone)
        real = records.save_all

        async def full(*args: Any, **more: Any) -> None:
            raise NotSaved("full")

        records.save_all = full
        await phone.tap("I am here")
        assert phone.find(re.compile("space|could not", re.IGNORECASE)), said(phone)
        records.save_all = real
        await phone.tap("I am here")
        await phone.sees("It begins now")
