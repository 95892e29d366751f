"""Days of what the clinic writes of money and of insurance, by the clinic's calendar: what it wrote as an hour is of the day that it was there.

A server may keep hours in any zone; the day that stands first in them is then that zone's, and the year on a receipt with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Self, TypeVar
from zoneinfo import ZoneInfo

from mobile.care.resource import Resource, at, bound_day, day_of, moment


@dataclass(frozen=True, kw_only=True)
class OfDays(Resource):
    """`hours`: of its days those that were written as an hour, by their field."""

    hours: tuple[tuple[str, datetime], ...] = ()

    def by_calendar(self, zone: ZoneInfo) -> Self:
        """The same, with its days as they were in that zone."""
        days = {name: hour.astimezone(zone).date() for name, hour in self.hours}
        return self.with_days(days) if days else self

    def with_days(self, days: Mapping[str, Any]) -> Self:
        """The same with these days, by their field. A noun that keeps one elsewhere, or otherwise than as a date, says how."""
        return replace(self, **days)


_MIDNIGHT = "T00:00:00"
D = TypeVar("D", bound=OfDays)


def by_calendar(nouns: Iterable[D], zone: ZoneInfo) -> list[D]:
    return [one.by_calendar(zone) for one in nouns]


def hours_in(**written: object) -> tuple[tuple[str, datetime], ...]:
    """Those of these elements that are an hour. Midnight is none: it is how systems write a day, mostly in UTC, and the day that is
    written is meant."""
    return tuple(
        (name, hour)
        for name, text in written.items()
        if (hour := moment(text)) is not None and _MIDNIGHT not in str(text)
    )


def days_in(
    period: object = None, /, **written: object
) -> dict[str, date | tuple[tuple[str, datetime], ...] | None]:
    """The fields of these elements, each a FHIR date or dateTime, with the hours among them; of a Period `begins` and `ends`, and there
    a month or a year begins with its first day and ends with its last."""
    bounds = {} if period is None else {"begins": at(period, "start"), "ends": at(period, "end")}
    return {
        **{name: bound_day(text, is_end=name == "ends") for name, text in bounds.items()},
        **{name: day_of(text) for name, text in written.items()},
        "hours": hours_in(**bounds, **written),
    }
