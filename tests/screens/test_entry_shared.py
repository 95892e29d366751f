"""Of an entry nothing is shared but what was previewed, with nobody but whom it was previewed for; and a shared part never
stands in the place of the whole."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from mobile.care.catalog import Who
from mobile.care.grant import ShareGrant
from mobile.care.journal.begin import begin
from mobile.care.journal.entry import JournalEntry
from mobile.care.journal.shared_entry import SharedEntry
from mobile.care.sharing import share
from mobile.records.ports import ServerCopy
from mobile.screens.entry.model import EntryDraft
from mobile.screens.writing.shareable_draft import Previewed
from tests.screens.harness import Phone, PretendWiring, opened_store
from tests.screens.test_intention_model import acknowledged
from tests.unit.care.samples import CHICAGO, NOW, PATIENT, SAM, clinic_documents, receive

ME = Who("patient", PATIENT, "p1")
WORDS = "Woke with the lake. It is not frightening. I called my sister."


@pytest.fixture
async def records(tmp_path: Path) -> Any:
    opened = await opened_store(tmp_path)
    await receive(opened, ME, *clinic_documents())
    return opened


def an_entry(words: str = WORDS, **beside: Any) -> JournalEntry:
    return replace(begin("e1", [], NOW, CHICAGO).revise(words, NOW), **beside)


def part(entry: JournalEntry, *places: int) -> JournalEntry:
    for place in places:
        entry = replace(entry, chosen=entry.chosen.marking(entry.words, place, True))
    return entry


async def draft_of(records: Any) -> EntryDraft:
    draft = EntryDraft(
        records, PATIENT, CHICAGO, lambda: NOW, start=lambda work: work.close(), on_change=lambda: None
    )
    await draft.load("e1")
    return draft


@pytest.mark.parametrize(
    "change",
    [
        lambda entry: entry.revise(f"{entry.words} And him.", NOW),
        lambda entry: replace(entry, title="Zebra"),
        lambda entry: part(entry, 1),
        lambda entry: replace(entry, chosen=replace(entry.chosen, scope="title"), title="Zebra"),
    ],
    ids=["words", "title", "part", "only the title"],
)
async def test_what_another_page_changed_since_the_preview_is_not_shared_unseen(
    records: Any, change: Callable[[JournalEntry], JournalEntry]
) -> None:
    await records.save(an_entry())
    draft = await draft_of(records)
    seen = Previewed(draft.noun, draft.reader)
    await records.save(change(an_entry()))
    assert await draft.share_now(seen) == "changed"
    assert await records.every(ShareGrant) == []
    assert await records.every(SharedEntry) == []
    assert await draft.share_now(Previewed(draft.noun, draft.reader)) == "shared"


async def test_a_choice_made_after_the_preview_was_drawn_is_not_passed_over(records: Any) -> None:
    await records.save(an_entry())
    draft = await draft_of(records)
    seen = Previewed(draft.noun, draft.reader)
    draft.mark(1, True)
    assert await draft.share_now(seen) == "changed"
    assert await records.every(SharedEntry) == []


async def test_it_is_shared_with_nobody_but_whom_it_was_previewed_for(records: Any) -> None:
    await records.save(an_entry())
    draft = await draft_of(records)
    seen = Previewed(draft.noun, draft.reader)
    draft.ask("Practitioner/d1")
    assert await draft.share_now(seen) == "changed"
    assert await records.every(ShareGrant) == []


async def test_the_preview_says_that_something_changed_and_shows_it_as_it_is(
    records: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    await records.save(an_entry())
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/entry/e1/share")
        await phone.sees("Sam Sample will see this, letter for letter")
        look = EntryDraft.look_around

        async def written_meanwhile(self: EntryDraft) -> None:
            monkeypatch.setattr(EntryDraft, "look_around", look)
            await records.save(an_entry("Only this."))
            self.noun = an_entry("Only this.")
            await look(self)

        monkeypatch.setattr(EntryDraft, "look_around", written_meanwhile)
        await phone.tap("Share with Sam Sample")
        await phone.sees(re.compile("^Not shared: something changed meanwhile"))
        assert await records.every(SharedEntry) == []
        await phone.sees("Only this.")
        await phone.tap("Share with Sam Sample")
        await phone.until(lambda: phone.page.route != "/entry/e1/share", "the page before")
        assert phone.faults() == []
    assert [one.words for one in await records.every(SharedEntry)] == ["Only this."]


# --- two devices ---


async def in_conflict(records: Any, mine: JournalEntry, theirs: JournalEntry) -> EntryDraft:
    """Both devices changed what is read of it."""
    copy, *rest = share(an_entry(), PATIENT, SAM, NOW)
    await records.save_all([copy, *rest])
    await acknowledged(records)
    draft = await draft_of(records)
    kept = draft.noun
    await records.save(replace(mine, copies=kept.copies))
    draft = await draft_of(records)
    assert await draft.share_now() == "updated"
    rows = await records.due(NOW + timedelta(days=1), 50)
    (row,) = [one for one in rows if one.resource_type == "DocumentReference"]
    await records.begin([row.seq])
    (here,) = await records.every(SharedEntry)
    other = theirs.renewed(here, "")
    _, name = await records.server_id(here.id)
    await records.conflict(row.seq, ServerCopy(name, 'W/"9"', None, json.dumps(other.to_resource())))
    await draft.look_around()
    assert draft.conflict is not None
    return draft


@pytest.mark.parametrize("scope", ["part", "title"])
async def test_a_part_from_the_other_device_never_takes_the_place_of_the_whole(
    records: Any, scope: str
) -> None:
    theirs = part(an_entry(), 2)
    if scope == "title":
        theirs = an_entry(title="The lake", chosen=replace(an_entry().chosen, scope="title"))
    draft = await in_conflict(records, part(an_entry(), 0), theirs)
    assert draft.conflict is not None
    await draft.choose(draft.conflict[2].own_words)
    assert draft.conflict is None
    assert draft.noun.words == WORDS
    (kept,) = await records.every(JournalEntry)
    assert kept.words == WORDS
    (read,) = await records.every(SharedEntry)
    assert read.words == ("The lake" if scope == "title" else "[…] I called my sister.")


async def test_both_parts_are_shown_and_ones_own_may_stay_what_is_read(records: Any) -> None:
    draft = await in_conflict(records, part(an_entry(), 0), part(an_entry(), 2))
    assert draft.conflict is not None
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/entry/e1")
        await phone.sees(re.compile("^You shared a part on two devices"))
        await phone.sees("Woke with the lake. […]")
        await phone.sees("[…] I called my sister.")
        assert not phone.find(re.compile("^Keep both"))
        await phone.tap("Use these words")
        await phone.sees("Your words", "field")
        assert phone.faults() == []
    (read,) = await records.every(SharedEntry)
    assert read.words == "Woke with the lake. […]"
    assert [one.words for one in await records.every(JournalEntry)] == [WORDS]
