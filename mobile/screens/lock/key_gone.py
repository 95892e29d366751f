"""The device's key store answers and has no key that fits, as after moving to a new phone with a backup: what that means."""

from __future__ import annotations

from mobile.screens.lock.starting_again import StartingAgain
from mobile.screens.lock.trouble import DoorText


class KeyGone(StartingAgain):
    """Keys are never part of a backup."""

    def title(self) -> str:
        return self._("The key to your records is not here")

    def door_text(self) -> DoorText:
        _ = self._
        return DoorText(
            _(
                "Your records are on this device, and the key that opens them is not. That happens, for example, when Lantern "
                "came to a new phone with a backup: the key stays on the old one."
            ),
            _(
                "What you wrote is still here, sealed. Lantern has not made a new key and has erased nothing. What was sent "
                "to your clinic is with your clinic."
            ),
            _(
                "If you used Lantern on this very device before, restart the device first. Else your recovery sheet opens "
                "them: its words let you choose a new PIN, and everything is there."
            )
            if self.s.services.has_sheet
            else _(
                "If you used Lantern on this very device before, restart the device first. Else start again: sign in, and "
                "your clinic's copy comes back. A sealed copy, which you can make on the old phone, can be brought back "
                "after that."
            ),
        )
