"""Whether a loop has anything left to do at once: what is ready, what a thread is at, and timers that are nearly over.

Looked at instead of waited for: most of what a test waits for after a tap is over in a few milliseconds. Uses asyncio's inside.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from mobile.records.workthread import WorkThread

SOON_S = 0.024
"""What is waited for in all while nothing else happens. Of a place that gathers, or looks again after a while, no end is awaited."""

THREAD_S = 1.0
"""What a thread is given that has work: on a busy machine it may not have its turn for long. Longer is a store that hangs."""


class Stillness:
    """Of the loop that runs now."""

    _looking = 0
    """How many look at this moment: they are ready because they look."""

    def __init__(self) -> None:
        self._loop: Any = asyncio.get_running_loop()
        self._under_way = 0
        self._waited = 0.0
        self._came_back = asyncio.Event()

    @contextmanager
    def watching(self) -> Iterator[None]:
        """What is given to a thread meanwhile is counted until it comes back."""
        in_thread, in_pool = WorkThread.run, self._loop.run_in_executor
        before = vars(self._loop).get("run_in_executor")  # another phone's

        async def run(thread: WorkThread, work: Callable[..., Any], *args: Any) -> Any:
            self._under_way += 1
            try:
                return await in_thread(thread, work, *args)
            finally:
                self._back()

        def run_in_executor(*args: Any) -> Any:
            self._under_way += 1
            future = in_pool(*args)
            future.add_done_callback(self._back)
            return future

        WorkThread.run, self._loop.run_in_executor = run, run_in_executor  # type: ignore[method-assign]
        try:
            yield
        finally:
            WorkThread.run = in_thread  # type: ignore[method-assign]
            del self._loop.run_in_executor
            if before is not None:
                self._loop.run_in_executor = before

    def _back(self, _: object = None) -> None:
        self._under_way -= 1
        self._came_back.set()

    async def came(self, happened: Callable[[], object]) -> None:
        """Returns when nothing is left to do; or when what is under way takes its time, and `happened` is the same meanwhile."""
        left, seen = SOON_S, happened()
        while left > 0 and not await self._is_still():
            left -= self._waited
            if happened() != seen:
                left, seen = SOON_S, happened()

    async def _is_still(self) -> bool:
        """Lets what can run do so."""
        self._waited = 0.0
        Stillness._looking += 1
        try:
            await asyncio.sleep(0)
        finally:
            Stillness._looking -= 1
        if len(self._loop._ready) > Stillness._looking:
            return False
        if self._under_way:
            self._came_back.clear()
            try:
                await asyncio.wait_for(self._came_back.wait(), THREAD_S)
            except TimeoutError:
                self._waited = SOON_S
            return False
        coming = self._next_timer()
        if coming is not None:
            self._waited = max(0.001, coming - self._loop.time())
            await asyncio.sleep(self._waited)
            return False
        if len(self._loop._selector.get_map()) > 1:  # somebody speaks over a socket, and may be answered
            await asyncio.sleep(SOON_S)
        return True

    def _next_timer(self) -> float | None:
        last = self._loop.time() + SOON_S
        due = [one.when() for one in self._loop._scheduled if not one.cancelled() and one.when() <= last]
        return min(due, default=None)
