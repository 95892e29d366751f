"""Days and times as people type them, read gently: "20 May 2024", "5/20/2024", "May 2024", "2.30 pm". Pure.

What cannot be read for certain is None and stays as it was typed; nothing is ever guessed from half a date.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

MONTHS: dict[str, int] = {
    name: number
    for names in (
        "january february march april may june july august september october november december",
        "jan feb mar apr may jun jul aug sep oct nov dec",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "ene feb mar abr may jun jul ago sep oct nov dic",
    )
    for number, name in enumerate(names.split(), 1)
} | {"sept": 9, "setiembre": 9}

_TIME = re.compile(r"(\d{1,2})(?:\s*[:.h]\s*(\d{2}))?(?::(\d{2}))?\s*([ap])?\.?\s*(?:m\.?)?$")


def day_of(text: str, language: str) -> str | None:
    """FHIR date text: a day, or a month and year, or a year alone. Month first in English, day first in Spanish."""
    words = _plain(text)
    if re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", words):
        return _checked(*[int(part) for part in words.split("-")])
    numbers = [int(part) for part in re.findall(r"\d+", words)]
    months = [MONTHS[word] for word in re.findall(r"[a-z]+", words) if word in MONTHS]
    others = [
        word
        for word in re.findall(r"[a-z]+", words)
        if word not in MONTHS and word not in ("de", "del", "of", "the", "st", "nd", "rd", "th")
    ]
    if others or len(months) > 1:
        return None
    if months:
        return _named(months[0], numbers)
    if not re.fullmatch(r"[\d\s./-]+", words):
        return None
    return _numbered(numbers, [len(part) for part in re.findall(r"\d+", words)], language)


def _named(month: int, numbers: list[int]) -> str | None:
    years = [number for number in numbers if number > 999]
    days = [number for number in numbers if number <= 31]
    if len(years) != 1 or len(days) > 1 or len(numbers) > 2:
        return None
    return _checked(years[0], month, *days)


def _numbered(numbers: list[int], lengths: list[int], language: str) -> str | None:
    if len(numbers) == 3 and lengths[0] == 4:
        return _checked(*numbers)
    if len(numbers) == 3 and lengths[2] == 4:
        first, second, year = numbers
        month, day = (second, first) if language == "es" else (first, second)
        if month > 12 >= day:
            month, day = day, month
        return _checked(year, month, day)
    if len(numbers) == 2 and lengths[1] == 4:
        return _checked(numbers[1], numbers[0])
    return None


def _checked(year: int, month: int | None = None, day: int | None = None) -> str | None:
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        return None
    if not 1000 <= year <= 9999:
        return None
    parts = [f"{year:04}", *(f"{part:02}" for part in (month, day) if part is not None)]
    return "-".join(parts)


def time_of(text: str) -> str | None:
    """FHIR time text, "14:30:00"."""
    found = _TIME.fullmatch(_plain(text))
    if found is None or (found[2] is None and found[4] is None):
        return None
    hour, minute, second = int(found[1]), int(found[2] or 0), int(found[3] or 0)
    if found[4]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found[4] == "p" else 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    return f"{hour:02}:{minute:02}:{second:02}"


def moment_of(text: str, language: str, zone: str) -> str | None:
    """FHIR dateTime text: a day, or a day and a time with `zone` ("-05:00"). The day comes first."""
    words = text.strip()
    if re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\S*", words):
        return words
    for cut in range(len(words), 0, -1):
        if cut < len(words) and words[cut] not in " ,T":
            continue
        day, rest = day_of(words[:cut].rstrip(" ,"), language), words[cut:].strip(" ,T")
        if day is None:
            continue
        if not rest:
            return day
        time = time_of(re.sub(r"^(at|a las)\s+", "", rest))
        return f"{day}T{time}{zone}" if time and len(day) == 10 else None
    return None


def _plain(text: str) -> str:
    """Lower case without accents and without doubled spaces."""
    bare = "".join(sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign))
    return re.sub(r"\s+", " ", bare.casefold()).strip().replace(",", " ").replace("  ", " ")
