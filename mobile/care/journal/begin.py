"""Beginning an entry: where the patient is between their sessions when they write, kept with it from then on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from mobile.care.agenda import Session, in_order, last_session, phase
from mobile.care.journal.entry import JournalEntry
from mobile.care.journal.layers import Begun


def begin(
    id: str, sessions: Iterable[Session], now: datetime, zone: ZoneInfo, *, layer: Begun | None = None
) -> JournalEntry:
    """A new entry with no words yet: of its layer's session, of the session of this day, else of the last that took place.
    Days are the clinic's."""
    known = list(sessions)
    today = now.astimezone(zone).date()
    last = layer.session if layer is not None else _session_of(known, today, now, zone)
    day = _day(last, zone) if last is not None else None
    return JournalEntry(
        id=id,
        words="",
        made_at=now,
        changed_at=now,
        session=last.reference if last is not None else None,
        day_after=(today - day).days if day is not None else None,
        phase=phase(known, now, zone),
        layer=layer.layer.name if layer is not None else "",
    )


def _session_of(known: list[Session], today: date, now: datetime, zone: ZoneInfo) -> Session | None:
    return next((one for one in in_order(known) if _day(one, zone) == today), None) or last_session(
        known, now
    )


def _day(session: Session, zone: ZoneInfo) -> date | None:
    return session.start_at.astimezone(zone).date() if session.start_at is not None else None
