"""What ends something is held, not tapped: a hand that is not steady ends nothing by one touch.

A tap does not do nothing: it asks, so that who cannot hold, or hears the screen read out, gets there by two taps.
"""

from __future__ import annotations

import flet as ft

from .handling import Handler
from .landmarks import big_button
from .tiles import quiet_way


def held_button(text: str, on_hold: Handler, on_tap: Handler, *, is_first: bool = False) -> ft.Control:
    """A large one. `on_tap` asks whether it is meant."""
    button = big_button(text, on_tap, is_first=is_first)
    button.on_long_press = on_hold
    return button


def held_way(text: str, on_hold: Handler, on_tap: Handler) -> ft.Control:
    """A quiet one at the foot."""
    way = quiet_way(text, on_tap)
    assert isinstance(way, ft.TextButton)
    way.on_long_press = on_hold
    return way
