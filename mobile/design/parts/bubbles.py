"""What people wrote to each other: whose it is is seen by its side and its colour, and heard by the name before its words."""

from __future__ import annotations

import flet as ft

from mobile.design import tokens as t

from .words import body

INDENT = 44


def bubble(words: str, *, label: str, is_mine: bool, is_right_to_left: bool = False) -> ft.Control:
    """One text. `label`: all of it for a screen reader, with whose it is."""
    text = body(words)
    text.semantics_label = label
    text.rtl = is_right_to_left
    large, small = t.RADIUS_CARD, t.S4
    corners = (
        ft.BorderRadius(large, small, large, large)
        if is_mine
        else ft.BorderRadius(small, large, large, large)
    )
    box = ft.Container(
        text,
        bgcolor=t.PRIMARY_SOFT if is_mine else t.SURFACE,
        border=None if is_mine else ft.Border.all(1, t.LINE),
        border_radius=corners,
        padding=ft.Padding(t.CARD_PADDING, t.S12, t.CARD_PADDING, t.S12),
    )
    return ft.Container(box, padding=ft.Padding(INDENT if is_mine else 0, 0, 0, 0))


def under_bubble(text: ft.Control, *acts: ft.Control, is_mine: bool) -> ft.Control:
    """How far it is, and what can be done about it."""
    side = ft.MainAxisAlignment.END if is_mine else ft.MainAxisAlignment.START
    return ft.Row([text, *acts], alignment=side, wrap=True, spacing=t.S4, run_spacing=0)


def beside_field(field: ft.Control, button: ft.Control) -> ft.Control:
    """A field as wide as there is room, and the round button that sends it."""
    return ft.Row(
        [ft.Container(field, expand=True), button],
        spacing=t.S8,
        vertical_alignment=ft.CrossAxisAlignment.END,
    )
