"""One request for another date as it is answered: who and until when, the course, what they wrote, the times that are free with what
each means, and what else changes with the chosen one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import flet as ft

from mobile.care.date_change import Fit
from mobile.care.date_change.consequences import DueFrom
from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.bookings.day import fit_label
from mobile.screens.bookings.deadlines import short_moment
from mobile.screens.frame import Surroundings
from mobile.screens.guard import Handler
from mobile.screens.panels.date_effects import effect_lines, line
from mobile.screens.panels.date_words import moves_text, obstacle_text, wanted_text
from mobile.screens.reads.booking_waits import Asked
from mobile.screens.reads.bookings import Bookings, Series
from mobile.screens.reads.visits import Visits
from mobile.screens.status_text import begun, session_when


def head(s: Surroundings, asked: Asked, series: Series, *, is_wide: bool) -> list[ft.Control]:
    """Their name, from when on this date is changed by phone only, and the course by whose plan."""
    _ = s._
    chips: list[ft.Control] = []
    if asked.until is not None:
        when = short_moment(s, asked.until)
        is_over = asked.until <= s.now()
        text = _("By phone only now") if is_over else _("After {time}: by phone only").format(time=when)
        tone: t.Tone = "danger" if is_over else "prepare"
        chips.append(parts.chip(text, tone=tone, icon=parts.icons.CALL))
    named: list[ft.Control] = [parts.title(asked.name or _("A patient"), level=2)] if is_wide else []
    row = ft.Row(
        [*named, *chips],
        wrap=True,
        alignment=ft.MainAxisAlignment.SPACE_BETWEEN,
        vertical_alignment=ft.CrossAxisAlignment.CENTER,
    )
    course = series.course.name if series.course is not None else ""
    about = " · ".join(one for one in (course, *series.asks.rules.sources) if one)
    return [*([row] if row.controls else []), *([parts.small(about)] if about else [])]


def asked_rows(s: Surroundings, asked: Asked) -> list[ft.Control]:
    """Which session it is about, when they asked, and their words."""
    _, request = s._, asked.request
    number = _("Session {number}").format(number=asked.number) if asked.number else asked.session.name
    which = _("{session}, {time}").format(session=number or _("Session"), time=session_when(s, asked.session))
    rows: list[ft.Control] = [parts.strong(begun(which))]
    if request.asked_at is not None:
        rows.append(parts.small(_("Asked {when}").format(when=s.moments.near(request.asked_at, s.now()))))
    if request.words:
        rows.append(parts.own_words(_("“{words}”").format(words=request.words)))
    if not request.wanted:
        rows.append(parts.small(_("None of the times suited.")))
    for one in asked.standing.taken:
        text = _("{time} · somebody else has it by now").format(time=wanted_text(s, one))
        rows.append(parts.small(text))
    return rows


def time_choices(s: Surroundings, known: Bookings, asked: Asked, fits: Sequence[Fit]) -> list[parts.Choice]:
    """Each with its room and people, whether it was asked for, and how it fits the plan."""
    wishes = {one.slot: n for n, one in enumerate(asked.request.wanted, 1)}
    choices: list[parts.Choice] = []
    for number, one in enumerate(fits, 1):
        wish = next((wishes[name] for name in one.time.names if name in wishes), 0)
        detail = [_room_text(s, known, one)]
        detail += [s._("their wish {n}").format(n=wish)] if wish else []
        text, tone, icon = _fit(s, one)
        choices.append(
            parts.Choice(
                one.time.reference,
                fit_label(s, number, one),
                detail=" · ".join(detail),
                note=text,
                note_tone=tone,
                note_icon=icon,
            )
        )
    return choices


def _fit(s: Surroundings, one: Fit) -> tuple[str, t.Tone, ft.IconData]:
    _ = s._
    if one.obstacles:
        rule = obstacle_text(s, one.obstacles[0])
        return _("Does not fit. {rule}").format(rule=rule), "danger", parts.icons.BREAKS_RULE
    if one.must_move:
        return moves_text(s, [number for number, _one in one.must_move]), "prepare", parts.icons.SWAP
    return _("Fits"), "primary", parts.icons.CHECK


def _room_text(s: Surroundings, known: Bookings, one: Fit) -> str:
    rooms = known.dates.rooms if known.dates is not None else ()
    room = next((room for room in rooms if one.time.room in room.names), None)
    if room is None:
        return s._("no room")
    return f"{room.place}, {', '.join(room.people) or s._('no provider')}"


def also_changes(
    s: Surroundings, known: Bookings, asked: Asked, series: Series, fit: Fit
) -> list[ft.Control]:
    """What is otherwise for the patient with the chosen time."""
    own = known.of(asked.patient)
    due = DueFrom(series.asks, series.course, own)
    courses = (series.course,) if series.course is not None else ()
    lines = list(effect_lines(s, asked.session, fit, due, Visits(known.now, own, courses)))
    if not lines:
        return []
    return [parts.small(s._("Also changes"), is_strong=True), *(line(icon, text) for icon, text in lines)]


def unsent(s: Surroundings, asked: Asked, on_otherwise: Handler) -> ft.Control:
    """An answer that is not at the clinic, or was not carried out there."""
    _ = s._
    if not asked.is_refused:
        return parts.notice(
            _("Your answer is on its way. It is not booked before the clinic’s system has it.")
        )
    text = _(
        "The clinic’s system did not carry it out: the time went to somebody else, the room is taken by then, it is another "
        "now, or it was answered or withdrawn meanwhile."
    )
    again = parts.text_button(_("Answer otherwise"), on_otherwise)
    return parts.notice(text, tone="danger", action=again, is_live=True)


def acts(s: Surroundings, name: str, on_answer: Handler, *, has_time: bool) -> list[ft.Control]:
    """What can be answered. `on_answer(decided, event)`."""
    _ = s._
    keep = parts.outline_button(_("Keep the date, with these words"), s.guard(partial(on_answer, "declined")))
    if not has_time:
        return [keep]
    book = s.guard(partial(on_answer, "booked"))
    offer = s.guard(partial(on_answer, "other-times"))
    return [
        parts.primary_button(_("Book it and tell {name}").format(name=name), book),
        parts.button_row(parts.outline_button(_("Offer this time instead"), offer), keep, at_least=260),
    ]
