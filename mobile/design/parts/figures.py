"""Small drawn figures that always say their number in words, and the card that carries an intention."""

from __future__ import annotations

from collections.abc import Sequence

import flet as ft
import flet.canvas as cv

from mobile.design import tokens as t
from mobile.design.letters import sized

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


def small_line(points: Sequence[tuple[float, float]], least_range: float = 0.0) -> ft.Control:
    """How a number went, as a line of a word's size with a dot at its end; silent, what it shows is said beside it.

    `points`: (when, how much), in time, two at the least. `least_range`: what is no larger than that fills only a part of
    the height, so that a small change looks small.
    """
    width, height, edge = sized(_LINE_WIDTH), sized(_LINE_HEIGHT), 4.0
    (start, end), values = (points[0][0], points[-1][0]), [value for _, value in points]
    whole = max(max(values) - min(values), least_range) or 1.0
    floor = (max(values) + min(values) - whole) / 2
    drawn: list[ft.OffsetValue] = [
        (
            edge + (at - start) / ((end - start) or 1.0) * (width - 2 * edge),
            edge + (1 - (value - floor) / whole) * (height - 2 * edge),
        )
        for at, value in points
    ]
    stroke = ft.Paint(
        color=t.PRIMARY, stroke_width=2, style=ft.PaintingStyle.STROKE, stroke_cap=ft.StrokeCap.ROUND
    )
    last = edge + (1 - (values[-1] - floor) / whole) * (height - 2 * edge)
    full = ft.Paint(color=t.PRIMARY, style=ft.PaintingStyle.FILL)
    shapes: list[cv.Shape] = [cv.Circle(width - edge, last, 3, paint=full)]
    shapes.insert(0, cv.Points(points=drawn, point_mode=cv.PointMode.POLYGON, paint=stroke))
    return ft.Semantics(exclude_semantics=True, content=cv.Canvas(shapes=shapes, width=width, height=height))


_LINE_WIDTH, _LINE_HEIGHT = 54, 24


def _pictured(drawing: ft.Control, label: str) -> ft.Control:
    return ft.Semantics(label=label, image=True, exclude_semantics=True, container=True, content=drawing)
