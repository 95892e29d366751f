"""Which field a question gets. Nothing here draws."""

from __future__ import annotations

from collections.abc import Sequence

import flet as ft

from mobile.design import parts
from mobile.screens.form.fields.attaching import FileField
from mobile.screens.form.fields.choosing import ManyField, OneField
from mobile.screens.form.fields.picking import PickField, ScaleField
from mobile.screens.form.fields.port import Acts, Field, LateField
from mobile.screens.form.fields.signing import SignField
from mobile.screens.form.fields.writing import WrittenField
from mobile.screens.form.question import Question


class ShownField:
    """A value that is only read: the form's own reckoning, or what the clinic filled in."""

    def __init__(self, question: Question) -> None:
        self._words = parts.strong("")
        self.control: ft.Control = parts.spoken(self._words)
        self.show(question)

    def show(self, question: Question) -> None:
        if self._words.value != question.answer:
            self._words.value = question.answer
            parts.redraw(self.control)

    def late(self) -> Sequence[LateField]:
        return ()

    def say_flaw(self, words: str) -> bool:
        return False


def field_for(question: Question, acts: Acts) -> Field | None:
    """None: it takes no answer of its own (words, a group, rows)."""
    if question.kind in ("read", "group", "rows"):
        return None
    if question.kind == "shown" or question.is_read_only:
        return ShownField(question)
    made = {
        "yes_no": OneField,
        "one": OneField,
        "many": ManyField,
        "pick": PickField,
        "scale": ScaleField,
        "file": FileField,
        "sign": SignField,
    }.get(question.kind, WrittenField)
    return made(question, acts)
