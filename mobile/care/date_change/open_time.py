"""A time that a clinic offers (Slot), and the room and people it is in (Schedule). The clinic publishes both; neither names a patient."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, ClassVar

from mobile.care.resource import Json, Resource, each, moment, text_at
from mobile.noun import Kind


@dataclass(frozen=True, kw_only=True)
class OpenTime(Resource):
    """Times are aware UTC; None for what cannot be read."""

    TYPE: ClassVar[str] = "Slot"
    KIND: ClassVar[Kind] = Kind("open_time", "Slot")

    status: str = ""
    start_at: datetime | None = None
    end_at: datetime | None = None
    room: str | None = None  # "Schedule/s1"

    @classmethod
    def read(cls, resource: Json) -> Json:
        return {
            "status": text_at(resource, "status") or "",
            "start_at": moment(resource.get("start")),
            "end_at": moment(resource.get("end")),
            "room": text_at(resource, "schedule", "reference"),
        }

    @property
    def is_free(self) -> bool:
        """Whether the clinic says that nobody has it."""
        return self.status == "free"

    @property
    def lasts(self) -> timedelta | None:
        """None where it has no end, or one that does not come after its start: nobody can be booked into it."""
        if self.start_at is None or self.end_at is None or self.end_at <= self.start_at:
            return None
        return self.end_at - self.start_at

    def head(self) -> Mapping[str, Any]:
        """What a list needs."""
        return {"start": self.start_at.isoformat() if self.start_at else None, "status": self.status}


@dataclass(frozen=True, kw_only=True)
class Room(Resource):
    """A clinic's calendar of one room: which place it is and who works there. `is_closed`: nothing of it is offered."""

    TYPE: ClassVar[str] = "Schedule"
    KIND: ClassVar[Kind] = Kind("room", "Schedule")

    place: str = field(default="", repr=False)
    people: tuple[str, ...] = field(default=(), repr=False)
    location: str | None = None  # "Location/l1"
    is_closed: bool = False

    @classmethod
    def read(cls, resource: Json) -> Json:
        actors = [
            (text_at(one, "reference") or "", text_at(one, "display") or "")
            for one in each(resource, "actor")
        ]
        places = [one for one in actors if one[0].startswith("Location/")]
        return {
            "place": places[0][1] if places else "",
            "location": places[0][0] if places else None,
            "people": tuple(name for who, name in actors if name and not who.startswith("Location/")),
            "is_closed": resource.get("active") is False,
        }

    def head(self) -> Mapping[str, Any]:
        """What a list needs."""
        return {"place": self.place}


def offered(times: Iterable[OpenTime], rooms: Iterable[Room], now: datetime) -> list[OpenTime]:
    """What can be asked for at all: free, to come, with an end, and in no room that is closed. In time."""
    closed = frozenset[str]().union(*(one.names for one in rooms if one.is_closed))
    kept = [
        one
        for one in times
        if one.is_free
        and one.lasts is not None
        and one.start_at is not None
        and one.start_at > now
        and one.room not in closed
    ]
    return sorted(kept, key=lambda one: (one.start_at or now, one.id))
