"""Sessions in time: which is next, which was last, and which phase of care that makes today.

Pure functions of appointments, the clinic's zone and now. The clinic's wall time is what counts: "in 2 days" means two
midnights at the clinic, whatever the phone's zone, and whether or not the clocks change in between.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from mobile.care.agenda.session import HERE, NOT_COMING, Session

Phase = Literal["prepare", "session", "integrate"]
AHEAD = timedelta(weeks=2)
"""Who is checked in is so though this clock says that it is days too early: it may be set wrong. Of a session further away the
clinic has slipped."""


def in_order(sessions: Iterable[Session]) -> list[Session]:
    """By start, those without a time last, those called off left out."""
    kept = [session for session in sessions if session.status not in NOT_COMING]
    return sorted(
        kept, key=lambda s: (s.start_at is None, s.start_at.timestamp() if s.start_at else 0.0, s.id)
    )


def next_session(sessions: Iterable[Session], now: datetime) -> Session | None:
    """The one that is on, or the next to come. None when nothing is planned."""
    coming = [s for s in in_order(sessions) if s.is_coming and not s.is_past(now)]
    return next((s for s in coming if s.start_at is not None), coming[0] if coming else None)


def last_session(sessions: Iterable[Session], now: datetime) -> Session | None:
    """The last that took place."""
    past = [s for s in in_order(sessions) if s.is_past(now) and s.start_at is not None]
    return past[-1] if past else None


def phase(sessions: Iterable[Session], now: datetime, zone: ZoneInfo) -> Phase | None:
    """Where a person is: session day by the clinic's calendar, integrating in the nearer half after a session, else preparing.

    None where no session is known, past or coming. Between two sessions, the half nearer to the last one is for
    integrating; with nothing ahead all of it is.
    """
    known = list(sessions)
    coming, last = next_session(known, now), last_session(known, now)
    today = now.astimezone(zone).date()
    if any(_is_on(session, today, zone) for session in (coming, last)):
        return "session"
    if coming is None or coming.start_at is None:
        return "integrate" if last is not None else ("prepare" if coming is not None else None)
    if last is None or last.start_at is None:
        return "prepare"
    ahead = coming.start_at.astimezone(zone).date() - today
    behind = today - last.start_at.astimezone(zone).date()
    return "prepare" if ahead <= behind else "integrate"


def _is_on(session: Session | None, day: date, zone: ZoneInfo) -> bool:
    return (
        session is not None
        and session.start_at is not None
        and session.start_at.astimezone(zone).date() == day
    )


def is_session_on(sessions: Iterable[Session], now: datetime, zone: ZoneInfo) -> bool:
    """Whether somebody is checked in and not yet out: what is told of itself to who reads along waits until then. A session
    that the clinic never closed is over with the day on which it ends by the clinic's own times."""
    return any(_is_here(session, now, zone) for session in sessions)


def _is_here(session: Session, now: datetime, zone: ZoneInfo) -> bool:
    start, end = session.start_at, session.last_known
    if session.status not in HERE or start is None or end is None:
        return False
    return start - AHEAD <= now < next_day(end, zone)


def next_day(moment: datetime, zone: ZoneInfo) -> datetime:
    """When the clinic's day after that of `moment` begins, aware UTC."""
    day = moment.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(day, time(), zone).astimezone(UTC)
