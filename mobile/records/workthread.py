"""One thread that does one thing after another for the event loops that ask: the shortest way there and back.

An executor would do the same with two futures, three locks and twice the time, which every save would pay.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from typing import Any, TypeVar

from mobile.records.errors import Locked

R = TypeVar("R")
Job = Callable[[], None]


class WorkThread:
    """Ends with `end`; a process that forgets to is not held up by it."""

    def __init__(self) -> None:
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._door = threading.Lock()
        self._is_over = False
        self._taken = self._done = 0
        self._thread = threading.Thread(target=self._work, name="lantern-records", daemon=True)
        self._thread.start()

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            job()

    async def run(self, work: Callable[..., R], *args: Any) -> R:
        """Runs `work` in the thread. If the caller goes away before its turn, it is not run; after that, it is finished.

        Raises Locked after `end`.
        """
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[R] = loop.create_future()

        def job() -> None:
            settle: Callable[[Any], None]
            settle, value = answer.set_result, None
            if not answer.cancelled():
                try:
                    value = work(*args)
                except BaseException as error:
                    settle, value = answer.set_exception, error
            self._done += 1  # before anybody hears of it: who has its answer finds the thread at rest
            tell(settle, value)

        def tell(settle: Callable[[Any], None], value: Any) -> None:
            with suppress(RuntimeError):  # the loop is closed: nobody waits any more
                loop.call_soon_threadsafe(lambda: None if answer.done() else settle(value))

        with self._door:
            if self._is_over:
                raise Locked
            self._taken += 1
            self._jobs.put(job)
        return await answer

    @property
    def is_at_rest(self) -> bool:
        """Whether nothing waits and nothing runs: whoever asks now would be next."""
        return self._taken == self._done and not self._is_over

    def end(self, last: Job) -> None:
        """Lets everything that waits be done, then `last`, and returns when the thread is over."""
        with self._door:  # whoever is not in by now is told so, not left to wait for ever
            self._is_over = True
            self._jobs.put(last)
            self._jobs.put(None)
        if threading.current_thread() is not self._thread:
            self._thread.join()
