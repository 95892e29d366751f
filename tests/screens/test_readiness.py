"""The readiness board: whose turn, since when, what next, how to ask; the next step first; nothing invented."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from mobile.care.forms.definition import FormDefinition
from mobile.screens.file_export import Made
from mobile.screens.reads.readiness import board
from tests.screens.clinic_of import NOW, Document, documents_of, person, receive_all, seeded
from tests.screens.harness import Phone, PretendWiring, opened_store

ZONE = ZoneInfo("America/Chicago")


def wiring(records: Any, name: str = "ines", **more: Any) -> PretendWiring:
    return PretendWiring(records=records, person=person(name), at=NOW, **more)


async def test_what_was_begun_is_the_next_step_and_every_step_stands_in_one_group(tmp_path: Path) -> None:
    found = await board(await seeded(tmp_path, "ines"), NOW, ZONE)
    assert found.next is not None
    assert found.next.form is not None
    assert "health-history" in found.next.form
    assert found.next.progress is not None
    assert found.way_in(found.next) == f"/form/{found.next.progress.response_id}"
    turns = found.turns
    grouped = [*turns.yours, *turns.clinic, *turns.third_party, *turns.on_hold, *turns.done]
    assert sorted(one.key for one in grouped) == sorted(one.key for one in found.steps)
    assert found.is_first
    assert found.is_open


async def test_a_clinic_without_task_shows_the_same_steps(tmp_path: Path) -> None:
    with_task = await board(await seeded(tmp_path / "a", "ines"), NOW, ZONE)
    without = await board(await seeded(tmp_path / "b", "ines", without=("Task",)), NOW, ZONE)
    assert [(one.key, one.turn, one.state) for one in without.steps] == [
        (one.key, one.turn, one.state) for one in with_task.steps
    ]


async def test_the_board_says_whose_turn_since_when_and_what_is_usual(tmp_path: Path) -> None:
    async with Phone(wiring(await seeded(tmp_path, "ines"))) as phone:
        await phone.start("/forms")
        await phone.sees("Your next step", "heading")
        await phone.sees("About your health", "heading")
        await phone.sees("Go on", "button")
        await phone.sees("Not yours to do", "heading")
        await phone.sees(re.compile("since yesterday · Usually"))
        assert phone.faults() == []
        assert phone.reported == []


async def test_getting_ready_shows_one_next_card_and_what_is_left_opens(tmp_path: Path) -> None:
    records = await seeded(tmp_path, "ines")
    found = await board(records, NOW, ZONE)
    rest = [one for one in found.turns.yours if one is not found.next]
    async with Phone(wiring(records)) as phone:
        await phone.start("/forms")
        await phone.sees(f"{len(found.turns.yours)} left for you")
        assert found.next is not None
        assert found.next.progress is not None
        await phone.sees(re.compile(f"^Begun, not sent · About {found.next.progress.left} questions left"))
        titles = [one.guidance.title.text for one in rest]
        assert titles
        assert not [one for one in titles if phone.find(re.compile(re.escape(one)), "button")]
        await phone.tap(re.compile(f"^{len(rest)} more for you.*Show them$"))
        for title in titles:
            await phone.sees(re.compile(re.escape(title)))
        assert phone.faults() == []
        await phone.tap(re.compile("Hide them$"))
        await phone.sees_no(re.compile(re.escape(titles[-1])), "button")


async def test_one_counter_from_plan_to_the_form(tmp_path: Path) -> None:
    records = await seeded(tmp_path, "ines")
    found = await board(records, NOW, ZONE)
    assert found.next is not None
    assert found.next.progress is not None
    said = re.compile(f"About {found.next.progress.left} questions left")
    async with Phone(wiring(records)) as phone:
        for place in ("/", "/plan", "/forms", "/forms/health-history", found.way_in(found.next)):
            await phone.goes_to(place) if place != "/" else await phone.start("/")
            await phone.sees(said)
            assert not [
                line for line in phone.texts() if re.search(r"\d+ of \d+ (steps|questions)|all \d+", line)
            ]
        assert not phone.find(re.compile(r"\b1 of \d+"))


async def test_answers_begun_and_not_sent_are_named_on_today_and_on_getting_ready(tmp_path: Path) -> None:
    records = await seeded(tmp_path, "rowan")
    async with Phone(wiring(records, "rowan")) as phone:
        await phone.start("/answers/rowan-health-history-1")
        await phone.tap("Change my answers")
        await phone.sees("Thank you", "heading")
        await phone.tap("Change my answers")
        await phone.sees("Look over your answers", "heading")
        await phone.tap(re.compile("^Change: "))
        await phone.tap(re.compile("^(Yes|No|Clear my answer)$"))
        await phone.goes_to("/")
        await phone.sees("Begun, not sent", "heading")
        await phone.sees(re.compile("^About your health Begun, not sent"), "button")
        await phone.goes_to("/forms")
        await phone.tap(re.compile("^About your health Begun, not sent"))
        await phone.sees(re.compile("^Back to your answers|^Next|^Send"), "button")


async def test_nothing_is_invented_where_the_clinic_says_no_usual_time(tmp_path: Path) -> None:
    def silent(one: Document) -> Document | None:
        if one["resourceType"] == "Task":
            kept = [e for e in one["extension"] if not e["url"].endswith(("usual-time", "next", "nudge"))]
            return {**one, "extension": kept}
        return None if one["id"] == "readiness" else one

    async with Phone(wiring(await seeded(tmp_path, "ines", change=silent))) as phone:
        await phone.start("/forms/clearance")
        await phone.sees("To ask about it", "heading")
        await phone.sees_no("How long it usually takes")
        await phone.sees_no("What happens next")


async def test_one_step_says_how_to_ask_with_the_clinics_number_and_words_to_copy(tmp_path: Path) -> None:
    async with Phone(wiring(await seeded(tmp_path, "ines"))) as phone:
        await phone.start("/forms/clearance")
        await phone.sees("The clinic wrote to your doctor")
        await phone.sees("How long it usually takes")
        await phone.sees(re.compile(r"\+1.555.010.0199"), "button")
        await phone.tap("Copy words to ask with")
        await phone.sees("Copied. Nothing was sent.")
        assert phone.faults() == []


async def test_words_that_a_browser_does_not_let_be_copied_stand_there_to_be_read(tmp_path: Path) -> None:
    async with Phone(wiring(await seeded(tmp_path, "ines"))) as phone:
        phone.refuses.add("set")
        await phone.start("/forms/clearance")
        await phone.tap("Copy words to ask with")
        await phone.sees("This could not be copied. These are the words:")
        await phone.sees(re.compile("^Hello. I would like to ask about this step"))
        assert phone.faults() == []


async def test_an_empty_board_says_what_will_appear(tmp_path: Path) -> None:
    async with Phone(wiring(await opened_store(tmp_path))) as phone:
        await phone.start("/forms")
        await phone.sees("Nothing to prepare now")
        assert phone.faults() == []


async def test_offline_the_board_stays_and_says_so(tmp_path: Path) -> None:
    there = wiring(await seeded(tmp_path, "ines"))
    async with Phone(there) as phone:
        await phone.start("/forms")
        there.pretended.says(phase="offline")
        await phone.sees(re.compile("cannot be reached now"))
        await phone.sees("Go on", "button")


async def test_a_form_about_harm_without_a_signed_table_is_not_offered(tmp_path: Path) -> None:
    def unsigned(one: Document) -> Document | None:
        return None if one["id"] == "safety-routing" else one

    records = await seeded(tmp_path, "ines", change=unsigned)
    found = await board(records, NOW, ZONE)
    phq9 = next(one for one in found.steps if one.form and "phq-9" in one.form)
    assert found.held(phq9) == "not_set_up"
    assert found.next is not phq9


async def test_what_was_sent_is_read_again_with_its_questions(tmp_path: Path) -> None:
    records = await seeded(tmp_path, "rowan")
    found = await board(records, NOW, ZONE)
    assert not found.is_first
    async with Phone(wiring(records, "rowan")) as phone:
        await phone.start("/answers/rowan-health-history-1")
        await phone.sees("Would rather say this in person")
        await phone.sees("Yes")
        await phone.sees("Print or keep", "button")
        await phone.sees("Change my answers", "button")
        assert phone.faults() == []


@pytest.mark.parametrize("language", ["en", "es"])
async def test_own_answers_become_a_file_without_waiting(tmp_path: Path, language: str) -> None:
    made: list[Made] = []

    class Saver:
        async def save(self, file: Made, title: str) -> bool:
            made.append(file)
            return True

    there = wiring(await seeded(tmp_path, "rowan"), "rowan")
    await there.change_settings(language=language)
    async with Phone(there) as phone:
        await phone.start("/answers/rowan-health-history-1")
        name = "Print or keep" if language == "en" else "Imprimir o guardar"
        await phone.sees(name, "button")
        screen: Any = phone.shell._top
        screen.making.saver = Saver()
        await phone.tap(name)
        await phone.until(lambda: bool(made), "the file")
        assert made[0].content.startswith(b"%PDF")
        assert re.fullmatch(r"(answers|respuestas)-\d{4}-\d\d-\d\d\.pdf", made[0].name), "it names no form"


async def test_what_the_clinic_publishes_is_read_once_and_again_when_it_changes(tmp_path: Path) -> None:
    records = await seeded(tmp_path, "ines")
    first = await records.every(FormDefinition)
    assert all(one is other for one, other in zip(first, await records.every(FormDefinition), strict=True))
    changed = next(one for one in documents_of("ines") if one["id"] == "expectations")
    await receive_all(records, "ines", [{**changed, "title": "Another title"}], version=2)
    again = await records.every(FormDefinition)
    other = [now for before, now in zip(first, again, strict=True) if now is not before]
    assert [one.title.text for one in other] == ["Another title"]
