"""The buttons below what is signed: whose turn it is decides which. Made anew only where they are others: a tap on its way finds them."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Protocol

import flet as ft

from mobile.design import parts
from mobile.screens.frame import Surroundings


class Acts(Protocol):
    """What they do."""

    def on_sign(self) -> Awaitable[None]: ...
    def on_agree(self) -> Awaitable[None]: ...
    def on_do_not_agree(self) -> Awaitable[None]: ...
    def on_change_of_mind(self) -> Awaitable[None]: ...
    def on_back_to_patient(self) -> Awaitable[None]: ...


class SignFoot:
    """`control` stands at the foot of the page. `name`: the patient's."""

    def __init__(self, s: Surroundings, acts: Acts, name: str) -> None:
        self._s, self._acts, self._name, self._stage = s, acts, name, ""
        self._buttons = parts.Buttons()
        self._buttons.visible = False
        self.control = parts.reading_column(self._buttons)

    def show(self, stage: str) -> None:
        """See `SignPage.stage`."""
        if stage == self._stage:
            return
        self._stage = stage
        shown = self._made(stage)
        self._buttons.show(shown)
        self._buttons.visible = bool(shown)
        parts.redraw(self._buttons)

    def _made(self, stage: str) -> list[ft.Button]:
        _, guard, acts = self._s._, self._s.guard, self._acts
        sign = parts.primary_button(_("Sign"), guard(acts.on_sign))
        back = parts.primary_button(_("Back to the agreement"), guard(self._s.back))
        return {
            "patient": [sign],
            "assent": [
                parts.outline_button(_("I do not agree"), guard(acts.on_do_not_agree)),
                parts.primary_button(_("I agree"), guard(acts.on_agree)),
            ],
            "guardian": [
                parts.outline_button(
                    _("Ask {name} again").format(name=self._name), guard(acts.on_back_to_patient)
                ),
                sign,
            ],
            "refused": [
                parts.outline_button(_("I changed my mind"), guard(acts.on_change_of_mind)),
                back,
            ],
            "back": [back],
        }.get(stage, [])
