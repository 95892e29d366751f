"""What is to do before the next session, as one card: the steps with their marks, an errand, and what the clinic says to it."""

from __future__ import annotations

import flet as ft

from mobile.design import parts
from mobile.screens.frame import Surroundings
from mobile.screens.guard import Handler
from mobile.screens.today.errand import Errand
from mobile.screens.today.model import Today, ToDo
from mobile.screens.today.pieces import errand_row
from mobile.screens.today.preparing import PreparedRows


def before_card(
    s: Surroundings,
    now: Today,
    errand: Errand | None,
    prepared: PreparedRows,
    on_open: Handler,
    on_carry: Handler,
    *,
    is_all: bool,
) -> ft.Control:
    """`errand`: one more row; `prepared`: what the clinic asks for besides. `on_open`: to the intention; `on_carry`: with the words of last time. `is_all`: nothing else waits
    anywhere on Today."""
    _ = s._
    total = len(now.to_do) + (errand is not None) + len(prepared.rows)
    done = now.done + prepared.done
    count = _("{done} of {total}").format(done=done, total=total)
    head = ft.Row(
        [parts.heading(_("Before your session")), parts.small(count)],
        alignment=ft.MainAxisAlignment.SPACE_BETWEEN,
        vertical_alignment=ft.CrossAxisAlignment.CENTER,
        wrap=True,
    )
    rows: list[ft.Control] = [head, *(_row(s, one, on_open) for one in now.to_do)]
    if now.carry_from is not None:  # right below the intention, which they are for
        rows.append(parts.soft_button(_("Use the words of last time"), s.guard(on_carry)))
    if errand is not None:
        rows.append(errand_row(s, errand))
    rows += prepared.rows
    if done == total and is_all:
        rows.append(parts.small(_("Nothing else to do here before your session.")))
    if now.session is not None and now.session.instruction:
        rows += [parts.hairline(), parts.small(_("From your clinic"), is_strong=True)]
        rows.append(parts.body(now.session.instruction))
    return parts.card(*rows)


def _row(s: Surroundings, one: ToDo, on_open: Handler) -> ft.Control:
    _ = s._
    text = {
        "write": (_("Write your intention"), _("A few words, or none")),
        "review": (_("Review your intention"), _("Open it and tap Done when it still fits")),
    }[one.step]
    return parts.todo_row(
        text[0],
        detail="" if one.is_done else text[1],
        is_done=one.is_done,
        state_label=_("done") if one.is_done else _("to do"),
        on_click=s.guard(on_open),
    )
