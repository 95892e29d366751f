"""How a part hands a value to the screen's handler, and how it redraws itself. Parts never catch a handler's errors:
the handlers they are given are already guarded."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable
from functools import partial
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


def telling(
    act: Callable[[Any], Awaitable[None]], handler: Handler | None, *what: object
) -> Callable[[Any], Awaitable[None]]:
    """`act` of a part that holds its own state, so that it can be compared with that of the same part drawn anew: both tell the
    same `handler` the same, and a tap on its way to the one is meant for the other."""

    async def told(event: Any = None) -> None:
        await act(event)

    told.does = partial(tell, handler, *what)  # type: ignore[attr-defined]
    return told


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
