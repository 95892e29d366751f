"""One line on Today where an approval asks something of the person, or runs out: what, and the way there. Otherwise nothing.

Nothing is asked on the day of a session. Without an approval nothing more is read.
"""

from __future__ import annotations

from functools import partial

import flet as ft

from mobile.care.approval import Standing
from mobile.design import parts
from mobile.records.ports import Keeping
from mobile.screens.frame import Surroundings
from mobile.screens.panels import approval_words as w
from mobile.screens.panels.row_cards import card_of
from mobile.screens.reads.approvals import KINDS as KINDS
from mobile.screens.reads.approvals import pressing
from mobile.screens.reads.guarded import waits_now

ROUTE = "/approval"


async def pressing_now(records: Keeping, s: Surroundings, me: str) -> tuple[Standing, ...]:
    """Those that are to be said today. Raises what the store raises."""
    found = await pressing(records, me, s.now(), s.zone)
    if found and await waits_now(records, s.now(), s.zone) is not None:
        return ()
    return found


def approval_line(s: Surroundings, found: tuple[Standing, ...]) -> list[ft.Control]:
    """What the first of them is about."""
    if not found:
        return []
    one = found[0]
    title = w.title_text(s, one.approval)
    if one.turn == "you":
        text, detail = s._("For your insurance approval"), w.asked_text(s, one.approval.step)
    else:
        text = s._("Insurance approval: {title}").format(title=title)
        detail = w.runs_out_text(s, one)
    if len(found) > 1:
        more = len(found) - 1
        detail = f"{detail} {s.ngettext('{n} more', '{n} more', more).format(n=more)}"
    row = parts.list_row(
        text, detail, s.guard(partial(s.go, ROUTE)), icon=parts.icons.APPROVAL, has_arrow=True
    )
    return [card_of([row])]
