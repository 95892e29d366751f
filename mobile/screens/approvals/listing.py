"""The list of all patients' approvals: what runs out first, what is open, what is behind; by whose turn it is, if that is chosen."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from urllib.parse import quote

import flet as ft

from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.approvals import words as w
from mobile.screens.approvals.finding import EDGE, Finding
from mobile.screens.approvals.model import FILTERS, GROUPS, Desk, Filter, Group, Row
from mobile.screens.frame import Surroundings
from mobile.screens.kept_in_view import Piece

ROUTE = "/approvals"
NEW = f"{ROUTE}/new"
OnFilter = Callable[[Filter], Awaitable[None]]


@dataclass(frozen=True)
class LookedFor:
    """Whose turn it is, and the name that is typed."""

    filter: Filter | None
    finding: Finding

    def found(self, desk: Desk) -> list[Row]:
        """What they leave, in the order of the list."""
        return [one for one in desk.shown(self.filter) if self.finding.fits(one.name)]


def route_of(row: Row) -> str:
    return f"{ROUTE}/{quote(row.approval.id, safe='')}"


def piece_name(row: Row) -> str:
    """Of a row's piece in the list."""
    return f"approval {row.approval.id}"


def listed(
    s: Surroundings,
    desk: Desk,
    chosen: str | None,
    looked: LookedFor,
    on_filter: OnFilter,
    *,
    most: int,
    more: ft.Control,
) -> list[Piece]:
    """`chosen`: which is open; `most`: so many are drawn, with `more` below them."""
    drawn: list[Piece] = [("head", _head(s, desk, looked.filter, on_filter))]
    if looked.finding.stands(len(desk.rows)):
        drawn.append(("find", looked.finding.control))
    shown = looked.found(desk)
    left = most
    for group in GROUPS:
        own = [one for one in shown if one.group == group]
        if own and left > 0:
            drawn.append((group, _header(s, group, len(own))))
            drawn += [
                (piece_name(one), _row(s, one, is_chosen=one.approval.id == chosen)) for one in own[:left]
            ]
            left -= len(own)
    if not shown:
        drawn.append(("nobody", ft.Container(parts.small(_nothing_text(s, looked.finding)), padding=EDGE)))
    if len(shown) > most:
        drawn.append(("more", ft.Container(more, padding=EDGE)))
    only = parts.small(s._("You see how far approvals are, and the photos that patients added for them."))
    drawn.append(
        ("only", ft.Container(only, padding=ft.Padding(t.CARD_PADDING, t.S16, t.CARD_PADDING, t.S24)))
    )
    return drawn


def _nothing_text(s: Surroundings, finding: Finding) -> str:
    return s._("Nobody of this name.") if finding.typed.strip() else s._("Nothing now.")


def _head(s: Surroundings, desk: Desk, filter: Filter | None, on_filter: OnFilter) -> ft.LayoutControl:
    _ = s._
    text = {"you": _("Patient {n}"), "clinic": _("Clinic {n}"), "insurer": _("Insurer {n}")}
    counts = {one: len(desk.shown(one)) for one in FILTERS}
    chips = [
        parts.choice_chip(
            text[one].format(n=counts[one]), s.guard(partial(_chosen, on_filter, one)), is_on=one == filter
        )
        for one in FILTERS
        if counts[one] or one == filter
    ]
    lines: list[ft.Control] = []
    if chips:
        lines += [parts.small(_("Whose turn it is")), parts.chip_row(*chips)]
    begin = parts.text_button(_("Begin an approval"), s.guard(partial(s.go, NEW)), icon=ft.Icons.ADD_ROUNDED)
    lines += [ft.Row([begin], wrap=True)] if desk.patients else []
    return ft.Container(
        parts.stack(*lines, spacing=0), padding=ft.Padding(t.CARD_PADDING, 0, t.CARD_PADDING, t.S4)
    )


async def _chosen(on_filter: OnFilter, one: Filter, _: object = None) -> None:
    await on_filter(one)


def _header(s: Surroundings, group: Group, count: int) -> ft.LayoutControl:
    words = parts.section(f"{w.group_text(s, group)} · {count}")
    words.expand = words.expand_loose = True
    mark = parts.icons.icon(w.GROUP_ICONS[group], size=18, color=t.MUTED)
    return ft.Container(ft.Row([mark, words], spacing=t.S8, tight=True), padding=EDGE)


def _row(s: Surroundings, row: Row, *, is_chosen: bool) -> ft.LayoutControl:
    one, name = row.standing, w.name_of(s, row)
    chips: list[ft.Control] = []
    if row.turn != "nobody":
        tone: t.Tone = "prepare" if row.turn == "clinic" else "quiet"
        chips.append(
            parts.chip(w.turn_text(s, row.turn), tone=tone, icon=parts.icons.PERSON, is_on_tone=is_chosen)
        )
    when = w.when_text(s, row)
    if when:
        is_soon = one.state in ("expiring", "expired")
        tone = "prepare" if is_soon and one.renewed_by is None else "quiet"
        chips.append(parts.chip(when, tone=tone, icon=parts.icons.DEADLINE, is_on_tone=is_chosen))
    if row.conflict is not None:
        chips.append(parts.chip(s._("Recorded twice"), tone="danger", icon=parts.icons.ATTENTION))
    elif one.flaws:
        chips.append(parts.chip(s._("To put right"), tone="danger", icon=parts.icons.ATTENTION))
    if one.papers:
        text = s.ngettext("{n} photo added", "{n} photos added", len(one.papers)).format(n=len(one.papers))
        chips.append(parts.chip(text, tone="primary", icon=parts.icons.PICTURE, is_on_tone=is_chosen))
    drawn = parts.list_row(
        name,
        w.row_text(s, row),
        s.guard(partial(s.go, route_of(row))),
        initial=name,
        note=parts.chip_row(*chips) if chips else None,
        is_chosen=is_chosen,
        is_dense=True,
    )
    return ft.Container(drawn, border=ft.Border(bottom=ft.BorderSide(1, t.LINE)))
