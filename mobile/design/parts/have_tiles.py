"""What is looked at before leaving (picture 23): a tile or a bar with its drawing, its word, and whether it is there."""

from __future__ import annotations

import flet as ft

from mobile.design import tokens as t
from mobile.design.letters import sized

from . import icons
from .buttons import draw_text
from .handling import Handler
from .surfaces import draw_tick, pressable

_LEAST = 104


def have_tile(text: str, icon: ft.IconData, on_click: Handler, *, is_on: bool, label: str) -> ft.Control:
    """Three beside one another on a phone. `label` says its state too."""
    inside = ft.Column(
        [icons.icon(icon, size=34), _word(text, ft.TextAlign.CENTER), _tick(is_on)],
        spacing=t.S8,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.CENTER,
    )
    middle = ft.Row([inside], alignment=ft.MainAxisAlignment.CENTER)
    button = _pressed(middle, on_click, label, is_on, ft.Padding(t.S8, t.S16, t.S8, t.S16))
    return ft.Column(
        [ft.Container(width=_LEAST, height=0), button],
        spacing=0,
        tight=True,
        intrinsic_width=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def have_bar(text: str, icon: ft.IconData, on_click: Handler, *, is_on: bool, label: str) -> ft.Control:
    """The same over the whole width, for more words."""
    words = ft.Container(_word(text, ft.TextAlign.START), expand=True)
    inside = ft.Row(
        [icons.icon(icon, size=32), words, _tick(is_on)],
        spacing=t.S16,
        vertical_alignment=ft.CrossAxisAlignment.CENTER,
    )
    return _pressed(inside, on_click, label, is_on, ft.Padding(t.S20, t.S20, t.S20, t.S20))


def _word(text: str, align: ft.TextAlign) -> ft.Text:
    return ft.Text(
        text, font_family=t.SANS_SEMIBOLD, style=draw_text(t.SIZE_BUTTON), color=t.INK, text_align=align
    )


def _tick(is_on: bool) -> ft.Container:
    side = sized(26)
    mark = ft.Container(width=side, height=side, border_radius=side / 2, alignment=ft.Alignment.CENTER)
    draw_tick(mark, is_on)
    return mark


def _pressed(
    inside: ft.Control, on_click: Handler, label: str, is_on: bool, padding: ft.Padding
) -> ft.Control:
    ground = t.PRIMARY_SOFT if is_on else t.SURFACE
    return pressable(
        inside, on_click, label=label, ground=ground, padding=padding, has_line=not is_on, radius=t.S24
    )
