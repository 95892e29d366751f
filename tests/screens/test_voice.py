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
from mobile.care.grant import ShareGrant
from mobile.care.journal.begin import begin
from mobile.care.journal.chosen import Chosen
from mobile.care.journal.entry import JournalEntry
from mobile.care.journal.shared_entry import SharedEntry
from mobile.care.journal.shared_voice import SharedVoice
from mobile.care.journal.sound import RATE, pressed, sound_in
from mobile.care.journal.voice import VoiceNote, VoicePiece
from mobile.care.notices import ShareNotice
from mobile.device.microphone_port import Begun
from mobile.flet_inside.wire import MessageAction
from mobile.from_page.messages import believed
from mobile.records.errors import Locked, NotSaved
from mobile.screens.entry.model import EntryDraft
from mobile.screens.entry.recording import Recording
from mobile.screens.reads.trash import empty_trash
from mobile.screens.writing.shareable_draft import Previewed
from tests.screens.harness import THERAPIST, Phone, PretendWiring, opened_store
from tests.unit.care.samples import CHICAGO, NOW, PATIENT, SAM, clinic_documents, receive, sent

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
    assert await empty_trash(records, NOW + timedelta(days=30)) == 1
    assert [await records.count(kind) for kind in (JournalEntry, VoiceNote, VoicePiece)] == [0, 0, 0]


async def shared_with_voice(records: Any, seconds: int = 6) -> VoiceNote:
    note = await spoken(records, seconds)
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/entry/e1/share")
        await phone.sees(re.compile(r"^Stays with you: .*1 voice note"))
        await phone.tap("With what you spoke")
        await phone.sees(re.compile(r"^Voice note: 0:\d\d$"))
        assert await records.count(SharedVoice) == 0
        await phone.tap("Play Voice note")
        (audio,) = service(phone, Audio)
        assert sound_in(audio.src) == await kept_sound(records, note)
        await phone.tap("Share with Sam Sample")
        await phone.rest()
        assert phone.faults() == []
    return note


async def test_it_is_shared_by_choice_exactly_as_it_is_played_and_taken_back_with_its_entry(
    records: Any,
) -> None:
    note = await shared_with_voice(records)
    (copy,), (grant,) = await records.every(SharedEntry), await records.every(ShareGrant)
    (part,) = await records.every(SharedVoice)
    assert copy.words == "The lake.\n\nVoice note: 0:06"
    assert part.sound == await kept_sound(records, note)
    assert grant.opens(copy)
    assert grant.opens(part)
    assert note.id not in part.text + copy.text + grant.text
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/entry/e1")
        await phone.tap("Take back")
        await phone.tap("Take back", "button")
        await phone.rest()
    assert [await records.count(kind) for kind in (SharedEntry, SharedVoice)] == [0, 0]
    assert await kept_sound(records, note) == part.sound


async def test_words_alone_take_no_voice_along(records: Any) -> None:
    await spoken(records)
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/entry/e1/share")
        await phone.tap("Share with Sam Sample")
        await phone.rest()
    (copy,) = await records.every(SharedEntry)
    assert (copy.words, await records.count(SharedVoice)) == ("The lake.", 0)


async def test_where_nothing_is_written_it_says_how_the_voice_is_shared(records: Any) -> None:
    await spoken(records)
    await records.save(replace(await records.get(JournalEntry, "e1"), words=""))
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/entry/e1/share")
        await phone.sees(re.compile("^There are no written words"))
        assert phone.find("Share with Sam Sample") == []
        await phone.tap("With what you spoke")
        await phone.sees_no(re.compile("no written words"))
        await phone.sees("Share with Sam Sample")


async def test_leaving_the_voice_out_again_takes_it_back_and_keeps_the_words_shared(records: Any) -> None:
    await shared_with_voice(records)
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/entry/e1/share")
        await phone.tap("With what you spoke")
        await phone.tap("Share with Sam Sample")
        await phone.rest()
    (copy,), (grant,) = await records.every(SharedEntry), await records.every(ShareGrant)
    assert (copy.words, await records.count(SharedVoice)) == ("The lake.", 0)
    assert (grant.is_active, grant.opens(copy), len(grant.data)) == (True, True, 1)


async def test_what_is_longer_than_ten_minutes_stays_and_says_so(records: Any) -> None:
    await spoken(records, 8)
    long = replace(await records.get(VoiceNote, "note-of-mine"), length=601 * RATE)
    await records.save(long)
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/entry/e1/share")
        await phone.sees(re.compile(r"^Voice note: 10:01\. Longer than 10:00: it stays with you"))
        assert phone.find("With what you spoke") == []


async def test_the_therapist_hears_what_was_sent_and_nothing_once_it_is_over(
    records: Any, tmp_path: Path
) -> None:
    note = await shared_with_voice(records, 50)
    sound = await kept_sound(records, note)
    copy, grant = (await records.every(SharedEntry))[0], (await records.every(ShareGrant))[0]
    (notice,) = await records.every(ShareNotice)
    parts = sorted(await records.every(SharedVoice), key=lambda one: one.part)
    assert len(parts) == 2
    names = {f"urn:uuid:{copy.id}": "DocumentReference/d1"}
    names |= {f"urn:uuid:{one.id}": f"DocumentReference/v{one.part}" for one in parts}
    desk = await opened_store(tmp_path / "desk")
    people = [one for one in clinic_documents() if one["resourceType"] != "Practitioner"]
    given = [sent(grant, "c1", names), sent(copy, "d1"), sent(notice, "n1", names)]
    await receive(desk, SAM_IN, *people, *given, *(sent(one, f"v{one.part}") for one in parts))
    async with Phone(PretendWiring(person=THERAPIST, records=desk, at=NOW)) as phone:
        await phone.start("/shared")
        await phone.tap(re.compile("Robin Example"))
        await phone.sees("Voice note · 0:50")
        await phone.tap("Play Voice note")
        (audio,) = service(phone, Audio)
        assert sound_in(audio.src) == sound
        assert phone.faults() == []
        await receive(desk, SAM_IN, sent(grant.ended(NOW), "c1", names))
        await phone.sees_no("Voice note · 0:50")


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


async def test_no_other_voice_is_shared_than_the_one_that_was_previewed(records: Any) -> None:
    await spoken(records, 6, "first")
    await spoken(records, 6, "second")
    chosen = Chosen(voice="Voice note: 0:06")
    entry = replace(await records.get(JournalEntry, "e1"), voice=("first",), chosen=chosen)
    await records.save(entry)
    draft = EntryDraft(
        records, PATIENT, CHICAGO, lambda: NOW, start=lambda work: work.close(), on_change=lambda: None
    )
    await draft.load("e1")
    previewed = Previewed(draft.noun, draft.reader)
    await records.save(replace(entry, voice=("second",)))  # another page, as long and otherwise
    assert await draft.share_now(previewed) == "changed"
    assert [await records.count(kind) for kind in (SharedEntry, SharedVoice)] == [0, 0]


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
