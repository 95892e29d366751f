"""After ten wrong PINs: what that means, and the way on."""

from __future__ import annotations

from mobile.records.attempts import MOST as MOST_TRIES
from mobile.screens.lock.starting_again import StartingAgain
from mobile.screens.lock.trouble import DoorText


class OutOfTries(StartingAgain):
    """No PIN is looked at any more."""

    def title(self) -> str:
        return self._("No PIN opens this any more")

    def door_text(self) -> DoorText:
        _ = self._
        tried = _(
            "A wrong PIN was entered {n} times in a row. Since then no PIN is tried, not even the right one."
        )
        return DoorText(
            tried.format(n=MOST_TRIES),
            _(
                "Your records stay sealed on this device, and Lantern erased nothing. What was sent to your clinic is with "
                "your clinic."
            ),
            self._(
                "Your recovery sheet opens them: its words let you choose a new PIN, and everything is there."
            )
            if self.s.services.has_sheet
            else _(
                "Start again: sign in, and your clinic's copy comes back. If you made a sealed copy, you can bring it back "
                "after that. What was only on this device and in no copy stays sealed."
            ),
        )
