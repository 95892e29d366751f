"""Who has session times from the patient, and which of those times have changed since."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from mobile.care.agenda import Session
from mobile.care.given_times import GivenTime, GivenTimes
from mobile.records.ports import Keeping

KINDS = (GivenTimes, Session)


@dataclass(frozen=True)
class Holder:
    """Somebody who has times. `changed`: as they were given, still to come then, and otherwise now."""

    given: GivenTimes
    changed: tuple[GivenTime, ...] = ()


def own_calendar(every: Iterable[Holder]) -> Holder | None:
    """The patient's own, once they put times into it."""
    return next((one for one in every if one.given.is_own), None)


async def holders(records: Keeping, sessions: Iterable[Session], now: datetime) -> tuple[Holder, ...]:
    """Whoever got them last first. Raises what the store raises."""
    every = await records.every(GivenTimes)
    known = list(sessions)
    given = sorted(every, key=lambda one: (one.given_at, one.id), reverse=True)
    return tuple(Holder(one, one.changed(known, now)) for one in given)
