"""Opening with a recovery sheet: its words, then another PIN, twice. Nothing is changed before the last step; no word is kept after it."""

from __future__ import annotations

from typing import Literal

from mobile.records.errors import WeakPin
from mobile.records.pin import accepted
from mobile.screens.app_services import AppServices, Trouble

Step = Literal["words", "new", "again", "done"]


class Recovering:
    """Words, new PIN, the same again."""

    def __init__(self, services: AppServices) -> None:
        self._services = services
        self._words = ""
        self._new: str | None = None
        self.were_different = False
        self.step: Step = "words"
        self._visit = object()

    async def take_words(self, typed: str) -> None:
        """Raises Trouble(not_a_sheet | wrong_sheet | ...): nothing was changed."""
        visit = self._visit
        await self._services.check_sheet(typed)
        if self._visit is visit:  # else the person went away while they were checked
            self._words, self.step = typed, "new"

    async def take_pin(self, pin: str) -> None:
        """Raises Trouble; the step to give next is `step` either way."""
        self.were_different = False
        if self.step == "new":
            try:
                accepted(pin)
            except WeakPin:
                raise Trouble("weak_pin") from None
            self._new, self.step = pin, "again"
        elif self.step == "again":
            chosen, self._new = self._new, None
            self.step = "new"
            if pin != chosen:
                self.were_different = True
                return
            await self._services.recover(self._words, pin)
            self.forget()
            self.step = "done"  # also where they went away: it is done

    def forget(self) -> None:
        """The person is elsewhere."""
        self._words, self._new, self.step = "", None, "words"
        self._visit = object()
