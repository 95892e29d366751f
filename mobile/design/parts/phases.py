"""Where a person is: preparing, session day, integrating. Colour, icon and word always together."""

from __future__ import annotations

import flet as ft

from mobile.design import tokens as t

from .chips import chip
from .icons import PHASES
from .words import small

_ORDER: tuple[t.Phase, ...] = ("prepare", "session", "integrate")


def phase_ribbon(phase: t.Phase, name: str, detail: str) -> ft.Control:
    """Three bars, the phase's chip and a detail ("Session 3 of 6 · in 2 days"). The bars are silent; the words speak."""
    word, _ = t.TONES[phase]
    at = _ORDER.index(phase)
    bars: list[ft.Control] = [
        ft.Container(height=8, border_radius=4, expand=True, bgcolor=_shade(i, at, word)) for i in range(3)
    ]
    return ft.Column(
        [
            ft.Semantics(exclude_semantics=True, content=ft.Row(bars, spacing=6)),
            ft.Row(
                [phase_chip(phase, name), small(detail)],
                wrap=True,
                spacing=t.S12,
                run_spacing=t.S4,
                vertical_alignment=ft.CrossAxisAlignment.CENTER,
            ),
        ],
        spacing=t.S8,
        tight=True,
    )


def phase_chip(phase: t.Phase, name: str) -> ft.Control:
    """The phase as a small label."""
    return chip(name, tone=phase, icon=PHASES[phase])


def _shade(index: int, at: int, word: ft.Colors) -> ft.ColorValue:
    if index <= at:
        return word
    return ft.Colors.with_opacity(0.35, word) if index == at + 1 else t.LINE
