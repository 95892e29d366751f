"""Functions that turn a value into one of another type, and the functions of time."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

from mobile.care.questionnaire.fhirpath import moments
from mobile.care.questionnaire.fhirpath.arithmetic import from_fraction
from mobile.care.questionnaire.fhirpath.comparing import readable_moment, scale
from mobile.care.questionnaire.fhirpath.kinds import type_parts
from mobile.care.questionnaire.fhirpath.moments import Moment, read_date, read_time
from mobile.care.questionnaire.fhirpath.problems import Failure
from mobile.care.questionnaire.fhirpath.reading import Env, Function, Part
from mobile.care.questionnaire.fhirpath.texts import text_of
from mobile.care.questionnaire.fhirpath.units import CALENDAR
from mobile.care.questionnaire.fhirpath.values import (
    Collection,
    Quantity,
    Value,
    bare,
    is_number,
    quantity_of,
)

Parts = tuple[Part, ...]
_TRUE = frozenset({"true", "t", "yes", "y", "1", "1.0"})
_FALSE = frozenset({"false", "f", "no", "n", "0", "0.0"})
_WHOLE = re.compile(r"[+-]?\d{1,30}", re.ASCII)
_DECIMAL = re.compile(r"[+-]?\d{1,60}(\.\d{1,60})?", re.ASCII)
_QUANTITY = re.compile(r"([+-]?\d{1,60}(?:\.\d{1,60})?)\s*(?:'([^']+)'|([a-z]+))?", re.ASCII)
_PLACES = {"year": 0, "month": 1, "day": 2, "hour": 3, "minute": 4, "second": 5}


def to_boolean(item: Value) -> Value:
    value = bare(item)
    if isinstance(value, bool):
        return value
    if is_number(value):
        return True if value == 1 else False if value == 0 else None
    text = value.lower() if isinstance(value, str) else ""
    return True if text in _TRUE else False if text in _FALSE else None


def to_integer(item: Value) -> Value:
    value = bare(item)
    if isinstance(value, bool | int):
        return int(value)
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() and value.adjusted() < 30 else None
    return int(value) if isinstance(value, str) and _WHOLE.fullmatch(value) else None


def to_decimal(item: Value) -> Value:
    value = bare(item)
    if isinstance(value, bool | int | Decimal):
        return Decimal(value)
    return Decimal(value) if isinstance(value, str) and _DECIMAL.fullmatch(value) else None


def to_text(item: Value) -> Value:
    value = bare(item)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, str | int | Moment | Quantity):
        return str(value)
    amount = quantity_of(item)
    return None if amount is None else str(amount)


def to_date(item: Value) -> Value:
    value = bare(item)
    found = read_date(value) if isinstance(value, str) else value
    if not isinstance(found, Moment) or found.kind == "time":
        return None
    return Moment("date", found.parts[:3])


def to_date_time(item: Value) -> Value:
    value = bare(item)
    found = read_date(value) if isinstance(value, str) else value
    if not isinstance(found, Moment) or found.kind == "time":
        return None
    return Moment("dateTime", found.parts, found.offset)


def to_time(item: Value) -> Value:
    value = bare(item)
    found = read_time(value) if isinstance(value, str) else value
    return found if isinstance(found, Moment) and found.kind == "time" else None


def to_quantity(item: Value) -> Value:
    amount = quantity_of(item)
    if amount is not None:
        return amount
    value = bare(item)
    if isinstance(value, bool | int | Decimal):
        return Quantity(Decimal(value), "1")
    found = _QUANTITY.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return None
    number, code, word = found.groups()
    if word is not None:
        return Quantity(Decimal(number), CALENDAR[word], True) if word in CALENDAR else None
    return Quantity(Decimal(number), code or "1")


_TO: dict[str, Callable[[Value], Value]] = {
    "Boolean": to_boolean, "Integer": to_integer, "Decimal": to_decimal, "String": to_text, "Date": to_date,
    "DateTime": to_date_time, "Time": to_time,
}  # fmt: skip


def _only(items: Collection, about: str) -> Value:
    if len(items) > 1:
        raise Failure("not_one_value", about)
    return items[0]


def _to(name: str, work: Callable[[Value], Value]) -> Function:
    def function(_env: Env, items: Collection, _focus: Collection, _given: Parts) -> Collection:
        found = work(_only(items, f"to{name}")) if items else None
        return [] if found is None else [found]

    return function


def _converts(name: str, work: Callable[[Value], Value]) -> Function:
    def function(_env: Env, items: Collection, _focus: Collection, _given: Parts) -> Collection:
        return [work(_only(items, f"convertsTo{name}")) is not None] if items else []

    return function


def _in_unit(amount: Quantity, wanted: str) -> Quantity | None:
    target = (
        Quantity(Decimal(1), CALENDAR[wanted], True)
        if wanted in CALENDAR
        else Quantity(Decimal(1), wanted.strip("'"))
    )
    if (target.unit, target.is_calendar) == (amount.unit, amount.is_calendar):
        return amount
    one, other = scale(amount), scale(target)
    if one is None or other is None or one[0] != other[0]:
        return None
    return Quantity(from_fraction(one[1] / other[1]), target.unit, target.is_calendar)


def quantity(env: Env, items: Collection, focus: Collection, given: Parts) -> Collection:
    """toQuantity(), toQuantity('mg'): in that unit, empty when it cannot be."""
    found = to_quantity(_only(items, "toQuantity")) if items else None
    wanted = text_of(given[0](env, focus), "toQuantity") if given else None
    if found is not None and wanted is not None:
        found = _in_unit(found, wanted)
    return [] if found is None else [found]


def converts_to_quantity(env: Env, items: Collection, focus: Collection, given: Parts) -> Collection:
    return [bool(quantity(env, items, focus, given))] if items else []


def _moment_of(items: Collection, about: str) -> Moment | None:
    if not items:
        return None
    found = readable_moment(_only(items, about))
    if found is None:
        raise Failure("wrong_type", about)
    return found


def _part_of(name: str) -> Function:
    def function(_env: Env, items: Collection, _focus: Collection, _given: Parts) -> Collection:
        found = _moment_of(items, f"{name}Of")
        if found is None:
            return []
        place = _PLACES[name] - (3 if found.kind == "time" else 0)
        return [int(found.parts[place])] if 0 <= place < len(found.parts) else []

    return function


def _now(work: Callable[[datetime], Moment]) -> Function:
    return lambda env, _items, _focus, _given: [work(env.reading.now)]


def _date_of(_env: Env, items: Collection, _focus: Collection, _given: Parts) -> Collection:
    found = _moment_of(items, "dateOf")
    return [] if found is None or found.kind == "time" else [Moment("date", found.parts[:3])]


def duration(env: Env, items: Collection, focus: Collection, given: Parts) -> Collection:
    """Whole years, months, weeks or days from the first date to the second."""
    earlier, later = _moment_of(items, "duration"), _moment_of(given[0](env, focus), "duration")
    unit = text_of(given[1](env, focus), "duration")
    if earlier is None or later is None or unit is None:
        return []
    found = moments.between(earlier, later, CALENDAR.get(unit, unit))
    return [] if found is None else [found]


def kind(_env: Env, items: Collection, _focus: Collection, _given: Parts) -> Collection:
    return [type_parts(item) for item in items]


CONVERSIONS: dict[str, tuple[int, int, Function]] = (
    {f"to{name}": (0, 0, _to(name, work)) for name, work in _TO.items()}
    | {f"convertsTo{name}": (0, 0, _converts(name, work)) for name, work in _TO.items()}
    | {f"{name}Of": (0, 0, _part_of(name)) for name in _PLACES}
    | {
        "toQuantity": (0, 1, quantity),
        "convertsToQuantity": (0, 1, converts_to_quantity),
        "today": (0, 0, _now(moments.day_of)),
        "now": (0, 0, _now(moments.instant_of)),
        "timeOfDay": (0, 0, _now(moments.time_of)),
        "dateOf": (0, 0, _date_of),
        "duration": (2, 2, duration),
        "type": (0, 0, kind),
    }
)
