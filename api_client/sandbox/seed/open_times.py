"""The rooms of the made-up clinic and the times it offers in them. An EXAMPLE, like all of it; no time names a patient."""

from __future__ import annotations

from collections.abc import Iterator

from api_client.sandbox.exact import Json
from api_client.sandbox.seed.when import Days

MINUTES = 150
"""One block: arrival, session, rest."""
_MARK = "EXAMPLE, not for clinical use."
_ROOMS = (
    ("room-one", "Room One", ({"display": "Nia Example"},), True),
    ("room-two", "Room Two", ({"reference": "Practitioner/dr-ash", "display": "Dr. Ash Prototype"},), True),
    ("room-three", "Room Three", (), False),
)
_TIMES = (
    ("room-one", 1, "09:00"),
    ("room-one", 4, "10:30"),
    ("room-one", 6, "09:00"),
    ("room-one", 6, "11:30"),
    ("room-one", 6, "14:00"),
    ("room-two", 8, "10:30"),
    ("room-one", 13, "09:00"),
    ("room-one", 20, "10:30"),
)
"""Room, day counted from today, clock time."""


def rooms() -> Iterator[Json]:
    """The places and their calendars."""
    for id_, name, people, is_open in _ROOMS:
        if id_ != "room-two":  # that one is among the clinic's own papers
            place = {"status": "active", "name": name}
            belongs = {"managingOrganization": {"reference": "Organization/clinic"}}
            yield {"resourceType": "Location", "id": id_, **place, **belongs}
        actors = [*people, {"reference": f"Location/{id_}", "display": name}]
        yield {"resourceType": "Schedule", "id": id_, "active": is_open, "actor": actors, "comment": _MARK}


def open_times(days: Days) -> Iterator[Json]:
    """What is free in the weeks to come."""
    for number, (room, offset, clock) in enumerate(_TIMES, 1):
        start = days.moment(offset, clock)
        end = start.fromtimestamp(start.timestamp() + MINUTES * 60, start.tzinfo)
        yield {
            "resourceType": "Slot",
            "id": f"{room}-{number}",
            "schedule": {"reference": f"Schedule/{room}"},
            "status": "free",
            "start": start.isoformat(),
            "end": end.isoformat(),
            "comment": _MARK,
        }
