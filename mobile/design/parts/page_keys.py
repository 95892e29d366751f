"""Keys of a real keyboard, heard on the whole page, whatever has the browser's focus: by one part in view, else by the place.

A part that listens for itself (`KeyboardListener`) loses them for good when a tap leaves the browser's focus on nothing.
"""

from __future__ import annotations

from typing import Any

import flet as ft

from .handling import Handler

_PART, _PLACE = "lantern.keys.part", "lantern.keys.place"


def heard_by_place(page: ft.Page, handler: Handler | None) -> None:
    """From the page's next update on, unless a part hears them."""
    page.session.store.set(_PLACE, handler)
    _settle(page)


def heard_by_part(page: ft.Page, handler: Handler) -> None:
    """At once, instead of the place, until `left_by_part`."""
    page.session.store.set(_PART, handler)
    _settle(page)
    page.update()


def left_by_part(page: ft.Page, handler: Handler) -> None:
    """The part is gone. One that came after it keeps its keys."""
    if page.session.store.get(_PART) == handler:
        page.session.store.set(_PART, None)
        _settle(page)


def _settle(page: ft.Page) -> None:
    store: Any = page.session.store
    page.on_keyboard_event = store.get(_PART) or store.get(_PLACE)
