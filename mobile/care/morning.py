"""In which order a therapist meets the people of a morning: by need, as far as it is known to them.

An alert that is not settled, then a score that moved by the clinic's own rule, a session within two days, words or lines not
read yet, everybody else. Pure: what is known of each is given. It weighs nothing a person wrote, and leaves nobody out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Literal, get_args
from zoneinfo import ZoneInfo

from mobile.care.agenda import Session

Need = Literal["alert", "rising", "session", "unread", "rest"]
NEEDS: tuple[Need, ...] = get_args(Need)
SOON_DAYS = 2
"""By the clinic's calendar: today, tomorrow and the day after."""


@dataclass(frozen=True)
class Alarm:
    """The alert of a patient's that comes first: how fast it is to be read, and since when it waits."""

    speed: int
    since: datetime | None


@dataclass(frozen=True)
class Waiting:
    """What of one patient may call for their therapist. None and 0: nothing of that kind."""

    patient: str  # "Patient/p1"
    name: str = field(default="", repr=False)
    alarm: Alarm | None = None
    moved: Decimal | None = None  # points a score moved, where the clinic's rule is met
    session_at: datetime | None = None  # of a session that is soon
    unread: int = 0
    new_lines: int = 0  # a colleague's, in the summary they keep together
    unread_since: datetime | None = None  # of the words and of the lines

    @property
    def need(self) -> Need:
        if self.alarm is not None:
            return "alert"
        if self.moved is not None:
            return "rising"
        if self.session_at is not None:
            return "session"
        return "unread" if self.unread or self.new_lines else "rest"


def by_need(people: Iterable[Waiting]) -> list[Waiting]:
    """Everybody given, once, in order. Within a need: the fastest and longest waiting alert, the score that moved most, the
    nearest session, the words that wait longest; then by name."""
    return sorted(people, key=place)


def place(one: Waiting) -> tuple[int, int, float, str, str]:
    """Where somebody stands among others, to be compared: lower is further up."""
    need = one.need
    first, second = 0, 0.0
    if need == "alert" and one.alarm is not None:
        first, second = -one.alarm.speed, _stamp(one.alarm.since)
    elif need == "rising" and one.moved is not None:
        second = -float(one.moved)
    elif need == "session":
        second = _stamp(one.session_at)
    elif need == "unread":
        second = _stamp(one.unread_since)
    return NEEDS.index(need), first, second, one.name.casefold(), one.patient


def soon(sessions: Iterable[Session], now: datetime, zone: ZoneInfo) -> Session | None:
    """The next session that is booked, not over, and today or in the two days after by the clinic's calendar."""
    today = now.astimezone(zone).date()
    coming = [
        (one.start_at, one.id, one)
        for one in sessions
        if one.start_at is not None
        and one.is_coming
        and not one.is_held_only
        and not one.is_past(now)
        and (one.start_at.astimezone(zone).date() - today).days <= SOON_DAYS
    ]
    return min(coming, key=lambda one: one[:2])[2] if coming else None


def _stamp(at: datetime | None) -> float:
    return at.timestamp() if at is not None else 0.0
