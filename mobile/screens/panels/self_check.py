"""The self-check of the day: the clinic's words, the way to its questions, and how far the answers are.

How far they are is said from what is kept, never promised. No answer lets anybody come, or stops them.
"""

from __future__ import annotations

from functools import partial

import flet as ft

from mobile.care.agenda import Session
from mobile.design import parts
from mobile.screens.frame import Surroundings
from mobile.screens.reads.answered_to_clinic import AnswerToClinic
from mobile.screens.reads.readiness import answers_route, form_route
from mobile.screens.status_text import begun, standing_text


def is_to_answer(s: Surroundings, one: AnswerToClinic | None, session: Session | None) -> bool:
    """Whether it is asked now and was not answered: before anything else of that day."""
    if one is None or session is None or session.start_at is None or session.start_at <= s.now():
        return False
    return one.response is None and one.is_open(s.now())


def self_check_card(s: Surroundings, one: AnswerToClinic | None, session: Session) -> list[ft.Control]:
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
        rows.append(how_far_line(s, one))
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


def how_far_line(s: Surroundings, one: AnswerToClinic) -> ft.Control:
    found = standing_text(s, one.standing)
    return parts.saved_line(found.text, found.state)
