"""How high each piece of the list is drawn, and with it where a row stands: only the client knows, and tells."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import flet as ft


class ListSizes:
    """`on_change` is called when the client told one more. All in logical pixels."""

    def __init__(self, on_change: Callable[[], None]) -> None:
        self._on_change = on_change
        self._heights: dict[str, float] = {}
        self.names: Sequence[str] = ()
        """The pieces from top to bottom, as they are shown."""
        self.room = 0.0
        """Of the list itself: what can be seen of it at once."""

    def watch(self, name: str, piece: ft.LayoutControl) -> None:
        """From now on its height is known."""
        piece.on_size_change = partial(self._sized, name)

    def watch_room(self, around: ft.LayoutControl) -> None:
        """The same of what the list scrolls in."""
        around.on_size_change = self._room_sized

    def extent(self, name: str) -> tuple[float, float] | None:
        """Where a piece begins and ends, from the beginning of the list. None: not shown, or not known yet."""
        above = 0.0
        for one in self.names:
            height = self._heights.get(one)
            if height is None:
                return None
            if one == name:
                return above, above + height
            above += height
        return None

    def offset_for(self, name: str, offset: float, air: float) -> float | None:
        """How far to scroll so that the piece can be seen with some air, moving as little as that takes: `offset` where it
        can be seen already. None: not known yet."""
        extent = self.extent(name)
        if extent is None or not self.room:
            return None
        begins, ends = extent
        if begins - air < offset:
            return max(0.0, begins - air)
        if ends + air > offset + self.room:
            return min(begins, ends + air - self.room)
        return offset

    def _sized(self, name: str, e: ft.LayoutSizeChangeEvent[ft.LayoutControl]) -> None:
        ft.context.disable_auto_update()
        self._heights[name] = e.height
        self._on_change()

    def _room_sized(self, e: ft.LayoutSizeChangeEvent[ft.LayoutControl]) -> None:
        ft.context.disable_auto_update()
        self.room = e.height
        self._on_change()
