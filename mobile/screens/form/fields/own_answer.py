"""The line for an answer of one's own, below the options of a question that allows one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import flet as ft

from mobile.design import parts
from mobile.screens.form.fields.port import Acts, LateField
from mobile.screens.form.fields.writing import named_line
from mobile.screens.form.question import Question


class OwnAnswer:
    """`rows`: its name and the field, nothing where the question allows none."""

    def __init__(self, question: Question, acts: Acts) -> None:
        self._type = partial(acts.answers.type_other, question.id)
        label = question.open_label or acts.s._("Something else, in your own words")
        self._line = named_line(label, on_change=acts.guard(self._on_type))
        self.rows: list[ft.Control] = [parts.small(label), self._line] if question.is_open else []

    def show(self, question: Question) -> None:
        self._line.show(question.other)

    def late(self) -> Sequence[LateField]:
        return [(self._line.field, self._type)] if self.rows else []

    def _on_type(self, e: Any) -> None:
        self._type(e.control.value or "")
        ft.context.disable_auto_update()
