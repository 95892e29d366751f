"""A line of the summary that is crossed out, opened to the patient, or taken out before it was sent."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from mobile.care.summary import SummaryLine
from mobile.care.talk.draft import TalkDraft
from tests.screens.test_summary import PLACE, PRIVATE, SAM_IN, SHOWN, at_desk, desk, kept, line
from tests.unit.care.samples import NOW, PATIENT, SAM, receive


async def test_a_line_is_crossed_out_for_those_who_could_read_it_and_only_by_its_writer(
    tmp_path: Path,
) -> None:
    records = await desk(tmp_path, line(PRIVATE, "c1", author=SAM.reference), line(SHOWN, "c2", shows=True))
    async with at_desk(records) as phone:
        await phone.start(PLACE)
        await phone.sees(re.compile(SHOWN))
        assert not phone.find(re.compile(f"(Change|Cross out|Let Robin Example read it): {SHOWN[:6]}"))
        await phone.tap(re.compile("^Cross out: Please"))
        await phone.tap("Leave it")
        await phone.rest()
        assert not any(one.is_struck for one in await records.every(SummaryLine))
        await phone.tap(re.compile("^Cross out: Please"))
        await phone.sees("Cross out this line?")
        await phone.tap("Cross out")
        await phone.sees(re.compile("^Crossed out .* It does not hold any more."))
        await phone.sees(re.compile(PRIVATE))
        assert phone.faults() == []
    by_words = {one.words: one for one in await records.every(SummaryLine)}
    assert (by_words[PRIVATE].is_struck, by_words[PRIVATE].struck_at) == (True, NOW)
    assert not by_words[SHOWN].is_struck


@pytest.mark.parametrize(
    ("way", "yes"), [("^Let Robin Example read it", "Let them read it"), ("^Cross out", "Cross out")]
)
async def test_a_line_that_says_something_else_by_the_answer_is_left_alone(
    tmp_path: Path, way: str, yes: str
) -> None:
    records = await desk(tmp_path, line(PRIVATE, "c1", author=SAM.reference))
    async with at_desk(records) as phone:
        await phone.start(PLACE)
        await phone.tap(re.compile(way))
        await phone.sees(yes, "button")
        other = line("Other words, by then.", "c1", author=SAM.reference)
        await receive(records, SAM_IN, {**other, "meta": {"versionId": "2"}})
        await phone.tap(yes, "button")
        await phone.rest()
    assert [(one.words, one.is_struck) for one in await records.every(SummaryLine)] == [
        ("Other words, by then.", False)
    ]


async def test_a_closed_line_is_opened_only_after_a_question_with_its_very_words(tmp_path: Path) -> None:
    records = await desk(tmp_path, line(PRIVATE, "c1", author=SAM.reference))
    async with at_desk(records) as phone:
        await phone.start(PLACE)
        await phone.tap(re.compile("^Let Robin Example read it"))
        await phone.sees(re.compile(f"They read exactly this: “{PRIVATE}”"))
        await phone.tap("Only the care team", "button")
        await phone.rest()
        assert await kept(records) == [(PRIVATE, False)]
        await phone.tap(re.compile("^Let Robin Example read it"))
        await phone.tap("Let them read it")
        await phone.sees("Robin Example reads this line")
        assert not phone.find(re.compile("^Let Robin Example read it"))
        assert len([one for one in phone.texts() if one == PRIVATE]) == 1, "it stands once"
    assert sorted(await kept(records)) == [(PRIVATE, False), (PRIVATE, True)]
    closed, anew = sorted(await records.every(SummaryLine), key=lambda one: one.is_for_patient)
    assert anew.id == closed.opened_as
    assert closed.id not in anew.to_json()


async def test_a_line_that_nobody_has_yet_is_taken_out_into_the_box_of_its_own_people(tmp_path: Path) -> None:
    records = await desk(tmp_path)
    async with at_desk(records) as phone:
        await phone.start(PLACE)
        await phone.type("The line", PRIVATE)
        await phone.tap("Add")
        await phone.sees(re.compile("Waiting to send"))
        await phone.tap("Robin Example too")
        await phone.tap(re.compile("^Take out: Please"))
        await phone.sees("Only the care team reads this line")
        await phone.until(lambda: phone.find("The line", "field")[0].control.value == PRIVATE, "the words")
        assert phone.faults() == []
    assert await kept(records) == []
    assert [one.thread for one in await records.every(TalkDraft)] == [f"summary closed {PATIENT}"]


async def test_what_is_taken_out_never_comes_into_the_box_of_other_people(tmp_path: Path) -> None:
    """Who the line is for is turned while it is on its way back."""
    records = await desk(tmp_path)
    async with at_desk(records) as phone:
        await phone.start(PLACE)
        await phone.type("The line", PRIVATE)
        await phone.tap("Add")
        await phone.sees(re.compile("Waiting to send"))
        place: Any = phone.shell._top
        flush = place.answering.flush

        async def turned_meanwhile() -> bool:
            is_saved = await flush()
            place.answering.flush = flush
            await place._on_choose("open")
            return is_saved

        place.answering.flush = turned_meanwhile
        await phone.tap(re.compile("^Take out: Please"))
        await phone.sees("Robin Example reads this line in the app")
        await phone.rest()
        assert phone.find("The line", "field")[0].control.value == ""  # type: ignore[attr-defined]
    assert await kept(records) == [(PRIVATE, False)]
