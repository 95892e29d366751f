"""What rows that are on or off have in common: a checkbox or a switch that the whole row turns.

What a person turned stands in the box before the event that says so is handled. Nothing is put over it in between."""

from __future__ import annotations

from typing import Any

import flet as ft

from mobile.design import tokens as t

from .handling import Handler, redraw, tell, telling


def undrawn_box(*, is_on: bool) -> ft.Checkbox:
    """The real checkbox gives role, state, focus and the space key; the drawing is ours, as on every other list."""
    return ft.Checkbox(
        value=is_on,
        fill_color=t.CLEAR,
        check_color=t.CLEAR,
        border_side=ft.BorderSide(0, t.CLEAR),
        overlay_color=ft.Colors.with_opacity(0.14, t.PRIMARY),
        visual_density=ft.VisualDensity.STANDARD,
    )


class OnOffRow(ft.MergeSemantics):
    """`.is_on` is the state; `set` changes it without telling the handler. Lay it out, then call `_laid_out`."""

    def __init__(self, box: ft.Checkbox | ft.Switch, on_change: Handler) -> None:
        self._box, self._on_change = box, on_change
        self._known = bool(box.value)
        box.on_change = telling(self._heard, on_change)
        self._tapped = telling(self._turn_it, on_change)
        super().__init__(content=box)

    def _laid_out(self, row: ft.Control) -> None:
        self._show()
        self.content = row

    @property
    def is_on(self) -> bool:
        return bool(self._box.value)

    def set(self, is_on: bool) -> None:
        """Shows it so, unless somebody turned it a moment ago and is about to be heard."""
        if self.is_on == self._known and is_on != self._known:
            self._turn(is_on)

    def _turn(self, is_on: bool) -> None:
        self._box.value = self._known = is_on
        self._show()
        redraw(self)

    def _show(self) -> None:
        """The drawing that follows the state."""

    async def _heard(self, _: Any) -> None:
        self._turn(self.is_on)
        await tell(self._on_change, self.is_on)

    async def _turn_it(self, _: Any) -> None:
        self._turn(not self.is_on)
        await tell(self._on_change, self.is_on)
