"""Rows that are on or off: a tick, a switch. The words belong to the target and are its name; the whole row answers."""

from __future__ import annotations

from typing import Any

import flet as ft

from mobile.design import tokens as t

from .handling import Handler, redraw, tell
from .surfaces import draw_tick
from .words import small, strong


class CheckRow(ft.MergeSemantics):
    """See `check_row`. `.is_on` is the state; `set` changes it without telling the handler."""

    def __init__(self, text: str, detail: str, is_on: bool, on_change: Handler) -> None:
        self._on_change = on_change
        # The real checkbox gives role, state, focus and the space key; the drawing is ours, as on every other list.
        self._box = ft.Checkbox(
            value=is_on,
            fill_color=t.CLEAR,
            check_color=t.CLEAR,
            border_side=ft.BorderSide(0, t.CLEAR),
            overlay_color=ft.Colors.with_opacity(0.14, t.PRIMARY),
            on_change=self._heard,
            visual_density=ft.VisualDensity.STANDARD,
        )
        self._mark = ft.Container(width=26, height=26, border_radius=13, alignment=ft.Alignment.CENTER)
        self._show()
        words: list[ft.Control] = [strong(text)]
        if detail:
            words.append(small(detail))
        super().__init__(
            content=ft.Container(
                ft.Row(
                    [
                        ft.Stack([self._box, self._mark], width=26, height=48, alignment=ft.Alignment.CENTER),
                        ft.Column(words, spacing=0, tight=True, expand=True),
                    ],
                    spacing=t.S12,
                    vertical_alignment=ft.CrossAxisAlignment.CENTER,
                ),
                on_click=self._tapped,
            )
        )

    @property
    def is_on(self) -> bool:
        return bool(self._box.value)

    def set(self, is_on: bool) -> None:
        self._box.value = is_on
        self._show()
        redraw(self)

    def _show(self) -> None:
        draw_tick(self._mark, self.is_on)

    async def _heard(self, _: Any) -> None:
        self.set(self.is_on)
        await tell(self._on_change, self.is_on)

    async def _tapped(self, _: Any) -> None:
        self.set(not self.is_on)
        await tell(self._on_change, self.is_on)


def check_row(text: str, *, detail: str = "", is_on: bool = False, on_change: Handler) -> CheckRow:
    """Something the person agrees to or ticks off: a checkbox with its words. `on_change(bool)`."""
    return CheckRow(text, detail, is_on, on_change)


class ToggleRow(ft.MergeSemantics):
    """See `toggle_row`. `.is_on` is the state; `set` changes it without telling the handler."""

    def __init__(self, text: str, detail: str, is_on: bool, on_change: Handler, is_off_limits: bool) -> None:
        self._on_change = on_change
        self._switch = ft.Switch(
            value=is_on,
            on_change=self._heard,
            disabled=is_off_limits,
            thumb_color={ft.ControlState.SELECTED: t.ON_PRIMARY, ft.ControlState.DEFAULT: t.EDGE},
            track_color={ft.ControlState.SELECTED: t.PRIMARY, ft.ControlState.DEFAULT: t.SUNKEN},
            track_outline_color={ft.ControlState.SELECTED: t.PRIMARY, ft.ControlState.DEFAULT: t.EDGE},
        )
        words: list[ft.Control] = [strong(text)]
        if detail:
            words.append(small(detail))
        super().__init__(
            content=ft.Container(
                ft.Row(
                    [ft.Column(words, spacing=0, tight=True, expand=True), self._switch],
                    spacing=t.S12,
                    vertical_alignment=ft.CrossAxisAlignment.CENTER,
                ),
                on_click=None if is_off_limits else self._tapped,
            )
        )

    @property
    def is_on(self) -> bool:
        return bool(self._switch.value)

    def set(self, is_on: bool) -> None:
        self._switch.value = is_on
        redraw(self)

    async def _heard(self, _: Any) -> None:
        await tell(self._on_change, self.is_on)

    async def _tapped(self, _: Any) -> None:
        self.set(not self.is_on)
        await tell(self._on_change, self.is_on)


def toggle_row(
    text: str, *, detail: str = "", is_on: bool = False, on_change: Handler, is_off_limits: bool = False
) -> ToggleRow:
    """A switch with its words; the whole row switches it. `on_change(bool)`."""
    return ToggleRow(text, detail, is_on, on_change, is_off_limits)
