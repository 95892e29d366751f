"""The day of one session on the person's own device: that they opened it, came, that it began, what they have with them.

Taps and times only. Nobody at the clinic is shown one, so it has no outbox. A time that was tapped only ever makes a time of the
clinic's later: somebody who waited an hour does not drive an hour too soon.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import Any, ClassVar, Literal, Self
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from mobile.care.agenda import NOT_COMING, Session
from mobile.care.own_words import as_utc
from mobile.noun import Kind

Thing = Literal["phone", "wallet", "bag", "escort", "next"]
THINGS: tuple[Thing, ...] = ("phone", "wallet", "bag", "escort", "next")
"""What is looked at before leaving, in this order."""


@dataclass(frozen=True)
class SessionDay:
    """Times are aware UTC, None until tapped. `session`: the session's own id."""

    KIND: ClassVar[Kind] = Kind("session_day", "", "private")

    session: str
    opened_at: datetime | None = None
    arrived_at: datetime | None = None
    began_at: datetime | None = None
    over_at: datetime | None = None
    things: frozenset[Thing] = frozenset()
    is_dim: bool = False

    @property
    def id(self) -> str:
        """A session has one day."""
        return day_id(self.session)

    def opened(self, now: datetime) -> Self:
        """It is the day now; also again after it was closed."""
        return replace(self, opened_at=self.opened_at or now, over_at=None)

    def ticked(self, thing: Thing) -> Self:
        """They have it, or have it not after all."""
        return replace(self, things=self.things ^ {thing})

    def is_under_way(self, session: Session | None, now: datetime, zone: ZoneInfo) -> bool:
        """Whether it was opened and not left, on the day of its session by the clinic's calendar. It ends with that day by itself."""
        return (
            self.opened_at is not None
            and self.over_at is None
            and session is not None
            and is_its_day(session, now, zone)
        )

    def late(self, session: Session) -> timedelta:
        """How much later than planned it began, by the person's tap; never less than nothing."""
        if self.began_at is None or session.start_at is None:
            return timedelta()
        late = self.began_at - session.start_at
        return (
            late if timedelta() < late < _A_DAY else timedelta()
        )  # longer: the clock or the date was another

    def head(self) -> Mapping[str, Any]:
        return {"over": self.over_at is not None}

    def to_json(self) -> str:
        times = {name: at.isoformat() for name in _TIMES if (at := getattr(self, name)) is not None}
        return json.dumps(
            {"session": self.session, **times, "things": sorted(self.things), "is_dim": self.is_dim}
        )

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Reads what `to_json` wrote."""
        kept = json.loads(text)
        times = {name: as_utc(kept[name]) for name in _TIMES if kept.get(name)}
        had = set(kept.get("things", ()))
        things: frozenset[Thing] = frozenset(one for one in THINGS if one in had)
        return cls(kept["session"], **times, things=things, is_dim=bool(kept.get("is_dim")))


_A_DAY = timedelta(days=1)
_TIMES = ("opened_at", "arrived_at", "began_at", "over_at")


def day_id(session: str) -> str:
    """The id under which the day of this session is kept."""
    return f"session-day-{uuid5(NAMESPACE_URL, session)}"


def is_its_day(session: Session, now: datetime, zone: ZoneInfo) -> bool:
    """Whether it is a day of this session by the clinic's calendar, and it may take place or did."""
    if session.start_at is None or session.status in NOT_COMING:
        return False
    days = [at.astimezone(zone).date() for at in (session.start_at, now, session.ends_at or session.start_at)]
    return days[0] <= days[1] <= days[2]


def under_way(
    days: Iterable[SessionDay], sessions: Iterable[Session], now: datetime, zone: ZoneInfo
) -> Session | None:
    """The session whose day was opened here and is not over."""
    opened = {one.session: one for one in days}
    return next(
        (one for one in sessions if one.id in opened and opened[one.id].is_under_way(one, now, zone)), None
    )


def silent_time(
    days: Iterable[SessionDay], sessions: Iterable[Session], now: datetime, zone: ZoneInfo
) -> tuple[datetime, datetime] | None:
    """From when on and until when this app brings nothing up by itself, aware UTC: from the tap that they are there to the end of
    that day, however long the session lasts. None: no day is open, or they are not there yet. Leaving ends it at once."""
    known = list(days)
    session = under_way(known, sessions, now, zone)
    day = next((one for one in known if session is not None and one.session == session.id), None)
    came = (day.arrived_at or day.began_at) if day is not None else None
    if session is None or session.last_known is None or came is None:
        return None
    following = session.last_known.astimezone(zone).date() + timedelta(days=1)
    return came, datetime.combine(following, time(), zone).astimezone(UTC)


def later_than_planned(days: Iterable[SessionDay], sessions: Iterable[Session]) -> Mapping[str, timedelta]:
    """By the session's id, of those that began later."""
    known = {one.session: one for one in days}
    found = {one.id: known[one.id].late(one) for one in sessions if one.id in known}
    return {id: late for id, late in found.items() if late}
