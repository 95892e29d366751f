"""A question about a part, to see whether its text was clear. No answer is counted, none is praised, and none keeps anybody back.

After another answer than the text gives, the idea is said and the part stands there once more.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import flet as ft

from mobile.care.consent.document import Part, Question
from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.agreements.model import Reading
from mobile.screens.agreements.text import plain_paragraphs
from mobile.screens.frame import Surroundings

OnAnswer = Callable[[str], Awaitable[None]]


def question_card(
    s: Surroundings, reading: Reading, part: Part, question: Question, on_answer: OnAnswer
) -> ft.Control:
    """The question with its answers, and what is said of the one that was given."""
    language, answer = s.language, reading.progress.answers.get(question.link_id)
    text = question.text.in_language(language)
    choices = [parts.Choice(one.code, one.text.in_language(language)) for one in question.options]
    chosen = answer.code if answer is not None and question.option(answer.code) is not None else None
    rows: list[ft.Control] = [
        parts.small(s._("To see whether the text is clear"), color=t.PRIMARY, is_strong=True),
        parts.subheading(text, level=3),
        parts.choice_list(choices, chosen, s.guard(on_answer), label=text),
        parts.small(
            s._("If it is not clear, your clinic’s team sees which question it is, not your answer.")
        ),
        *_said(s, reading, part, question),
    ]
    return parts.card(*rows, spacing=12)


def _said(s: Surroundings, reading: Reading, part: Part, question: Question) -> list[ft.Control]:
    _, understood = s._, reading.progress.understood(question)
    idea = question.idea.in_language(s.language)
    if understood == "open":
        return []
    if understood != "to_talk_about":
        return [
            parts.notice(
                idea,
                title=_("That is what the text says."),
                tone="primary",
                icon=parts.icons.CHECK,
                is_live=True,
            )
        ]
    return [
        parts.notice(
            idea,
            title=_("The text says this. Here it is again."),
            tone="prepare",
            icon=parts.icons.READ_AGAIN,
            is_live=True,
        ),
        parts.stack(
            parts.small(_("This part once more"), is_strong=True),
            *plain_paragraphs(s, reading, part),
            parts.small(
                _(
                    "You can answer again, or go on. It stays on your list of things to talk about with your clinician."
                )
            ),
            spacing=t.S8,
        ),
    ]
