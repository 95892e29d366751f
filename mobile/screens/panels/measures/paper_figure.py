"""The line of one measure for paper: the trend as places between 0 and 1, with what is written beside it."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from mobile.care.measures import stretches
from mobile.printing import Figure
from mobile.screens.frame import Surroundings
from mobile.screens.panels.measures.line import Frame, frame_of
from mobile.screens.panels.measures.sentences import day, name_text, number
from mobile.screens.reads.measures import Measure


def figure_of(s: Surroundings, one: Measure) -> Figure | None:
    """None where fewer than two totals make no line."""
    trend = one.trend
    frame = frame_of(trend, 1.0) if trend is not None else None
    if trend is None or frame is None:
        return None
    totals = [(point.at, point.total) for point in trend.points if point.total is not None]
    if len(totals) < 2:
        return None
    whole = {(part.start.at, part.end.at) for part in stretches(trend.points) if part.why == "joined"}
    return Figure(
        tuple((_across(frame, at), _up(frame, total)) for at, total in totals),
        frozenset(
            place for place in range(1, len(totals)) if (totals[place - 1][0], totals[place][0]) in whole
        ),
        tuple((_across(frame, mark.at), str(mark.number)) for mark in trend.sessions),
        number(totals[0][1]),
        number(totals[-1][1]),
        day(s, frame.start),
        day(s, frame.end),
        name_text(s, one),
        s._("dashed lines are sessions") if trend.sessions else "",
    )


def _across(frame: Frame, at: datetime) -> float:
    whole = (frame.end - frame.start).total_seconds()
    return (at - frame.start).total_seconds() / whole if whole else 0.5


def _up(frame: Frame, total: Decimal) -> float:
    whole = float(frame.most - frame.least)
    return float(total - frame.least) / whole if whole else 0.5
