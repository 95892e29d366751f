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
    change_text,
    line_text,
    new_lines_text,
    new_text,
    no_score_text,
    score_text,
    unread_text,
    withdrew_text,
)
from mobile.screens.shared.scores import Score
from mobile.screens.status_text import span_text

SHOWN = 8
"""Of the last totals, as many as a line so small can tell apart."""


@dataclass(frozen=True)
class ScoreTexts:
    """`text`: all of it for a screen reader. `points`: (when, total); `least_range`: see `parts.small_line`."""

    last: str = field(repr=False)
    text: str = field(repr=False)
    below: tuple[str, ...] = field(repr=False)
    points: tuple[tuple[float, float], ...] = field(repr=False)
    least_range: float


@dataclass(frozen=True)
class RowTexts:
    """All that a row shows, and where it leads. `score` None: it has none, and `no_score` says so and why; `has_scores` False:
    nobody has. `is_narrow`: letters are so large that a score beside a name would break it."""

    route: str
    name: str = field(repr=False)
    line: str
    new: str = ""
    unread: str = ""
    taken_back: str = ""
    new_lines: str = ""
    score: ScoreTexts | None = None
    no_score: tuple[str, ...] = ()
    has_scores: bool = False
    is_chosen: bool = False
    is_narrow: bool = False


def row_text(
    s: Surroundings,
    row: PatientRow,
    *,
    is_chosen: bool,
    common: object,
    has_scores: bool,
    is_narrow: bool,
    route: str = "",
) -> RowTexts:
    """`common`: the measure and rule that the list says once for all (`Score.key`)."""
    unread = row.unread
    unseen = sum(1 for notice in row.shared.withdrawals if not notice.is_read)
    return RowTexts(
        route or f"/shared/{row.id}",
        row.name or s._("A patient"),
        line_text(s, row),
        new_text(s, unread) if unread else "",
        unread_text(s, unread) if unread else "",
        # Said beside what can still be read, until it was seen; else the line says it.
        withdrew_text(s, unseen) if unseen and row.shared.readable else "",
        new_lines_text(s, row) if row.new_lines else "",
        _score_text(s, row.score, common) if row.score is not None else None,
        no_score_text(s, row.no_score) if has_all(s) else (),
        has_scores,
        is_chosen,
        is_narrow,
    )


def person_row(s: Surroundings, text: RowTexts, note: ft.Control | None = None) -> ft.Control:
    """`note` stands below, in place of what was taken back."""
    if note is None and (text.taken_back or text.new_lines):
        chips = [_new_chip(text)] if text.new_lines else []
        chips += [parts.chip(text.taken_back, icon=parts.icons.ONLY_ME)] if text.taken_back else []
        note = parts.chip_row(*chips)
    score = _score(text, is_below=text.is_narrow) if text.has_scores else None
    if text.is_narrow and score is not None:
        note, score = parts.stack(*([note] if note is not None else []), score, spacing=t.S4), None
    return parts.list_row(
        text.name,
        text.line,
        s.guard(partial(s.go, text.route)),
        initial=text.name,
        badge=parts.badge(text.new, text.unread) if text.new else None,
        note=note,
        trailing=score,
        is_chosen=text.is_chosen,
        is_dense=True,
    )


def _new_chip(text: RowTexts) -> ft.Control:
    """On the ground of a chosen row it has the ground of others."""
    return parts.chip(text.new_lines, icon=parts.icons.NOTES, tone="primary", is_on_tone=text.is_chosen)


def _score(row: RowTexts, *, is_below: bool) -> ft.Control | None:
    """At the right of a row, or below its words."""
    side = ft.TextAlign.START if is_below else ft.TextAlign.END
    aligned = ft.CrossAxisAlignment.START if is_below else ft.CrossAxisAlignment.END
    text = row.score
    if text is None:
        why: list[ft.Control] = [parts.small(one, align=side) for one in row.no_score]
        return ft.Column(why, spacing=0, tight=True, horizontal_alignment=aligned) if why else None
    last = parts.strong(text.last, size=t.SIZE_HEADING)
    last.semantics_label = text.text
    figure = [parts.small_line(text.points, text.least_range)] if len(text.points) > 1 else []
    middle = ft.CrossAxisAlignment.CENTER
    lines: list[ft.Control] = [
        ft.Row([*figure, last], spacing=t.S12, tight=True, vertical_alignment=middle),
        *(ft.Semantics(exclude_semantics=True, content=parts.small(one, align=side)) for one in text.below),
    ]
    return ft.Column(lines, spacing=0, tight=True, horizontal_alignment=aligned)


def _score_text(s: Surroundings, score: Score, common: object) -> ScoreTexts:
    """The line is as high as the instrument's range would have it, but never so flat that nothing is seen."""
    least, most = score.instrument.least, score.instrument.most
    third = float((most - least) / 3) if least is not None and most is not None else 0.0
    return ScoreTexts(
        number(score.moved.last),
        score_text(s, score),
        _below(s, score, common),
        tuple((at.timestamp(), float(total)) for at, total in score.totals[-SHOWN:]),
        third,
    )


def _below(s: Surroundings, score: Score, common: object) -> tuple[str, ...]:
    """The change; with its time and the measure's name where the list does not say them for all."""
    change = change_text(s, score)
    if score.key == common:
        return (change,)
    if score.rule is not None and score.moved.difference is not None:
        change = s._("{change} in {time}").format(change=change, time=span_text(s, score.rule.within))
    return change, score.form.called(s.language)
