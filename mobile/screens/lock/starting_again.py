"""What the person is asked before records that do not open are put aside and a sign-in makes new ones."""

from __future__ import annotations

import flet as ft

from mobile.design import parts
from mobile.screens.app_services import Trouble
from mobile.screens.lock.sheet import SHEET
from mobile.screens.lock.trouble import CannotOpen
from mobile.screens.troubles import TroubleSentences


class StartingAgain(CannotOpen):
    """A place whose one way on is to start again. Erases nothing, and asks before anything moves."""

    def ways_on(self) -> list[ft.Control]:
        _, again = self._, self.guard(self.on_start_again)
        if not self.s.services.has_sheet:
            return [parts.primary_button(_("Start again on this device"), again)]
        return [
            parts.primary_button(_("Use your recovery sheet"), self.guard(self.on_sheet)),
            parts.outline_button(_("Start again on this device"), again),
        ]

    def on_sheet(self) -> None:
        self.s.go(SHEET)

    async def on_start_again(self) -> None:
        _ = self._
        if not await self.s.ask(
            _("Start again on this device?"),
            _(
                "The sealed records are put aside and kept, but nothing opens them. You sign in, and what your clinic has "
                "comes back."
            )
            if not self.s.services.has_sheet
            else _(
                "Your recovery sheet opens these records. If you start again they are put aside, and the sheet does not "
                "reach them there. You sign in, and what your clinic has comes back."
            ),
            yes=_("Start again"),
            no=_("Not now"),
        ):
            return
        try:
            await self.s.services.start_again()
        except Trouble as trouble:
            plain = TroubleSentences(self.s.speech, self.s.moments).explain(trouble, self.s.now())
            self.s.say(f"{plain.happened} {plain.rest}")
