"""Asking for the plain page of a session's day, and ending it. Flet-free.

Asking gives something out, and waits on the day of a session from the beginning of the session on, as all new sharing does; ending
never waits.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from mobile.care.agenda import Session
from mobile.care.day_page import DayPage, DayPageState
from mobile.care.decision_guard import Waits
from mobile.care.sharing import new_id
from mobile.records.overtaken import until_written
from mobile.records.ports import Keeping
from mobile.screens.reads.day_page import KeptDayPage, read_day_page
from mobile.screens.reads.guarded import waits_now
from mobile.screens.reads.visits import visits

Outcome = Literal["asked", "waits", "no_session"]


class AskingForDayPage:
    """Of one session; `session_id` as the route has it, which may be of none."""

    def __init__(
        self, records: Keeping, session_id: str, now: Callable[[], datetime], zone: ZoneInfo
    ) -> None:
        self._records, self._now, self._zone = records, now, zone
        self._reference = f"Appointment/{session_id}"
        self._acting, self._next_id = asyncio.Lock(), new_id()
        self.session: Session | None = None
        self.kept = KeptDayPage()
        self.waits: Waits | None = None

    async def load(self) -> None:
        """Raises what the store raises."""
        self.session = (await visits(self._records, self._now())).session(self._reference)
        self.kept = await read_day_page(self._records, self.session) if self.session else KeptDayPage()
        self.waits = await waits_now(self._records, self._now(), self._zone)

    @property
    def state(self) -> DayPageState | None:
        """None: there is none."""
        page = self.kept.page
        return page.state(self.session, self._now(), self._zone) if page is not None else None

    @property
    def can_ask(self) -> bool:
        """Whether there is a day to come."""
        return self.session is not None and self.session.is_coming and not self.session.is_past(self._now())

    async def ask(self, patient: str, language: str) -> Outcome:
        """Asks once, however often it is tapped. Anything but "asked": nothing was asked. Raises NotSaved."""
        async with self._acting:
            await self.load()
            if not self.can_ask or self.session is None:
                return "no_session"
            if self.waits is not None:
                return "waits"
            if self.kept.page is None or self.kept.page.is_over:
                await self._records.save(
                    DayPage.make(
                        self._next_id,
                        patient=patient,
                        session=self.session.reference,
                        language=language,
                        now=self._now(),
                    )
                )
                await self.load()
            return "asked"

    async def end(self) -> None:
        """Ends every one of this session. Raises NotSaved, and ChangedMeanwhile once it was overtaken more often than people and
        devices write."""
        async with self._acting:
            await until_written(self._end)
            self._next_id = new_id()
            await self.load()

    async def _end(self) -> None:
        if self.session is None:
            return
        names = self.session.names
        open_ones = [
            one for one in await self._records.every(DayPage) if one.session in names and not one.is_over
        ]
        if open_ones:
            await self._records.save_all([one.over() for one in open_ones], over=open_ones)

    async def try_again(self) -> None:
        """Puts what the clinic would not take back into the queue."""
        if self.kept.page is not None:
            await self._records.try_again(DayPage, self.kept.page.id)
            await self.load()
