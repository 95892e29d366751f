"""Single keys, for the places that give them a meaning: heard only while such a place is in view, with nothing over it.

A key is only a key where nobody is writing: in a field it is a letter. What is held with Ctrl, Alt or Meta is the browser's
or the system's, but for Ctrl (or Cmd) and Enter in a field: that sends what is written, where the place has a meaning for it.
Escape leads out: of the field, where somebody writes and the place leads elsewhere, and keys are keys again; else of the place, where it has a meaning for it.
"""

from __future__ import annotations

from collections.abc import Callable

import flet as ft

from mobile.design import parts
from mobile.screens.frame import ESCAPE, Screen
from mobile.screens.guard import Guard

SEND_KEY = "Ctrl+Enter"


def _sends(e: ft.KeyboardEvent) -> bool:
    return (e.ctrl or e.meta) and not e.alt and e.key in ("Enter", "Numpad Enter")


class Keyboard:
    """One a page. `is_open` says whether a place can be seen at all: no lock and no cover stands before it."""

    def __init__(self, page: ft.Page, guard: Guard, is_open: Callable[[], bool]) -> None:
        self._page = page
        self._pressed = guard(self._heard)
        self._is_open = is_open
        self._place: Screen | None = None

    def listen(self, place: Screen | None) -> None:
        """To the place in view, if keys mean something there now; the page is told with its next update."""
        before, self._place = self._place, place if place is not None and place.hears_keys() else None
        if self._place is not before:
            parts.leaves_off_writing(self._page)
        parts.heard_by_place(self._page, self._pressed if self._place is not None else None)

    async def _heard(self, e: ft.KeyboardEvent) -> None:
        ft.context.disable_auto_update()
        place, page = self._place, self._page
        if place is not None and _sends(e) and self._is_open() and place.hears_keys():
            if parts.is_writing(page) and not parts.is_asked(page):
                await place.key(SEND_KEY)
            return
        if place is None or not self._is_open() or e.ctrl or e.alt or e.meta:
            return
        if not place.hears_keys() or parts.is_asked(page):
            return
        if not parts.is_writing(page):
            await place.key(e.key)
        elif e.key == ESCAPE and place.leads_out_of_fields:
            parts.leaves_off_writing(page)
            await place.leaves_field()
