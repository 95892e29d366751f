"""The keyboard's way through a page of questions: where it begins, and Enter that goes on.

Only Enter means anything here, and nothing else of what is pressed is looked at.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import flet as ft

from mobile.flet_inside.numbers import number_of, resolved

from .handling import Handler, tell

ENTER = ("Enter", "Numpad Enter")


class Beginning(ft.MergeSemantics):
    """A heading that can be focused: the keyboard and a screen reader begin there, and Tab leads to what is below it."""

    def __init__(self, heading: ft.Control, on_enter: Handler | None = None) -> None:
        self._keys = ft.KeyboardListener(content=heading, on_key_down=_enter(on_enter))
        super().__init__(content=self._keys)

    async def focus(self) -> None:
        """Puts the focus here, if this is what stands on the page. (What took over another's number is not in Flet's index yet,
        and the client's answer would find nobody.)"""
        with suppress(RuntimeError, TimeoutError):
            if resolved(self._keys.page.session, number_of(self._keys)) is self._keys:
                await self._keys.focus()


def entering(content: ft.Control, on_enter: Handler) -> ft.Control:
    """Calls `on_enter` when Enter is pressed on a radio or a tick inside: there the key means nothing else."""
    return ft.KeyboardListener(content=content, on_key_down=_enter(on_enter), include_semantics=False)


def _enter(on_enter: Handler | None) -> Any:
    if on_enter is None:
        return None

    async def pressed(e: Any) -> None:
        if getattr(e, "key", "") in ENTER:
            await tell(on_enter, e)
        else:
            ft.context.disable_auto_update()

    return pressed
