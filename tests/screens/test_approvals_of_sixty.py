"""A coordinator with sixty patients finds one of them by name: in the list of approvals, and to begin one."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from api_client.sandbox import Sandbox
from tests.screens.clinic_of import NOW
from tests.screens.harness import Phone, PretendWiring
from tests.screens.keys.at_the_desk import desk as keyed
from tests.screens.test_approvals_both_sides import QUINN
from tests.shots.full_approvals import of_sixty
from tests.unit.care.test_with_the_clinic import BASE, device_of

PLACE = "/approvals"
FIND = "Find by name"


@pytest.fixture
async def records(tmp_path: Path) -> AsyncIterator[Any]:
    clinic = Sandbox(None, demo=True, clock=lambda: NOW, base_url=BASE)
    for document in of_sixty(NOW):
        clinic.write(document)
    async with device_of(clinic, "coordinator", tmp_path) as quinn:
        await quinn.sync()
        yield quinn.records
    clinic.close()


def at_desk(records: Any, width: int) -> Phone:
    return Phone(PretendWiring(records=records, person=QUINN, at=NOW), width=width)


@pytest.mark.parametrize("width", [390, 1280])
async def test_one_of_sixty_is_found_by_the_beginning_of_a_name(records: Any, width: int) -> None:
    async with at_desk(records, width) as desk:
        await desk.start(PLACE)
        await desk.sees_no("Sol Sample")  # far below what is drawn at first
        await desk.type(FIND, "sol sam")
        await desk.sees("Sol Sample")
        await desk.sees_no("Mara Fixture")
        await desk.type(FIND, "nobody at all")
        await desk.sees("Nobody of this name.")
        await desk.type(FIND, "")
        await desk.sees("Mara Fixture")
        assert desk.faults() == []
        assert desk.reported == []


@pytest.mark.parametrize("width", [390, 1280])
async def test_for_whom_one_is_begun_is_found_likewise(records: Any, width: int) -> None:
    async with at_desk(records, width) as desk:
        await desk.start(f"{PLACE}/new")
        await desk.sees("Kit Fixture", "button")
        await desk.type("Find a patient", "wren pla")
        await desk.sees("Wren Placeholder", "button")
        await desk.until(lambda: not begun(desk, "Kit Fixture"), "nobody else to begin one for")
        assert desk.faults() == []


def begun(desk: Phone, name: str) -> bool:
    """Whether one can be begun for them: the rows of the list say more than a name."""
    return any(one.name == name for one in desk.find(name, "button"))


async def test_a_few_are_seen_at_once_and_need_no_finding(tmp_path: Path) -> None:
    clinic = Sandbox(None, demo=True, clock=lambda: NOW, base_url=BASE)
    async with device_of(clinic, "coordinator", tmp_path) as quinn:
        await quinn.sync()
        async with at_desk(quinn.records, 1280) as desk:
            await desk.start(PLACE)
            await desk.sees("Begin an approval")
            await desk.sees_no(FIND)
    clinic.close()


async def test_a_letter_typed_after_escape_opens_nobody_else(records: Any) -> None:
    """Here Escape leads nowhere: while the cursor stands in a field, a key is a letter, also after it."""
    async with keyed(PretendWiring(records=records, person=QUINN, at=NOW)) as desk:
        await desk.start(PLACE)
        await desk.happens((await desk.may_type(FIND)).control, "focus")
        await desk.type(FIND, "sol")
        await desk.key("J")
        await desk.key("Escape")
        await desk.key("J")
        assert desk.page.route == PLACE
        await desk.blur(FIND)
        await desk.key("J")
        await desk.until(lambda: desk.page.route != PLACE, "the next of those found")
        await desk.sees(re.compile("What Sol .* sees"), "heading")
