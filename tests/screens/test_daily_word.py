"""A word for the day, from the journal to the therapist and back: by the mechanisms alone."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import flet as ft
import pytest

from mobile.care.catalog import Who
from mobile.care.daily_word import DailyWord, SharedDailyWord, id_of_day
from mobile.care.grant import ShareGrant
from mobile.care.intention import Intention, begin
from mobile.care.sharing import share
from tests.screens.harness import THERAPIST, Phone, PretendWiring, opened_store
from tests.unit.care.samples import NOW, PATIENT, SAM, clinic_documents, receive, sent

ME, SAM_IN = Who("patient", PATIENT, "p1"), Who("practitioner", SAM.reference)
TODAY = date(2026, 6, 7)  # in the clinic's zone


@pytest.fixture
async def records(tmp_path: Path) -> Any:
    opened = await opened_store(tmp_path)
    await receive(opened, ME, *clinic_documents())
    return opened


def of_day(day: date, words: str) -> DailyWord:
    bare = DailyWord(id=id_of_day(day), words="", made_at=NOW, changed_at=NOW, day=day)
    return bare.revise(words, NOW)


async def test_it_is_written_from_the_journal_kept_as_it_is_typed_and_found_again(records: Any) -> None:
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/journal")
        await phone.tap("Write a word for today")
        await phone.sees(re.compile("^June 7, 2026. One word"))
        await phone.type("Your word", "slow")
        await phone.sees("Saved on this phone")
        assert phone.faults() == []
        kept = await records.get(DailyWord, id_of_day(TODAY))
        assert (kept.words, kept.day, kept.copies) == ("slow", TODAY, ())
        assert await records.count(SharedDailyWord) == 0
        await phone.tap("Done")
        await phone.sees("Daily words")
        await phone.sees(re.compile("slow"))
        await phone.sees("Only me")
        assert phone.faults() == []
        await phone.type("Search your words", "slo")
        await phone.sees(re.compile("slow"))
        await phone.type("Search your words", "w and more")
        await phone.sees("None of your words say this.")


async def test_a_day_has_one_word_and_an_earlier_day_keeps_its_own(records: Any) -> None:
    await records.save(of_day(TODAY - timedelta(days=2), "open"))
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        for words in ("slow", "slower"):
            await phone.start("/journal")
            await phone.tap("Write a word for today")
            await phone.type("Your word", words)
            await phone.tap("Done")
            await phone.rest()
    found = {one.day: one.words for one in await records.every(DailyWord)}
    assert found == {TODAY: "slower", TODAY - timedelta(days=2): "open"}


async def test_it_is_shared_listed_in_the_ledger_and_taken_back(records: Any) -> None:
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start(f"/word/{id_of_day(TODAY)}")
        await phone.type("Your word", "slow")
        await phone.tap("My therapist")
        await phone.sees("What Sam Sample will be able to read")
        await phone.tap("Done")
        await phone.rest()
        (copy,) = await records.every(SharedDailyWord)
        assert (copy.words, copy.day) == ("slow", TODAY)
        await phone.start("/sharing")
        await phone.sees("1 daily word")
        await phone.sees(re.compile("^Today · Shared"))
        await phone.tap("Take back from Sam Sample: slow")
        await phone.tap("Take back", "button")
        await phone.sees("Taken back. It stays here, only for you.")
        assert phone.faults() == []
    assert await records.every(SharedDailyWord) == []
    assert not any(grant.is_active for grant in await records.every(ShareGrant))
    assert (await records.get(DailyWord, id_of_day(TODAY))).words == "slow"


async def test_deleting_it_can_be_undone(records: Any) -> None:
    await records.save(of_day(TODAY, "slow"))
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/journal")
        await phone.tap(re.compile("slow"))
        await phone.tap("Delete this word")
        await phone.rest()
        assert await records.get(DailyWord, id_of_day(TODAY)) is None
        snack = next(d for d in phone.page._dialogs.controls if isinstance(d, ft.SnackBar) and d.action)
        await phone.session.dispatch_event(snack._i, "action", None)
        await phone.rest()
    assert (await records.get(DailyWord, id_of_day(TODAY))).words == "slow"


async def test_the_therapist_reads_what_was_shared_and_no_more(tmp_path: Path) -> None:
    records = await opened_store(tmp_path)
    documents = [one for one in clinic_documents() if one["resourceType"] != "Practitioner"]
    copy, grant, notice, _ = share(of_day(TODAY, "slow"), PATIENT, SAM, NOW)
    urn, name = f"urn:uuid:{copy.id}", "DocumentReference/d1"
    shared = [sent(grant, "c1", {urn: name}), sent(copy, "d1"), sent(notice, "n1", {urn: name})]
    other, *_ = share(of_day(TODAY - timedelta(days=1), "not opened"), PATIENT, SAM, NOW)
    await receive(records, SAM_IN, *documents, *shared)
    with pytest.raises(AssertionError):  # nothing opened it: it is not filed
        await receive(records, SAM_IN, sent(other, "d2"))
    assert [one.words for one in await records.every(SharedDailyWord)] == ["slow"]
    async with Phone(PretendWiring(person=THERAPIST, records=records, at=NOW)) as phone:
        await phone.start("/shared")
        await phone.tap(re.compile("Robin Example"))
        await phone.sees(re.compile("^Word for the day · Today · shared"))
        await phone.sees("slow")
        assert phone.faults() == []


@pytest.mark.parametrize("id", ["word-2099-01-01", "word-x", "new", "%F0%9F%AA%B6"])
async def test_whatever_the_address_says_a_new_word_is_of_no_day_to_come(records: Any, id: str) -> None:
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start(f"/word/{id}")
        await phone.sees(re.compile("^June 7, 2026. One word"))
        await phone.type("Your word", "now")
        await phone.rest()
    assert [one.day for one in await records.every(DailyWord)] == [TODAY]


async def test_the_address_of_a_day_to_come_takes_nothing_of_that_day(records: Any) -> None:
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/word/word-2026-06-08")
        await phone.type("Your word", "early")
        await phone.rest()
    async with Phone(PretendWiring(records=records, at=NOW + timedelta(days=1))) as phone:
        await phone.start("/journal")
        await phone.tap("Write a word for today")
        await phone.sees(re.compile("^June 8, 2026"))
        (field,) = phone.find("Your word", "field")
        assert field.control.value == ""


async def test_words_at_the_address_of_something_else_get_a_place_of_their_own(records: Any) -> None:
    intention = begin("i1", None, NOW).revise("Mine", NOW)
    await records.save(intention)
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/word/i1")
        await phone.type("Your word", "slow")
        await phone.sees("Saved on this phone")
    assert await records.get(Intention, "i1") == intention
    assert [one.words for one in await records.every(DailyWord)] == ["slow"]
