"""What the sample pages have in common: a head, a handler that does nothing, and the words of an invented person."""

from __future__ import annotations

from typing import Any

import flet as ft

from mobile import design as d

WORDS = "To meet the quiet without running from it."


def nothing(_: Any = None) -> None:
    """A handler for things that only have to look right."""


def page_head(text: str, *, has_back: bool = True) -> ft.Control:
    """With the way back and to Support."""
    return d.header(
        text,
        on_back=nothing if has_back else None,
        back_label="Back",
        on_support=nothing,
        support_label="Support",
    )
