"""When keys mean something, and when they must mean nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mobile.design import parts
from mobile.from_page.messages import believed
from mobile.screens.app_services import Settings
from tests.screens.harness import opened_store
from tests.screens.keys.at_the_desk import desk, keys_said, opens, wiring
from tests.screens.many_patients import SMALL, name_of, received


@pytest.mark.parametrize("held", ["ctrl", "alt", "meta"])
async def test_with_another_key_held_it_is_the_browsers(records: Any, held: str) -> None:
    async with desk(wiring(records)) as phone:
        await phone.start("/shared/p1")
        await opens(phone, 1)
        await phone.key("J", **{held: True})
        assert phone.page.route == "/shared/p1"
        await phone.key("?", **{held: True})
        assert "all keys" in keys_said(phone)


async def test_while_a_field_is_written_in_a_key_is_a_letter(records: Any) -> None:
    async with desk(wiring(records)) as phone:
        await phone.start("/shared/p1")
        await opens(phone, 1)
        field = (await phone.may_type("Find by name")).control
        await phone.happens(field, "focus")
        for key in ("J", "K", "?", "/"):
            await phone.key(key)
        assert phone.page.route == "/shared/p1"
        assert "all keys" in keys_said(phone)
        await phone.blur("Find by name")
        await phone.key("J")
        await opens(phone, 4)


async def test_every_field_made_of_our_parts_says_that_it_is_written_in(records: Any) -> None:
    async with desk(wiring(records)) as phone:
        await phone.start("/shared/p1")
        made = (parts.text_field("One"), parts.writing_field("Two").field, parts.search_field("Three").field)
        phone.top.controls.extend(made)
        phone.page.update()
        for field in made:
            await phone.happens(field, "focus")
            await phone.key("J")
            assert phone.page.route == "/shared/p1"
        phone.top.controls.remove(made[-1])
        phone.page.update()
        await phone.key("J")  # what is gone is written in no more
        await opens(phone, 4)


async def test_a_place_that_was_left_while_it_was_written_in_holds_no_keys_up(records: Any) -> None:
    """The browser's Back takes the place away, and nothing says that its field lost the cursor."""
    async with desk(wiring(records)) as phone:
        await phone.start("/shared/p4")
        await opens(phone, 4)
        await phone.happens((await phone.may_type("Find by name")).control, "focus")
        await phone.goes_to("/settings")
        await phone.goes_to("/shared/p1")
        await opens(phone, 1)
        await phone.key("J")
        await opens(phone, 4)


async def test_the_cursor_that_stays_in_find_while_somebody_is_opened_makes_keys_letters(
    records: Any,
) -> None:
    """Wide, the field is the same one whoever is open."""
    async with desk(wiring(records)) as phone:
        await phone.start("/shared/p4")
        await opens(phone, 4)
        await phone.happens((await phone.may_type("Find by name")).control, "focus")
        await phone.goes_to("/shared/p1")
        await opens(phone, 1)
        await phone.key("J")
        assert phone.page.route == "/shared/p1"
        await phone.blur("Find by name")
        await phone.key("J")
        await opens(phone, 4)


async def test_slash_puts_the_cursor_into_find_and_the_letters_that_follow_are_letters(records: Any) -> None:
    async with desk(wiring(records)) as phone:
        await phone.start("/shared/p1")
        await opens(phone, 1)
        field = (await phone.may_type("Find by name")).control
        asked: list[str] = []
        phone.answers["focus"] = lambda: asked.append("focus")
        await phone.key("/")
        assert asked == ["focus"]
        await phone.key("J")  # typed before the cursor was there
        assert phone.page.route == "/shared/p1"
        await phone.happens(field, "focus")
        await phone.blur("Find by name")
        await phone.key("J")
        await opens(phone, 4)


@pytest.mark.parametrize("route", ["/shared", "/shared/p1"])
async def test_escape_leads_out_of_find_and_the_next_key_is_a_key(records: Any, route: str) -> None:
    """Whatever the browser says of its cursor, and when: the letters stay in the field, and the focus goes where keys are keys."""
    async with desk(wiring(records)) as phone:
        await phone.start(route)
        await phone.may_type("Find by name")
        asked: list[str] = []
        phone.answers["focus"] = lambda: asked.append("focus")
        await phone.key("/")
        await phone.type("Find by name", "Person")
        await phone.key("J")
        assert phone.page.route == route
        await phone.key("Escape")
        assert asked == ["focus", "focus"], "into the field, and out of it"
        assert (await phone.may_type("Find by name")).control.value == "Person"
        await phone.key("J")
        await phone.until(lambda: phone.page.route not in ("/shared", route), "somebody else is opened")


async def test_a_key_that_comes_as_a_letter_too_is_no_letter_once_the_field_was_left(records: Any) -> None:
    """The client is slow to move the cursor, and what is pressed goes into the field as well."""
    async with desk(wiring(records)) as phone:
        await phone.start("/shared")
        field = (await phone.may_type("Find by name")).control
        await phone.happens(field, "focus")
        await phone.type("Find by name", "Pers")
        place: Any = phone.shell._top
        await phone.key("Escape")
        await phone.type("Find by name", "Persj")
        assert field.value == "Pers"
        assert place.desk.find == "Pers"
        await phone.blur("Find by name")
        await phone.type("Find by name", "Person")
        assert place.desk.find == "Person"


async def test_escape_leaves_the_brief_for_who_was_open(records: Any) -> None:
    async with desk(wiring(records)) as phone:
        await phone.start("/shared/p1")
        await opens(phone, 1)
        await phone.key("B")
        await phone.until(lambda: phone.page.route == "/shared/p1/brief", "it is open")
        await phone.rest()
        await phone.key("Escape")
        await phone.until(lambda: phone.page.route == "/shared/p1", "back where it was opened")
        await opens(phone, 1)


async def test_where_nobody_needs_to_be_looked_for_slash_is_not_named_and_does_nothing(
    tmp_path: Path,
) -> None:
    records = await received(await opened_store(tmp_path), replace(SMALL, patients=6))
    async with desk(wiring(records)) as phone:
        await phone.start("/shared/p1")
        await opens(phone, 1)
        assert "find" not in keys_said(phone)
        await phone.key("/")
        await phone.key("J")
        await opens(phone, 4)


async def test_over_a_question_no_key_acts(records: Any) -> None:
    async with desk(wiring(records)) as phone:
        await phone.start("/shared/p1")
        await opens(phone, 1)
        phone.soon(parts.ask(phone.page, "Title", "Text", confirm="Yes", cancel="No"))
        await phone.sees("Yes", "button")
        await phone.key("J")
        assert phone.page.route == "/shared/p1"
        await phone.tap("No", "button")
        await phone.key("J")
        await opens(phone, 4)


async def test_behind_the_cover_and_the_lock_no_key_acts(records: Any) -> None:
    home = wiring(records, pin="271801", settings=Settings(has_pin=True))
    async with desk(home) as phone:
        await phone.start("/shared/p1")
        await opens(phone, 1)
        await phone.lifecycle("hide")
        await phone.key("J")
        assert phone.page.route == "/shared/p1"
        await phone.lifecycle("show")
        await opens(phone, 1)
        await home.lock_now()
        await phone.until(lambda: home.door == "locked", "locked")
        await phone.rest()
        await phone.key("J")
        await phone.key("2")
        assert phone.page.route == "/shared/p1"
        await phone.sees("1 of 6 entered")


async def test_a_pin_is_typed_on_a_real_keyboard_whatever_has_the_focus(records: Any) -> None:
    home = wiring(records, pin="271801", settings=Settings(has_pin=True))
    async with desk(home) as phone:
        await phone.start("/shared/p1")
        await opens(phone, 1)
        await home.lock_now()
        await phone.sees("0 of 6 entered")
        await phone.key("2")
        await phone.key("3", ctrl=True)
        await phone.sees("1 of 6 entered")
        await phone.goes_to("/support")
        await phone.key("7")
        await phone.back()
        await phone.sees("0 of 6 entered")
        for digit in "271801":
            await phone.key(digit)
        await opens(phone, 1)
        await phone.key("J")
        await opens(phone, 4)


async def test_elsewhere_no_key_is_asked_for(records: Any) -> None:
    async with desk(wiring(records)) as phone:
        await phone.start("/shared/p1")
        await opens(phone, 1)
        assert phone.page.on_keyboard_event is not None
        for place in ("/settings", "/support"):
            await phone.goes_to(place)
            assert phone.page.on_keyboard_event is None
        await phone.goes_to("/shared/p1")
        await opens(phone, 1)
        await phone.key("J")
        await opens(phone, 4)


@pytest.mark.parametrize(("width", "platform"), [(390, "windows"), (1280, "ios"), (1280, "android")])
async def test_where_there_is_no_room_or_no_keyboard_no_keys_are_named(
    records: Any, width: int, platform: str
) -> None:
    async with desk(wiring(records), width, platform) as phone:
        await phone.start("/shared/p1")
        await phone.sees(name_of(1), "heading")
        assert keys_said(phone) == []
        assert phone.page.on_keyboard_event is None


async def test_a_page_made_narrower_hears_no_keys_and_wider_again_it_does(records: Any) -> None:
    async with desk(wiring(records)) as phone:
        await phone.start("/shared/p1")
        await opens(phone, 1)
        for width in (600, 1280):
            await phone.changes(phone.page, width=width)
            await phone.happens(phone.page, "resize", {"width": width, "height": 860})
            await phone.rest()
            assert bool(keys_said(phone)) is (width == 1280)
            assert (phone.page.on_keyboard_event is not None) is (width == 1280)


async def test_all_keys_are_shown_and_hidden_and_stay_shown_from_one_to_the_next(records: Any) -> None:
    async with desk(wiring(records)) as phone:
        await phone.start("/shared/p1")
        await opens(phone, 1)
        await phone.key("?", shift=True)
        said = "Opens the next person, in the order and filter the list shows"
        await phone.sees(said)
        await phone.key("J")
        await opens(phone, 4)
        await phone.sees(said)
        await phone.key("?", shift=True)
        await phone.sees_no(said)
        assert any(text == "reply" for text in phone.texts())
        assert any(text == "brief" for text in phone.texts())


async def test_keys_are_said_in_spanish(records: Any) -> None:
    home = wiring(records)
    await home.change_settings(language="es")
    async with desk(home) as phone:
        await phone.start("/shared/p1")
        await phone.sees(f"siguiente: {name_of(4)}")
        await phone.sees(re.compile(f"{name_of(4)} .* Continuar$"), "button")


@pytest.mark.parametrize(
    "data",
    [
        None,
        "J",
        {"key": "J"},
        {"key": 7, "shift": False, "ctrl": False, "alt": False, "meta": False},
        {"key": "J", "shift": 0, "ctrl": False, "alt": False, "meta": False},
        {"key": "J", "shift": False, "ctrl": None, "alt": False, "meta": False},
        {"key": "J" * 33, "shift": False, "ctrl": False, "alt": False, "meta": False},
    ],
)
async def test_a_key_that_no_browser_tells_is_not_taken(records: Any, data: Any) -> None:
    async with desk(wiring(records)) as phone:
        await phone.start("/shared/p1")
        body = {"target": phone.page._i, "name": "keyboard_event", "data": data}
        assert believed([3, body], phone.session) is None


# --- where it is seen ---
