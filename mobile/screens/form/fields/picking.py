"""One of a long list with a filter, and a number on a scale."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import flet as ft

from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.form.fields.own_answer import OwnAnswer
from mobile.screens.form.fields.port import NOT_SURE, Acts, LateField
from mobile.screens.form.question import Question

SHOWN_MOST = 40


class PickField:
    """One of a long list: what was chosen stands above, the list below answers to a few letters."""

    def __init__(self, question: Question, acts: Acts) -> None:
        self._id, self._acts, self._question = question.id, acts, question
        self._wanted = ""
        self._filter = parts.search_field(acts.s._("Find in the list"), on_change=acts.guard(self._on_filter))
        self._place = parts.stack(spacing=t.S8)
        self._own = OwnAnswer(question, acts)
        self.control: ft.Control = parts.stack(self._filter, self._place, *self._own.rows, spacing=t.S12)
        self.show(question)

    def show(self, question: Question) -> None:
        self._question = question
        self._own.show(question)
        self._draw()

    def _draw(self) -> None:
        _, question = self._acts.s._, self._question
        fitting = [one for one in question.options if self._wanted in one.label.casefold()]
        shown = [one for one in question.options if one.key in question.chosen]
        shown += [one for one in fitting if one not in shown][:SHOWN_MOST]
        choices = [parts.Choice(one.key, one.label, detail=one.detail) for one in shown]
        if question.may_withhold:
            choices.append(parts.Choice(NOT_SURE, _("I’m not sure")))
        chosen = NOT_SURE if question.withheld == "not-sure" else next(iter(question.chosen), None)
        rows: list[ft.Control] = [
            parts.choice_list(choices, chosen, self._acts.guard(self._on_choice), label=question.text)
        ]
        if len(fitting) > SHOWN_MOST:
            more = self._acts.s._("{n} more. Type a few letters to find yours.")
            rows.append(parts.small(more.format(n=len(fitting) - SHOWN_MOST)))
        elif not fitting:
            rows.insert(0, parts.small(_("Nothing in the list fits these letters.")))
        self._place.controls[:] = rows
        parts.redraw(self._place)

    def _on_filter(self, e: Any) -> None:
        self._wanted = (e.control.value or "").casefold().strip()
        self._draw()

    def _on_choice(self, value: str | None) -> None:
        if value == NOT_SURE:
            self._acts.answers.withhold(self._id, "not-sure")
        elif value is not None:
            self._acts.answers.choose(self._id, (value,))

    def late(self) -> Sequence[LateField]:
        return self._own.late()

    def say_flaw(self, words: str) -> bool:
        return False


class ScaleField:
    """A number from low to high, as steps."""

    def __init__(self, question: Question, acts: Acts) -> None:
        self._id, self._acts = question.id, acts
        self._scale = parts.step_scale(
            [parts.Choice(one.key, one.label) for one in question.options],
            next(iter(question.chosen), None),
            acts.guard(self._on_choice),
            label=question.text,
            low=question.low,
            high=question.high,
        )
        self.control: ft.Control = self._scale

    def show(self, question: Question) -> None:
        chosen = next(iter(question.chosen), None)
        if self._scale.value != chosen:
            self._scale.choose(chosen)

    def _on_choice(self, value: str | None) -> None:
        if value is not None:
            self._acts.answers.choose(self._id, (value,))

    def late(self) -> Sequence[LateField]:
        return ()

    def say_flaw(self, words: str) -> bool:
        return False
