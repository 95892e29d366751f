"""The line under a field that says where the words are. It is read out, so it does not change at every letter."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from mobile.design import parts
from mobile.screens.frame import Surroundings
from mobile.screens.status_text import StatusText

QUIET_S = 0.3
"""How long the typing rests before the line says "Saved" again."""


class SavedLine:
    """`status` says where the words are now; `is_settled` whether that is where they stay."""

    def __init__(
        self,
        s: Surroundings,
        first: StatusText,
        status: Callable[[], StatusText],
        is_settled: Callable[[], bool],
    ) -> None:
        self._s, self._status, self._is_settled = s, status, is_settled
        self._turn = 0
        self.control = parts.saved_line(first.text, first.state)

    def say(self) -> None:
        """After anything changed: trouble and "Saving" at once, "Saved" once the typing rests."""
        self._turn += 1
        if self._is_settled():
            self._s.run(self._later(self._turn))
        else:
            self.say_now()

    def say_now(self) -> None:
        status = self._status()
        self.control.say(status.text, status.state)

    async def _later(self, turn: int) -> None:
        if self._status().text == self.control.text:
            return
        await asyncio.sleep(QUIET_S)
        if turn == self._turn and self._is_settled():
            self.say_now()
