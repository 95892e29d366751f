"""How somebody feels, as a few steps from low to high whose names are words: the chosen one is said, and no number is.

A radio group for the keyboard and for a screen reader, drawn as a line that is filled as far as the chosen step.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import flet as ft

from mobile.design import tokens as t

from .choices import Choice, Drawn, OneOf, hidden_radio
from .handling import Handler, redraw
from .words import small, strong

LINE = 10


class WordSteps(ft.Column):
    """`.choose(value)` shows another step, or none; the handler of a tap gets the value."""

    def __init__(self, name: str, labels: Sequence[str], chosen: int | None, on_change: Handler) -> None:
        self._labels = labels
        self._word = small("")
        choices = [Choice(str(at), label) for at, label in enumerate(labels, 1)]
        self.steps = _Line(choices, str(chosen) if chosen else None, on_change, name, self._say)
        head = ft.Row(
            [strong(name), self._word],
            alignment=ft.MainAxisAlignment.SPACE_BETWEEN,
            vertical_alignment=ft.CrossAxisAlignment.CENTER,
            wrap=True,
            run_spacing=0,
        )
        super().__init__(
            [ft.Semantics(exclude_semantics=True, content=head), self.steps],
            spacing=0,
            tight=True,
            horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        )

    def choose(self, chosen: int | None) -> None:
        """Without telling the handler."""
        self.steps.choose(str(chosen) if chosen else None)

    def _say(self, value: str | None) -> None:
        self._word.value = self._labels[int(value) - 1] if value else ""
        redraw(self._word)


class _Line(OneOf):
    def __init__(
        self,
        choices: Sequence[Choice],
        chosen: str | None,
        on_change: Handler,
        name: str,
        on_show: Callable[[str | None], None],
    ) -> None:
        self._on_show = on_show

        def lay_out(cells: list[ft.Control]) -> ft.Control:
            return ft.Semantics(label=name, container=True, content=ft.Row(cells, spacing=t.S4))

        super().__init__(choices, chosen, on_change, _cell, lay_out)

    def _show(self) -> None:
        """All steps up to the chosen one are filled."""
        is_reached = self.value is not None
        for value, drawn in self._drawn.items():
            drawn.show(is_reached)
            is_reached = is_reached and value != self.value
        self._on_show(self.value)


def _cell(choice: Choice, tapped: Callable[[Any], Any]) -> Drawn:
    line = ft.Container(height=LINE, border_radius=LINE / 2)
    target = ft.Container(
        ft.Stack(
            [ft.Semantics(label=choice.label, content=hidden_radio(choice.value)), line],
            alignment=ft.Alignment.CENTER,
            expand=True,
        ),
        on_click=tapped,
        height=t.TARGET,
        border_radius=t.S12,
        clip_behavior=ft.ClipBehavior.ANTI_ALIAS,
        alignment=ft.Alignment.CENTER,
    )

    def show(is_filled: bool) -> None:
        line.bgcolor = t.PRIMARY if is_filled else t.PRIMARY_SOFT
        line.border = None if is_filled else ft.Border.all(1, t.EDGE)

    return Drawn(ft.MergeSemantics(target, expand=True), show)


def word_steps(name: str, labels: Sequence[str], chosen: int | None, on_change: Handler) -> WordSteps:
    """`labels` from low to high, in words; `chosen` counts from 1. `on_change(value)` gets "1", "2", ..."""
    return WordSteps(name, labels, chosen, on_change)


def step_bars(name: str, at: int | None, of: int, label: str) -> ft.Control:
    """The same to be read: its name, bars filled as far as it goes where that is known, and its words."""
    bars: list[ft.Control] = [
        ft.Container(width=26, height=8, border_radius=4, bgcolor=t.PRIMARY if number < at else t.LINE)
        for number in range(of if at is not None else 0)
        if at is not None
    ]
    row: list[ft.Control] = [strong(name, size=t.SIZE_SMALL)]
    if bars:
        row.append(ft.Semantics(exclude_semantics=True, content=ft.Row(bars, spacing=t.S4, tight=True)))
    row.append(small(label))
    return ft.MergeSemantics(
        ft.Row(
            row, spacing=t.S12, run_spacing=t.S4, wrap=True, vertical_alignment=ft.CrossAxisAlignment.CENTER
        )
    )
