"""Which field of a page somebody is writing in: there a key is a letter and nothing else.

The page says where its cursor is; a field that is gone is written in no more, whatever was last said of it.
"""

from __future__ import annotations

import weakref
from typing import Any

import flet as ft

from mobile.flet_inside.numbers import indexed, number_of

from .handling import Handler, is_shown, tell

_KEY = "lantern.writing"


def tells_of_writing(field: ft.TextField, on_come: Handler | None = None) -> None:
    """From now on `is_writing` knows of this field. Its own `on_blur` is called as before, and `on_come` when the cursor comes."""
    leave = field.on_blur

    async def came(e: Any) -> None:
        ft.context.disable_auto_update()
        goes_to_write(field)
        if on_come is not None:
            await tell(on_come, e)

    async def left(e: Any) -> None:
        page = _page_of(field)
        if page is not None and _field_of(page) is field:
            page.session.store.set(_KEY, None)
        if leave is None:
            ft.context.disable_auto_update()
        await tell(leave, e)

    field.on_focus, field.on_blur = came, left


def goes_to_write(field: ft.TextField) -> None:
    """The cursor is there, or is being put there: what is typed from now on is meant for it."""
    page = _page_of(field)
    if page is not None:
        page.session.store.set(_KEY, weakref.ref(field))


def leaves_off_writing(page: ft.Page) -> None:
    """Another place is in view: its fields say so themselves, once the cursor is there."""
    page.session.store.set(_KEY, None)


def is_writing(page: ft.Page) -> bool:
    """Whether the cursor stands in a field of this page."""
    field = _field_of(page)
    # Not `is_shown`: what was removed keeps its parent.
    return field is not None and indexed(page.session, number_of(field)) is field


def _page_of(field: ft.TextField) -> ft.Page | None:
    page = field.page if is_shown(field) else None
    return page if isinstance(page, ft.Page) else None


def _field_of(page: ft.Page) -> ft.TextField | None:
    kept = page.session.store.get(_KEY)
    return kept() if isinstance(kept, weakref.ref) else None
