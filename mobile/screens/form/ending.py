"""The pages without questions: sent, refused, help now, two devices. Each says what is true and what may be done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Literal

import flet as ft

from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.first_fetch import first_fetch
from mobile.screens.form import sentences
from mobile.screens.form.fields.port import Acts
from mobile.screens.form.model import FormModel
from mobile.screens.form.question import Question
from mobile.screens.form.review import answer_line, answers
from mobile.screens.panels.alert_card import numbers
from mobile.screens.panels.call_rows import help_numbers
from mobile.screens.support.view import Support

Handler = Callable[..., Any]


def sent(acts: Acts, model: FormModel, on_change: Handler) -> list[ft.Control]:
    """Where the answers are, and that a person looks at them. No number, no verdict."""
    s, _ = acts.s, acts.s._
    signed = model.answers.signed_as
    truths = [
        parts.notice(sentences.alert_sentence(s, *one), tone="support") for one in model.conflicts.truths
    ]
    return [
        parts.title(_("Thank you"), level=2),
        parts.card(
            parts.spoken(parts.strong(sentences.sent(s, model, model.form.response))),
            parts.body(_("Your clinic will review your answers with you.")),
        ),
        *(numbers(s) if truths else []),
        *truths,
        *answers(s, model.form.questions, acts.guard, None, acts.photos),
        *([parts.own_words(signed)] if signed else []),
        *[parts.rich_text(note.rich.runs, color=t.MUTED) for note in model.form.plan.closing],
        parts.centered(parts.text_button(_("Change my answers"), acts.guard(on_change))),
    ]


def refused(acts: Acts, code: str) -> list[ft.Control]:
    """A form that is not shown, why, and what to do. What may still come is not called missing."""
    return (first_fetch(acts.s) if code in sentences.MAY_COME else []) or [
        parts.empty_state(
            acts.s._("This form cannot be opened now"),
            sentences.refused(acts.s, code),
            icon=parts.icons.INFO,
            action=parts.outline_button(acts.s._("Go back"), acts.guard(acts.s.back)),
        )
    ]


def help_now(acts: Acts, model: FormModel) -> list[ft.Control]:
    """On an answer that calls for it, before the next question: people to talk to, and what is true of the clinic.

    The numbers stand above what is told, so that they are in view at any size of text.
    """
    s, _ = acts.s, acts.s._
    sentences_shown = [sentences.alert_sentence(s, *one) for one in model.conflicts.truths]
    if not sentences_shown:  # what is being saved may make a message yet
        sentences_shown = [sentences.no_alert_text(s) if model.form.is_saved else _("Saving")]
    usual = [
        words for one, truth in model.conflicts.truths if (words := model.form.desk.expected(one, s.language))
    ]
    lines, _region = help_numbers(s)
    body = Support(s).body()
    first, others = body[: len(lines) or 1], body[len(lines) or 1 :]
    return [
        parts.title(_("You do not have to be alone with this"), level=2),
        *first,
        parts.body(_("You can talk to somebody now. The form can wait.")),
        parts.spoken(parts.card(*[parts.body(line) for line in sentences_shown + usual[:1]], tone="support")),
        *others,
    ]


def both(
    acts: Acts,
    model: FormModel,
    theirs: Sequence[Question] | None,
    on_choose: Callable[[Literal["ours", "theirs"]], Any],
    on_look: Handler,
) -> list[ft.Control]:
    """Two devices answered: both are kept until the person chooses."""
    s, _ = acts.s, acts.s._
    here, there = s.wording.on_this_side(), _("On the other device")
    rows: list[ft.Control] = [
        parts.notice(
            _("You answered on two devices. Both are kept until you choose which to go on with."),
            tone="prepare",
            is_live=True,
        ),
        _side(acts, here, model.form.questions, _("Keep this one"), partial(_chosen, on_choose, "ours")),
        _side(acts, there, theirs, _("Keep that one"), partial(_chosen, on_choose, "theirs")),
    ]
    if theirs is None:
        rows.append(parts.outline_button(_("Look at both"), acts.guard(on_look)))
    else:
        rows += _apart(acts, model.form.questions, theirs, here, there)
    return rows


def _side(
    acts: Acts, name: str, questions: Sequence[Question] | None, verb: str, on_click: Handler
) -> ft.Control:
    rows: list[ft.Control] = [parts.subheading(name)]
    if questions is not None:
        count = sum(one.is_dealt_with for question in questions for one in question.every() if one.is_asked)
        rows.append(parts.small(acts.s.ngettext("{n} answer", "{n} answers", count).format(n=count)))
    return parts.card(*rows, parts.soft_button(verb, acts.guard(on_click)))


def _apart(
    acts: Acts, ours: Sequence[Question], theirs: Sequence[Question], here: str, there: str
) -> list[ft.Control]:
    """Only where the two differ."""
    s = acts.s
    mine = {one.id: one for question in ours for one in question.every() if one.is_asked}
    other = {one.id: one for question in theirs for one in question.every() if one.is_asked}
    rows: list[ft.Control] = []
    for id in [*mine, *(id for id in other if id not in mine)]:
        one, two = mine.get(id), other.get(id)
        first = answer_line(s, one) if one else s._("Not asked")
        second = answer_line(s, two) if two else s._("Not asked")
        if first != second:
            asked = one or two
            rows.append(
                parts.card(
                    parts.small(asked.text if asked else ""),
                    parts.fact_row(here, first),
                    parts.fact_row(there, second),
                )
            )
    return rows or [parts.body(s._("Both say the same."))]


def _chosen(on_choose: Callable[[Literal["ours", "theirs"]], Any], which: Any, _: Any = None) -> Any:
    return on_choose(which)
