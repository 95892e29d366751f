"""What stands beside every question: what was answered before, not being sure, saying it in person, taking an answer away.

Nobody has to answer, and nothing answered before counts until the person says so.
"""

from __future__ import annotations

from functools import partial

import flet as ft

from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.form.fields.port import Acts
from mobile.screens.form.prefill_offers import Offer
from mobile.screens.form.question import Question, Withheld
from mobile.screens.frame import Surroundings

CLEARED = ("yes_no", "one", "pick", "scale")
"""Kinds whose answer cannot be taken away by a second tap."""


def beside(question: Question, acts: Acts, *, is_small: bool) -> list[ft.Control]:
    """`is_small`: the question stands inside another, or among others."""
    _ = acts.s._
    if question.withheld is not None:
        wording = {
            "not-sure": _("You said you are not sure. Your clinician sees that, and can help you with it."),
            "in-person": _(
                "You would rather say this in person. Your clinician sees that, and will ask you."
            ),
        }[question.withheld]
        undo = parts.text_button(
            _("Undo"),
            acts.guard(partial(acts.answers.withhold, question.id, None)),
            label=_("Undo for: {question}").format(question=question.text),
        )
        return [parts.notice(wording, action=undo, is_live=True)]
    rows: list[ft.Control] = []
    if question.may_withhold and question.is_asked and not question.is_answered:
        if question.is_compact or question.kind not in ("yes_no", "one", "pick"):
            rows.append(_kept_back(question, acts, _("I’m not sure"), "not-sure", is_small=is_small))
        full = _("I would rather say this in person")
        words = _("Say it in person") if is_small else full
        rows.append(_kept_back(question, acts, words, "in-person", is_small=is_small))
    if question.is_answered and question.kind in CLEARED and question.is_asked:
        clear = acts.guard(partial(acts.answers.choose, question.id, ()))
        label = _("Clear my answer to: {question}").format(question=question.text) if is_small else None
        rows.append(parts.text_button(_("Clear my answer"), clear, tone="quiet", label=label))
    return [ft.Row(rows, wrap=True, spacing=0, run_spacing=0)] if rows else []


def _kept_back(question: Question, acts: Acts, words: str, how: Withheld, *, is_small: bool) -> ft.Control:
    act = acts.guard(partial(acts.answers.withhold, question.id, how))
    return parts.text_button(words, act, label=f"{words}: {question.text}" if is_small else None)


def answered_before(question: Question, offer: Offer, acts: Acts, *, is_small: bool) -> ft.Control:
    """The earlier answer with its day, and one tap that takes it. The ordinary answering stands below it."""
    _ = acts.s._
    words = _("Still true")
    take = parts.soft_button(words, acts.guard(partial(acts.still_true, question.id)))
    if is_small and isinstance(take.content, ft.Text):
        take.content.semantics_label = f"{words}: {question.text}"
    lines = [parts.own_words(line) for line in offer.words]
    wording = parts.stack(parts.small(_day_text(acts.s, offer)), *lines, spacing=t.S4)
    return ft.Container(
        parts.stack(ft.MergeSemantics(wording), take, spacing=t.S12),
        bgcolor=t.SUNKEN,
        border_radius=t.S16,
        padding=ft.Padding(t.S16, t.S12, t.S16, t.S12),
    )


def _day_text(s: Surroundings, offer: Offer) -> str:
    """Told is only what the clinic has."""
    at = offer.answered_at
    if at is None:
        return (
            s._("You told your clinic before:") if offer.is_known_at_clinic else s._("You answered before:")
        )
    is_this_year = s.moments.local(at).year == s.moments.local(s.now()).year
    day = s.moments.day(at) if is_this_year else s.moments.full_date(at)
    words = (
        s._("You told your clinic on {day}:") if offer.is_known_at_clinic else s._("You answered on {day}:")
    )
    return words.format(day=day)
