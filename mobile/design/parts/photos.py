"""Photos and drawings: as they are, whole; small beside words; and large, to be looked at closely."""

from __future__ import annotations

from collections.abc import Callable

import flet as ft

from mobile.design import tokens as t
from mobile.flet_inside.numbers import dialogs

from .buttons import outline_button
from .handling import Handler
from .surfaces import pressable, stack
from .words import body

HIGH = 280
"""How high a picture stands among words at most."""
CLOSEST = 5.0
"""How many times larger it can be drawn with two fingers."""


def photo(data: bytes, name: str, *, height: int | None = None) -> ft.Control:
    """`data`: a picture that can be shown. `name`: what a screen reader calls it. `height`: at most so high, for a small one
    beside its name; without it as wide as its place."""
    return ft.Image(
        src=data,
        fit=ft.BoxFit.CONTAIN,
        semantics_label=name,
        border_radius=t.S12,
        height=height,
        width=height,
        cache_height=2 * height if height is not None else None,
        error_content=ft.Icon(ft.Icons.BROKEN_IMAGE_OUTLINED, color=t.MUTED, semantics_label=name),
    )


def paper_page(data: bytes, says: str) -> ft.Control:
    """A page of paper, whole and as wide as its place. `says`: what a screen reader says of it, all of its words. It stays white in the
    dark, as paper does."""
    image = ft.Image(src=data, fit=ft.BoxFit.FIT_WIDTH, semantics_label=says, error_content=_broken())
    return ft.Container(
        image, bgcolor=t.PAPER, border_radius=t.S8, padding=t.S4, border=ft.Border.all(1, t.LINE)
    )


def framed_photo(data: bytes, label: str, on_click: Handler) -> ft.Control:
    """Whole, as wide as its place and not higher than `HIGH`; one button, named `label`."""
    image = ft.Image(src=data, fit=ft.BoxFit.CONTAIN, error_content=_broken())
    frame = ft.Container(
        image, height=HIGH, bgcolor=t.SUNKEN, border_radius=t.S12, alignment=ft.Alignment.CENTER
    )
    return pressable(frame, on_click, label=label)


def thumbnail(data: bytes | None, label: str, on_click: Handler, *, size: int = 72) -> ft.Control:
    """A small square of it; one button, named `label`. None: a sign that it cannot be shown."""
    image: ft.Control = _broken()
    if data is not None:
        image = ft.Image(src=data, fit=ft.BoxFit.COVER, width=size, height=size, error_content=_broken())
    square = ft.Container(
        image,
        width=size,
        height=size,
        bgcolor=t.SUNKEN,
        border_radius=t.S12,
        clip_behavior=ft.ClipBehavior.ANTI_ALIAS,
        alignment=ft.Alignment.CENTER,
    )
    return ft.Container(pressable(square, on_click, label=label), width=size)


def see_large(page: ft.Page, data: bytes, name: str, shows: str, close: str) -> Callable[[], None]:
    """Over the page until it is closed; made larger with two fingers. `name`: for a screen reader; `shows` stands below it.
    Returns what closes it."""
    high = max(HIGH, int((page.height or 800) * 0.6))
    image = ft.Image(src=data, fit=ft.BoxFit.CONTAIN, semantics_label=name, error_content=_broken())
    seen = ft.InteractiveViewer(
        ft.Container(image, alignment=ft.Alignment.CENTER), max_scale=CLOSEST, boundary_margin=t.S24
    )
    rows: list[ft.Control] = [
        ft.Container(
            seen, height=high, bgcolor=t.SUNKEN, border_radius=t.S12, clip_behavior=ft.ClipBehavior.ANTI_ALIAS
        )
    ]
    if shows:
        rows.append(body(shows))
    wide = min(900, int((page.width or 390) - 2 * t.S20 - 2 * t.S16))
    dialog = ft.AlertDialog(
        modal=False,
        content=ft.Container(
            stack(*rows, outline_button(close, lambda _: page.pop_dialog()), spacing=t.S12), width=wide
        ),
        content_padding=t.S16,
        scrollable=True,
        semantics_label=name,
        bgcolor=t.SURFACE,
        shape=ft.RoundedRectangleBorder(radius=24),
        inset_padding=t.S20,
    )
    page.show_dialog(dialog)

    def end() -> None:
        if dialog in dialogs(page):
            dialog.content, dialog.semantics_label, dialog.open = ft.Container(), None, False
            dialog.update()

    return end


def _broken() -> ft.Control:
    return ft.Icon(ft.Icons.BROKEN_IMAGE_OUTLINED, color=t.MUTED)
