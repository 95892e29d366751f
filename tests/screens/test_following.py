"""A place that looks the same after a commit keeps its controls, so that a tap on its way finds them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import flet as ft
import pytest

from mobile.design import parts
from mobile.screens.live_screen import LiveScreen
from tests.screens.harness import Phone, PretendWiring, opened_store


class Place(LiveScreen):
    """Draws one word it was given."""

    def __init__(self, word: str, is_compared: bool) -> None:
        self.word, self.is_compared = word, is_compared
        self.s: Any = SimpleNamespace(status=None, drawn=0)  # nothing is fetched here

    def title(self) -> str:
        return "Place"

    async def load(self) -> None:
        pass

    def looks(self) -> object:
        return self.word if self.is_compared else None

    def drawn(self) -> list[ft.Control]:
        self.s.drawn += 1
        return [ft.Text(self.word)]

    def is_mounted(self, control: Any) -> bool:
        return False


async def redrawn(place: Place, word: str) -> tuple[ft.Control, ft.Control]:
    """The control before and after a commit that made the word `word`."""
    (stack,) = place.body()
    await place.redraw()
    before = stack.controls[0]  # type: ignore[attr-defined]
    place.word = word
    await place.redraw()
    return before, stack.controls[0]  # type: ignore[attr-defined]


async def test_what_looks_the_same_is_left_standing() -> None:
    before, after = await redrawn(Place("one", True), "one")
    assert after is before


async def test_what_looks_otherwise_is_drawn_anew() -> None:
    before, after = await redrawn(Place("one", True), "two")
    assert after is not before
    assert after.value == "two"  # type: ignore[attr-defined]


async def test_a_place_that_says_nothing_of_its_looks_is_compared_by_what_it_draws() -> None:
    before, after = await redrawn(Place("one", False), "one")
    assert after is before
    before, after = await redrawn(Place("one", False), "two")
    assert after is not before


async def test_a_place_built_again_is_drawn_again() -> None:
    place = Place("one", True)
    await redrawn(place, "one")
    (stack,) = place.body()
    await place.redraw()
    assert len(stack.controls) == 1  # type: ignore[attr-defined]


class WordList(LiveScreen):
    """Words, each with a button that takes that word; more of them at every commit."""

    words: list[str]
    taken: list[str]
    above: str = ""
    name: str = "Words"
    known: str = ""

    def body(self) -> list[ft.Control]:
        self.words, self.taken = ["one", "two"], []
        return super().body()

    def title(self) -> str:
        return self.known or "Nothing read yet"

    async def load(self) -> None:
        self.known = self.name

    def drawn(self) -> list[ft.Control]:
        taking = [(word, self.guard(partial(self.take, word))) for word in self.words]
        rows = [parts.card(parts.body(word), parts.primary_button("Take", take)) for word, take in taking]
        return [*([parts.body(self.above)] if self.above else []), *rows]

    def take(self, word: str) -> None:
        self.taken.append(word)


@pytest.fixture
async def context(tmp_path: Path) -> AsyncIterator[tuple[Phone, WordList]]:
    async with Phone(PretendWiring(records=await opened_store(tmp_path))) as phone:
        await phone.show(WordList)
        await phone.sees("two")
        place = phone.shell._top
        assert isinstance(place, WordList)
        yield phone, place


def button_of(phone: Phone, at: int) -> int:
    """The number under which the page knows the button of this row."""
    return phone.find("Take", "button")[at].control._i


async def tapped(phone: Phone, number: int) -> None:
    await phone.session.dispatch_event(number, "click", None)
    await phone.rest()


async def test_a_tap_on_its_way_reaches_its_button_though_a_row_was_put_above_it(context: Any) -> None:
    phone, place = context
    sent = button_of(phone, 1)
    place.words = ["new", "one", "two"]
    await place.redraw()
    await tapped(phone, sent)
    assert place.taken == ["two"]
    assert phone.faults() == []


async def test_a_tap_never_reaches_what_only_looks_like_its_button(context: Any) -> None:
    phone, place = context
    sent = button_of(phone, 0)
    place.words = ["other", "two"]
    await place.redraw()
    await tapped(phone, sent)
    assert place.taken == []


async def test_a_button_outlives_a_change_of_the_words_beside_it(context: Any) -> None:
    phone, place = context
    sent = button_of(phone, 1)
    place.above = "Sent"
    await place.redraw()
    await tapped(phone, sent)
    assert place.taken == ["two"]


async def test_what_was_drawn_anew_is_as_alive_as_before(context: Any) -> None:
    phone, place = context
    for words in (["one"], ["zero", "one"], ["zero", "one"], ["one", "two"]):
        place.words = words
        await place.redraw()
        assert [(await phone.sees(word)).name for word in words]
        await tapped(phone, button_of(phone, len(words) - 1))
    assert place.taken == ["one", "one", "one", "two"]
    assert phone.faults() == []


async def test_a_button_drawn_anew_keeps_its_colours(context: Any) -> None:
    phone, place = context
    before = phone.find("Take", "button")[1].control._internals
    assert "style" in before
    place.above = "Sent"
    await place.redraw()
    await phone.sees("Sent")
    now = phone.find("Take", "button")[1].control
    assert now._internals == before


async def test_a_button_drawn_anew_stays_on_the_page(context: Any) -> None:
    phone, place = context
    place.above = "Sent"
    await place.redraw()
    assert parts.is_shown(phone.find("Take", "button")[1].control)


async def test_the_title_follows_what_was_read_though_nothing_else_is_drawn_otherwise(context: Any) -> None:
    phone, place = context
    await phone.sees("Words", "heading")
    row = phone.find("one")[0].control
    place.name = "Other words"
    await place.redraw()
    await phone.sees("Other words", "heading")
    assert not phone.find("Words", "heading")
    assert phone.find("one")[0].control is row
    assert phone.faults() == []


async def test_what_was_drawn_before_an_act_does_not_stand_over_what_the_act_drew() -> None:
    """Between drawing and comparing others have their turn: an act of theirs may draw, and its drawing is the later one."""
    place = Place("one", False)
    (stack,) = place.body()
    beginning = asyncio.create_task(place.redraw())
    await asyncio.sleep(0)
    assert place.s.drawn == 1
    place.word = "two"
    place._put(place.whole())
    await beginning
    assert [one.value for one in stack.controls] == ["two"]  # type: ignore[attr-defined]
