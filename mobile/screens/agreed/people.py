"""The list of the agreements' desk: whose session is near, whose agreements are not current, everybody else."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Literal

import flet as ft

from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.agreed import words as w
from mobile.screens.agreed.model import GROUPS, Group, Row
from mobile.screens.frame import Surroundings
from mobile.screens.kept_in_view import Piece

Filter = Literal["points", "not_current"]
FILTERS: tuple[Filter, ...] = ("points", "not_current")
EDGE = ft.Padding(t.CARD_PADDING, t.S8, t.CARD_PADDING, t.S8)


def fits(row: Row, filter: Filter | None) -> bool:
    if filter == "points":
        return bool(row.open_points)
    return filter is None or not row.is_current


def people(
    s: Surroundings,
    rows: Sequence[Row],
    chosen: str | None,
    filter: Filter | None,
    on_filter: Callable[[Filter], Awaitable[None]],
    *,
    most: int,
    more: ft.Control,
) -> list[Piece]:
    """`chosen`: who is open, as in a route; `most`: so many are drawn, with `more` below them. Each person's piece bears `row_name`."""
    shown = [one for one in rows if fits(one, filter)]
    drawn: list[Piece] = [("head", _head(s, rows, filter, on_filter))]
    left = most
    for group in GROUPS:
        own = [one for one in shown if one.group == group]
        if own and left > 0:
            drawn.append((group, _header(s, group, len(own))))
            drawn += [(row_name(one), _row(s, one, is_chosen=one.id == chosen)) for one in own[:left]]
            left -= len(own)
    if not shown:
        drawn.append(("nobody", ft.Container(parts.small(s._("Nobody now.")), padding=EDGE)))
    if len(shown) > most:
        drawn.append(("more", ft.Container(more, padding=EDGE)))
    only = parts.small(s._("Here are agreements and talking points. Nothing else."))
    padding = ft.Padding(t.CARD_PADDING, t.S16, t.CARD_PADDING, t.S24)
    drawn.append(("only", ft.Container(only, padding=padding)))
    return drawn


def row_name(row: Row) -> str:
    """Of a person's piece in the list."""
    return f"person {row.id}"


def _head(
    s: Surroundings,
    rows: Sequence[Row],
    filter: Filter | None,
    on_filter: Callable[[Filter], Awaitable[None]],
) -> ft.LayoutControl:
    counts: list[tuple[Filter, int]] = [(one, sum(fits(row, one) for row in rows)) for one in FILTERS]
    text = {"points": s._("Talking points {n}"), "not_current": s._("Not current {n}")}
    chips = [
        parts.choice_chip(
            text[one].format(n=n), s.guard(partial(_chosen, on_filter, one)), is_on=one == filter
        )
        for one, n in counts
        if n or one == filter
    ]
    count = s.ngettext("{n} person · sorted by need", "{n} people · sorted by need", len(rows))
    lines: list[ft.Control] = [parts.small(count.format(n=len(rows)))]
    lines += [parts.chip_row(*chips)] if chips else []
    return ft.Container(
        parts.stack(*lines, spacing=0), padding=ft.Padding(t.CARD_PADDING, 0, t.CARD_PADDING, t.S4)
    )


async def _chosen(on_filter: Callable[[Filter], Awaitable[None]], one: Filter, _: object = None) -> None:
    await on_filter(one)


def _header(s: Surroundings, group: Group, count: int) -> ft.LayoutControl:
    _ = s._
    icon, text = {
        "soon": (parts.icons.SOON, _("Session within two days")),
        "not_current": (parts.icons.NOTES, _("Not current")),
        "in_force": (parts.icons.CHECK, _("In force")),
    }[group]
    words = parts.section(f"{text} · {count}")
    words.expand = words.expand_loose = True
    mark = parts.icons.icon(icon, size=18, color=t.MUTED)
    return ft.Container(ft.Row([mark, words], spacing=t.S8, tight=True), padding=EDGE)


def _row(s: Surroundings, row: Row, *, is_chosen: bool) -> ft.LayoutControl:
    text, tone = w.stands_text(s, row)
    chip = parts.chip(text, tone=tone, icon=_ICONS[tone], is_on_tone=is_chosen)
    row_drawn = parts.list_row(
        w.name_of(s, row),
        w.session_text(s, row),
        s.guard(partial(s.go, f"/agreed/{row.id}")),
        initial=w.name_of(s, row),
        note=parts.chip_row(chip),
        is_chosen=is_chosen,
        is_dense=True,
    )
    return ft.Container(row_drawn, border=ft.Border(bottom=ft.BorderSide(1, t.LINE)))


_ICONS = {"prepare": parts.icons.WORDS, "danger": parts.icons.WRITE, "quiet": parts.icons.CHECK}
