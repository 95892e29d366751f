"""Answers that are chosen: one as large rows, several as ticks."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import flet as ft

from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.form.fields.own_answer import OwnAnswer
from mobile.screens.form.fields.port import NOT_SURE, Acts, LateField
from mobile.screens.form.fields.writing import named_line
from mobile.screens.form.question import Question

OTHER = "~other"
FILTER_FROM = 12


class OneField:
    """Yes and no, or one of a few; "I'm not sure" stands among them where the form allows it."""

    def __init__(self, question: Question, acts: Acts) -> None:
        self._id, self._acts = question.id, acts
        self._list = self._made(question)
        self._other = named_line(
            acts.s._("In your own words"),
            on_change=acts.guard(self._on_other),
            on_submit=acts.guard(self._on_enter),
        )
        self._is_other_open = bool(question.other)
        self._other.visible = False
        self.control: ft.Control = parts.stack(self._list, self._other, spacing=t.S12)
        self.show(question)

    def _made(self, question: Question) -> parts.OneOf:
        if question.is_compact:
            offered = [parts.Choice(one.key, one.label) for one in question.options]
            return parts.pill_choice(offered, None, self._acts.guard(self._on_choice), label=question.text)
        return parts.choice_list(
            choices_of(question, self._acts), None, self._acts.guard(self._on_choice), label=question.text
        )

    def show(self, question: Question) -> None:
        if question.other:
            self._is_other_open = True
        if question.chosen or question.withheld:
            self._is_other_open = False
        chosen = question.chosen[0] if question.chosen else None
        chosen = OTHER if self._is_other_open else chosen
        if question.withheld == "not-sure" and not question.is_compact:
            chosen = NOT_SURE
        if self._list.value != chosen:
            self._list.choose(chosen)
        if self._other.visible != self._is_other_open:
            self._other.visible = self._is_other_open
            parts.redraw(self.control)
        self._other.show(question.other)

    def _on_choice(self, value: str | None) -> None:
        self._is_other_open = value == OTHER
        if value == NOT_SURE:
            self._acts.answers.withhold(self._id, "not-sure")
        elif value == OTHER:
            self._acts.answers.choose(self._id, ())
            self._other.visible = True
            parts.redraw(self.control)
        elif value is not None:
            self._acts.answers.choose(self._id, (value,))

    def _on_other(self, e: Any) -> None:
        self._acts.answers.type_other(self._id, e.control.value or "")
        ft.context.disable_auto_update()

    def _on_enter(self) -> None:
        self._acts.entered()

    def late(self) -> Sequence[LateField]:
        return (
            [(self._other.field, partial(self._acts.answers.type_other, self._id))]
            if self._is_other_open
            else []
        )

    def say_flaw(self, words: str) -> bool:
        return False


def choices_of(question: Question, acts: Acts) -> list[parts.Choice]:
    """The question's answers, an own one where it may be, and not being sure."""
    _ = acts.s._
    found = [parts.Choice(one.key, one.label, detail=one.detail) for one in question.options]
    if question.is_open:
        found.append(parts.Choice(OTHER, question.open_label or _("Something else")))
    if question.may_withhold:
        found.append(parts.Choice(NOT_SURE, _("I’m not sure")))
    return found


class ManyField:
    """Several answers. Choosing one that excludes the others is the model's to settle; here it is only shown."""

    def __init__(self, question: Question, acts: Acts) -> None:
        self._id, self._acts, self._question = question.id, acts, question
        self._rows = {
            one.key: parts.tick_row(
                one.label, detail=one.detail, on_change=acts.guard(partial(self._on_tick, one.key))
            )
            for one in question.options
        }
        self._own = OwnAnswer(question, acts)
        self._place = parts.stack(*self._rows.values(), spacing=t.S8)
        self._filter = (
            parts.search_field(acts.s._("Find in the list"), on_change=acts.guard(self._on_filter))
            if len(question.options) > FILTER_FROM
            else None
        )
        rows: list[ft.Control] = [self._filter] if self._filter else []
        rows += [self._place, *self._own.rows]
        self.control: ft.Control = ft.Semantics(
            label=question.text, container=True, content=parts.stack(*rows, spacing=t.S12)
        )
        self.show(question)

    def show(self, question: Question) -> None:
        self._question = question
        for key, row in self._rows.items():
            row.set(key in question.chosen)
        self._own.show(question)

    def _on_tick(self, key: str, is_on: bool) -> None:
        now = [one for one in self._question.chosen if one != key]
        self._acts.answers.choose(self._id, [*now, key] if is_on else now)

    def _on_filter(self, e: Any) -> None:
        wanted = (e.control.value or "").casefold().strip()
        for one in self._question.options:
            row = self._rows[one.key]
            row.visible = wanted in one.label.casefold() or row.is_on
        parts.redraw(self._place)

    def late(self) -> Sequence[LateField]:
        return self._own.late()

    def say_flaw(self, words: str) -> bool:
        return False
