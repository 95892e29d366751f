"""Whom keys open and in which order, and what that marks as read."""

from __future__ import annotations

import asyncio
import re
from typing import Any

import pytest

from mobile.screens.shared.model import SharedModel
from tests.screens.harness import Phone
from tests.screens.keys.at_the_desk import ORDER, desk, keys_said, opens, unread, wiring
from tests.screens.many_patients import name_of


async def test_j_opens_everybody_in_the_order_of_the_list_and_k_leads_back(records: Any) -> None:
    async with desk(wiring(records)) as phone:
        await phone.start("/shared")
        await opens(phone, ORDER[0])
        for number in [*ORDER[1:], 8, 7]:  # the last two were read, and stand among the rest now
            assert f"next: {name_of(number)}" in keys_said(phone)
            await phone.key("J")
            await opens(phone, number)
        assert "no next" in keys_said(phone)
        await phone.sees_no("Go on")
        await phone.key("J")
        await opens(phone, 7)
        await phone.key("K")
        await opens(phone, 8)
        assert f"next: {name_of(7)}" in keys_said(phone)
        assert await unread(records) == set()
        assert phone.faults() == []
        assert phone.reported == []


async def test_before_the_first_there_is_nobody(records: Any) -> None:
    async with desk(wiring(records)) as phone:
        await phone.start("/shared")
        await opens(phone, 0)
        assert "nobody before" in keys_said(phone)
        await phone.key("K")
        assert phone.page.route == "/shared"
        await phone.key("J")
        await opens(phone, 2)
        assert "before" in keys_said(phone)
        await phone.key("K")
        await phone.until(
            lambda: phone.page.route.startswith("/alerts/"), "the alert, as a tap on its row opens it"
        )


async def test_a_key_marks_as_read_what_it_opened_and_nothing_else(records: Any) -> None:
    async with desk(wiring(records)) as phone:
        await phone.start("/shared/p5")
        await opens(phone, 5)
        assert await unread(records) == {"Patient/p7", "Patient/p8"}
        await phone.key("J")
        await phone.sees(re.compile("^words 8-1"))
        await phone.sees("Read by you, 9:05\u00a0AM. The patient sees this.")
        assert await unread(records) == {"Patient/p7"}


async def test_who_was_read_stays_where_they_stood_while_they_are_open(records: Any) -> None:
    """As moved down at once, the next would be whoever follows there, and the others not read yet were passed over."""
    async with desk(wiring(records)) as phone:
        await phone.start("/shared/p8")
        await phone.sees(re.compile("^words 8-1"))
        await phone.sees("Unread · 1", "heading")
        assert listed(phone) == [name_of(number) for number in ORDER]
        assert f"next: {name_of(7)}" in keys_said(phone)
        await phone.sees(re.compile(f"^Then {name_of(7)} · 1 new Go on"), "button")
        await phone.key("J")
        await phone.sees(re.compile("^words 7-1"))
        assert listed(phone) == [name_of(number) for number in [0, 2, 1, 4, 6, 3, 5, 7, 11, 10, 9, 8]]
        await phone.key("J")
        await opens(phone, 11)


def listed(phone: Phone) -> list[str]:
    """The names in the list, from top to bottom."""
    rows = (n.name for n in phone.nodes() if n.role == "button")
    return [found[0] for name in rows if (found := re.match(r"Person \d\d(?= )", name))]


async def test_who_was_read_is_among_the_rest_once_somebody_else_is_open_or_nobody(records: Any) -> None:
    async with desk(wiring(records)) as phone:
        await phone.start("/shared/p8")
        await phone.sees(re.compile("^words 8-1"))
        await phone.goes_to("/shared")
        await phone.sees("Nothing unread · 4", "heading")
        await phone.goes_to("/shared/p8")
        await phone.sees("Nothing unread · 4", "heading")
        assert listed(phone)[-1] == name_of(8)


async def test_keys_and_then_go_by_the_filter_and_the_name_that_are_looked_for(records: Any) -> None:
    async with desk(wiring(records)) as phone:
        await phone.start("/shared")
        await phone.tap("Unread 2", "button")
        assert f"next: {name_of(8)}" in keys_said(phone)
        await phone.key("J")
        await phone.sees(re.compile("^words 8-1"))
        await phone.sees(re.compile(f"^Then {name_of(7)} "), "button")
        await phone.key("J")
        await phone.sees(re.compile("^words 7-1"))
        assert "no next" in keys_said(phone)
        await phone.key("J")
        await opens(phone, 7)
        await phone.type("Find by name", name_of(8)[-2:])
        await phone.blur("Find by name")
        await phone.until(lambda: "no next" in keys_said(phone), "nobody by that name in the filter")


async def test_the_end_of_the_list_leads_to_the_same_as_the_key(records: Any) -> None:
    async with desk(wiring(records)) as phone:
        await phone.start("/shared")
        await phone.tap(re.compile(f"^Then {name_of(2)} · 6 higher in 2 weeks Go on$"), "button")
        await opens(phone, 2)
        await phone.goes_to("/shared/p5")
        await phone.sees(re.compile(f"^Then {name_of(8)} · 1 new Go on$"), "button")
        await phone.goes_to("/shared/p10")
        await phone.sees(re.compile(f"^Then {name_of(9)} · Day 7 after session 1 Go on$"), "button")


async def test_keys_pressed_faster_than_places_open_are_counted_and_open_only_the_last(records: Any) -> None:
    async with desk(wiring(records)) as phone:
        await phone.start("/shared/p5")
        await opens(phone, 5)
        for _ in range(3):
            data = {"key": "J", "shift": False, "ctrl": False, "alt": False, "meta": False}
            await phone.happens(phone.page, "keyboard_event", data)
        await opens(phone, 11)
        assert await unread(records) == {"Patient/p7", "Patient/p8"}


async def test_who_is_passed_over_while_they_are_being_opened_is_not_marked_as_read(
    records: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk(wiring(records)) as phone:
        await phone.start("/shared/p5")
        await opens(phone, 5)
        load, is_held, may_load = SharedModel.load, asyncio.Event(), asyncio.Event()

        async def slowly(model: SharedModel) -> None:
            is_held.set()
            await may_load.wait()
            await load(model)

        monkeypatch.setattr(SharedModel, "load", slowly)
        data = {"key": "J", "shift": False, "ctrl": False, "alt": False, "meta": False}
        await phone.happens(phone.page, "keyboard_event", data)
        await is_held.wait()
        goes, has_gone = phone.shell._go, list[str]()

        async def late(route: str) -> None:
            """The browser says where it is once the one before is loaded."""
            may_load.set()
            await phone.sees(re.compile("^words 8-1"))
            has_gone.append(route)
            await goes(route)

        monkeypatch.setattr(phone.shell, "_go", late)
        await phone.happens(phone.page, "keyboard_event", data)
        await phone.sees(re.compile("^words 7-1"))
        assert has_gone == ["/shared/p7"]
        assert await unread(records) == {"Patient/p8"}
