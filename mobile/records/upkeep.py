"""What follows commits some seconds later: the log is emptied into the file, and the count goes to the secret store.

The secret store may be slow (a phone's answers through the page), so it is never asked at a commit. It must never hold
up a save, a lock or the end of the process.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import replace

from mobile.records.database import Database
from mobile.records.errors import StoreError
from mobile.records.level import Counter, Level
from mobile.records.secret_access import LEVEL, SecretAccess

AFTER_S = 2.0
_SHARE = 20
"""The secret store is busy with the count at most for one part in so many."""


class Upkeep:
    """Of one open store, on the loop that opened it. `after_s`: seconds from a first commit to the emptying."""

    def __init__(
        self, database: Database, counter: Counter, secret_access: SecretAccess, after_s: float = AFTER_S
    ) -> None:
        self._database = database
        self._counter = counter
        self._secret_access = secret_access
        self._after_s = after_s
        self._loop = asyncio.get_running_loop()
        self._timer: asyncio.TimerHandle | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._is_due = False
        self._has_ended = False
        self._took_s = 0.0

    def begin(self) -> None:
        """Says in the secret store that this store is open: from now on what it keeps may be behind."""
        self._counter.on_counted = self._counted
        self._run(self._mirror(self._counter.now))

    def _counted(self) -> None:
        """In the thread, after each commit: once until it is done."""
        if not self._is_due:
            self._is_due = True
            self._soon(self._arm)

    def _soon(self, what: Callable[[], None]) -> None:
        with suppress(RuntimeError):  # the loop is closed: nobody is left to do it
            self._loop.call_soon_threadsafe(what)

    def _arm(self) -> None:
        if not self._has_ended:
            wait_s = max(self._after_s, _SHARE * self._took_s)
            self._timer = self._loop.call_later(wait_s, lambda: self._run(self._work()))

    def _run(self, work: Coroutine[None, None, None]) -> None:
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _work(self) -> None:
        self._is_due = False
        with suppress(
            StoreError
        ):  # locked meanwhile, or no room: the log stays, and is read at the next opening
            await self._database.call(self._database.empty_log)
        await self._mirror(self._counter.now)

    async def _mirror(self, level: Level | None) -> None:
        if level is None or self._has_ended:
            return
        began = time.monotonic()
        await self._secret_access.write_in_turn(LEVEL, self._counter.sealed(level))
        self._took_s = time.monotonic() - began

    def end(self) -> None:
        """On lock, from any thread, when the last commit is done. What is left to write follows on the loop."""
        self._has_ended = True
        self._counter.on_counted = lambda: None
        self._soon(self._leave)

    def _leave(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        if self._counter.now is not None:
            self._run(self._last(replace(self._counter.now, is_closed=True)))

    async def _last(self, level: Level) -> None:
        await self._secret_access.write_in_turn(LEVEL, self._counter.sealed(level))
