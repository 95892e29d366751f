"""The pane of forms and measures one patient gave to the clinic: what and when, each opened to be read. Drawn, kept nowhere."""

from __future__ import annotations

from functools import partial

import flet as ft

from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.frame import Surroundings
from mobile.screens.shared.answers import given_route
from mobile.screens.shared.model import PatientRow
from mobile.screens.status_text import begun


def given_drawn(s: Surroundings, row: PatientRow) -> list[ft.Control]:
    """Nothing where nothing was given."""
    if not row.given:
        return []
    _ = s._
    rows: list[ft.Control] = []
    for number, one in enumerate(row.given):
        at = one.last.answered_at
        text = [begun(s.moments.near(at, s.now())) if at is not None else ""]
        if len(one.responses) > 1:
            text.append(s.ngettext("{n} time", "{n} times", len(one.responses)).format(n=len(one.responses)))
        rows += [parts.hairline()] if number else []
        rows.append(
            parts.list_row(
                one.title(s.language) or _("A form"),
                " · ".join(part for part in text if part),
                s.guard(partial(s.go, given_route(row.id, one.last.id))),
                icon=parts.icons.SCORES if one.is_measure else ft.Icons.DESCRIPTION_OUTLINED,
                has_arrow=True,
            )
        )
    return [
        parts.section(_("Forms and measures")),
        parts.card(*rows, spacing=0, padding=ft.Padding(0, t.S4, 0, t.S4)),
    ]
