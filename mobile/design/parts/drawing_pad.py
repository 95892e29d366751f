"""A place to draw with a finger, a pen or a mouse: a signature. It keeps the strokes; what becomes of them is the screen's.

Dragging up and down is heard here as well, or the page would scroll away under the hand.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import flet as ft
import flet.canvas as cv

from mobile.design import tokens as t

from .handling import redraw

HEIGHT = 160
MOST_POINTS = 5000
PEN = 2.5


class DrawingPad(ft.Semantics):
    """`strokes`: points in logical pixels, inside `width` and `height`. `label` names it for who cannot see it."""

    def __init__(self, label: str) -> None:
        self.strokes: list[list[tuple[float, float]]] = []
        self.width_drawn: float = 0.0
        self._canvas = cv.Canvas(shapes=[], height=HEIGHT, width=float("inf"))
        ground = ft.Container(
            self._canvas,
            bgcolor=t.SURFACE,
            border=ft.Border.all(1, t.LINE),
            border_radius=t.S16,
            clip_behavior=ft.ClipBehavior.HARD_EDGE,
        )
        pad = ft.GestureDetector(
            content=ground,
            drag_interval=16,
            on_horizontal_drag_down=self._begins,
            on_vertical_drag_down=self._begins,
            on_horizontal_drag_update=self._goes,
            on_vertical_drag_update=self._goes,
            mouse_cursor=ft.MouseCursor.PRECISE,
            on_size_change=self._measured,
        )
        super().__init__(label=label, container=True, content=pad)

    @property
    def is_empty(self) -> bool:
        """Whether nothing but a touch was drawn."""
        return not any(len(stroke) > 1 for stroke in self.strokes)

    @property
    def height_drawn(self) -> float:
        return float(HEIGHT)

    def clear(self) -> None:
        self.strokes.clear()
        self._canvas.shapes = []
        redraw(self._canvas)

    def _measured(self, e: Any) -> None:
        ft.context.disable_auto_update()
        if float(e.width) <= 0:  # it is hidden just now
            return
        before, self.width_drawn = self.width_drawn, float(e.width)
        reach = max((x for stroke in self.strokes for x, _ in stroke), default=0.0)
        if self.width_drawn < min(before, reach + PEN):
            self._make_smaller(self.width_drawn / before)

    def _make_smaller(self, by: float) -> None:
        """A phone was turned: all that was drawn stays in sight, in its shape, and is what is signed."""
        middle = HEIGHT / 2
        self.strokes[:] = [
            [(x * by, middle + (y - middle) * by) for x, y in stroke] for stroke in self.strokes
        ]
        self._canvas.shapes = [self._line(*ends) for stroke in self.strokes for ends in pairwise(stroke)]
        redraw(self._canvas)

    def _begins(self, e: Any) -> None:
        """Both directions tell of the same touch: it is one stroke."""
        ft.context.disable_auto_update()
        at = self._inside(e)
        if self.strokes and len(self.strokes[-1]) == 1:
            self.strokes[-1] = [at]
        else:
            self.strokes.append([at])

    def _goes(self, e: Any) -> None:
        ft.context.disable_auto_update()
        if not self.strokes or sum(map(len, self.strokes)) >= MOST_POINTS:
            return
        stroke, at = self.strokes[-1], self._inside(e)
        self._canvas.shapes.append(self._line(stroke[-1], at))
        stroke.append(at)
        redraw(self._canvas)

    @staticmethod
    def _line(begin: tuple[float, float], end: tuple[float, float]) -> cv.Line:
        paint = ft.Paint(color=t.INK, stroke_width=PEN, stroke_cap=ft.StrokeCap.ROUND)
        return cv.Line(*begin, *end, paint=paint)

    def _inside(self, e: Any) -> tuple[float, float]:
        x, y = float(e.local_position.x), float(e.local_position.y)
        return min(max(x, 0.0), self.width_drawn or x), min(max(y, 0.0), float(HEIGHT))
