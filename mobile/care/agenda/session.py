"""An appointment for treatment as the patient sees it: when it is, where, and whether it may still take place.

Its times are the clinic's, as instants; nothing here is ever stored, and no clinical number is written here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, ClassVar

from mobile.care.resource import Json, Resource, at, each, moment, text_at
from mobile.noun import Kind

NOT_COMING = frozenset({"cancelled", "noshow", "entered-in-error"})
OVER = frozenset({"fulfilled"})
HERE = frozenset({"arrived", "checked-in"})
_UNFIXED = frozenset({"proposed", "pending", "waitlist"})
_LONGEST = timedelta(weeks=2)
"""An end beyond it is a slip of the month or the year: longer than any stay for one session, and no number of care."""


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
    places: frozenset[str] = frozenset()  # "Location/l1": the rooms it is in
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
            "places": frozenset(name for name in actors if name.startswith("Location/")),
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

    @property
    def ends_at(self) -> datetime | None:
        """Its end, where the clinic gave one that comes after its start and not long after: what else stands there is a slip,
        and nothing may begin, end or wait because of it."""
        start, end = self.start_at, self.end_at
        is_end = end is not None and (start is None or timedelta() < end - start <= _LONGEST)
        return end if is_end else None

    @property
    def last_known(self) -> datetime | None:
        """When it is over as far as is known: at its end; where that is not known, with its start."""
        return self.ends_at or self.start_at

    def is_past(self, now: datetime) -> bool:
        """Whether it took place: the clinic says so, or its end has passed and nobody called it off."""
        if self.status in OVER:
            return True
        end = self.last_known
        return self.status not in NOT_COMING and end is not None and end <= now

    def head(self) -> Mapping[str, Any]:
        """What a list needs."""
        return {"start": self.start_at.isoformat() if self.start_at else None, "status": self.status}


def length(session: Session) -> timedelta | None:
    """How long it is planned to take."""
    if session.start_at is None or session.ends_at is None:
        return None
    return session.ends_at - session.start_at


def _visit(resource: Json) -> str:
    for name in ("appointmentType", "serviceType"):
        concept: Any = resource.get(name)
        if isinstance(concept, list):
            concept = at(resource, name, 0)
        stated = text_at(concept, "text") or text_at(concept, "coding", 0, "display")
        if stated:
            return stated
    return text_at(resource, "description") or ""
