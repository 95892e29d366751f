"""From one person to the next by a key, down and up the list as it is sorted and filtered now.

A key does what a tap on that row does, and nothing else: it opens, and opening is reading. Then the list is scrolled as little
as it takes to see the row, and the focus is put on the name, where a screen reader goes on. Keys that are pressed faster than
places open are counted: who is passed over is not opened.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import flet as ft

from mobile.design import parts
from mobile.screens.list_sizes import ListSizes
from mobile.screens.shared.keys import ALL, FIND, STEPS
from mobile.screens.shared.listing import Place
from mobile.screens.shared.people import alert_name, row_name

if TYPE_CHECKING:
    from mobile.screens.shared.workspace import Workspace

AIR = 72.0
"""Logical pixels of the list that are seen beyond the row: whoever comes next can be seen too."""


class Stepping:
    """One a place. `sizes` knows where the rows stand."""

    def __init__(self, place: Workspace) -> None:
        self._place = place
        self.sizes = ListSizes(self._sized)
        self._sizes_known = asyncio.Event()
        self._is_ready = False  # the list is known
        self._steps = 0  # down, less up, that were not gone yet
        self._asked: Place | None = None  # where the last key leads, while that place is still to come
        self._is_followed = False  # who was opened by a key is kept in view
        self._sought: list[float] = []  # offsets the list was scrolled to for that

    def shown(self) -> bool:
        """The place came into view. Returns whether a key led here."""
        self._asked, desk = None, self._place.desk
        was_stepping, desk.is_stepping = desk.is_stepping, False
        return was_stepping

    @property
    def leads_on(self) -> bool:
        """Whether a key leads on from here: who is open by now is passed over."""
        return self._asked is not None

    def loaded(self) -> None:
        """The list is known now: keys that were pressed meanwhile are done."""
        self._is_ready = True
        self._go()

    async def key(self, name: str) -> None:
        """One of `keys`; nothing else means anything."""
        place = self._place
        if name in STEPS:
            self._steps += STEPS[name]
            self._go()
        elif name == FIND:
            await self._find()
        elif name == ALL:
            place.desk.has_all_keys = not place.desk.has_all_keys
            place.redraw_bar()

    def _go(self) -> None:
        if not self._is_ready:
            return
        steps, self._steps = self._steps, 0
        listing, at, to = self._place.listing(), self._asked or self._place.open_at(), None
        for _ in range(abs(steps)):
            found = listing.next(at) if steps > 0 else listing.before(at)
            if found is None:
                break
            to, at = found, found.at
        if to is not None:
            self._asked, self._place.desk.is_stepping = to.at, True
            self._place.s.go(to.route)

    async def _find(self) -> None:
        """The cursor into the field; what is typed before it is there is no key any more."""
        field = self._place.head.field
        if field is None or not parts.is_shown(field):
            return
        self._place.head.come()
        parts.goes_to_write(field.field)
        await self._scroll_to("find")
        await field.focus()

    # --- arriving by a key ---

    async def arrive(self) -> None:
        """Puts the focus on who is open and the row into view, as soon as the client said where it is; and again whenever the
        list is drawn higher or lower above it, until the reader scrolls. Is cancelled when the place is left."""
        place = self._place
        if place.detail.beginning is not None:
            await place.detail.beginning.focus()
        self._is_followed, self._sought = True, []
        while self._is_followed and (name := self._row()) is not None:
            self._sizes_known.clear()
            if self.sizes.offset_for(name, 0.0, AIR) is not None:
                await self._scroll_to(name)
            await self._sizes_known.wait()

    def scrolled(self, e: ft.OnScrollEvent) -> None:
        """The list was. A hand on it ends that a row is kept in view; going where it was asked to, or as far as a list that is
        still too short can, does not."""
        self._place.desk.offset = e.pixels
        is_own = any(abs(e.pixels - min(one, e.max_scroll_extent)) <= 1 for one in self._sought)
        if e.event_type is ft.ScrollType.USER or not is_own:
            self._is_followed = False
            self._sizes_known.set()

    def _row(self) -> str | None:
        """The piece of the list that is open."""
        alert, row = self._place.chosen_alert(), self._place.open_row()
        if alert is None and row is not None and row.alerts:
            alert = row.alerts[0]
        if alert is not None:
            return alert_name(alert.id)
        return row_name(row.id) if row is not None else None

    async def _scroll_to(self, name: str) -> None:
        desk = self._place.desk
        offset = self.sizes.offset_for(name, desk.offset, AIR)
        if offset is not None and offset != desk.offset:
            desk.offset = offset
            self._sought.append(offset)
            await self._place.scroll_list(offset)

    def _sized(self) -> None:
        self._sizes_known.set()
