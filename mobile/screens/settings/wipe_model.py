"""Destroying what is kept here, in steps that cannot be taken by accident: read, type a word, give the PIN."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Literal

from mobile.screens.app_services import AppServices, Trouble
from mobile.screens.asked_pin import AskedPin
from mobile.screens.cancellable_task import CancellableTask

Where = Literal["reading", "typing", "asking_pin", "destroying", "gone"]


class Wiping:
    """`word` is what has to be typed, in the person's language."""

    def __init__(
        self,
        services: AppServices,
        word: str,
        on_change: Callable[[], None] = lambda: None,
    ) -> None:
        self._services = services
        self._on_change = on_change
        self._pin = AskedPin(services)
        self._destroying: CancellableTask[None] = CancellableTask(on_change)
        self.word = word
        self.typed = ""
        self.where: Where = "reading"

    @property
    def trouble(self) -> Trouble | None:
        return self._destroying.trouble

    @property
    def is_typed(self) -> bool:
        """Capitals, accents of the keyboard and spaces around do not matter."""
        return _plain(self.typed) == _plain(self.word)

    def go_on(self) -> None:
        """From reading to typing the word."""
        self.where = "typing"
        self._on_change()

    async def confirm(self) -> None:
        """The word stands there: the PIN is next, or nothing is between."""
        if self.where != "typing" or not self.is_typed:
            return
        if self._services.settings.has_pin:
            self.where = "asking_pin"
            self._pin.ask()
            self._on_change()
        else:
            await self._destroy()

    async def take_pin(self, pin: str) -> None:
        """Raises Trouble for a wrong PIN: nothing was destroyed. Nor is it where they chose to stay while it was checked."""
        if self.where == "asking_pin" and await self._pin.proves(pin):
            await self._destroy()

    async def _destroy(self) -> None:
        self.where = "destroying"
        is_gone = False
        try:
            is_gone = await self._destroying.run(self._services.wipe())
        finally:
            self.where = "gone" if is_gone else "reading"
            self._on_change()

    def stay(self) -> None:
        """Not now. Never once it has begun: half destroyed is worse than either."""
        if self.where != "destroying":
            self._pin.call_off()
            self.typed = ""
            self.where = "reading"
            self._on_change()


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip().casefold()
