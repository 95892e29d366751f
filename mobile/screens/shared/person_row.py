"""One row of the list: who it is, how much is new, where they are, their last score with its small line. Drawn, kept nowhere."""

from __future__ import annotations

from functools import partial

import flet as ft

from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.frame import Surroundings
from mobile.screens.measures.sentences import number
from mobile.screens.shared.model import PatientRow
from mobile.screens.shared.row_words import (
    change_said,
    line_said,
    new_said,
    score_said,
    span_said,
    unread_said,
    withdrew_said,
)
from mobile.screens.shared.scores import Score

SHOWN = 8
"""Of the last totals, as many as a line so small can tell apart."""


def person_row(
    s: Surroundings,
    row: PatientRow,
    *,
    is_chosen: bool,
    common: object,
    has_scores: bool,
    route: str = "",
    note: ft.Control | None = None,
) -> ft.Control:
    """`common`: the measure and rule that the list says once for all (`Score.key`). `has_scores`: of anybody; else no row
    says that it has none. `note`: what stands below, in place of what was taken back."""
    name = row.name or s._("A patient")
    unread = row.shared.unread
    return parts.list_row(
        name,
        line_said(s, row),
        s.guard(partial(s.go, route or f"/shared/{row.id}")),
        initial=name[:1],
        badge=parts.badge(new_said(s, unread), unread_said(s, unread)) if unread else None,
        note=note or _taken_back(s, row),
        trailing=_score(s, row.score, common) if has_scores else None,
        is_chosen=is_chosen,
    )


def _taken_back(s: Surroundings, row: PatientRow) -> ft.Control | None:
    """Said beside what can still be read, until it was seen."""
    unseen = sum(1 for notice in row.shared.withdrawals if not notice.is_read)
    if not unseen or not row.shared.readable:
        return None
    return parts.chip(withdrew_said(s, unseen), icon=parts.icons.ONLY_ME)


def _score(s: Surroundings, score: Score | None, common: object) -> ft.Control:
    if score is None:
        return parts.small(s._("no score to read"), align=ft.TextAlign.END)
    last = parts.strong(number(score.moved.last), size=t.SIZE_HEADING)
    last.semantics_label = score_said(s, score)
    figure: list[ft.Control] = [_line(score), last] if len(score.totals) > 1 else [last]
    lines: list[ft.Control] = [
        ft.Row(
            figure,
            spacing=t.S12,
            tight=True,
            alignment=ft.MainAxisAlignment.END,
            vertical_alignment=ft.CrossAxisAlignment.CENTER,
        )
    ]
    lines += [
        ft.Semantics(exclude_semantics=True, content=parts.small(said, align=ft.TextAlign.END))
        for said in _below(s, score, common)
    ]
    return ft.Column(lines, spacing=0, tight=True, horizontal_alignment=ft.CrossAxisAlignment.END)


def _below(s: Surroundings, score: Score, common: object) -> list[str]:
    """The change; with its time and the measure's name where the list does not say them for all."""
    change = change_said(s, score)
    if score.key == common:
        return [change]
    if score.rule is not None and score.moved.difference is not None:
        change = s._("{change} in {time}").format(change=change, time=span_said(s, score.rule.within))
    return [change, score.form.called(s.language)]


def _line(score: Score) -> ft.Control:
    """As high as the instrument's range would have it, but never so flat that nothing is seen."""
    shown = score.totals[-SHOWN:]
    least, most = score.instrument.least, score.instrument.most
    third = (most - least) / 3 if least is not None and most is not None else None
    return parts.small_line([(at.timestamp(), float(total)) for at, total in shown], float(third or 0))
