"""Buttons with one meaning each, the same everywhere: Support, Write, session day's, the crisis line."""

from __future__ import annotations

import flet as ft

from mobile.design import tokens as t

from . import icons
from .buttons import draw_bare, draw_label, draw_shape, draw_text
from .handling import Handler


def support_pill(label: str, on_click: Handler | None) -> ft.Control:
    """Support, top right of every screen. The same everywhere, so that it is found without looking."""
    pill = ft.Container(
        ft.Row(
            [
                icons.icon(icons.SUPPORT, size=20, color=t.SUPPORT),
                ft.Text(
                    label,
                    font_family=t.SANS_SEMIBOLD,
                    style=draw_text(t.SIZE_SMALL),
                    color=t.SUPPORT,
                    expand=True,
                    expand_loose=True,
                ),
            ],
            spacing=6,
            tight=True,
            vertical_alignment=ft.CrossAxisAlignment.CENTER,
        ),
        bgcolor=t.SUPPORT_SOFT,
        border_radius=22,
        padding=ft.Padding(t.S12, 10, t.S16, 10),
    )
    return ft.TextButton(content=pill, on_click=on_click, style=draw_bare(ft.Padding(0, t.S4, 0, t.S4)))


def write_button(
    text: str, on_click: Handler | None, *, icon: ft.IconData = ft.Icons.EDIT_ROUNDED
) -> ft.Control:
    """The floating button of a list ("Write")."""
    return ft.Button(
        content=ft.Text(
            text, font_family=t.SANS_SEMIBOLD, style=draw_text(t.SIZE_BUTTON), color=t.ON_PRIMARY
        ),
        icon=icons.icon(icon, color=t.ON_PRIMARY),
        on_click=on_click,
        style=ft.ButtonStyle(
            bgcolor=t.PRIMARY,
            padding=ft.Padding(t.S20, 18, t.S24, 18),
            shape=ft.RoundedRectangleBorder(radius=18),
            elevation=3,
            visual_density=ft.VisualDensity.STANDARD,
        ),
    )


def big_button(
    text: str, on_click: Handler | None, *, icon: ft.IconData | None = None, is_first: bool = False
) -> ft.Button:
    """Session day: 92 high when it is the first, 76 else; large words, for hands and eyes that are not steady."""
    word = t.ON_PRIMARY if is_first else t.INK
    size = 21 if is_first else 20
    air = 31 if is_first else 24
    return ft.Button(
        content=draw_label(text, icon, color=word, size=size, icon_size=28),
        on_click=on_click,
        width=float("inf"),
        style=ft.ButtonStyle(
            bgcolor=t.PRIMARY if is_first else t.SUNKEN,
            padding=ft.Padding(t.S24, air, t.S24, air),
            shape=ft.RoundedRectangleBorder(radius=46),
            elevation=0,
            visual_density=ft.VisualDensity.STANDARD,
        ),
    )


def call_button(
    text: str, detail: str, on_click: Handler | None, *, icon: ft.IconData = ft.Icons.CALL_ROUNDED
) -> ft.Button:
    """The crisis line: the largest thing on Support, with who answers and when."""
    words = ft.Column(
        [
            ft.Text(text, font_family=t.SANS_SEMIBOLD, style=draw_text(22), color=t.ON_DANGER),
            ft.Text(detail, font_family=t.SANS, style=draw_text(t.SIZE_SMALL), color=t.ON_DANGER),
        ],
        spacing=2,
        tight=True,
        expand=True,
    )
    return ft.Button(
        content=ft.Row(
            [icons.icon(icon, size=32, color=t.ON_DANGER), words],
            spacing=t.S16,
            vertical_alignment=ft.CrossAxisAlignment.CENTER,
        ),
        on_click=on_click,
        width=float("inf"),
        style=draw_shape(t.DANGER, ft.Padding(t.S20, 14, t.S16, 14), radius=28),
    )
