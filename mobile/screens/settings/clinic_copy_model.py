"""Turning the copy at the clinic on: the PIN first where there is one. And what the clinic lists of it. Flet-free."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from mobile.clinic_copy.standing import AtClinic
from mobile.screens.app_services import AppServices, Trouble
from mobile.screens.asked_pin import AskedPin
from mobile.screens.cancellable_task import CancellableTask
from mobile.screens.clinic_copy import ClinicCopy

Where = Literal["about", "asking_pin"]


class CopyKeeping:
    """`copies` None: what the clinic has is not known yet. `on_change`: there is something else to draw."""

    def __init__(
        self, services: AppServices, copy: ClinicCopy, on_change: Callable[[], None] = lambda: None
    ) -> None:
        self._services = services
        self._copy = copy
        self._on_change = on_change
        self._pin = AskedPin(services)
        self._work: CancellableTask[None] = CancellableTask(on_change)
        self._look: CancellableTask[Sequence[AtClinic]] = CancellableTask(on_change)
        self.where: Where = "about"
        self.copies: Sequence[AtClinic] | None = None
        self._is_look_due = False
        self._there = copy.now.last, copy.now.leaving

    @property
    def trouble(self) -> Trouble | None:
        """Of what the person did last."""
        return self._work.trouble

    @property
    def could_not_look(self) -> bool:
        return self._look.trouble is not None

    async def look(self) -> None:
        """Asks the clinic what it has; once more where that changed while it was asked."""
        self._is_look_due = True
        while self._is_look_due and not self._look.is_under_way:
            self._is_look_due = False
            if await self._look.run(self._copy.listed()):
                self.copies = self._look.answer
            self._on_change()

    async def look_after_change(self) -> None:
        """The copy stands otherwise: only a whole new one, or one that went, is another list."""
        now = self._copy.now
        there = now.last, now.leaving
        if there != self._there:
            self._there = there
            await self.look()

    async def turn_on(self) -> None:
        """They have their sheet. The PIN is next, where there is one: the copy holds everything."""
        if self._services.settings.has_pin:
            self.where = "asking_pin"
            self._pin.ask()
            self._on_change()
        else:
            await self._work.run(self._copy.turn_on())

    async def take_pin(self, pin: str) -> None:
        """Raises Trouble for a wrong one."""
        if self.where == "asking_pin" and await self._pin.proves(pin):
            self.where = "about"
            await self._work.run(self._copy.turn_on())

    def cancel(self) -> None:
        self._pin.call_off()
        self.where = "about"
        self._on_change()

    def leave(self) -> None:
        """The person is elsewhere."""
        self._look.stop()
        self.cancel()

    async def turn_off(self) -> None:
        await self._work.run(self._copy.turn_off())
        await self.look()

    async def remove(self, name: str) -> None:
        await self._work.run(self._copy.remove(name))
        await self.look()

    async def try_again(self) -> None:
        await self._work.run(self._copy.try_again())

    async def take_fewer(self) -> None:
        await self._work.run(self._copy.take_fewer())
