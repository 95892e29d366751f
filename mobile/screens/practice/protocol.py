"""How the clinic plans this person's course, from its own protocol: how many sessions, which phases, and what each session asks.
Nothing is counted or timed that the protocol does not say; without a course there is nothing."""

from __future__ import annotations

import flet as ft

from mobile.care.session_rules import CoursePhase, SessionRule, whole_course
from mobile.care.session_rules.rule import RuleKind
from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.frame import Surroundings
from mobile.screens.reads.practice import Practice
from mobile.screens.status_text import span_text

ASKED: tuple[RuleKind, ...] = (
    "change",
    "fasting",
    "arrive",
    "ride",
    "prepare",
    "self-check",
    "stay",
    "driving",
    "decisions",
)
"""In the order of the day."""
_UNTIL: tuple[RuleKind, ...] = ("stay", "driving", "decisions")
"""What lasts until its time."""


def protocol_rows(s: Surroundings, known: Practice) -> list[ft.Control]:
    """Two cards at most."""
    _ = s._
    rows: list[ft.Control] = []
    plan = [*_total(s, known), *(_phase(s, one) for one in known.phases)]
    if plan:
        rows += [parts.section(_("How your course is planned")), parts.card(*plan, spacing=t.S8)]
    asked = [_rule(s, one) for kind in ASKED for one in known.rules.of(kind) if one.title]
    if asked:
        rows += [parts.section(_("What each session asks")), parts.card(*asked, spacing=t.S8)]
        rows.append(parts.small(_("The clock times stand with each session, in Plan.")))
    return rows


def _total(s: Surroundings, known: Practice) -> list[ft.Control]:
    if not known.planned:
        return []
    text = s.ngettext("{n} session is planned", "{n} sessions are planned", known.planned)
    text = text.format(n=known.planned)
    within = whole_course(known.phases, known.planned)
    if within is not None:
        text = s._("{sessions}, in {time}").format(sessions=text, time=span_text(s, within))
    return [parts.body(text)]


def _phase(s: Surroundings, one: CoursePhase) -> ft.Control:
    lines = [one.text.in_language(s.language)]
    if one.gap is not None:
        lines.append(s._("At least {time} between two sessions").format(time=span_text(s, one.gap)))
    title = parts.strong(one.title.in_language(s.language))
    return ft.MergeSemantics(parts.stack(title, *(parts.small(line) for line in lines if line), spacing=0))


def _rule(s: Surroundings, one: SessionRule) -> ft.Control:
    lines = [_when(s, one), one.text.in_language(s.language)]
    title = parts.strong(one.title.in_language(s.language))
    return ft.MergeSemantics(parts.stack(title, *(parts.small(line) for line in lines if line), spacing=0))


def _when(s: Surroundings, one: SessionRule) -> str:
    """`8 hours before`; where the clinic has not stated the time that it needs, to ask it."""
    _ = s._
    if one.span is None:
        return _("Ask your clinic for the time.") if one.is_asked_of_the_clinic else ""
    time = span_text(s, one.span)
    if one.kind in _UNTIL and one.side != "before":
        text = (
            _("Until {time} after it ends")
            if one.side == "after-end"
            else _("Until {time} from its beginning")
        )
        return text.format(time=time)
    side = {
        "before": _("{time} before it begins"),
        "after-start": _("{time} from its beginning"),
        "after-end": _("{time} after it ends"),
    }[one.side]
    return side.format(time=time)
