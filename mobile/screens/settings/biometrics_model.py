"""Turning the opening by a finger or a face on, after the PIN and with the phone's yes, and off at once."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, Literal

from mobile.records.biometric_keeper import Prompt
from mobile.screens.app_services import AppServices, Trouble
from mobile.screens.asked_pin import AskedPin
from mobile.screens.cancellable_task import CancellableTask

Where = Literal["about", "asking_pin", "asking_phone"]


class BiometricSwitch:
    """`on_change`: there is something else to draw."""

    def __init__(
        self, services: AppServices, prompt: Prompt, on_change: Callable[[], None] = lambda: None
    ) -> None:
        self._services = services
        self._prompt = prompt
        self._on_change = on_change
        self._pin = AskedPin(services)
        self._work: CancellableTask[None] = CancellableTask(on_change)
        self.where: Where = "about"

    @property
    def trouble(self) -> Trouble | None:
        return self._work.trouble

    def begin(self) -> None:
        """The PIN is next: a finger will open everything."""
        self._work.forget()
        self._pin.ask()
        self._go("asking_pin")

    async def take_pin(self, pin: str) -> bool:
        """Then the phone asks. True: it is on. Raises Trouble for a wrong PIN."""
        if self.where != "asking_pin" or not await self._pin.proves(pin):
            return False
        return await self._run(self._services.turn_on_biometrics(self._prompt))

    async def turn_off(self) -> bool:
        """True: it is off."""
        if self.where != "about":
            return False
        return await self._run(self._services.turn_off_biometrics())

    async def _run(self, act: Coroutine[Any, Any, None]) -> bool:
        self._go("asking_phone")
        try:
            return await self._work.run(act)
        finally:
            self._go("about")

    def cancel(self) -> None:
        """Not now. What the phone is asked already goes on: its own question says no."""
        self._pin.call_off()
        if self.where == "asking_pin":
            self._go("about")

    def _go(self, where: Where) -> None:
        self.where = where
        self._on_change()
