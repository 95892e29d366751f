"""A plain band of days, each with one drawing and one word. Nothing in it counts, and no day is red.

Side by side where a word fits; where letters are too large for that, one day a line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import flet as ft

from mobile.design import tokens as t
from mobile.design.letters import letters

from . import icons
from .beside import Fitting

_SIZE_WORD = 12
_LETTER = 0.52
_EDGE = 2
_ICON = 20


@dataclass(frozen=True)
class BandDay:
    """One day. `label` says all of it to a screen reader; `is_now` is today; `is_on` has something of the person's own."""

    name: str  # "Mon"
    number: str  # "22"
    icon: ft.IconData | None
    word: str
    label: str
    is_now: bool = False
    is_on: bool = False


class DayBand(Fitting):
    """The days in their order. They are read, not tapped."""

    def __init__(self, days: Sequence[BandDay]) -> None:
        super().__init__([], gap=0, alignment=ft.CrossAxisAlignment.STRETCH)
        self._days = list(days)
        words = (word for one in days for word in (*one.word.split(), one.name))
        self._longest = max((len(word) for word in words), default=0)
        self.lay(False)

    def fits(self, room: float) -> bool:
        needed = self.probe.width_of(self._longest, _SIZE_WORD, _LETTER)
        return needed + 2 * _EDGE <= room / max(len(self._days), 1)

    def lay(self, is_below: bool) -> None:
        self.level(is_below)
        draw = _line if is_below else _column
        self.controls = [*(draw(one) for one in self._days), self.probe]


def _column(one: BandDay) -> ft.Control:
    """A day as it stands beside the others."""
    inside: list[ft.Control] = [
        _text(one.name, t.SANS, 13, _ink(one)),
        _text(one.number, t.SERIF, t.SIZE_BODY, t.PRIMARY if one.is_now else t.INK),
        _drawn(one),
    ]
    if one.word:
        inside.append(_text(one.word, t.SANS_SEMIBOLD, _SIZE_WORD, _ink(one)))
    column = ft.Column(inside, spacing=2, tight=True, horizontal_alignment=ft.CrossAxisAlignment.CENTER)
    return _ground(one, column, ft.Padding(0, t.S8, 0, t.S8), ft.Alignment.TOP_CENTER, expand=True)


def _line(one: BandDay) -> ft.Control:
    """A day on a line of its own."""
    words = " · ".join(part for part in (f"{one.name} {one.number}", one.word) if part)
    row = ft.Row(
        [
            _drawn(one),
            ft.Container(
                _text(words, t.SANS_SEMIBOLD, t.SIZE_SMALL, _ink(one), is_beside=False), expand=True
            ),
        ],
        spacing=t.S12,
        vertical_alignment=ft.CrossAxisAlignment.CENTER,
    )
    return _ground(one, row, ft.Padding(t.S12, t.S8, t.S12, t.S8), None, width=float("inf"))


def _ground(
    one: BandDay,
    content: ft.Control,
    padding: ft.Padding,
    alignment: ft.Alignment | None,
    *,
    expand: bool = False,
    width: float | None = None,
) -> ft.Control:
    edge = t.PRIMARY if one.is_now else t.CLEAR
    ground = t.SURFACE if one.is_now else t.PRIMARY_SOFT if one.is_on else t.CLEAR
    box = ft.Container(
        content,
        padding=padding,
        alignment=alignment,
        border=ft.Border.all(_EDGE, edge),
        border_radius=18,
        bgcolor=ground,
        width=width,
    )
    # One name for the day in place of its parts: "Mon, 22, Today" read apart says little.
    return ft.Semantics(
        label=one.label,
        container=True,
        exclude_semantics=True,
        content=box,
        expand=expand or None,
    )


def _drawn(one: BandDay) -> ft.Control:
    """The day's drawing, or as much room: nothing beside it moves."""
    if one.icon is None:
        return icons.icon(icons.PRACTICE, size=_ICON, color=t.CLEAR)
    return icons.icon(one.icon, size=_ICON, color=_ink(one))


def _ink(one: BandDay) -> ft.ColorValue:
    return t.PRIMARY if one.is_now or one.is_on else t.MUTED


def _text(text: str, family: str, size: int, color: ft.ColorValue, *, is_beside: bool = True) -> ft.Text:
    return ft.Text(
        text,
        font_family=family,
        style=letters(size, 1.2),
        color=color,
        text_align=ft.TextAlign.CENTER if is_beside else ft.TextAlign.START,
    )
