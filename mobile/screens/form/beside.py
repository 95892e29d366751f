"""What stands under every question: not being sure, saying it in person, taking an answer away. Nobody has to answer."""

from __future__ import annotations

from functools import partial

import flet as ft

from mobile.design import parts
from mobile.screens.form.asked import Question, Withheld
from mobile.screens.form.fields.port import Acts

CLEARED = ("yes_no", "one", "pick", "scale")
"""Kinds whose answer cannot be taken away by a second tap."""


def beside(question: Question, acts: Acts, *, is_small: bool) -> list[ft.Control]:
    """`is_small`: the question stands inside another, or among others."""
    _ = acts.s._
    if question.withheld is not None:
        said = {
            "not-sure": _("You said you are not sure. Your clinician sees that, and can help you with it."),
            "in-person": _(
                "You would rather say this in person. Your clinician sees that, and will ask you."
            ),
        }[question.withheld]
        undo = parts.text_button(
            _("Undo"),
            acts.guard(partial(acts.withhold, question.id, None)),
            label=_("Undo for: {question}").format(question=question.text),
        )
        return [parts.notice(said, action=undo, is_live=True)]
    rows: list[ft.Control] = []
    if question.may_withhold and question.is_asked and not question.is_answered:
        if question.is_compact or question.kind not in ("yes_no", "one", "pick"):
            rows.append(_kept_back(question, acts, _("I’m not sure"), "not-sure", is_small=is_small))
        full = _("I would rather say this in person")
        words = _("Say it in person") if is_small else full
        rows.append(_kept_back(question, acts, words, "in-person", is_small=is_small))
    if question.is_answered and question.kind in CLEARED and question.is_asked:
        clear = acts.guard(partial(acts.choose, question.id, ()))
        label = _("Clear my answer to: {question}").format(question=question.text) if is_small else None
        rows.append(parts.text_button(_("Clear my answer"), clear, tone="quiet", label=label))
    return [ft.Row(rows, wrap=True, spacing=0, run_spacing=0)] if rows else []


def _kept_back(question: Question, acts: Acts, words: str, how: Withheld, *, is_small: bool) -> ft.Control:
    act = acts.guard(partial(acts.withhold, question.id, how))
    return parts.text_button(words, act, label=f"{words}: {question.text}" if is_small else None)
