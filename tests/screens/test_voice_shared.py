"""A voice note shared with its entry: by choice, exactly as it is played, heard by its reader, and taken back."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from flet_audio import Audio

from mobile.care.grant import ShareGrant
from mobile.care.journal.chosen import Chosen
from mobile.care.journal.entry import JournalEntry
from mobile.care.journal.shared_entry import SharedEntry
from mobile.care.journal.shared_voice import SharedVoice
from mobile.care.journal.sound import RATE, sound_in
from mobile.care.journal.voice import VoiceNote
from mobile.care.notices import ShareNotice
from mobile.screens.entry.model import EntryDraft
from mobile.screens.writing.shareable_draft import Previewed
from tests.screens.harness import THERAPIST, Phone, PretendWiring, opened_store
from tests.screens.test_voice import SAM_IN, kept_sound, records, service, spoken
from tests.unit.care.samples import CHICAGO, NOW, PATIENT, clinic_documents, receive, sent

__all__ = ["records"]


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
