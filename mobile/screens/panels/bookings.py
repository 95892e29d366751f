"""The way to what waits on whoever books at a clinic; nothing for anybody else."""

from __future__ import annotations

from functools import partial

import flet as ft

from mobile.design import parts
from mobile.screens.frame import Surroundings

WAITING_ROUTE = "/bookings/waiting"


def bookings_row(s: Surroundings, waiting: int | None) -> list[ft.Control]:
    """`waiting`: how much does; None: this person does not book."""
    if waiting is None:
        return []
    text = s.ngettext("{n} waits for you", "{n} wait for you", waiting).format(n=waiting)
    row = parts.list_row(
        s._("Sessions and dates"),
        text if waiting else s._("Nothing waits for you"),
        s.guard(partial(s.go, WAITING_ROUTE)),
        icon=parts.icons.SESSIONS,
        has_arrow=True,
    )
    return [parts.card(row, padding=0)]
