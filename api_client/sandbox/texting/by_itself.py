"""Looks again and again whether a text message is due, beside whatever is served; begun by the first request."""

from __future__ import annotations

import asyncio
import logging

from api_client.sandbox.texting.texts import Texts

log = logging.getLogger("lantern.sandbox")


class ByItself:
    """`every_s` None: only when `texts.tick` is called."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self._running: asyncio.Task[None] | None = None
        self.every_s: float | None = None

    def begin(self) -> None:
        """Once; again where it ended, as when another event loop serves."""
        if self.every_s is not None and (self._running is None or self._running.done()):
            self._running = asyncio.create_task(self._keep_looking(self.every_s))

    async def _keep_looking(self, every_s: float) -> None:
        """What goes wrong once is looked at again the next time; of it only its type is said."""
        while True:
            try:
                await self._texts.tick()
            except Exception as error:
                log.error("text messages: %s", type(error).__name__)
            await asyncio.sleep(every_s)
