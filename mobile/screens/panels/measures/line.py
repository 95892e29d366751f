"""The line of a trend as shapes on a canvas: totals joined, what lies between them without one bridged thinly, sessions
as ticks below. No colour judges.

Drawn for whatever width it is given. It is silent: the words and the list beside it say the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import flet as ft
import flet.canvas as cv

from mobile.care.measures import Trend, stretches
from mobile.design import tokens as t

HEIGHT = 150  # of the numbers
STRIP = 18  # below them, for answers without a total: a ring there can be taken for no number
TICK = 9  # of a session, at the foot
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


def height_of(trend: Trend) -> int:
    """Of the canvas: with a strip for rings where there are any."""
    return HEIGHT + (STRIP if any(point.total is None for point in trend.points) else 0)


def dot_size(count: int, width: float) -> float:
    """The radius of a dot: as many beside one another as there are points, with air between them."""
    room = (width - 2 * EDGE) / max(count, 1)
    return min(DOT, max(LEAST_DOT, room / 2.5))


def shapes(trend: Trend, width: float) -> Iterator[cv.Shape]:
    """The range and the sessions below, the line above them, the dots on top."""
    frame = frame_of(trend, width)
    if frame is None:
        return
    foot = height_of(trend) - 1
    stroke = ft.PaintingStyle.STROKE
    yield cv.Line(
        0, 1, width, 1, paint=ft.Paint(color=t.LINE, stroke_width=1, style=stroke, stroke_dash_pattern=[3, 3])
    )
    yield cv.Line(0, foot, width, foot, paint=ft.Paint(color=t.LINE, stroke_width=1, style=stroke))
    tick = ft.Paint(color=t.SESSION, stroke_width=2, style=stroke)
    for mark in trend.sessions:
        yield cv.Line(frame.x(mark.at), foot - TICK, frame.x(mark.at), foot, paint=tick)
    joined = ft.Paint(color=t.PRIMARY, stroke_width=3, style=stroke, stroke_cap=ft.StrokeCap.ROUND)
    thin = ft.Paint(color=t.PRIMARY, stroke_width=1.5, style=stroke, stroke_dash_pattern=[2, 4])
    for one in stretches(trend.points):
        if one.start.total is not None and one.end.total is not None:
            yield cv.Line(
                frame.x(one.start.at),
                frame.y(one.start.total),
                frame.x(one.end.at),
                frame.y(one.end.total),
                paint=joined if one.why == "joined" else thin,
            )
    yield from _dots(trend, frame)


def _dots(trend: Trend, frame: Frame) -> Iterator[cv.Shape]:
    dot = dot_size(len(trend.points), frame.width)
    full = ft.Paint(color=t.PRIMARY, style=ft.PaintingStyle.FILL)
    open_ = ft.Paint(color=t.PRIMARY, stroke_width=2, style=ft.PaintingStyle.STROKE)
    for point in trend.points:
        if point.total is not None:
            yield cv.Circle(frame.x(point.at), frame.y(point.total), dot, paint=full)
        else:  # answered, and without a total: below the numbers, joined to nothing
            yield cv.Circle(
                frame.x(point.at), HEIGHT + (STRIP - TICK) / 2, max(dot - 2, LEAST_DOT), paint=open_
            )
