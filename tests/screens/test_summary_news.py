"""That somebody wrote a line of the shared summary comes to those who read it: in the therapist's list, on the patient's Today, and no
more once it was opened. The desk's keys, its pages, and the first line of somebody who shares nothing."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import flet as ft
import pytest

from mobile.care.summary import SummaryLine
from mobile.care.summary_read import LineRead
from mobile.design.tokens import CARD_GAP
from tests.screens.harness import opened_store
from tests.screens.test_summary import (
    ASH,
    ME,
    PLACE,
    PRIVATE,
    SAM_IN,
    SHOWN,
    at_desk,
    desk,
    line,
    on_phone,
)
from tests.unit.care.samples import NOW, PATIENT, SAM, clinic_documents, receive, sent

NEW = "New in the summary"


def read(document: dict[str, Any], id: str, reader: str) -> dict[str, Any]:
    """As another device of the reader's says it."""
    made = LineRead.of(SummaryLine.from_resource(document), reader, NOW)
    return sent(made, id, {f"urn:uuid:{made.line}": f"Composition/{document['id']}"})


async def marked(records: Any) -> list[tuple[str | None, str | None]]:
    return sorted((one.line, one.reader) for one in await records.every(LineRead))


# --- the list of patients ---


async def test_the_list_says_that_a_colleague_wrote_until_the_summary_was_opened(tmp_path: Path) -> None:
    records = await desk(tmp_path, line(PRIVATE, "c1"), line("Mine.", "c2", author=SAM.reference, days=2))
    async with at_desk(records) as phone:
        await phone.start("/shared")
        await phone.sees(NEW)
        assert not phone.find(re.compile("2 new in the summary")), "one's own is no news"
        await phone.start("/shared/p1")
        await phone.sees(NEW)
        assert await marked(records) == [], "what stands beside is not the summary"
        await phone.key("L")
        await phone.sees(PRIVATE)
        await phone.sees("New")
        await phone.start("/shared")
        await phone.sees_no(NEW)
        assert phone.faults() == []
    (mark,) = await records.every(LineRead)
    assert (mark.line, mark.reader, mark.read_at) == ("id-c1", SAM.reference, NOW)
    rows = [json.loads(row.payload) for row in await records.due(NOW + timedelta(days=1), 9)]
    (told,) = [row for row in rows if row["category"][0]["coding"][0]["code"] == "summary-line-read"]
    assert told["recipient"] == [{"reference": ASH}]
    assert "subject" not in told, "it is in no patient's record"
    assert "payload" not in told


async def test_what_another_device_of_theirs_opened_is_no_news(tmp_path: Path) -> None:
    first, second = line(PRIVATE, "c1"), line(SHOWN, "c2", shows=True, days=2)
    records = await desk(tmp_path, first, second, read(first, "m1", SAM.reference))
    async with at_desk(records) as phone:
        await phone.start("/shared")
        await phone.sees(NEW)
        await receive(records, SAM_IN, read(second, "m3", SAM.reference))
        await phone.sees_no(NEW)


async def test_a_line_that_was_crossed_out_before_it_was_read_is_no_news(tmp_path: Path) -> None:
    gone = {**line(PRIVATE, "c1"), "status": "entered-in-error"}
    records = await desk(tmp_path, gone)
    async with at_desk(records) as phone:
        await phone.start("/shared")
        await phone.sees(re.compile("Robin Example"))
        await phone.rest()
        assert not phone.find(NEW)


async def test_a_writer_sees_who_read_their_line(tmp_path: Path) -> None:
    mine = line(SHOWN, "c1", author=SAM.reference, shows=True)
    records = await desk(tmp_path, mine, read(mine, "m1", PATIENT))
    async with at_desk(records) as phone:
        await phone.start(PLACE)
        await phone.sees(re.compile("^Read by Robin Example, "))
        assert phone.faults() == []


# --- the page ---


async def test_all_lines_can_be_reached_and_what_was_not_shown_is_not_read(tmp_path: Path) -> None:
    many = [line(f"Line {n}.", f"c{n}", days=n + 1) for n in range(60)]
    records = await desk(tmp_path, *many)
    async with at_desk(records) as phone:
        await phone.start(PLACE)
        await phone.sees("Line 49.")
        assert not phone.find("Line 50.")
        assert len(await marked(records)) == 50
        await phone.tap("Show more")
        await phone.sees("Line 59.")
        assert len(await marked(records)) == 60
        assert phone.faults() == []


async def test_keys_go_through_the_lines_write_add_and_say_what_they_do(tmp_path: Path) -> None:
    records = await desk(tmp_path, line(PRIVATE, "c1"), line(SHOWN, "c2", shows=True, days=2))
    async with at_desk(records) as phone:
        await phone.start(PLACE)
        await phone.sees(re.compile("^next line$"))
        await phone.key("?")
        await phone.sees(re.compile("Goes to the next line, from the newest to the oldest"))
        await phone.sees(re.compile("Adds the line that is being written"))
        tops = await heights(phone, 100.0)
        for key, line_id in (("J", "id-c1"), ("J", "id-c2"), ("J", "id-c2"), ("K", "id-c1")):
            await phone.key(key)
            gone = [args["offset"] for name, args in phone.invoked if name == "scroll_to"]
            assert gone[-1] == tops[line_id], key
        assert [name for name, _ in phone.invoked].count("focus") == 3, "who wrote it is read out at each"
        await phone.key("R")
        await phone.type("The line", "By the keyboard.")
        await phone.key("Enter", ctrl=True)
        await phone.sees(re.compile("Waiting to send"))
        assert phone.faults() == []
    assert "By the keyboard." in {one.words for one in await records.every(SummaryLine)}


async def heights(phone: Any, height: float) -> dict[str, float]:
    """The client tells that everything on the page is so high. Returns where each piece begins."""
    sizes = phone.shell._top.stepping._sizes
    place, tops = phone.shell._top._place, {}
    for number, (name, piece) in enumerate(zip(sizes.names, place.controls, strict=False)):
        await phone.happens(piece, "size_change", {"w": 600.0, "h": height})
        tops[name] = number * (height + CARD_GAP)
    return tops


@pytest.mark.parametrize("width", [390, 1280])
async def test_keys_are_named_only_where_they_are_heard(tmp_path: Path, width: int) -> None:
    records = await desk(tmp_path, line(PRIVATE, "c1"))
    async with at_desk(records, width) as phone:
        await phone.start(PLACE)
        await phone.sees(PRIVATE)
        assert bool(phone.find(re.compile("^next line$"))) is (width == 1280)


async def test_add_is_as_wide_as_its_word_and_leaves_room_for_what_stands_beside_it(tmp_path: Path) -> None:
    records = await desk(tmp_path)
    async with at_desk(records) as phone:
        await phone.start(PLACE)
        await phone.sees(re.compile("^Lines are part of the record"))
        (button,) = (one for one in phone.find("Add", "button") if one.control.__class__ is ft.Button)
        assert button.control.width is None


async def test_who_shares_nothing_gets_their_first_line_from_the_list(tmp_path: Path) -> None:
    records = await opened_store(tmp_path)
    own = [one for one in clinic_documents() if one["resourceType"] != "Practitioner"]
    await receive(records, SAM_IN, *own)
    async with at_desk(records) as phone:
        await phone.start("/shared")
        await phone.sees(re.compile("^In your care, nothing shared with you"))
        await phone.sees("Nothing is shared with you yet")
        await phone.tap(re.compile("Robin Example"))
        await phone.until(lambda: phone.page.route == PLACE, "the summary")
        await phone.type("The line", PRIVATE)
        await phone.tap("Add")
        await phone.sees(re.compile("Waiting to send"))
        await phone.start("/shared")
        await phone.sees_no(re.compile("^In your care, nothing shared with you"))
        await phone.sees(re.compile("Robin Example"))
        assert phone.faults() == []


async def test_who_is_not_of_the_team_that_keeps_one_is_not_listed(tmp_path: Path) -> None:
    records = await opened_store(tmp_path)
    await receive(
        records,
        SAM_IN,
        *(one for one in clinic_documents() if one["resourceType"] not in ("Practitioner", "CareTeam")),
    )
    async with at_desk(records) as phone:
        await phone.start("/shared")
        await phone.sees("Nothing is shared with you yet")
        assert not phone.find(re.compile("In your care"))


# --- the patient ---


async def test_today_says_that_a_note_came_and_leads_to_it_until_it_was_read(tmp_path: Path) -> None:
    records, phone = await on_phone(tmp_path, line(SHOWN, "c1", shows=True))
    async with phone:
        await phone.start("/")
        assert not phone.find(re.compile(SHOWN)), "never its words"
        await phone.tap(re.compile("^Dr Demo wrote a note for you"))
        await phone.until(lambda: phone.page.route == "/care-notes", "the notes")
        await phone.sees(SHOWN)
        await phone.sees("New")
        await phone.sees("Whoever wrote a note sees that you read it.")
        await phone.start("/")
        await phone.sees_no(re.compile("wrote a note for you"))
        assert phone.faults() == []
    (mark,) = await records.every(LineRead)
    (row,) = await records.due(NOW + timedelta(days=1), 9)
    told = json.loads(row.payload)
    assert (mark.reader, told["subject"], told["recipient"]) == (
        PATIENT,
        {"reference": PATIENT},
        [{"reference": ASH}],
    )
    assert SHOWN not in row.payload


async def test_care_counts_the_notes_that_are_new(tmp_path: Path) -> None:
    first = line(SHOWN, "c1", shows=True)
    _, phone = await on_phone(tmp_path, first, line("Another.", "c2", shows=True), read(first, "m1", PATIENT))
    async with phone:
        await phone.start("/care")
        await phone.sees(re.compile("Notes from your care team.*1 not read yet", re.DOTALL))


async def test_what_was_read_on_another_device_is_no_news_on_today(tmp_path: Path) -> None:
    first = line(SHOWN, "c1", shows=True)
    records, phone = await on_phone(tmp_path, first)
    async with phone:
        await phone.start("/")
        await phone.sees(re.compile("wrote a note for you"))
        await receive(records, ME, read(first, "m1", PATIENT))
        await phone.sees_no(re.compile("wrote a note for you"))
