"""Between two totals of a trend: joined, or bridged over a time without an answer or over an answer without a total."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from mobile.care.measures.trend import Point

Why = Literal["joined", "not_answered", "no_total"]


@dataclass(frozen=True)
class Stretch:
    """From one total to the next. `why` other than "joined": what lies between is bridged, and said."""

    start: Point
    end: Point
    why: Why = "joined"


def stretches(points: Sequence[Point]) -> tuple[Stretch, ...]:
    """Every stretch, in time. A time without an answer counts more than an answer without a total beside it."""
    return tuple(_stretches(points))


def _stretches(points: Sequence[Point]) -> Iterable[Stretch]:
    start: Point | None = None
    why: Why = "joined"
    for point in points:
        if point.is_late:
            why = "not_answered"
        if point.total is None:
            why = "no_total" if why == "joined" else why
            continue
        if start is not None:
            yield Stretch(start, point, why)
        start, why = point, "joined"
