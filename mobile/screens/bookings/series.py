"""A course in weeks, with rooms and people; below it what is asked for, and what does not fit its plan, flagged with the rule."""

from __future__ import annotations

from datetime import date, timedelta

import flet as ft

from mobile.care.agenda import Session
from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.frame import Surroundings
from mobile.screens.panels.date_effects import line
from mobile.screens.panels.date_words import obstacle_text
from mobile.screens.reads.booking_waits import Asked
from mobile.screens.reads.bookings import Series, people_in
from mobile.screens.status_text import begun


def series_weeks(s: Surroundings, asked: Asked, series: Series) -> list[ft.Control]:
    """Every session of the course in the weeks of the clinic's calendar, those without a time last."""
    flagged = {one.id for _number, one, _why in series.flags}
    weeks: dict[date | None, list[ft.Container]] = {}
    for number, one in enumerate(series.sessions, 1):
        block = _block(s, number, one, is_asked=one.id == asked.session.id, is_flagged=one.id in flagged)
        weeks.setdefault(_monday(s, one), []).append(block)
    named = [
        (
            s._("Week of {day}").format(day=s.moments.short_day(monday)) if monday else s._("No time yet"),
            blocks,
        )
        for monday, blocks in sorted(weeks.items(), key=lambda one: (one[0] is None, one[0] or date.min))
    ]
    return [parts.Weeks(named)] if named else []


def flags(s: Surroundings, asked: Asked, series: Series) -> list[ft.Control]:
    """In words: the first wish, and each session that stands where a rule forbids it."""
    _ = s._
    drawn: list[ft.Control] = []
    if asked.request.wanted:
        text = _("{name} asks for {time}").format(
            name=asked.name or _("The patient"), time=s.moments.moment(asked.request.wanted[0].start)
        )
        drawn.append(line(parts.icons.SWAP, text, t.TONES["prepare"][0]))
    for number, _one, why in series.flags:
        text = _("Session {number} does not fit. {rule}").format(number=number, rule=obstacle_text(s, why))
        drawn.append(line(parts.icons.BREAKS_RULE, text, t.TONES["danger"][0]))
    return drawn


def _monday(s: Surroundings, one: Session) -> date | None:
    if one.start_at is None:
        return None
    day = s.moments.local(one.start_at).date()
    return day - timedelta(days=day.weekday())


def _block(s: Surroundings, number: int, one: Session, *, is_asked: bool, is_flagged: bool) -> ft.Container:
    """One session. What its colour says its drawing says too, and by name to a screen reader."""
    _ = s._
    state, icon, tone = _state(s, one, is_asked=is_asked, is_flagged=is_flagged)
    head: list[ft.Control] = [
        ft.Container(
            parts.small(_("Session {number}").format(number=number), color=t.INK, is_strong=True), expand=True
        )
    ]
    if icon is not None:
        head.append(parts.icons.icon(icon, size=16, color=t.TONES[tone][0], label=state))
    lines: list[str] = []
    if one.start_at is not None:
        day = s.moments.local(one.start_at).date()
        lines.append(begun(f"{s.moments.short_weekday(day)} {s.moments.short_day(day)}"))
        lines.append(s.moments.time(one.start_at))
    place = [one.place or _("no room"), ", ".join(people_in(one)) or _("no provider")]
    words: list[ft.Control] = [
        ft.Row(head, spacing=t.S4, vertical_alignment=ft.CrossAxisAlignment.CENTER),
        *(parts.small(text, color=t.INK) for text in lines),
        *(parts.small(text) for text in place),
        *([parts.small(state, is_strong=True)] if state and icon is None else []),
    ]
    return ft.Container(
        ft.MergeSemantics(parts.stack(*words, spacing=0)),
        padding=10,
        border_radius=14,
        bgcolor=t.SURFACE if tone == "quiet" else t.TONES[tone][1],
        border=ft.Border.all(2, t.TONES[tone][0]) if is_asked or is_flagged else ft.Border.all(1, t.LINE),
    )


def _state(
    s: Surroundings, one: Session, *, is_asked: bool, is_flagged: bool
) -> tuple[str, ft.IconData | None, t.Tone]:
    _ = s._
    if one.is_past(s.now()):
        return _("took place"), parts.icons.CHECK, "primary"
    if is_flagged:
        return _("does not fit"), parts.icons.BREAKS_RULE, "danger"
    if is_asked:
        return _("asked for another date"), parts.icons.SWAP, "prepare"
    return (_("held"), None, "quiet") if one.is_held_only else ("", None, "quiet")
