"""How far the server's clock is from this machine's, as its answers say in the HTTP `Date` header.

One answer alone never moves it: what comes from a cache, or was long under way, bears an old time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

LONGEST_WAY = timedelta(seconds=20)
ALIKE = timedelta(seconds=60)
"""Two answers in a row that agree so far are believed."""
EARLIEST, LATEST = datetime(2020, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
"""What is stated outside of these is no time of day: who reckons a year on from it comes to the end of the calendar."""
_HALF_SECOND = timedelta(milliseconds=500)
"""The header is cut to the second."""


class ServerClock:
    """`ahead`: how much later it is at the server than here; None until two answers in a row agreed."""

    def __init__(self, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.now = now
        self.ahead: timedelta | None = None
        self._last: timedelta | None = None

    def heard(self, headers: Mapping[str, str], asked_at: datetime) -> None:
        """An answer came just now to what was asked at `asked_at` by this machine's clock."""
        took, at = self.now() - asked_at, _stated(headers)
        if at is None or not timedelta() <= took <= LONGEST_WAY:
            return
        found = at + _HALF_SECOND - (asked_at + took / 2)
        if self._last is not None and abs(found - self._last) <= ALIKE:
            self.ahead = found
        self._last = found


def is_a_time(at: datetime) -> bool:
    """Whether it can be what a clock shows now."""
    return EARLIEST <= at < LATEST


def _stated(headers: Mapping[str, str]) -> datetime | None:
    """None: it says no time, one that cannot be, or one of a while ago."""
    if headers.get("age", "0").strip() != "0":
        return None
    try:
        at = parsedate_to_datetime(headers.get("date", "")).astimezone(UTC)
    except (ValueError, TypeError, OverflowError):
        return None
    return at if is_a_time(at) else None
