"""Setting a second PIN, changing the one that is open, and ending it: which of it is asked for now. Flet-free."""

from __future__ import annotations

from typing import Literal

from mobile.screens.app_services import AppServices
from mobile.screens.asked_pin import AskedPin
from mobile.screens.settings.pin_model import PinChange

Where = Literal["about", "choosing", "ending"]


class SecondPin:
    """`is_open`: a second PIN opened Lantern, so that it is this one that is changed and ended."""

    def __init__(self, services: AppServices, *, is_open: bool) -> None:
        self._services = services
        self._pin = AskedPin(services)
        self.is_open = is_open
        self.where: Where = "about"
        self.change: PinChange | None = None

    def choose(self) -> None:
        """Another PIN for what is open; where nothing is, a second one. The PIN now is asked for first."""
        self.change = PinChange(self._services, self._changed if self.is_open else self._added)
        self.where = "choosing"

    async def _added(self, new: str, old: str | None) -> None:
        await self._services.add_second_pin(new, old or "")

    async def _changed(self, new: str, old: str | None) -> None:
        await self._services.change_second_pin(new, old or "")

    async def take_choice(self, pin: str) -> bool:
        """Six digits for the present step. True: it is set. Raises Trouble."""
        if self.change is None:
            return False
        await self.change.take(pin)
        if self.change.step == "done":
            self.cancel()
            return True
        return False

    def end(self) -> None:
        """A PIN is asked for, because what was hidden is seen by everybody then."""
        self._pin.ask()
        self.where = "ending"

    async def take_end(self, pin: str) -> bool:
        """True: nothing is hidden any more. Raises Trouble."""
        if self.where != "ending" or not await self._pin.proves(pin):
            return False
        await self._services.end_second_pin(pin)
        self.is_open = False
        self.cancel()
        return True

    def cancel(self) -> None:
        """Not now."""
        self._pin.call_off()
        self.change, self.where = None, "about"
