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
_FIRST, _LAST = (
    datetime(MINYEAR + 1, 1, 1, tzinfo=UTC),
    datetime(MAXYEAR, 1, 1, tzinfo=UTC) - timedelta(days=1),
)
"""As far as a calendar reaches, in every zone."""


@dataclass(frozen=True)
class Span:
    """So many of a unit: minutes, hours, days, weeks, months or years (UCUM)."""

    value: Decimal
    unit: Unit

    @property
    def minutes(self) -> Decimal | None:
        """How many that is, a day as long as it usually is: to compare two with. None for months and years."""
        each = {"min": 1, "h": 60, "d": 60 * 24, "wk": 60 * 24 * 7}.get(self.unit)
        return self.value * each if each is not None else None

    def after(self, moment: datetime, zone: ZoneInfo) -> datetime:
        """That much later, in UTC. Days and longer end as the clinic's day begins: due on a date, not at a minute."""
        if self.unit in ("min", "h"):
            minutes = self.value * (60 if self.unit == "h" else 1)
            try:
                return max(_FIRST, min(moment + timedelta(minutes=float(minutes)), _LAST))
            except OverflowError:
                return _LAST if minutes > 0 else _FIRST
        day = self._later(moment.astimezone(zone).date())
        return datetime.combine(day, time(), zone).astimezone(UTC)

    def before(self, moment: datetime, zone: ZoneInfo) -> datetime:
        """That much earlier."""
        return Span(-self.value, self.unit).after(moment, zone)

    def _later(self, day: date) -> date:
        number = int(self.value)
        if self.unit in ("d", "wk"):
            try:
                later = day + timedelta(days=number * (7 if self.unit == "wk" else 1))
            except OverflowError:
                return _LAST.date() if number > 0 else _FIRST.date()
            return max(_FIRST.date(), min(later, _LAST.date()))
        months = day.year * 12 + day.month - 1 + number * (12 if self.unit == "a" else 1)
        year, month = divmod(months, 12)
        year = max(_FIRST.year, min(year, _LAST.year))
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
