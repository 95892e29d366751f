"""Answers as typed values, and their FHIR JSON.

An answer is a bool, int, Decimal, str (also dates, dateTimes and times, in FHIR's text with its precision), or one of the
four classes here. Decimals keep their digits. Errors never carry a value.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Self, cast

from mobile.care.questionnaire.fhirpath import order_quantities
from mobile.care.resource import Json, at, text_at


@dataclass(frozen=True, slots=True)
class Coding:
    """A code of a system. `display` is how it reads and says nothing about what it is: see `is_same`."""

    system: str | None = None
    code: str | None = None
    display: str | None = None
    version: str | None = None

    @classmethod
    def of(cls, given: object) -> Self:
        return cls(
            *(text_at(given, name) for name in ("system", "code", "display", "version")),
        )

    def to_json(self) -> Json:
        named = {
            "system": self.system,
            "version": self.version,
            "code": self.code,
            "display": self.display,
        }
        return {name: value for name, value in named.items() if value}

    def is_same(self, other: object) -> bool:
        """Whether both name the same thing: code and system; words only where there is no code."""
        if not isinstance(other, Coding):
            return False
        if self.code or other.code:
            return (self.system, self.code) == (other.system, other.code)
        return self.display == other.display


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with a unit: `unit` as read by people, `system` and `code` as read by machines."""

    value: Decimal | None
    unit: str | None = None
    system: str | None = None
    code: str | None = None
    comparator: str | None = None

    @classmethod
    def of(cls, given: object) -> Self:
        value = at(given, "value")
        names = ("unit", "system", "code", "comparator")
        return cls(decimal_of(value), *(text_at(given, name) for name in names))

    def to_json(self) -> Json:
        named = {
            "value": self.value,
            "comparator": self.comparator,
            "unit": self.unit,
            "system": self.system,
            "code": self.code,
        }
        return {name: value for name, value in named.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file: `data` in base64, or a `url` where it lies. `size` in bytes, before base64."""

    content_type: str | None = None
    data: str | None = None
    title: str | None = None
    size: int | None = None
    url: str | None = None
    hash: str | None = None
    creation: str | None = None

    @classmethod
    def of(cls, given: object) -> Self:
        size = at(given, "size")
        return cls(
            content_type=text_at(given, "contentType"),
            data=text_at(given, "data"),
            title=text_at(given, "title"),
            size=size if isinstance(size, int) and not isinstance(size, bool) and size >= 0 else None,
            url=text_at(given, "url"),
            hash=text_at(given, "hash"),
            creation=text_at(given, "creation"),
        )

    def to_json(self) -> Json:
        named = {
            "contentType": self.content_type,
            "data": self.data,
            "url": self.url,
            "size": self.size,
            "hash": self.hash,
            "title": self.title,
            "creation": self.creation,
        }
        return {name: value for name, value in named.items() if value is not None}

    @property
    def bytes_long(self) -> int | None:
        """How long the file is, as it says or as its data shows; None where neither tells."""
        if self.data is None:
            return self.size
        kept = self.data.rstrip("=\n")
        return len(kept) * 3 // 4


@dataclass(frozen=True, slots=True)
class Reference:
    """Another record: "Type/id", with a name to show."""

    reference: str | None = None
    display: str | None = None
    type: str | None = None

    @classmethod
    def of(cls, given: object) -> Self:
        return cls(*(text_at(given, name) for name in ("reference", "display", "type")))

    def to_json(self) -> Json:
        named = {"reference": self.reference, "type": self.type, "display": self.display}
        return {name: value for name, value in named.items() if value}

    def is_same(self, other: object) -> bool:
        """Whether both point at the same record; the words only where neither points anywhere. A version is no other record."""
        if not isinstance(other, Reference):
            return False
        if self.reference or other.reference:
            return _record(self.reference) == _record(other.reference)
        return self.display == other.display


def _record(reference: str | None) -> str | None:
    return reference.split("/_history/")[0] if reference else None


def order_amounts(one: Quantity, other: Quantity) -> int | None:
    """-1, 0 or 1 as one is less than, as much as or more than the other; None where their units cannot be compared.

    `other` without a unit holds in any. An answer without one, to a question that offers none, is compared as a number
    unless a code is asked for: a unit's words are for people. Other units are converted where UCUM tells how.
    """
    if one.value is None or other.value is None:
        return None
    is_alike = (one.code or one.unit) == (other.code or other.unit)
    holds_in_any_unit = not (other.unit or other.code)
    has_no_unit_to_tell = not (one.unit or one.code or other.code)
    if is_alike or holds_in_any_unit or has_no_unit_to_tell:
        return (one.value > other.value) - (one.value < other.value)
    return order_quantities(one.to_json(), other.to_json())


Answer = bool | int | Decimal | str | Coding | Quantity | Attachment | Reference

COMPLEX: dict[str, type[Coding | Quantity | Attachment | Reference]] = {
    "Coding": Coding,
    "Quantity": Quantity,
    "Attachment": Attachment,
    "Reference": Reference,
}
TEXTS = frozenset({"Date", "DateTime", "Time", "String", "Uri"})


@dataclass(frozen=True, slots=True)
class Given:
    """An answer with the FHIR type it is kept as: the X of `valueX`."""

    type: str
    value: Answer

    def to_json(self) -> Json:
        """The one-element object `{"valueX": ...}`."""
        value = self.value
        if isinstance(value, Coding | Quantity | Attachment | Reference):
            return {f"value{self.type}": value.to_json()}
        return {f"value{self.type}": value}

    def is_same(self, other: Given) -> bool:
        """Equal as an answer: codings by code, references by record, quantities as amounts, the rest as it stands."""
        if isinstance(self.value, Coding | Reference):
            return self.value.is_same(other.value)
        if isinstance(self.value, Quantity) and isinstance(other.value, Quantity):
            return self.value == other.value or order_amounts(self.value, other.value) == 0
        if isinstance(self.value, bool) or isinstance(other.value, bool):
            return self.value is other.value
        return self.value == other.value


def decimal_of(value: object) -> Decimal | None:
    """A JSON number as an exact decimal, None for anything else or out of all reason (beyond 10 to the 1000th)."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    read = Decimal(str(value)) if isinstance(value, float) else Decimal(value)
    return read if read.is_finite() and abs(read.adjusted()) <= 1000 else None


def read_as(type: str, value: object) -> Given | None:
    """A JSON value of this FHIR type; None when it is none, or empty."""
    if type in COMPLEX:
        if not isinstance(value, Mapping):
            return None
        made = COMPLEX[type].of(cast("Mapping[str, Any]", value))
        return Given(type, made) if made.to_json() else None
    if type == "Boolean":
        return Given(type, value) if isinstance(value, bool) else None
    if type == "Decimal":
        number = decimal_of(value)
        return None if number is None else Given(type, number)
    if type == "Integer":
        return Given(type, value) if isinstance(value, int) and not isinstance(value, bool) else None
    if type in TEXTS and isinstance(value, str) and value.strip():
        return Given(type, value) if type not in _MOMENTS or _is_moment(type, value) else None
    return None


_DATE = r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?"
_TIME = r"([01]\d|2[0-3]):[0-5]\d(:([0-5]\d|60)(\.\d+)?)?"
_MOMENTS = {
    "Date": re.compile(_DATE, re.ASCII),
    "DateTime": re.compile(rf"{_DATE}(?:(?<=-\d\d-\d\d)T{_TIME}(Z|[+-]\d\d:\d\d)?)?", re.ASCII),
    "Time": re.compile(_TIME, re.ASCII),
}


def _is_moment(type: str, text: str) -> bool:
    """Whether it is FHIR's text of a date, dateTime or time that there is."""
    found = _MOMENTS[type].fullmatch(text)
    if found is None or type == "Time":
        return found is not None
    try:
        date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
    except ValueError:
        return False
    return True


def value_in(holder: object) -> Given | None:
    """The `valueX`, `answerX`... of a JSON object, whatever X is: the first that reads."""
    if not isinstance(holder, Mapping):
        return None
    for name, value in cast("Mapping[str, Any]", holder).items():
        for stem in ("value", "answer"):
            if name.startswith(stem) and name != stem:
                found = read_as(_TYPE_OF.get(name[len(stem) :], name[len(stem) :]), value)
                if found is not None:
                    return found
    return None


_TYPE_OF = {
    "PositiveInt": "Integer",
    "UnsignedInt": "Integer",
    "Url": "Uri",
    "Canonical": "Uri",
    "Markdown": "String",
}
