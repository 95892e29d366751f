"""The last letters somebody typed before the page was covered or locked, which may arrive after it was.

A letter is on its way for a moment while the server already shows something else; Flet drops it, because its field is
gone. Here a stand-in takes it for that moment. Behind a cover it goes into the words as always. After a lock nothing can
be saved and nothing is drawn: the place waits in this process's memory, for the same person and this page only, and is
sealed as soon as the store is open again. What was held while hidden entries were open waits until that same PIN opens them
again; what was held before them is sealed with them too, and as what it was. A place that has nothing unsaved is let go after that moment. While the
browser is cut off the moment has not begun: what was typed meanwhile is sent when it is back. Nothing here opens
anything, and nothing is written anywhere but into the sealed store.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

import flet as ft

from mobile.documents.carriable import carried
from mobile.flet_inside.numbers import answer_for
from mobile.records.ports import Keeping
from mobile.screens.frame import Person, Screen
from mobile.screens.guard import Guard

LATE_S = 5.0  # a slow phone's round trip


class LateInput:
    """One a page."""

    def __init__(
        self, page: ft.Page, guard: Guard, run: Callable[[Coroutine[Any, Any, Any]], object]
    ) -> None:
        self._page = page
        self._guard = guard
        self._run = run
        self._stand_ins: list[ft.TextField] = []  # Flet's index holds them weakly
        self._turn = 0
        self._is_away = False  # the browser
        self.held: dict[tuple[int, str], Screen] = {}
        """What a lock came before, by what was hidden and open (0: nothing) and by its path."""

    def listen(self, screen: Screen | None) -> None:
        """Call when `screen` has just gone out of sight: what is still on its way to its fields is taken."""
        self._stop()
        if screen is None:
            return
        for field, take in screen.late_fields():
            self._stand_in(field, take)
        self._run_out()

    def replaced(self, field: ft.TextField, take: Callable[[str], None]) -> None:
        """Call when a field of the place in view has just given way to another: what is still on its way to it is taken."""
        self._turn += 1  # a moment that began before does not end this one
        self._stand_in(field, take)
        self._run_out()

    def _stand_in(self, field: ft.TextField, take: Callable[[str], None]) -> None:
        stand_in = ft.TextField(value=field.value)
        stand_in.on_change = self._guard(partial(self._heard, take), is_activity=False)
        answer_for(stand_in, field, self._page)
        self._stand_ins.append(stand_in)

    def browser_gone(self) -> None:
        """What is typed now comes when the browser is back."""
        self._is_away = True
        self._turn += 1

    def browser_back(self) -> None:
        self._is_away = False
        self._run_out()

    def _run_out(self) -> None:
        if not self._is_away:
            self._run(self._stop_later(self._turn))

    def _heard(self, take: Callable[[str], None], e: Any) -> None:
        ft.context.disable_auto_update()
        take(carried(e.control.value or ""))

    async def _stop_later(self, turn: int) -> None:
        await asyncio.sleep(LATE_S)
        if turn == self._turn:
            self._stop()
            for at in [at for at, screen in self.held.items() if screen.unsaved() is None]:
                del self.held[at]

    def _stop(self) -> None:
        self._turn += 1
        self._stand_ins.clear()

    # --- the lock ---

    def locked(self, top: Screen | None) -> None:
        """The device was locked with this place in view. What an earlier lock came before stays held while it is not saved."""
        if top is None:
            return
        self.held.pop(_at(top), None)
        if top.late_fields() or top.unsaved() is not None:
            self.held[_at(top)] = top

    async def opened(self, person: Person | None, records: Keeping | None) -> None:
        """The device is open again: what is held is sealed, if it is this person's. Else it is gone."""
        self._stop()
        for at, held in list(self.held.items()):
            family, _ = at
            if person is None or records is None or held.s.person != person or held.unsaved() is None:
                del self.held[at]
            elif family == records.hiding.family or not family:
                await self._seal(at, held, records)

    async def _seal(self, at: tuple[int, str], held: Screen, records: Keeping) -> None:
        """As it was begun: what was written before hidden entries were opened is none of them."""
        hiding, before = records.hiding, records.hiding.begins_hidden
        hiding.begins_hidden = before and bool(at[0])
        try:
            if await held.seal(records):
                del self.held[at]
        finally:
            hiding.begins_hidden = before

    def give_back(self, screen: Screen) -> None:
        """What could not be sealed even now goes on in the same place, in view."""
        held = self.held.pop(_at(screen), None)
        if held is not None:
            screen.recalled = held.unsaved()

    def forget(self) -> None:
        """Nobody is signed in here any more, or the page is gone."""
        self._stop()
        self.held.clear()


def _at(screen: Screen) -> tuple[int, str]:
    """What was hidden and open where a place stood, and its path."""
    return (screen.s.records.hiding.family if screen.s.records is not None else 0), screen.path
