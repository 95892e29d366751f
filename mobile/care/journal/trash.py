"""What was thrown away: how long it can be brought back, and when it goes for good.

A clock that was set wrong must not empty the trash: what goes for good was found to be over twice, a day apart.
"""

from __future__ import annotations

from datetime import datetime, timedelta

KEPT_FOR = timedelta(days=30)
APART = timedelta(days=1)
"""Between the two times that it is found over."""


def goes_at(deleted_at: datetime) -> datetime:
    """When the time of what was deleted then is over."""
    return deleted_at + KEPT_FOR


def is_over(deleted_at: datetime, now: datetime) -> bool:
    """Whether its time is over, by this clock."""
    return goes_at(deleted_at) <= now


def over_from(deleted_at: datetime, over_since: datetime | None, now: datetime) -> datetime | None:
    """Since when it is found to be over, if it is so now. `over_since`: what was found before; a time to come is a clock that was
    wrong then."""
    if not is_over(deleted_at, now):
        return None
    return over_since if over_since is not None and over_since <= now else now


def days_left(deleted_at: datetime, now: datetime) -> int:
    """Whole days in which it can still be brought back, the begun one with them; it can as long as it is there."""
    return max(1, -((now - goes_at(deleted_at)) // timedelta(days=1)))
