"""A place that looks the same after a commit keeps its controls, so that a tap on its way finds them."""

from __future__ import annotations

from typing import Any

import flet as ft

from mobile.screens.following import FollowingScreen


class Place(FollowingScreen):
    """Draws one word it was given."""

    def __init__(self, word: str, is_compared: bool) -> None:
        self.word, self.is_compared = word, is_compared

    async def load(self) -> None:
        pass

    def looks(self) -> object:
        return self.word if self.is_compared else None

    def drawn(self) -> list[ft.Control]:
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


async def test_a_place_that_compares_nothing_is_drawn_at_every_change() -> None:
    before, after = await redrawn(Place("one", False), "one")
    assert after is not before


async def test_a_place_built_again_is_drawn_again() -> None:
    place = Place("one", True)
    await redrawn(place, "one")
    (stack,) = place.body()
    await place.redraw()
    assert len(stack.controls) == 1  # type: ignore[attr-defined]
