"""Making a recovery sheet: the PIN, the words once, three of them asked, and only then it counts. Keeps no word longer."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Literal

from mobile.records.sheet_words import COUNT, fresh_words, is_word
from mobile.screens.app_services import AppServices, Trouble
from mobile.screens.asked_pin import AskedPin
from mobile.screens.cancellable_task import CancellableTask

Where = Literal["about", "asking_pin", "words", "checking", "made", "ended"]
Purpose = Literal["make", "end"]
ASKED = 3
_CHANCE = random.SystemRandom()


class SheetMaking:
    """Until the check is passed an earlier sheet works as before. `on_change`: there is something else to draw."""

    def __init__(
        self, services: AppServices, language: str, on_change: Callable[[], None] = lambda: None
    ) -> None:
        self._services = services
        self._language = language
        self._pin = AskedPin(services)
        self._on_change = on_change
        self._work: CancellableTask[None] = CancellableTask(on_change)
        self._purpose: Purpose = "make"
        self.where: Where = "about"
        self.words: tuple[str, ...] = ()
        self.asked: tuple[int, ...] = ()
        """Which words are asked, counted from 1."""
        self.wrong: tuple[int, ...] = ()

    @property
    def purpose(self) -> Purpose:
        return self._purpose

    @property
    def trouble(self) -> Trouble | None:
        return self._work.trouble

    def begin(self, purpose: Purpose) -> None:
        """The PIN is next: a sheet opens everything."""
        self._work.forget()
        self._purpose, self.where = purpose, "asking_pin"
        self._pin.ask()
        self._on_change()

    async def take_pin(self, pin: str) -> None:
        """Raises Trouble for a wrong one."""
        if self.where != "asking_pin" or not await self._pin.proves(pin):
            return
        if self._purpose == "make":
            self.words, self.where = fresh_words(self._language), "words"
            self._on_change()
        else:
            is_done = await self._work.run(self._services.end_sheet())
            self._go("ended" if is_done else "about")

    def written(self) -> None:
        """They say that they have it: three words are asked."""
        if self.words:
            self.asked = tuple(sorted(_CHANCE.sample(range(1, COUNT + 1), ASKED)))
            self.wrong = ()
            self._go("checking")

    def look_again(self) -> None:
        """Back to the words, which are the same."""
        if self.words:
            self._go("words")

    async def check(self, answers: Sequence[str]) -> None:
        """Three answers in the order they were asked. All right: the sheet counts, and the words are forgotten."""
        if self.where != "checking":
            return
        pairs = zip(self.asked, answers, strict=True)
        self.wrong = tuple(n for n, answer in pairs if not is_word(answer.strip(), self.words[n - 1]))
        if self.wrong:
            self._on_change()
        elif await self._work.run(self._services.keep_sheet(" ".join(self.words))):
            self._forget("made")

    def cancel(self) -> None:
        """No new sheet: what was before stays."""
        self._pin.call_off()
        self._work.forget()
        self._forget("about")

    def _forget(self, where: Where) -> None:
        self.words, self.asked, self.wrong = (), (), ()
        self._go(where)

    def _go(self, where: Where) -> None:
        self.where = where
        self._on_change()
