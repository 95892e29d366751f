"""By when something has to be known, as a small label: the clinic's own hour where it states one, else the session's time."""

from __future__ import annotations

from datetime import datetime

import flet as ft

from mobile.care.agenda import Session
from mobile.design import parts
from mobile.screens.frame import Surroundings
from mobile.screens.reads.booking_waits import Asked, HomeRide


def asked_until(s: Surroundings, one: Asked, *, is_on_tone: bool = False) -> ft.Control:
    """Until when this date can be changed here."""
    if one.until is None:
        return session_chip(s, one.session, is_on_tone=is_on_tone)
    return _until(s, one.until, s._("by phone only"), is_on_tone=is_on_tone)


def ride_until(s: Surroundings, one: HomeRide) -> list[ft.Control]:
    """By when the clinic wants to know who drives; nothing where it states no time, which the row says already."""
    return [_until(s, one.until, s._("too late for it"))] if one.until is not None else []


def session_chip(s: Surroundings, session: Session, *, is_on_tone: bool = False) -> ft.Control:
    """`Thu 3:30 PM`."""
    text = short_moment(s, session.start_at) if session.start_at is not None else s._("no time yet")
    return parts.chip(text, icon=parts.icons.SOON, is_on_tone=is_on_tone)


def short_moment(s: Surroundings, at: datetime) -> str:
    """`Thu 3:30 PM` within a week, `Jun 20, 3:30 PM` else."""
    days = s.moments.days_between(s.now(), at)
    if days == 0:
        return s._("today {time}").format(time=s.moments.time(at))
    if 0 < days < 7:
        return f"{s.moments.short_weekday(s.moments.local(at).date())} {s.moments.time(at)}"
    return f"{s.moments.short_day(at)}, {s.moments.time(at)}"


def _until(s: Surroundings, until: datetime, past: str, *, is_on_tone: bool = False) -> ft.Control:
    """What has to be done today stands out; what is behind says so."""
    if until <= s.now():
        return parts.chip(past, tone="danger", icon=parts.icons.CALL, is_on_tone=is_on_tone)
    is_today = s.moments.days_between(s.now(), until) == 0
    text = s._("by {time}").format(time=short_moment(s, until))
    tone = "prepare" if is_today or is_on_tone else "quiet"
    return parts.chip(text, tone=tone, icon=parts.icons.DEADLINE, is_on_tone=is_on_tone)
