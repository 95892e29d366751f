"""After ten wrong PINs: what that means, and starting again on this device. Erases nothing, and asks before anything moves."""

from __future__ import annotations

import flet as ft

from mobile.design import parts
from mobile.records.attempts import MOST as MOST_TRIES
from mobile.screens.house import Trouble
from mobile.screens.lock.trouble import CannotOpen, Told
from mobile.screens.troubles import TroubleTeller


class OutOfTries(CannotOpen):
    """No PIN is looked at any more."""

    def title(self) -> str:
        return self._("No PIN opens this any more")

    def told(self) -> Told:
        _ = self._
        return Told(
            _(
                "A wrong PIN was entered {n} times in a row. Since then no PIN is tried, not even the right one."
            ).format(n=MOST_TRIES),
            _(
                "Your records stay sealed on this device, and Lantern erased nothing. What was sent to your clinic is with "
                "your clinic."
            ),
            _(
                "Start again: sign in, and your clinic's copy comes back. If you made a sealed copy, you can bring it back "
                "after that. What was only on this device and in no copy stays sealed."
            ),
        )

    def ways_on(self) -> list[ft.Control]:
        return [parts.primary_button(self._("Start again on this device"), self.guard(self.on_start_again))]

    async def on_start_again(self) -> None:
        _ = self._
        if not await self.s.ask(
            _("Start again on this device?"),
            _(
                "The sealed records are put aside and kept, but nothing opens them. You sign in, and what your clinic has "
                "comes back."
            ),
            yes=_("Start again"),
            no=_("Not now"),
        ):
            return
        try:
            await self.s.house.start_again()
        except Trouble as trouble:
            plain = TroubleTeller(self.s.speech, self.s.moments).told(trouble, self.s.now())
            self.s.say(f"{plain.happened} {plain.rest}")
