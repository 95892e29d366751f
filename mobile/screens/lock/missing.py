"""No file, though this device kept records: says so instead of looking like a first start. Starting again is a choice."""

from __future__ import annotations

import flet as ft

from mobile.design import parts
from mobile.screens.app_services import Trouble
from mobile.screens.lock.trouble import CannotOpen, DoorText
from mobile.screens.troubles import TroubleSentences


class StoreMissing(CannotOpen):
    """The secret store remembers a store, or a log lies there without its file."""

    def title(self) -> str:
        return self._("Your records are not on this device")

    def door_text(self) -> DoorText:
        _ = self._
        return DoorText(
            _("Lantern kept records on this device, and the file that held them is gone."),
            _(
                "Lantern erased nothing, and keeps whatever lay beside it. What was sent to your clinic is with your clinic."
            ),
            _(
                "If you removed Lantern before or cleared its storage, start again: sign in, and your clinic's copy "
                "comes back. A sealed copy can be brought back after that. If you did neither, ask your clinic for help first."
            ),
        )

    def ways_on(self) -> list[ft.Control]:
        return [parts.primary_button(self._("Start again on this device"), self.guard(self.on_start_again))]

    async def on_start_again(self) -> None:
        try:
            await self.s.services.start_again()
        except Trouble as trouble:
            plain = TroubleSentences(self.s.speech, self.s.moments).explain(trouble, self.s.now())
            self.s.say(f"{plain.happened} {plain.rest}")
