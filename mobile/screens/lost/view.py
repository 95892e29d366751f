"""A route that leads nowhere, and a place that cannot be built: said plainly, with the way home. Never repeats the address, which may hold anything."""

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


class CannotShow(Screen):
    """A place broke while it was built. The rest of the app stands."""

    def title(self) -> str:
        return self._("This page cannot be shown")

    def body(self) -> list[ft.Control]:
        _ = self._
        return [
            parts.empty_state(
                _("Something went wrong here"),
                _("What you wrote is safe. The other pages work, and so does Support."),
                icon=parts.icons.ATTENTION,
            )
        ]
