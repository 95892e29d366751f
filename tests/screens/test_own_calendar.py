"""The patient's own calendar: one session or the course as a file, again when one moved or is called off, and nothing in it by default."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from mobile.care.given_times import GivenTimes
from mobile.records.errors import NotSaved
from mobile.screens.app_services import Settings
from mobile.screens.file_export import CannotSave, Made
from tests.screens.clinic_of import NOW, documents_of, person, receive_all, seeded
from tests.screens.harness import Phone, PretendWiring
from tests.screens.test_shell_places import english_only

SESSION = "/session/rowan-session-3"
START, END = datetime(2026, 6, 11, 15, 30, tzinfo=UTC), datetime(2026, 6, 11, 17, 30, tzinfo=UTC)
NEUTRAL = {"VERSION", "PRODID", "UID", "DTSTAMP", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "STATUS"}


class Dialog:
    """Where files go. `closes`: the person does not choose a place."""

    def __init__(self) -> None:
        self.files: list[bytes] = []
        self.fails = self.closes = False
        self.meanwhile: Callable[[], None] = lambda: None

    async def save(self, file: Made, title: str) -> bool:
        self.meanwhile()
        if self.fails:
            raise CannotSave
        if self.closes:
            return False
        assert file.name == "appointments.ics"
        self.files.append(file.content)
        return True


@pytest.fixture
async def records(tmp_path: Path) -> Any:
    return await seeded(tmp_path, "rowan")


def wiring(records: Any, **more: Any) -> PretendWiring:
    return PretendWiring(records=records, person=person("rowan"), at=more.pop("at", NOW), **more)


async def saves(phone: Phone, dialog: Dialog) -> list[Any]:
    """Saves the file of the place in view; its events."""
    top: Any = phone.shell._top
    top.saver = dialog
    count = len(dialog.files)
    await phone.tap("Save as a calendar file", "button")
    await phone.until(lambda: len(dialog.files) > count, "a file")
    await phone.rest()
    return events(dialog.files[-1])


def events(content: bytes) -> list[Any]:
    return list(Calendar.from_ical(content).walk("VEVENT"))


async def clinic_says(records: Any, version: int, **fields: Any) -> None:
    document = next(one for one in documents_of("rowan") if one["id"] == "rowan-session-3")
    await receive_all(records, "rowan", [{**document, **fields}], version)


@pytest.mark.parametrize("end", ["2062-06-11T12:30:00-05:00", "2001-06-11T12:30:00-05:00"])
async def test_an_end_that_is_a_slip_of_the_clinics_fills_nobodys_calendar(records: Any, end: str) -> None:
    await clinic_says(records, 2, end=end)
    async with Phone(wiring(records)) as phone:
        await phone.start(f"{SESSION}/calendar")
        (event,) = await saves(phone, Dialog())
    assert event["DTSTART"].dt == START
    assert "DTEND" not in event


async def test_a_session_goes_into_the_calendar_with_its_instants_and_one_neutral_word(records: Any) -> None:
    dialog = Dialog()
    async with Phone(wiring(records)) as phone:
        await phone.start(SESSION)
        await phone.tap("Add to my calendar", "button")
        await phone.sees("Appointment: Thursday, June 11, 10:30\u00a0AM to 12:30\u00a0PM")
        (event,) = await saves(phone, dialog)
        assert (event["DTSTART"].dt, event["DTEND"].dt) == (START, END)
        assert str(event["SUMMARY"]) == "Appointment"
        assert {
            line.partition(":")[0].partition(";")[0] for line in dialog.files[-1].decode().splitlines()
        } == {
            *NEUTRAL,
            "BEGIN",
            "END",
        }
        assert (
            b"DTSTART:20260611T153000Z" in dialog.files[-1]
        )  # UTC: every calendar shows it by its own clock
        await phone.sees("You saved these times as they are now.")
        await phone.back()
        await phone.sees("Session 3", "heading")
        assert phone.faults() == []


async def test_a_moved_session_replaces_its_event_and_one_called_off_cancels_it(records: Any) -> None:
    dialog, there = Dialog(), wiring(records)
    async with Phone(there) as phone:
        await phone.start("/calendar")
        (first,) = [one for one in await saves(phone, dialog) if one["DTSTART"].dt == START]
        later = START + timedelta(days=7)
        await clinic_says(records, 2, start=later.isoformat(), end=(END + timedelta(days=7)).isoformat())
        await phone.sees(re.compile("A time has changed since you saved it"))
        await phone.start("/")
        await phone.sees("Your calendar has an old session time", "heading")
        await phone.tap("Put it right", "button")
        there.at = NOW - timedelta(days=40)  # the clock was set back meanwhile
        (moved,) = [one for one in await saves(phone, dialog) if one["DTSTART"].dt == later]
        assert moved["UID"] == first["UID"]
        assert moved["SEQUENCE"] > first["SEQUENCE"]
        there.at = NOW
        await clinic_says(records, 3, status="cancelled", start=later.isoformat())
        await phone.sees(re.compile("Not any more: Thursday, June 18"))
        (gone,) = [one for one in await saves(phone, dialog) if one["UID"] == first["UID"]]
        assert str(gone["STATUS"]) == "CANCELLED"
        assert gone["SEQUENCE"] > moved["SEQUENCE"]
        assert gone["DTSTART"].dt == later  # as the calendar has it
        await phone.sees_no(re.compile("Not any more"))
        await phone.start("/")
        await phone.sees_no("Your calendar has an old session time")
        assert phone.faults() == []


async def test_what_it_is_stands_in_the_calendar_only_by_choice_and_is_shown_before(records: Any) -> None:
    dialog = Dialog()
    async with Phone(wiring(records)) as phone:
        await phone.start(f"{SESSION}/calendar")
        await phone.tap(re.compile("^Say what it is"))
        await phone.sees(re.compile("^Treatment session: Thursday, June 11"))
        (event,) = await saves(phone, dialog)
        assert str(event["SUMMARY"]) == "Treatment session"


async def test_one_session_after_the_course_is_the_same_event_and_the_others_stay_known(records: Any) -> None:
    dialog = Dialog()
    async with Phone(wiring(records)) as phone:
        await phone.start("/calendar")
        every = await saves(phone, dialog)
        await phone.start(f"{SESSION}/calendar")
        (one,) = await saves(phone, dialog)
        assert one["UID"] in {each["UID"] for each in every}
        (kept,) = await records.every(GivenTimes)
        assert kept.is_own
        assert len(kept.times) == len(every)
        await phone.start("/sharing/times")
        await phone.sees_no("Copied or saved for")  # nobody else has them
        await phone.start("/calendar")
        await phone.tap("Stop telling me when one changes", "button")
        await phone.sees_no("You saved these times as they are now.")
        assert await records.every(GivenTimes) == []


async def test_a_dialog_that_is_closed_or_fails_keeps_nothing_and_a_full_disk_is_said(
    records: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = Dialog()
    async with Phone(wiring(records)) as phone:
        await phone.start("/calendar")
        top: Any = phone.shell._top
        top.saver = dialog
        dialog.closes = True
        await phone.tap("Save as a calendar file", "button")
        await phone.rest()
        assert await records.every(GivenTimes) == []
        dialog.closes, dialog.fails = False, True
        await phone.tap("Save as a calendar file", "button")
        await phone.sees("The file could not be saved there.")
        dialog.fails = False

        async def full(_: Any) -> None:
            raise NotSaved("full")

        monkeypatch.setattr(records, "save", full)
        await phone.tap("Save as a calendar file", "button")
        await phone.sees(re.compile("This phone could not keep that you have it"))
        assert len(events(dialog.files[-1])) >= 1


async def test_a_clock_change_between_sessions_moves_no_instant(records: Any) -> None:
    """The night of November 1 in Chicago: a session before it and one after it, both at 10:30 on the wall."""
    dialog = Dialog()
    for number, (day, hour) in enumerate(((31, 15), (2, 16))):
        month = 10 if day == 31 else 11
        start = datetime(2026, month, day, hour, 30, tzinfo=UTC)
        document = next(one for one in documents_of("rowan") if one["id"] == "rowan-session-3")
        change = {
            "id": f"rowan-late-{number}",
            "start": start.isoformat(),
            "end": (start + timedelta(hours=2)).isoformat(),
        }
        await receive_all(records, "rowan", [{**document, **change}], 2)
    async with Phone(wiring(records)) as phone:
        await phone.start("/calendar")
        await phone.sees(re.compile("Saturday, October 31, 10:30\u00a0AM"))
        await phone.sees(re.compile("Monday, November 2, 10:30\u00a0AM"))
        found = {one["DTSTART"].dt for one in await saves(phone, dialog)}
        assert {
            datetime(2026, 10, 31, 15, 30, tzinfo=UTC),
            datetime(2026, 11, 2, 16, 30, tzinfo=UTC),
        } <= found


async def test_in_spanish_no_sentence_of_it_is_english(records: Any) -> None:
    async with Phone(wiring(records, settings=Settings(language="es"))) as phone:
        await phone.start("/calendar")
        await phone.sees("Su calendario", "heading")
        assert phone.faults(untranslated=english_only()) == []
