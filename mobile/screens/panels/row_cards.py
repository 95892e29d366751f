"""How what can be opened is listed: rows of one card, with a hairline between."""

from __future__ import annotations

from collections.abc import Sequence

import flet as ft

from mobile.design import parts


def card_of(rows: Sequence[ft.Control]) -> ft.Control:
    """Rows that bring their own padding."""
    lined: list[ft.Control] = []
    for row in rows:
        if lined:
            lined.append(parts.hairline())
        lined.append(row)
    return parts.card(*lined, padding=0, spacing=0)
