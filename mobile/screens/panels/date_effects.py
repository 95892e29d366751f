"""What else is otherwise with another date, in a few lines: the ride, eating and drinking, arriving, check-ins, later sessions."""

from __future__ import annotations

from collections.abc import Iterator

import flet as ft

from mobile.care.agenda import Session
from mobile.care.date_change import Fit
from mobile.care.date_change.consequences import Change, DueFrom, consequences, moved_to
from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.frame import Surroundings
from mobile.screens.panels.date_words import moves_text
from mobile.screens.panels.session_times import time_text
from mobile.screens.reads.visits import Visits
from mobile.screens.status_text import begun, session_name


def effects_card(s: Surroundings, session: Session, fit: Fit, known: DueFrom, visits: Visits) -> ft.Control:
    """With the session at the time of `fit`."""
    rows = list(effect_lines(s, session, fit, known, visits))
    when = begun(s.moments.weekday_and_time(fit.start))
    head = parts.strong(s._("With {time}").format(time=when), color=t.SESSION)
    return parts.card(head, *(line(icon, text, t.INK) for icon, text in rows), tone="session")


def effect_lines(
    s: Surroundings, session: Session, fit: Fit, known: DueFrom, visits: Visits
) -> Iterator[tuple[ft.IconData, str]]:
    """Each with its drawing."""
    _, language = s._, s.language
    found = consequences(session, fit, known, s.now(), s.zone)
    moved = moved_to(session, fit.start, fit.end)
    if known.asks.rules.of("ride"):
        ends = s.moments.time(fit.end)
        yield parts.icons.NO_DRIVING, _("Ask again whoever takes you home: {time}").format(time=ends)
    for one in (*found.of("fasting")[:2], *found.of("arrive")):
        name = one.after.title.in_language(language)
        yield (
            parts.icons.ARRIVE if one.after.kind == "arrive" else parts.icons.NO_FOOD,
            _changed(s, name, time_text(s, moved, one.after), _before(s, session, one)),
        )
    for one in found.of("measure"):
        if one.after.at is not None:
            day = s.moments.weekday(one.after.at)
            name = one.after.title.in_language(language)
            yield parts.icons.SCORES, _("{name}: {day}").format(name=name, day=begun(day))
    if found.must_move:
        yield parts.icons.SOON, moves_text(s, [number for number, _ in found.must_move])
    elif found.stays is not None and found.stays.start_at is not None:
        name = session_name(s, visits.place(found.stays), otherwise=found.stays.name)
        day = f"{s.moments.weekday(found.stays.start_at)}, {s.moments.day(found.stays.start_at)}"
        yield parts.icons.SOON, _("{session} stays {day}").format(session=name, day=day)


def _before(s: Surroundings, session: Session, one: Change) -> str:
    return time_text(s, session, one.before) if one.before is not None and one.before.at is not None else ""


def _changed(s: Surroundings, name: str, now: str, before: str) -> str:
    """`Nothing solid after this: 1:00 AM, not 2:30 AM`."""
    if not before or before == now:
        return s._("{what}: {time}").format(what=name, time=now)
    return s._("{what}: {time}, not {before}").format(what=name, time=now, before=before)


def line(icon: ft.IconData, text: str, color: ft.ColorValue = t.MUTED) -> ft.Control:
    """A drawing and a few words beside it."""
    words = ft.Container(parts.small(text, color=color), expand=True)
    return ft.Row(
        [parts.icons.icon(icon, size=20, color=color), words],
        spacing=t.S8,
        vertical_alignment=ft.CrossAxisAlignment.START,
    )
