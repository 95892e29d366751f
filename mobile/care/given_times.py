"""Session times that the patient gave to somebody they trust, or to their own calendar: to whom, when, and which times as they
stood then.

Only theirs, like the journal: Lantern sends them to nobody. Kept so that the patient sees who has them, and which have changed since.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from mobile.care.agenda import Session, in_order
from mobile.care.own_words import as_utc
from mobile.noun import Kind


@dataclass(frozen=True)
class GivenTime:
    """`session` is the clinic's name of it, "Appointment/a1". Times are aware UTC."""

    session: str
    start_at: datetime
    end_at: datetime | None = None

    @classmethod
    def of(cls, session: Session) -> Self:
        """Raises ValueError where the clinic has not fixed a time."""
        if session.start_at is None:
            raise ValueError("a session without a time cannot be given")
        return cls(session.reference, session.start_at, session.ends_at)

    def has_changed(self, session: Session) -> bool:
        """Whether this session is at another time now, or is called off."""
        return not session.is_coming or (session.start_at, session.ends_at) != (self.start_at, self.end_at)


@dataclass(frozen=True)
class GivenTimes:
    """`name`: of whoever got them, in the patient's words; "" where they wrote none. `is_own`: it is the patient's own calendar."""

    KIND: ClassVar[Kind] = Kind("given_times", "", "private")

    id: str
    given_at: datetime
    times: tuple[GivenTime, ...]
    name: str = field(default="", repr=False)
    is_own: bool = False

    def changed(self, sessions: Iterable[Session], now: datetime) -> tuple[GivenTime, ...]:
        """Those still to come, as they were given, that are otherwise now. A session that this device does not know is left out:
        nothing is known of it."""
        known = {name: one for one in sessions for name in one.names}
        return tuple(
            one
            for one in self.times
            if one.start_at > now and (session := known.get(one.session)) and one.has_changed(session)
        )

    def head(self) -> Mapping[str, Any]:
        return {"given_at": self.given_at.isoformat()}

    def to_json(self) -> str:
        times = [
            [one.session, one.start_at.isoformat(), one.end_at.isoformat() if one.end_at else None]
            for one in self.times
        ]
        return json.dumps(
            {
                "id": self.id,
                "given_at": self.given_at.isoformat(),
                "name": self.name,
                "times": times,
                "is_own": self.is_own,
            }
        )

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Reads what `to_json` wrote. Raises ValueError or KeyError."""
        kept = json.loads(text)
        times = (
            GivenTime(session, as_utc(start), as_utc(end) if end else None)
            for session, start, end in kept["times"]
        )
        return cls(
            kept["id"], as_utc(kept["given_at"]), tuple(times), kept["name"], kept.get("is_own") is True
        )


def given_after(before: GivenTimes | None, now: datetime) -> datetime:
    """When times are given to somebody who had others before: later than those, also by a clock that was set back since."""
    return now if before is None else max(now, before.given_at + timedelta(seconds=1))


def to_give(sessions: Iterable[Session], now: datetime) -> list[Session]:
    """The sessions still to come whose time the clinic has fixed, in order."""
    return [
        one
        for one in in_order(sessions)
        if one.start_at is not None and one.is_coming and not one.is_held_only and not one.is_past(now)
    ]
