"""Several things that are written in one place, saved, left and locked as one."""

from __future__ import annotations

from collections.abc import Sequence

from mobile.records.ports import Keeping
from mobile.screens.writing.saved_as_typed import SavedAsTyped


class Together:
    """`drafts`, in an order that stays the same for the place."""

    def __init__(self, drafts: Sequence[SavedAsTyped]) -> None:
        self.drafts = tuple(drafts)

    @property
    def is_saved(self) -> bool:
        return all(one.is_saved for one in self.drafts)

    async def finish(self) -> bool:
        """All of it is tried, whatever becomes of one."""
        return all([await one.finish() for one in self.drafts])

    async def leave(self) -> None:
        for one in self.drafts:
            await one.leave()

    async def seal(self, records: Keeping) -> bool:
        return all([await one.seal(records) for one in self.drafts])
