"""One line on Today where a reminder's moment has passed and its thing still stands: the way to the list. Otherwise nothing.

No phone is needed for it, and none has to be allowed to show anything. While a session day is open nothing is brought up.
"""

from __future__ import annotations

from functools import partial

import flet as ft

from mobile.design import parts
from mobile.records.ports import Keeping
from mobile.reminders.wall_clock import WallClock
from mobile.screens.frame import Surroundings
from mobile.screens.panels.row_cards import card_of
from mobile.screens.reads.agenda import Agenda
from mobile.screens.reads.reminders import KINDS as KINDS
from mobile.screens.reads.reminders import reminders_of
from mobile.screens.reads.session_day import day_under_way

LIST = "/reminders"


async def how_many_due(records: Keeping, s: Surroundings, known: Agenda) -> int:
    """How many things of the agenda are due now or were missed. Raises what the store raises."""
    now = s.now()
    if await day_under_way(records, now, s.zone) is not None:
        return 0
    clock = WallClock(None if s.services.is_own_device else s.zone)
    return len((await reminders_of(records, known, now, s.zone, clock)).now_due)


def due_line(s: Surroundings, count: int) -> list[ft.Control]:
    """`3 things are due now`, and the way there."""
    if not count:
        return []
    text = s.ngettext("{n} thing is due now", "{n} things are due now", count).format(n=count)
    go = s.guard(partial(s.go, LIST))
    return [card_of([parts.list_row(text, "", go, icon=parts.icons.REMINDERS, has_arrow=True)])]
