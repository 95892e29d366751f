"""`/settings/pin`: the first PIN and every later one. `/settings/remove-pin`: going without, where that is offered."""

from __future__ import annotations

from typing import ClassVar

import flet as ft

from mobile.design import parts
from mobile.records.attempts import MOST as MOST_TRIES
from mobile.screens.frame import Screen
from mobile.screens.panels.pin_entry import PinEntry
from mobile.screens.settings.pin_model import PinChange, PinRemoval


class PinPart(Screen):
    """Chosen twice. Why it matters comes first; no rules about which digits go together."""

    def title(self) -> str:
        return self._("Change your PIN") if self.s.settings.has_pin else self._("Choose a PIN")

    def body(self) -> list[ft.Control]:
        self.is_first_pin = not self.s.settings.has_pin
        self.change = PinChange(self.s.services)
        self.entry = PinEntry(self, self._asked(), self.on_pin)
        return [*self._why(), self.entry]

    def _why(self) -> list[ft.Control]:
        _ = self._
        if not self.is_first_pin:
            if not self.s.hiding_is_open:
                return [self._wrong_pins()]
            text = _(
                "This changes the PIN that opens Lantern without your hidden entries. The second one is changed under "
                "Hidden entries."
            )
            return [parts.body(text), self._wrong_pins()]
        return [
            parts.body(
                _(
                    "Six digits that only you know. Without them nobody can read what you keep here, "
                    "not even with this device in their hands."
                )
            ),
            parts.notice(
                _(
                    "Nobody can tell you the PIN if you forget it: not your clinic, and not the makers of Lantern."
                ),
                icon=parts.icons.ONLY_ME,
            ),
            self._wrong_pins(),
        ]

    def _wrong_pins(self) -> ft.Control:
        """What wrong PINs lead to, said before one is chosen."""
        person = self.s.person
        is_staff = person is not None and person.role == "practitioner"
        text = self.s.wording.after_wrong_pins(MOST_TRIES, is_staff=is_staff)
        return parts.notice(text, icon=parts.icons.ATTENTION)

    def _asked(self) -> str:
        _ = self._
        return {
            "old": _("Your PIN now"),
            "new": _("Your new PIN") if not self.is_first_pin else _("Choose six digits"),
            "again": _("The same six digits again"),
            "done": _("Your PIN is set."),
        }[self.change.step]

    async def on_pin(self, pin: str) -> None:
        """One step further, or back to where it has to be given again."""
        before = self.change.step
        try:
            await self.change.take(pin)
        except Exception:
            if self.change.step != before:
                self.entry.ask(self._asked())
            raise
        if self.change.step == "done":
            self.s.say(self._("Your PIN is set."))
            self.s.go(self._next())
            return
        different = self._("Those were not the same. Nothing was set.") if self.change.were_different else ""
        self.entry.ask(self._asked(), first=different)

    def _next(self) -> str:
        return "/settings/lock"


class FirstPin(PinPart):
    """Stands before every place of a person's own device until there is a PIN: only Support leads away from it."""

    has_tabs: ClassVar[bool] = False

    def _next(self) -> str:
        """Where the person wanted to go: the route was left as it was."""
        wanted = self.page.route or "/"
        return "/" if wanted.startswith("/settings/pin") else wanted


class RemovePinPart(Screen):
    """Says what changes, then asks for the PIN."""

    def title(self) -> str:
        return self._("Go without a PIN")

    def body(self) -> list[ft.Control]:
        _ = self._
        self.removal = PinRemoval(self.s.services)
        if self.s.hiding_is_open:
            return [
                parts.body(
                    _(
                        "Without a PIN nothing asks for the second one, and your hidden entries would stay closed."
                    )
                ),
                parts.primary_button(_("To your hidden entries"), self.guard(self.on_hidden)),
            ]
        if not self.removal.is_offered:
            return [
                parts.body(
                    _("On your own device the PIN is part of the key to what you wrote, so it stays.")
                ),
                parts.primary_button(_("Change your PIN"), self.guard(self.on_change)),
            ]
        return [
            parts.body(_("Without a PIN, whoever opens Lantern here can read everything that is kept here.")),
            PinEntry(self, _("Your PIN now"), self.on_pin),
        ]

    async def on_pin(self, pin: str) -> None:
        await self.removal.take(pin)
        self.s.say(self._("The PIN is removed."))
        self.s.go("/settings/lock")

    def on_hidden(self) -> None:
        self.s.go("/settings/hidden")

    def on_change(self) -> None:
        self.s.go("/settings/pin")
