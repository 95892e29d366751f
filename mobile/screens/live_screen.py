"""A place that is drawn from what is kept, and drawn again when that changes, whoever changed it.

What is the same is left standing: a tap on its way to a control that has just been replaced goes nowhere. A subclass says what to watch and how to draw, and need not think of it.
"""

from __future__ import annotations

import asyncio

import flet as ft

from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens import chrome, reconcile
from mobile.screens.first_fetch import first_fetch, first_looks, has_all
from mobile.screens.watching import WatchingScreen

TURNS = 3
"""Given to others between drawing and comparing: of what came meanwhile the loop hears in the first, and does it in the next ones."""


class LiveScreen(WatchingScreen):
    """Give it `follows`, `load` and `drawn`; call `redraw` after an act of the person's own."""

    _looked: object = None
    _puts = 0
    """How often something was put in place."""

    def body(self) -> list[ft.Control]:
        self._looked = None
        self._place = parts.stack(spacing=t.CARD_GAP)
        return [self._place]

    async def load(self) -> None:
        """Reads what is needed from the store."""
        raise NotImplementedError

    def drawn(self) -> list[ft.Control]:
        """The controls for what was loaded."""
        raise NotImplementedError

    def urgent(self) -> list[ft.Control]:
        """What stands above everything else, whatever is still to come."""
        return []

    def whole(self) -> list[ft.Control]:
        """All of the place: what is urgent, how far the first fetch is, then what was loaded."""
        return [*self.urgent(), *first_fetch(self.s), *self.drawn()]

    @property
    def has_all(self) -> bool:
        """Whether what is kept here is all there is: only then may the place count, or say that there is nothing."""
        return has_all(self.s)

    def looks(self) -> object:
        """All that `drawn` draws from, to be compared with the last time: saves the drawing. None: it is drawn and compared."""
        return None

    async def shown(self) -> None:
        self.watch()
        await self.redraw()

    async def look_again(self) -> None:
        await self.redraw()

    async def redraw(self) -> None:
        """Reads and draws anew, the title too where it is another by now: by what was read, by what was done here, by the day."""
        await self.load()
        if self.headed and self.title() != self.headed:
            chrome.rehead_now(self)
        seen = self.looks()
        looks, looked = (seen, first_looks(self.s)) if seen is not None else None, self._looked
        self._looked = looks
        if looks is not None and looks == looked:
            return
        drawn, puts = self.whole(), self._puts
        for _ in range(TURNS):
            await asyncio.sleep(0)
        if self._puts == puts:  # else what stands there was drawn later
            self._put(drawn)

    def _put(self, drawn: list[ft.Control]) -> None:
        """In place of what stands there, unless that is the same."""
        self._puts += 1
        reconcile.put_rows(self._place.controls, drawn)
        if self.is_mounted(self._place):
            self._place.update()
