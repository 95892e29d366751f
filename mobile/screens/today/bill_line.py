"""One quiet line on Today: a bill that is due soon, or was, with the way to it."""

from __future__ import annotations

from functools import partial

import flet as ft

from mobile.design import parts
from mobile.screens.cost_words import due_text
from mobile.screens.frame import Surroundings
from mobile.screens.panels.row_cards import card_of
from mobile.screens.reads.bill_due import BillDue


def bill_line(s: Surroundings, due: BillDue | None) -> list[ft.Control]:
    """Nothing where none is near."""
    if due is None:
        return []
    way = s.guard(partial(s.go, f"/cost/bill/{due.one.bill.server_id or ''}"))
    detail = due_text(s, due.one, due.today)
    return [card_of([parts.list_row(s._("A bill"), detail, way, icon=parts.icons.WALLET, has_arrow=True)])]
