"""Small drawn figures that always say their number in words, and the card that carries an intention."""

from __future__ import annotations

import flet as ft

from mobile.design import tokens as t

from .surfaces import stack
from .words import named, own_words, small


def progress_ring(done: int, total: int, label: str, *, size: int = 50) -> ft.Control:
    """How much of something is done, drawn as a ring and said as `label` ("4 of 6 done")."""
    ring = ft.ProgressRing(
        value=done / total if total else 0,
        width=size,
        height=size,
        stroke_width=7,
        color=t.PRIMARY,
        bgcolor=t.LINE,
        stroke_cap=ft.StrokeCap.ROUND,
    )
    return _pictured(ring, label)


def progress_bar(done: float, total: float, label: str, *, text: str = "") -> ft.Control:
    """The same as a bar, with a short text at its end ("3 of 7"). `label` is said once in place of both."""
    bar = ft.ProgressBar(
        value=done / total if total else 0,
        bar_height=8,
        color=t.PRIMARY,
        bgcolor=t.LINE,
        border_radius=4,
        expand=True,
    )
    row: list[ft.Control] = [bar]
    if text:
        row.append(small(text))
    return _pictured(ft.Row(row, spacing=t.S12, vertical_alignment=ft.CrossAxisAlignment.CENTER), label)


def quote_card(
    label: str, words: str, *, status: ft.Control | None = None, action: ft.Control | None = None
) -> ft.Control:
    """The intention, in the patient's words, with who can see it and the way to change it."""
    foot = [part for part in (status, action) if part is not None]
    parts: list[ft.Control] = [
        stack(named(small(label, color=t.PREPARE, is_strong=True), 2), own_words(f"“{words}”"), spacing=2),
    ]
    if foot:
        parts.append(
            ft.Row(
                foot,
                wrap=True,
                alignment=ft.MainAxisAlignment.SPACE_BETWEEN,
                vertical_alignment=ft.CrossAxisAlignment.CENTER,
            )
        )
    return ft.Container(
        stack(*parts, spacing=t.S8),
        bgcolor=t.PREPARE_SOFT,
        border_radius=t.RADIUS_CARD,
        padding=ft.Padding(t.CARD_PADDING, t.CARD_PADDING, t.CARD_PADDING, t.S12),
    )


def _pictured(drawing: ft.Control, label: str) -> ft.Control:
    return ft.Semantics(label=label, image=True, exclude_semantics=True, container=True, content=drawing)
