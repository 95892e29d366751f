"""Answers of which several may be chosen: large rows like those of one choice, each a checkbox of its own."""

from __future__ import annotations

import flet as ft

from mobile.design import tokens as t
from mobile.design.letters import letters

from .handling import Handler
from .on_off import OnOffRow, undrawn_box
from .surfaces import draw_tick


class TickRow(OnOffRow):
    """See `tick_row`."""

    def __init__(self, text: str, detail: str, is_on: bool, on_change: Handler) -> None:
        box = undrawn_box(is_on=is_on)
        self._mark = ft.Container(width=26, height=26, border_radius=8, alignment=ft.Alignment.CENTER)
        self._text = ft.Text(text, font_family=t.SANS_MEDIUM, style=letters(t.SIZE_BODY), color=t.INK)
        super().__init__(box, on_change)
        words: list[ft.Control] = [self._text]
        if detail:
            words.append(ft.Text(detail, font_family=t.SANS, style=letters(t.SIZE_SMALL), color=t.MUTED))
        row = ft.Row(
            [
                ft.Stack([box, self._mark], alignment=ft.Alignment.CENTER, width=32, height=48),
                ft.Column(words, spacing=0, tight=True, expand=True),
            ],
            spacing=t.S8,
            vertical_alignment=ft.CrossAxisAlignment.CENTER,
        )
        self._row = ft.Container(row, on_click=self._tapped, border_radius=t.RADIUS_CARD)
        self._laid_out(self._row)

    def _show(self) -> None:
        draw_tick(self._mark, self.is_on)
        self._text.font_family = t.SANS_SEMIBOLD if self.is_on else t.SANS_MEDIUM
        self._row.bgcolor = t.PRIMARY_SOFT if self.is_on else t.SURFACE
        self._row.border = ft.Border.all(2, t.PRIMARY) if self.is_on else ft.Border.all(1, t.LINE)
        self._row.padding = ft.Padding(15, 7, 15, 7) if self.is_on else ft.Padding(16, 8, 16, 8)


def tick_row(text: str, *, detail: str = "", is_on: bool = False, on_change: Handler) -> TickRow:
    """One of several answers that may be chosen together. `on_change(bool)`."""
    return TickRow(text, detail, is_on, on_change)
