"""Dates, date-times and times as FHIR writes them: with the precision they were given, and no more.

A comparison that the precision cannot decide has no answer (None). No clock is read here.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_DOWN, Decimal

from mobile.care.questionnaire.fhirpath.problems import Failure

_TIME = r"(\d\d)(?::(\d\d)(?::(\d\d(?:\.\d+)?))?)?"
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(T(?:" + _TIME + r"(Z|[+-]\d\d:\d\d)?)?)?", re.ASCII)
_CLOCK = re.compile(r"T?" + _TIME, re.ASCII)
_LIMITS = ((1, 9999), (1, 12), (1, 31), (0, 23), (0, 59), (0, 60))
_DAYS_OF = {"week": 7, "day": 1}
_SECONDS_OF = {
    "week": Decimal(604800), "day": Decimal(86400), "hour": Decimal(3600), "minute": Decimal(60),
    "second": Decimal(1), "millisecond": Decimal("0.001"),
}  # fmt: skip
_MONTHS_OF = {"year": 12, "month": 1}

Part = int | Decimal


@dataclass(frozen=True, slots=True)
class Moment:
    """`kind`: date, dateTime or time. `parts`: year, month, day, hour, minute, second (a time begins at the hour), as far
    as given. `offset`: minutes east of UTC, None when not said."""

    kind: str
    parts: tuple[Part, ...]
    offset: int | None = None

    def __str__(self) -> str:
        texts = [
            _part_text(part, 4 if self.kind != "time" and place == 0 else 2)
            for place, part in enumerate(self.parts)
        ]
        if self.kind == "time":
            return ":".join(texts)
        text = "-".join(texts[:3])
        if len(texts) > 3:
            text += "T" + ":".join(texts[3:])
            if self.offset is not None:
                text += _offset_text(self.offset)
        return text


def _part_text(part: Part, width: int) -> str:
    if isinstance(part, int):
        return f"{part:0{width}d}"
    whole, _, rest = f"{part:f}".partition(".")
    return whole.zfill(width) + (f".{rest}" if rest else "")


def _offset_text(offset: int) -> str:
    sign = "-" if offset < 0 else "+"
    return "Z" if offset == 0 else f"{sign}{abs(offset) // 60:02d}:{abs(offset) % 60:02d}"


def _second(text: str) -> Part:
    return Decimal(text) if "." in text else int(text)


def _offset(text: str | None) -> int | None:
    if text is None:
        return None
    if text == "Z":
        return 0
    minutes = int(text[1:3]) * 60 + int(text[4:6])
    return -minutes if text[0] == "-" else minutes


def read_date(text: str) -> Moment | None:
    """A date or date-time in FHIR's or FHIRPath's writing, None for anything else (also 30 February)."""
    found = _DATE.fullmatch(text)
    if found is None:
        return None
    year, month, day, clock, hour, minute, second, zone = found.groups()
    parts: list[Part] = [int(one) for one in (year, month, day, hour, minute) if one is not None]
    if second is not None:
        parts.append(_second(second))
    if not _in_limits(parts, 0) or (
        day is not None and int(day) > calendar.monthrange(int(year), int(month))[1]
    ):
        return None
    return Moment("date" if clock is None else "dateTime", tuple(parts), _offset(zone))


def read_time(text: str) -> Moment | None:
    """A time of day, None for anything else."""
    found = _CLOCK.fullmatch(text)
    if found is None:
        return None
    hour, minute, second = found.groups()
    parts: list[Part] = [int(one) for one in (hour, minute) if one is not None]
    if second is not None:
        parts.append(_second(second))
    return Moment("time", tuple(parts)) if _in_limits(parts, 3) else None


def _in_limits(parts: list[Part], first: int) -> bool:
    return all(low <= part <= high for part, (low, high) in zip(parts, _LIMITS[first:], strict=False))


def read_moment(text: str) -> Moment | None:
    """A date, date-time or time."""
    return read_date(text) or (read_time(text) if ":" in text else None)


def day_of(now: datetime) -> Moment:
    return Moment("date", (now.year, now.month, now.day))


def instant_of(now: datetime) -> Moment:
    offset = now.utcoffset() or timedelta()
    return Moment("dateTime", (now.year, now.month, now.day, *_clock(now)), int(offset.total_seconds() // 60))


def time_of(now: datetime) -> Moment:
    return Moment("time", _clock(now))


def _clock(now: datetime) -> tuple[Part, ...]:
    milliseconds = now.microsecond // 1000
    return (
        now.hour,
        now.minute,
        now.second if not milliseconds else Decimal(now.second) + Decimal(milliseconds) / 1000,
    )


def order(a: Moment, b: Moment, local_offset: int) -> int | None:
    """-1, 0 or 1; None when the precision of one of them leaves it open. A date-time without a zone is in the local one.

    Raises Failure when a time meets a date.
    """
    if (a.kind == "time") != (b.kind == "time"):
        raise Failure("not_comparable")
    left, right = _settled(a, local_offset), _settled(b, local_offset)
    for mine, theirs in zip(left, right, strict=False):
        if mine != theirs:
            return -1 if mine < theirs else 1
    return 0 if len(left) == len(right) else None


def _settled(moment: Moment, local_offset: int) -> tuple[Part, ...]:
    """The parts in UTC, where there is an hour to move."""
    if moment.kind == "time" or len(moment.parts) < 4:
        return moment.parts
    offset = local_offset if moment.offset is None else moment.offset
    if offset == 0:
        return moment.parts
    minute = int(moment.parts[4]) if len(moment.parts) > 4 else 0
    year, month, day, hour = (int(part) for part in moment.parts[:4])
    try:
        moved = datetime(year, month, day, hour, minute) - timedelta(minutes=offset)  # noqa: DTZ001 - zones are minutes here
    except OverflowError:
        raise Failure("out_of_range") from None
    parts: tuple[Part, ...] = (moved.year, moved.month, moved.day, moved.hour, moved.minute)
    return parts[: len(moment.parts)] + moment.parts[5:]


def added(moment: Moment, value: Decimal, unit: str) -> Moment:
    """The moment a duration later (or earlier); `unit` is a calendar word in the singular. Parts of a unit count only below
    the minute; a unit finer than the moment's own precision is rounded down to it. Raises Failure."""
    try:
        if moment.kind == "time":
            return _later_time(moment, value, unit)
        if unit in _MONTHS_OF:
            return _later_months(moment, int(value) * _MONTHS_OF[unit])
        return _later(moment, value, unit)
    except (OverflowError, ValueError):
        raise Failure("out_of_range") from None


def _whole(value: Decimal, unit: str) -> Decimal:
    return value if unit in ("second", "millisecond") else value.to_integral_value(ROUND_DOWN)


def _later_months(moment: Moment, months: int) -> Moment:
    if len(moment.parts) == 1:
        return _with_parts(moment, (_year(int(moment.parts[0]) + int(months / 12)),))
    total = int(moment.parts[0]) * 12 + int(moment.parts[1]) - 1 + months
    year, month = _year(total // 12), total % 12 + 1
    rest = moment.parts[2:]
    if rest:
        rest = (min(int(rest[0]), calendar.monthrange(year, month)[1]), *rest[1:])
    return _with_parts(moment, (year, month, *rest))


def _year(year: int) -> int:
    if not 1 <= year <= 9999:
        raise ValueError
    return year


def _with_parts(moment: Moment, parts: tuple[Part, ...]) -> Moment:
    return Moment(moment.kind, parts, moment.offset)


def _later(moment: Moment, value: Decimal, unit: str) -> Moment:
    seconds = _whole(value, unit) * _SECONDS_OF[unit]
    count = len(moment.parts)
    if count < 3:
        days = int(seconds / 86400)
        return _later_months(moment, int(days / 365) * 12 if count == 1 else int(days / 30))
    year, month, day = (int(part) for part in moment.parts[:3])
    if count == 3:
        moved = date(year, month, day) + timedelta(days=int(seconds / 86400))
        return _with_parts(moment, (moved.year, moved.month, moved.day))
    clock, days = _moved_clock(moment.parts[3:], seconds)
    moved = date(year, month, day) + timedelta(days=days)
    return _with_parts(moment, (moved.year, moved.month, moved.day, *clock))


def _later_time(moment: Moment, value: Decimal, unit: str) -> Moment:
    if unit not in _SECONDS_OF or unit in _DAYS_OF:
        raise Failure("bad_unit", unit)
    return _with_parts(moment, _moved_clock(moment.parts, _whole(value, unit) * _SECONDS_OF[unit])[0])


def _moved_clock(clock: Sequence[Part], seconds: Decimal) -> tuple[tuple[Part, ...], int]:
    """The clock moved, at its own precision, and how many days that carried."""
    step = (3600, 60, 1)[len(clock) - 1]
    if len(clock) < 3:
        seconds = (seconds / step).to_integral_value(ROUND_DOWN) * step
    total = (
        sum((Decimal(part) * size for part, size in zip(clock, (3600, 60, 1), strict=False)), Decimal(0))
        + seconds
    )
    days = int((total / 86400).to_integral_value("ROUND_FLOOR"))
    left = total - days * 86400
    hour, minute = int(left // 3600), int(left % 3600 // 60)
    second = left % 60
    whole: Part = (
        int(second) if second == second.to_integral_value() and not isinstance(clock[-1], Decimal) else second
    )
    return (hour, minute, whole)[: len(clock)], days


def between(earlier: Moment, later: Moment, unit: str) -> int | None:
    """Whole units from one to the other (a person's age in years); None when one is not precise enough."""
    if unit in _MONTHS_OF:
        if min(len(earlier.parts), len(later.parts)) < 3:
            return None
        months = (
            (int(later.parts[0]) - int(earlier.parts[0])) * 12 + int(later.parts[1]) - int(earlier.parts[1])
        )
        if months > 0 and later.parts[2:] < earlier.parts[2:]:
            months -= 1
        elif months < 0 and later.parts[2:] > earlier.parts[2:]:
            months += 1
        return int(months / _MONTHS_OF[unit])
    if unit not in _DAYS_OF or min(len(earlier.parts), len(later.parts)) < 3:
        return None
    first, last = (date(*(int(part) for part in one.parts[:3])) for one in (earlier, later))
    return int((last - first).days / _DAYS_OF[unit])
