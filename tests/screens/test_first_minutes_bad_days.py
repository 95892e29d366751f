"""The first minutes and later layers where things go wrong, or are shared: a full disk, a lock, a second page, a dosing day; what
is chosen is read by the therapist, and nothing else is."""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path
from typing import Any

import pytest

from mobile.care.journal.entry import JournalEntry
from mobile.care.journal.shared_entry import Beside, SharedEntry
from mobile.care.journal.shown import Shown
from mobile.care.journal.slept_on import SleptOn
from mobile.care.sharing import Reader, share
from mobile.records.errors import NotSaved
from mobile.records.ports import ServerCopy
from tests.screens.clinic_of import seeded
from tests.screens.harness import Phone
from tests.screens.test_layers import at, catch, entries, until_now, wiring
from tests.screens.test_own_record import made, words
from tests.screens.test_shell_places import english_only
from tests.unit.care.samples import sent

PIN = "314159"


@pytest.fixture
async def records(tmp_path: Path) -> Any:
    return await seeded(tmp_path, "rowan", change=until_now)


async def refused(nouns: Any, *more: Any, **over: Any) -> None:
    raise NotSaved("full")


async def test_a_full_disk_is_said_at_once_and_what_was_tapped_stays_until_it_is_saved(records: Any) -> None:
    async with Phone(wiring(records, at(0, "12:40"))) as phone:
        await phone.start("/")
        await phone.tap("Begin")
        records.save_all = refused
        await phone.tap("Soft")
        await phone.sees("Not saved: this phone has no space left. Your text stays here.")
        await phone.tap("Later")
        await phone.sees("Leave without saving?")
        await phone.tap("Stay here")
        await phone.tap("Blue")
        await phone.tap("Calm")
        await phone.tap("Done")
        await phone.sees("Colour: Blue")
        await phone.sees(re.compile("no space left"))
        assert not phone.find("Saved on this phone")
        del records.save_all
        await phone.tap("Try again")
        await phone.sees("Saved on this phone")
        await phone.sees_no("Try again")
        await phone.tap("Done")
        await phone.goes_to("/")
    (one,) = await entries(records)
    assert (one.words, one.is_settled) == ("Soft. Blue. Calm.", True)


async def test_a_tap_on_its_way_while_the_last_is_saved_is_not_lost(records: Any) -> None:
    save, may_commit = records.save_all, asyncio.Event()

    async def slowly(nouns: Any, *more: Any, **over: Any) -> None:
        await may_commit.wait()
        await save(nouns, *more, **over)

    async with Phone(wiring(records, at(0, "12:40"))) as phone:
        await phone.start("/")
        await phone.tap("Begin")
        await phone.tap("Soft")
        await phone.tap("Blue")
        await phone.until(lambda: bool(phone.find("Feeling", "heading")))
        await phone.rest()
        records.save_all = slowly
        await phone.tap("Calm")
        (done, *_) = (one for one in phone.find("Done") if one.is_tappable())
        may_commit.set()
        await phone.sees("Saved on this phone")
        await phone._press(done)
        await phone.sees("Session day")
    (one,) = await entries(records)
    assert one.is_settled


async def test_what_no_disk_took_before_the_lock_is_there_after_it(records: Any) -> None:
    device = wiring(records, at(0, "12:40"), pin=PIN)
    async with Phone(device) as phone:
        await phone.start("/")
        await phone.tap("Begin")
        records.save_all = refused
        await phone.tap("Soft")
        await phone.sees(re.compile("no space left"))
        await device.lock_now()
        await phone.rest()
        await phone.sees("Welcome back")
        assert not phone.find(re.compile("Soft"))
        del records.save_all
        for digit in PIN:
            await phone.tap(digit, "button")
        await phone.sees("Word: Soft. Choose again")
        await phone.sees("Colour", "heading")
        await phone.until(lambda: "Soft" in str(phone.texts()))
        await phone.rest()
        await phone.tap("Later")
        await phone.sees("Go on")
        assert phone.faults() == []
    (one,) = await entries(records)
    assert one.words == "Soft."


async def test_two_pages_that_catch_at_once_lose_nothing_and_what_is_done_stands(records: Any) -> None:
    async with (
        Phone(wiring(records, at(0, "12:40"))) as one,
        Phone(wiring(records, at(0, "12:40"))) as other,
    ):
        await one.start("/")
        await one.tap("Begin")
        await other.start("/")
        await other.tap("Begin")
        await one.tap("Soft")
        await one.tap("None")
        await one.tap("None")
        await other.sees("Word: Soft. Choose again")  # it hears of it at once
        await one.tap("Done")
        await other.sees("Word: Soft")
        await other.tap("Done")
        await other.rest()
        assert one.faults() == []
    (kept,) = await entries(records)
    assert (kept.words, kept.is_settled) == ("Soft.", True)


async def test_on_the_day_itself_sharing_can_only_be_slept_on(records: Any) -> None:
    await catch(records, "Soft", "Blue", "Calm")
    (one,) = await entries(records)
    async with Phone(wiring(records, at(0, "13:00"))) as phone:
        await phone.start(f"/entry/{one.id}/share")
        await phone.sees(re.compile("^You can share it tomorrow"))
        assert not phone.find("Share with Sam Fixture")
        await phone.tap("Sleep on it")
        await phone.rest()
    assert [each.entry for each in await records.every(SleptOn)] == [one.id]
    assert await records.every(SharedEntry) == []
    async with Phone(wiring(records, at(1, "12:00"))) as phone:
        await phone.start("/")
        await phone.sees("You wanted to sleep on sharing this", "heading")
        await phone.sees("Right after", "heading")
        await phone.tap("Have a look")
        await phone.tap(re.compile("^A part"))
        await phone.tap("Blue.")
        await phone.tap("Share with Sam Fixture")
        await phone.rest()
        assert phone.faults() == []
    (copy,) = await records.every(SharedEntry)
    assert copy.words == "Right after\n\n[…] Blue. […]"
    assert "Soft" not in copy.to_json()
    (raw,) = await entries(records)
    assert (raw.words, raw.caught) == (one.words, one.caught)


async def test_in_spanish_every_word_of_it_is_spanish(records: Any) -> None:
    device = wiring(records, at(0, "12:40"))
    await device.change_settings(language="es")
    async with Phone(device) as phone:
        await phone.start("/")
        await phone.sees("Justo después", "heading")
        assert phone.faults(untranslated=english_only()) == []
        await phone.tap("Empezar")
        await phone.sees("Palabra", "heading")
        assert phone.faults(untranslated=english_only()) == []
        await phone.tap("Suave")
        await phone.tap("Azul")
        await phone.tap("Nada")
        assert phone.faults(untranslated=english_only()) == []
        await phone.tap("Listo")
    (one,) = await entries(records)
    assert (one.words, one.title) == ("Suave. Azul.", "Justo después")


async def test_where_nothing_is_kept_after_closing_the_end_says_so(records: Any) -> None:
    async with Phone(wiring(records, at(0, "12:40"), mode="serve")) as phone:
        await phone.start("/")
        await phone.tap("Begin")
        for word in ("Soft", "Blue", "Calm"):
            await phone.tap(word)
        await phone.sees(re.compile("^Kept only while this page is open"))
        assert not phone.find("Saved on this phone")


async def test_what_was_caught_lies_in_the_trash_and_comes_back_as_it_was(records: Any) -> None:
    await catch(records, "Soft", "None", "None")
    (one,) = await entries(records)
    async with Phone(wiring(records, at(1, "13:00"))) as phone:
        await phone.start(f"/entry/{one.id}")
        await phone.tap("Delete this entry")
        await phone.sees("Search your words")  # the way back is behind
        await phone.start("/")
        await phone.sees("A day later", "heading")
        await phone.sees_no("Right after", "heading")
        await phone.start(f"/first-minutes/{one.id}")
        await phone.sees("Nothing is asked now", "heading")
        await phone.start(f"/entry/{one.id}")
        await phone.tap("Bring back")
        await phone.sees_no("This entry is in the trash.")
        assert phone.faults() == []
    found = await records.get(JournalEntry, one.id)
    assert found == one


async def test_all_of_it_is_on_paper_and_comes_back_from_a_sealed_copy_as_it_was(
    records: Any, tmp_path: Path
) -> None:
    await catch(records, "Soft", "Blue", "Calm")
    async with Phone(wiring(records, at(1, "09:00"))) as phone:
        await phone.start("/")
        await phone.tap("Write")
        await phone.type("Your words", "My sister matters.")
        await phone.sees("Saved on this phone")
    paper = words(await made(records))
    for said in ("Right after", "Soft. Blue. Calm.", "What still matters?", "My sister matters."):
        assert said in paper
    copy = await records.export_sealed("four ordinary words", "clinic|Patient/rowan")
    other = await seeded(tmp_path / "other", "rowan", change=until_now)
    await other.import_sealed(copy, "four ordinary words", "clinic|Patient/rowan")
    assert [one.to_json() for one in await entries(other)] == [
        one.to_json() for one in await entries(records)
    ]


async def test_what_another_device_made_of_the_shared_copy_is_kept_beside_the_raw_and_changes_nothing_of_it(
    records: Any,
) -> None:
    await catch(records, "Soft", "Blue", "Calm")
    (raw,) = await entries(records)
    copy, *others = share(raw, "Patient/rowan", Reader("Practitioner/sam", "Sam Fixture"), at(1, "12:00"))
    await records.save_all([copy, *others])
    (row,) = [r for r in await records.due(at(9, "00:00"), 50) if r.local_id == copy.id]
    await records.begin([row.seq])
    assert isinstance(copy, SharedEntry)
    theirs = sent(copy.saying(Shown(pieces=("Softer.",)), Beside(raw.made_at, raw.session, 0)), "77")
    await records.conflict(row.seq, ServerCopy("77", 'W/"9"', None, json.dumps(theirs)))
    async with Phone(wiring(records, at(1, "13:00"))) as phone:
        await phone.start(f"/entry/{raw.id}")
        await phone.sees("On the other device")
        (_, theirs_words) = [one for one in phone.find("Use these words") if one.is_tappable()]
        await phone._press(theirs_words)
        await phone.sees("Who can see this?")
        assert phone.faults() == []
    found = await records.get(JournalEntry, raw.id)
    assert (found.words, found.caught) == (raw.words, raw.caught)
    assert "Softer." in [one.words for one in found.versions]


async def test_what_was_begun_and_thrown_away_is_not_offered_to_go_on_with(records: Any) -> None:
    async with Phone(wiring(records, at(0, "12:40"))) as phone:
        await phone.start("/")
        await phone.tap("Begin")
        await phone.tap("Soft")
        await phone.start("/")
        await phone.sees("Go on", "button")
    (one,) = await entries(records)
    async with Phone(
        wiring(records, at(1, "13:00"))
    ) as phone:  # the day itself keeps what it is asked to delete
        await phone.start(f"/entry/{one.id}")
        await phone.tap("Delete this entry")
        await phone.sees("Search your words")
    async with Phone(wiring(records, at(0, "12:50"))) as phone:
        await phone.start("/")
        await phone.sees("The ride home", "heading")
        assert not phone.find("Right after", "heading")
        assert phone.faults() == []
