"""How much waits on whoever books at a clinic, for the tab that leads there: counted again when what it hangs on was written.

For a patient, and for whoever does not book, nothing is counted and there is no such tab.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from mobile.records.errors import StoreError
from mobile.records.ports import Keeping
from mobile.screens.frame import Person
from mobile.screens.reads.bookings import KINDS, how_many_wait
from mobile.screens.reads.course_plans import CoursePlans

GATHER_S = 0.3
"""Commits of one sync come in a row."""


class DeskCount:
    """One a page. `now` None: nobody waits on this person. `on_change` after it became another."""

    def __init__(
        self,
        run: Callable[[Coroutine[Any, Any, None]], object],
        clock: Callable[[], datetime],
        zone: Callable[[], ZoneInfo],
        on_change: Callable[[], None],
    ) -> None:
        self._run, self._clock, self._zone, self._on_change = run, clock, zone, on_change
        self.now: int | None = None
        self._ends: list[Callable[[], None]] = []
        self._records: Keeping | None = None
        self._is_due = False

    def follow(self, records: Keeping | None, person: Person | None) -> None:
        """From now on of this person, as long as what is kept of theirs is open."""
        for end in self._ends:
            end()
        self._ends.clear()
        self._records = records
        self.now = None
        if records is None or person is None or person.role != "practitioner":
            return
        self._me, self._planned = person.fhir_user, CoursePlans()
        self._ends = [records.watch(kind, self._look_soon) for kind in KINDS]
        self._look_soon()

    def _look_soon(self, _: str = "") -> None:
        if not self._is_due:
            self._is_due = True
            self._run(self._look())

    async def _look(self) -> None:
        try:
            await asyncio.sleep(GATHER_S)
        finally:
            self._is_due = False
        records = self._records
        if records is None:
            return
        with suppress(StoreError):  # locked meanwhile
            found = await how_many_wait(records, self._me, self._clock(), self._zone(), self._planned)
            if records is self._records and found != self.now:
                self.now = found
                self._on_change()
