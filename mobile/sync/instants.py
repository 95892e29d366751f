"""FHIR instants as the server writes them: compared as times, kept as text.

It must never make up a time: what cannot be read is None.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


def instant(text: str | None) -> datetime | None:
    """An aware time in UTC, or None for what is no instant with a zone."""
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return None if at.tzinfo is None else at.astimezone(UTC)


def search_bound(at: datetime, overlap: timedelta) -> str:
    """`ge` value for `_lastUpdated`, `overlap` before `at`: to the millisecond, rounded down, in UTC."""
    try:
        earlier = at - overlap
    except OverflowError:
        earlier = at
    whole = earlier.replace(microsecond=earlier.microsecond // 1000 * 1000)
    return "ge" + whole.isoformat(timespec="milliseconds").replace("+00:00", "Z")
