"""What of an entry a patient lets its reader see beside its text: that it is the one to start with, and its star."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mobile.care.catalog import Who
from mobile.care.journal.begin import begin
from mobile.care.journal.entry import JournalEntry
from mobile.care.journal.shared_entry import SharedEntry
from mobile.care.notices import ShareNotice
from mobile.care.sharing import share
from tests.screens.harness import THERAPIST, Phone, PretendWiring, opened_store
from tests.unit.care.samples import CHICAGO, NOW, PATIENT, SAM, clinic_documents, receive, sent

ME, SAM_IN = Who("patient", PATIENT, "p1"), Who("practitioner", SAM.reference)
START = "Start with this one when you meet"


@pytest.fixture
async def records(tmp_path: Path) -> Any:
    opened = await opened_store(tmp_path)
    await receive(opened, ME, *clinic_documents())
    return opened


def an_entry(id: str, words: str, **beside: Any) -> JournalEntry:
    return replace(begin(id, [], NOW, CHICAGO).revise(words, NOW), **beside)


async def copies(records: Any) -> dict[str, SharedEntry]:
    return {one.words: one for one in await records.every(SharedEntry)}


async def test_the_star_stays_with_the_patient_unless_they_let_it_go_along(records: Any) -> None:
    await records.save_all(share(an_entry("e1", "The lake.", is_starred=True), PATIENT, SAM, NOW))
    assert not (await copies(records))["The lake."].is_starred
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/entry/e1/share")
        await phone.sees("Stays with you: the star.")
        await phone.sees_no("Starred")
        await phone.tap("With its star")
        await phone.sees("Starred")
        await phone.sees_no(re.compile("^Stays with you"))
        assert not (await copies(records))["The lake."].is_starred, "not before it is shared"
        await phone.tap("Share with Sam Sample")
        await phone.rest()
        assert phone.faults() == []
    assert (await copies(records))["The lake."].is_starred
    assert len(await records.every(ShareNotice)) == 1, "the words are the same: nothing is new to read"


async def test_one_entry_is_the_one_to_start_with_and_another_takes_its_place(records: Any) -> None:
    for number, words in enumerate(("The lake.", "The bridge."), 1):
        await records.save_all(share(an_entry(f"e{number}", words), PATIENT, SAM, NOW))
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        for number in (1, 2):
            await phone.start(f"/entry/e{number}/share")
            await phone.tap(START)
            await phone.sees("To start with when you meet")
            await phone.tap("Share with Sam Sample")
            await phone.rest()
            found = await copies(records)
            marked = {words for words, one in found.items() if one.start_here_at is not None}
            assert marked == {("The lake.", "The bridge.")[number - 1]}
            kept = {one.id for one in await records.every(JournalEntry) if one.chosen.start_here_at}
            assert kept == {f"e{number}"}
        await phone.start("/entry/e1")
        await phone.sees_no(re.compile("^You changed something since"))
        assert phone.faults() == []


async def test_it_can_be_taken_off_again(records: Any) -> None:
    await records.save_all(share(an_entry("e1", "The lake.").starting_here(NOW), PATIENT, SAM, NOW))
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/entry/e1/share")
        await phone.sees("To start with when you meet")
        await phone.tap(START)
        await phone.sees_no("To start with when you meet")
        await phone.tap("Share with Sam Sample")
        await phone.rest()
    assert (await copies(records))["The lake."].start_here_at is None


async def test_the_reader_sees_both_and_another_device_of_the_patient_knows_them(tmp_path: Path) -> None:
    entry = an_entry("e1", "The lake.", is_starred=True).starting_here(NOW)
    entry = replace(entry, chosen=replace(entry.chosen, with_star=True))
    copy, grant, notice, _ = share(entry, PATIENT, SAM, NOW)
    name = {f"urn:uuid:{copy.id}": "DocumentReference/d1"}
    shared = [sent(grant, "c1", name), sent(copy, "d1"), sent(notice, "n1", name)]
    desk = await opened_store(tmp_path / "desk")
    own = [one for one in clinic_documents() if one["resourceType"] != "Practitioner"]
    await receive(desk, SAM_IN, *own, *shared)
    async with Phone(PretendWiring(person=THERAPIST, records=desk, at=NOW)) as phone:
        await phone.start("/shared/p1")
        await phone.sees("To start with when you meet")
        await phone.sees("Starred")
        assert phone.faults() == []
    laptop = await opened_store(tmp_path / "laptop")
    await receive(laptop, ME, *clinic_documents(), *shared)
    (there,) = await laptop.every(SharedEntry)
    seen = JournalEntry.seen_in(there, NOW, NOW.date())
    assert (seen.is_starred, seen.chosen.start_here_at) == (True, NOW)
    assert not seen.is_changed_since(there)
