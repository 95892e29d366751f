"""After a search: the words in memory are held in less of it, in small steps beside the person's own work.

A first search is not kept waiting for it, and a save never waits for more than one step. It ends with the lock.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress

from mobile.records.database import Database
from mobile.records.errors import StoreError


class Condensing:
    """Of one open store. `condense`: takes one step for a kind, and returns whether there are more."""

    def __init__(self, database: Database, condense: Callable[[str], bool]) -> None:
        self._database, self._condense = database, condense
        self._task: asyncio.Task[None] | None = None

    def run(self, kind: str) -> None:
        """Begins, unless it does so already."""
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._all(kind))

    async def _all(self, kind: str) -> None:
        with suppress(StoreError):  # locked meanwhile: nothing is held any more
            while await self._database.call(self._condense, kind):
                pass
