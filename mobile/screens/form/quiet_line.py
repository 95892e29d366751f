"""The saved line under an answer: it says "Saved" only once the typing rests, because it is read out."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from mobile.design import parts
from mobile.screens.frame import Surroundings
from mobile.screens.status_text import StatusText

QUIET_S = 0.3


class QuietLine:
    """`status` says what is true now; `is_calm` whether it is nothing to hurry with."""

    def __init__(
        self, s: Surroundings, status: Callable[[], StatusText], is_calm: Callable[[], bool]
    ) -> None:
        self._s, self._status, self._is_calm = s, status, is_calm
        self._turn = 0
        self._coming: str | None = None  # what is said as soon as it was true for long enough
        first = status()
        self.control = parts.saved_line(first.text, first.state)

    def tell(self) -> None:
        """Something changed. Trouble is said at once; what is the same as before waits no longer because of it."""
        now = self._status().text
        if self._is_calm() and now == self._coming:
            return
        self._turn += 1
        self._coming = None
        if not self._is_calm():
            self._say()
        elif now != self.control.text and parts.is_shown(self.control):
            self._coming = now
            self._s.run(self._later(self._turn))

    async def _later(self, turn: int) -> None:
        await asyncio.sleep(QUIET_S)
        if turn == self._turn:
            self._coming = None
            self._say()

    def _say(self) -> None:
        status = self._status()
        self.control.say(status.text, status.state)
