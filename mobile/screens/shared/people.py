"""The list at the left of the workspace: who shared something, how much of it is unread, what was taken back.

Drawn from the model and kept nowhere. Opening somebody is the route's.
"""

from __future__ import annotations

from functools import partial

import flet as ft

from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.first_fetch import first_fetch, has_all
from mobile.screens.frame import Surroundings
from mobile.screens.shared import alert_list
from mobile.screens.shared.model import PatientRow, SharedModel
from mobile.screens.told import session_name


def nobody_yet(s: Surroundings) -> ft.Control:
    """Before anybody shared anything."""
    _ = s._
    return parts.empty_state(
        _("Nothing is shared with you yet"),
        _("When a patient shares an intention with you, it appears here. They decide, and can take it back."),
        icon=parts.icons.SHARED,
    )


def listed(
    s: Surroundings, model: SharedModel, chosen: PatientRow | None, alert: str | None, *, is_wide: bool
) -> list[ft.Control]:
    """What is not settled first; then everybody, with how much is unread above and the promise below. `alert`: the open one."""
    _ = s._
    unread = sum(row.shared.unread for row in model.rows)
    said = (
        s.ngettext("{n} not read yet", "{n} not read yet", unread).format(n=unread)
        if unread
        else _("All read")
        if model.first_alert() is None and has_all(s)
        else _("Shared with you")
    )
    rows = alert_list.unsettled(s, model.alerts, alert, has_call=not is_wide)
    meanwhile = first_fetch(s)
    if meanwhile:
        rows.append(
            ft.Container(
                parts.stack(*meanwhile), padding=ft.Padding(t.PAGE_MARGIN, t.S8, t.PAGE_MARGIN, t.S8)
            )
        )
    if not model.rows:
        return [*rows, *alert_list.settled(s, model.alerts, alert)]
    rows += [
        ft.Container(parts.section(said), padding=ft.Padding(t.CARD_PADDING, t.S8, t.CARD_PADDING, t.S8))
    ]
    for row in model.rows:
        rows += [_patient(s, row, is_chosen=chosen is not None and row.id == chosen.id), parts.hairline()]
    rows += alert_list.settled(s, model.alerts, alert)
    rows.append(
        ft.Container(
            parts.small(_("Only what was shared with you. Nobody reads this in real time.")),
            padding=ft.Padding(t.CARD_PADDING, t.S16, t.CARD_PADDING, t.S24),
        )
    )
    return rows


def _patient(s: Surroundings, row: PatientRow, *, is_chosen: bool) -> ft.Control:
    unread = row.shared.unread
    name = row.name or s._("A patient")
    return parts.list_row(
        name,
        _line(s, row),
        s.guard(partial(s.go, f"/shared/{row.id}")),
        initial=name[:1],
        note=_taken_back(s, row) if row.shared.readable else None,
        unread=unread,
        unread_label=s.ngettext("{n} not read yet", "{n} not read yet", unread).format(n=unread),
        is_chosen=is_chosen,
    )


def _taken_back(s: Surroundings, row: PatientRow) -> ft.Control | None:
    """Said beside what can still be read, until it was seen."""
    unseen = sum(1 for notice in row.shared.withdrawals if not notice.is_read)
    if not unseen:
        return None
    said = s.ngettext("Withdrew {n} intention", "Withdrew {n} intentions", unseen).format(n=unseen)
    return parts.chip(said, icon=parts.icons.ONLY_ME)


def _line(s: Surroundings, row: PatientRow) -> str:
    """`Session in 2 days · 1 intention`, `Withdrew 1 intention`."""
    said: list[str] = []
    coming = row.next(s.now())
    if coming is not None and coming.start_at is not None:
        away = s.moments.away(coming.start_at, s.now())
        said.append(f"{session_name(s, row.place(coming))} {away}")
    count = len(row.shared.readable)
    if count:
        said.append(s.ngettext("{n} intention", "{n} intentions", count).format(n=count))
    elif row.shared.ended:
        gone = len(row.shared.ended)
        said = [s.ngettext("Withdrew {n} intention", "Withdrew {n} intentions", gone).format(n=gone)]
    if row.given:
        forms = len(row.given)
        said.append(s.ngettext("{n} form", "{n} forms", forms).format(n=forms))
    return " · ".join(said)
