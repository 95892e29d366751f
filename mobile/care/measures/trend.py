"""Totals over time against the sessions: points, gaps left as gaps, and what can be said of them in plain words.

The words are facts about numbers ("lower than the first"). None of them says better, worse, good or enough; no band, no
colour, no forecast, and no total is filled in where a question was skipped.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from itertools import pairwise
from typing import Literal
from zoneinfo import ZoneInfo

from mobile.care.agenda import Session, in_order
from mobile.care.forms.definition import bare
from mobile.care.forms.response import Response
from mobile.care.measures.instrument import Instrument
from mobile.care.measures.measured import Measured
from mobile.care.measures.spans import Span

WordKind = Literal[
    "no_answers",
    "one_answer",
    "lower_than_first",
    "higher_than_first",
    "same_as_first",
    "lower_than_previous",
    "higher_than_previous",
    "same_as_previous",
    "lowest_of_all",
    "highest_of_all",
    "without_total",
    "nothing_between",
]


@dataclass(frozen=True)
class Point:
    """One time it was answered. `total` None: `reason` says why (a data-absent-reason, or "no_total")."""

    at: datetime
    total: Decimal | None = field(repr=False)
    reason: str | None = None
    is_late: bool = False  # a whole interval of the clinic's rhythm went by before it without an answer
    names: frozenset[str] = frozenset()  # of the response it came of


@dataclass(frozen=True)
class SessionMark:
    """A session that took place."""

    at: datetime
    number: int
    session: str


@dataclass(frozen=True)
class Word:
    """One sentence to be. `numbers` and `dates` fill its places."""

    kind: WordKind
    numbers: Mapping[str, Decimal] = field(default_factory=dict[str, Decimal], repr=False)
    dates: Mapping[str, datetime] = field(default_factory=dict[str, datetime])


@dataclass(frozen=True)
class Row:
    """One line of the table: an answer or a session, in time."""

    at: datetime
    point: Point | None = None
    session: SessionMark | None = None


@dataclass(frozen=True)
class Trend:
    points: tuple[Point, ...]
    sessions: tuple[SessionMark, ...]
    words: tuple[Word, ...]
    least: Decimal | None = None  # the instrument's range, for the drawing
    most: Decimal | None = None

    @property
    def rows(self) -> tuple[Row, ...]:
        """All of it as a table, oldest first, for those who do not see the line."""
        found = [Row(one.at, point=one) for one in self.points]
        found += [Row(one.at, session=one) for one in self.sessions]
        return tuple(sorted(found, key=lambda row: (row.at, row.session is not None)))


def trend(
    instrument: Instrument,
    measured: Iterable[Measured],
    sessions: Iterable[Session],
    now: datetime,
    *,
    responses: Iterable[Response] = (),
    every: Span | None = None,
    zone: ZoneInfo | None = None,
) -> Trend:
    """The trend of one instrument. `responses`: finished ones show also where no total was made of them.

    `every`: the clinic's rhythm; where a whole one of it went by without an answer, the next point is late.
    """
    marks = _marks(sessions, now)
    own = [one for one in measured if one.counts and one.is_of(instrument) and one.answered_at is not None]
    points = _points(instrument, own, responses)
    drawn = tuple(_with_gaps(points, every, zone))
    return Trend(
        drawn,
        marks,
        tuple(_words(drawn, every, zone)),
        instrument.least,
        instrument.most,
    )


def _marks(sessions: Iterable[Session], now: datetime) -> tuple[SessionMark, ...]:
    past = [one for one in in_order(sessions) if one.start_at is not None and one.is_past(now)]
    return tuple(
        SessionMark(one.start_at, number, one.id)
        for number, one in enumerate(past, 1)
        if one.start_at is not None
    )


def _points(
    instrument: Instrument,
    measured: Sequence[Measured],
    responses: Iterable[Response],
) -> list[Point]:
    """One a response, though two Observations were made of it: one with a total before one without. Without any: no total."""
    points: list[Point] = []
    for one in sorted(measured, key=lambda each: (each.total is None, each.id)):
        is_known_at_clinic = any(one.derived_from & point.names for point in points)
        if one.answered_at is not None and not is_known_at_clinic:
            reason = (one.absent or "unknown") if one.total is None else None
            points.append(Point(one.answered_at, one.total, reason, names=one.derived_from))
    covered = frozenset[str]().union(*(one.names for one in points))
    for response in responses:
        is_its = response.is_done and response.address == bare(instrument.form)
        if is_its and response.first_answered_at is not None and not response.names & covered:
            points.append(Point(response.first_answered_at, None, "no_total", names=response.names))
    return sorted(points, key=lambda one: one.at)


def _with_gaps(points: Sequence[Point], every: Span | None, zone: ZoneInfo | None) -> Iterable[Point]:
    for before, here in zip([None, *points], points, strict=False):
        yield replace(here, is_late=before is not None and _is_long(before.at, here.at, every, zone))


def _is_long(start: datetime, end: datetime, every: Span | None, zone: ZoneInfo | None) -> bool:
    """Whether a whole further interval has gone by after the one in which the next answer was due."""
    if every is None:
        return False
    clinic = zone or ZoneInfo("UTC")
    return end >= every.after(every.after(start, clinic), clinic)


def _words(points: Sequence[Point], every: Span | None, zone: ZoneInfo | None) -> Iterable[Word]:
    totals = [(one.at, one.total) for one in points if one.total is not None]
    if not totals:
        yield Word("no_answers")
    elif len(totals) == 1:
        yield Word("one_answer", {"total": totals[0][1]}, {"at": totals[0][0]})
    else:
        yield from _compared(totals)
    without = [one for one in points if one.total is None]
    if without:
        yield Word("without_total", {"count": Decimal(len(without))}, {"last": without[-1].at})
    for before, here in pairwise(points):
        if _is_long(before.at, here.at, every, zone):
            yield Word("nothing_between", dates={"from": before.at, "to": here.at})


def _compared(totals: Sequence[tuple[datetime, Decimal]]) -> Iterable[Word]:
    (first_at, first), (before_at, before), (last_at, last) = totals[0], totals[-2], totals[-1]
    yield Word(
        _kind("first", last, first),
        {"first": first, "last": last, "difference": abs(last - first)},
        {"first": first_at, "last": last_at},
    )
    if len(totals) == 2:
        return
    yield Word(
        _kind("previous", last, before),
        {"previous": before, "last": last, "difference": abs(last - before)},
        {"previous": before_at, "last": last_at},
    )
    low_at, low = min(totals, key=lambda one: one[1])
    high_at, high = max(totals, key=lambda one: one[1])
    yield Word("lowest_of_all", {"total": low}, {"at": low_at})
    yield Word("highest_of_all", {"total": high}, {"at": high_at})


def _kind(to: Literal["first", "previous"], last: Decimal, other: Decimal) -> WordKind:
    if to == "first":
        return (
            "lower_than_first" if last < other else "higher_than_first" if last > other else "same_as_first"
        )
    return (
        "lower_than_previous"
        if last < other
        else "higher_than_previous"
        if last > other
        else "same_as_previous"
    )
