"""A list whose row that a key opened is scrolled into view, as little as that takes, and kept there until a hand scrolls.

Only on a device that has keys: elsewhere nobody is led to a row that is out of sight.
"""

from __future__ import annotations

from collections.abc import Sequence

import flet as ft

from mobile.screens.frame import Screen
from mobile.screens.list_sizes import ListSizes

AIR = 72.0
"""Logical pixels of the list that are seen beyond the row: whoever comes next can be seen too."""
SCROLLED_EVERY_MS = 200

Piece = tuple[str, ft.LayoutControl]
"""What stands in the list, by a name that no other has."""


class KeptInView:
    """Made once for a place. `control` scrolls by itself; `watch_room` is given what it stands in."""

    def __init__(self, place: Screen, *, has_keys: bool) -> None:
        self._place, self._has_keys = place, has_keys
        self._sizes = ListSizes(self._go)
        self._followed = ""  # the piece that is kept in view; "" none
        self._offset = 0.0  # px the list is scrolled by
        self._sought: list[float] = []  # where it was asked to go for that
        self.control = ft.Column(
            scroll=ft.ScrollMode.AUTO,
            on_scroll=place.guard(self._scrolled) if has_keys else None,
            scroll_interval=SCROLLED_EVERY_MS,
            expand=True,
            spacing=0,
            horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        )

    def watch_room(self, around: ft.LayoutControl) -> None:
        """What can be seen of the list at once is as high as this."""
        if self._has_keys:
            self._sizes.watch_room(around)

    def pieces(self, pieces: Sequence[Piece]) -> list[ft.Control]:
        """The list from top to bottom. What is watched already stays as it is."""
        if self._has_keys:
            self._sizes.names = [name for name, _ in pieces]
            for name, piece in pieces:
                if piece.on_size_change is None:
                    self._sizes.watch(name, piece)
        return [piece for _, piece in pieces]

    def follow(self, name: str) -> None:
        """A key opened this piece."""
        self._followed, self._sought = name, []
        self._go()

    def _go(self) -> None:
        """As soon as the client said how high the pieces are, and again whenever one above is drawn higher or lower."""
        if not self._followed:
            return
        offset = self._sizes.offset_for(self._followed, self._offset, AIR)
        if offset is not None and offset != self._offset:
            self._offset = offset
            self._sought.append(offset)
            self._place.s.run(self._scroll(offset))

    async def _scroll(self, offset: float) -> None:
        if self._place.is_mounted(self.control):  # after an await the person may be elsewhere
            await self.control.scroll_to(offset=offset, duration=0)

    def _scrolled(self, e: ft.OnScrollEvent) -> None:
        """A hand on the list ends that a row is kept in view; going where it was asked to does not."""
        ft.context.disable_auto_update()
        self._offset = e.pixels
        is_own = any(abs(e.pixels - min(one, e.max_scroll_extent)) <= 1 for one in self._sought)
        if e.event_type is ft.ScrollType.USER or not is_own:
            self._followed = ""
