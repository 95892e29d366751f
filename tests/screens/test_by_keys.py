"""Keys at a therapist's desk: whom they open and in which order, what they mark as read, and when they must mean nothing."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import flet as ft
import pytest

from mobile.care.notices import ShareNotice
from mobile.design import parts
from mobile.from_page.messages import believed
from mobile.screens.house import Settings
from mobile.screens.shared.list_sizes import ListSizes
from mobile.screens.shared.model import SharedModel
from tests.screens.harness import THERAPIST, Phone, PretendWiring, opened_store
from tests.screens.harness.tree import children_of
from tests.screens.many_patients import NOW, SMALL, name_of, received

ORDER = [0, 2, 1, 4, 6, 3, 5, 8, 7, 11, 10, 9]
"""Of `SMALL`, by need: the alert, what rises, the sessions (tomorrow's first), what waits longest, then by name."""
KEYS = re.compile(r"^(next: |no next|before$|nobody before|find$|all keys|hide the keys)")


@pytest.fixture
async def records(tmp_path: Path) -> Any:
    return await received(await opened_store(tmp_path), SMALL)


def wiring(records: Any, **more: Any) -> PretendWiring:
    return PretendWiring(records=records, person=THERAPIST, at=NOW, **more)


def desk(home: PretendWiring, width: int = 1280, platform: str = "windows") -> Phone:
    return Phone(home, width=width, platform=platform)


async def opens(phone: Phone, number: int) -> None:
    """Waits until somebody is open: on a wide page their name is the second heading."""
    name = name_of(number)
    await phone.until(lambda: opened(phone) == name, f"{name} open")


def opened(phone: Phone) -> str:
    names = [n.name for n in phone.nodes() if n.role == "heading" and n.name.startswith("Person ")]
    return names[0] if names else ""


def keys_said(phone: Phone) -> list[str]:
    return [text for text in phone.texts() if KEYS.match(text)]


async def unread(records: Any) -> set[str | None]:
    return {one.patient for one in await records.every(ShareNotice) if not one.is_read}


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
        assert phone.page.on_keyboard_event is None
        assert phone.page.route == "/shared/p1"


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
        assert not any("reply" in text.lower() or "brief" in text.lower() for text in phone.texts())


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


def measured(control: Any) -> list[Any]:
    """What tells how high it is drawn, but for the probes: pieces of the list, and the list's own room."""
    if isinstance(control, parts.Probe):
        return []
    own = [control] if getattr(control, "on_size_change", None) is not None else []
    return own + [found for child in children_of(control) for found in measured(child)]


async def tells_sizes(phone: Phone, piece: float, room: float) -> None:
    """As a browser does: every piece of the list is as high as the next."""
    pieces = [one for one in measured(phone.top) if isinstance(one, (ft.Container, ft.Column))]
    for one in pieces:
        is_room = getattr(one, "width", None) == 408
        await phone.happens(one, "size_change", {"w": 408.0, "h": room if is_room else piece})
    await phone.rest()


def scrolled_to(phone: Phone) -> list[float]:
    """The list; what is read goes to its beginning, 0."""
    return [args["offset"] for name, args in phone.invoked if name == "scroll_to" and args["offset"]]


async def test_the_list_is_scrolled_as_little_as_it_takes_to_see_who_was_opened(records: Any) -> None:
    async with desk(wiring(records)) as phone:
        await phone.start("/shared/p4")
        await opens(phone, 4)
        await tells_sizes(phone, 60.0, 500.0)
        assert scrolled_to(phone) == []  # a tap moves nothing
        await phone.key("J")
        await opens(phone, 6)
        await tells_sizes(phone, 60.0, 500.0)
        (offset,) = scrolled_to(phone)
        names = [
            "head",
            "header alert",
            "alert 0",
            "find",
            "header rising",
            "1",
            "2",
            "header session",
            "4",
            "6",
        ]
        ends = 60.0 * len(names)
        assert ends <= offset + 500.0 < ends + 2 * 60.0
        await phone.key("K")
        await opens(phone, 4)
        await tells_sizes(phone, 60.0, 500.0)
        assert scrolled_to(phone)[1:] in ([], [offset])  # it can be seen: put where it was, and no further


def test_a_piece_is_brought_into_view_with_what_comes_next() -> None:
    sizes = ListSizes(lambda: None)
    sizes.names, sizes.room = ["a", "b", "c", "d"], 150.0
    for name in sizes.names[:3]:
        sizes._heights[name] = 100.0
    assert sizes.offset_for("d", 0.0, 10.0) is None  # not told yet
    assert sizes.offset_for("nobody", 0.0, 10.0) is None
    assert sizes.offset_for("a", 0.0, 10.0) == 0.0
    assert sizes.offset_for("a", 90.0, 10.0) == 0.0
    assert sizes.offset_for("b", 0.0, 10.0) == 60.0
    assert sizes.offset_for("b", 70.0, 10.0) == 70.0
    assert sizes.offset_for("c", 250.0, 10.0) == 190.0


async def test_the_focus_is_put_on_who_was_opened_by_a_key_and_nowhere_by_a_tap(records: Any) -> None:
    async with desk(wiring(records)) as phone:
        focused: list[Any] = []
        phone.answers["focus"] = lambda: focused.append(opened(phone))
        await phone.start("/shared/p1")
        await opens(phone, 1)
        assert focused == []
        await phone.key("J")
        await opens(phone, 4)
        await phone.until(lambda: focused == [name_of(4)], "the focus on the name")
        await phone.tap(re.compile(f"^{name_of(6)} "), "button")
        await opens(phone, 6)
        assert len(focused) == 1
