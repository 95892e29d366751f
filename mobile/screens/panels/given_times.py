"""Session times as words: as they are handed over, and that somebody has an old one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial

import flet as ft

from mobile.care.agenda import Session
from mobile.care.given_times import GivenTime, GivenTimes
from mobile.design import parts
from mobile.i18n.moments import zone_text
from mobile.screens.frame import Surroundings
from mobile.screens.reads.given_times import Holder

TIMES_ROUTE = "/sharing/times"
CALENDAR_ROUTE = "/calendar"


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
    return "\n".join([*lines, _("By the clock of {zone}.").format(zone=zone_text(s.zone))] if lines else [])


def renew_text(s: Surroundings, one: Holder, sessions: Iterable[Session]) -> str:
    """What is to be done: new times to give, or only to say that one is no more."""
    coming = {name for session in sessions if session.is_coming for name in session.names}
    text = (
        s._("Give {name} the new times")
        if any(old.session in coming for old in one.changed)
        else s._("Tell {name}")
    )
    return text.format(name=holder_name(s, one.given))


def holder_name(s: Surroundings, given: GivenTimes) -> str:
    return given.name or s._("Someone you trust")


def old_times_card(s: Surroundings, one: Holder, sessions: Iterable[Session]) -> ft.Control:
    """On Today, while somebody waits at a time that is no more."""
    _ = s._
    old = [time_text(s, each.start_at, each.end_at) for each in one.changed]
    head = _("{name} has an old session time").format(name=holder_name(s, one.given))
    what, route = renew_text(s, one, sessions), TIMES_ROUTE
    if one.given.is_own:
        head, what, route = _("Your calendar has an old session time"), _("Put it right"), CALENDAR_ROUTE
    return parts.card(
        parts.heading(head, level=3),
        parts.small(_("Not any more: {time}").format(time=", ".join(old))),
        parts.soft_button(what, s.guard(partial(s.go, route))),
    )
