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

    @property
    def ends_at(self) -> datetime | None:
        """Its end, where the clinic gave one that comes after its start."""
        is_end = self.end_at is not None and (self.start_at is None or self.end_at > self.start_at)
        return self.end_at if is_end else None

    def is_past(self, now: datetime) -> bool:
        """Whether it took place: the clinic says so, or its end has passed and nobody called it off."""
        if self.status in OVER:
            return True
        end = self.end_at or self.start_at
        return self.status not in NOT_COMING and end is not None and end <= now

    def head(self) -> Mapping[str, Any]:
        """What a list needs."""
        return {"start": self.start_at.isoformat() if self.start_at else None, "status": self.status}


def length(session: Session) -> timedelta | None:
    """How long it is planned to take."""
    if session.start_at is None or session.end_at is None or session.end_at <= session.start_at:
        return None
    return session.end_at - session.start_at


def _visit(resource: Json) -> str:
    for name in ("appointmentType", "serviceType"):
        concept: Any = resource.get(name)
        if isinstance(concept, list):
            concept = at(resource, name, 0)
        stated = text_at(concept, "text") or text_at(concept, "coding", 0, "display")
        if stated:
            return stated
    return text_at(resource, "description") or ""
