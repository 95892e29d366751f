"""That evening and the next day: what waits until when, what is usual and what is not in the clinic's words, and whom to call.

Nothing is judged here. What somebody notices is written in the clinic's own form, or said to the clinic on the telephone.
"""

from __future__ import annotations

from functools import partial

import flet as ft

from mobile.care.agenda import Session
from mobile.design import parts
from mobile.screens.frame import Surroundings
from mobile.screens.panels.call_rows import clinic_numbers
from mobile.screens.panels.session_day_way import day_again
from mobile.screens.panels.session_times import still_waiting
from mobile.screens.reads.agenda import Agenda
from mobile.screens.reads.readiness import form_route
from mobile.screens.reads.session_day import day_route

_DAYS = 1
"""For how many days of the calendar after it the card stands on Today. The session's own page keeps the words."""


def after_session(s: Surroundings, session: Session | None, known: Agenda) -> list[ft.Control]:
    """Nothing where there was none."""
    return [*still_waiting(s, session, known), *_how_it_is(s, session, known), *_day_again(s, session, known)]


def _day_again(s: Surroundings, session: Session | None, known: Agenda) -> list[ft.Control]:
    """Until its day is over, back into session day: it may have been closed too soon."""
    return day_again(s, session) if session is not None and session.is_past(known.now) else []


def _how_it_is(s: Surroundings, session: Session | None, known: Agenda) -> list[ft.Control]:
    if session is None or session.start_at is None or not session.is_past(known.now):
        return []
    if s.moments.days_between(session.start_at, known.now) > _DAYS:
        return []
    _, language = s._, s.language
    rules = [one for one in known.asks.rules.of("symptoms") if one.text or one.form]
    rows: list[ft.Control] = []
    for rule in rules:
        rows.append(parts.heading(rule.title.in_language(language)))
        if rule.text:
            rows.append(parts.body(rule.text.in_language(language)))
        if rule.form and (form := known.form(rule.form)) is not None:
            go = s.guard(partial(s.go, form_route(form)))
            rows.append(parts.soft_button(_("Report it to your clinic"), go))
    if known.asks.rules.of("hand-over"):
        rows.append(
            parts.text_button(
                _("Card for who is with you"), s.guard(partial(s.go, day_route(session, "hand-over")))
            )
        )
    if not rows:
        return []
    return [parts.card(*rows), *clinic_numbers(s, 2)]
