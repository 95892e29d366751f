"""What was thrown away: how long it can be brought back, and when it goes for good."""

from __future__ import annotations

from datetime import datetime, timedelta

KEPT_FOR = timedelta(days=30)


def goes_at(deleted_at: datetime) -> datetime:
    """When what was deleted then goes for good."""
    return deleted_at + KEPT_FOR


def is_over(deleted_at: datetime, now: datetime) -> bool:
    """Whether it cannot be brought back any more."""
    return goes_at(deleted_at) <= now


def days_left(deleted_at: datetime, now: datetime) -> int:
    """Whole days in which it can still be brought back, the begun one with them."""
    return max(0, -((now - goes_at(deleted_at)) // timedelta(days=1)))
