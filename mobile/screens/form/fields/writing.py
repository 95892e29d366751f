"""Answers that are typed: words, numbers with their unit, dates and times. What is typed stays, also when it cannot be read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any

import flet as ft

from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.form.fields.port import Acts, LateField
from mobile.screens.form.question import Question

DAY_OF_ANY_ZONE = timedelta(hours=13)
"""A picked day arrives as that day's midnight somewhere; this far on it is still that day nearly everywhere."""
READ_BACK = frozenset({"date", "moment", "time", "number", "quantity"})
"""Kinds whose value, as it was understood, is said beside the field."""
EARLIEST = date(1900, 1, 1)
LATEST = date(2100, 12, 31)


def named_line(label: str, **how: Any) -> parts.NamedField:
    """A field of one line whose name is heard and not drawn: the question above says it to the eye."""
    field = parts.text_field(label, **how)
    field.label = None
    return parts.NamedField(field, label)


class WrittenField:
    """One line or several, a number, a quantity, a date. `show` never touches words that are ahead of it."""

    def __init__(self, question: Question, acts: Acts) -> None:
        self._id, self._acts, self._kind = question.id, acts, question.kind
        self._question = question
        self._named = self._made(question)
        self._field = self._named.field
        if question.is_read_only:
            self._field.read_only = True
        rows: list[ft.Control] = [self._line(question)]
        self._units = self._unit_choice(question)
        if self._units is not None:
            rows.append(self._units)
        self._read_back = parts.small("")
        self._read_back.visible = False
        rows.append(self._read_back)
        self.control: ft.Control = parts.stack(*rows, spacing=t.S8)
        self.show(question)

    def _made(self, question: Question) -> parts.NamedField:
        name = question.text
        if question.kind == "lines":
            return parts.writing_field(
                name,
                value=question.written,
                on_change=self._acts.guard(self._on_type),
                on_blur=self._acts.guard(self._on_left),
                min_lines=4,
                max_lines=12,
                is_own_words=True,
            )
        return named_line(
            name,
            value=question.written,
            on_change=self._acts.guard(self._on_type),
            on_blur=self._acts.guard(self._on_left),
            on_submit=self._acts.guard(self._on_enter),
            helper=question.example or None,
            keyboard=_keyboard(question, self._acts.s.page.platform),
        )

    def _line(self, question: Question) -> ft.Control:
        end: list[ft.Control] = []
        if question.unit and not question.units:
            end.append(parts.strong(question.unit))
        if question.kind == "date" and not question.is_read_only:
            end.append(
                parts.icon_button(
                    ft.Icons.CALENDAR_MONTH_ROUNDED,
                    self._acts.s._("Choose a day"),
                    self._acts.guard(self._on_calendar),
                )
            )
        if not end:
            return self._named
        self._named.expand = True
        return ft.Row([self._named, *end], spacing=t.S12, vertical_alignment=ft.CrossAxisAlignment.START)

    def _unit_choice(self, question: Question) -> parts.OneOf | None:
        if not question.units:
            return None
        label = self._acts.s._("Unit")
        choices = [parts.Choice(one.key, one.label) for one in question.units]
        draw = parts.segmented if len(choices) <= 3 else parts.choice_list
        return draw(choices, question.unit or None, self._acts.guard(self._on_unit), label=label)

    def show(self, question: Question) -> None:
        self._question = question
        self._named.show(question.written)
        if self._units is not None and self._units.value != (question.unit or None):
            self._units.choose(question.unit or None)
        line = question.answer if question.kind in READ_BACK and question.is_answered else ""
        if line in (question.written.strip(), f"{question.written.strip()} {question.unit or ''}".strip()):
            line = ""  # it stands in the field already
        if line != (self._read_back.value or ""):
            self._read_back.value, self._read_back.visible = line, bool(line)
            parts.redraw(self.control)

    def _on_type(self, e: Any) -> None:
        """Captured before anything is awaited."""
        self._acts.type(self._id, e.control.value or "")
        ft.context.disable_auto_update()

    def _on_left(self) -> None:
        self._acts.answers.left(self._id)
        ft.context.disable_auto_update()

    def _on_enter(self) -> None:
        self._acts.entered()

    def _on_unit(self, key: str) -> None:
        self._acts.answers.choose_unit(self._id, key)

    def _on_calendar(self) -> None:
        picker = ft.DatePicker(
            first_date=EARLIEST,
            last_date=LATEST,
            value=_day(self._question.chosen),
            on_change=self._acts.guard(self._on_picked),
        )
        self._acts.s.page.show_dialog(picker)

    def _on_picked(self, e: Any) -> None:
        day = (e.control.value + DAY_OF_ANY_ZONE).date()
        self._acts.type(self._id, day.isoformat())

    def late(self) -> Sequence[LateField]:
        return [(self._field, partial(self._acts.type, self._id))]

    def say_flaw(self, words: str) -> bool:
        if (self._field.error or "") != words:
            self._field.error = words or None
            parts.redraw(self._named)
        return True


def _day(chosen: Sequence[str]) -> date | None:
    """The day the model says stands here ("2026-05-20"), if it is a whole one that the calendar reaches."""
    try:
        found = date.fromisoformat(chosen[0]) if chosen else None
    except ValueError:
        return None
    return found if found is not None and EARLIEST <= found <= LATEST else None


def _keyboard(question: Question, platform: ft.PagePlatform | None) -> ft.KeyboardType:
    """One on which every answer can be typed. Flet's for numbers has figures alone on an iPhone and on some Androids: no decimal
    mark, no minus. The one for dates has them on an iPhone, and elsewhere not surely."""
    if question.kind in ("number", "quantity"):
        if question.is_figures:
            return ft.KeyboardType.NUMBER
        return ft.KeyboardType.DATETIME if platform is ft.PagePlatform.IOS else ft.KeyboardType.TEXT
    if question.kind in ("date", "moment", "time"):
        return ft.KeyboardType.DATETIME
    return ft.KeyboardType.TEXT
