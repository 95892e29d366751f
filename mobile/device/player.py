"""Playing sound: one file of some seconds at a time, given as bytes, and how far it is. Nothing is written anywhere."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from flet_audio import Audio, ReleaseMode

ANSWER_S = 15.0
"""A client that does not begin to play within this does not play."""


class Player:
    """One WAV file. Make it while the page is the current one, and keep it as long as it plays.

    `on_second`: how many seconds of it were played. `on_end`: it was played to its end.
    """

    def __init__(
        self,
        file: bytes,
        on_second: Callable[[float], None],
        on_end: Callable[[], None],
        guard: Callable[..., Any],
    ) -> None:
        self._on_second, self._on_end = on_second, on_end
        self._audio: Audio | None = Audio(
            src=file,
            release_mode=ReleaseMode.STOP,
            on_position_change=guard(self._moved),
            on_state_change=guard(self._changed),
        )

    def _moved(self, e: Any) -> None:
        self._on_second(e.position / 1000)

    def _changed(self, e: Any) -> None:
        if getattr(e.state, "value", e.state) == "completed":
            self._on_end()

    async def play(self) -> bool:
        """From its beginning, or on from where it rests. False: the client cannot play it."""
        audio = self._audio
        # its `play` seeks first, and a browser waits for that for ever
        is_on = audio is not None and await self._asked(audio.resume())
        if audio is not None and self._audio is None:  # ended while it was about to play
            await self._asked(audio.release())
            return False
        return is_on

    async def pause(self) -> bool:
        audio = self._audio
        return audio is not None and await self._asked(audio.pause())

    async def end(self) -> None:
        """It plays no more. Nothing here holds its sound from now on, so that the page drops it with its next event."""
        audio, self._audio = self._audio, None
        if audio is not None:
            await self._asked(audio.release())

    async def _asked(self, question: Any) -> bool:
        try:
            await asyncio.wait_for(question, ANSWER_S)
        except Exception:
            return False
        return True
