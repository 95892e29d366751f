"""What looks like a row one can tap can be tapped: whatever draws an arrow, a person's letter in a list, or a step's mark."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import flet as ft
import pytest

from mobile.design.parts import icons
from tests.screens.clinic_of import NOW, person, seeded
from tests.screens.harness import Phone, PretendWiring
from tests.screens.harness.tree import children_of

ARROWS = (icons.NEXT, ft.Icons.EXPAND_MORE_ROUNDED, ft.Icons.KEYBOARD_ARROW_DOWN_ROUNDED)


def untapped(control: Any, *, is_tapped: bool = False) -> Iterator[str]:
    """Arrows that stand in nothing one can tap."""
    is_tapped = is_tapped or getattr(control, "on_click", None) is not None
    if isinstance(control, ft.Icon) and control.icon in ARROWS and not is_tapped:
        yield str(control.icon)
    for child in children_of(control):
        yield from untapped(child, is_tapped=is_tapped)


@pytest.mark.parametrize("name", ["ines", "rowan"])
async def test_every_arrow_of_every_place_leads_somewhere(name: str, tmp_path: Path) -> None:
    wiring = PretendWiring(records=await seeded(tmp_path, name), person=person(name), at=NOW)
    async with Phone(wiring) as phone:
        await phone.start("/")
        for route in (
            "/", "/journal", "/plan", "/care", "/forms", "/measures", "/measures/phq-9", "/safety-plan", "/intentions",
            "/sharing", "/team", "/team/Practitioner%2Fsam", "/practice", "/help-with-cost", "/settings", "/settings/about", "/settings/lock", "/support",
        ):  # fmt: skip
            await phone.goes_to(route)
            assert list(untapped(phone.top)) == [], route
        assert phone.reported == []


async def test_a_step_on_plan_leads_to_where_it_leads_on_the_board(tmp_path: Path) -> None:
    wiring = PretendWiring(records=await seeded(tmp_path, "ines"), person=person("ines"), at=NOW)
    async with Phone(wiring) as phone:
        for step, route in (
            ("Medicines and allergies", r"/form/"),
            ("Letter from your own doctor", r"/forms/"),
            ("Medical check", r"/forms/"),
        ):
            await phone.start("/plan")
            await phone.tap(re.compile(step), "button")
            assert re.match(route, phone.page.route), phone.page.route
            await phone.goes_to("/plan")


async def test_a_member_of_the_team_leads_to_who_they_are_and_what_they_read(tmp_path: Path) -> None:
    wiring = PretendWiring(records=await seeded(tmp_path, "rowan"), person=person("rowan"), at=NOW)
    async with Phone(wiring) as phone:
        await phone.start("/care")
        await phone.tap(re.compile("^Sam Fixture"), "button")
        assert phone.page.route == "/team/Practitioner%2Fsam"
        await phone.sees("What they can see of yours")


async def test_a_session_among_the_answers_of_a_measure_leads_to_the_plan(tmp_path: Path) -> None:
    wiring = PretendWiring(records=await seeded(tmp_path, "rowan"), person=person("rowan"), at=NOW)
    async with Phone(wiring) as phone:
        await phone.start("/measures/phq-9")
        await phone.tap(re.compile("^Session 2"), "button")
        assert phone.page.route == "/plan"


async def test_a_form_that_waits_says_why_when_it_is_tapped(tmp_path: Path) -> None:
    """Its definition is not here: the row leads to the step, which says so."""

    def without_form(document: Any) -> Any:
        is_it = document["resourceType"] == "Questionnaire" and document["id"] == "medicines-and-allergies"
        return None if is_it else document

    records = await seeded(tmp_path, "ines", change=without_form)
    wiring = PretendWiring(records=records, person=person("ines"), at=NOW)
    async with Phone(wiring) as phone:
        await phone.start("/forms")
        await phone.tap(re.compile("more for you"))
        await phone.tap(re.compile("This form has not reached this device yet"), "button")
        assert phone.page.route.startswith("/forms/")
        await phone.sees(re.compile("This form has not reached this device yet"))
