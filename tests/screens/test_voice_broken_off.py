"""A recording that something breaks in on: no microphone, a call, a full phone, a lock, a kill, a page that is left."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from mobile.care.journal.entry import JournalEntry
from mobile.care.journal.sound import pressed
from mobile.care.journal.voice import VoiceNote
from mobile.records.errors import Locked, NotSaved
from tests.screens.harness import Phone, PretendWiring
from tests.screens.test_voice import SECOND, Speaker, kept_sound, records, spoken
from tests.unit.care.samples import NOW

__all__ = ["records"]


async def test_without_a_microphone_it_says_so_and_writing_stays(records: Any) -> None:
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        phone.answers["has_permission"] = False
        await phone.start("/entry/e1/speak")
        await phone.tap("Begin to speak")
        await phone.sees(re.compile(r"^The microphone is not allowed here\..*You can write instead\.$"))
        await phone.tap("Back to the entry")
        await phone.type("Your words", "The lake.")
        await phone.sees("Saved on this phone")
    assert await records.count(VoiceNote) == 0
    assert (await records.get(JournalEntry, "e1")).words == "The lake."


@pytest.mark.parametrize(
    ("happens", "said"),
    [
        ("stopped", "the microphone was taken away"),
        ("gap", "some of what you said did not arrive"),
        ("quiet", "no sound came any more"),
    ],
)
async def test_what_breaks_in_is_said_with_what_is_saved(
    records: Any, happens: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if happens == "quiet":
        monkeypatch.setattr("mobile.screens.entry.recording.QUIET_S", 0.2)
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        speaker = Speaker(phone)
        await phone.start("/entry/e1/speak")
        await phone.tap("Begin to speak")
        await speaker.says(6)
        if happens == "stopped":
            await speaker.state("stopped")
        elif happens == "gap":
            speaker.number += 1
            await speaker.says(1)
        await phone.sees("Recording stopped")
        await phone.sees(re.compile(rf"{said}\. 0:06 is saved\.$"))
        await phone.sees("Speak on")
        assert phone.faults() == []
        await phone.until(lambda: "stop_recording" in dict(phone.invoked))


async def test_a_call_pauses_it_and_it_goes_on_by_itself(records: Any) -> None:
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        speaker = Speaker(phone)
        await phone.start("/entry/e1/speak")
        await phone.tap("Begin to speak")
        await speaker.says(2)
        await speaker.state("paused")
        await phone.sees("Paused: something else took the microphone")
        await phone.sees("Saved so far 0:02")
        await speaker.state("recording")
        await phone.sees("Listening")
        await speaker.says(2)
        await phone.sees("Saved so far 0:04")


async def test_a_full_phone_stops_it_at_once_and_loses_nothing_that_can_be_saved_later(
    records: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        speaker = Speaker(phone)
        await phone.start("/entry/e1/speak")
        await phone.tap("Begin to speak")
        await speaker.says(4)
        await phone.sees("Saved so far 0:04")
        with monkeypatch.context() as full:

            async def no_room(*_: Any, **__: Any) -> None:
                raise NotSaved("full")

            full.setattr(records, "save_all", no_room)
            await speaker.says(4)
            await phone.sees("Recording stopped")
            await phone.sees("This phone has no space left. 0:04 is saved. The last 4 seconds are not saved.")
            assert phone.faults() == []
        await phone.tap("Try saving again")
        await phone.sees("This phone has no space left. 0:08 is saved.")
    (note,) = await records.every(VoiceNote)
    assert (note.seconds, note.ended) == (8.0, "not_saved")


async def test_a_lock_ends_it_with_what_was_heard_and_says_so_on_return(records: Any) -> None:
    wiring = PretendWiring(records=records, at=NOW, pin="246813")
    async with Phone(wiring) as phone:
        speaker = Speaker(phone)
        await phone.start("/entry/e1/speak")
        await phone.tap("Begin to speak")
        await speaker.says(6)
        await phone.shell.flush()  # as every lock begins
        wiring.opens("locked")
        await phone.rest()
        assert phone.find("Listening") == []
        (note,) = await records.every(VoiceNote)
        assert (note.seconds, note.ended) == (6.0, "left")
        wiring.opens("open")
        await phone.sees("It stopped when this page was left or locked. 0:06 is saved.")
        await phone.sees("Begin to speak")
        assert phone.faults() == []


async def test_a_recording_that_was_killed_is_there_and_says_that_it_broke_off(records: Any) -> None:
    note = await spoken(records, 8)
    await records.save(replace(note, ended=None))
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/entry/e1")
        await phone.sees("Voice note · 0:08")
        await phone.sees(re.compile(r"It broke off\.$"))


async def test_what_a_lock_came_before_is_saved_once_the_phone_is_open_again(
    records: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    wiring = PretendWiring(records=records, at=NOW, pin="246813")
    async with Phone(wiring) as phone:
        speaker = Speaker(phone)
        await phone.start("/entry/e1/speak")
        await phone.tap("Begin to speak")
        await speaker.says(4)
        await phone.sees("Saved so far 0:04")
        await speaker.says(3)
        with monkeypatch.context() as closed:

            async def is_locked(*_: Any, **__: Any) -> None:
                raise Locked

            closed.setattr(records, "save_all", is_locked)
            await phone.shell.flush()
            wiring.opens("locked")
            await phone.rest()
        (note,) = await records.every(VoiceNote)
        assert (note.seconds, note.ended) == (4.0, None)
        wiring.opens("open")
        await phone.sees("Begin to speak")
        await phone.rest()
    (note,) = await records.every(VoiceNote)
    assert (note.seconds, note.ended) == (7.0, "left")
    assert await kept_sound(records, note) == pressed(SECOND) * 7


async def test_leaving_the_page_or_going_to_support_keeps_what_was_heard(records: Any) -> None:
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        speaker = Speaker(phone)
        await phone.start("/entry/e1/speak")
        await phone.tap("Begin to speak")
        await speaker.says(5)
        await phone.tap("Support", "button")
        await phone.until(lambda: "stop_recording" in dict(phone.invoked))
        await phone.goes_to("/entry/e1/speak")
        await phone.sees("It stopped when this page was left or locked. 0:05 is saved.")
        assert phone.faults() == []
    (note,) = await records.every(VoiceNote)
    assert (note.seconds, note.ended) == (5.0, "left")
