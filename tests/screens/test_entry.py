"""An entry of the journal, from the Journal tab to the therapist and back."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from mobile.care.catalog import Who
from mobile.care.journal.entry import JournalEntry
from mobile.care.journal.shared_entry import SharedEntry
from tests.screens.harness import Phone, PretendWiring, opened_store
from tests.unit.care.samples import NOW, PATIENT, clinic_documents, receive

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
