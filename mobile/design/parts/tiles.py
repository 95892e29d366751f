"""Session day's answers: large tiles to tap beside one another, a colour drawn where it is one, and what was chosen in large words.

Made for `theme.night` and for hands and eyes that are not steady: no tile is lower than 72, and each grows with its word.
"""

from __future__ import annotations

from collections.abc import Sequence

import flet as ft

from mobile.design import tokens as t
from mobile.design.letters import letters

from . import icons
from .buttons import draw_bare, draw_text
from .handling import Handler
from .surfaces import pressable
from .words import named

LEAST, LEAST_WIDE = 108, 196
"""How wide a tile is at least: three beside one another, on a phone and where there is room."""
GAP = t.S12
SIZE = 18
_LINE = 26
_TIME = 32
_EDGE = ft.Padding(t.S16, 0, t.S8, 13)
_AIR = {True: 67, False: 34}
"""Above the word, for a colour and for a word alone: with the word, 104 and 72."""


def tile_grid(*tiles: ft.Control) -> ft.Control:
    """Three in a row, fewer where the words need the room."""
    return ft.Row(list(tiles), wrap=True, spacing=GAP, run_spacing=GAP)


def tile(
    text: str, on_click: Handler | None, *, swatch: str | None = None, is_wide: bool = False
) -> ft.Control:
    """One answer. `swatch`: the key of a colour; one that is not known is drawn as a word."""
    ground, word = t.SWATCHES.get(swatch or "", (t.SUNKEN, t.INK))
    is_colour = swatch in t.SWATCHES
    side = ft.BorderSide(1, t.EDGE) if swatch in t.EDGED_SWATCHES else None
    label = ft.Text(text, font_family=t.SANS_SEMIBOLD, style=draw_text(SIZE), color=word)
    button = ft.TextButton(
        content=label,
        on_click=on_click,
        style=ft.ButtonStyle(
            bgcolor=ground,
            padding=ft.Padding(_EDGE.left, _AIR[is_colour], _EDGE.right, _EDGE.bottom),
            shape=ft.RoundedRectangleBorder(radius=t.S24),
            side=side,
            alignment=ft.Alignment.BOTTOM_LEFT,
            visual_density=ft.VisualDensity.STANDARD,
        ),
    )
    return ft.Column(
        [ft.Container(width=LEAST_WIDE if is_wide else LEAST, height=0), button],
        spacing=0,
        tight=True,
        intrinsic_width=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def large_heading(text: str, *, is_next: bool = False) -> ft.Control:
    """What is asked, in session day's letters; muted where its turn is still to come."""
    return named(_large(text, t.MUTED if is_next else t.INK), 2 if is_next else 1)


def chosen_word(text: str, label: str, on_click: Handler | None) -> ft.Control:
    """What was chosen, ticked; a tap chooses again, where it may. `label` says so to a screen reader."""
    row = ft.Row(
        [_large(text, t.PRIMARY), icons.icon(icons.CHECK, size=28, color=t.PRIMARY)],
        spacing=t.S12,
        wrap=True,
        vertical_alignment=ft.CrossAxisAlignment.CENTER,
    )
    room = ft.Padding(0, t.S12, 0, t.S12)
    if on_click is None:
        still = ft.Semantics(exclude_semantics=True, content=ft.Container(row, padding=room))
        return ft.Semantics(label=label, container=True, content=still)
    return pressable(row, on_click, label=label, padding=room)


def quiet_way(text: str, on_click: Handler | None) -> ft.Control:
    """The way out at the foot of session day ("Later"): as large a target as the others, and as quiet as can be."""
    return ft.TextButton(
        content=ft.Text(text, font_family=t.SANS_MEDIUM, style=draw_text(SIZE), color=t.MUTED),
        on_click=on_click,
        width=float("inf"),
        style=draw_bare(ft.Padding(t.S24, 24, t.S24, 24), radius=36),
    )


def session_line(text: str) -> ft.Control:
    """A time on session day: large and plain."""
    return ft.Text(text, font_family=t.SANS_MEDIUM, style=letters(_LINE, t.LINE_HEIGHT_TIGHT), color=t.INK)


def session_time(text: str) -> ft.Control:
    """What is to be remembered of a day: a time, and no heading. Over the whole width of a phone no weekday breaks at twice the
    letters."""
    return ft.Text(text, font_family=t.SERIF, style=letters(_TIME, t.LINE_HEIGHT_TIGHT), color=t.INK)


def step_dots(done: int, of: int, label: str) -> ft.Control:
    """How far along, as dots; `label` says it."""
    dots: Sequence[ft.Control] = [
        ft.Container(
            width=12,
            height=12,
            border_radius=6,
            bgcolor=t.PRIMARY if number < done else None,
            border=None if number < done else ft.Border.all(2, t.MUTED),
        )
        for number in range(of)
    ]
    return ft.Semantics(label=label, container=True, content=ft.Row(list(dots), spacing=t.S8, tight=True))


def _large(text: str, color: ft.ColorValue) -> ft.Text:
    return ft.Text(
        text, font_family=t.SERIF, style=letters(t.SIZE_SESSION_DAY, t.LINE_HEIGHT_TIGHT), color=color
    )
