"""A redraw by which nothing changes sends next to nothing: a page that is busy with drawing what it shows already takes no letters.

At the desk a place is looked at anew with every round of sync, while somebody types in it.
"""

from __future__ import annotations

import re
from typing import Any

import pytest

from mobile.screens.watching import WatchingScreen
from tests.screens.harness import Phone
from tests.screens.test_approvals_both_sides import DESK, Sides, clinic, sides
from tests.screens.test_dates_both_sides import TWO, asks
from tests.screens.test_dates_both_sides import Sides as DateSides
from tests.screens.test_dates_both_sides import sides as date_sides
from tests.screens.test_shared import SAM_IN, records, shared_documents, wiring
from tests.unit.care.samples import receive

__all__ = ["clinic", "date_sides", "records", "sides"]

RAIL = 5_000
"""Bytes. The tabs at the side of a desk, without the place beside them."""
LITTLE = 1_000
"""Bytes. What a place keeps and shows again may be named anew; a pane of it is 16,000."""


async def test_who_records_approvals(sides: Sides) -> None:
    async with sides.staff(DESK) as desk:
        await desk.tap(re.compile("^Approved With"))
        await desk.type("How many sessions", "4")
        await _knows_how_many_wait(desk)
        assert await _sent_by_looking_again(desk) < LITTLE


async def test_more_waits_than_the_tab_said_while_somebody_types(sides: Sides) -> None:
    async with sides.staff(DESK) as desk:
        await desk.tap(re.compile("^Approved With"))
        await desk.type("How many sessions", "4")
        field = desk.find("How many sessions")[0]
        await _knows_how_many_wait(desk)
        count: Any = desk.shell.desk_count
        before = desk.wire.sent_bytes
        count.now += 1
        count._on_change()
        await desk.sees(f"Waiting · {count.now}")
        await desk.rest()
        assert desk.wire.sent_bytes - before < RAIL
        assert desk.find("How many sessions")[0].control is field.control


async def test_who_answers_a_wish_for_another_date(date_sides: DateSides) -> None:
    async with date_sides.patient() as phone:
        await asks(phone, TWO)
    await date_sides.sync()
    async with date_sides.staff() as desk:
        await desk.may_type("Words to the patient")
        await _knows_how_many_wait(desk)
        assert await _sent_by_looking_again(desk) < LITTLE


async def test_who_answers_what_was_shared(records: Any) -> None:
    await receive(records, SAM_IN, *shared_documents("Patient/p2", "Mine"))
    async with Phone(wiring(records), width=1280) as desk:
        await desk.start("/shared/p2")
        await desk.sees("Mine")
        assert await _sent_by_looking_again(desk) < LITTLE


@pytest.mark.parametrize("route", ["/care", "/measures", "/cost", "/"])
async def test_who_looks_at_a_phone(sides: Sides, route: str) -> None:
    async with sides.patient(route=route) as phone:
        assert await _sent_by_looking_again(phone) < LITTLE


async def _knows_how_many_wait(desk: Phone) -> None:
    """Counted a moment after the place is there, for the tab that leads to it."""
    await desk.until(lambda: desk.shell.desk_count.now is not None)
    await desk.rest()


async def _sent_by_looking_again(phone: Phone) -> int:
    """Bytes, of the second time: by the first it has measured what it drew."""
    place: Any = phone.shell._top
    assert isinstance(place, WatchingScreen)
    before = 0
    for _ in range(2):
        await phone.rest()
        before = phone.wire.sent_bytes
        await place.look_again()
    await phone.rest()
    return phone.wire.sent_bytes - before
