"""What is too much, too long or in another script, through the pages of the journal: taken whole or answered plainly, and nothing lost.

What else of this kind is held is beside what it is about: no microphone, a refused one and a full disk while speaking in
test_voice.py; photos of many megabytes in test_pictures.py; a wrong passphrase and a damaged copy in test_bring_back.py and
tests/unit/wiring/test_bring_back.py; a share that ends while it is read, and a reply to it, in test_talk.py and test_shared.py.
"""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flet_audio import Audio

from mobile.care.catalog import Who
from mobile.care.grant import ShareGrant
from mobile.care.journal.begin import begin
from mobile.care.journal.entry import JournalEntry
from mobile.care.journal.picture import EntryPicture
from mobile.care.journal.shared_entry import SharedEntry
from mobile.care.journal.sound import RATE, sound_in
from mobile.care.journal.voice import PIECE_BYTES, VoiceNote, VoicePiece
from mobile.care.talk.draft import TalkDraft
from mobile.care.talk.reply import Reply
from mobile.noun import Noun
from tests.screens.harness import Phone, PretendWiring, opened_store
from tests.screens.test_pictures import chooses
from tests.screens.test_talk import desk_of
from tests.screens.test_voice import service
from tests.shared_things import an_entry, documents_of, shared
from tests.unit.care.samples import CHICAGO, NOW, PATIENT, SAM, clinic_documents, receive
from tests.unit.device.test_pictures import photo

ME, SAM_IN = Who("patient", PATIENT, "p1"), Who("practitioner", SAM.reference)
LONG = "word by word of it. " * 10_000 + "lighthouse"
SCRIPTS = {
    "emoji": "👩🏽‍🚀🌊 the lake 🫥\u200d",
    "Arabic": "البحيرة هادئة. لم أكن خائفة.",
    "Hebrew with Latin": "האגם שקט, not loud.",
    "accents put together": "cafe\u0301 by the lake",
}


@pytest.fixture
async def records(tmp_path: Path) -> Any:
    opened = await opened_store(tmp_path)
    await receive(opened, ME, *clinic_documents())
    return opened


async def kept(records: Any) -> JournalEntry:
    found = await records.get(JournalEntry, "e1")
    assert found is not None
    return found


async def test_fifty_thousand_words_are_kept_found_shared_and_there_after_a_lock(records: Any) -> None:
    assert len(LONG.split()) > 50_000
    wiring = PretendWiring(records=records, at=NOW, pin="246813")
    async with Phone(wiring) as phone:
        await phone.start("/entry/e1")
        await phone.type("Your words", LONG)
        await phone.sees("Saved on this phone")
        await phone.type("Your words", f"{LONG}.")
        wiring.opens("locked")  # in the middle of it
        await phone.sees("Enter your PIN")
        assert not [text for text in phone.texts() if "lighthouse" in text]
        wiring.opens("open")
        field = await phone.may_type("Your words")
        await phone.until(
            lambda: field.control.value == f"{LONG}." or _value(phone) == f"{LONG}.", "all of it"
        )
        await phone.goes_to("/journal")
        await phone.type("Search your words", "lighthouse")
        await phone.sees(re.compile("word by word of it"), "button")
        assert phone.faults() == []
        await phone.goes_to("/entry/e1/share")
        await phone.tap("Share with Sam Sample")
        await phone.rest()
        assert phone.reported == []
    assert (await kept(records)).words == f"{LONG}."
    (copy,) = await records.every(SharedEntry)
    assert copy.words == f"{LONG}."


def _value(phone: Phone) -> str:
    return phone.find("Your words", "field")[0].control.value  # type: ignore[attr-defined]


async def test_what_is_too_long_to_be_sent_stays_whole_and_says_so(records: Any) -> None:
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/entry/e1")
        await phone.type("Your words", LONG * 2)
        await phone.sees("Saved on this phone")
        await phone.goes_to("/entry/e1/share")
        await phone.sees(re.compile("^This is longer than a clinic.s record takes"))
        assert not phone.find("Share with Sam Sample", "button")
        assert phone.faults() == []
    assert (await kept(records)).words == LONG * 2
    assert await records.every(SharedEntry) == []


@pytest.mark.parametrize("words", SCRIPTS.values(), ids=SCRIPTS)
async def test_every_script_is_kept_previewed_and_sent_letter_for_letter(
    records: Any, words: str, tmp_path: Path
) -> None:
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/entry/e1")
        await phone.type("Title", words)
        await phone.type("Your words", words)
        await phone.sees("Saved on this phone")
        await phone.goes_to("/journal")
        await phone.sees(re.compile(re.escape(words[:8])))
        await phone.goes_to("/entry/e1/share")
        await phone.tap("Share with Sam Sample")
        await phone.rest()
        assert phone.faults() == []
        assert phone.reported == []
    assert (await kept(records)).words == words
    (copy,) = await records.every(SharedEntry)
    assert copy.shown.words == words
    desk = await opened_store(tmp_path / "desk")
    own = [one for one in clinic_documents() if one["resourceType"] != "Practitioner"]
    await receive(desk, SAM_IN, *own, *documents_of([shared(await kept(records), 1)]))
    async with desk_of(desk) as reading:
        await reading.start("/shared/p1")
        await reading.sees(re.compile(re.escape(words)))
        assert reading.faults() == []


async def test_two_hours_of_voice_stand_with_their_length_and_play_minute_by_minute(records: Any) -> None:
    note, pieces = VoiceNote("v1", NOW), list[Noun]()
    for number in range(1800):
        note, piece = note.with_sound(bytes([number % 251]) * PIECE_BYTES)
        pieces.append(piece)
        if len(pieces) == 100:
            await records.save_all([*pieces, note])
            pieces.clear()
    entry = replace(begin("e1", [], NOW, CHICAGO).revise("The lake.", NOW), voice=("v1",))
    await records.save_all([note.over("kept"), entry])
    assert (note.seconds, await records.count(VoicePiece)) == (7200.0, 1800)
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/journal")
        await phone.sees(re.compile("2:00:00"))
        await phone.goes_to("/entry/e1")
        await phone.sees("Voice note · 2:00:00")
        await phone.tap("Play Voice note")
        await phone.sees("Pause Voice note")
        (first,) = service(phone, Audio)
        assert len(sound_in(first.src)) == 60 * RATE, "no more of it is in memory than is played"
        await phone.goes_to("/entry/e1/share")
        await phone.sees(re.compile(r"^Voice note: 2:00:00\. Longer than 10:00: it stays with you"))
        assert phone.faults() == []
        assert phone.reported == []


async def test_a_photo_of_forty_megabytes_becomes_a_small_picture(records: Any) -> None:
    data = io.BytesIO(photo(1600, 1200)).getvalue() + bytes(40 * 1024 * 1024)
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/entry/e1")
        await phone.type("Your words", "The lake.")
        await chooses(phone, data)
        await phone.sees("See Picture large")
        assert phone.faults() == []
    (picture,) = await records.every(EntryPicture)
    assert len(picture.data) < 750_000
    assert (await kept(records)).words == "The lake."


async def test_an_entry_that_is_taken_back_while_it_is_answered_closes_and_keeps_the_answer(
    tmp_path: Path,
) -> None:
    records = await opened_store(tmp_path)
    own = [one for one in clinic_documents() if one["resourceType"] != "Practitioner"]
    given = shared(an_entry("Zebra by the lake."), 1)
    await receive(records, SAM_IN, *own, *documents_of([given]))
    async with desk_of(records) as desk:
        await desk.start("/shared/p1")
        await desk.sees(re.compile("Zebra by the lake"))
        await desk.type("Your reply", "half a sent")
        await desk.rest()
        ended = ShareGrant.from_json(json.dumps(given.documents[0])).ended(NOW)
        await receive(records, SAM_IN, {**ended.to_resource(), "meta": {"versionId": "2"}})
        await desk.sees("This was taken back. What it said is no longer here.")
        await desk.sees_no(re.compile("Zebra"))
        assert not desk.find("Your reply", "field")
        await desk.sees("half a sent")
        assert desk.faults() == []
    assert [one for one in await records.every(Reply) if one.sender == SAM.reference] == []
    assert [one.words for one in await records.every(TalkDraft)] == ["half a sent"]
