"""After the keys were changed: everything is sealed anew under the newest, in small steps beside the person's own work.

Whatever stops it (a lock, a kill, a full disk), the next opening goes on. A lock never waits for more than one step. It
must never throw an older key away before a whole pass over the store found nothing under it.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

from mobile.records.database import Database
from mobile.records.errors import Locked, StoreError
from mobile.records.resealing import At, Resealer
from mobile.records.sealing import Keys
from mobile.records.secret_access import Sleep

REST = 3
"""How much longer than a step it rests after it: the rest of the time is the person's."""


@dataclass(frozen=True)
class KeyChange:
    """How far it is. `stuck`: values that do not open, left as they are; the older keys stay as long as there are any.

    "stopped": it could not be saved, and goes on at the next opening.
    """

    state: Literal["under_way", "over", "stopped"]
    done: int = 0
    of: int = 0
    stuck: int = 0


class Rekeying:
    """Of one open store, on the loop that opened it."""

    def __init__(self, database: Database, resealer: Resealer, keys: Keys, sleep: Sleep) -> None:
        self._database = database
        self._resealer = resealer
        self._keys = keys
        self._sleep = sleep
        self._loop = asyncio.get_running_loop()
        self._task: asyncio.Task[None] | None = None
        self._watchers: list[Callable[[], None]] = []
        self.now: KeyChange | None = None
        """None: no change since the store was opened."""

    @property
    def is_under_way(self) -> bool:
        return self._task is not None and not self._task.done()

    def watch(self, on_change: Callable[[], None]) -> Callable[[], None]:
        """Calls back after every step. Returns the end of it."""
        self._watchers.append(on_change)
        return lambda: self._watchers.remove(on_change) if on_change in self._watchers else None

    def begin(self) -> None:
        """Goes through all values until none is under an older key."""
        if not self.is_under_way:
            self._tell(KeyChange("under_way"))
            self._task = self._loop.create_task(self._run())

    def end(self) -> None:
        """On lock, from any thread."""
        self._watchers.clear()
        task = self._task
        if task is not None:
            with suppress(RuntimeError):  # the loop is closed, and the task with it
                self._loop.call_soon_threadsafe(task.cancel)

    async def wait(self) -> None:
        """Until it is over, or stopped."""
        if self._task is not None:
            await asyncio.wait({self._task})

    def _tell(self, now: KeyChange) -> None:
        self.now = now
        for watcher in list(self._watchers):
            watcher()

    async def _run(self) -> None:
        try:
            stuck = await self._passes()
        except Locked:
            return
        except StoreError:
            done = self.now or KeyChange("stopped")
            self._tell(KeyChange("stopped", done.done, done.of))
            return
        of = self.now.of if self.now else 0
        self._tell(KeyChange("over", of, of, stuck))

    async def _passes(self) -> int:
        """How many values stay under an older key because they do not open. The last pass finds nothing to do."""
        of = 2 * await self._database.call(self._resealer.count)
        looked = 0
        while True:
            at, anew, stuck = At(), 0, 0
            while at is not None:
                began = time.monotonic()
                step = await self._database.write(self._resealer.step, at)
                at, anew, stuck, looked = step.at, anew + step.anew, stuck + step.stuck, looked + step.looked
                self._tell(KeyChange("under_way", min(looked, of), of, stuck))
                await self._sleep(REST * (time.monotonic() - began))
            if not anew:
                break
        if not stuck:
            await self._database.write(self._resealer.retire)
            await self._database.call(self._keys.retire)
        await self._database.call(
            self._database.empty_log
        )  # what the older keys sealed goes from the log as well
        return stuck
