"""uvicorn on a socket of this event loop, begun and ended without waiting for a tick.

uvicorn looks ten times a second whether it is to end, and rests a tenth of a second before it looks whether anybody is still
connected. A clinic that lives for one short conversation would spend most of its life so.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket

import uvicorn

TICK_S = 0.1
"""How often it looks whether a signal asked it to end."""
CLOSING_S = 0.002


class Serving(uvicorn.Server):
    """`end` instead of `should_exit`; `begun` is set when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.begun = asyncio.Event()
        self._is_to_end = asyncio.Event()

    def end(self) -> None:
        """What is under way is answered first."""
        self.should_exit = True
        self._is_to_end.set()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.begun.set()

    async def main_loop(self) -> None:
        counter = 0
        while not await self.on_tick(counter):
            counter += 1
            with contextlib.suppress(TimeoutError, asyncio.TimeoutError):
                await asyncio.wait_for(self._is_to_end.wait(), TICK_S)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for server in self.servers:
            server.close()
        for one in sockets or []:
            one.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        while (self.server_state.connections or self.server_state.tasks) and not self.force_exit:  # noqa: ASYNC110  (they tell nobody)
            await asyncio.sleep(CLOSING_S)
        for server in self.servers:
            await server.wait_closed()
