"""Taking everything along: which file, its passphrase, and the PIN before it. Nothing is written by this module."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from datetime import date
from typing import Any, Literal

from mobile.screens.app_services import AppServices, Trouble
from mobile.screens.asked_pin import AskedPin
from mobile.screens.cancellable_task import CancellableTask
from mobile.screens.file_export import Made

Form = Literal["paper", "open", "sealed"]
Where = Literal["choosing", "asking_pin", "making", "made"]
SHORTEST = 12
ENDINGS: Mapping[Form, str] = {"paper": "pdf", "open": "zip", "sealed": "lantern"}


class Taking:
    """One file at a time. `on_change` is called when there is something else to draw."""

    def __init__(self, services: AppServices, on_change: Callable[[], None] = lambda: None) -> None:
        self._services = services
        self._on_change = on_change
        self._pin = AskedPin(services)
        self._making: CancellableTask[bytes] = CancellableTask(on_change)
        self._passphrase = ""
        self.form: Form = "open"
        self.where: Where = "choosing"
        self.are_different = False

    @property
    def trouble(self) -> Trouble | None:
        return self._making.trouble

    def is_long_enough(self, passphrase: str) -> bool:
        return len(passphrase.strip()) >= SHORTEST

    def choose(self, form: Form, passphrase: str = "", again: str = "") -> bool:
        """What is wanted. True: go on with `make`, or with the PIN first where `where` says so."""
        self._making.forget()
        self.are_different = False
        self.form = form
        if form == "sealed":
            if not self.is_long_enough(passphrase):
                self._making.trouble = Trouble("weak_passphrase")
                self._on_change()
                return False
            if passphrase != again:
                self.are_different = True
                self._on_change()
                return False
        self._passphrase = passphrase
        self.where = "asking_pin" if self._services.settings.has_pin else "making"
        if self.where == "asking_pin":
            self._pin.ask()
        self._on_change()
        return True

    async def take_pin(self, pin: str) -> bool:
        """True: go on with `make`. False: it was called off while the PIN was checked. Raises Trouble for a wrong PIN."""
        if self.where != "asking_pin" or not await self._pin.proves(pin):
            return False
        self.where = "making"
        self._on_change()
        return True

    def cancel(self) -> None:
        """Back to the choice; the passphrase is forgotten."""
        self._making.stop()
        self._pin.call_off()
        self._passphrase = ""
        self.where = "choosing"
        self._on_change()

    async def make(self, today: date, paper: Callable[[], Coroutine[Any, Any, bytes]]) -> Made | None:
        """The file in memory, or None with `trouble`. `today`: for its name, which says nothing of health. `paper` makes
        the PDF."""
        is_made = await self._making.run(self._work(paper))
        self._passphrase = ""
        content = self._making.answer
        self._making.answer = None
        if not is_made or content is None:
            self.where = "choosing"
            self._on_change()
            return None
        return Made(f"lantern-{today.isoformat()}.{ENDINGS[self.form]}", content)

    def _work(self, paper: Callable[[], Coroutine[Any, Any, bytes]]) -> Coroutine[Any, Any, bytes]:
        if self.form == "paper":
            return paper()
        return (
            self._services.own_copy() if self.form == "open" else self._services.sealed_copy(self._passphrase)
        )

    def ended(self, *, is_saved: bool) -> None:
        """The file was handed over, or the person closed the dialog."""
        self.where = "made" if is_saved else "choosing"
        self._on_change()
