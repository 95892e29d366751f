"""One reminder as a value: of which thing on the agenda, of which kind, and when it is to be seen.

Of one thing there is never more than one of a kind; its number is the same for as long as the thing is, on every device.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from hashlib import sha256
from typing import Literal

from mobile.care.agenda.item import AgendaItem

ReminderKind = Literal["day-before", "soon", "food", "prepare", "waits", "write", "measure"]


@dataclass(frozen=True)
class Reminder:
    """`at`, aware UTC: when it is to be seen, which is not always the moment it is about (`item.at`)."""

    kind: ReminderKind
    item: AgendaItem
    at: datetime

    @cached_property
    def number(self) -> int:
        """What a phone calls it: 1 to 2^31 - 1. It says nothing of what it is."""
        name = f"{self.kind} {self.item.key}".encode()
        return int.from_bytes(sha256(name).digest()[:4]) % (2**31 - 1) + 1


@dataclass(frozen=True)
class Gathered:
    """All that is to be seen at one minute, as one: nobody needs two sounds at once. In the order of the agenda."""

    reminders: tuple[Reminder, ...]

    @property
    def at(self) -> datetime:
        return self.reminders[0].at

    @property
    def number(self) -> int:
        """That of its first."""
        return self.reminders[0].number


def gathered(reminders: Iterable[Reminder]) -> tuple[Gathered, ...]:
    """In time."""
    found: dict[datetime, list[Reminder]] = {}
    for one in reminders:
        minute = one.at - timedelta(seconds=one.at.second, microseconds=one.at.microsecond)
        found.setdefault(minute, []).append(one)
    return tuple(Gathered(tuple(found[minute])) for minute in sorted(found))
