"""What a way in or a copy leaves closed: said where a second PIN opened Lantern, and nowhere else."""

from __future__ import annotations

import flet as ft

from mobile.design import parts
from mobile.screens.frame import Screen


def hidden_stays(screen: Screen, text: str) -> list[ft.Control]:
    """`text`: what holds of hidden entries here."""
    return [parts.body(text)] if screen.s.hiding_is_open else []
