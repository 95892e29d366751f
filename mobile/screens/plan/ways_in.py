"""What stands above the course on Plan: getting ready while that is open (picture 12), and the way to the measures."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import flet as ft

from mobile.care.readiness import Step
from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.frame import Surroundings
from mobile.screens.panels.readiness import done_text, others_text, row_text, step_title, turn_text
from mobile.screens.reads.measures import Measure
from mobile.screens.reads.readiness import Board, is_sent

MOST = 6
"""Rows on the card; the board has them all."""


def ways_in(s: Surroundings, board: Board, measures: Sequence[Measure], *, has_all: bool) -> list[ft.Control]:
    """The cards there are. `has_all`: what is not due by what is here is not due."""
    rows: list[ft.Control] = []
    if board.steps and board.is_open:
        rows.append(_readiness(s, board))
    if measures:
        rows.append(_measures(s, measures, has_all=has_all))
    return rows


def _readiness(s: Surroundings, board: Board) -> ft.Control:
    _ = s._
    name = _("Getting ready to start") if board.is_first else _("Steps with your clinic")
    words = parts.stack(parts.heading(name), parts.small(others_text(s, board)), spacing=2)
    ring = parts.progress_ring(board.done, board.total, done_text(s, board))
    rows: list[ft.Control] = [parts.Beside(words, ring, gap=t.S12, size=t.SIZE_HEADING)]
    rows += [_row(s, board, step) for step in _chosen(board)]
    rows.append(parts.soft_button(_("See every step"), s.guard(partial(s.go, "/forms"))))
    return parts.card(*rows, spacing=t.S4)


def _chosen(board: Board) -> list[Step]:
    """The next one first, then what lies with others, then the rest of one's own, as far as there is room."""
    turns, first = board.turns, board.next
    waiting = [one for one in (*turns.third_party, *turns.clinic) if not is_sent(one)]
    yours = [one for one in turns.yours if one is not first]
    found = [*([first] if first is not None else []), *yours[:2], *waiting[:3], *yours[2:], *waiting[3:]]
    return found[:MOST]


def _row(s: Surroundings, board: Board, step: Step) -> ft.Control:
    return parts.todo_row(
        step_title(s, step),
        detail=row_text(s, step),
        is_waiting=not step.is_yours,
        state_label=turn_text(s, step),
        on_click=s.guard(partial(s.go, board.leads_to(step))),
    )


def _measures(s: Surroundings, measures: Sequence[Measure], *, has_all: bool) -> ft.Control:
    _ = s._
    due = sum(1 for one in measures if one.due is not None and one.can_be_asked)
    text = ""
    if due:
        text = s.ngettext("{n} is due now", "{n} are due now", due).format(n=due)
    elif has_all:
        text = _("Nothing is due now")
    return parts.card(
        parts.list_row(
            _("How you’ve been"),
            text,
            s.guard(partial(s.go, "/measures")),
            icon=parts.icons.SCORES,
            has_arrow=True,
        ),
        padding=ft.Padding(0, t.S4, 0, t.S4),
    )
