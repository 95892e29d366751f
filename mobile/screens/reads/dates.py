"""What is known of changing a session's date: the times the clinic offers, what was asked, what was answered. Flet-free.

Read from what is kept here: offline it is as old as the last word of the clinic, and only the clinic books.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from mobile.care.agenda import Session
from mobile.care.date_change import (
    DateAnswer,
    DateRequest,
    Fit,
    OpenTime,
    Plans,
    Room,
    Standing,
    fits,
    standing_of,
)
from mobile.care.date_change.open_time import offered
from mobile.care.date_change.standing import requests_for
from mobile.records.overtaken import until_written
from mobile.records.ports import Keeping
from mobile.screens.reads.agenda import Agenda
from mobile.screens.reads.visits import Visits

KINDS = (OpenTime, Room, DateRequest, DateAnswer)
"""What to watch, besides what visits and the agenda are read from."""


@dataclass(frozen=True)
class Dates:
    """At a moment."""

    now: datetime
    times: Sequence[OpenTime] = ()
    rooms: Sequence[Room] = ()
    requests: Sequence[DateRequest] = ()
    answers: Sequence[DateAnswer] = ()

    def standings(self, session: Session) -> list[Standing]:
        """Of every request about this session, the last asked first."""
        return [
            standing_of(one, session, self.answers, self.times)
            for one in requests_for(session, self.requests)
        ]

    def standing(self, session: Session) -> Standing | None:
        """Of the one that counts: the last that was not withdrawn, else the last."""
        every = self.standings(session)
        return next((one for one in every if one.state != "withdrawn"), every[0] if every else None)

    def to_ask_for(self, session: Session, visits: Visits, agenda: Agenda, zone: ZoneInfo) -> list[Fit]:
        """Every time that the clinic offers but the session's own, with what forbids it; in time."""
        times = [one for one in offered(self.times, self.rooms, self.now) if one.start_at != session.start_at]
        plans = Plans(visits.sessions, visits.course, agenda.asks.rules, agenda.phases)
        return fits(session, times, plans, self.now, zone)


@dataclass(frozen=True)
class News:
    """What Today says of one session: a request that waits on the clinic, or an answer that was not read yet."""

    session: Session
    standing: Standing = field(repr=False)


async def dates(records: Keeping, now: datetime) -> Dates:
    """Raises what the store raises."""
    return Dates(
        now,
        await records.every(OpenTime),
        await records.every(Room),
        await records.every(DateRequest),
        await records.every(DateAnswer),
    )


async def date_news(records: Keeping, visits: Visits) -> tuple[News, ...]:
    """Of the sessions to come, in their order as they are kept. Raises what the store raises."""
    known = await dates(records, visits.now)
    found: list[News] = []
    for session in visits.sessions if known.requests else ():
        standing = known.standing(session)
        if standing is None or standing.state == "withdrawn" or session.is_past(visits.now):
            continue
        is_new = standing.answer is not None and not standing.answer.is_read
        if standing.is_open or is_new:
            found.append(News(session, standing))
    return tuple(found)


async def withdraw(records: Keeping, session: Session) -> None:
    """Everything that was asked about this session and waits. Raises what the store raises."""

    async def write() -> None:
        asked = requests_for(session, await records.every(DateRequest))
        waiting = [one for one in asked if not one.is_withdrawn]
        if waiting:
            await records.save_all([one.withdrawn() for one in waiting], over=waiting)

    await until_written(write)


async def mark_answer_read(records: Keeping, answer: DateAnswer, now: datetime) -> None:
    """Its reader closed it. Raises what the store raises."""
    await until_written(partial(_mark, records, answer.id, now))


async def _mark(records: Keeping, id: str, now: datetime) -> None:
    stored = await records.get(DateAnswer, id)
    if stored is not None and not stored.is_read:
        await records.save_all([stored.read_now(now)], over=[stored])
