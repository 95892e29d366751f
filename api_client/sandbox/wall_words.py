"""Days and times on the clinic's clocks, and the clinic's own words, in a page's language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, cast

from api_client.sandbox.exact import Json

_TRANSLATION = "http://hl7.org/fhir/StructureDefinition/translation"

_DAYS: Mapping[str, tuple[str, ...]] = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "es": ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
}
_MONTHS: Mapping[str, tuple[str, ...]] = {
    "en": (
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ),
    "es": (
        "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre",
        "diciembre",
    ),
}  # fmt: skip


def language_of(asked: str) -> str:
    """A language that pages have: "es" where that is what is asked for, else "en"."""
    return "es" if asked.strip().lower().startswith("es") else "en"


def day_words(day: date, language: str) -> str:
    """`Thursday, December 3`, `jueves, 3 de diciembre`."""
    weekday, month = weekday_words(day, language), _MONTHS[language][day.month - 1]
    return f"{weekday}, {day.day} de {month}" if language == "es" else f"{weekday}, {month} {day.day}"


def weekday_words(day: date, language: str) -> str:
    return _DAYS[language][day.weekday()]


def time_words(at: datetime, language: str) -> str:
    """`2:30 PM`, `14:30`."""
    if language == "es":
        return f"{at.hour}:{at.minute:02d}"
    return f"{at.hour % 12 or 12}:{at.minute:02d} {'AM' if at.hour < 12 else 'PM'}"


def zone_words(at: datetime) -> str:
    """Whose clock it is: `Chicago, UTC-6`. Of `at` as it stands in that zone."""
    offset = at.utcoffset()
    minutes = int(offset.total_seconds() // 60) if offset is not None else 0
    hours, rest = divmod(abs(minutes), 60)
    shift = f"UTC{'-' if minutes < 0 else '+'}{hours}{f':{rest:02d}' if rest else ''}" if minutes else "UTC"
    city = str(getattr(at.tzinfo, "key", "")).rpartition("/")[2].replace("_", " ")
    return shift if city in ("", "UTC") else f"{city}, {shift}"


def translated(holder: Json, name: str, language: str) -> str:
    """The text of an element in this language where the clinic wrote it so, else as it was first written."""
    companion: Any = holder.get(f"_{name}")
    for one in _objects(companion, "extension"):
        said = {str(inside.get("url")): inside for inside in _objects(one, "extension")}
        if one.get("url") == _TRANSLATION and said.get("lang", {}).get("valueCode") == language:
            return str(said.get("content", {}).get("valueString") or "")
    return str(holder.get(name) or "")


def _objects(holder: Any, name: str) -> list[Json]:
    listed: Any = cast("Json", holder).get(name) if isinstance(holder, dict) else None
    each = cast("list[Any]", listed) if isinstance(listed, list) else []
    return [cast("Json", one) for one in each if isinstance(one, dict)]
