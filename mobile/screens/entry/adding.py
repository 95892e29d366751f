"""Pictures on their way into an entry: chosen, made small and silent about where they were taken, and then saved. Flet-free.

What could not be saved stays in memory and is tried again, while the words are saved without it. A lock in the middle loses
nothing: what was chosen before it is saved once the device is open again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Unpack

from mobile.care.journal.picture import MOST_BYTES, MOST_PICTURES, SMALL_BYTES, EntryPicture
from mobile.care.sharing import new_id
from mobile.device.files import Chosen
from mobile.device.taking import NotTaken, Why, picture_taken
from mobile.records.ports import Keeping
from mobile.screens.entry.model import EntryDraft
from mobile.screens.page_calls import PageCalls
from mobile.screens.writing.saved_as_typed import SavedAsTyped


@dataclass(frozen=True)
class Refused:
    """`no_place`: the entry holds as many as it may. Else why this file is not taken, what it is called and its bytes."""

    why: Why | Literal["no_place"]
    name: str = ""
    size: int = 0


class Adding(SavedAsTyped):
    """Of one entry. `refused`: what became of the last that was chosen, where it was not taken."""

    def __init__(
        self,
        records: Keeping,
        now: Callable[[], datetime],
        entry: EntryDraft,
        *,
        is_open: Callable[[], bool],
        **calls: Unpack[PageCalls],
    ) -> None:
        super().__init__(records, now, **calls)
        self._entry, self._is_open = entry, is_open
        self._waiting: list[EntryPicture] = []
        self._making = 0
        self._are_made = asyncio.Event()
        self._are_made.set()
        self._goes_on_in: Adding | None = None  # after a lock the place is another
        self.refused: Refused | None = None

    @property
    def is_saved(self) -> bool:
        return not self._waiting and not self._making

    @property
    def is_making(self) -> bool:
        """Whether one is being made ready."""
        return self._making > 0

    @property
    def waiting(self) -> int:
        """How many are ready and not saved."""
        return len(self._waiting)

    async def take(self, chosen: Chosen) -> None:
        """A file the person chose. Nothing of it is kept before it is as it may be kept."""
        self.refused = None
        if len(self._entry.noun.pictures) + len(self._waiting) + self._making >= MOST_PICTURES:
            self.refused = Refused("no_place")
            self._on_change()
            return
        self._making += 1
        self._are_made.clear()
        self._on_change()
        try:
            made, small = await picture_taken(chosen, MOST_BYTES, SMALL_BYTES)
        except NotTaken as error:
            self._heir().refused = Refused(error.why, chosen.name, chosen.size)
        else:
            picture = EntryPicture(new_id(), made.content_type or "image/jpeg", made.data, small)
            self._heir()._waiting.append(picture)
        finally:
            self._making -= 1
            if not self._making:
                self._are_made.set()
        heir = self._heir()
        if heir._is_open():
            await heir.flush()

    def _heir(self) -> Adding:
        return self if self._goes_on_in is None else self._goes_on_in._heir()

    def leave_out(self) -> None:
        """What could not be saved is not wanted any more."""
        self._waiting.clear()
        self.trouble = None
        self._on_change()

    def recall(self, before: Adding) -> None:
        """Goes on with what a lock came before."""
        self._waiting += before._waiting
        before._waiting, before._goes_on_in = [], self
        self.refused = before.refused
        self._save_soon()

    async def _save_all(self) -> str | None:
        while self._waiting:
            why = await self._entry.add_picture(self._waiting[0])
            if why is not None:
                return why
            self._waiting.pop(0)
        return None

    async def finish(self) -> bool:
        """The place is left, or the device is locked: what is being made ready is waited for."""
        await self._are_made.wait()
        return await self.flush()

    async def seal(self, records: Keeping) -> bool:
        await self._entry.seal(records)
        return await super().seal(records)
