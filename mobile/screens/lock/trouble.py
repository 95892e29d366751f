"""When the store cannot be opened: what happened, what is safe, what to do. Never offers to start over on top of it."""

from __future__ import annotations

from typing import NamedTuple

import flet as ft

from mobile.design import parts
from mobile.screens.frame import Screen


class DoorText(NamedTuple):
    """The three things a person needs."""

    happened: str
    safe: str
    do: str


class CannotOpen(Screen):
    """Three cards; a place that offers a way on puts it under them."""

    def door_text(self) -> DoorText:
        raise NotImplementedError

    def body(self) -> list[ft.Control]:
        _, door_text = self._, self.door_text()
        return [
            parts.card(parts.heading(_("What happened")), parts.body(door_text.happened)),
            parts.card(parts.heading(_("What is safe")), parts.body(door_text.safe)),
            parts.card(
                parts.heading(_("What you can do")),
                parts.body(door_text.do),
            ),
            *self.ways_on(),
            parts.notice(_("Support works now, without opening anything."), tone="support"),
        ]

    def ways_on(self) -> list[ft.Control]:
        """What can be tapped."""
        return []


class KeyUnavailable(CannotOpen):
    """The device's key store has no key for what is kept here."""

    def title(self) -> str:
        return self._("Your records stay closed")

    def door_text(self) -> DoorText:
        _ = self._
        return DoorText(
            _(
                "The key that opens your records is kept by this device, and the device does not give it to Lantern now."
            ),
            _("What you wrote is still here, sealed. Lantern has not made a new key and has erased nothing."),
            _("Unlock the device once and open Lantern again. If that does not help, restart the device."),
        )


class TooNew(CannotOpen):
    """A newer Lantern wrote this store."""

    def title(self) -> str:
        return self._("A newer Lantern wrote this")

    def door_text(self) -> DoorText:
        _ = self._
        return DoorText(
            _(
                "Your records were last opened by a newer version of Lantern. This one does not know their form."
            ),
            _("Nothing was changed."),
            _("Update Lantern on this device and open it again."),
        )
