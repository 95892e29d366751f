"""One day by room along its hours: who is there when, what is free, and the time that is chosen. In words where there is no room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import flet as ft

from mobile.care.date_change import Fit, OpenTime
from mobile.care.date_change.open_time import Room
from mobile.design import parts
from mobile.design import tokens as t
from mobile.documents.whole_letters import first_letter
from mobile.screens.frame import Surroundings
from mobile.screens.reads.bookings import Bookings
from mobile.screens.status_text import begun

LEAST_HOURS = 8
"""So that a short day does not look like a long one."""


@dataclass(frozen=True)
class _Slot:
    """Something in one room. `name`: in little room; `what`: the rest of it in words."""

    start: datetime
    end: datetime
    name: str
    what: str
    tone: t.Tone
    is_chosen: bool = False


def day_by_room(s: Surroundings, known: Bookings, chosen: Fit, *, is_wide: bool) -> ft.Control:
    """The day of the chosen time: in each room who is there when, what is free, and the chosen time."""
    day = chosen.start.astimezone(s.zone).date()
    rooms = known.dates.rooms if known.dates is not None else ()
    found = [
        (room, _slots(s, known, room, chosen)) for room in sorted(rooms, key=lambda one: one.place.casefold())
    ]
    first, hours = _hours(s, [one for _, slots in found for one in slots])
    name = f"{s.moments.weekday_of(day)}, {s.moments.day(day)}"
    drawn = [_line(s, room, slots, first, hours) for room, slots in found]
    names = [_hour(s, first + timedelta(hours=n), is_first=n == 0) for n in range(hours)]
    in_words = parts.stack(*(row for room, slots in found for row in _in_words(s, room, slots)))
    return parts.card(parts.heading(begun(name)), parts.DayByRoom(names, drawn, in_words, is_wide=is_wide))


def _slots(s: Surroundings, known: Bookings, room: Room, chosen: Fit) -> list[_Slot]:
    day = chosen.start.astimezone(s.zone).date()
    times: Sequence[OpenTime] = known.dates.times if known.dates is not None else ()
    found: list[_Slot] = []
    for one in times:
        is_on_day = one.start_at is not None and one.start_at.astimezone(s.zone).date() == day
        if (
            one.start_at is None
            or one.end_at is None
            or not (is_on_day and one.is_free and one.room in room.names)
        ):
            continue
        if one.id == chosen.time.id:
            found.append(_Slot(chosen.start, chosen.end, s._("chosen"), s._("chosen"), "prepare", True))
        else:
            found.append(_Slot(one.start_at, one.end_at, s._("free"), s._("free"), "quiet"))
    for session in known.sessions:
        start = session.start_at
        if start is None or start.astimezone(s.zone).date() != day or not session.is_coming:
            continue
        if room.location in session.places:
            name = known.names.get(session.patient or "", "") or s._("A patient")
            end = session.ends_at or start
            found.append(_Slot(start, end, _short(name), name, "session"))
    return sorted(found, key=lambda one: (one.start, one.end))


def _short(name: str) -> str:
    """`Rowan S.`"""
    words = name.split()
    return f"{words[0]} {first_letter(words[-1])}." if len(words) > 1 else name


def _hours(s: Surroundings, slots: Sequence[_Slot]) -> tuple[datetime, int]:
    """The first hour that is drawn, in the clinic's zone, and how many."""
    first = min((one.start for one in slots), default=s.now()).astimezone(s.zone)
    first = first.replace(minute=0, second=0, microsecond=0)
    last = max((one.end for one in slots), default=first)
    span = last - first
    return first, max(LEAST_HOURS, -(-int(span.total_seconds()) // 3600))


def _hour(s: Surroundings, at: datetime, *, is_first: bool) -> str:
    """`8 AM`, `9`, ..., `12 PM`: the half of the day where it begins and changes."""
    number = str(at.hour % 12 or 12)
    if not (is_first or at.hour in (0, 12)):
        return number
    return f"{number} {s.moments.time(at).replace(chr(160), ' ').split(' ', 1)[1]}"


def _line(s: Surroundings, room: Room, slots: Sequence[_Slot], first: datetime, hours: int) -> parts.DayRoom:
    detail = ", ".join(room.people) or s._("no provider")
    if room.is_closed:
        closed = parts.DayBlock(0, hours * 60, s._("Closed"), f"{room.place}: {s._('Closed')}", "quiet")
        return parts.DayRoom(room.place, detail, (closed,), is_closed=True)
    blocks = [
        parts.DayBlock(
            _minutes(first, one.start),
            _minutes(first, one.end),
            one.name,
            f"{room.place}, {_span(s, one)}: {one.what}",
            one.tone,
            one.is_chosen,
        )
        for one in slots
    ]
    return parts.DayRoom(room.place, detail, tuple(blocks))


def _minutes(first: datetime, at: datetime) -> int:
    return max(0, int((at - first).total_seconds() // 60))


def _in_words(s: Surroundings, room: Room, slots: Sequence[_Slot]) -> list[ft.Control]:
    head = f"{room.place} · {', '.join(room.people) or s._('no provider')}"
    rows: list[ft.Control] = [parts.hairline(), parts.strong(head)]
    if room.is_closed:
        return [*rows, parts.chip(s._("Closed"))]
    if not slots:
        return [*rows, parts.small(s._("Nothing here"))]
    chips = [
        parts.chip(
            f"{_span(s, one)} · {one.what}",
            tone=one.tone,
            icon=parts.icons.CHECK if one.is_chosen else None,
        )
        for one in slots
    ]
    return [*rows, ft.Row(chips, wrap=True, spacing=t.S8, run_spacing=t.S4)]


def _span(s: Surroundings, one: _Slot) -> str:
    return f"{s.moments.time(one.start)} – {s.moments.time(one.end)}"


def fit_label(s: Surroundings, number: int, one: Fit) -> str:
    """`1. Mon Jun 15, 9:00 AM`."""
    day = s.moments.local(one.start).date()
    when = f"{s.moments.short_weekday(day)} {s.moments.short_day(day)}, {s.moments.time(one.start)}"
    return f"{number}. {begun(when)}"
