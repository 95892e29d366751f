"""Which session times go into the patient's own calendar, and what it had before. Flet-free. Nothing here is sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from mobile.care.agenda import Session
from mobile.care.calendar_file import calendar_file
from mobile.care.given_times import GivenTime, GivenTimes, given_after, to_give
from mobile.care.sharing import new_id
from mobile.records.ports import Keeping
from mobile.screens.reads.given_times import holders, own_calendar
from mobile.screens.reads.visits import Visits, visits


@dataclass(frozen=True)
class Saving:
    """What is saved at one moment. `titles`: what each session is called in it; none: all have one neutral word."""

    times: tuple[GivenTime, ...]
    called_off: tuple[GivenTime, ...]
    before: GivenTimes | None
    titles: Mapping[str, str]


class OwnCalendar:
    """`only`: the id of the one session it is about; None: all of them."""

    def __init__(self, records: Keeping, now: Callable[[], datetime], only: str | None) -> None:
        self._records, self._now, self._only = records, now, only
        self._id = new_id()  # of a calendar that has nothing yet
        self.visits = Visits(now())
        self.before: GivenTimes | None = None
        self.changed: tuple[GivenTime, ...] = ()
        self.has_detail = False

    async def load(self) -> None:
        """Raises what the store raises."""
        self.visits = await visits(self._records, self._now())
        held = own_calendar(await holders(self._records, self.visits.sessions, self._now()))
        self.before = held.given if held is not None else None
        self.changed = held.changed if held is not None else ()

    @property
    def coming(self) -> list[Session]:
        """Whose times can be saved."""
        name = f"Appointment/{self._only}"
        every = to_give(self.visits.sessions, self._now())
        return [one for one in every if self._only is None or name in one.names]

    @property
    def called_off(self) -> tuple[GivenTime, ...]:
        """What the calendar has and is no more."""
        coming = {one.reference for one in to_give(self.visits.sessions, self._now())}
        own = {f"Appointment/{self._only}"} if self._only is not None else None
        return tuple(
            one for one in self.changed if one.session not in coming and (own is None or one.session in own)
        )

    @property
    def is_up_to_date(self) -> bool:
        """Whether the calendar has these times as they are."""
        has = {one.session: one for one in self.before.times} if self.before is not None else {}
        return not self.called_off and all(
            (old := has.get(one.reference)) is not None and not old.has_changed(one) for one in self.coming
        )

    def saving(self) -> Saving:
        """What is saved now, whatever changes while the person chooses where it goes."""
        times = tuple(GivenTime.of(one) for one in self.coming)
        titles = {one.reference: one.name for one in self.coming if one.name} if self.has_detail else {}
        return Saving(times, self.called_off, self.before, titles)

    def file(self, saving: Saving, title: str) -> bytes:
        """For a calendar."""
        given = saving.before.id if saving.before is not None else self._id
        at = given_after(saving.before, self._now())
        return calendar_file(saving.times, saving.called_off, title, given, at, saving.titles)

    async def saved(self, saving: Saving) -> None:
        """Keeps which times it has; those of other sessions stand. Raises what the store raises."""
        anew = {one.session for one in (*saving.times, *saving.called_off)}
        old = saving.before.times if saving.before is not None else ()
        given = saving.before.id if saving.before is not None else self._id
        kept = tuple(one for one in old if one.session not in anew)
        at = given_after(saving.before, self._now())
        await self._records.save(GivenTimes(given, at, kept + saving.times, is_own=True))

    async def forget(self) -> None:
        """It is not looked after any more; it has what it has. Raises what the store raises."""
        if self.before is not None:
            await self._records.remove(self.before)
