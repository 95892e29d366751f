"""The safety plan outside of the sealed store, where the patient chose that it may be read while the app is locked.

Written only by that choice, in the language of the page, taken away with it, and never where a device belongs to nobody. Its own file, so that taking
it back removes a file and not a line in one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from mobile.care.safety.plan import PlanPast, SafetyPlan, current, locked_card, past_id
from mobile.records import Records, StoreError
from mobile.wiring import clear_files


class LockedPlan:
    """Keeps the file in step with the store, from its opening until its end."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._language = "en"
        self._records: Records | None = None
        self._turn = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()

    def spoken(self, language: str) -> None:
        """The headings are of this language from now on: of what was chosen in the app, or else of the device."""
        if language != self._language:
            self._language = language
            self._on_commit("")

    async def follow(self, records: Records) -> Callable[[], None]:
        """Puts the file right at once, and after every change. Returns the end of it."""
        self._records = records
        ends = [records.watch(kind, self._on_commit) for kind in (SafetyPlan, PlanPast)]
        await self._put_right(records)

        def end() -> None:
            for one in ends:
                one()
            self._records = None

        return end

    def _on_commit(self, _: str) -> None:
        if self._records is not None:
            task = asyncio.get_running_loop().create_task(self._put_right(self._records))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def settled(self) -> None:
        """Waits for what is under way: to be called before the store is locked, so that a choice taken back is done."""
        await asyncio.gather(*list(self._tasks))

    async def _put_right(self, records: Records) -> None:
        async with self._turn:
            try:
                plan = current(await records.every(SafetyPlan))
                past = await records.get(PlanPast, past_id(plan)) if plan is not None else None
            except StoreError:
                return  # it was locked meanwhile; the next opening puts it right
            card = locked_card(plan, past, self._language)
            if card:
                clear_files.write_plan(self._folder, card)
            else:
                clear_files.remove_plan(self._folder)
