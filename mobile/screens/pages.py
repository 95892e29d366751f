"""A long list inside a place: its first rows, and a button for the next, so that nothing of it is out of reach."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TypeVar

import flet as ft

from mobile.design import parts
from mobile.screens.frame import Surroundings

T = TypeVar("T")
PAGE = 50


class Pages:
    """How much of each list of a place was asked for, by the list's name. `again` draws the place anew."""

    def __init__(self, s: Surroundings, again: parts.Handler, size: int = PAGE) -> None:
        self._s = s
        self._again = again
        self._size = size
        self._asked: dict[str, int] = {}

    def shown(self, name: str, items: Sequence[T]) -> Sequence[T]:
        """The rows to draw."""
        return items[: self._size * self._asked.get(name, 1)]

    def more(self, name: str, items: Sequence[object]) -> list[ft.Control]:
        """The way to the next rows, while there are any."""
        if len(self.shown(name, items)) == len(items):
            return []
        on_more = self._s.guard(partial(self._on_more, name))
        return [parts.outline_button(self._s._("Show more"), on_more)]

    async def _on_more(self, name: str) -> None:
        self._asked[name] = self._asked.get(name, 1) + 1
        result = self._again()
        if result is not None:
            await result
