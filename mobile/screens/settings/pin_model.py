"""Choosing, changing and removing the PIN, one step after the other. Digits are held only until the last step is done."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Literal

from mobile.records.errors import WeakPin
from mobile.records.pin import accepted
from mobile.screens.app_services import AppServices, Trouble

Step = Literal["old", "new", "again", "done"]


class PinChange:
    """Old (where there is one), new, new again. `choose`: what is done with the new one and the old, which is always asked for then;
    None: it is the PIN."""

    def __init__(
        self, services: AppServices, choose: Callable[[str, str | None], Awaitable[None]] | None = None
    ) -> None:
        self._services = services
        self._choose = choose or services.choose_pin
        self._old: str | None = None
        self._new: str | None = None
        self.were_different = False
        asks_old = choose is not None or services.settings.has_pin
        self.step: Step = "old" if asks_old else "new"

    async def take(self, pin: str) -> None:
        """Six digits for the present step. Raises Trouble; the step to give next is `step` either way."""
        self.were_different = False
        if self.step == "old":
            await self._services.prove_pin(pin)
            self._old, self.step = pin, "new"
        elif self.step == "new":
            _not_weak(pin)
            self._new, self.step = pin, "again"
        elif self.step == "again":
            await self._confirm(pin)

    async def _confirm(self, pin: str) -> None:
        chosen, self._new = self._new, None
        self.step = "new"
        if pin != chosen:
            self.were_different = True
            return
        try:
            await self._choose(pin, self._old)
        except Trouble as trouble:
            if trouble.code != "weak_pin" and self._old is not None:
                self._old, self.step = None, "old"
            raise
        self._old, self.step = None, "done"


class PinRemoval:
    """One step: the PIN itself. Not where a device is one person's own: there the PIN is part of the key."""

    def __init__(self, services: AppServices) -> None:
        self._services = services

    @property
    def is_offered(self) -> bool:
        return self._services.settings.has_pin and not self._services.is_own_device

    async def take(self, pin: str) -> None:
        """Raises Trouble."""
        if self.is_offered:
            await self._services.remove_pin(pin)


def _not_weak(pin: str) -> None:
    try:
        accepted(pin)
    except WeakPin:
        raise Trouble("weak_pin") from None
