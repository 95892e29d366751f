"""What a phone is handed, and what is changed of what it has: removed first, then added, never more than it takes.

The phone keeps what it is handed outside of every lock. So that is a number, a moment, and words that say nothing unless the
patient chose otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from mobile.device.notifier_port import Notice
from mobile.reminders.reminder import Gathered

MOST = 60
"""An iPhone keeps the 64 soonest of an app and drops the others without a word."""


@dataclass(frozen=True)
class Changes:
    """What is to be done, in this order."""

    remove: tuple[int, ...]
    add: tuple[Notice, ...]


def to_hand(known: Iterable[Gathered], now: datetime) -> tuple[Gathered, ...]:
    """The soonest that are still to come, as many as a phone takes, each number once."""
    soonest: dict[int, Gathered] = {}
    for one in known:
        if one.at > now and len(soonest) < MOST:
            soonest.setdefault(one.number, one)
    return tuple(soonest.values())


def difference(wanted: Iterable[Notice], held: Iterable[Notice]) -> Changes:
    """From what the phone holds to what it is to hold. What stays the same is not touched."""
    wish: Mapping[int, Notice] = {one.number: one for one in wanted}
    has: Mapping[int, Notice] = {one.number: one for one in held}
    return Changes(
        tuple(number for number, one in has.items() if wish.get(number) != one),
        tuple(one for number, one in wish.items() if has.get(number) != one),
    )
