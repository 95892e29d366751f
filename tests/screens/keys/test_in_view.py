"""Who was opened by a key is in view, and a screen reader goes on there."""

from __future__ import annotations

import re
from typing import Any

import flet as ft

from mobile.design import parts
from mobile.screens.list_sizes import ListSizes
from tests.screens.harness import Phone
from tests.screens.harness.tree import children_of
from tests.screens.keys.at_the_desk import desk, opened, opens, wiring
from tests.screens.many_patients import name_of


def measured(control: Any) -> list[Any]:
    """What tells how high it is drawn, but for the probes: pieces of the list, and the list's own room."""
    if isinstance(control, parts.Probe):
        return []
    own = [control] if getattr(control, "on_size_change", None) is not None else []
    return own + [found for child in children_of(control) for found in measured(child)]


async def tells_sizes(phone: Phone, piece: float, room: float, width: float = 408) -> None:
    """As a browser does: every piece of the list is as high as the next. `width`: of what the list stands in."""
    pieces = [one for one in measured(phone.top) if isinstance(one, (ft.Container, ft.Column))]
    for one in pieces:
        is_room = getattr(one, "width", None) == width
        await phone.happens(one, "size_change", {"w": width, "h": room if is_room else piece})
    await phone.rest()


async def scrolls(phone: Phone, to: float, most: float) -> None:
    """The browser says where the list is now."""
    data = {
        "event_type": "update",
        "pixels": min(to, most),
        "min_scroll_extent": 0.0,
        "max_scroll_extent": most,
        "viewport_dimension": 500.0,
        "scroll_delta": 1.0,
    }
    await phone.happens(phone.shell._top._people, "scroll", data)  # type: ignore[union-attr]
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


async def test_the_row_stays_in_view_while_the_list_above_it_is_drawn_higher_until_a_hand_scrolls(
    records: Any,
) -> None:
    async with desk(wiring(records)) as phone:
        await phone.start("/shared/p4")
        await opens(phone, 4)
        await tells_sizes(phone, 60.0, 500.0)
        await phone.key("J")
        await opens(phone, 6)
        await tells_sizes(phone, 60.0, 500.0)
        (offset,) = scrolled_to(phone)
        await scrolls(phone, offset, most=offset - 40)  # as far as it can: it is drawn higher only now
        await tells_sizes(phone, 76.0, 500.0)
        assert scrolled_to(phone)[-1] == offset + 10 * 16.0
        await scrolls(phone, 12.0, most=2000.0)
        done = scrolled_to(phone)
        await tells_sizes(phone, 60.0, 500.0)
        assert scrolled_to(phone) == done  # whoever scrolls reads on in peace


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
