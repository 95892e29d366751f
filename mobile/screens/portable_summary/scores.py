"""The totals that the person is shown, by day, with a small line of one of them. Numbers and dates; none says better or worse."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from mobile.care.portable import Entry, entries
from mobile.printing import Block, Item, Table
from mobile.screens.frame import Surroundings
from mobile.screens.panels.measures.paper_figure import figure_of
from mobile.screens.panels.measures.sentences import name_text, number
from mobile.screens.portable_summary.piece import Marks, Piece
from mobile.screens.reads.measures import Measure
from mobile.screens.reads.portable import Held

BESIDE = 3
"""How many measures stand beside one another in a table; more go into another table below it."""


def shown(held: Held) -> list[Measure]:
    """Those with answers whose totals are the person's to see."""
    return [one for one in held.measures if one.shows_totals and one.trend is not None and one.trend.points]


def charted(held: Held) -> Measure | None:
    """The one whose line is drawn: the first with two totals."""
    return next(
        (
            one
            for one in shown(held)
            if one.trend is not None and sum(point.total is not None for point in one.trend.points) > 1
        ),
        None,
    )


def scores(s: Surroundings, held: Held, marks: Marks) -> Piece:
    every = shown(held)
    if not every:
        return Piece("scores")
    groups = [every[start : start + BESIDE] for start in range(0, len(every), BESIDE)]
    blocks = [
        Block(s._("Scores") if not place else "", table=_table(s, group, marks))
        for place, group in enumerate(groups)
    ]
    drawn = charted(held)
    figure = figure_of(s, drawn) if drawn is not None else None
    if figure is not None:
        blocks.insert(1, Block("", figure=figure))
    return Piece("scores", tuple(blocks), tuple(_records(s, every)))


def _table(s: Surroundings, group: Sequence[Measure], marks: Marks) -> Table:
    """A row for each day on which any of them was answered."""
    by_day = dict[date, list[list[str]]]()
    for column, one in enumerate(group):
        for point in one.trend.points if one.trend is not None else ():
            cells = by_day.setdefault(s.moments.local(point.at).date(), [[] for _ in group])
            cells[column].append(number(point.total) if point.total is not None else s._("no total"))
    rows = tuple(
        (
            Item(s.moments.full_date(day), mark=marks.person),
            *(Item(", ".join(texts) or s._("not answered")) for texts in cells),
        )
        for day, cells in sorted(by_day.items())
    )
    shares = (0.46, *(0.54 / len(group) for _ in group)) if len(group) > 1 else (0.6, 0.4)
    return Table(
        (s._("Date"), *(one.form.title.in_language(s.language) or name_text(s, one) for one in group)),
        rows,
        shares,
    )


def _records(s: Surroundings, every: Sequence[Measure]) -> list[Entry]:
    found = list[Entry]()
    for one in every:
        if one.instrument is None or one.trend is None:
            continue
        for place, point in enumerate(one.trend.points):
            if point.total is not None:
                key = f"total-{one.form.address}-{place}-{_stamp(point.at)}"
                found.append(entries.total(key, one.instrument, name_text(s, one), point.at, point.total))
    return found


def _stamp(at: datetime) -> str:
    return at.isoformat()
