"""Signing, by the person themselves: with their typed name, or drawn by hand. A button says what it does.

Either counts the same. A name that cannot be drawn as a picture is refused in words, and can be drawn by hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import flet as ft

from mobile.design import parts
from mobile.printing.signature import CannotDraw, NameTooLong
from mobile.screens.form.fields.port import Acts, LateField
from mobile.screens.form.fields.writing import named_line
from mobile.screens.form.question import Question


class SignField:
    """Where to sign, or as it was signed, with its date."""

    def __init__(self, question: Question, acts: Acts) -> None:
        self._id, self._acts = question.id, acts
        self._typed = ""
        _ = acts.s._
        self._name = named_line(
            question.text, on_change=acts.guard(self._on_type), on_submit=acts.guard(self._on_sign)
        )
        self._trouble = parts.small("")
        self._spoken_trouble = parts.spoken(self._trouble)
        self._spoken_trouble.visible = False
        icon = ft.Icons.DRAW_OUTLINED
        self._typing = parts.stack(
            parts.small(_("Type your full name, or draw your signature. Either counts as your signature.")),
            self._name,
            self._spoken_trouble,
            parts.soft_button(_("Sign with this name"), acts.guard(self._on_sign), icon=icon),
            parts.text_button(_("Draw it instead"), acts.guard(partial(self._turn, True))),
        )
        self._pad = parts.DrawingPad(_("Draw your signature here with a finger, a pen or the mouse."))
        self._drawing = parts.stack(
            parts.small(_("Draw your signature in the field.")),
            self._pad,
            parts.soft_button(_("Sign with this drawing"), acts.guard(self._on_drawn), icon=icon),
            ft.Row(
                [
                    parts.text_button(_("Begin again"), acts.guard(self._pad.clear), tone="quiet"),
                    parts.text_button(_("Type it instead"), acts.guard(partial(self._turn, False))),
                ],
                wrap=True,
                spacing=0,
                run_spacing=0,
            ),
        )
        self._drawing.visible = False
        self._asking = parts.stack(self._typing, self._drawing)
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

    def _turn(self, is_drawing: bool, _: object = None) -> None:
        self._drawing.visible, self._typing.visible = is_drawing, not is_drawing
        parts.redraw(self.control)

    def _on_type(self, e: ft.ControlEvent) -> None:
        self._typed = getattr(e.control, "value", "") or ""
        if self._spoken_trouble.visible:
            self._tell("")
        ft.context.disable_auto_update()

    def _on_sign(self) -> None:
        if not self._typed.strip():
            return
        try:
            self._acts.answers.sign(self._id, self._typed.strip())
        except NameTooLong:
            self._tell(
                self._acts.s._(
                    "That is too long for a signature. Nothing was signed, and what you typed is still here."
                )
            )
        except CannotDraw as error:
            words = self._acts.s._(
                "Your name holds letters that cannot be drawn here as a picture: {letters}. Nothing was signed. Draw your "
                "signature instead, or type your name in Latin letters."
            )
            self._tell(words.format(letters=" ".join(error.letters)))

    def _on_drawn(self) -> None:
        if not self._pad.is_empty:
            self._acts.sign_drawn(self._id, self._pad.strokes, self._pad.width_drawn, self._pad.height_drawn)
            self._pad.clear()

    def _tell(self, words: str) -> None:
        self._trouble.value, self._spoken_trouble.visible = words, bool(words)
        parts.redraw(self.control)

    def _on_again(self, index: int, _: object = None) -> None:
        self._acts.answers.detach(self._id, index)

    def late(self) -> Sequence[LateField]:
        return ()

    def say_flaw(self, words: str) -> bool:
        return False
