"""Saves what is being written beside the typing: captured at once, saved one at a time, never called saved before it is.

Whatever happens to a save, the newest words stay here. It knows the store and nothing of what is written. Flet-free.
"""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Callable
from datetime import datetime
from typing import Unpack

from mobile.records.errors import ChangedMeanwhile, Locked, NotSaved
from mobile.records.ports import Keeping
from mobile.screens.page_calls import PageCalls


class SavedAsTyped(ABC):
    """Saves what is typed; `calls` are its page's."""

    def __init__(
        self,
        records: Keeping,
        now: Callable[[], datetime],
        **calls: Unpack[PageCalls],
    ) -> None:
        self._records = records
        self._now = now
        self._start = calls["start"]
        self._on_change = calls["on_change"]
        self._turn = asyncio.Lock()
        self._is_flushing = False
        self.trouble: str | None = None
        """Why the last save failed: full, read_only, io, locked, or a code of what is written. None: it did not."""

    @property
    @abstractmethod
    def is_saved(self) -> bool:
        """Whether the store has committed exactly what is on the screen."""

    @property
    def is_saving(self) -> bool:
        return self._turn.locked()

    @abstractmethod
    async def _save_all(self) -> str | None:
        """Saves until all of it is saved. Returns why not, where what is written cannot be kept as it is."""

    def _save_soon(self) -> None:
        """Call after every change: the view hears of it, and the save follows by itself."""
        self._on_change()
        if not self._is_flushing:
            self._is_flushing = True
            self._start(self.flush())

    async def flush(self) -> bool:
        """Saves what is not saved. True when the store has it all; on False `trouble` says why, and the words stay."""
        try:
            async with self._turn:
                self.trouble = await self._save_all()
        except NotSaved as error:
            self.trouble = error.reason
        except Locked:
            self.trouble = "locked"
        except ChangedMeanwhile:  # overtaken more often than people and devices write
            self.trouble = "io"
        finally:
            self._is_flushing = False
        self._on_change()
        return self.trouble is None

    async def finish(self) -> bool:
        """What was typed counts, and is saved. As `flush`."""
        return await self.flush()

    async def leave(self) -> None:
        """The place is left."""
        await self.finish()

    async def seal(self, records: Keeping) -> bool:
        """Saves what a lock came before into the store that is open again. Nothing of it is in view any more."""
        self._records, self._on_change = records, _nothing
        return await self.finish()


def _nothing() -> None:
    """Nobody is looking."""
