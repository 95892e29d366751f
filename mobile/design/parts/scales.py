"""A number from low to high as steps that are tapped: a radio group for the keyboard and for a screen reader.

Never a slider: on the web one mounted slider takes the taps of the whole page.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import flet as ft

from mobile.design import tokens as t
from mobile.design.letters import letters, sized

from .choices import Choice, Drawn, OneOf, hidden_radio
from .handling import Handler
from .surfaces import stack
from .words import small

CELL = 48


def step_scale(
    choices: Sequence[Choice],
    chosen: str | None,
    on_change: Handler,
    *,
    label: str,
    low: str = "",
    high: str = "",
) -> OneOf:
    """Steps side by side, wrapping. `low` and `high` say what the ends mean. `on_change(value)`."""

    def lay_out(cells: list[ft.Control]) -> ft.Control:
        rows: list[ft.Control] = [ft.Row(cells, wrap=True, spacing=t.S8, run_spacing=t.S8)]
        ends = [word for word in (low, high) if word]
        if ends and choices:
            stated = [
                f"{choice.label}: {word}" for choice, word in ((choices[0], low), (choices[-1], high)) if word
            ]
            rows.append(stack(*[small(line) for line in stated], spacing=0))
        return ft.Semantics(label=label, container=True, content=stack(*rows, spacing=t.S12))

    return OneOf(choices, chosen, on_change, _cell, lay_out)


def _cell(choice: Choice, tapped: Callable[[Any], Any]) -> Drawn:
    text = ft.Text(
        choice.label,
        font_family=t.SANS_SEMIBOLD,
        style=letters(t.SIZE_BODY, 1.25),
        text_align=ft.TextAlign.CENTER,
    )
    side = sized(CELL)
    box = ft.Container(
        ft.Stack([hidden_radio(choice.value), text], alignment=ft.Alignment.CENTER),
        on_click=tapped,
        border_radius=t.S16,
        width=side,
        height=side,
        clip_behavior=ft.ClipBehavior.ANTI_ALIAS,
        alignment=ft.Alignment.CENTER,
    )

    def show(is_chosen: bool) -> None:
        box.bgcolor = t.PRIMARY if is_chosen else t.SURFACE
        box.border = ft.Border.all(1, t.PRIMARY if is_chosen else t.EDGE)
        text.color = t.ON_PRIMARY if is_chosen else t.INK

    return Drawn(ft.MergeSemantics(box), show)
