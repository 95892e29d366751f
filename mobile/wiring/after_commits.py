"""Looks at an open store again after every commit to some of its kinds, with no screen open."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from mobile.noun import Noun
from mobile.records import StoreError
from mobile.records.errors import ChangedMeanwhile
from mobile.records.ports import Keeping

Look = Callable[[Keeping], Awaitable[None]]


class AfterCommits:
    """Runs `look` once at the beginning and after commits to `kinds`, until `end`. One look at a time."""

    def __init__(self, records: Keeping, kinds: Sequence[type[Noun]], look: Look) -> None:
        self._records = records
        self._look = look
        self._task: asyncio.Task[None] | None = None
        self._is_due = False
        self._end_watches = [records.watch(kind, lambda _: self._begin()) for kind in kinds]
        self._begin()  # what was held before this device was opened

    def end(self) -> None:
        for end_watch in self._end_watches:
            end_watch()
        if self._task is not None:
            self._task.cancel()

    def look_again(self) -> None:
        """Something else than a commit made it due."""
        self._begin()

    def _begin(self) -> None:
        self._is_due = True
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._run())

    async def _run(self) -> None:
        """A commit meanwhile is looked at next."""
        while self._is_due:
            self._is_due = False
            try:
                await self._look(self._records)
            except ChangedMeanwhile:
                continue  # the commit that changed it makes it due
            except StoreError:
                return  # locked, or no room: looked at again at the next commit or opening
