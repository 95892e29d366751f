"""Where a signature is typed or drawn, and the sentence that says that it is meant. Nothing here signs: the page's button does.

Either counts the same. A name that cannot be drawn as a picture, and a touch that is no signature, are refused in words.
"""

from __future__ import annotations

import flet as ft

from mobile.care.consent.signature import Signature, is_a_signature
from mobile.design import parts
from mobile.documents.carriable import is_blank, whole
from mobile.printing.signature import CannotDraw, NameTooLong, drawn, typed
from mobile.screens.frame import Surroundings


class NotASignature(Exception):
    """`text`: why, in the person's words."""

    def __init__(self, text: str) -> None:
        super().__init__("no signature")
        self.text = text


class SignBox:
    """One place to sign. `name`: whose the signature is where it is drawn."""

    def __init__(self, s: Surroundings, name: str) -> None:
        _, self._s, self._name = s._, s, name
        self.is_meant = False
        self._typed, self._is_drawing = "", False
        self.field = parts.text_field(_("Your full name"), on_change=s.guard(self._on_type))
        self._pad = parts.DrawingPad(_("Draw your signature here with a finger, a pen or the mouse."))
        self._typing = parts.stack(
            parts.small(_("Type your full name, or draw your signature. Either counts as your signature.")),
            self.field,
            parts.text_button(_("Draw it instead"), s.guard(self._to_drawing)),
        )
        self._drawing = parts.stack(
            parts.small(_("Draw your signature in the field.")),
            self._pad,
            ft.Row(
                [
                    parts.text_button(_("Begin again"), s.guard(self._pad.clear), tone="quiet"),
                    parts.text_button(_("Type it instead"), s.guard(self._to_typing)),
                ],
                wrap=True,
                spacing=0,
                run_spacing=0,
            ),
        )
        self._drawing.visible = False
        self._meant = parts.check_row(
            _("I mean this as my signature"), is_on=False, on_change=s.guard(self._on_meant)
        )
        self.control: ft.Control = parts.card(self._typing, self._drawing, parts.hairline(), self._meant)

    @property
    def words(self) -> str:
        """What is typed."""
        return self._typed

    def recall(self, typed: str) -> None:
        """What stood here before the device was locked. That it is meant is said again."""
        self._typed = self.field.value = typed

    def not_meant(self) -> None:
        """What stands above it is another text by now."""
        self.is_meant = False
        self._meant.set(False)

    def signature(self) -> Signature:
        """As it stands. Raises NotASignature."""
        _ = self._s._
        if self._is_drawing:
            strokes = [list(stroke) for stroke in self._pad.strokes]
            if not is_a_signature(strokes) or self._pad.width_drawn <= 0:
                raise NotASignature(
                    _("That is too little for a signature. Nothing was signed. Draw it, or type your name.")
                )
            picture = drawn(strokes, min(self._pad.width_drawn, 2000.0), self._pad.height_drawn)
            return self._meant_as(Signature("drawn", self._name, picture))
        name = " ".join(whole(self._typed).split())
        if is_blank(name):
            raise NotASignature(_("Type your full name, or draw your signature. Nothing was signed."))
        try:
            picture = typed(name)
        except NameTooLong:
            raise NotASignature(
                _("That is too long for a signature. Nothing was signed, and what you typed is still here.")
            ) from None
        except CannotDraw as error:
            words = _(
                "Your name holds letters that cannot be drawn here as a picture: {letters}. Nothing was signed. Draw your "
                "signature instead, or type your name in Latin letters."
            )
            raise NotASignature(words.format(letters=" ".join(error.letters))) from None
        return self._meant_as(Signature("typed", name, picture))

    def _meant_as(self, signature: Signature) -> Signature:
        if not self.is_meant:
            raise NotASignature(
                self._s._("Say with the tick that you mean it as your signature. Nothing was signed.")
            )
        return signature

    def _on_type(self, e: ft.ControlEvent) -> None:
        self._typed = str(getattr(e.control, "value", "") or "")
        ft.context.disable_auto_update()

    def _on_meant(self, is_on: bool) -> None:
        self.is_meant = is_on is True

    def _to_drawing(self) -> None:
        self._turn(is_drawing=True)

    def _to_typing(self) -> None:
        self._turn(is_drawing=False)

    def _turn(self, *, is_drawing: bool) -> None:
        self._is_drawing = is_drawing
        self._drawing.visible, self._typing.visible = is_drawing, not is_drawing
        parts.redraw(self.control)
