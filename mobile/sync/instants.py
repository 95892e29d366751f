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
        return None if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def search_bound(at: datetime, *, is_past: bool = False) -> str:
    """The value for `_lastUpdated` that asks from a time on, to the millisecond, rounded down, in UTC.

    `is_past`: what bears this very time is not asked for.
    """
    whole = at.replace(microsecond=at.microsecond // 1000 * 1000)
    if is_past and whole != at:
        return "ge" + written(whole + timedelta(milliseconds=1))
    return ("gt" if is_past else "ge") + written(whole)


def written(at: datetime) -> str:
    """A FHIR instant of a time, as finely as it is known."""
    spec = "microseconds" if at.microsecond % 1000 else "milliseconds"
    return at.isoformat(timespec=spec).replace("+00:00", "Z")


def before(at: datetime, span: timedelta) -> datetime:
    """`at` less `span`, or `at` where time itself begins."""
    try:
        return at - span
    except OverflowError:
        return at
