"""Speaking and being heard again: the time in large figures, how loud it was, and how much of it is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import flet as ft

from mobile.design import tokens as t
from mobile.design.letters import letters

from . import icons
from .handling import redraw
from .surfaces import stack
from .words import spoken, strong

SIZE_TIME = 72
_HIGHEST, _LOWEST = 72.0, 6.0
_GAP = 3


@dataclass(frozen=True)
class Heard:
    """What a meter shows. `levels` from 0 to 1; `kept` of them, from 0 to 1, are kept; `saved` says how much that is."""

    time: str
    state: str
    is_on: bool
    levels: Sequence[float]
    kept: float
    saved: str


class VoiceMeter(ft.Column):
    """See `voice_meter`."""

    def __init__(self, bars: int, beside: ft.Control) -> None:
        self._time = ft.Text(
            "0:00",
            font_family=t.SERIF,
            style=letters(SIZE_TIME, 1.1),
            color=t.INK,
            text_align=ft.TextAlign.CENTER,
        )
        self._icon = icons.icon(icons.MICROPHONE, size=20, color=t.PRIMARY)
        self._state = strong("", color=t.PRIMARY)
        self._bars = [
            ft.Container(height=_LOWEST, bgcolor=t.PRIMARY, border_radius=2, expand=True) for _ in range(bars)
        ]
        drawn = ft.Container(
            ft.Row(list(self._bars), spacing=_GAP, vertical_alignment=ft.CrossAxisAlignment.CENTER),
            height=_HIGHEST + t.S8,
            alignment=ft.Alignment.CENTER,
        )
        self._kept = ft.ProgressBar(value=0, bar_height=4, color=t.PRIMARY, bgcolor=t.LINE, border_radius=2)
        self._mark = icons.icon(icons.KEPT, size=22, color=t.PRIMARY)
        self._saved = strong("")
        saved = ft.Row(
            [self._mark, ft.Container(self._saved, expand=True)],
            spacing=t.S8,
            expand=True,
            vertical_alignment=ft.CrossAxisAlignment.CENTER,
        )
        state = ft.Row(
            [self._icon, self._state],
            spacing=t.S8,
            wrap=True,
            alignment=ft.MainAxisAlignment.CENTER,
            vertical_alignment=ft.CrossAxisAlignment.CENTER,
        )
        silent = ft.Semantics(exclude_semantics=True, content=stack(drawn, self._kept, spacing=t.S12))
        super().__init__(
            [
                self._time,
                spoken(state),
                silent,
                ft.Row([saved, beside], vertical_alignment=ft.CrossAxisAlignment.CENTER),
            ],
            spacing=t.S12,
            tight=True,
            horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        )

    def show(self, heard: Heard) -> None:
        """Draws what is otherwise now."""
        self._time.value, self._state.value = heard.time, heard.state
        self._icon.icon = icons.MICROPHONE if heard.is_on else icons.MICROPHONE_OFF
        self._icon.color = self._state.color = t.PRIMARY if heard.is_on else t.MUTED
        kept = round(heard.kept * len(self._bars))
        for place, (bar, level) in enumerate(zip(self._bars, heard.levels, strict=True)):
            bar.height = round(_LOWEST + (_HIGHEST - _LOWEST) * min(1.0, level), 1)
            bar.bgcolor = t.PRIMARY if place < kept else t.EDGE
        self._kept.value = heard.kept
        self._mark.color = t.PRIMARY if heard.saved else t.CLEAR
        self._saved.value = heard.saved
        redraw(self)


def voice_meter(bars: int, beside: ft.Control) -> VoiceMeter:
    """`beside`: what stands at the end of the line that says how much is kept. `.show(heard)` draws it."""
    return VoiceMeter(bars, beside)
