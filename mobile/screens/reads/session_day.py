"""The day of one session as values: how far it is, what stands on it, and the taps that are kept of it. They never leave this device."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal
from urllib.parse import quote
from zoneinfo import ZoneInfo

from mobile.care.agenda import Session, in_order
from mobile.care.agenda.item import AgendaItem
from mobile.care.agenda.of_session import after
from mobile.care.session_day import SessionDay, Thing, day_id, is_its_day, under_way
from mobile.care.session_rules import SessionRules
from mobile.records.overtaken import until_written
from mobile.records.ports import Keeping
from mobile.screens.reads.visits import Visits

Step = Literal["closed", "coming", "here", "on"]
"""`closed`: not opened, or left. `coming`: before they tapped that they are there. `here`: there, and the time counts from when it
begins. `on`: all after that."""


@dataclass(frozen=True)
class TheDay:
    """`is_today`: it is a day of this session by the clinic's calendar. `counts`: the clinic's time to stay counts from its beginning."""

    session: Session
    day: SessionDay
    is_today: bool
    is_open: bool
    counts: bool
    following: Session | None  # the next one of theirs after it

    @property
    def step(self) -> Step:
        if not self.is_open:
            return "closed"
        if self.day.began_at is not None or (self.day.arrived_at is not None and not self.counts):
            return "on"
        return "here" if self.day.arrived_at is not None else "coming"


async def the_day(
    records: Keeping, visits: Visits, id: str, zone: ZoneInfo, *, counts: bool = False
) -> TheDay | None:
    """`id`: as in the route. None: there is no such session. Raises what the store raises."""
    name = f"Appointment/{id}"
    session = next((one for one in visits.sessions if name in one.names), None)
    if session is None:
        return None
    day = await records.get(SessionDay, day_id(session.id)) or SessionDay(session.id)
    is_today, is_open = is_its_day(session, visits.now, zone), day.is_under_way(session, visits.now, zone)
    return TheDay(session, day, is_today, is_open, counts, _following(visits, session))


def _following(visits: Visits, session: Session) -> Session | None:
    start = session.start_at
    later = [one for one in in_order(visits.sessions) if one.start_at is not None and one.is_coming]
    return next((one for one in later if start is not None and one.start_at and one.start_at > start), None)


def stay_of(one: TheDay, rules: SessionRules, zone: ZoneInfo) -> list[AgendaItem]:
    """How long the clinic says to stay, counted from when it began; also what is behind."""
    found = after(one.session, rules, zone, one.day.late(one.session))
    return [item for item in found if item.kind == "stay"]


async def change_day(records: Keeping, session: Session, change: Callable[[SessionDay], SessionDay]) -> None:
    """Raises what the store raises."""

    async def write() -> None:
        stored = await records.get(SessionDay, day_id(session.id))
        over, anew = ([stored], []) if stored is not None else ([], [change(SessionDay(session.id))])
        new = change(stored) if stored is not None else anew[0]
        await records.save_all([new], over=over, anew=anew)

    await until_written(write)


async def open_day(records: Keeping, session: Session, now: datetime) -> None:
    """From now on this device shows it, and comes back to it. Raises what the store raises."""
    await change_day(records, session, lambda day: day.opened(now))


async def arrive(records: Keeping, session: Session, now: datetime) -> None:
    """They tapped that they are there. Raises what the store raises."""
    await change_day(records, session, lambda day: replace(day, arrived_at=day.arrived_at or now))


async def begin(records: Keeping, session: Session, now: datetime) -> None:
    """It began now; a second time changes nothing. Raises what the store raises."""
    await change_day(records, session, lambda day: replace(day, began_at=day.began_at or now))


async def tick_thing(records: Keeping, session: Session, thing: Thing) -> None:
    """Raises what the store raises."""
    await change_day(records, session, lambda day: day.ticked(thing))


async def dim(records: Keeping, session: Session) -> None:
    """Darker, or as it was. Raises what the store raises."""
    await change_day(records, session, lambda day: replace(day, is_dim=not day.is_dim))


async def end_day(records: Keeping, session: Session, now: datetime) -> None:
    """They left, or closed it. Raises what the store raises."""
    await change_day(records, session, lambda day: replace(day, over_at=now, is_dim=False))


async def day_under_way(records: Keeping, now: datetime, zone: ZoneInfo) -> Session | None:
    """The session whose day is open here. Raises what the store raises."""
    return under_way(await records.every(SessionDay), await records.every(Session), now, zone)


def day_route(session: Session, part: Literal["", "leaving", "hand-over", "look-ins"] = "") -> str:
    """Where the day of a session is, or a part of it."""
    route = f"/session-day/{quote(session.server_id or session.id, safe='')}"
    return f"{route}/{part}" if part else route
