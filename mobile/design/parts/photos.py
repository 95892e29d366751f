"""A photo somebody attached, as it is: whole, never cut and never larger than it was taken."""

from __future__ import annotations

import flet as ft

from mobile.design import tokens as t


def photo(data: bytes, name: str, *, height: int | None = None) -> ft.Control:
    """`data`: a picture that can be shown. `name`: what a screen reader calls it. `height`: at most so high, for a small one
    beside its name; without it as wide as its place."""
    return ft.Image(
        src=data,
        fit=ft.BoxFit.CONTAIN,
        semantics_label=name,
        border_radius=t.S12,
        height=height,
        width=height,
        cache_height=2 * height if height is not None else None,
        error_content=ft.Icon(ft.Icons.BROKEN_IMAGE_OUTLINED, color=t.MUTED, semantics_label=name),
    )
