"""A course in blocks, with rooms and people; what does not fit its plan, flagged with the rule. And one day by room."""

from __future__ import annotations

from datetime import datetime

import flet as ft

from mobile.care.agenda import Session
from mobile.care.date_change import Fit, OpenTime
from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.frame import Surroundings
from mobile.screens.panels.date_effects import line
from mobile.screens.panels.date_words import obstacle_text
from mobile.screens.reads.bookings import Asked, Bookings, Series, people_in
from mobile.screens.status_text import begun

BLOCK_WIDTH = 200
"""px: a month's name has room at twice the letters."""


def series_blocks(s: Surroundings, asked: Asked, series: Series) -> list[ft.Control]:
    """Every session of the course, and below them what does not fit."""
    _ = s._
    flagged = {one.id for _number, one, _why in series.flags}
    blocks = [
        _block(s, number, one, is_asked=one.id == asked.session.id, is_flagged=one.id in flagged)
        for number, one in enumerate(series.sessions, 1)
    ]
    start = ft.CrossAxisAlignment.START
    drawn: list[ft.Control] = (
        [ft.Row(blocks, wrap=True, spacing=t.S8, run_spacing=t.S8, vertical_alignment=start)]
        if blocks
        else []
    )
    for number, _one, why in series.flags:
        text = _("Session {number} does not fit. {rule}").format(number=number, rule=obstacle_text(s, why))
        drawn.append(line(parts.icons.ATTENTION, text, t.TONES["danger"][0]))
    return drawn


def _block(s: Surroundings, number: int, one: Session, *, is_asked: bool, is_flagged: bool) -> ft.Control:
    """One session. What its colour says is said in words too."""
    _ = s._
    lines = [_("Session {number}").format(number=number)]
    state = ""
    if one.is_past(s.now()):
        state = _("took place")
    elif is_asked:
        state = _("asked for another date")
    elif is_flagged:
        state = _("does not fit")
    elif one.is_held_only:
        state = _("held")
    if one.start_at is not None:
        lines.append(
            f"{s.moments.short_weekday(s.moments.local(one.start_at).date())} {s.moments.day(one.start_at)}"
        )
        lines.append(s.moments.time(one.start_at))
    lines += [one.place or _("no room"), ", ".join(people_in(one)) or _("no provider")]
    lines += [state] if state else []
    tone: t.Tone = (
        "danger" if is_flagged else "prepare" if is_asked else "primary" if one.is_past(s.now()) else "quiet"
    )
    words: list[ft.Control] = [
        parts.strong(begun(lines[0])),
        *(parts.small(begun(text), color=t.INK) for text in lines[1:]),
    ]
    return ft.MergeSemantics(
        ft.Container(
            parts.stack(*words, spacing=0),
            width=BLOCK_WIDTH,
            padding=t.S12,
            border_radius=t.RADIUS_CARD,
            bgcolor=t.TONES[tone][1],
            border=ft.Border.all(2, t.TONES[tone][0]) if is_asked or is_flagged else ft.Border.all(1, t.LINE),
        )
    )


def day_by_room(s: Surroundings, known: Bookings, chosen: Fit) -> ft.Control:
    """The day of the chosen time: in each room who is there when, what is free, and the chosen time."""
    _ = s._
    day = chosen.start.astimezone(s.zone).date()
    rooms = known.dates.rooms if known.dates is not None else ()
    times = [
        one
        for one in (known.dates.times if known.dates is not None else ())
        if one.is_free and one.start_at is not None and one.start_at.astimezone(s.zone).date() == day
    ]
    on_day = [
        one
        for one in known.sessions
        if one.start_at is not None and one.start_at.astimezone(s.zone).date() == day and one.is_coming
    ]
    name = f"{s.moments.weekday(chosen.start)}, {s.moments.day(chosen.start)}"
    rows: list[ft.Control] = [parts.heading(begun(name))]
    for room in sorted(rooms, key=lambda one: one.place.casefold()):
        blocks: list[tuple[datetime, ft.Control]] = [
            (one.start_at, _chip(s, one, chosen))
            for one in times
            if one.room in room.names and one.start_at is not None
        ]
        blocks += [
            (one.start_at, parts.chip(_booked(s, known, one), tone="session"))
            for one in on_day
            if one.start_at is not None and _is_in(one, room.location)
        ]
        blocks.sort(key=lambda one: one[0])
        shown = [parts.chip(_("Closed"))] if room.is_closed else [block for _at, block in blocks]
        head = f"{room.place} · {', '.join(room.people) or _('no provider')}"
        rows += [parts.hairline(), parts.strong(head)]
        rows += (
            [ft.Row(shown, wrap=True, spacing=t.S8, run_spacing=t.S4)]
            if shown
            else [parts.small(_("Nothing here"))]
        )
    return parts.card(*rows)


def _is_in(session: Session, location: str | None) -> bool:
    return location is not None and f'"{location}"' in session.text


def _span(s: Surroundings, start: datetime, end: datetime | None) -> str:
    return s.moments.time(start) if end is None else f"{s.moments.time(start)} – {s.moments.time(end)}"


def _chip(s: Surroundings, time: OpenTime, chosen: Fit) -> ft.Control:
    is_chosen = time.id == chosen.time.id
    start = time.start_at or chosen.start
    what = s._("chosen") if is_chosen else s._("free")
    return parts.chip(
        f"{_span(s, start, time.end_at)} · {what}",
        tone="prepare" if is_chosen else "quiet",
        icon=parts.icons.CHECK if is_chosen else None,
    )


def _booked(s: Surroundings, known: Bookings, one: Session) -> str:
    name = known.names.get(one.patient or "", "") or s._("A patient")
    return f"{_span(s, one.start_at or known.now, one.ends_at)} · {name}"
