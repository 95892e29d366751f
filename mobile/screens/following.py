"""A place that is drawn from what is kept, and drawn again when that changes, whoever changed it.

Many commits in one moment redraw once. Nothing here reads words; a subclass says what to watch and how to draw.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import flet as ft

from mobile.design import parts
from mobile.design import tokens as t
from mobile.records.ports import Noun
from mobile.screens.frame import Screen


class FollowingScreen(Screen):
    """Give it `follows`, `load` and `drawn`; call `redraw` after an act of the person's own."""

    follows: ClassVar[Sequence[type[Noun]]] = ()

    def body(self) -> list[ft.Control]:
        self._is_due = False
        self._place = parts.stack(spacing=t.CARD_GAP)
        return [self._place]

    async def load(self) -> None:
        """Reads what is needed from the store."""
        raise NotImplementedError

    def drawn(self) -> list[ft.Control]:
        """The controls for what was loaded."""
        raise NotImplementedError

    async def shown(self) -> None:
        for kind in self.follows:
            self.keep(self.records.watch(kind, self._on_commit))
        if self.s.status is not None:
            self.keep(self.s.status.watch(lambda _: self._on_commit("")))
        await self.redraw()

    async def redraw(self) -> None:
        """Reads and draws anew."""
        await self.load()
        self._place.controls[:] = self.drawn()
        if self.is_mounted(self._place):
            self._place.update()

    def _on_commit(self, _: str) -> None:
        if not self._is_due:
            self._is_due = True
            self.s.run(self._later())

    async def _later(self) -> None:
        self._is_due = False
        await self.redraw()
