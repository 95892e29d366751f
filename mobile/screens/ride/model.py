"""Who takes the patient home, while it is written; asking them by a link, and taking that back. Flet-free.

What is written stays on the device. Asking sends what was chosen to be given, once; it may be asked on the day itself, because
without a ride nobody gets home. While somebody is asked, whom it is about is not rewritten: another person is another question.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any, Literal, Unpack

from mobile.care.agenda import Session
from mobile.care.ride import LONGEST_NAME, RideRequest
from mobile.care.ride_plan import RidePlan, is_number, ride_plan_id
from mobile.care.sharing import new_id
from mobile.records.errors import NotSaved
from mobile.records.overtaken import until_written
from mobile.records.ports import Keeping
from mobile.screens.page_calls import PageCalls
from mobile.screens.reads.ride import Ride, of_session, read_ride
from mobile.screens.reads.visits import Visits, visits
from mobile.screens.writing.kept_draft import KeptDraft

Outcome = Literal["asked", "no_name", "long_name", "no_number", "no_session", "not_saved"]


class RideWriting(KeptDraft[RidePlan]):
    """Of one session; `session_id` as the route has it, which may be of none."""

    def __init__(
        self,
        records: Keeping,
        session_id: str,
        now: Callable[[], datetime],
        **calls: Unpack[PageCalls],
    ) -> None:
        self._reference = f"Appointment/{session_id}"
        super().__init__(records, now, _begun(self._reference, now()), **calls)
        self._asking, self._next_id = asyncio.Lock(), new_id()
        self.visits = Visits(now())
        self.session: Session | None = None
        self.ride = Ride(now())

    async def load(self) -> None:
        """What the store holds now; what is not saved stays over it. Raises what the store raises."""
        self.visits = await visits(self._records, self._now())
        self.session = self.visits.session(self._reference)
        self.ride = await read_ride(self._records, self.session, self._now())
        if self.is_saved and self.ride.plan is not None:
            self.saved = self.noun = self.ride.plan

    @property
    def can_ask(self) -> bool:
        """Whether there is something to be taken home from."""
        return self.session is not None and self.session.is_coming and not self.session.is_past(self._now())

    def set_beside(self, name: str, value: str | bool) -> None:
        """A number, or what may be done with it (`RidePlan.BESIDE`)."""
        changes: dict[str, Any] = {name: value, "changed_at": self._now()}
        self._change(replace(self.noun, **changes))

    def catch_beside(self, name: str, value: str) -> None:
        """Letters that arrived after the lock (see `catch`)."""
        changes: dict[str, Any] = {name: value}
        self.noun = replace(self.noun, **changes)

    async def ask(self, patient: str, language: str) -> Outcome:
        """Asks by a link, once however often it is tapped. Anything but "asked": nothing was asked."""
        async with self._asking:
            if not await self.flush():
                return "not_saved"
            await self.load()
            problem = self._problem()
            if problem is not None or self.session is None:
                return problem or "no_session"
            if self.ride.request is None:
                try:
                    await self._records.save(self._question(self.session, patient, language))
                except NotSaved as error:
                    self.trouble = error.reason
                    return "not_saved"
                await self.load()
            return "asked"

    def _problem(self) -> Outcome | None:
        plan = self.noun
        if not self.can_ask:
            return "no_session"
        if not plan.name:
            return "no_name"
        if len(plan.name) > LONGEST_NAME:
            return "long_name"
        return None if is_number(plan.number) and is_number(plan.call) else "no_number"

    def _question(self, session: Session, patient: str, language: str) -> RideRequest:
        return RideRequest.make(
            self._next_id,
            self.noun,
            patient=patient,
            session=session.reference,
            language=language,
            now=self._now(),
        )

    async def take_back(self, *, forgets: bool) -> None:
        """Ends every question for this session. `forgets`: whoever it was, for somebody else to be written. Raises NotSaved, and
        ChangedMeanwhile once it was overtaken more often than people and devices write."""
        async with self._asking:
            await until_written(self._end)
            self._next_id = new_id()
            if forgets:
                blank = _begun(self._reference, self._now())
                self._change(replace(blank, made_at=self.noun.made_at, call=self.noun.call))
            await self.flush()
            await self.load()

    async def _end(self) -> None:
        if self.session is None:
            return
        found = of_session(await self._records.every(RideRequest), self.session)
        open_ones = [one for one in found if not one.is_over]
        if open_ones:
            await self._records.save_all([one.over() for one in open_ones], over=open_ones)

    async def try_again(self) -> None:
        """Puts what the clinic would not take back into the queue."""
        if self.ride.request is not None:
            await self._records.try_again(RideRequest, self.ride.request.id)
            await self.load()


def _begun(session: str, now: datetime) -> RidePlan:
    return RidePlan(id=ride_plan_id(session), words="", made_at=now, changed_at=now, session=session)
