"""One row of the list: who it is, how much is new, where they are, their last score with its small line. Drawn from what it
says and from nothing else, so that a row that says the same need not be drawn again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial

import flet as ft

from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.first_fetch import has_all
from mobile.screens.frame import Surroundings
from mobile.screens.panels.measures.sentences import number
from mobile.screens.shared.model import PatientRow
from mobile.screens.shared.row_words import (
    change_said,
    line_said,
    new_said,
    no_score_said,
    score_said,
    span_said,
    unread_said,
    withdrew_said,
)
from mobile.screens.shared.scores import Score

SHOWN = 8
"""Of the last totals, as many as a line so small can tell apart."""


@dataclass(frozen=True)
class ScoreSaid:
    """`said`: all of it for a screen reader. `points`: (when, total); `least_range`: see `parts.small_line`."""

    last: str = field(repr=False)
    said: str = field(repr=False)
    below: tuple[str, ...] = field(repr=False)
    points: tuple[tuple[float, float], ...] = field(repr=False)
    least_range: float


@dataclass(frozen=True)
class RowSaid:
    """All that a row shows, and where it leads. `score` None: it has none, and `no_score` says so and why; `has_scores` False:
    nobody has. `is_narrow`: letters are so large that a score beside a name would break it."""

    route: str
    name: str = field(repr=False)
    line: str
    new: str = ""
    unread: str = ""
    taken_back: str = ""
    score: ScoreSaid | None = None
    no_score: tuple[str, ...] = ()
    has_scores: bool = False
    is_chosen: bool = False
    is_narrow: bool = False


def row_said(
    s: Surroundings,
    row: PatientRow,
    *,
    is_chosen: bool,
    common: object,
    has_scores: bool,
    is_narrow: bool,
    route: str = "",
) -> RowSaid:
    """`common`: the measure and rule that the list says once for all (`Score.key`)."""
    unread = row.shared.unread
    unseen = sum(1 for notice in row.shared.withdrawals if not notice.is_read)
    return RowSaid(
        route or f"/shared/{row.id}",
        row.name or s._("A patient"),
        line_said(s, row),
        new_said(s, unread) if unread else "",
        unread_said(s, unread) if unread else "",
        # Said beside what can still be read, until it was seen; else the line says it.
        withdrew_said(s, unseen) if unseen and row.shared.readable else "",
        _score_said(s, row.score, common) if row.score is not None else None,
        no_score_said(s, row.no_score) if has_all(s) else (),
        has_scores,
        is_chosen,
        is_narrow,
    )


def person_row(s: Surroundings, said: RowSaid, note: ft.Control | None = None) -> ft.Control:
    """`note` stands below, in place of what was taken back."""
    if note is None and said.taken_back:
        note = parts.chip(said.taken_back, icon=parts.icons.ONLY_ME)
    score = _score(said, is_below=said.is_narrow) if said.has_scores else None
    if said.is_narrow and score is not None:
        note, score = parts.stack(*([note] if note is not None else []), score, spacing=t.S4), None
    return parts.list_row(
        said.name,
        said.line,
        s.guard(partial(s.go, said.route)),
        initial=said.name[:1],
        badge=parts.badge(said.new, said.unread) if said.new else None,
        note=note,
        trailing=score,
        is_chosen=said.is_chosen,
        is_dense=True,
    )


def _score(row: RowSaid, *, is_below: bool) -> ft.Control | None:
    """At the right of a row, or below its words."""
    side = ft.TextAlign.START if is_below else ft.TextAlign.END
    aligned = ft.CrossAxisAlignment.START if is_below else ft.CrossAxisAlignment.END
    said = row.score
    if said is None:
        why: list[ft.Control] = [parts.small(one, align=side) for one in row.no_score]
        return ft.Column(why, spacing=0, tight=True, horizontal_alignment=aligned) if why else None
    last = parts.strong(said.last, size=t.SIZE_HEADING)
    last.semantics_label = said.said
    figure = [parts.small_line(said.points, said.least_range)] if len(said.points) > 1 else []
    middle = ft.CrossAxisAlignment.CENTER
    lines: list[ft.Control] = [
        ft.Row([*figure, last], spacing=t.S12, tight=True, vertical_alignment=middle),
        *(ft.Semantics(exclude_semantics=True, content=parts.small(one, align=side)) for one in said.below),
    ]
    return ft.Column(lines, spacing=0, tight=True, horizontal_alignment=aligned)


def _score_said(s: Surroundings, score: Score, common: object) -> ScoreSaid:
    """The line is as high as the instrument's range would have it, but never so flat that nothing is seen."""
    least, most = score.instrument.least, score.instrument.most
    third = float((most - least) / 3) if least is not None and most is not None else 0.0
    return ScoreSaid(
        number(score.moved.last),
        score_said(s, score),
        _below(s, score, common),
        tuple((at.timestamp(), float(total)) for at, total in score.totals[-SHOWN:]),
        third,
    )


def _below(s: Surroundings, score: Score, common: object) -> tuple[str, ...]:
    """The change; with its time and the measure's name where the list does not say them for all."""
    change = change_said(s, score)
    if score.key == common:
        return (change,)
    if score.rule is not None and score.moved.difference is not None:
        change = s._("{change} in {time}").format(change=change, time=span_said(s, score.rule.within))
    return change, score.form.called(s.language)
