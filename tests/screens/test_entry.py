"""An entry of the journal, from the Journal tab to the therapist and back."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from mobile.care.catalog import Who
from mobile.care.journal.begin import begin
from mobile.care.journal.entry import JournalEntry
from mobile.care.journal.shared_entry import SharedEntry
from mobile.care.journal.slept_on import SleptOn
from mobile.care.journal.steps import Step
from mobile.care.sharing import share
from tests.screens.harness import THERAPIST, Phone, PretendWiring, opened_store
from tests.unit.care.samples import CHICAGO, NOW, PATIENT, SAM, clinic_documents, receive, sent

SAM_IN = Who("practitioner", SAM.reference)
ME = Who("patient", PATIENT, "p1")


@pytest.fixture
async def records(tmp_path: Path) -> Any:
    opened = await opened_store(tmp_path)
    await receive(opened, ME, *clinic_documents())
    return opened


async def test_it_is_kept_as_it_is_typed_with_what_is_set_beside_it(records: Any) -> None:
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/entry/new")
        await phone.sees("2 days after session 2")
        await phone.sees("Preparing")
        await phone.type("Your words", "Woke with the lake.")
        await phone.sees("Saved on this phone")
        await phone.tap("a little lighter")
        await phone.type("Title", "The lake, again")
        await phone.type("Add a tag", "lake, sister")
        await phone.tap("Star")
        await phone.tap("A prompt")
        await phone.sees("What is still with you?")
        await phone.tap("Another prompt")
        await phone.sees("What did you notice today?")
        await phone.rest()
        assert phone.faults() == []
        await phone.tap("Keep entry")
        await phone.rest()
    (kept,) = await records.every(JournalEntry)
    assert (kept.words, kept.title, kept.day_after) == ("Woke with the lake.", "The lake, again", 2)
    assert kept.mood is not None
    assert (kept.mood.line, kept.connection) == ("Mood: a little lighter", None)
    assert kept.is_starred
    assert kept.prompt == "What did you notice today?"
    assert await records.count(SharedEntry) == 0


WORDS = "Woke with the lake. It is not frightening. I called my sister."


def an_entry(words: str = WORDS, **beside: Any) -> JournalEntry:
    bare = begin("e1", [], NOW, CHICAGO)
    return replace(bare.revise(words, NOW), **beside)


async def test_a_part_is_marked_previewed_shared_and_taken_back(records: Any) -> None:
    await records.save(
        an_entry(title="The lake, again", mood=Step(4, "Mood", "a little lighter"), tags=("sister",))
    )
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/entry/e1")
        await phone.tap("My therapist")
        await phone.sees("Share this entry")
        await phone.tap("A part")
        await phone.sees("No sentence is marked yet.")
        await phone.tap("Woke with the lake.")
        await phone.tap("I called my sister.")
        await phone.sees("2 of 3 sentences")
        await phone.sees("Sam Sample will see this, letter for letter")
        await phone.sees(
            re.compile(r"^Stays with you: 1 sentence, 1 tag\. Sam Sample sees that something is left out")
        )
        assert await records.count(SharedEntry) == 0
        await phone.tap("Share with Sam Sample")
        await phone.rest()
        assert phone.faults() == []
        (copy,) = await records.every(SharedEntry)
        assert (
            copy.words
            == "The lake, again\n\nWoke with the lake. […] I called my sister.\n\nMood: a little lighter"
        )
        await phone.sees("Sam Sample can read a part of it.")
        await phone.tap("What they read")
        await phone.sees("Sam Sample sees this, letter for letter")
        await phone.tap("Back")
        await phone.tap("Take back")
        await phone.tap("Take back", "button")
        await phone.rest()
    assert await records.every(SharedEntry) == []
    assert (await records.get(JournalEntry, "e1")).words == WORDS


async def test_keeping_new_words_shares_nothing_and_a_part_that_is_gone_is_said(records: Any) -> None:
    entry = an_entry()
    entry = replace(entry, chosen=entry.chosen.marking(WORDS, 1, True))
    copy, *rest = share(entry, PATIENT, SAM, NOW)
    await records.save_all([copy, *rest])
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/entry/e1")
        await phone.sees("Sam Sample can read a part of it.")
        await phone.type("Your words", "Woke with the lake. It was frightening. I called my sister.")
        await phone.sees(
            re.compile("^What you marked is not in your words any more. Sam Sample still reads it")
        )
        await phone.tap("Keep entry")
        await phone.rest()
        (same,) = await records.every(SharedEntry)
        assert same == copy
        await phone.start("/entry/e1/share")
        await phone.sees(re.compile("^A sentence you marked is not in your words any more"))
        assert phone.find("Share with Sam Sample") == []
        await phone.tap("I called my sister.")
        await phone.tap("Share with Sam Sample")
        await phone.rest()
        assert phone.faults() == []
    (newer,) = await records.every(SharedEntry)
    assert newer.words == "[…] I called my sister."


async def test_on_a_dosing_day_sharing_is_slept_on(tmp_path: Path) -> None:
    records = await opened_store(tmp_path)
    arrived = {"status": "arrived", "start": (NOW - timedelta(minutes=10)).isoformat()}
    arrived["end"] = (NOW + timedelta(hours=2)).isoformat()
    on = [{**one, **arrived} if one.get("id") == "a2" else one for one in clinic_documents()]
    await receive(records, ME, *on)
    await records.save(an_entry())
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/entry/e1/share")
        await phone.sees(re.compile("^You can share it "))
        assert phone.find("Share with Sam Sample") == []
        await phone.tap("Sleep on it")
        await phone.rest()
        assert phone.faults() == []
    (slept,) = await records.every(SleptOn)
    assert slept.entry == "e1"
    assert await records.count(SharedEntry) == 0


async def test_deleting_puts_it_into_the_trash_and_takes_back_what_was_shared(records: Any) -> None:
    await records.save_all(list(share(an_entry(), PATIENT, SAM, NOW)))
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/entry/e1")
        await phone.tap("Delete this entry")
        await phone.tap("Delete", "button")
        await phone.sees("Journal")
        await phone.sees("Support")
        assert phone.faults() == []
    assert await records.every(SharedEntry) == []
    kept = await records.get(JournalEntry, "e1")
    assert (kept.words, kept.deleted_at, kept.copies) == (WORDS, NOW, ())
    async with Phone(PretendWiring(records=records, at=NOW + timedelta(days=3))) as phone:
        await phone.start("/entry/e1")
        await phone.sees("This entry is in the trash.")
        await phone.tap("Bring back")
        await phone.rest()
    assert (await records.get(JournalEntry, "e1")).deleted_at is None


async def test_the_therapist_reads_the_part_with_its_gaps_and_no_more(tmp_path: Path) -> None:
    records = await opened_store(tmp_path)
    documents = [one for one in clinic_documents() if one["resourceType"] != "Practitioner"]
    entry = an_entry(title="The lake, again", mood=Step(4, "Mood", "a little lighter"))
    entry = replace(entry, chosen=entry.chosen.marking(WORDS, 0, True).marking(WORDS, 2, True))
    copy, grant, notice, _ = share(entry, PATIENT, SAM, NOW)
    urn, name = f"urn:uuid:{copy.id}", "DocumentReference/d1"
    shared = [sent(grant, "c1", {urn: name}), sent(copy, "d1"), sent(notice, "n1", {urn: name})]
    await receive(records, SAM_IN, *documents, *shared)
    async with Phone(PretendWiring(person=THERAPIST, records=records, at=NOW)) as phone:
        await phone.start("/shared")
        await phone.tap(re.compile("Robin Example"))
        await phone.sees(re.compile("^Journal entry · "))
        await phone.sees("The lake, again")
        await phone.sees("Shared in part")
        await phone.sees(re.compile("a little lighter"))
        assert phone.faults() == []
        said = " ".join(phone.texts())
        assert "frightening" not in said
