"""Which session times are handed over, to whom, and what is kept of it. Flet-free.

Nothing here is sent: no record of it has a way to the clinic.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from mobile.care.agenda import Session
from mobile.care.calendar_file import calendar_file
from mobile.care.given_times import GivenTime, GivenTimes, given_after, to_give
from mobile.care.sharing import new_id
from mobile.records.ports import Keeping
from mobile.screens.reads.given_times import Holder, holders
from mobile.screens.reads.visits import Visits, visits


@dataclass(frozen=True)
class Handing:
    """What one person is handed at one moment. `before`: what they had."""

    id: str
    name: str
    times: tuple[GivenTime, ...]
    called_off: tuple[GivenTime, ...]
    before: tuple[GivenTime, ...]


class TimesModel:
    """`holder`: who gets them; None: somebody new. Whoever was given them stays the one until `turn_to` says otherwise, so that
    words and a calendar file for the same person are one."""

    def __init__(self, records: Keeping, now: Callable[[], datetime]) -> None:
        self._records, self._now = records, now
        self.visits = Visits(now())
        self.holders: tuple[Holder, ...] = ()
        self.holder: Holder | None = None
        self._is_loaded = False
        self._left_out = set[str]()
        self._id = new_id()  # of somebody new

    async def load(self) -> None:
        """At first whoever has an old time is turned to, where there is one."""
        self.visits = await visits(self._records, self._now())
        every = await holders(self._records, self.visits.sessions, self._now())
        self.holders = tuple(one for one in every if not one.given.is_own)
        waiting = [one for one in self.holders if one.changed]
        if not self._is_loaded and len(waiting) == 1:
            self.holder = waiting[0]
        elif self.holder is not None:
            id = self.holder.given.id
            self.holder = next((one for one in self.holders if one.given.id == id), None)
        self._is_loaded = True

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
        """Of what they have from before: times that are no more, and of whose session none is left."""
        coming = {one.reference for one in self.coming}
        changed = self.holder.changed if self.holder is not None else ()
        return tuple(one for one in changed if one.session not in coming)

    def turn_to(self, holder: Holder | None) -> None:
        """Somebody who has times already, or None: somebody new."""
        self.holder = holder
        self._left_out.clear()
        self._id = new_id()

    def handing(self, name: str) -> Handing:
        """What is handed over now, whatever changes while the person chooses where it goes."""
        before = self.holder.given if self.holder is not None else None
        id, called = (before.id, before.name) if before is not None else (self._id, name.strip())
        return Handing(id, called, self.times, self.called_off, before.times if before is not None else ())

    def file(self, handing: Handing, title: str) -> bytes:
        """For a calendar."""
        return calendar_file(handing.times, handing.called_off, title, handing.id, self._given_at())

    def _given_at(self) -> datetime:
        return given_after(self.holder.given if self.holder is not None else None, self._now())

    async def handed_over(self, handing: Handing) -> None:
        """Keeps who has which times; what they had before and still have stands. Raises what the store raises."""
        anew = {one.session for one in (*handing.times, *handing.called_off)}
        kept = tuple(one for one in handing.before if one.session not in anew)
        given = GivenTimes(handing.id, self._given_at(), kept + handing.times, handing.name)
        await self._records.save(given)
        self.holder = Holder(given)

    async def forget(self, holder: Holder) -> None:
        """No longer kept here; they have what they have."""
        await self._records.remove(holder.given)
        if self.holder is not None and self.holder.given.id == holder.given.id:
            self.turn_to(None)
