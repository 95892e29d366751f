"""Session times for somebody the patient trusts: what they get is times, handed over by the patient, and sent to nobody."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest

from mobile.care.agenda import Session
from mobile.care.given_times import GivenTimes
from mobile.i18n.moments import Moments
from mobile.records.errors import NotSaved
from mobile.screens.file_export import PickerSaver
from tests.screens.clinic_of import NOW, documents_of, person, receive_all, seeded
from tests.screens.harness import Phone, PretendWiring
from tests.unit.care.samples import CHICAGO


@pytest.fixture
async def records(tmp_path: Path) -> Any:
    return await seeded(tmp_path, "rowan")


def phone_of(records: Any) -> Phone:
    return Phone(PretendWiring(records=records, person=person("rowan"), at=NOW))


def copied(phone: Phone) -> list[str]:
    return [args["data"] for name, args in phone.invoked if name == "set"]


def saved(phone: Phone) -> list[bytes]:
    return [args["src_bytes"] for name, args in phone.invoked if name == "save_file"]


async def coming(records: Any) -> list[Session]:
    """Booked, in order."""
    every = [one for one in await records.every(Session) if one.status == "booked" and one.start_at > NOW]
    return sorted(every, key=lambda one: one.start_at)


async def moves(records: Any, session: Session, **changes: Any) -> None:
    """The clinic puts it at another time, or calls it off."""
    found = [one for one in documents_of("rowan") if f"Appointment/{one['id']}" in session.names]
    await receive_all(records, "rowan", [{**one, **changes} for one in found], version=2)


async def test_words_are_copied_as_they_stand_there_and_nothing_is_sent(records: Any) -> None:
    sessions = await coming(records)
    assert sessions
    async with phone_of(records) as phone:
        await phone.start("/sharing")
        await phone.tap(re.compile("^Session times for someone"))
        await phone.type("Their name", "Ines")
        await phone.tap("Copy the words")
        await phone.sees("Copied. Paste it where you like. Nothing was sent.")
        (words,) = copied(phone)
        assert words.count("Appointment: ") == len(sessions)
        assert not re.search("ketamine|clinic|session|Rowan|Lantern", words, re.IGNORECASE)
        await phone.sees("Ines")
        assert phone.faults() == []
        await phone.start("/sharing")
        await phone.sees(re.compile("Copied or saved for: Ines"))
    (given,) = await records.every(GivenTimes)
    assert (given.name, len(given.times)) == ("Ines", len(sessions))
    assert await records.due(NOW + timedelta(days=1), 50) == []


async def test_a_calendar_file_holds_the_chosen_times_and_one_neutral_word(records: Any) -> None:
    held = next(one for one in await records.every(Session) if one.is_held_only)
    await moves(records, held, status="booked")
    sessions = await coming(records)
    assert len(sessions) == 2
    async with phone_of(records) as phone:
        phone.answers["save_file"] = "times.ics"
        await phone.start("/sharing/times")
        assert sessions[0].start_at is not None
        start = Moments("en", CHICAGO).moment(sessions[0].start_at)  # the first of the two is left out
        await phone.tap(re.compile(f"^{re.escape(start)} to "))
        await phone.tap("Save as a calendar file")
        await phone.sees("The file is yours to pass on. Nothing was sent.")
        (file,) = saved(phone)
    events = icalendar.Calendar.from_ical(file).walk("VEVENT")
    assert [(one.start, one.end) for one in events] == [(one.start_at, one.end_at) for one in sessions[1:]]
    assert {str(one["summary"]) for one in events} == {"Appointment"}
    assert not re.search(b"rowan|clinic|ketamine|lantern", file, re.IGNORECASE)


async def test_a_time_that_moved_is_said_on_today_and_given_anew_in_place_of_the_old(records: Any) -> None:
    async with phone_of(records) as phone:
        phone.answers["save_file"] = "times.ics"
        await phone.start("/sharing/times")
        await phone.type("Their name", "Ines")
        await phone.tap("Save as a calendar file")
        await phone.rest()
        assert not phone.find("This has changed")
        first = (await coming(records))[0]
        assert first.start_at is not None
        assert first.end_at is not None
        await moves(
            records,
            first,
            start=(first.start_at + timedelta(hours=2)).isoformat(),
            end=(first.end_at + timedelta(hours=2)).isoformat(),
        )
        await phone.sees("This has changed")
        await phone.start("/")
        await phone.sees("Ines has an old session time", "heading")
        await phone.tap("Give Ines the new times")
        await phone.sees("For Ines")
        await phone.tap("Save as a calendar file")
        await phone.rest()
        assert not phone.find("This has changed")
        old, new = (icalendar.Calendar.from_ical(one).walk("VEVENT")[0] for one in saved(phone))
        assert old["uid"] == new["uid"]
        assert new["sequence"] >= old["sequence"]
        assert new.start == old.start + timedelta(hours=2)
        await phone.start("/")
        await phone.sees_no("Ines has an old session time")
    assert [one.name for one in await records.every(GivenTimes)] == ["Ines"]


async def test_a_session_that_is_called_off_is_said_in_the_words_for_whoever_had_its_time(
    records: Any,
) -> None:
    async with phone_of(records) as phone:
        await phone.start("/sharing/times")
        await phone.tap("Copy the words")
        await phone.rest()
        for one in await coming(records):
            await moves(records, one, status="cancelled")
        await phone.sees("Tell Someone you trust")
        (handing,) = [phone.shell._top.model.handing("")]  # type: ignore[union-attr]
        file = phone.shell._top.model.file(handing, "Appointment")  # type: ignore[union-attr]
        events = icalendar.Calendar.from_ical(file).walk("VEVENT")
        assert [str(one["status"]) for one in events] == ["CANCELLED"] * len(events)
        assert events
        await phone.tap("Copy the words")
        await phone.rest()
        *lines, clock = copied(phone)[-1].split("\n")
        assert lines
        assert all(line.startswith("Not any more: ") for line in lines)
        assert clock == "By the clock of Chicago."
        assert not phone.find("Save as a calendar file")


async def test_what_cannot_be_copied_saved_or_kept_is_said(
    records: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(*_: Any, **__: Any) -> None:
        raise NotSaved("full")

    async with phone_of(records) as phone:
        phone.refuses |= {"set", "save_file"}
        await phone.start("/sharing/times")
        await phone.type("Their name", "Ines")
        await phone.tap("Copy the words")
        await phone.sees("It could not be copied here. You can save it as a calendar file.")
        await phone.tap("Save as a calendar file")
        await phone.sees("The file could not be saved there.")
        assert await records.every(GivenTimes) == []
        phone.refuses.clear()
        monkeypatch.setattr(type(records), "save", full)
        await phone.tap("Copy the words")
        await phone.sees("It is yours to pass on. This phone could not keep who has it.")
        (field,) = phone.find("Their name", "field")
        assert field.control.value == "Ines"


async def test_whoever_has_them_is_taken_off_the_list_after_a_question(records: Any) -> None:
    async with phone_of(records) as phone:
        await phone.start("/sharing/times")
        await phone.type("Their name", "Ines")
        await phone.tap("Copy the words")
        await phone.tap("Remove Ines from this list")
        await phone.tap("Remove", "button")
        await phone.sees_no("Copied or saved for")
    assert await records.every(GivenTimes) == []


async def test_without_a_fixed_time_it_says_so(tmp_path: Path) -> None:
    records = await seeded(tmp_path, "rowan", without=("Appointment",))
    async with phone_of(records) as phone:
        await phone.start("/sharing/times")
        await phone.sees("No session with a fixed time is planned.")
        assert not phone.find("Copy the words")


async def test_words_and_a_file_for_one_person_are_one_and_somebody_else_is_another(records: Any) -> None:
    async with phone_of(records) as phone:
        phone.answers["save_file"] = "times.ics"
        await phone.start("/sharing/times")
        await phone.type("Their name", "Ines")
        await phone.tap("Copy the words")
        await phone.sees("For Ines")
        await phone.tap("Save as a calendar file")
        await phone.rest()
        await phone.tap("For somebody else")
        await phone.type("Their name", "Kim")
        await phone.tap("Copy the words")
        await phone.sees("For Kim")
    assert sorted(one.name for one in await records.every(GivenTimes)) == ["Ines", "Kim"]


async def test_a_time_they_still_have_is_not_forgotten_when_another_is_given(records: Any) -> None:
    held = next(one for one in await records.every(Session) if one.is_held_only)
    await moves(records, held, status="booked")
    first, second = await coming(records)
    async with phone_of(records) as phone:
        phone.answers["save_file"] = "times.ics"
        await phone.start("/sharing/times")
        await phone.type("Their name", "Ines")
        await phone.tap("Save as a calendar file")
        await phone.rest()
        assert first.start_at is not None
        start = Moments("en", CHICAGO).moment(first.start_at)
        await phone.tap(re.compile(f"^{re.escape(start)} to "))
        await phone.tap("Save as a calendar file")
        await phone.rest()
    (given,) = await records.every(GivenTimes)
    assert {one.start_at for one in given.times} == {first.start_at, second.start_at}


async def test_a_name_that_is_typed_outlives_a_lock(records: Any) -> None:
    async with phone_of(records) as phone:
        await phone.start("/sharing/times")
        await phone.type("Their name", "Ines")
        assert phone.shell._top.unsaved() == "Ines"  # type: ignore[union-attr]


async def test_what_is_kept_is_what_was_handed_over_also_where_the_clinic_moves_it_meanwhile(
    records: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    (first,) = await coming(records)
    assert first.start_at is not None
    start, saved_before = first.start_at, PickerSaver.save

    async def while_the_dialog_is_open(self: PickerSaver, file: Any, title: str) -> bool:
        await moves(records, first, start=(start + timedelta(hours=3)).isoformat())
        return await saved_before(self, file, title)

    monkeypatch.setattr(PickerSaver, "save", while_the_dialog_is_open)
    async with phone_of(records) as phone:
        phone.answers["save_file"] = "times.ics"
        await phone.start("/sharing/times")
        await phone.tap("Save as a calendar file")
        await phone.sees("This has changed")
    (given,) = await records.every(GivenTimes)
    assert [one.start_at for one in given.times] == [start]
