"""The store is open and lacks what it had acknowledged: what is missing, what is here, and the way on. Hides no loss."""

from __future__ import annotations

import flet as ft

from mobile.design import parts
from mobile.records import Behind
from mobile.screens.lock.trouble import CannotOpen, DoorText


class StoreBehind(CannotOpen):
    """Stands before every place until the person goes on."""

    def title(self) -> str:
        return self._("Some of what was saved may be missing")

    def door_text(self) -> DoorText:
        _ = self._
        return DoorText(
            self._happened(self.s.services.behind or Behind()),
            _(
                "Everything that is here is kept, and Lantern erases nothing. What was sent to your clinic is with your clinic."
            ),
            _(
                "Go on with what is here. Lantern then asks your clinic again for all it has of yours. "
                "If you made a sealed copy, you can bring it back after that, in the settings. "
                "Please look at what you share: your last change there may be missing too."
            ),
        )

    def _happened(self, behind: Behind) -> str:
        _, moments = self._, self.s.moments
        text = [
            self.ngettext(
                "{n} change that Lantern saved on this device is missing.",
                "{n} changes that Lantern saved on this device are missing.",
                behind.missing,
            ).format(n=behind.missing)
            if behind.missing
            else _(
                "A part of Lantern's files is gone or was put back from before, and changes may be missing."
            )
        ]
        if behind.here_until is not None:
            text.append(_("What is here ends on {when}.").format(when=moments.moment(behind.here_until)))
        if behind.saved_until is not None:
            text.append(
                _("The last change was saved on {when}.").format(when=moments.moment(behind.saved_until))
            )
        return " ".join(text)

    def ways_on(self) -> list[ft.Control]:
        return [
            parts.primary_button(self._("Go on with what is here"), self.guard(self.on_go_on)),
            parts.outline_button(self._("Go on and bring back a copy"), self.guard(self.on_bring)),
        ]

    async def on_go_on(self) -> None:
        await self.s.services.go_on()

    async def on_bring(self) -> None:
        await self.s.services.go_on()
        self.s.go("/settings/bring")
