"""Sessions at home: when the person who stays looks in, by the clinic's protocol, and where what they read is written.

A number that is entered is recorded and goes to the clinic; nothing here says what it means.
"""

from __future__ import annotations

from functools import partial

import flet as ft

from mobile.care.agenda import Session
from mobile.care.session_day import is_its_day
from mobile.design import parts
from mobile.screens.frame import Surroundings
from mobile.screens.reads.agenda import Agenda
from mobile.screens.reads.readiness import form_route


def look_ins_card(s: Surroundings, session: Session, known: Agenda) -> list[ft.Control]:
    """On the day itself, in time; nothing where the protocol asks for none."""
    rules = known.asks.rules.of("look-in")
    if not rules or session.start_at is None or not is_its_day(session, s.now(), s.zone):
        return []
    late, language = known.late.get(session.id), s.language
    start, end = session.start_at, session.ends_at
    if late is not None:
        start, end = start + late, end + late if end is not None else None
    timed = [(rule.moment(start, end, s.zone), rule) for rule in rules]
    timed.sort(
        key=lambda one: (one[0] is None, one[0].timestamp() if one[0] is not None else 0.0, one[1].key)
    )
    rows: list[ft.Control] = [parts.heading(s._("Looking in"))]
    for at, rule in timed:
        when = s.moments.time(at) if at is not None else s._("Ask your clinic")
        name, detail = rule.title.in_language(language), rule.text.in_language(language)
        rows.append(
            parts.clock_row(when, name, detail, icon=parts.icons.STAY, is_open=at is None, is_last=True)
        )
        form = known.form(rule.form) if rule.form else None
        if form is not None:
            go = s.guard(partial(s.go, form_route(form)))
            rows.append(parts.soft_button(s._("Write what you read"), go))
    return [parts.card(*rows)]
