"""Sessions in time: which is next, how far away it is, and which phase of care that makes today.

Pure functions of appointments, the clinic's zone and now. The clinic's wall time is what counts: "in 2 days" means two
midnights at the clinic, whatever the phone's zone, and whether or not the clocks change in between. Nothing here is
ever stored, and no clinical number is written here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, ClassVar, Literal
from zoneinfo import ZoneInfo

from mobile.care.resource import Json, Resource, at, each, moment, text_at
from mobile.noun import Kind

Phase = Literal["prepare", "session", "integrate"]

NOT_COMING = frozenset({"cancelled", "noshow", "entered-in-error"})
OVER = frozenset({"fulfilled"})
HERE = frozenset({"arrived", "checked-in"})
_UNFIXED = frozenset({"proposed", "pending", "waitlist"})


@dataclass(frozen=True, kw_only=True)
class Session(Resource):
    """An appointment for treatment. Times are aware UTC; None where the clinic has not fixed them."""

    TYPE: ClassVar[str] = "Appointment"
    KIND: ClassVar[Kind] = Kind("session", "Appointment")

    status: str = ""
    start_at: datetime | None = None
    end_at: datetime | None = None
    patient: str | None = None
    practitioners: tuple[str, ...] = ()
    name: str = field(default="", repr=False)  # the kind of visit in the clinic's words
    place: str = field(default="", repr=False)
    instruction: str = field(default="", repr=False)

    @classmethod
    def read(cls, resource: Json) -> Json:
        parts = list(each(resource, "participant"))
        actors = [name for part in parts if (name := text_at(part, "actor", "reference"))]
        place = next(
            (part for part in parts if (text_at(part, "actor", "reference") or "").startswith("Location/")),
            None,
        )
        return {
            "status": text_at(resource, "status") or "",
            "start_at": moment(resource.get("start")),
            "end_at": moment(resource.get("end")),
            "patient": next((name for name in actors if name.startswith("Patient/")), None),
            "practitioners": tuple(name for name in actors if name.startswith("Practitioner/")),
            "name": _visit(resource),
            "place": text_at(place, "actor", "display") or "",
            "instruction": text_at(resource, "patientInstruction") or "",
        }

    @property
    def is_coming(self) -> bool:
        """Whether it may still take place."""
        return self.status not in NOT_COMING and self.status not in OVER

    @property
    def is_held_only(self) -> bool:
        """A time the clinic holds without having booked it."""
        return self.status in _UNFIXED

    def is_past(self, now: datetime) -> bool:
        """Whether it took place: the clinic says so, or its end has passed and nobody called it off."""
        if self.status in OVER:
            return True
        end = self.end_at or self.start_at
        return self.status not in NOT_COMING and end is not None and end <= now

    def head(self) -> Mapping[str, Any]:
        """What a list needs."""
        return {"start": self.start_at.isoformat() if self.start_at else None, "status": self.status}


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


def length(session: Session) -> timedelta | None:
    """How long it is planned to take."""
    if session.start_at is None or session.end_at is None or session.end_at <= session.start_at:
        return None
    return session.end_at - session.start_at


def is_session_day_guarded(sessions: Iterable[Session]) -> bool:
    """Whether a session is on: checked in and not yet over. New sharing waits; taking back and Support never do."""
    return any(session.status in HERE for session in sessions)


def _visit(resource: Json) -> str:
    for name in ("appointmentType", "serviceType"):
        concept: Any = resource.get(name)
        if isinstance(concept, list):
            concept = at(resource, name, 0)
        stated = text_at(concept, "text") or text_at(concept, "coding", 0, "display")
        if stated:
            return stated
    return text_at(resource, "description") or ""
