"""Answers that are chosen: one as large rows, several as ticks, one of many with a filter, a number on a scale."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import flet as ft

from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.form.asked import Question
from mobile.screens.form.fields.port import NOT_SURE, Acts, LateField
from mobile.screens.form.fields.writing import named_line

OTHER = "~other"
FILTER_FROM = 12
SHOWN_MOST = 40


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
            return parts.segmented(offered, None, self._acts.guard(self._on_choice), label=question.text)
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
        if self._other.value != question.other:
            self._other.value = question.other
            parts.redraw(self._other)

    def _on_choice(self, value: str | None) -> None:
        self._is_other_open = value == OTHER
        if value == NOT_SURE:
            self._acts.withhold(self._id, "not-sure")
        elif value == OTHER:
            self._acts.choose(self._id, ())
            self._other.visible = True
            parts.redraw(self.control)
        elif value is not None:
            self._acts.choose(self._id, (value,))

    def _on_other(self, e: Any) -> None:
        self._acts.type_other(self._id, e.control.value or "")
        ft.context.disable_auto_update()

    def _on_enter(self) -> None:
        self._acts.entered()

    def late(self) -> Sequence[LateField]:
        return [(self._other.field, partial(self._acts.type_other, self._id))] if self._is_other_open else []

    def say_flaw(self, words: str) -> bool:
        return False


def choices_of(question: Question, acts: Acts) -> list[parts.Choice]:
    """The question's answers, an own one where it may be, and not being sure."""
    _ = acts.s._
    found = [parts.Choice(one.key, one.label, detail=one.detail) for one in question.options]
    if question.is_open:
        found.append(parts.Choice(OTHER, _("Something else")))
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
        self._other = named_line(
            acts.s._("Something else, in your own words"), on_change=acts.guard(self._on_other)
        )
        self._place = parts.stack(*self._rows.values(), spacing=t.S8)
        self._filter = (
            parts.search_field(acts.s._("Find in the list"), on_change=acts.guard(self._on_filter))
            if len(question.options) > FILTER_FROM
            else None
        )
        rows: list[ft.Control] = [self._filter] if self._filter else []
        rows.append(self._place)
        if question.is_open:
            rows += [parts.small(acts.s._("Something else, in your own words")), self._other]
        self.control: ft.Control = ft.Semantics(
            label=question.text, container=True, content=parts.stack(*rows, spacing=t.S12)
        )
        self.show(question)

    def show(self, question: Question) -> None:
        self._question = question
        for key, row in self._rows.items():
            row.set(key in question.chosen)
        if self._other.value != question.other:
            self._other.value = question.other
            parts.redraw(self._other)

    def _on_tick(self, key: str, is_on: bool) -> None:
        now = [one for one in self._question.chosen if one != key]
        self._acts.choose(self._id, [*now, key] if is_on else now)

    def _on_filter(self, e: Any) -> None:
        wanted = (e.control.value or "").casefold().strip()
        for one in self._question.options:
            row = self._rows[one.key]
            row.visible = wanted in one.label.casefold() or row.is_on
        parts.redraw(self._place)

    def _on_other(self, e: Any) -> None:
        self._acts.type_other(self._id, e.control.value or "")
        ft.context.disable_auto_update()

    def late(self) -> Sequence[LateField]:
        return (
            [(self._other.field, partial(self._acts.type_other, self._id))] if self._question.is_open else []
        )

    def say_flaw(self, words: str) -> bool:
        return False


class PickField:
    """One of a long list: what was chosen stands above, the list below answers to a few letters."""

    def __init__(self, question: Question, acts: Acts) -> None:
        self._id, self._acts, self._question = question.id, acts, question
        self._wanted = ""
        self._filter = parts.search_field(acts.s._("Find in the list"), on_change=acts.guard(self._on_filter))
        self._place = parts.stack(spacing=t.S8)
        self._other = named_line(
            acts.s._("Something else, in your own words"), on_change=acts.guard(self._on_other)
        )
        rows: list[ft.Control] = [self._filter, self._place]
        if question.is_open:
            rows += [parts.small(acts.s._("Something else, in your own words")), self._other]
        self.control: ft.Control = parts.stack(*rows, spacing=t.S12)
        self.show(question)

    def show(self, question: Question) -> None:
        self._question = question
        if self._other.value != question.other:
            self._other.value = question.other
            parts.redraw(self._other)
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
            self._acts.withhold(self._id, "not-sure")
        elif value is not None:
            self._acts.choose(self._id, (value,))

    def _on_other(self, e: Any) -> None:
        self._acts.type_other(self._id, e.control.value or "")
        ft.context.disable_auto_update()

    def late(self) -> Sequence[LateField]:
        return (
            [(self._other.field, partial(self._acts.type_other, self._id))] if self._question.is_open else []
        )

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
            self._acts.choose(self._id, (value,))

    def late(self) -> Sequence[LateField]:
        return ()

    def say_flaw(self, words: str) -> bool:
        return False
