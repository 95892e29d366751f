"""That somebody cannot read yet what is shared with them, and the way to the agreement that would open it."""

from __future__ import annotations

from functools import partial

import flet as ft

from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.frame import Surroundings


def held_rows(s: Surroundings, text: str, route: str) -> list[ft.Control]:
    """Nothing where `text` is "". `route`: "" where there is nothing to sign here."""
    if not text:
        return []
    way = parts.text_button(s._("Read the agreement"), s.guard(partial(s.go, route))) if route else None
    words = ft.Row(
        [
            parts.icons.icon(parts.icons.ONLY_ME, size=18, color=t.MUTED),
            ft.Container(parts.small(text), expand=True),
        ],
        spacing=t.S8,
        vertical_alignment=ft.CrossAxisAlignment.START,
    )
    return [words, *([way] if way is not None else [])]
