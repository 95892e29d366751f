"""What is told to the clinic before a session, on its page: the self-check of the day, and with one tap that somebody ate.

How far it is on its way is said from what is kept, never promised. Nothing that is told lets anybody come, or stops them.
"""

from __future__ import annotations

from functools import partial

import flet as ft

from mobile.care.agenda import Session
from mobile.design import parts
from mobile.screens.frame import Surroundings
from mobile.screens.guard import Handler
from mobile.screens.reads.readiness import answers_route, form_route
from mobile.screens.reads.told_clinic import Told
from mobile.screens.status_text import begun, standing_text


def self_check_card(s: Surroundings, one: Told | None, session: Session) -> list[ft.Control]:
    """The clinic's words, the way to its questions, and how far the answers are. Once it began nothing more is asked."""
    is_over = session.start_at is None or session.start_at <= s.now()
    if one is None or (is_over and one.response is None):
        return []
    _, language, now = s._, s.language, s.now()
    rows: list[ft.Control] = [
        parts.heading(one.rule.title.in_language(language)),
        *([parts.body(text)] if (text := one.rule.text.in_language(language)) else []),
    ]
    if one.response is not None:
        rows.append(_how_far(s, one))
        to_answers = s.guard(partial(s.go, answers_route(one.response.id)))
        rows.append(parts.soft_button(_("See your answers"), to_answers))
        again = parts.text_button(_("Answer again"), s.guard(partial(s.go, form_route(one.form))))
        rows += [] if is_over else [again]
    elif one.is_open(now):
        text = _("Go on answering") if one.is_begun else _("Answer")
        rows.append(parts.primary_button(text, s.guard(partial(s.go, form_route(one.form)))))
    elif one.opens is not None:
        when = s.moments.weekday_and_time(one.opens)
        rows.append(parts.small(begun(_("from {time}").format(time=when))))
    return [parts.card(*rows)]


def ate_rows(s: Surroundings, one: Told | None, on_yes: Handler, on_no: Handler) -> list[ft.Control]:
    """Below what having eaten means: telling the clinic, and how far that is. Calling stays the way to an answer."""
    if one is None:
        return []
    _ = s._
    if one.is_yes:
        mistaken = parts.text_button(_("I did not eat or drink: change it"), s.guard(on_no))
        return [parts.strong(_("You told your clinic that you ate or drank.")), _how_far(s, one), mistaken]
    rows: list[ft.Control] = []
    if one.response is not None:
        rows += [parts.small(_("You changed it: you did not eat or drink.")), _how_far(s, one)]
    nobody = _("It is written down for your team. Nobody may see it before you leave home, so call as well.")
    return [*rows, parts.primary_button(_("Tell your clinic"), s.guard(on_yes)), parts.small(nobody)]


def _how_far(s: Surroundings, one: Told) -> ft.Control:
    found = standing_text(s, one.standing)
    return parts.saved_line(found.text, found.state)
