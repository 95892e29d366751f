"""Voice notes through the page: spoken in pieces, kept, played, stopped with a reason, deleted."""

from __future__ import annotations

import math
import re
import struct
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flet_audio import Audio
from flet_audio_recorder import AudioRecorder

from mobile.care.catalog import Who
from mobile.care.journal.begin import begin
from mobile.care.journal.entry import JournalEntry
from mobile.care.journal.sound import RATE, pressed, sound_in
from mobile.care.journal.voice import VoiceNote, VoicePiece
from mobile.device.microphone_port import Begun
from mobile.flet_inside.wire import MessageAction
from mobile.from_page.messages import believed
from mobile.screens.entry.model import EntryDraft
from mobile.screens.entry.recording import Recording
from mobile.screens.reads.trash import empty_trash
from tests.screens.harness import Phone, PretendWiring, opened_store
from tests.unit.care.samples import CHICAGO, NOW, PATIENT, SAM, clinic_documents, receive

ME = Who("patient", PATIENT, "p1")
SAM_IN = Who("practitioner", SAM.reference)
SECOND = b"".join(struct.pack("<h", round(9000 * math.sin(i / 9))) for i in range(RATE))


@pytest.fixture
async def records(tmp_path: Path) -> Any:
    opened = await opened_store(tmp_path)
    await receive(opened, ME, *clinic_documents())
    return opened


def service(phone: Phone, kind: type[Any]) -> list[Any]:
    return [one for one in phone.page._services._services if isinstance(one, kind)]


class Speaker:
    """The page's end of the microphone."""

    def __init__(self, phone: Phone) -> None:
        self.phone, self.number = phone, 0
        phone.answers |= {"has_permission": True, "start_recording": self.begins}

    def begins(self) -> bool:
        self.number = 0
        return True

    @property
    def recorder(self) -> Any:
        return service(self.phone, AudioRecorder)[-1]

    async def says(self, seconds: int) -> None:
        for _ in range(seconds):
            self.number += 1
            data = {"chunk": SECOND, "sequence": self.number, "bytes_streamed": 0}
            await self.phone.happens(self.recorder, "stream", data)

    async def state(self, name: str) -> None:
        await self.phone.happens(self.recorder, "state_change", name)


async def kept_sound(records: Any, note: VoiceNote) -> bytes:
    pieces = [await records.get(VoicePiece, f"{note.id}.{at}") for at in range(note.pieces)]
    return b"".join(piece.sound for piece in pieces)


async def test_what_is_spoken_is_kept_as_it_comes_and_stands_with_its_entry(records: Any) -> None:
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        speaker = Speaker(phone)
        await phone.start("/entry/e1")
        await phone.tap("A prompt")
        await phone.tap("Speak")
        await phone.sees("Speak a note")
        await phone.sees("What is still with you?")
        assert "start_recording" not in dict(phone.invoked)
        await phone.tap("Begin to speak")
        await phone.sees("Listening")
        await speaker.says(9)
        await phone.sees("Saved so far 0:08")
        await phone.sees("0:09")
        assert phone.faults() == []
        (note,) = await records.every(VoiceNote)
        assert (note.pieces, note.seconds, note.ended) == (2, 8.0, None)
        await phone.tap("Pause")
        await phone.sees("Saved so far 0:09")
        await phone.tap("Go on")
        await speaker.says(4)
        await phone.tap("Stop and keep")
        await phone.sees("Entry")
        await phone.sees("Voice note · 0:13")
        assert phone.faults() == []
    (note,) = await records.every(VoiceNote)
    assert (note.pieces, note.seconds, note.ended) == (4, 13.0, "kept")
    assert await kept_sound(records, note) == pressed(SECOND) * 13
    assert [len((await records.get(VoicePiece, f"{note.id}.{at}")).sound) for at in range(4)] == [
        4 * RATE, 4 * RATE, 4 * RATE, RATE,
    ]  # fmt: skip
    entry = await records.get(JournalEntry, "e1")
    assert (entry.voice, entry.words, entry.prompt) == ((note.id,), "", "What is still with you?")


async def spoken(records: Any, seconds: int = 6, id: str = "note-of-mine") -> VoiceNote:
    note, piece = VoiceNote(id, NOW).with_sound(pressed(SECOND * min(seconds, 4)))
    saved: list[Any] = [piece]
    while note.seconds < seconds:
        note, piece = note.with_sound(pressed(SECOND * min(4, seconds - int(note.seconds))))
        saved.append(piece)
    entry = replace(begin("e1", [], NOW, CHICAGO).revise("The lake.", NOW), voice=(id,))
    await records.save_all([note.over("kept"), *saved, entry])
    return note


async def test_what_is_played_is_what_is_kept_a_minute_at_a_time(records: Any) -> None:
    note = await spoken(records, 70)
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/entry/e1")
        await phone.tap("Play Voice note")
        await phone.sees("Pause Voice note")
        (first,) = service(phone, Audio)
        assert sound_in(first.src) == (await kept_sound(records, note))[: 60 * RATE]
        await phone.happens(first, "position_change", {"position": 53_000})
        await phone.sees("Voice note · 0:53 / 1:10")
        await phone.until(lambda: len(service(phone, Audio)) == 2)
        await phone.happens(first, "state_change", {"state": "completed"})
        second = service(phone, Audio)[-1]
        assert sound_in(second.src) == (await kept_sound(records, note))[60 * RATE :]
        await phone.happens(second, "position_change", {"position": 3_000})
        await phone.sees("Voice note · 1:03 / 1:10")
        assert phone.faults() == []
        await phone.happens(second, "state_change", {"state": "completed"})
        await phone.sees("Voice note · 1:10")


async def test_the_journal_lists_it_with_its_length_and_finds_it_by_voice(records: Any) -> None:
    await spoken(records, 6)
    await records.save(begin("e2", [], NOW, CHICAGO).revise("Only words.", NOW))
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/journal")
        await phone.sees(re.compile("Voice 0:06"))
        await phone.sees(re.compile(r"Only words\."))
        await phone.tap("Voice", "button")
        await phone.sees_no(re.compile(r"Only words\."))
        await phone.sees(re.compile("Voice 0:06"))
        assert phone.faults() == []


async def test_it_is_deleted_by_itself_after_a_question_and_with_its_entry_after_thirty_days(
    records: Any,
) -> None:
    await spoken(records, 6)
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/entry/e1")
        await phone.tap("Delete Voice note")
        await phone.tap("Delete", "button")
        await phone.sees_no(re.compile("^Voice note · "))
    assert [await records.count(kind) for kind in (VoiceNote, VoicePiece)] == [0, 0]
    assert (await records.get(JournalEntry, "e1")).voice == ()
    await spoken(records, 6, "v2")
    entry = await records.get(JournalEntry, "e1")
    await records.save(entry.thrown_away(NOW))
    assert await empty_trash(records, NOW + timedelta(days=29)) == 0
    assert await records.count(VoicePiece) == 2
    assert await empty_trash(records, NOW + timedelta(days=30)) == 0
    assert await empty_trash(records, NOW + timedelta(days=31)) == 1
    assert [await records.count(kind) for kind in (JournalEntry, VoiceNote, VoicePiece)] == [0, 0, 0]


async def test_a_page_that_lies_about_sound_is_not_believed(records: Any) -> None:
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        Speaker(phone)
        await phone.start("/entry/e1/speak")
        await phone.tap("Begin to speak")
        (recorder,) = service(phone, AudioRecorder)
        for data in (
            {"chunk": "words", "sequence": 1},
            {"chunk": bytes(1 << 18), "sequence": 1},
            {"chunk": b"", "sequence": -1},
            {"chunk": b"", "sequence": True},
            {"sequence": 1},
            None,
        ):
            body = {"target": recorder._i, "name": "stream", "data": data}
            assert believed([MessageAction.CONTROL_EVENT.value, body], phone.session) is None
        body = {"target": recorder._i, "name": "state_change", "data": "melting"}
        assert believed([MessageAction.CONTROL_EVENT.value, body], phone.session) is None


async def test_of_a_long_recording_no_more_than_a_piece_waits_in_memory(records: Any) -> None:
    entry = EntryDraft(
        records, PATIENT, CHICAGO, lambda: NOW, start=lambda work: work.close(), on_change=lambda: None
    )
    await entry.load("e1")
    one = Recording(records, lambda: NOW, entry, start=lambda work: work.close(), on_change=lambda: None)
    one.microphone = Deaf()
    await one.begin()
    for number in range(1, 61):
        one.hear(SECOND * 21, number)
        assert await one.flush()
        assert one.unsaved_seconds < 4
    assert await one.stop()
    note = await records.get(VoiceNote, one.note.id)
    assert (note.seconds, note.pieces, note.ended) == (1260.0, 315, "kept")
    heads = await records.heads(JournalEntry, 50)
    assert [head.values["has_voice"] for head in heads] == [True]
    one.hear(SECOND, 61)  # what comes after it is over is not kept
    assert one.is_saved


async def test_a_page_that_keeps_nothing_offers_no_recording(records: Any) -> None:
    async with Phone(PretendWiring(records=records, at=NOW, mode="serve")) as phone:
        await phone.start("/entry/e1")
        await phone.sees("A prompt")
        assert phone.find("Speak") == []
        await phone.goes_to("/entry/e1/speak")
        await phone.sees("Voice notes are kept on a device of your own. This page keeps none.")
        assert phone.find("Begin to speak") == []
        assert phone.faults() == []


async def test_an_entry_of_voice_alone_is_called_so_in_the_journal_and_in_the_trash(records: Any) -> None:
    await spoken(records)
    entry = replace(await records.get(JournalEntry, "e1"), words="")
    await records.save(entry)
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/journal")
        await phone.sees(re.compile(r"Voice note[\s\S]*Voice 0:06"))
        await records.save(entry.thrown_away(NOW))
        await phone.goes_to("/journal/trash")
        await phone.sees("Bring back Voice note")
        assert phone.faults() == []


class Deaf:
    """A microphone that does as it is asked."""

    async def begin(self) -> Begun:
        return "on"

    async def pause(self) -> bool:
        return True

    async def go_on(self) -> bool:
        return True

    async def end(self) -> bool:
        return True
