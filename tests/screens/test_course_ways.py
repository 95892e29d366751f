"""The ways through the course, as somebody walks them: every session from Plan, session day and its card on its own day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import flet as ft
import pytest
from PIL import ImageFont

from mobile.care.agenda import Session
from mobile.care.session_day import SessionDay
from mobile.design import tokens as t
from mobile.screens.app_services import Settings
from tests.screens.clinic_of import NOW, Document, person, seeded
from tests.screens.harness import Phone, PretendWiring
from tests.screens.harness.tree import children_of
from tests.screens.test_today_next import filled

NEWSREADER = Path(__file__).resolve().parents[2] / "assets/fonts/Newsreader-500.ttf"
LONGEST, PHONE_WIDTH = ("Wednesday,", "Miércoles,"), 390
DAY = "/session-day/tova-session-4"
START = datetime(2026, 6, 10, 19, 0, tzinfo=UTC)  # 2 PM at the clinic
MORNING, ON, OVER = START - timedelta(hours=5), START + timedelta(minutes=20), START + timedelta(hours=3)


def wiring(records: Any, name: str, at: datetime) -> PretendWiring:
    return PretendWiring(records=records, person=person(name), at=at)


@pytest.fixture
async def tova(tmp_path: Path) -> Any:
    return await seeded(tmp_path, "tova")


async def test_the_card_for_the_ride_says_the_whole_rule_of_driving_and_not_its_day_alone(tova: Any) -> None:
    async with Phone(wiring(tova, "tova", ON)) as phone:
        await phone.start(f"{DAY}/hand-over")
        await phone.sees(re.compile("Not until Thursday"))
        await phone.tap("Copy as text")
        await phone.sees("Copied. Paste it where you like. Nothing was sent.")
        (copied,) = [args["data"] for name, args in phone.invoked if name == "set"]
        for read in ("\n".join(phone.texts()), copied):
            assert re.search("Not until Thursday\nNot before the next day, after a restful sleep", read), read


async def test_every_session_on_plan_leads_to_its_page_and_from_there_to_another_date(tmp_path: Path) -> None:
    records = await seeded(tmp_path, "rowan")
    async with Phone(wiring(records, "rowan", NOW)) as phone:
        await phone.start("/plan")
        for number in (1, 2, 4, 5, 6):
            await phone.sees(f"Details: Session {number}", "button")
        said = "\n".join(phone.texts())
        assert "To change one, open its details." in said
        assert "call your clinic" not in said  # where it is by phone alone, the session's own page says so
        await phone.tap("Details: Session 4")
        await phone.sees("Session 4", "heading")
        await phone.tap("Ask for another date")
        await phone.sees("Change session 4", "heading")
        assert phone.faults() == []


async def test_a_session_day_that_was_closed_is_opened_again_on_today_also_when_its_time_is_behind(
    tova: Any,
) -> None:
    (session,) = [one for one in await tova.every(Session) if one.server_id == "tova-session-4"]
    await tova.save(SessionDay(session.id, opened_at=MORNING, over_at=MORNING))
    async with Phone(wiring(tova, "tova", OVER)) as phone:
        await phone.start("/")
        await phone.tap("Open session day")
        await phone.sees("Your session is today", "heading")
        await phone.sees("Open it", "button")
    async with Phone(wiring(tova, "tova", OVER + timedelta(days=1))) as phone:
        await phone.start("/")
        await phone.sees_no("Open session day")


@pytest.mark.parametrize(("name", "at"), [("tova", MORNING), ("rowan", NOW + timedelta(days=2, hours=-5))])
@pytest.mark.parametrize("asks", [True, False])
async def test_on_the_day_itself_one_thing_stands_out(
    tmp_path: Path, name: str, at: datetime, asks: bool
) -> None:
    """The clinic's questions of the day, where it asks any and they are not answered; else the day itself."""

    def without(document: Document) -> Document | None:
        is_asked = document["resourceType"] == "Questionnaire" and document["id"] == "before-you-come"
        return None if is_asked and not asks else document

    records = await seeded(tmp_path, name, change=without)
    async with Phone(wiring(records, name, at)) as phone:
        await phone.start("/")
        await phone.sees("Open session day", "button")
        assert filled(phone) == ["Answer" if asks else "Open session day"]


async def test_the_words_of_last_time_stand_below_the_intention_that_they_are_for(tmp_path: Path) -> None:
    records = await seeded(tmp_path, "rowan")
    async with Phone(wiring(records, "rowan", NOW + timedelta(days=2, hours=-5))) as phone:
        await phone.start("/")
        await phone.sees("Use the words of last time", "button")
        names = [node.name for node in phone.nodes() if node.role == "button"]
        at = names.index("Use the words of last time")
        assert "Write your intention" in names[at - 1], names


async def test_there_is_one_way_to_the_ride_where_it_is_the_next_step(tova: Any) -> None:
    async with Phone(wiring(tova, "tova", NOW)) as phone:  # the day before
        await phone.start("/")
        await phone.sees("Your next step", "heading")
        assert phone.find("Ride home", "button") == []
        await phone.sees("Begin", "button")


@pytest.mark.parametrize("language", ["en", "es"])
async def test_until_when_not_to_drive_breaks_no_word_at_twice_the_letters(tova: Any, language: str) -> None:
    there = PretendWiring(records=tova, person=person("tova"), at=ON, settings=Settings(language=language))
    async with Phone(there) as phone:
        await phone.start(f"{DAY}/leaving")
        await phone.sees(re.compile("Thursday|Jueves"))
        time, across = next(found for found in _texts(phone.top) if found[0].value in ("Thursday", "Jueves"))
        assert across == 0  # nothing stands beside it
        font = ImageFont.truetype(str(NEWSREADER), round(time.style.size * 2))
        assert max(font.getlength(word) for word in LONGEST) <= PHONE_WIDTH - 2 * t.PAGE_MARGIN


def _texts(control: Any, across: int = 0) -> Iterator[tuple[Any, int]]:
    """Every text, and in how many rows with others it stands."""
    if isinstance(control, ft.Text):
        yield control, across
    is_beside = isinstance(control, ft.Row) and len(control.controls) > 1
    for child in children_of(control):
        yield from _texts(child, across + is_beside)
