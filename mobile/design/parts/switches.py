"""Rows that are on or off: a tick, a switch. The words belong to the target and are its name; the whole row answers."""

from __future__ import annotations

import flet as ft

from mobile.design import tokens as t

from .handling import Handler
from .on_off import OnOffRow, undrawn_box
from .surfaces import draw_tick
from .words import small, strong


class CheckRow(OnOffRow):
    """See `check_row`."""

    def __init__(self, text: str, detail: str, is_on: bool, on_change: Handler) -> None:
        box = undrawn_box(is_on=is_on)
        self._mark = ft.Container(width=26, height=26, border_radius=13, alignment=ft.Alignment.CENTER)
        super().__init__(box, on_change)
        stack = ft.Stack([box, self._mark], width=26, height=48, alignment=ft.Alignment.CENTER)
        self._laid_out(_row(stack, _words(text, detail), self._tapped))

    def _show(self) -> None:
        draw_tick(self._mark, self.is_on)


def check_row(text: str, *, detail: str = "", is_on: bool = False, on_change: Handler) -> CheckRow:
    """Something the person agrees to or ticks off: a checkbox with its words. `on_change(bool)`."""
    return CheckRow(text, detail, is_on, on_change)


class ToggleRow(OnOffRow):
    """See `toggle_row`."""

    def __init__(self, text: str, detail: str, is_on: bool, on_change: Handler, is_off_limits: bool) -> None:
        switch = ft.Switch(
            value=is_on,
            disabled=is_off_limits,
            thumb_color={ft.ControlState.SELECTED: t.ON_PRIMARY, ft.ControlState.DEFAULT: t.EDGE},
            track_color={ft.ControlState.SELECTED: t.PRIMARY, ft.ControlState.DEFAULT: t.SUNKEN},
            track_outline_color={ft.ControlState.SELECTED: t.PRIMARY, ft.ControlState.DEFAULT: t.EDGE},
        )
        super().__init__(switch, on_change)
        self._laid_out(_row(_words(text, detail), switch, None if is_off_limits else self._tapped))


def _words(text: str, detail: str) -> ft.Control:
    words: list[ft.Control] = [strong(text)]
    if detail:
        words.append(small(detail))
    return ft.Column(words, spacing=0, tight=True, expand=True)


def _row(left: ft.Control, right: ft.Control, tapped: Handler | None) -> ft.Control:
    row = ft.Row([left, right], spacing=t.S12, vertical_alignment=ft.CrossAxisAlignment.CENTER)
    return ft.Container(row, on_click=tapped)


def toggle_row(
    text: str, *, detail: str = "", is_on: bool = False, on_change: Handler, is_off_limits: bool = False
) -> ToggleRow:
    """A switch with its words; the whole row switches it. `on_change(bool)`."""
    return ToggleRow(text, detail, is_on, on_change, is_off_limits)
