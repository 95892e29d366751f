"""When a request may be sent again, and how long to wait first.

Only what may arrive twice without harm is sent twice: reads, searches, deletes, creates guarded by If-None-Exist and
updates guarded by If-Match. Waits are drawn at random from a growing span, so that many devices do not come back at
once. Longer waits belong to the caller, who can save battery and say so: they are handed on, not slept through.
"""

from __future__ import annotations

import asyncio
import random as chance
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from api_client.errors import BadReply, ClinicError, Offline, ServerBroken, TimedOut, TooMany

_SAFE = frozenset({"GET", "HEAD", "OPTIONS", "DELETE"})
LONGEST_ASKED_S = 86_400.0


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Retry:
    """`tries` in all; the n-th wait is drawn from 0 to min(cap_s, base_s * 2**n). `Retry(tries=1)` never repeats.

    A server that asks for more than `patience_s` is not waited for here: the error says how long it asked for.
    """

    tries: int = 3
    base_s: float = 0.2
    cap_s: float = 2.0
    patience_s: float = 3.0
    clock: Callable[[], datetime] = _now
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    random: Callable[[], float] = chance.random

    def wait_s(self, failures: int, error: ClinicError) -> float | None:
        """Seconds until the next try after so many failures, or None when there is to be none."""
        if failures >= self.tries:
            return None
        drawn = self.random() * min(self.cap_s, self.base_s * 2 ** (failures - 1))
        asked = error.retry_after_s if isinstance(error, (TooMany, ServerBroken)) else None
        if asked is None:
            return drawn
        return asked + drawn if asked <= self.patience_s else None

    def asked_s(self, headers: Mapping[str, str]) -> float | None:
        """Retry-After in seconds, from a number or a date; None when absent or nonsense."""
        text = headers.get("retry-after", "").strip()
        if text.isascii() and text.isdigit() and len(text) < 10:
            return min(float(text), LONGEST_ASKED_S)
        at = http_date(text)
        if at is None:
            return None
        return min(max(0.0, (at - self.clock()).total_seconds()), LONGEST_ASKED_S)


def http_date(text: str | None) -> datetime | None:
    """An HTTP date as aware UTC; None for anything else."""
    if not text or len(text) > 64:
        return None
    try:
        at = parsedate_to_datetime(text)
        return (at if at.tzinfo is not None else at.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


ONCE = "lantern.once"
"""A request's extension. True: it is sent once, whatever its headers say. False: it changes nothing and may be repeated."""


def may_repeat(method: str, path: str, headers: Mapping[str, str], extensions: Mapping[str, object]) -> bool:
    """Whether this request may arrive twice without harm."""
    if ONCE in extensions:
        return not extensions[ONCE]
    if method in _SAFE or (method == "POST" and path.endswith("/_search")):
        return True
    return (method == "POST" and "if-none-exist" in headers) or (method == "PUT" and "if-match" in headers)


def is_passing(error: ClinicError) -> bool:
    """Whether the next moment may bring another answer. A host that cannot be reached at all is left to the caller."""
    if isinstance(error, ServerBroken):
        return error.status in (500, 502, 503, 504)
    return isinstance(error, (TooMany, TimedOut, Dropped))


class Dropped(Offline):
    """The connection was there and broke: as often as not a kept-alive one that the server had closed."""


class Oversized(BadReply):
    """The answer is larger than this client reads. A search can be asked for less at a time; nothing else can."""
