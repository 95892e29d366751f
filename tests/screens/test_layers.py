"""What is kept of a session, layer by layer: by tap in the first minutes, written in the evening, a day, three days and a week
later; offered on Today when the clinic says so, let go with one tap; and the raw catch is the same at the end."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import flet as ft
import pytest

from mobile.care.journal.entry import JournalEntry
from mobile.care.journal.offered import Offered
from tests.screens.clinic_of import Document, person, seeded
from tests.screens.harness import Phone, PretendWiring

SESSION_DAY = datetime(2026, 6, 6, tzinfo=UTC)
"""The sample person's second session, from 10:30 until 12:30 by the clinic's clock, which is five hours behind."""


def at(days: int, clock: str) -> datetime:
    hour, minute = clock.split(":")
    return SESSION_DAY + timedelta(days=days, hours=int(hour) + 5, minutes=int(minute))


def wiring(records: Any, when: datetime, **more: Any) -> PretendWiring:
    return PretendWiring(records=records, person=person("rowan"), at=when, **more)


def until_now(document: Document) -> Document | None:
    """No session is to come: the days after are not cut short."""
    if document["resourceType"] == "Appointment" and document["status"] != "fulfilled":
        return None
    return document


@pytest.fixture
async def records(tmp_path: Path) -> Any:
    return await seeded(tmp_path, "rowan", change=until_now)


async def entries(records: Any) -> list[JournalEntry]:
    return sorted(await records.every(JournalEntry), key=lambda one: one.made_at)


async def undo(phone: Phone) -> None:
    snack = [d for d in phone.page._dialogs.controls if isinstance(d, ft.SnackBar) and d.action][-1]
    await phone.session.dispatch_event(snack._i, "action", None)
    await phone.rest()


async def catch(records: Any, *words: str) -> None:
    async with Phone(wiring(records, at(0, "12:40"))) as phone:
        await phone.start("/")
        await phone.tap("Begin")
        for word in words:
            await phone.tap(word)
        await phone.tap("Done")
        await phone.goes_to("/")


async def test_three_taps_catch_the_first_minutes_and_nothing_is_typed(records: Any) -> None:
    async with Phone(wiring(records, at(0, "12:40"))) as phone:
        await phone.start("/")
        await phone.sees("Right after", "heading")
        await phone.tap("Begin")
        await phone.sees("Word", "heading")
        await phone.sees("1 of 3")
        await phone.sees("Colour", "heading")
        await phone.sees_no("Feeling", "heading")
        assert not [one for one in phone.nodes() if one.role == "field"]
        await phone.tap("Soft")
        await phone.tap("Blue")
        await phone.sees("3 of 3")
        await phone.tap("Calm")
        await phone.sees("Saved on this phone")
        assert phone.faults() == []
        await phone.tap("Done")
        await phone.sees_no("Right after", "heading")
        await phone.start("/journal")
        await phone.sees("Right after")
        await phone.sees("Soft. Blue. Calm.")
        await phone.sees(re.compile("^Today, .* · session 2"))
        assert phone.faults() == []
    (one,) = await entries(records)
    assert (one.words, one.layer, one.day_after, one.is_settled) == (
        "Soft. Blue. Calm.",
        "first-minutes",
        0,
        True,
    )
    assert one.phase == "session"
    assert await records.standing(JournalEntry, one.id) is None or not one.copies


async def test_each_tap_is_kept_at_once_and_what_was_begun_goes_on_where_it_was(records: Any) -> None:
    async with Phone(wiring(records, at(0, "12:40"))) as phone:
        await phone.start("/")
        await phone.tap("Begin")
        await phone.tap("Soft")
        await phone.until(lambda: bool(phone.find("Colour", "heading")))
        await phone.rest()
    (one,) = await entries(records)
    assert (one.words, one.is_settled) == ("Soft.", False)
    async with Phone(wiring(records, at(0, "14:00"))) as phone:
        await phone.start("/")
        await phone.tap("Go on")
        await phone.sees("2 of 3")
        await phone.tap("Word: Soft. Choose again")
        await phone.tap("Heavy")
        await phone.tap("None")
        await phone.tap("None")
        await phone.tap("Done")
        await phone.goes_to("/")
        await phone.sees_no("Right after", "heading")
        assert phone.faults() == []
    (one,) = await entries(records)
    assert (one.words, one.is_settled) == ("Heavy.", True)


async def test_nothing_at_all_is_fine_in_the_clinics_words_and_is_not_asked_again(records: Any) -> None:
    async with Phone(wiring(records, at(0, "12:40"))) as phone:
        await phone.start("/")
        await phone.tap("Begin")
        for _ in range(3):
            await phone.tap("None")
        await phone.sees(re.compile("^That is common."))
        assert phone.faults() == []
        await phone.tap("Choose again")
        await phone.sees("1 of 3")
        for _ in range(3):
            await phone.tap("None")
        await phone.tap("Done")
        await phone.goes_to("/")
        await phone.sees_no("Right after", "heading")
    assert await entries(records) == []


async def test_later_leaves_it_offered_and_letting_go_takes_one_tap_and_can_be_undone(records: Any) -> None:
    async with Phone(wiring(records, at(0, "12:40"))) as phone:
        await phone.start("/")
        await phone.tap("Begin")
        await phone.tap("Later")
        await phone.sees("Right after", "heading")
        await phone.tap("Let it go")
        await phone.sees_no("Right after", "heading")
        await undo(phone)
        await phone.sees("Right after", "heading")
        await phone.tap("Let it go")
        await phone.sees_no("Right after", "heading")
        assert phone.faults() == []
    async with Phone(wiring(records, at(0, "13:00"))) as phone:
        await phone.start("/")
        await phone.sees("Session day")
        await phone.sees_no("Right after", "heading")
    assert await entries(records) == []


async def test_the_ride_may_be_spoken_or_written_once_the_first_minutes_are_behind(records: Any) -> None:
    await catch(records, "Soft", "Blue", "Calm")
    async with Phone(wiring(records, at(0, "12:50"))) as phone:
        await phone.start("/")
        await phone.sees("The ride home", "heading")
        await phone.tap("Speak")
        await phone.until(lambda: phone.page.route.endswith("/speak"), "the recorder")
        await phone.sees("What is still with you? In any order.", "heading")
        await phone.sees("Begin to speak", "button")
        await phone.start("/")
        await phone.tap("Write instead")
        await phone.type("Your words", "Only the lamps.")
        await phone.sees("Saved on this phone")
        await phone.tap("Keep entry")
        await phone.goes_to("/")
        await phone.sees_no("The ride home", "heading")
        assert phone.faults() == []
    written = next(one for one in await entries(records) if one.layer == "ride")
    assert (written.words, written.prompt) == ("Only the lamps.", "What is still with you? In any order.")


@pytest.mark.parametrize(
    ("days", "clock", "title", "prompt"),
    [
        (0, "18:00", "This evening", "How is your body this evening?"),
        (1, "09:00", "A day later", "What still matters?"),
        (3, "09:00", "Three days later", "One small thing you could do with it?"),
    ],
)
async def test_a_later_layer_is_written_beside_what_was_caught(
    records: Any, days: int, clock: str, title: str, prompt: str
) -> None:
    await catch(records, "Soft", "Blue", "Calm")
    before = (await entries(records))[0].to_json()
    async with Phone(wiring(records, at(days, clock))) as phone:
        await phone.start("/")
        await phone.sees(title, "heading")
        await phone.tap("Write")
        await phone.sees(prompt, "heading")
        await phone.sees(re.compile("Soft. Blue. Calm."))
        await phone.type("Your words", "The lake is still there.")
        await phone.sees("Saved on this phone")
        assert phone.faults() == []
        await phone.tap("Keep entry")
        await phone.goes_to("/")
        await phone.sees_no(title, "heading")
    raw, later = await entries(records)
    assert raw.to_json() == before
    assert (later.words, later.prompt, later.session, later.day_after) == (
        "The lake is still there.",
        prompt,
        raw.session,
        days,
    )


async def test_each_of_the_evenings_prompts_is_answered_by_itself(records: Any) -> None:
    async with Phone(wiring(records, at(0, "19:00"))) as phone:
        await phone.start("/")
        await phone.tap("Write")
        await phone.type("Your words", "Heavy legs.")
        await phone.sees("Saved on this phone")
        await phone.tap("What do you need tonight?")
        await phone.sees("What do you need tonight?", "heading")
        await phone.type("Your words", "Quiet.")
        await phone.sees("Saved on this phone")
        await phone.tap("Which picture or sound is still there?")
        await phone.sees("Which picture or sound is still there?", "heading")  # and nothing is written there
        await phone.back()
        await phone.sees_no("This evening", "heading")
        assert phone.faults() == []
    assert {one.prompt: one.words for one in await entries(records)} == {
        "How is your body this evening?": "Heavy legs.",
        "What do you need tonight?": "Quiet.",
    }


async def test_where_nothing_comes_back_the_body_is_asked_with_the_clinics_kind_words(records: Any) -> None:
    async with Phone(wiring(records, at(1, "09:00"))) as phone:
        await phone.start("/")
        await phone.tap("Write")
        await phone.tap("Nothing comes back")
        await phone.sees(re.compile("^That is common. It does not mean"))
        await phone.sees("How is your body now, from the feet up?", "heading")
        await phone.tap("If your mood were weather, what would it be like out there?")
        await phone.type("Your words", "Fog.")
        await phone.sees("Saved on this phone")
        assert phone.faults() == []
        await phone.tap("Keep entry")
        await phone.goes_to("/")
        await phone.sees_no("A day later", "heading")
    (one,) = await entries(records)
    assert one.layer == "day"


async def test_a_week_later_everything_is_there_to_be_read_again(records: Any) -> None:
    await catch(records, "Soft", "Blue", "Calm")
    async with Phone(wiring(records, at(1, "09:00"))) as phone:
        await phone.start("/")
        await phone.tap("Write")
        await phone.type("Your words", "My sister matters.")
        await phone.sees("Saved on this phone")
    before = [one.to_json() for one in await entries(records)]
    async with Phone(wiring(records, at(7, "09:00"))) as phone:
        await phone.start("/")
        await phone.sees("A week later", "heading")
        await phone.tap("Read again")
        await phone.sees(re.compile("Soft. Blue. Calm."))
        await phone.sees(re.compile("My sister matters."))
        await phone.type("Your words", "It was a beginning.")
        await phone.sees("Saved on this phone")
        assert phone.faults() == []
    assert [one.to_json() for one in await entries(records)][:2] == before


async def test_it_is_asked_about_on_one_day_only(records: Any) -> None:
    async with Phone(wiring(records, at(3, "09:00"))) as phone:
        await phone.start("/")
        await phone.sees("Three days later", "heading")
    async with Phone(wiring(records, at(4, "09:00"))) as phone:
        await phone.start("/")
        await phone.sees("Day 4 after session 2")
        await phone.sees_no("Three days later", "heading")
    assert [one.is_let_go for one in await records.every(Offered)] == [False]


async def test_without_a_protocol_no_layer_is_invented(tmp_path: Path) -> None:
    bare = await seeded(tmp_path, "rowan", without=("PlanDefinition",), change=until_now)
    for days, clock in ((0, "12:40"), (0, "19:00"), (1, "09:00"), (3, "09:00"), (7, "09:00")):
        async with Phone(wiring(bare, at(days, clock))) as phone:
            await phone.start("/")
            await phone.sees("Your intention for session 2")
            assert not phone.find("Let it go")
    async with Phone(wiring(bare, at(0, "12:40"))) as phone:
        await phone.start("/entry/new")
        await phone.may_type("Your words")
        await phone.sees("A prompt")
    assert await bare.every(Offered) == []


async def test_what_was_caught_is_read_on_its_page_and_no_forged_letter_changes_it(records: Any) -> None:
    await catch(records, "Soft", "Blue", "Calm")
    (one,) = await entries(records)
    async with Phone(wiring(records, at(3, "09:00"))) as phone:
        await phone.start(f"/entry/{one.id}")
        await phone.sees("Right after", "heading")
        await phone.sees("Soft. Blue. Calm.")
        assert not phone.find("Your words", "field")
        screen: Any = phone.shell._holding()
        await phone.happens(screen.field.field, "change", "Other words")
        await phone.rest()
        await phone.start(f"/first-minutes/{one.id}")
        await phone.sees("Nothing is asked now", "heading")
        assert phone.faults() == []
    assert [each.to_json() for each in await entries(records)] == [one.to_json()]


async def test_an_id_that_nobody_offers_opens_nothing(records: Any) -> None:
    async with Phone(wiring(records, at(0, "12:40"))) as phone:
        await phone.start("/first-minutes/anything")
        await phone.sees("Nothing is asked now", "heading")
        await phone.tap("Back")
        await phone.sees("Right after", "heading")
        assert phone.faults() == []
    assert await entries(records) == []
