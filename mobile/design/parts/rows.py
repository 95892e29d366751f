"""Rows: something to do, somebody or something to open. A row that is tapped is one target
with one name; texts wrap and push the row taller."""

from __future__ import annotations

import flet as ft

from mobile.design import tokens as t
from mobile.design.letters import letters, sized
from mobile.documents.whole_letters import first_letter

from . import icons
from .handling import Handler
from .surfaces import draw_tick, pressable
from .words import small, strong


def todo_row(
    text: str,
    *,
    detail: str = "",
    is_done: bool = False,
    state_label: str = "",
    is_waiting: bool = False,
    on_click: Handler | None = None,
) -> ft.Control:
    """One thing before a session. `state_label` says the mark to a screen reader ("done", "to do", "with the clinic").

    `is_waiting`: it is somebody else's turn (an hourglass). Without `on_click` it is only read.
    """
    if is_waiting:
        mark: ft.Control = ft.Container(
            icons.icon(icons.WAITING, color=t.PREPARE, label=state_label or None),
            padding=ft.Padding(1, 0, 1, 0),
        )
    else:
        mark = _tick(is_done)
        if state_label:
            mark = ft.Semantics(label=state_label, content=mark)
    words: list[ft.Control] = [strong(text, color=t.MUTED if is_done else t.INK)]
    if detail:
        words.append(small(detail))
    row = ft.Row(
        [mark, ft.Column(words, spacing=0, tight=True, expand=True)],
        spacing=t.S12,
        vertical_alignment=ft.CrossAxisAlignment.START if detail else ft.CrossAxisAlignment.CENTER,
    )
    if on_click is None:
        return ft.MergeSemantics(ft.Container(row, padding=ft.Padding(0, t.S4, 0, t.S4)))
    return pressable(
        row, on_click, padding=ft.Padding(0, 11 if not detail else 5, 0, 11 if not detail else 5)
    )


def list_row(  # noqa: PLR0913 - every argument is one word of the drawing
    name: str,
    detail: str,
    on_click: Handler | None,
    *,
    initial: str | None = None,
    picture: bytes | None = None,
    icon: ft.IconData | None = None,
    icon_tone: t.Tone = "primary",
    badge: ft.Control | None = None,
    trailing: ft.Control | None = None,
    note: ft.Control | None = None,
    is_chosen: bool = False,
    has_arrow: bool = False,
    is_dense: bool = False,
) -> ft.Control:
    """Opens somebody or something: a letter or an icon, a name with its `badge` beside it, a line about it.

    `initial`: the name whose first letter stands before it, or their `picture`. `note` stands under the detail (a `chip`). `is_dense`: with less air, for a list of many.
    """
    start: list[ft.Control] = []
    if initial:
        start.append(avatar(initial, picture))
    elif icon is not None:
        start.append(icons.icon(icon, size=26, color=t.TONES[icon_tone][0]))
    named: ft.Control = strong(name)
    if badge is not None:
        named = ft.Row([named, badge], spacing=t.S8, run_spacing=0, wrap=True)
    words: list[ft.Control] = [named]
    if detail:
        words.append(small(detail))
    if note is not None:
        words.append(note)
    end: list[ft.Control] = []
    if trailing is not None:
        end.append(trailing)
    if has_arrow:
        end.append(icons.icon(icons.NEXT))
    row = ft.Row(
        [*start, ft.Column(words, spacing=0, tight=True, expand=True), *end],
        spacing=t.S12,
        vertical_alignment=ft.CrossAxisAlignment.CENTER,
    )
    air = t.S8 if is_dense else t.S12
    padding = ft.Padding(t.CARD_PADDING, air, t.CARD_PADDING, air)
    if on_click is None:
        return ft.Container(row, padding=padding)
    pressed = pressable(
        row, on_click, padding=padding, radius=0, ground=t.PRIMARY_SOFT if is_chosen else t.CLEAR
    )
    return ft.MergeSemantics(ft.Semantics(selected=True, content=pressed)) if is_chosen else pressed


def avatar(name: str, picture: bytes | None = None, *, size: int = 40) -> ft.Control:
    """The first letter of a person's name, or a picture of them that can be shown. Silent: the name stands beside it."""
    letter = strong(first_letter(name), color=t.SESSION)
    inside: ft.Control = letter
    if picture is not None:
        inside = ft.Image(
            src=picture, fit=ft.BoxFit.COVER, width=sized(size), height=sized(size), error_content=letter
        )
    return ft.Semantics(
        exclude_semantics=True,
        content=ft.Container(
            inside,
            width=sized(size),
            height=sized(size),
            border_radius=sized(size) / 2,
            bgcolor=t.SESSION_SOFT,
            alignment=ft.Alignment.CENTER,
            clip_behavior=ft.ClipBehavior.ANTI_ALIAS if picture is not None else None,
        ),
    )


def badge(text: str, label: str) -> ft.Control:
    """How many are new ("2 new"), said as `label` ("2 not read yet")."""
    return ft.Container(
        ft.Text(
            text,
            font_family=t.SANS_SEMIBOLD,
            style=letters(13, 1.2),
            color=t.ON_PRIMARY,
            semantics_label=label or None,
        ),
        bgcolor=t.PRIMARY,
        border_radius=12,
        padding=ft.Padding(9, 3, 9, 3),
    )


def _tick(is_done: bool) -> ft.Control:
    mark = ft.Container(width=26, height=26, border_radius=13, alignment=ft.Alignment.CENTER)
    draw_tick(mark, is_done)
    return mark
