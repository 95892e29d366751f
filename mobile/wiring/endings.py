"""An ended permission wins by itself: what was taken back must never wait for a question nobody is there to answer.

Sync holds a record that was written in two places until somebody settles it. For a grant that one side has ended there
is nothing to ask. It must never make a grant active, and no screen need be open for it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from mobile.care.grant import ShareGrant
from mobile.care.measures.agreement import MeasuresGrant
from mobile.care.permission import Permission
from mobile.records import StoreError
from mobile.records.ports import Keeping

PERMISSIONS: tuple[type[Permission], ...] = (ShareGrant, MeasuresGrant)


class Endings:
    """Watches the grants of one open store, from now until `end`."""

    def __init__(self, records: Keeping) -> None:
        self._records = records
        self._task: asyncio.Task[None] | None = None
        self._is_due = False
        self._end_watches = [records.watch(kind, lambda _: self._look()) for kind in PERMISSIONS]
        self._look()  # what was held before this device was opened

    def end(self) -> None:
        for end_watch in self._end_watches:
            end_watch()
        if self._task is not None:
            self._task.cancel()

    def _look(self) -> None:
        self._is_due = True
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._settle())

    async def _settle(self) -> None:
        """One look at a time; a commit meanwhile is looked at next."""
        while self._is_due:
            self._is_due = False
            try:
                await settle_ended(self._records)
            except StoreError:
                return  # locked, or no room: looked at again at the next commit or opening


async def settle_ended(records: Keeping) -> None:
    """Ends every conflict over a permission that is over on either side. Raises StoreError."""
    for kind in PERMISSIONS:
        for conflict in await records.conflicts(kind):
            over = kind.from_json(conflict.ours).ended_over(kind.from_json(conflict.theirs))
            if over is not None:
                await records.settle(over)


def endings_win(records: Keeping) -> Callable[[], None]:
    """Begins it. Returns the end of it."""
    return Endings(records).end
