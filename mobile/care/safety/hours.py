"""When a number is answered, by the clinic's own hours: whether somebody answers now, until when, or from when on.

Hours are what FHIR calls `availableTime`, in the clinic's zone. Where the clinic says none nothing is known, and nothing
is concluded from it, nor where a part of what it says cannot be read: that part may be the very hours it is now.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, cast

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LOOK_AHEAD = len(DAYS) + 1
LAST_MINUTE = time.fromisoformat("23:59")
"""Hours that end in it end at midnight."""


@dataclass(frozen=True)
class Window:
    """Open on these days (0 is Monday) from `start` until `end`; an `end` not after `start` is on the next day."""

    days: frozenset[int]
    start: time
    end: time


@dataclass(frozen=True)
class Answering:
    """`is_now`, and when that changes, in the zone of the moment asked about; None: never within a week."""

    is_now: bool
    changes_at: datetime | None


def windows_of(rows: object) -> tuple[Window, ...]:
    """`availableTime` as FHIR has it. () where a row is not understood: by the others alone it would seem closed."""
    found = [_window(row) for row in cast("list[object]", rows)] if isinstance(rows, list) else []
    known = tuple(one for one in found if one is not None)
    return known if len(known) == len(found) else ()


def answering(windows: Sequence[Window], now: datetime) -> Answering | None:
    """At `now`, which is in the clinic's zone. None: the hours are not known."""
    if not windows:
        return None
    spans = _joined(_spans(windows, now))
    for start, end in spans:
        if start <= now < end:
            is_open_ended = end - now > timedelta(days=LOOK_AHEAD - 2)
            return Answering(True, None if is_open_ended else end)
    coming = [start for start, _ in spans if start > now]
    return Answering(False, min(coming) if coming else None)


def _spans(windows: Sequence[Window], now: datetime) -> list[tuple[datetime, datetime]]:
    found: list[tuple[datetime, datetime]] = []
    for ahead in range(-1, LOOK_AHEAD):
        day = now.date() + timedelta(days=ahead)
        for one in windows:
            if day.weekday() in one.days:
                last = day + timedelta(days=one.end <= one.start)
                found.append((_at(day, one.start, now), _at(last, one.end, now)))
    return found


def _at(day: date, at: time, now: datetime) -> datetime:
    return datetime.combine(day, at, now.tzinfo)


def _joined(spans: Iterable[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    found: list[tuple[datetime, datetime]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _window(row: object) -> Window | None:
    if not isinstance(row, Mapping):
        return None
    stated = cast("Mapping[str, Any]", row)
    days = stated.get("daysOfWeek")
    known = cast("list[object]", days) if isinstance(days, list) else DAYS
    if not known or any(day not in DAYS for day in known):
        return None
    named = frozenset(number for number, day in enumerate(DAYS) if day in known)
    if stated.get("allDay") is True:
        return Window(named, time(0), time(0))
    start, end = _time(stated.get("availableStartTime")), _time(stated.get("availableEndTime"))
    if start is None or end is None:
        return None
    if end >= LAST_MINUTE:
        end = time(0)
    is_known_at_clinic = start != end or end == time(0)  # else: all day, or nothing
    return Window(named, start, end) if is_known_at_clinic else None


def _time(text: object) -> time | None:
    try:
        return time.fromisoformat(text).replace(tzinfo=None) if isinstance(text, str) else None
    except ValueError:
        return None
