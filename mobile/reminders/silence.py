"""When the phone is to say nothing because of a session: from the arrival the clinic asks for until the stay after it is over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from mobile.care.agenda import Session
from mobile.care.agenda.item import AgendaItem, ItemKind

_HERE: tuple[ItemKind, ...] = ("arrive", "session", "stay")


@dataclass(frozen=True)
class Silence:
    """`begins` is in it, `ends` is not. Aware UTC."""

    begins: datetime
    ends: datetime

    def holds(self, at: datetime) -> bool:
        return self.begins <= at < self.ends


def silences(items: Iterable[AgendaItem], zone: ZoneInfo) -> tuple[Silence, ...]:
    """One a session that is to come, is on, or whose stay is. Of a session without an end the rest of its day at the clinic
    is silent: nobody knows when it is over."""
    known: dict[str, tuple[Session, list[datetime]]] = {}
    for one in items:
        if one.session is None or one.session.start_at is None or one.kind not in _HERE:
            continue
        moments = known.setdefault(one.session.id, (one.session, [one.session.start_at]))[1]
        moments += [at for at in (one.at, one.session.ends_at) if at is not None]
    return tuple(Silence(min(moments), _end(one, moments, zone)) for one, moments in known.values())


def _end(session: Session, moments: list[datetime], zone: ZoneInfo) -> datetime:
    if session.ends_at is not None or session.start_at is None:
        return max(moments)
    try:
        day = session.start_at.astimezone(zone).date() + timedelta(days=1)
        return max(*moments, datetime.combine(day, time(), zone).astimezone(UTC))
    except (OverflowError, ValueError):  # the last day there is
        return max(moments)
