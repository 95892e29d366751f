"""Meeting earlier entries again: which there are, and in which order. Nobody is led to a day they asked to leave out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

NOT_SINCE = timedelta(days=7)
"""What is nearer is still in view in the list."""


@dataclass(frozen=True)
class Earlier:
    """What must be known of an entry."""

    id: str
    begun_at: datetime
    is_left_out: bool = False


def to_meet(entries: Iterable[Earlier], now: datetime, zone: ZoneInfo) -> list[Earlier]:
    """Those of days that are far enough away and on which nothing was left out: in an order that is the same all day and
    another one the next."""
    known = list(entries)
    left_out = {one.begun_at.astimezone(zone).date() for one in known if one.is_left_out}
    today = now.astimezone(zone).date()
    found = [
        one
        for one in known
        if one.begun_at <= now - NOT_SINCE and one.begun_at.astimezone(zone).date() not in left_out
    ]
    return sorted(found, key=lambda one: sha256(f"{today} {one.id}".encode()).digest())
