"""When somebody last opened something, by the clinic's own record of reads: one pass over all of them.

A list that was fetched is not a record that was opened, and is not called so. Where the clinic keeps no such record
nothing is known, which is not the same as "not opened".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from mobile.care.access_log import AccessEntry


@dataclass(frozen=True)
class Opening:
    """`opened_at`: one was opened by itself. `fetched_at`: it was among what a list of theirs showed. Aware UTC."""

    opened_at: datetime | None = None
    fetched_at: datetime | None = None
    is_recorded: bool = False  # whether the clinic records reads at all


class Openings:
    """Everything that was read, by who and what."""

    def __init__(self, readings: Iterable[AccessEntry]) -> None:
        self._at: dict[tuple[str, str], list[datetime | None]] = {}
        self._has_any = False
        for one in readings:
            self._has_any = True
            for name in one.opened if one.by is not None and one.last_at is not None else ():
                times = self._at.setdefault((one.by or "", name), [None, None])
                times[one.is_list] = later(times[one.is_list], one.last_at)

    def of(self, who: str, names: Iterable[str], *, shared_at: datetime | None = None) -> Opening:
        """The last of any of these. `shared_at`: when they said themselves that they opened one."""
        opened, fetched = shared_at, None
        for name in names:
            at = self._at.get((who, name), (None, None))
            opened, fetched = later(opened, at[0]), later(fetched, at[1])
        return Opening(opened, fetched, self._has_any)

    @property
    def are_recorded(self) -> bool:
        return self._has_any


def later(one: datetime | None, other: datetime | None) -> datetime | None:
    """The later of two times, of which either may be unknown."""
    return max((at for at in (one, other) if at is not None), default=None)


def earliest(times: Iterable[datetime | None]) -> datetime | None:
    """The first of those that are known."""
    return min((at for at in times if at is not None), default=None)
