"""The line of a trend as shapes on a canvas: totals joined where nothing was missed, sessions as dashed lines. No colour judges.

Drawn for whatever width it is given. It is silent: the words and the list beside it say the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import flet as ft
import flet.canvas as cv

from mobile.care.measures import Point, Trend
from mobile.design import tokens as t

HEIGHT = 150  # of the numbers
STRIP = 18  # below them, for answers without a total: a ring there can be taken for no number
EDGE = 9  # room for a dot at each side
DOT = 5.5  # smaller where many stand close, so that each is one
LEAST_DOT = 2.0
FIRST_WIDTH = 314  # of a card on a phone of 390, until the canvas says how wide it is


@dataclass(frozen=True)
class Frame:
    """From a day and a number to a place on the canvas."""

    width: float
    start: datetime
    end: datetime
    least: Decimal
    most: Decimal

    def x(self, at: datetime) -> float:
        whole = (self.end - self.start).total_seconds()
        part = (at - self.start).total_seconds() / whole if whole else 0.5
        return EDGE + part * (self.width - 2 * EDGE)

    def y(self, total: Decimal) -> float:
        whole = float(self.most - self.least)
        part = float(total - self.least) / whole if whole else 0.5
        return EDGE + (1 - part) * (HEIGHT - 2 * EDGE)


def frame_of(trend: Trend, width: float) -> Frame | None:
    """None where there is nothing to draw."""
    totals = [point.total for point in trend.points if point.total is not None]
    if not totals:
        return None
    days = [point.at for point in trend.points] + [mark.at for mark in trend.sessions]
    least = trend.least if trend.least is not None else min(totals)
    most = trend.most if trend.most is not None else max(totals)
    return Frame(width, min(days), max(days), min(least, *totals), max(most, *totals))


def dot_size(count: int, width: float) -> float:
    """The radius of a dot: as many beside one another as there are points, with air between them."""
    room = (width - 2 * EDGE) / max(count, 1)
    return min(DOT, max(LEAST_DOT, room / 2.5))


def trend_line(trend: Trend) -> ft.Control:
    """The drawing."""
    height = HEIGHT + (STRIP if any(point.total is None for point in trend.points) else 0)
    canvas = cv.Canvas(
        shapes=list(shapes(trend, FIRST_WIDTH)), height=height, expand=True, resize_interval=100
    )

    def on_resize(e: cv.CanvasResizeEvent) -> None:
        canvas.shapes = list(shapes(trend, e.width))
        canvas.update()

    canvas.on_resize = on_resize
    return ft.Semantics(exclude_semantics=True, content=ft.Row([canvas], height=height, spacing=0))


def shapes(trend: Trend, width: float) -> Iterator[cv.Shape]:
    """Sessions below, the line above them, the dots on top."""
    frame = frame_of(trend, width)
    if frame is None:
        return
    edge = ft.Paint(color=t.LINE, stroke_width=1, style=ft.PaintingStyle.STROKE)
    yield cv.Line(0, HEIGHT - 1, width, HEIGHT - 1, paint=edge)
    yield cv.Line(0, 1, width, 1, paint=edge)
    dashed = ft.Paint(
        color=t.SESSION, stroke_width=1.5, style=ft.PaintingStyle.STROKE, stroke_dash_pattern=[2, 4]
    )
    for mark in trend.sessions:
        yield cv.Line(frame.x(mark.at), 2, frame.x(mark.at), HEIGHT - 2, paint=dashed)
    line = ft.Paint(
        color=t.PRIMARY, stroke_width=3, style=ft.PaintingStyle.STROKE, stroke_cap=ft.StrokeCap.ROUND
    )
    before: Point | None = None
    for point in trend.points:
        if (
            before is not None
            and before.total is not None
            and point.total is not None
            and not point.begins_anew
        ):
            yield cv.Line(
                frame.x(before.at), frame.y(before.total), frame.x(point.at), frame.y(point.total), paint=line
            )
        before = point
    dot = dot_size(len(trend.points), width)
    full = ft.Paint(color=t.PRIMARY, style=ft.PaintingStyle.FILL)
    open_ = ft.Paint(color=t.PRIMARY, stroke_width=2, style=ft.PaintingStyle.STROKE)
    for point in trend.points:
        if point.total is not None:
            yield cv.Circle(frame.x(point.at), frame.y(point.total), dot, paint=full)
        else:  # answered, and without a total: below the numbers, joined to nothing
            yield cv.Circle(frame.x(point.at), HEIGHT + STRIP / 2 + 1, max(dot - 1, LEAST_DOT), paint=open_)
