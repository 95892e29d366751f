"""How a part hands a value to the screen's handler, and how it redraws itself. Parts never catch a handler's errors:
the handlers they are given are already guarded."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import flet as ft

Handler = Callable[..., Any]  # takes the event, or the value where a part says so; plain or async


async def tell(handler: Handler | None, value: object) -> None:
    """Calls the handler with the value and waits for it when it is async."""
    if handler is None:
        return
    answer = handler(value)
    if inspect.isawaitable(answer):
        await answer


def is_shown(control: ft.Control) -> bool:
    """Whether the control hangs on a page now."""
    try:
        return control.page is not None
    except RuntimeError:
        return False


def redraw(control: ft.Control) -> None:
    """Sends this control's changes, if it is on a page: never the whole page's."""
    if is_shown(control):
        control.update()
