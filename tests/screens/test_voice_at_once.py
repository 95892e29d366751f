"""Voice notes where two things happen at once: begun and stopped, spoken and deleted, shared and still spoken."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flet_audio import Audio

from mobile.care.catalog import Who
from mobile.care.grant import ShareGrant
from mobile.care.journal.begin import begin
from mobile.care.journal.chosen import Chosen
from mobile.care.journal.entry import JournalEntry
from mobile.care.journal.shared_entry import SharedEntry
from mobile.care.journal.shared_voice import SharedVoice
from mobile.care.journal.sound import RATE, pressed
from mobile.care.journal.voice import VoiceNote, VoicePiece
from mobile.device.microphone_port import Begun
from mobile.screens.app_services import Settings
from mobile.screens.entry import attached_draft
from mobile.screens.entry.model import EntryDraft
from mobile.screens.entry.recording import Recording
from mobile.screens.playback import Playback
from mobile.screens.writing.shareable_draft import Previewed
from tests.screens.harness import Phone, PretendWiring, opened_store
from tests.screens.test_voice import SECOND, Deaf, service, spoken
from tests.screens.test_voice_shared import shared_with_voice
from tests.unit.care.samples import CHICAGO, NOW, PATIENT, clinic_documents, receive, sent

ME = Who("patient", PATIENT, "p1")


@pytest.fixture
async def records(tmp_path: Path) -> Any:
    opened = await opened_store(tmp_path)
    await receive(opened, ME, *clinic_documents())
    return opened


async def a_draft(records: Any, id: str = "e1") -> EntryDraft:
    draft = EntryDraft(
        records, PATIENT, CHICAGO, lambda: NOW, start=lambda work: work.close(), on_change=lambda: None
    )
    await draft.load(id)
    return draft


class SlowPlayer:
    def __init__(self) -> None:
        self.go, self.is_on = asyncio.Event(), False

    async def play(self) -> bool:
        self.is_on = True  # the client has begun; its answer is on its way
        await self.go.wait()
        return True

    async def pause(self) -> bool:
        self.is_on = False
        return True

    async def end(self) -> None:
        self.is_on = False


async def test_what_is_stopped_while_it_begins_is_silent() -> None:
    players: list[SlowPlayer] = []

    def make(file: bytes, second: Callable[[float], None], end: Callable[[], None]) -> SlowPlayer:
        players.append(SlowPlayer())
        return players[-1]

    async def read(note: Any, first: int, most: int) -> bytes:
        return bytes(RATE * 4)

    one = Playback(read, make, start=lambda work: work.close(), on_change=lambda: None)
    note = VoiceNote("n", NOW, 1, RATE * 4)
    playing = asyncio.create_task(one.play(note))
    await asyncio.sleep(0.01)
    await one.stop()  # taken back, locked, left
    players[0].go.set()
    await playing
    assert not players[0].is_on


async def test_a_note_that_grows_between_the_look_and_the_sharing_is_not_shared(
    records: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    await spoken(records, 4, "first")
    entry = await records.get(JournalEntry, "e1")
    await records.save(replace(entry, chosen=Chosen(voice="Voice note: 0:04")))
    draft = await a_draft(records)
    previewed = Previewed(draft.noun, draft.reader)
    before = draft._share

    async def grows(*given: Any, **named: Any) -> Any:
        stored = await records.get(VoiceNote, "first")
        if stored.pieces == 1:
            longer, piece = stored.with_sound(pressed(SECOND * 4))
            await records.save_all([longer, piece], over=[stored])
        return await before(*given, **named)

    monkeypatch.setattr(draft, "_share", grows)
    outcome = await draft.share_now(previewed)
    sounds = [one.sound for one in await records.every(SharedVoice)]
    assert outcome == "changed" or sounds == [pressed(SECOND * 4)], (outcome, [len(one) for one in sounds])


async def test_what_is_spoken_for_an_entry_that_another_page_threw_away_is_not_in_the_trash(
    records: Any,
) -> None:
    await records.save(begin("e1", [], NOW, CHICAGO).revise("The lake.", NOW))
    entry = await a_draft(records)
    one = Recording(records, lambda: NOW, entry, start=lambda work: work.close(), on_change=lambda: None)
    one.microphone = Deaf()
    await one.begin()
    stored = await records.get(JournalEntry, "e1")
    await records.save(stored.thrown_away(NOW))
    one.hear(SECOND * 5, 1)
    assert await one.stop()
    kept = await records.get(JournalEntry, "e1")
    assert kept.voice
    assert kept.deleted_at is None


class Slow(Deaf):
    def __init__(self) -> None:
        self.asked: list[asyncio.Future[Begun]] = []
        self.ended = 0

    async def begin(self) -> Begun:
        self.asked.append(asyncio.get_running_loop().create_future())
        return await self.asked[-1]

    async def end(self) -> bool:
        self.ended += 1
        return True


async def test_a_beginning_that_was_stopped_does_not_take_the_next_ones_microphone(records: Any) -> None:
    entry = await a_draft(records)
    run: list[Any] = []
    one = Recording(
        records,
        lambda: NOW,
        entry,
        start=lambda work: run.append(asyncio.ensure_future(work)),
        on_change=lambda: None,
    )
    microphone = one.microphone = Slow()
    first = asyncio.create_task(one.begin())
    await asyncio.sleep(0.01)
    await one.stop()
    second = asyncio.create_task(one.begin())
    await asyncio.sleep(0.01)
    ended = microphone.ended
    microphone.asked[0].set_result("on")
    await first
    assert one.state == "asking", "the second was not answered"
    microphone.asked[1].set_result("on")
    await second
    await asyncio.sleep(0.01)
    assert one.state == "on"
    assert microphone.ended == ended, "it says Listening, and the microphone was let go"


async def test_speak_twice_over_a_prompt(records: Any) -> None:
    entry = await a_draft(records, "e9")
    entry.noun = entry.noun.answering("What is still with you?")
    await asyncio.gather(entry.keep_prompt(), entry.keep_prompt())


async def test_a_deleted_note_leaves_no_piece_that_came_meanwhile(
    records: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another page is still speaking it."""
    note = await spoken(records, 4, "first")
    draft = await a_draft(records)
    read = attached_draft.gone_with

    async def then_grows(*given: Any) -> Any:
        found = await read(*given)
        stored = await records.get(VoiceNote, "first")
        longer, piece = stored.with_sound(pressed(SECOND * 4))
        await records.save_all([longer, piece], over=[stored])
        return found

    monkeypatch.setattr(attached_draft, "gone_with", then_grows)
    is_gone = await draft.remove_voice(note)
    assert not is_gone or [await records.count(one) for one in (VoiceNote, VoicePiece)] == [0, 0]


async def test_what_is_spoken_after_another_page_deleted_the_note_can_be_kept(records: Any) -> None:
    entry = await a_draft(records)
    one = Recording(records, lambda: NOW, entry, start=lambda work: work.close(), on_change=lambda: None)
    one.microphone = Deaf()
    await one.begin()
    one.hear(SECOND * 5, 1)
    assert await one.flush()
    (note,) = await records.every(VoiceNote)
    other = await a_draft(records)
    assert await other.remove_voice(note)
    one.hear(SECOND * 5, 2)
    await one.flush()
    assert await one.flush(), (one.trouble, one.unsaved_seconds)


async def test_deleting_a_note_that_somebody_hears_says_so(records: Any) -> None:
    await shared_with_voice(records)
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/entry/e1")
        await phone.tap("Delete Voice note")
        await phone.rest()
        said = "\n".join(phone.texts())
        await phone.tap("Delete", "button")
        await phone.sees_no(re.compile("^Voice note · "))
        await phone.rest()
    assert await records.count(SharedVoice) == 1
    assert "Sam Sample can hear it until you take it back" in said


async def test_in_spanish_the_question_is_in_spanish_too(records: Any) -> None:
    await spoken(records)
    async with Phone(PretendWiring(records=records, at=NOW, settings=Settings(language="es"))) as phone:
        await phone.start("/entry/e1")
        await phone.tap("Eliminar Nota de voz")
        await phone.sees("¿Eliminar esta nota de voz?")


async def test_another_device_shares_no_voice_that_its_preview_does_not_show(
    records: Any, tmp_path: Path
) -> None:
    await shared_with_voice(records)
    copy, grant = (await records.every(SharedEntry))[0], (await records.every(ShareGrant))[0]
    (part,) = await records.every(SharedVoice)
    names = {f"urn:uuid:{copy.id}": "DocumentReference/d1", f"urn:uuid:{part.id}": "DocumentReference/v1"}
    other = await opened_store(tmp_path / "other")
    await receive(
        other, ME, *clinic_documents(), sent(grant, "c1", names), sent(copy, "d1"), sent(part, "v1")
    )
    (there,) = await other.every(SharedEntry)
    draft = await a_draft(other, there.id)
    draft.type("The lake, and the pier.")
    await draft.flush()
    shown = draft.noun.shown
    assert not shown.voice
    outcome = await draft.share_now(Previewed(draft.noun, draft.reader))
    assert outcome == "updated", outcome
    (now,) = await other.every(ShareGrant)
    (said,) = await other.every(SharedEntry)
    assert now.data <= said.names
    assert await other.count(SharedVoice) == 0


async def test_what_is_heard_before_the_microphone_says_that_it_goes_on_is_kept(records: Any) -> None:
    entry = await a_draft(records)
    one = Recording(records, lambda: NOW, entry, start=lambda work: work.close(), on_change=lambda: None)

    class Eager(Deaf):
        async def go_on(self) -> bool:
            one.hear(SECOND, 2)
            return True

    one.microphone = Eager()
    await one.begin()
    one.hear(SECOND, 1)
    await one.pause()
    await one.go_on()
    one.hear(SECOND, 3)
    assert await one.stop()
    assert one.saved_seconds == 3.0


async def test_a_shared_note_that_grew_is_shared_anew_with_its_line(records: Any) -> None:
    """Shared while another page speaks on; shared again, the line says more than is heard."""
    await spoken(records, 4, "first")
    entry = await records.get(JournalEntry, "e1")
    await records.save(replace(entry, chosen=Chosen(voice="Voice note: 0:04")))
    draft = await a_draft(records)
    assert await draft.share_now(Previewed(draft.noun, draft.reader)) == "shared"
    note = await records.get(VoiceNote, "first")
    longer, piece = note.with_sound(pressed(SECOND * 4))
    await records.save_all([longer, piece], over=[note])
    again = await a_draft(records)
    again.send_voice("Voice note: 0:08")
    await again.flush()
    assert await again.share_now(Previewed(again.noun, again.reader)) == "updated"
    sound = b"".join(one.sound for one in await records.every(SharedVoice))
    assert len(sound) == longer.length


@pytest.mark.parametrize("how", ["left", "locked"])
async def test_no_sound_that_was_played_is_left_on_the_page(records: Any, how: str) -> None:
    await spoken(records)
    wiring = PretendWiring(records=records, at=NOW, pin="246813")
    async with Phone(wiring) as phone:
        await phone.start("/entry/e1")
        await phone.tap("Play Voice note")
        await phone.sees("Pause Voice note")
        if how == "left":
            await phone.goes_to("/journal")
        else:
            await phone.shell.flush()
            wiring.opens("locked")
        await phone.rest()
        await phone.tap("Support")
        assert service(phone, Audio) == []
