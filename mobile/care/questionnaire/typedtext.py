"""Typed words as an answer: read by the item's type, or a code saying why not. Nothing is guessed where two readings are possible.

Dates: 2024-05-06, 2024-05, 2024, 05/2024, "6 May 2024", "6 de mayo de 2024", "mayo 2024", 13/05/2024; 5/6/2024 may be
two days and is not read; a year before 1900 is asked back.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta, tzinfo

from mobile.care.questionnaire.fitting import quantity_of
from mobile.care.questionnaire.item import Item
from mobile.care.questionnaire.typednumbers import read_number
from mobile.care.questionnaire.values import Given
from mobile.documents.carriable import is_blank

_MONTHS = {
    "en": "january february march april may june july august september october november december",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
}
_MONTH = {name: n for names in _MONTHS.values() for n, name in enumerate(names.split(), 1)} | {"setiembre": 9}
_SMALLEST, _LARGEST = -(2**31), 2**31 - 1
EARLIEST_YEAR = 1900
"""No living person has a date before it, and a year typed in haste often has."""


def read_typed(item: Item, text: str, language: str = "en", zone: tzinfo | None = None) -> Given | str | None:
    """The answer, or the code of what is wrong with it, or None for a text with nothing in it. `zone`: the person's."""
    words = text.strip()
    if is_blank(words):
        return None
    if item.type in ("string", "text"):
        return Given("String", text if item.type == "text" else words)
    if item.is_choice:
        return _chosen(item, words)
    if item.type == "date":
        return _date(words)
    if item.type == "dateTime":
        return _date_time(words, zone)
    if item.type == "time":
        found = _time(words)
        return Given("Time", found) if found else "not_a_time"
    if item.type in ("integer", "decimal", "quantity"):
        return _number(item, words, language)
    if item.type == "url":
        return Given("Uri", words) if re.fullmatch(r"[A-Za-z][\w+.-]*:\S+", words) else "not_an_address"
    return "not_an_answer"


def misread(item: Item, raw: str, language: str = "en") -> str:
    """Why a kept text is not an answer."""
    found = read_typed(item, raw, language)
    return found if isinstance(found, str) else "not_an_answer"


def _chosen(item: Item, words: str) -> Given | str:
    for option in item.options:
        if words.casefold() in (option.display.casefold(), str(option.value).casefold()):
            return option.given
    return Given("String", words) if item.is_open or item.has_missing_options else "not_an_answer"


def _number(item: Item, words: str, language: str) -> Given | str:
    number = read_number(words, item, language)
    if isinstance(number, str):
        return number
    if item.type == "decimal":
        return Given("Decimal", number)
    if item.type == "quantity":
        return Given("Quantity", quantity_of(number, item))
    if number != number.to_integral_value():
        return "not_whole"
    return Given("Integer", int(number)) if _SMALLEST <= number <= _LARGEST else "out_of_range"


_NO_DAY = frozenset({"not_a_date", "ambiguous_date", "early_year"})


def typed_day(words: str) -> date | None:
    """The one day that typed words name; None for a month or a year alone, and where two readings are possible."""
    found = _day(words.strip())
    return date.fromisoformat(found) if len(found) == len("2026-05-11") and found not in _NO_DAY else None


def _date(words: str) -> Given | str:
    found = _day(words)
    return found if found in _NO_DAY else Given("Date", found)


def day_typed(words: str) -> date | None:
    """A whole day as people write it; None for anything that is none, or that can be read in two ways."""
    found = _day(words.strip())
    return date.fromisoformat(found) if len(found) == len("2026-01-01") and found not in _NO_DAY else None


def _day(words: str) -> str:
    """A FHIR date, or a code."""
    iso = re.fullmatch(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?", words)
    if iso:
        return _checked(int(iso[1]), *(int(part) for part in iso.groups()[1:] if part))
    numbers = re.fullmatch(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})", words)
    if numbers:
        first, second, year = (int(part) for part in numbers.groups())
        if first <= 12 and second <= 12 and first != second:
            return "ambiguous_date"
        month, day = (second, first) if first > 12 else (first, second)
        return _checked(year, month, day)
    month_and_year = re.fullmatch(r"(\d{1,2})\s*[-/. ]\s*(\d{4})", words)
    if month_and_year:
        return _checked(int(month_and_year[2]), int(month_and_year[1]))
    return _named_day(words)


def _named_day(words: str) -> str:
    parts = [
        part for part in re.split(r"[\s,.]+", words.casefold()) if part and part not in ("de", "del", "of")
    ]
    months = [n for part in parts if (n := _month(part))]
    numbers = [
        int(found[1]) for part in parts if (found := re.fullmatch(r"(\d{1,4})(?:st|nd|rd|th|º)?", part))
    ]
    years = [one for one in numbers if one > 31]
    days = [one for one in numbers if one <= 31]
    if len(months) != 1 or len(years) != 1 or len(days) > 1 or len(parts) != 2 + len(days) or years[0] < 1000:
        return "not_a_date"
    return _checked(years[0], months[0], *days)


def _month(part: str) -> int | None:
    if part in _MONTH:
        return _MONTH[part]
    fitting = {n for name, n in _MONTH.items() if len(part) >= 3 and name.startswith(part)}
    return fitting.pop() if len(fitting) == 1 else None


def _checked(year: int, month: int | None = None, day: int | None = None) -> str:
    try:
        date(year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        return "not_a_date"
    if year < EARLIEST_YEAR:
        return "early_year"
    return "-".join([f"{year:04}", *(f"{part:02}" for part in (month, day) if part is not None)])


def _time(words: str) -> str | None:
    found = re.fullmatch(
        r"(\d{1,2})(?:[:.h](\d{2})(?::(\d{2}))?)?\s*([ap])?\.?\s*(?:m\.?)?", words.casefold()
    )
    if found is None or (found[2] is None and found[4] is None):
        return None
    hour = int(found[1])
    if found[4]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found[4] == "p" else 0)
    try:
        return time(hour, int(found[2] or 0), int(found[3] or 0)).isoformat("seconds")
    except ValueError:
        return None


def _date_time(words: str, zone: tzinfo | None) -> Given | str:
    exact = re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?", words, re.ASCII)
    day, clock = _day(words), None
    if day in _NO_DAY:
        split = re.fullmatch(
            r"(.*\d)[T\s,]+(\d{1,2}(?:[:.h]\d{2}.*|\s*[ap]\.?\s*m\.?))", words, re.IGNORECASE
        )
        if exact and exact[3]:
            is_real = _day(words[:10]) == words[:10] and _time(words[11:16])
            return Given("DateTime", words) if is_real else "not_a_date"
        if split is None:
            return day
        day, clock = _day(split[1].strip(" ,")), _time(split[2].strip())
        if day in _NO_DAY:
            return day
        if clock is None or len(day) != 10:
            return "not_a_time"
    if clock is None:
        return Given("DateTime", day)
    return Given("DateTime", f"{day}T{clock}{_offset(day, clock, zone)}")


def _offset(day: str, clock: str, zone: tzinfo | None) -> str:
    at = datetime.fromisoformat(f"{day}T{clock}")
    offset = (zone.utcoffset(at) if zone is not None else None) or timedelta()
    minutes = int(offset.total_seconds() // 60)
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}" if minutes else "Z"
