"""What flows through an expression, and how it goes back out as FHIR JSON.

A collection is a list of: bool, int, Decimal, str, dict (a FHIR element as it stands in the JSON, never changed or copied),
Moment, Quantity, or `Typed`: one of these with what is known about where it was found.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import Any, cast

from mobile.care.questionnaire.fhirpath.moments import Moment, read_date, read_time
from mobile.care.questionnaire.fhirpath.problems import Failure
from mobile.care.questionnaire.fhirpath.units import CALENDAR, CALENDAR_CODES

UCUM = "http://unitsofmeasure.org"
Value = Any
Collection = list[Any]
_DIGITS = 18
_QUANTITY_KEYS = frozenset({"value", "unit", "system", "code", "id", "extension"})
_CODING_KEYS = frozenset({"system", "version", "code", "display", "userSelected", "id", "extension"})


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with a UCUM code, or (`is_calendar`) with a calendar word in the singular: 1 year is no fixed number of days."""

    value: Decimal
    unit: str
    is_calendar: bool = False

    def __str__(self) -> str:
        if not self.is_calendar:
            return f"{self.value} '{self.unit}'"
        return f"{self.value} {self.unit}{'' if self.value == 1 else 's'}"


@dataclass(frozen=True, slots=True, eq=False)
class Typed:
    """A value with its FHIR type, its primitive's sibling (id and extensions), and the question whose answer it is."""

    value: Value
    type: str | None = None
    sibling: Mapping[str, Any] | None = None
    link_id: str | None = None


def bare(item: Value) -> Value:
    """The value without what is known about it; a date or time in JSON as what it is."""
    if type(item) is not Typed:
        return item
    value = item.value
    if isinstance(value, str) and item.type in ("date", "dateTime", "instant"):
        return read_date(value) or value
    if isinstance(value, str) and item.type == "time":
        return read_time(value) or value
    return value


def data(item: Value) -> Value:
    """The value as it stands in the JSON."""
    return item.value if type(item) is Typed else item


def element(item: Value) -> dict[str, Any] | None:
    """The JSON object an item is, None when it is none."""
    held = item.value if type(item) is Typed else item
    return cast("dict[str, Any]", held) if isinstance(held, dict) else None


def is_number(value: Value) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def taken_in(given: Any) -> Collection:
    """A value from outside (a focus, a variable) as a collection."""
    if given is None:
        return []
    if isinstance(given, list | tuple):
        return [taken(one) for one in cast("Iterable[Any]", given) if one is not None]
    return [taken(given)]


def taken(value: Any) -> Value:
    """One JSON value; a float becomes the decimal it was written as."""
    return Decimal(repr(value)) if type(value) is float else value


def given_out(items: Collection) -> list[Any]:
    """A collection as FHIR JSON values: dates and times as text, quantities as FHIR Quantity, numbers int or Decimal."""
    return [_out(item) for item in items if not _is_bare_sibling(item)]


def _is_bare_sibling(item: Value) -> bool:
    return type(item) is Typed and item.value is None


def _out(item: Value) -> Any:
    value = data(item)
    if isinstance(value, Moment):
        return str(value)
    if isinstance(value, Quantity):
        return quantity_json(value)
    return _tidy(value) if isinstance(value, Decimal) else value


def quantity_json(quantity: Quantity) -> dict[str, Any]:
    """A Quantity that an expression worked out, as FHIR has it."""
    word = quantity.unit
    code = CALENDAR_CODES[word] if quantity.is_calendar else word
    return {"value": _tidy(quantity.value), "unit": word, "system": UCUM, "code": code}


def _tidy(value: Decimal) -> Decimal:
    """A quotient that never ends is cut at FHIRPath's eight decimal places; everything FHIR can hold stays as it is."""
    if not value.is_finite():
        raise Failure("out_of_range")
    if len(value.as_tuple().digits) <= _DIGITS:
        return value
    with localcontext() as exact:
        exact.prec = 60
        return value.quantize(Decimal("1e-8")).normalize() if value.adjusted() < _DIGITS else value


def quantity_of(item: Value) -> Quantity | None:
    """A Quantity, from one or from FHIR's; None for anything else, and for one said only roughly (a comparator)."""
    value = data(item)
    if isinstance(value, Quantity):
        return value
    if not isinstance(value, dict) or not is_quantity_data(item, cast("dict[str, Any]", value)):
        return None
    held = cast("dict[str, Any]", value)
    number = taken(held.get("value"))
    if not is_number(number) or held.get("comparator"):
        return None
    unit = (
        held.get("code")
        if held.get("system") == UCUM and held.get("code")
        else held.get("unit") or held.get("code") or "1"
    )
    if not isinstance(unit, str):
        return None
    if held.get("system") != UCUM and unit in CALENDAR:
        return Quantity(Decimal(number), CALENDAR[unit], True)
    return Quantity(Decimal(number), unit)


def is_quantity_data(item: Value, held: dict[str, Any]) -> bool:
    declared = item.type if type(item) is Typed else None
    if declared is not None:
        return declared in ("Quantity", "Age", "Duration", "Count", "Distance")
    return "value" in held and held.keys() <= _QUANTITY_KEYS


def type_of(item: Value) -> tuple[str, str]:
    """Namespace and name of a value's type: what is declared, else what its shape says."""
    if type(item) is Typed and item.type is not None:
        return "FHIR", item.type
    value = data(item)
    if isinstance(value, bool):
        return "System", "Boolean"
    if isinstance(value, int):
        return "System", "Integer"
    if isinstance(value, Decimal):
        return "System", "Decimal"
    if isinstance(value, str):
        return "System", "String"
    if isinstance(value, Moment):
        return "System", {"date": "Date", "dateTime": "DateTime", "time": "Time"}[value.kind]
    if isinstance(value, Quantity):
        return "System", "Quantity"
    return "FHIR", _shape(item, cast("dict[str, Any]", value) if isinstance(value, dict) else {})


def _shape(item: Value, held: dict[str, Any]) -> str:
    declared = held.get("resourceType")
    if isinstance(declared, str):
        return declared
    if is_quantity_data(item, held):
        return "Quantity"
    if "code" in held and held.keys() <= _CODING_KEYS:
        return "Coding"
    return "Reference" if "reference" in held else "Element"


def single(items: Collection) -> Value:
    """The only value of a collection, None of an empty one. Raises Failure for more."""
    if not items:
        return None
    if len(items) > 1:
        items = [item for item in items if not _is_bare_sibling(item)]
        if len(items) != 1:
            raise Failure("not_one_value")
    return bare(items[0])


def truth(items: Collection) -> bool | None:
    """A collection where a yes or no is asked for: one value that is not a boolean is a yes."""
    value = single(items)
    if value is None:
        return None
    return value if isinstance(value, bool) else True
