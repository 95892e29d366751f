"""Whose page is begun next: beginning one is work for the whole process, so the addresses take turns.

A flood of new pages from one address makes that address wait; who comes from another waits for one or two pages.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable

from mobile.hosting.limits import Limits


class TooMany(Exception):
    """As many of this address wait for their turn as may."""


class Turns:
    """One a process."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._free = limits.begun_at_once
        self._queues: dict[str, deque[asyncio.Future[None]]] = {}  # by address, the next one's first

    async def take(self, address: str) -> Callable[[], None]:
        """Waits for the turn. What it returns ends it, as does time; ending it twice is ending it once. Raises TooMany."""
        if self._free:
            self._free -= 1
        else:
            await self._wait(address)
        open_turns = [1]

        def end() -> None:
            timer.cancel()
            if open_turns:
                open_turns.pop()
                self._pass_on()

        timer = asyncio.get_running_loop().call_later(self._limits.begin_s, end)
        return end

    async def _wait(self, address: str) -> None:
        queue = self._queues.setdefault(address, deque())
        if len(queue) >= self._limits.waiting_of_one:
            raise TooMany
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        queue.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._pass_on()
            raise

    def _pass_on(self) -> None:
        """To the address whose turn it is; it comes last next time."""
        while self._queues:
            address = next(iter(self._queues))
            queue = self._queues.pop(address)
            turn = queue.popleft()
            if queue:
                self._queues[address] = queue
            if not turn.done():
                turn.set_result(None)
                return
        self._free += 1
