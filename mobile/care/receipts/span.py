"""Which days a receipt is for: a year, all days, or from one day to another, both included."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class DaySpan:
    """None: without that bound."""

    first: date | None = None
    last: date | None = None

    @classmethod
    def year(cls, year: int) -> DaySpan:
        return cls(date(year, 1, 1), date(year, 12, 31))

    @property
    def is_all(self) -> bool:
        return self.first is None and self.last is None

    def holds(self, day: date | None) -> bool:
        """What has no day is held by all days alone."""
        if day is None:
            return self.is_all
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


EVERYTHING = DaySpan()
