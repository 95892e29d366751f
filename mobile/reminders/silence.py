"""When the phone is to say nothing because of a session: from the arrival the clinic asks for until the stay after it is over.

What the person tapped of that day counts as well: opened, their session day is silent at once and for as long as it is open, which
ends with the day; left, once the session is over, it is silent no longer. Left before that, the clinic's own times stand.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from mobile.care.agenda import Session
from mobile.care.agenda.item import AgendaItem, ItemKind
from mobile.care.session_day import SessionDay, is_its_day

_HERE: tuple[ItemKind, ...] = ("arrive", "session", "stay")


@dataclass(frozen=True)
class Silence:
    """`begins` is in it, `ends` is not. Aware UTC."""

    begins: datetime
    ends: datetime

    def holds(self, at: datetime) -> bool:
        return self.begins <= at < self.ends


def silences(
    items: Iterable[AgendaItem], zone: ZoneInfo, days: Iterable[tuple[Session, SessionDay]] = ()
) -> tuple[Silence, ...]:
    """One a session that is to come, is on, or whose stay is, and one for each day of a session that is open. Of a session
    without an end the rest of its day at the clinic is silent until it was left: nobody knows when it is over."""
    known: dict[str, tuple[Session, list[datetime]]] = {}
    for one in items:
        if one.session is None or one.session.start_at is None or one.kind not in _HERE:
            continue
        moments = known.setdefault(one.session.id, (one.session, [one.session.start_at]))[1]
        moments += [at for at in (one.at, one.session.ends_at) if at is not None]
    found = {id: Silence(min(moments), _end(one, moments, zone)) for id, (one, moments) in known.items()}
    for session, day in days:
        tapped = _tapped(session, day, found.get(session.id), zone)
        if tapped is not None:
            found[session.id] = tapped
    return tuple(found.values())


def _tapped(session: Session, day: SessionDay, planned: Silence | None, zone: ZoneInfo) -> Silence | None:
    """What the taps of its day make of the silence that is planned for it; None: nothing."""
    opened, over = day.opened_at, day.over_at
    if session.start_at is None or opened is None or not is_its_day(session, opened, zone):
        return planned  # not opened, or on a day that is no day of this session any more: it was moved since
    if over is None:
        ends = _midnight_after(session.ends_at or session.start_at, zone)
        begins, ends = (
            (opened, ends) if planned is None else (min(opened, planned.begins), max(ends, planned.ends))
        )
        return Silence(begins, ends)
    if planned is None or over < (session.ends_at or session.start_at):
        return planned
    return Silence(planned.begins, min(planned.ends, over))


def _end(session: Session, moments: list[datetime], zone: ZoneInfo) -> datetime:
    if session.ends_at is not None or session.start_at is None:
        return max(moments)
    return max(*moments, _midnight_after(session.start_at, zone))


def _midnight_after(at: datetime, zone: ZoneInfo) -> datetime:
    """When the day of a moment is over at the clinic."""
    try:
        day = at.astimezone(zone).date() + timedelta(days=1)
        return datetime.combine(day, time(), zone).astimezone(UTC)
    except (OverflowError, ValueError):  # the last day there is
        return at
