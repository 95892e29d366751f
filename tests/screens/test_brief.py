"""The brief before a meeting: what is in it, what is not, that opening it is reading, and that it closes with the sharing."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from mobile.care.catalog import Who
from mobile.care.notices import ShareNotice
from tests.screens.harness import THERAPIST, Phone, PretendWiring, opened_store
from tests.shared_things import (
    Shared,
    a_commitment,
    a_request,
    an_entry,
    an_intention,
    documents_of,
    shared,
)
from tests.unit.care.samples import NOW, SAM, clinic_documents, receive

SAM_IN = Who("practitioner", SAM.reference)
START = "I called my sister before breakfast."
REQUEST = "My old job. I will say when."
INTENTION = "To sit with the lamplight as it is."
STARRED = "Slept through. Walked as far as the bridge."
PLAIN = "An entry without a star."
PROMISE = "Ten minutes outside before work"


def things() -> list[Shared]:
    made = [
        an_entry(START, is_start=True, title="The lake, again"),
        a_request(REQUEST),
        an_intention(INTENTION),
        an_entry(STARRED, days=1, is_starred=True),
        an_entry(PLAIN),
        a_commitment(PROMISE),
        a_commitment("Call my sister").became("done"),
    ]
    return [shared(one, number, NOW - timedelta(hours=1)) for number, one in enumerate(made)]


async def desk(folder: Path, *shares: Shared, **more: Any) -> Any:
    records = await opened_store(folder)
    own = [one for one in clinic_documents() if one["resourceType"] != "Practitioner"]
    await receive(records, SAM_IN, *own, *documents_of(shares))
    return records


def phone_of(records: Any, width: int = 1280, **more: Any) -> Phone:
    wiring = PretendWiring(person=THERAPIST, records=records, at=NOW, **more)
    return Phone(wiring, width=width, platform="linux")


def on_page(phone: Phone) -> str:
    return "\n".join(phone.texts())


async def printed(phone: Phone) -> str:
    """The words of the PDF that is handed over at a tap."""
    before = len(phone.invoked)
    await phone.tap("Print or keep")
    await phone.until(lambda: any(name == "save_file" for name, _ in phone.invoked[before:]), "a file")
    (asked,) = [arguments for name, arguments in phone.invoked[before:] if name == "save_file"]
    return " ".join(
        " ".join(one.extract_text() for one in PdfReader(io.BytesIO(asked["src_bytes"])).pages).split()
    )


async def test_it_says_where_to_start_what_to_leave_alone_and_what_was_shared(tmp_path: Path) -> None:
    records = await desk(tmp_path, *things())
    async with phone_of(records) as phone:
        await phone.start("/shared/p1")
        await phone.key("B")
        await phone.sees("The one moment to start with · chosen by Robin Example")
        assert phone.page.route == "/shared/p1/brief"
        for words in (START, REQUEST, INTENTION, STARRED, PROMISE):
            await phone.sees(re.compile(f"“{re.escape(words)}”"))
        await phone.sees("Please do not bring up")
        await phone.sees("Session 3 of 6, Tuesday, June 9, 2:00\u00a0PM · Room 2")
        await phone.sees("3 entries shared after it")
        await phone.sees("Not in this brief: 1 commitment, 1 journal entry.")
        page = on_page(phone)
        assert PLAIN not in page
        assert "Call my sister" not in page
        places = [page.index(words) for words in (START, REQUEST, INTENTION, STARRED, PROMISE)]
        assert places == sorted(places)
        assert phone.faults() == []


async def test_the_paper_says_the_words_of_the_screen_and_none_is_made_before_it_is_asked_for(
    tmp_path: Path,
) -> None:
    records = await desk(tmp_path, *things())
    async with phone_of(records) as phone:
        await phone.start("/shared/p1/brief")
        await phone.sees("Open commitments")
        assert not [name for name, _ in phone.invoked if name == "save_file"]
        screen = [" ".join(line.split()) for name in phone.texts() for line in name.split("\n")]
        paper = await printed(phone)
        own = (
            "Print or keep",
            "Making it",
            "The file is a PDF",
            "Robin Example sees that",
            "Your file",
            "Brief before",
        )
        around = ("Support", "Shared", "Messages", "Settings", "Back")
        words = [one for one in screen if one and not one.startswith(own) and one not in around]
        assert words
        assert [one for one in words if one not in paper] == []
        assert "Page 1 of 1" in paper


async def test_opening_it_is_reading_what_stands_in_it_and_nothing_else(tmp_path: Path) -> None:
    shares = things()
    records = await desk(tmp_path, *shares)
    async with phone_of(records) as phone:
        await phone.start("/shared/p1/brief")
        await phone.sees("Robin Example sees that you read what stands here in their words.")
        await phone.rest()
    read = {name for one in await records.every(ShareNotice) if one.is_read for name in one.about}
    shown = {one.copy.words for one in shares if one.copy.names & read or one.documents[1]["id"] in str(read)}
    assert {words.split("\n\n")[-1] for words in shown} == {START, REQUEST, INTENTION, STARRED, PROMISE}


async def test_what_is_taken_back_while_it_is_open_goes_and_in_the_end_it_closes(tmp_path: Path) -> None:
    shares = things()
    records = await desk(tmp_path, *shares)
    async with phone_of(records) as phone:
        await phone.start("/shared/p1/brief")
        await phone.sees(re.compile(START))
        await receive(records, SAM_IN, shares[0].taken_back(NOW))
        await phone.sees_no(re.compile(START))
        await phone.sees("Something was taken back while this was open. What it said is no longer here.")
        await phone.sees(re.compile(INTENTION))
        assert START not in await printed(phone)
        await receive(records, SAM_IN, *(one.taken_back(NOW) for one in shares[1:]))
        await phone.sees(
            re.compile("^Robin Example shares nothing with you any more, so this brief is closed.")
        )
        assert not phone.find("Print or keep")
        page = on_page(phone)
        assert not [one for one in (REQUEST, INTENTION, STARRED, PROMISE) if one in page]
        assert phone.faults() == []


async def test_where_nothing_was_shared_for_days_that_is_a_fact_with_its_date(tmp_path: Path) -> None:
    old = shared(an_entry(STARRED, days=4, is_starred=True), 1, NOW - timedelta(days=4))
    records = await desk(tmp_path, old)
    async with phone_of(records, width=390) as phone:
        await phone.start("/shared/p1/brief")
        await phone.sees(
            "Nothing they wrote or said was shared since June 3, 2026. This is a fact, not a finding."
        )
        assert "Nothing they wrote or said was shared since June 3, 2026." in await printed(phone)
        assert phone.faults() == []


async def test_before_all_is_here_nothing_is_said_to_be_missing(tmp_path: Path) -> None:
    old = shared(an_entry(STARRED, days=4, is_starred=True), 1, NOW - timedelta(days=4))
    records = await desk(tmp_path, old)
    async with phone_of(records) as phone:
        phone.wiring.status.says(first="coming")
        await phone.start("/shared/p1/brief")
        await phone.sees(re.compile(STARRED))
        assert not phone.find(re.compile("^Nothing they wrote or said was shared since|^No open alert"))


@pytest.mark.parametrize("route", ["/shared/p9/brief", "/shared/%2e%2e/brief", "/shared/p1%2F/brief"])
async def test_a_brief_of_nobody_is_empty_and_says_so(tmp_path: Path, route: str) -> None:
    records = await desk(tmp_path, *things())
    async with phone_of(records) as phone:
        await phone.start(route)
        page = on_page(phone)
        assert not [one for one in (START, REQUEST, INTENTION) if one in page]
        assert phone.faults() == []


async def test_a_patient_cannot_open_one(tmp_path: Path) -> None:
    records = await desk(tmp_path, *things())
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/shared/p1/brief")
        assert START not in on_page(phone)


async def test_the_key_stands_under_the_others_and_the_button_on_a_phone(tmp_path: Path) -> None:
    records = await desk(tmp_path, *things())
    async with phone_of(records) as phone:
        await phone.start("/shared/p1")
        await phone.key("?")
        await phone.sees(re.compile("Opens the brief of who is open, before you meet"))
        assert phone.faults() == []
    async with phone_of(records, width=390) as phone:
        await phone.start("/shared/p1")
        await phone.tap("Brief before meeting")
        await phone.sees("Please do not bring up")
        assert phone.faults() == []


async def test_a_long_entry_from_right_to_left_is_whole_on_as_many_pages_as_it_takes(tmp_path: Path) -> None:
    hebrew = "שלום לכולם, זה היה יום ארוך. " * 200
    long = " ".join(f"word{n}" for n in range(1500))
    made = [an_entry(hebrew.strip(), is_start=True), an_entry(long, is_starred=True)]
    records = await desk(tmp_path, *(shared(one, n) for n, one in enumerate(made)))
    async with phone_of(records) as phone:
        await phone.start("/shared/p1/brief")
        await phone.sees(re.compile("word1499"))
        paper = await printed(phone)
        assert all(f"word{n}" in paper for n in range(1500))
        assert paper.count("שלום"[::-1]) == 200, "as a reader of the file finds it: from the left"
        assert "This goes on on the next page · Page 1 of" in paper


async def test_two_devices_that_each_chose_one_show_what_was_chosen_last(tmp_path: Path) -> None:
    earlier = an_entry("Chosen first.").starting_here(NOW - timedelta(hours=2))
    later = an_entry("Chosen last.").starting_here(NOW - timedelta(hours=1))
    records = await desk(tmp_path, shared(later, 1), shared(earlier, 2))
    async with phone_of(records) as phone:
        await phone.start("/shared/p1/brief")
        await phone.sees(re.compile("Chosen last"))
        assert "Chosen first" not in on_page(phone)


async def test_of_what_was_spoken_the_line_stands_there_and_it_is_not_called_title_and_steps(
    tmp_path: Path,
) -> None:
    entry = an_entry("Lamplight.", is_starred=True, title="In the evening", voice=("v1",))
    chosen = replace(entry.chosen, scope="title", voice="1 voice note, 0:40")
    records = await desk(tmp_path, shared(replace(entry, chosen=chosen), 1))
    async with phone_of(records) as phone:
        await phone.start("/shared/p1/brief")
        await phone.sees(re.compile(r"“In the evening”\s+1 voice note, 0:40"))
        await phone.sees("what was spoken, no sentences")
        assert "1 voice note, 0:40" in await printed(phone)
        assert "Lamplight" not in on_page(phone)
