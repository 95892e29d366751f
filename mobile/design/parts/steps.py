"""A course as one line of steps, and facts in two columns."""

from __future__ import annotations

from typing import Literal

import flet as ft

from mobile.design import tokens as t
from mobile.design.letters import letters

from .words import body, small, strong

StepState = Literal["done", "next", "later", "waiting"]


def timeline_row(  # noqa: PLR0913 - every argument is one word of the drawing
    text: str,
    detail: str,
    *,
    state: StepState,
    number: int | None = None,
    state_label: str = "",
    is_first: bool = False,
    is_last: bool = False,
    action: ft.Control | None = None,
    aside: ft.Control | None = None,
    icon: ft.IconData | None = None,
) -> ft.Control:
    """One step of a course, with its `action` below its words: beside them, large text would have no room. Steps put below one
    another with no gap share one line. `aside`: a small label at the right of its name; `icon`: in the dot, in place of a number."""
    dot = _step_dot(state, number, state_label, icon)
    name: ft.Control = strong(text)
    if aside is not None:
        between, middle = ft.MainAxisAlignment.SPACE_BETWEEN, ft.CrossAxisAlignment.CENTER
        name = ft.Row([name, aside], wrap=True, spacing=8, alignment=between, vertical_alignment=middle)
    wide = ft.CrossAxisAlignment.START if aside is None else ft.CrossAxisAlignment.STRETCH
    words = ft.MergeSemantics(
        ft.Column(
            [name, small(detail)] if detail else [name], spacing=0, tight=True, horizontal_alignment=wide
        ),
    )
    rail = ft.Column(
        [dot, ft.Container(width=2, expand=True, bgcolor=t.CLEAR if is_last else t.LINE)],
        spacing=0,
        width=28,
        horizontal_alignment=ft.CrossAxisAlignment.CENTER,
    )
    inside = words if action is None else ft.Column([words, action], spacing=0, tight=True)
    return ft.Row(
        [rail, ft.Container(inside, padding=ft.Padding(0, 2, 0, t.S12), expand=True)],
        spacing=14,
        intrinsic_height=True,
        vertical_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def fact_row(name: str, value: str, *, note: ft.Control | None = None) -> ft.Control:
    """A name and what it is ("Deposit · $500")."""
    end: list[ft.Control] = [note] if note is not None else []
    return ft.MergeSemantics(
        ft.Row(
            [body(name), ft.Row([*end, strong(value)], spacing=t.S12, tight=True)],
            wrap=True,
            alignment=ft.MainAxisAlignment.SPACE_BETWEEN,
            vertical_alignment=ft.CrossAxisAlignment.CENTER,
        )
    )


def _step_dot(
    state: StepState, number: int | None, label: str, icon: ft.IconData | None = None
) -> ft.Control:
    looks: dict[StepState, tuple[ft.ColorValue, ft.ColorValue]] = {
        "done": (t.PRIMARY, t.ON_PRIMARY),
        "next": (t.SESSION_SOFT, t.SESSION),
        "later": (t.SUNKEN, t.MUTED),
        "waiting": (t.PREPARE_SOFT, t.PREPARE),
    }
    ground, word = looks[state]
    inside: ft.Control
    if icon is not None:
        inside = ft.Icon(icon, size=16, color=word)
    elif state == "done":
        inside = ft.Icon(ft.Icons.CHECK_ROUNDED, size=16, color=word)
    elif state == "waiting":
        inside = ft.Icon(ft.Icons.HOURGLASS_BOTTOM_ROUNDED, size=16, color=word)
    else:
        inside = ft.Text(
            "" if number is None else str(number),
            font_family=t.SANS_SEMIBOLD,
            style=letters(13, 1.1),
            color=word,
        )
    dot = ft.Container(
        inside, width=28, height=28, border_radius=14, bgcolor=ground, alignment=ft.Alignment.CENTER
    )
    return ft.Semantics(label=label or None, exclude_semantics=True, content=dot)
