"""The summary beside what is read (picture 41): with whom it is kept, its newest lines, which of them the patient reads, the way to it."""

from __future__ import annotations

from functools import partial

import flet as ft

from mobile.care.words import excerpt, is_right_to_left
from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.frame import Surroundings
from mobile.screens.panels.summary import by_text, readers_text
from mobile.screens.reads.summary import TeamSummary
from mobile.screens.shared.model import PatientRow
from mobile.screens.shared.row_words import new_lines_text
from mobile.screens.shared.summary.keeping import summary_route

MOST = 2
"""Lines: beside what is read there is room for so many; all are one tap away."""


def summary_card(s: Surroundings, row: PatientRow, summary: TeamSummary | None) -> list[ft.Control]:
    """Nothing for somebody who does not keep it."""
    if summary is None or not summary.is_mine:
        return []
    name = row.name or s._("A patient")
    rows: list[ft.Control] = [parts.small(_heading(s, summary), is_strong=True)]
    if row.new_lines:
        rows.append(
            parts.chip_row(parts.chip(new_lines_text(s, row), icon=parts.icons.NOTES, tone="primary"))
        )
    for line in summary.lines[:MOST]:
        words = parts.body(excerpt(line.words))
        words.rtl = is_right_to_left(line.words)
        about = f"{by_text(s, summary, line)} · {readers_text(s, line, name)}"
        rows.append(parts.stack(words, parts.small(about), spacing=0))
    if not summary.lines:
        rows.append(parts.small(s._("No line yet")))
    way = s.guard(partial(s.go, summary_route(row.id)))
    return [parts.card(*rows, on_click=way, spacing=t.S8)]


def _heading(s: Surroundings, summary: TeamSummary) -> str:
    """`Summary with Dr. Ash Prototype`."""
    others = [one.name or s._("somebody of the clinic") for one in summary.others]
    return s._("Summary with {names}").format(names=", ".join(others)) if others else s._("Shared summary")
