"""Where letters are so large that a word beside something would be broken, the something stands below it; a title shrinks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import flet as ft

from mobile.design import parts
from mobile.design import tokens as t
from mobile.design.parts.beside import Probe, Segments
from tests.screens.clinic_of import NOW, person, seeded
from tests.screens.harness import Phone, PretendWiring
from tests.screens.harness.tree import children_of

LINE = t.SIZE_BODY * t.LINE_HEIGHT


def every(control: Any, is_it: Callable[[Any], bool]) -> list[Any]:
    found = [control] if is_it(control) else []
    return found + [one for child in children_of(control) for one in every(child, is_it)]


async def measured(phone: Phone, line: Any, *, room: float, percent: int, aside: float = 0.0) -> None:
    """As a client tells it that lays this line out."""
    probe = next(iter(every(line, lambda c: isinstance(c, Probe))))
    if isinstance(line, parts.Beside):
        width = aside * percent / 100
        await phone.happens(line._aside.content, "size_change", {"w": width, "h": 48.0})
    await phone.happens(line, "size_change", {"w": room, "h": 60.0})
    await phone.happens(probe.line, "size_change", {"w": 0.0, "h": LINE * percent / 100})
    await phone.rest()


async def test_a_way_back_in_the_ledger_leaves_the_words_their_room(tmp_path: Path) -> None:
    wiring = PretendWiring(records=await seeded(tmp_path, "rowan"), person=person("rowan"), at=NOW)
    async with Phone(wiring) as phone:
        await phone.start("/sharing")
        await phone.sees("3 intake forms")
        lines = every(phone.top, lambda c: isinstance(c, parts.Beside))
        assert len(lines) >= 6
        for line in lines:
            await measured(phone, line, room=278, percent=100, aside=132)
            assert not line.wrap
            await measured(phone, line, room=278, percent=200, aside=132)
            words, below = line.controls[:2]
            assert line.wrap
            assert (words.expand, words.width) == (None, float("inf"))
            assert (below.width, below.alignment) == (float("inf"), ft.Alignment.CENTER_RIGHT)
            await measured(phone, line, room=278, percent=100, aside=132)
            assert (line.wrap, words.expand, words.width, below.width) == (False, True, None, None)
        assert phone.reported == []


async def test_text_and_emergency_have_a_line_each_where_their_words_need_it() -> None:
    async with Phone(PretendWiring()) as phone:
        await phone.start("/support")
        (line,) = every(phone.top, lambda c: isinstance(c, parts.Buttons))
        await measured(phone, line, room=320, percent=100)
        assert not line.wrap
        assert [one.expand for one in line.controls if isinstance(one, ft.Button)] == [1, 1]
        await measured(phone, line, room=200, percent=200)
        assert line.wrap
        assert [one.expand for one in line.controls if isinstance(one, ft.Button)] == [None, None]
        assert phone.reported == []


async def test_buttons_that_replace_others_are_laid_as_the_letters_ask() -> None:
    line = parts.Buttons([parts.primary_button("Next", None, expand=2)])
    line.probe.line_height, line._room = LINE * 2, 320
    line.show(
        [parts.outline_button("Atrás", None, expand=1), parts.primary_button("Siguiente", None, expand=2)]
    )
    assert line.wrap
    line.probe.line_height = LINE
    line.show(
        [parts.outline_button("Atrás", None, expand=1), parts.primary_button("Siguiente", None, expand=2)]
    )
    assert not line.wrap
    assert [one.expand for one in line.controls if isinstance(one, ft.Button)] == [1, 2]


async def test_answers_of_one_pill_have_a_line_each_where_a_word_would_be_broken() -> None:
    async with Phone(PretendWiring(door="signed_out")) as phone:
        await phone.start("/sign-in")
        (line,) = every(phone.top, lambda c: isinstance(c, Segments))
        halves = line.controls[:2]
        for percent, is_below in ((100, False), (200, True), (100, False)):
            await measured(phone, line, room=200, percent=percent)
            assert line.wrap == is_below
            assert [one.expand for one in halves] == ([None, None] if is_below else [True, True])
        assert phone.reported == []


async def test_a_title_with_a_long_word_is_written_smaller_and_back() -> None:
    async with Phone(PretendWiring()) as phone:
        await phone.start("/settings/pin")
        (sides,) = every(phone.top, lambda c: type(c).__name__ == "_Sides")
        words: Any = sides._words
        words.value = "Preparativos"
        for percent, size in ((100, t.SIZE_TITLE), (200, t.SIZE_HEADING), (100, t.SIZE_TITLE)):
            left, aside = sides.controls
            support = {"w": 100.0 * percent / 100, "h": 48.0}
            await phone.happens(aside.content.controls[-1], "size_change", support)
            await phone.happens(left, "size_change", {"w": 200.0, "h": 60.0})
            await phone.happens(sides, "size_change", {"w": 332.0, "h": 60.0})
            await phone.happens(sides._probe.line, "size_change", {"w": 0.0, "h": LINE * percent / 100})
            await phone.rest()
            assert words.style.size == size
        assert phone.reported == []


def test_what_is_said_below_a_field_has_room_for_it_in_large_letters() -> None:
    """In letters of twice the size a sentence of eighty has six lines in a card."""
    field = parts.text_field("Code", helper="x" * 80, error="x" * 80)
    assert (field.helper_max_lines or 0) >= 10
    assert (field.error_max_lines or 0) >= 10
