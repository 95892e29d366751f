"""Lengths of time as a clinic writes them ("1 wk"), counted the way a clinic counts: days by its own calendar, hours by the clock."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Literal
from zoneinfo import ZoneInfo

from mobile.care.resource import at, text_at

Unit = Literal["min", "h", "d", "wk", "mo", "a"]
_UNITS: dict[str, Unit] = {"min": "min", "h": "h", "d": "d", "wk": "wk", "mo": "mo", "a": "a"}
_MOST = Decimal(100_000)


@dataclass(frozen=True)
class Span:
    """So many of a unit: minutes, hours, days, weeks, months or years (UCUM)."""

    value: Decimal
    unit: Unit

    def after(self, moment: datetime, zone: ZoneInfo) -> datetime:
        """That much later, in UTC. Days and longer end as the clinic's day begins: due on a date, not at a minute."""
        if self.unit in ("min", "h"):
            minutes = self.value * (60 if self.unit == "h" else 1)
            return moment + timedelta(minutes=float(minutes))
        day = self._later(moment.astimezone(zone).date())
        return datetime.combine(day, time(), zone).astimezone(UTC)

    def before(self, moment: datetime, zone: ZoneInfo) -> datetime:
        """That much earlier."""
        return Span(-self.value, self.unit).after(moment, zone)

    def _later(self, day: date) -> date:
        number = int(self.value)
        if self.unit in ("d", "wk"):
            return day + timedelta(days=number * (7 if self.unit == "wk" else 1))
        months = day.year * 12 + day.month - 1 + number * (12 if self.unit == "a" else 1)
        year, month = divmod(months, 12)
        year = max(MINYEAR + 1, min(year, MAXYEAR - 1))  # as far as a calendar reaches
        return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def span_of(quantity: object) -> Span | None:
    """A Duration or Quantity as a span; None for what cannot be counted with."""
    value, unit = at(quantity, "value"), text_at(quantity, "code") or text_at(quantity, "unit")
    known = _UNITS.get(unit or "")
    if known is None or isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        return None
    number = Decimal(value)
    is_whole = number == number.to_integral_value()
    if not 0 < number <= _MOST or (not is_whole and known not in ("min", "h")):
        return None
    return Span(number, known)
