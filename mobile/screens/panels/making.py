"""Files that are made of what a place shows when somebody asks for them: one after the other, and what became of the last.

Its rows stand below the buttons and no button is switched off meanwhile, so a second tap finds its button where it stood and has its turn.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import flet as ft

from mobile.design import parts
from mobile.screens.file_export import CannotSave, Made, PickerSaver, Saver
from mobile.screens.frame import Surroundings


class FileMaking:
    """One for a place. `redraw`: of the place."""

    def __init__(self, s: Surroundings, redraw: Callable[[], Awaitable[None]]) -> None:
        self._s, self._redraw = s, redraw
        self.saver: Saver = PickerSaver(s.page)
        self._turn = asyncio.Lock()
        self._asked: set[str] = set()
        self._outcome = ""

    def forget(self) -> None:
        """What stands there now is another page than the last file was made of."""
        self._outcome = ""

    async def make(self, which: str, title: str, file: Callable[[], Awaitable[Made | None]]) -> None:
        """`which`: of the place's files; asked for again before it is made, it is made once. `file`: None where there is nothing to hand
        over by then. `title`: of the device's dialog."""
        if which in self._asked:
            return
        self._asked.add(which)
        try:
            async with self._turn:
                await self._made(title, file)
        finally:
            self._asked.discard(which)
        await self._redraw()

    async def _made(self, title: str, file: Callable[[], Awaitable[Made | None]]) -> None:
        self._outcome = ""
        await self._redraw()
        outcome = ""
        try:
            made = await file()
            if made is not None and await self.saver.save(made, title):
                outcome = self._s._("Your file is made")
        except (CannotSave, OSError):
            outcome = self._s._("The file could not be saved there.")
        self._outcome = outcome

    def drawn(self) -> list[ft.Control]:
        """To stand below the buttons."""
        if self._asked:
            return [parts.spoken(parts.small(self._s._("Making it…")))]
        return [parts.notice(self._outcome, is_live=True)] if self._outcome else []
