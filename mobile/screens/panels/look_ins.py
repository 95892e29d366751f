"""Sessions at home: when the person who stays looks in, what was written each time, and where it is written.

A number that is entered is recorded and goes to the clinic; nothing here says what it means.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import flet as ft

from mobile.care.agenda import Session
from mobile.care.session_day import is_its_day
from mobile.design import parts
from mobile.screens.frame import Surroundings
from mobile.screens.reads.look_ins import LookIn
from mobile.screens.reads.readiness import answers_route, form_route
from mobile.screens.status_text import standing_text


def look_ins_card(s: Surroundings, session: Session, found: Sequence[LookIn]) -> list[ft.Control]:
    """On the day itself, in time; nothing where the protocol asks for none."""
    if not found or not is_its_day(session, s.now(), s.zone):
        return []
    rows: list[ft.Control] = [parts.heading(s._("Looking in")), *look_in_rows(s, found)]
    rows += [parts.soft_button(text, go) for text, go in ways_to_write(s, found)]
    return [parts.card(*rows, parts.small(what_becomes_of_it(s)))]


def look_in_rows(s: Surroundings, found: Sequence[LookIn]) -> list[ft.Control]:
    """Each with its time, the clinic's words, and what was written."""
    rows: list[ft.Control] = []
    for one in found:
        when = s.moments.time(one.at) if one.at is not None else s._("Ask your clinic")
        name, detail = one.rule.title.in_language(s.language), one.rule.text.in_language(s.language)
        rows.append(
            parts.clock_row(
                when, name, detail, icon=parts.icons.STAY, is_open=one.at is None, is_last=one is found[-1]
            )
        )
        for reading in one.readings:
            go = s.guard(partial(s.go, answers_route(reading.response.id)))
            written = s._("Written {time}").format(time=s.moments.near(reading.at, s.now()))
            line = standing_text(s, reading.standing)
            rows.append(parts.list_row(written, line.text, go, icon=parts.icons.WRITE, has_arrow=True))
    return rows


def ways_to_write(s: Surroundings, found: Sequence[LookIn]) -> list[tuple[str, parts.Handler]]:
    """To each of the clinic's forms once, in its words where there are several."""
    forms = dict.fromkeys(one.form for one in found if one.form is not None)
    named = {one.form: one.rule.title.in_language(s.language) for one in reversed(found)}
    return [
        (
            s._("Write what you read")
            if len(forms) == 1
            else s._("Write what you read: {what}").format(what=named[form]),
            s.guard(partial(s.go, form_route(form))),
        )
        for form in forms
        if form is not None
    ]


def what_becomes_of_it(s: Surroundings) -> str:
    """To who writes a number down."""
    return s._(
        "It is written down and goes to your clinic. Lantern does not say what a number means, and nobody may read it "
        "right away: call if you are worried."
    )
