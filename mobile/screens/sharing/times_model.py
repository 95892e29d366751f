"""Which session times are handed over, to whom, and what is kept of it. Flet-free.

Nothing here is sent: no record of it has a way to the clinic.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from mobile.care.agenda import Session
from mobile.care.calendar_file import calendar_file
from mobile.care.given_times import GivenTime, GivenTimes, to_give
from mobile.care.sharing import new_id
from mobile.records.ports import Keeping
from mobile.screens.reads.given_times import Holder, holders
from mobile.screens.reads.visits import Visits, visits


class TimesModel:
    """`again`: whoever has times already and gets them anew; None: somebody else."""

    def __init__(self, records: Keeping, now: Callable[[], datetime]) -> None:
        self._records, self._now = records, now
        self.visits = Visits(now())
        self.holders: tuple[Holder, ...] = ()
        self.again: Holder | None = None
        self._left_out = set[str]()
        self._id = new_id()  # of whoever gets them next

    async def load(self) -> None:
        self.visits = await visits(self._records, self._now())
        self.holders = await holders(self._records, self.visits.sessions, self._now())
        if self.again is not None:
            again = self.again.given.id
            self.again = next((one for one in self.holders if one.given.id == again), None)

    @property
    def coming(self) -> list[Session]:
        """What can be given."""
        return to_give(self.visits.sessions, self._now())

    def is_chosen(self, session: Session) -> bool:
        return session.reference not in self._left_out

    def choose(self, session: Session, *, is_chosen: bool) -> None:
        self._left_out -= {session.reference}
        self._left_out |= set() if is_chosen else {session.reference}

    @property
    def times(self) -> tuple[GivenTime, ...]:
        """What is handed over."""
        return tuple(GivenTime.of(one) for one in self.coming if self.is_chosen(one))

    @property
    def called_off(self) -> tuple[GivenTime, ...]:
        """Of what they have from before: times that are no more, and that nothing above takes the place of."""
        if self.again is None:
            return ()
        now_at = {one.session for one in self.times}
        return tuple(one for one in self.again.changed if one.session not in now_at)

    def give_again(self, holder: Holder | None) -> None:
        """To somebody who has old ones, or None: to somebody else."""
        self.again = holder

    def file(self, title: str) -> bytes:
        """For a calendar."""
        given = self.again.given.id if self.again is not None else self._id
        return calendar_file(self.times, title, given, self._now())

    async def handed_over(self, name: str) -> None:
        """Keeps who has which times. Raises what the store raises."""
        before = self.again.given if self.again is not None else None
        given = GivenTimes(before.id if before else self._id, self._now(), self.times, name.strip())
        await self._records.save(given)
        if before is None:
            self._id = new_id()
        self.again = None
        self._left_out.clear()

    async def forget(self, holder: Holder) -> None:
        """No longer kept here; they have what they have."""
        await self._records.remove(holder.given)
