"""Times as a calendar file (RFC 5545) that any calendar opens. It holds times and one neutral word, and nothing of whose they are;
of what they are only where whoever keeps it chose that.

Times stand in UTC, which every calendar shows by its own clock, also over a clock change. The event of the same session given again to
the same person takes the place of the one before: it has the same name, and a higher number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID, uuid5

from icalendar import Calendar, Event

from mobile.care.given_times import GivenTime
from mobile.documents.carriable import carried

CALENDAR = "text/calendar"
_NAMES = UUID("5b1f2f54-9c3b-4f0a-8a56-4a0f3d0c7c11")
_NO_TITLES: Mapping[str, str] = MappingProxyType({})


def calendar_file(
    times: Iterable[GivenTime],
    called_off: Iterable[GivenTime],
    title: str,
    given: str,
    at: datetime,
    titles: Mapping[str, str] = _NO_TITLES,
) -> bytes:
    """One event a time, those that were called off as such, titled `title`, or as `titles` says of a session. `given`: a name
    nobody else knows, so that two people's files have nothing in common. `at`: when they are given, as `given_after` says it."""
    calendar: Any = Calendar()  # whose own types say nothing of what it takes
    calendar.add("prodid", "-//Times//EN")
    calendar.add("version", "2.0")
    events = [*((one, "CONFIRMED") for one in times), *((one, "CANCELLED") for one in called_off)]
    for one, status in events:
        event: Any = Event()
        event.add("uid", str(uuid5(_NAMES, f"{given} {one.session}")))
        event.add("dtstamp", at)
        event.add("sequence", int(at.timestamp()))
        event.add("dtstart", one.start_at)
        if one.end_at is not None and one.end_at > one.start_at:
            event.add("dtend", one.end_at)
        event.add("summary", carried(titles.get(one.session) or title))
        event.add("status", status)
        calendar.add_component(event)
    return calendar.to_ical()
