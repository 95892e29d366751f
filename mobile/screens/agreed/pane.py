"""One patient's agreements: what is left to talk about, and a table of what is in force, whom it lets see what, until when (picture 49)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial

import flet as ft

from mobile.care.consent.at_the_clinic import Line
from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.agreed import words as w
from mobile.screens.agreed.model import Point, Row
from mobile.screens.frame import Surroundings
from mobile.screens.status_text import standing_text

OnTalk = Callable[[Point, bool], Awaitable[None]]
COLUMNS = (5, 3, 5, 3)
"""Of the table on a wide page, in parts of the whole."""


def pane(
    s: Surroundings, row: Row, me: str, on_talk: OnTalk, *, is_wide: bool, has_table: bool
) -> list[ft.Control]:
    """All of it. `on_talk`: says of a point that it was talked about (True), or takes that back; `has_table`: there is room for columns."""
    _, name = s._, w.name_of(s, row)
    text, tone = w.whole_text(s, row)
    head: list[ft.Control] = [parts.heading(name)] if is_wide else []
    session = w.session_text(s, row)
    head += [parts.small(session)] if session else []
    icon = parts.icons.CHECK if row.is_current else parts.icons.ATTENTION
    return [
        parts.stack(*head, parts.chip_row(parts.chip(text, tone=tone, icon=icon)), spacing=t.S8),
        _points(s, row, me, on_talk),
        _table(s, row) if has_table else _cards(s, row),
        parts.small(
            _(
                "You see how each agreement stands and what is left to talk about. Nothing else of {name} is here."
            ).format(name=name)
        ),
    ]


def _points(s: Surroundings, row: Row, me: str, on_talk: OnTalk) -> ft.Control:
    rows: list[ft.Control] = [parts.subheading(s._("Talking points"))]
    for point in row.points:
        rows += [parts.hairline()] if len(rows) > 1 else []
        rows.append(_point(s, row, point, me, on_talk))
    if not row.points:
        rows.append(parts.small(s._("Nothing was unclear in what was read here.")))
    return parts.card(*rows, spacing=t.S8)


def _point(s: Surroundings, row: Row, point: Point, me: str, on_talk: OnTalk) -> ft.Control:
    _, noun = s._, point.noun
    lines = [w.part_text(s, point), w.point_state(s, noun, me, w.name_of(s, row))]
    if point.standing is not None:
        lines.append(standing_text(s, point.standing).text)
    texts: list[ft.Control] = [
        parts.strong(w.point_text(s, point)),
        *(parts.small(one) for one in lines if one),
    ]
    done = parts.icons.icon(
        parts.icons.CHECK if noun.is_talked_about else parts.icons.WORDS,
        size=22,
        color=t.PRIMARY if noun.is_talked_about else t.MUTED,
    )
    words = ft.Row(
        [done, ft.Container(ft.MergeSemantics(parts.stack(*texts, spacing=0)), expand=True)],
        spacing=t.S12,
        vertical_alignment=ft.CrossAxisAlignment.START,
    )
    idea = w.point_text(s, point)
    if noun.is_open and row.is_prescriber:
        label = _("Mark as talked about: {idea}").format(idea=idea)
        act = s.guard(partial(on_talk, point, True))
        return parts.Beside(words, parts.text_button(_("Mark as talked about"), act, label=label))
    if noun.is_talked_about and noun.owner == me:
        label = _("Not talked about after all: {idea}").format(idea=idea)
        act = s.guard(partial(on_talk, point, False))
        return parts.Beside(words, parts.text_button(_("Take this mark back"), act, label=label))
    return words


def _named(s: Surroundings, line: Line) -> ft.Control:
    about = w.about_text(s, line)
    return parts.stack(parts.strong(w.title_of(s, line)), *([parts.small(about)] if about else []), spacing=0)


def _state(s: Surroundings, line: Line) -> ft.Control:
    icon = parts.icons.CHECK if line.state == "in_force" else None
    return parts.chip(w.state_text(s, line.state), tone=w.state_tone(line), icon=icon)


def _table(s: Surroundings, row: Row) -> ft.Control:
    """Each row is read out as one sentence."""
    _ = s._
    names = (_("Document"), _("State"), _("Lets whom see what"), _("Until"))
    rows: list[ft.Control] = [
        parts.subheading(_("Agreements")),
        _columns([parts.small(one, is_strong=True) for one in names]),
    ]
    for line in row.lines:
        cells = [
            _named(s, line),
            _state(s, line),
            parts.small(w.sees_text(s, line, row)),
            parts.small(w.until_text(s, line, row)),
        ]
        rows += [parts.hairline(), ft.MergeSemantics(_columns(cells))]
    if not row.lines:
        rows.append(parts.small(_("The clinic asks for no agreement of this patient.")))
    return parts.card(*rows, spacing=t.S8)


def _columns(cells: list[ft.Control]) -> ft.Control:
    wide = [ft.Container(cell, expand=part) for cell, part in zip(cells, COLUMNS, strict=True)]
    return ft.Row([*wide], spacing=t.S16, vertical_alignment=ft.CrossAxisAlignment.START)


def _cards(s: Surroundings, row: Row) -> ft.Control:
    """The same below one another."""
    _ = s._
    rows: list[ft.Control] = [parts.subheading(_("Agreements"))]
    for line in row.lines:
        until, sees = "", ""
        if line.signed is not None:
            until = _("Until: {when}").format(when=w.until_text(s, line, row))
            sees = _("Lets see: {who}").format(who=w.sees_text(s, line, row))
        words = parts.stack(
            _named(s, line),
            parts.chip_row(_state(s, line)),
            *(parts.small(one) for one in (sees, until) if one),
            spacing=t.S4,
        )
        rows += [parts.hairline(), ft.MergeSemantics(words)]
    if not row.lines:
        rows.append(parts.small(_("The clinic asks for no agreement of this patient.")))
    return parts.card(*rows, spacing=t.S8)
