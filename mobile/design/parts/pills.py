"""Two or three short answers side by side, each an outlined pill: yes and no inside a card. A radio group like the others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import flet as ft

from mobile.design import tokens as t
from mobile.design.letters import letters

from .choices import Choice, Drawn, OneOf, rounded_radio
from .handling import Handler


def pill_choice(choices: Sequence[Choice], chosen: str | None, on_change: Handler, *, label: str) -> OneOf:
    """`on_change(value)` is called when it changes; `label` names the group for a screen reader."""

    def lay_out(pills: list[ft.Control]) -> ft.Control:
        row = ft.Row(
            pills, spacing=10, intrinsic_height=True, vertical_alignment=ft.CrossAxisAlignment.STRETCH
        )
        return ft.Semantics(label=label, container=True, content=row)

    return OneOf(choices, chosen, on_change, _pill, lay_out)


def _pill(choice: Choice, tapped: Callable[[Any], Any]) -> Drawn:
    text = ft.Text(
        choice.label,
        font_family=t.SANS_SEMIBOLD,
        style=letters(t.SIZE_BODY, 1.25),
        color=t.PRIMARY,
        text_align=ft.TextAlign.CENTER,
    )
    mark = ft.Icon(ft.Icons.CHECK_ROUNDED, size=18, color=t.PRIMARY, visible=False)
    words = ft.Row([mark, text], tight=True, wrap=True, spacing=t.S4, alignment=ft.MainAxisAlignment.CENTER)
    box = rounded_radio(choice.value, words, tapped)

    def show(is_chosen: bool) -> None:
        box.bgcolor = t.PRIMARY_SOFT if is_chosen else t.CLEAR
        box.border = ft.Border.all(2 if is_chosen else 1, t.PRIMARY)
        mark.visible = is_chosen

    return Drawn(ft.MergeSemantics(box, expand=True), show)
