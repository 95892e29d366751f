"""Small labels. `chip` says something and is not tapped; `choice_chip` is pressed and knows whether it is on."""

from __future__ import annotations

import flet as ft

from mobile.design import tokens as t
from mobile.design.letters import letters

from . import icons
from .handling import Handler


def chip(
    text: str, *, tone: t.Tone = "quiet", icon: ft.IconData | None = None, is_on_tone: bool = False
) -> ft.Control:
    """A status: "Shared with your therapist", "Due in 9 days". `is_on_tone`: it stands on a card of that tone."""
    word, ground = t.TONES[tone]
    if is_on_tone:
        ground = t.SURFACE
    line: list[ft.Control] = [_text(text, word)]
    if icon is not None:
        line.insert(0, icons.icon(icon, size=16, color=word))
    return ft.Row(
        [
            ft.Container(
                ft.Row(line, spacing=6, tight=True, vertical_alignment=ft.CrossAxisAlignment.CENTER),
                bgcolor=ground,
                border_radius=13,
                padding=ft.Padding(10, 3, 10, 3),
                expand=True,
                expand_loose=True,
            )
        ],
        tight=True,
    )


def choice_chip(
    text: str, on_click: Handler | None, *, is_on: bool = False, tone: t.Tone = "primary"
) -> ft.Control:
    """A filter or a prompt. Pressing it calls `on_click(event)`; the screen draws it anew with the other `is_on`."""
    word, ground = t.TONES[tone]
    pill = ft.Container(
        _text(text, word if is_on else t.INK),
        bgcolor=ground if is_on else t.SURFACE,
        border=ft.Border.all(1, ground if is_on else t.LINE),  # always there: nothing moves when pressed
        border_radius=18,
        padding=ft.Padding(t.S12, t.S8, t.S12, t.S8),
    )
    button = ft.TextButton(
        content=pill,
        on_click=on_click,
        style=ft.ButtonStyle(
            padding=ft.Padding(0, 6, 0, 6),
            alignment=ft.Alignment.CENTER_LEFT,
            shape=ft.RoundedRectangleBorder(radius=24),
            visual_density=ft.VisualDensity.STANDARD,
        ),
    )
    return ft.MergeSemantics(ft.Semantics(selected=is_on, content=button))


def time_chip(text: str, on_click: Handler | None, *, is_on: bool = False) -> ft.Control:
    """A time that can be chosen: filled, with a tick, once it is. Pressing it calls `on_click(event)`."""
    color = t.ON_PRIMARY if is_on else t.INK
    line: list[ft.Control] = [_text(text, color)]
    if is_on:
        line.insert(0, icons.icon(icons.CHECK, size=18, color=color))
    pill = ft.Container(
        ft.Row(line, spacing=6, tight=True, vertical_alignment=ft.CrossAxisAlignment.CENTER),
        bgcolor=t.PRIMARY if is_on else t.SURFACE,
        border=ft.Border.all(1, t.PRIMARY if is_on else t.EDGE),
        border_radius=24,
        padding=ft.Padding(14, 11, 14, 11),
    )
    button = ft.TextButton(
        content=pill,
        on_click=on_click,
        style=ft.ButtonStyle(
            padding=0,
            shape=ft.RoundedRectangleBorder(radius=24),
            visual_density=ft.VisualDensity.STANDARD,
        ),
    )
    return ft.MergeSemantics(ft.Semantics(selected=is_on, content=button))


def removable_chip(text: str, label: str, on_click: Handler | None) -> ft.Control:
    """Something that was added and can be taken off again: pressing it does. `label` says so."""
    row = ft.Row(
        [_text(text, t.INK), icons.icon(icons.CLOSE, size=16, color=t.MUTED)],
        spacing=t.S4,
        tight=True,
        vertical_alignment=ft.CrossAxisAlignment.CENTER,
    )
    pill = ft.Container(row, bgcolor=t.SUNKEN, border_radius=18, padding=ft.Padding(t.S12, t.S8, 10, t.S8))
    button = ft.TextButton(
        content=ft.Semantics(exclude_semantics=True, content=pill),
        on_click=on_click,
        style=ft.ButtonStyle(
            padding=ft.Padding(0, 6, 0, 6),
            shape=ft.RoundedRectangleBorder(radius=24),
            visual_density=ft.VisualDensity.STANDARD,
        ),
    )
    return ft.MergeSemantics(ft.Semantics(label=label, content=button))


def chip_row(*chips: ft.Control) -> ft.Control:
    """Chips side by side, wrapping."""
    return ft.Row(list(chips), wrap=True, spacing=t.S8, run_spacing=0)


def _text(text: str, color: ft.ColorValue) -> ft.Text:
    return ft.Text(
        text,
        font_family=t.SANS_SEMIBOLD,
        style=letters(t.SIZE_SMALL, 20 / t.SIZE_SMALL),
        color=color,
        expand=True,
        expand_loose=True,
    )
