"""Entries in the Journal: by time, by what is set beside them, by their words; thrown away, brought back, and met again."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from mobile.care.catalog import Who
from mobile.care.journal.begin import begin
from mobile.care.journal.entry import JournalEntry
from mobile.care.journal.slept_on import SleptOn
from mobile.care.sharing import share
from mobile.screens.journal.entries import group_of
from mobile.screens.reads.trash import empty_trash
from tests.screens.harness import Phone, PretendWiring, opened_store
from tests.unit.care.samples import CHICAGO, NOW, PATIENT, SAM, clinic_documents, receive

ME = Who("patient", PATIENT, "p1")


@pytest.fixture
async def records(tmp_path: Path) -> Any:
    opened = await opened_store(tmp_path)
    await receive(opened, ME, *clinic_documents())
    return opened


def an_entry(id: str, words: str, at: datetime = NOW, **beside: Any) -> JournalEntry:
    return replace(begin(id, [], at, CHICAGO).revise(words, at), **beside)


async def test_entries_stand_under_their_time_with_who_can_read_them(records: Any) -> None:
    long_ago = NOW - timedelta(days=400)
    await records.save(an_entry("e0", "Snow on the roof.", long_ago))
    await records.save_all(
        list(share(an_entry("e1", "Lamplight.", NOW - timedelta(days=9)), PATIENT, SAM, NOW))
    )
    await records.save(an_entry("e2", "The lake again.", is_starred=True, day_after=2, phase="integrate"))
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/journal")
        for seen in (
            "This week",
            "May 2025",
            "The lake again.",
            "Lamplight.",
            "Snow on the roof.",
            "Starred",
        ):
            await phone.sees(seen)
        await phone.sees(re.compile("^Today, .*day 2$"))
        await phone.sees("Integrating")
        await phone.sees("Only me")
        assert phone.faults() == []


async def test_they_are_narrowed_by_star_share_tag_and_session(records: Any) -> None:
    await records.save(an_entry("e1", "Starry one.", is_starred=True))
    await records.save(an_entry("e2", "Tagged one.", tags=("lake",)))
    await records.save(an_entry("e3", "Of the session.", session="Appointment/a2", day_after=1))
    await records.save_all(list(share(an_entry("e4", "Given one."), PATIENT, SAM, NOW)))
    every = {"Starry one.", "Tagged one.", "Of the session.", "Given one."}
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/journal")

        async def shows(*expected: str) -> None:
            await phone.rest()
            assert {words for words in every if phone.find(re.compile(re.escape(words)))} == set(expected)

        await shows(*every)
        await phone.tap("Starred", "button")
        await shows("Starry one.")
        await phone.tap("Shared", "button")
        await shows("Given one.")
        await phone.tap("Session 2", "button")
        await shows("Of the session.")
        await phone.tap("Tags", "button")
        await phone.tap("lake", "button")
        await shows("Tagged one.")
        await phone.tap("All", "button")
        await shows(*every)
        assert phone.faults() == []


async def test_a_tag_written_in_two_ways_is_one_and_stands_as_it_is_mostly_written(records: Any) -> None:
    decomposed = "lago de la man\u0303ana"
    await records.save(an_entry("e1", "First of it.", tags=("Lake",)))
    await records.save(an_entry("e2", "Second of it.", tags=("lake", "a\u00f1o")))
    await records.save(an_entry("e3", "Third of it.", tags=("lake", "ano", decomposed)))
    await records.save(an_entry("e4", "Fourth of it.", tags=("Lago de la ma\u00f1ana",)))
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/journal")
        await phone.tap("Tags", "button")
        await phone.sees("ano")
        await phone.sees("a\u00f1o")
        assert not phone.find("Lake", "button")
        await phone.tap("lake", "button")
        await phone.sees("First of it.")
        await phone.sees("Third of it.")
        assert not phone.find("Fourth of it.")
        await phone.tap(re.compile("^lago de la ma", re.IGNORECASE), "button")
        await phone.sees("Fourth of it.")
        await phone.sees("Third of it.")
        assert not phone.find("First of it.")
        assert phone.faults() == []


async def test_search_finds_title_words_and_tags_and_nothing_in_the_trash(records: Any) -> None:
    await records.save(an_entry("e1", "Woke early.", title="The lake"))
    await records.save(an_entry("e2", "Slept.", tags=("lake",)))
    await records.save(an_entry("e3", "The lake is gone.").thrown_away(NOW))
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/journal")
        await phone.type("Search your words", "lake")
        await phone.sees(re.compile("Woke early"))
        await phone.sees(re.compile("Slept"))
        assert phone.find(re.compile("is gone")) == []
        await phone.type("Search your words", "harbour")
        await phone.sees("None of your words say this.")


async def test_what_a_search_looks_through_is_read_when_its_field_is_touched(records: Any) -> None:
    await records.save(an_entry("e1", "Woke early.", title="The lake"))
    kind = records._context.kind(JournalEntry.KIND.name)
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/journal")
        field = await phone.may_type("Search your words")
        assert not records._rows.words.knows(kind), "nobody who does not search pays for it"
        await phone.happens(field.control, "focus")
        await phone.until(lambda: records._rows.words.knows(kind), "all words, before the first letter")
        await phone.type("Search your words", "early")
        await phone.sees(re.compile("The lake"))
        assert phone.reported == []


async def test_fifty_at_a_time_and_what_is_in_the_trash_takes_no_place(records: Any) -> None:
    made = [an_entry(f"e{n}", f"Words {n:03}.", NOW - timedelta(minutes=200 - n)) for n in range(120)]
    await records.save_all([one.thrown_away(NOW) if n % 2 else one for n, one in enumerate(made)])
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/journal")
        await phone.sees("Words 118.")
        assert len(phone.find(re.compile(r"Words \d+\."), "button")) == 50
        await phone.tap("Show more")
        await phone.sees("Words 000.")
        assert phone.find(re.compile(r"Words 001\.")) == []


async def test_the_trash_gives_back_for_thirty_days_and_then_not(records: Any) -> None:
    await records.save(an_entry("e1", "Old one.").thrown_away(NOW - timedelta(days=31)))
    assert await empty_trash(records, NOW - timedelta(days=1)) == 0
    await records.save(an_entry("e2", "Newer one.").thrown_away(NOW - timedelta(days=29)))
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/journal/trash")
        await phone.sees("Gone in 1 day")
        assert phone.find(re.compile("Old one")) == []
        await phone.tap("Bring back Newer one.")
        await phone.sees("Nothing in the trash")
        assert phone.faults() == []
    assert await records.get(JournalEntry, "e1") is None
    assert (await records.get(JournalEntry, "e2")).deleted_at is None


async def test_a_clock_that_was_set_wrong_empties_no_trash(records: Any) -> None:
    await records.save(an_entry("e1", "Mine.").thrown_away(NOW))
    a_year_on = NOW + timedelta(days=365)
    async with Phone(PretendWiring(records=records, at=a_year_on)) as phone:
        await phone.start("/journal/trash")
        await phone.sees("Gone in 1 day")
    for day in (1, 2, 29):  # set right again
        assert await empty_trash(records, NOW + timedelta(days=day)) == 0
    assert await empty_trash(records, a_year_on + timedelta(days=9)) == 0, "and wrong once more"
    assert await empty_trash(records, NOW + timedelta(days=31)) == 0
    entry = await records.get(JournalEntry, "e1")
    assert entry.over_since == NOW + timedelta(days=31)
    assert entry.brought_back().over_since is None
    assert await empty_trash(records, NOW + timedelta(days=32)) == 1


async def test_what_was_brought_back_this_moment_is_not_removed(records: Any) -> None:
    entry = an_entry("e1", "Mine.").thrown_away(NOW - timedelta(days=31))
    await records.save(entry)
    await records.save(entry.brought_back())
    assert await empty_trash(records, NOW) == 0
    assert await records.get(JournalEntry, "e1") is not None


async def test_an_earlier_day_is_met_and_a_day_left_out_is_not(records: Any) -> None:
    far, further = NOW - timedelta(days=20), NOW - timedelta(days=40)
    await records.save(an_entry("e1", "Left out.", far, is_left_out=True))
    await records.save(an_entry("e2", "Same day.", far))
    await records.save(an_entry("e3", "The harbour.", further))
    await records.save(an_entry("e4", "This week."))
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/journal/other-days")
        await phone.sees(re.compile("The harbour"))
        said = " ".join(phone.texts())
        assert not any(words in said for words in ("Left out.", "Same day.", "This week."))
        assert phone.find("Another day") == []
        assert phone.faults() == []


async def test_what_was_slept_on_is_asked_again_on_today_and_let_go(records: Any) -> None:
    await records.save_all([an_entry("e1", "The lake."), SleptOn("e1", NOW + timedelta(hours=1))])
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/")
        await phone.rest()
        assert phone.find("You wanted to sleep on sharing this") == []
    async with Phone(PretendWiring(records=records, at=NOW + timedelta(hours=1))) as phone:
        await phone.start("/")
        await phone.sees("You wanted to sleep on sharing this")
        await phone.tap("Have a look")
        await phone.sees("Share this entry")
        await phone.tap("Back")
        await phone.start("/")
        await phone.tap("Let it go")
        await phone.rest()
        assert phone.find("You wanted to sleep on sharing this") == []
        assert phone.faults() == []
    assert await records.every(SleptOn) == []
    assert await records.get(JournalEntry, "e1") is not None


@pytest.mark.parametrize(
    ("day", "group"),
    [
        ("2026-06-07", "week"),
        ("2026-06-01", "week"),
        ("2026-05-31", "last_week"),
        ("2026-05-25", "last_week"),
        ("2026-05-24", "month"),
    ],
)
def test_weeks_are_the_clinics(day: str, group: str) -> None:
    at = datetime.fromisoformat(f"{day}T23:30:00").replace(tzinfo=CHICAGO)
    assert group_of(at, NOW, CHICAGO)[0] == group


async def test_after_a_copy_of_earlier_entries_was_brought_back_todays_stands_first(
    records: Any, tmp_path: Path
) -> None:
    """Two pages of earlier ones, brought to a device on which somebody wrote already."""
    (tmp_path / "old phone").mkdir()
    before = await opened_store(tmp_path / "old phone")
    for day in range(60):
        await before.save(an_entry(f"old{day}", f"Earlier {day}.", NOW - timedelta(days=100 - day)))
    await records.save(an_entry("new", "Written today."))
    copy = await before.export_sealed("four ordinary words", "somebody")
    await records.import_sealed(copy, "four ordinary words", "somebody")
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/journal")
        await phone.sees("Written today.")
        await phone.sees("Earlier 59.")
        first = min(phone.texts().index(text) for text in phone.texts() if text.startswith("Earlier"))
        assert phone.texts().index("Written today.") < first
        assert phone.faults() == []


async def test_a_clinic_whose_clock_runs_ahead_empties_no_trash(records: Any) -> None:
    """Nor one that runs behind what the device says."""
    await records.save(an_entry("e1", "Mine.").thrown_away(NOW))
    for day in (40, 42, 44):
        ahead = timedelta(days=day)
        assert await empty_trash(records, NOW + ahead, ahead) == 0
        assert await empty_trash(records, NOW, -ahead) == 0
    for day, gone in ((31, 0), (33, 1)):
        assert await empty_trash(records, NOW + timedelta(days=day)) == gone
