"""Photos and files, and signing by typing one's name. Says plainly what cannot be taken and why; removes on request."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import flet as ft

from mobile.care.forms.response import MOST_BYTES as MOST_OF_ALL
from mobile.design import parts
from mobile.device.files import Chosen, FileChoice, type_of
from mobile.screens.form.asked import KeptFile, Question
from mobile.screens.form.fields.port import Acts, LateField
from mobile.screens.form.fields.writing import named_line

MEGABYTE = 1024 * 1024
MOST_BYTES = min(20 * MEGABYTE, MOST_OF_ALL * 3 // 4 - MEGABYTE // 4)
"""A file travels inside the answers, a third longer than it is, and those have a limit of their own."""


def size_told(size: int | None) -> str:
    """ "1.4 MB", "320 KB"."""
    if size is None:
        return ""
    return f"{size / MEGABYTE:.1f} MB" if size >= MEGABYTE else f"{max(1, round(size / 1024))} KB"


class FileField:
    """What is attached, with a way to take it off, and a button for one more."""

    def __init__(self, question: Question, acts: Acts) -> None:
        self._id, self._acts, self._question = question.id, acts, question
        self._most = min(question.most_bytes or MOST_BYTES, MOST_BYTES)
        self._choice = FileChoice(self._on_chosen, self._most, is_browser=acts.s.page.web)
        self._kept = parts.stack()
        self._trouble = parts.small("")
        self._said = parts.spoken(self._trouble)
        self._said.visible = False
        _ = acts.s._
        is_photo = bool(question.file_types) and all(one.startswith("image/") for one in question.file_types)
        button = parts.soft_button(
            _("Take or choose a photo") if is_photo else _("Choose a file"),
            None,
            icon=ft.Icons.PHOTO_CAMERA_OUTLINED if is_photo else ft.Icons.ATTACH_FILE_ROUNDED,
        )
        if not question.is_read_only:
            button.action = self._choice.action(question.file_types, acts.guard)
        most = _("Up to {size}.").format(size=size_told(self._most))
        self.control: ft.Control = parts.stack(self._kept, button, parts.small(most), self._said)
        self.show(question)

    def show(self, question: Question) -> None:
        self._question = question
        self._kept.controls[:] = [self._row(index, one) for index, one in enumerate(question.files)]
        self._kept.visible = bool(question.files)
        parts.redraw(self.control)

    def _row(self, index: int, one: KeptFile) -> ft.Control:
        name = one.name or self._acts.s._("A file")
        remove = self._acts.s._("Remove {name}").format(name=name)
        words = ft.Column(
            [parts.strong(name), parts.small(size_told(one.size))], spacing=0, tight=True, expand=True
        )
        row: list[ft.Control] = [ft.MergeSemantics(words, expand=True)]
        if not self._question.is_read_only:
            row.append(
                parts.icon_button(
                    parts.icons.CLOSE, remove, self._acts.guard(partial(self._on_remove, index))
                )
            )
        return parts.card(ft.Row(row, vertical_alignment=ft.CrossAxisAlignment.CENTER))

    def _on_remove(self, index: int, _: object = None) -> None:
        self._acts.detach(self._id, index)

    def _on_chosen(self, one: Chosen) -> None:
        trouble = self._refused(one)
        self._trouble.value, self._said.visible = trouble, bool(trouble)
        parts.redraw(self.control)
        if not trouble and one.data is not None:
            self._acts.attach(self._id, one.name, one.data)

    def _refused(self, one: Chosen) -> str:
        _ = self._acts.s._
        if one.size > self._most:
            return _("{name} is too large ({size}). It may be up to {most}. Try a smaller photo.").format(
                name=one.name, size=size_told(one.size), most=size_told(self._most)
            )
        types = self._question.file_types
        if types and type_of(one.name) not in types:
            return _("{name} is of a kind this question does not take.").format(name=one.name)
        if one.data is None:
            return _("{name} could not be read. Try again, or choose another.").format(name=one.name)
        return ""

    def late(self) -> Sequence[LateField]:
        return ()

    def say_flaw(self, words: str) -> bool:
        return False


class SignField:
    """The person's name, typed by themselves, and a button that says what it does. Signed: shown with its date."""

    def __init__(self, question: Question, acts: Acts) -> None:
        self._id, self._acts = question.id, acts
        self._typed = ""
        _ = acts.s._
        self._name = named_line(
            question.text, on_change=acts.guard(self._on_type), on_submit=acts.guard(self._on_sign)
        )
        self._sign = parts.soft_button(
            _("Sign with this name"), acts.guard(self._on_sign), icon=ft.Icons.DRAW_OUTLINED
        )
        self._asking = parts.stack(
            parts.small(_("Type your full name. It counts as your signature.")), self._name, self._sign
        )
        self._done = parts.stack()
        self.control: ft.Control = parts.stack(self._asking, self._done)
        self.show(question)

    def show(self, question: Question) -> None:
        _ = self._acts.s._
        self._asking.visible = not question.files
        self._done.visible = bool(question.files)
        self._done.controls[:] = [
            parts.card(
                parts.own_words(one.name),
                parts.text_button(_("Sign again"), self._acts.guard(partial(self._on_again, index))),
            )
            for index, one in enumerate(question.files)
        ]
        parts.redraw(self.control)

    def _on_type(self, e: ft.ControlEvent) -> None:
        self._typed = getattr(e.control, "value", "") or ""
        ft.context.disable_auto_update()

    def _on_sign(self) -> None:
        if self._typed.strip():
            self._acts.sign(self._id, self._typed.strip())

    def _on_again(self, index: int, _: object = None) -> None:
        self._acts.detach(self._id, index)

    def late(self) -> Sequence[LateField]:
        return ()

    def say_flaw(self, words: str) -> bool:
        return False
