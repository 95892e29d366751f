"""From one line of the summary to the next by a key, the newest first: it is scrolled into view, and the focus is put on who wrote
it, where a screen reader goes on.

`keys` says which keys there are. Nothing is opened or changed by going.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import flet as ft

from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.list_sizes import ListSizes
from mobile.screens.shared.keys import ALL, BEFORE, ESCAPE_KEY, NEXT, REPLY, SEND_KEY, STEPS, KeyBar, all_key

if TYPE_CHECKING:
    from mobile.screens.shared.summary.view import OpenSummary


class LineStepping:
    """One a place."""

    def __init__(self, place: OpenSummary) -> None:
        self._place = place
        self._heads: dict[
            str, list[parts.Beginning]
        ] = {}  # of each line, what may stand there: drawn anew, what is the same stays
        self._at: str | None = None  # the line a key led to
        self._sizes = ListSizes(lambda: None)
        self._bar = KeyBar(place.s)
        self._bar.hide()
        self._has_all = False

    @property
    def control(self) -> ft.Control:
        """The bar that says the keys."""
        return self._bar.control

    def headed(self, line: str, drawn: ft.Control) -> ft.Control:
        """The head of a line (its id), or of the page, where the focus is put."""
        head = parts.Beginning(drawn)
        there = [one for one in self._heads.get(line, ()) if self._place.is_mounted(one)]
        self._heads[line] = [*there, head]
        return head

    def placed(self, pieces: Mapping[str, ft.Control]) -> list[ft.Control]:
        """All that the place shows, from top to bottom, a line by its id: the client says how high each is. (By a key of its own a
        control would be taken for another one when it is drawn anew.)"""
        self._sizes.names = list(pieces)
        for name, piece in pieces.items():
            if isinstance(piece, ft.LayoutControl):
                self._sizes.watch(name, piece)
        return list(pieces.values())

    def _top_of(self, line: str) -> float | None:
        """Logical pixels from the top of what is scrolled; None: not known yet."""
        extent = self._sizes.extent(line)
        above = list(self._sizes.names).index(line) if line in self._sizes.names else 0
        return extent[0] + above * t.CARD_GAP if extent is not None else None

    async def key(self, name: str) -> None:
        if name in STEPS:
            await self._step(STEPS[name])
        elif name == REPLY:
            await self._place.box.focus()
        elif name == SEND_KEY:
            await self._place.on_send()
        elif name == ALL:
            self._has_all = not self._has_all
            self.show()

    async def _step(self, by: int) -> None:
        shown = [one.line.id for one in self._place.shown_lines.of(self._place.keeping.summary)]
        at = shown.index(self._at) + by if self._at in shown else 0
        if not 0 <= at < len(shown):
            return
        self._at = shown[at]
        top = self._top_of(self._at)
        if top is not None:
            await self._place.scroll_to(top)
        await self.focus(self._at)

    async def focus(self, line: str) -> None:
        """Puts the focus on its head."""
        for head in self._heads.get(line, ()):  # only what stands on the page takes it
            await head.focus()

    def show(self) -> None:
        """The bar, where keys mean something now."""
        if not self._place.hears_keys():
            changed = self._bar.hide()
        else:
            changed = self._bar.say(self._keys(), has_all=self._has_all)
        if changed:
            parts.redraw(self._bar.control)

    def _keys(self) -> Sequence[tuple[str, ...]]:
        _, has_lines = self._place.s._, bool(self._place.keeping.summary.entries)
        lines = [
            (NEXT, _("next line"), _("Goes to the next line, from the newest to the oldest")),
            (BEFORE, _("line before"), _("Goes to the line before")),
        ]
        return [
            *(lines if has_lines else []),
            (REPLY, _("write"), _("Puts the cursor into the line that is being written")),
            *([(SEND_KEY, _("add"), _("Adds the line that is being written"))] if self._has_all else []),
            (ESCAPE_KEY, _("back"), _("Goes back to who is open; in the field, out of it")),
            all_key(self._place.s, has_all=self._has_all),
        ]
