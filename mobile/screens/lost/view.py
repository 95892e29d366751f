"""A route that leads nowhere: said plainly, with the way home. Never repeats the address, which may hold anything."""

from __future__ import annotations

from functools import partial

import flet as ft

from mobile.design import parts
from mobile.screens.frame import Screen


class NotFound(Screen):
    """The true 404."""

    def title(self) -> str:
        return self._("Nothing here")

    def body(self) -> list[ft.Control]:
        _ = self._
        return [
            parts.empty_state(
                _("This page does not exist"),
                _("The link may be old, or mistyped. Nothing of yours was changed."),
                icon=parts.icons.SEARCH,
                action=parts.primary_button(_("Go to the start"), self.guard(partial(self.s.go, "/"))),
            )
        ]
