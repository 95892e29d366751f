"""FHIR dates as spans of milliseconds: `2026-11` is a whole month, an instant is one millisecond.

Dates without a zone are taken as UTC. It must never guess: what is no FHIR date raises ValueError.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

FOREVER = 1 << 62
_DATE = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,12}))?)?(Z|[+-]\d\d:\d\d)?)?)?)?",
    re.ASCII,
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MS = timedelta(milliseconds=1)


def milliseconds(at: datetime) -> int:
    """An aware time as milliseconds since 1970, rounded down."""
    return (at - _EPOCH) // _MS


def instant(ms: int) -> str:
    """Milliseconds as a FHIR instant in UTC: `2026-11-22T09:30:00.123Z`."""
    at = _EPOCH + timedelta(milliseconds=ms)
    return at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"


def span(text: str) -> tuple[int, int]:
    """First and last millisecond the text covers. Raises ValueError."""
    found = _DATE.fullmatch(text)
    if found is None:
        raise ValueError("date")
    year, month, day, hour, minute, second, fraction, zone = found.groups()
    try:
        first = datetime(
            int(year), int(month or 1), int(day or 1), int(hour or 0), int(minute or 0), tzinfo=_zone(zone)
        )
        # a leap second is the last one of its minute as far as a search can tell
        first += timedelta(seconds=min(int(second or 0), 59) if int(second or 0) <= 60 else _bad())
        lo = milliseconds(first) + int((fraction or "")[:3].ljust(3, "0"))
        return lo, _end(first, month, day, hour, second, lo if fraction else None)
    except OverflowError:
        raise ValueError("date") from None


def _bad() -> int:
    raise ValueError("second")


def _end(
    first: datetime,
    month: str | None,
    day: str | None,
    hour: str | None,
    second: str | None,
    exact: int | None,
) -> int:
    if exact is not None:
        return exact
    if second is not None:
        return milliseconds(first) + 999
    if hour is not None:
        return milliseconds(first) + 59_999
    if day is not None:
        return milliseconds(first) + 86_399_999
    if month is not None:
        after = (
            first.replace(year=first.year + 1, month=1)
            if first.month == 12
            else first.replace(month=first.month + 1)
        )
        return milliseconds(after) - 1
    return milliseconds(first.replace(month=12, day=31)) + 86_399_999


def _zone(text: str | None) -> timezone:
    if not text or text == "Z":
        return UTC
    sign = -1 if text[0] == "-" else 1
    hours, minutes = int(text[1:3]), int(text[4:6])
    if hours > 14 or minutes > 59:
        raise ValueError("zone")
    return timezone(sign * timedelta(hours=hours, minutes=minutes))
