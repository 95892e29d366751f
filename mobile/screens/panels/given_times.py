"""Session times as words: as they are handed over, and that somebody has an old one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial

import flet as ft

from mobile.care.given_times import GivenTime, GivenTimes
from mobile.design import parts
from mobile.screens.frame import Surroundings
from mobile.screens.reads.given_times import Holder

TIMES_ROUTE = "/sharing/times"


def time_text(s: Surroundings, start: datetime, end: datetime | None) -> str:
    """`Tuesday, June 9, 10:30 AM to 12:30 PM`, by the clinic's clock."""
    begins = s.moments.moment(start)
    if end is None or end <= start:
        return begins
    is_same_day = s.moments.local(start).date() == s.moments.local(end).date()
    ends = s.moments.time(end) if is_same_day else s.moments.moment(end)
    return s._("{start} to {end}").format(start=begins, end=ends)


def handed_text(s: Surroundings, times: Iterable[GivenTime], called_off: Iterable[GivenTime]) -> str:
    """All that whoever gets it reads: one neutral word and times."""
    _ = s._
    lines = [_("Appointment: {time}").format(time=time_text(s, one.start_at, one.end_at)) for one in times]
    lines += [
        _("Not any more: {time}").format(time=time_text(s, one.start_at, one.end_at)) for one in called_off
    ]
    return "\n".join(lines)


def holder_name(s: Surroundings, given: GivenTimes) -> str:
    return given.name or s._("Someone you trust")


def old_times_card(s: Surroundings, one: Holder) -> ft.Control:
    """On Today, while somebody waits at a time that is no more."""
    _ = s._
    old = [time_text(s, each.start_at, each.end_at) for each in one.changed]
    return parts.card(
        parts.heading(_("{name} has an old session time").format(name=holder_name(s, one.given)), level=3),
        parts.small("\n".join(old)),
        parts.soft_button(_("Give the new times"), s.guard(partial(s.go, TIMES_ROUTE))),
    )
