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


def search_bound(at: datetime) -> str:
    """The `ge` value for `_lastUpdated`: to the millisecond, rounded down, in UTC."""
    whole = at.replace(microsecond=at.microsecond // 1000 * 1000)
    return "ge" + whole.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def before(at: datetime, span: timedelta) -> datetime:
    """`at` less `span`, or `at` where time itself begins."""
    try:
        return at - span
    except OverflowError:
        return at
