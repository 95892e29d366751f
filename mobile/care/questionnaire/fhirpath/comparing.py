"""Whether two values are the same, alike, or one before the other. None is FHIRPath's empty: it cannot be told."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any, cast

from mobile.care.questionnaire.fhirpath.moments import Moment, order, read_date, read_moment, read_time
from mobile.care.questionnaire.fhirpath.problems import Failure
from mobile.care.questionnaire.fhirpath.units import Dimension, calendar_measure, measure
from mobile.care.questionnaire.fhirpath.values import (
    Collection,
    Quantity,
    Value,
    bare,
    data,
    is_number,
    quantity_of,
)

_SPACE = re.compile(r"\s")
_LONG = ("year", "month")


def equal(left: Collection, right: Collection, local_offset: int) -> bool | None:
    """`=` of two collections that are not empty: same values in the same order."""
    if len(left) != len(right):
        return False
    answer: bool | None = True
    for one, other in zip(left, right, strict=True):
        same = equal_values(one, other, local_offset)
        if same is False:
            return False
        if same is None:
            answer = None
    return answer


def equal_values(one: Value, other: Value, local_offset: int) -> bool | None:
    """`=` of two values."""
    a, b = _paired(bare(one), bare(other))
    if isinstance(a, Moment) and isinstance(b, Moment):
        if (a.kind == "time") != (b.kind == "time"):
            return False
        found = order(a, b, local_offset)
        return None if found is None else found == 0
    x, y = quantity_of(one), quantity_of(other)
    if x is not None and y is not None:
        return same_amount(x, y)
    if (x is not None and is_number(b)) or (y is not None and is_number(a)):
        return same_amount(x or _plain(a), y or _plain(b))
    if isinstance(a, dict | list) or isinstance(b, dict | list):
        return _same_json(data(one), data(other))
    return bool(a == b) if type(a) is type(b) or (is_number(a) and is_number(b)) else False


def _plain(number: Value) -> Quantity:
    return Quantity(Decimal(number), "1")


def _paired(a: Value, b: Value) -> tuple[Value, Value]:
    """A text beside a date or time is read as one."""
    if isinstance(a, Moment) and isinstance(b, str):
        return a, (read_time(b) if a.kind == "time" else read_date(b)) or b
    if isinstance(b, Moment) and isinstance(a, str):
        return (read_time(a) if b.kind == "time" else read_date(a)) or a, b
    return a, b


def _same_json(a: Any, b: Any) -> bool:
    if isinstance(a, dict) and isinstance(b, dict):
        left, right = cast("dict[str, Any]", a), cast("dict[str, Any]", b)
        return left.keys() == right.keys() and all(_same_json(left[key], right[key]) for key in left)
    if isinstance(a, list) and isinstance(b, list):
        ones, others = cast("list[Any]", a), cast("list[Any]", b)
        return len(ones) == len(others) and all(_same_json(x, y) for x, y in zip(ones, others, strict=True))
    if isinstance(a, bool) or isinstance(b, bool):
        return a is b
    return _number(a) == _number(b)


def _number(value: Any) -> Any:
    return Decimal(repr(value)) if isinstance(value, float) else value


def scale(quantity: Quantity) -> tuple[Dimension, Fraction] | None:
    """What a quantity measures and its amount in the base unit; None for a unit that is not known."""
    found = calendar_measure(quantity.unit) if quantity.is_calendar else measure(quantity.unit)
    return None if found is None else (found[0], found[1] * Fraction(quantity.value))


def same_amount(x: Quantity, y: Quantity) -> bool | None:
    """`=` of quantities: None when the units cannot be compared."""
    if x.unit == y.unit and x.is_calendar == y.is_calendar:
        return x.value == y.value
    a, b = scale(x), scale(y)
    if a is None or b is None or a[0] != b[0]:
        return None
    return a[1] == b[1]


def compare(left: Collection, right: Collection, local_offset: int) -> int | None:
    """-1, 0 or 1 for two single values; None when it cannot be told. Raises Failure for things that have no order together."""
    if len(left) != 1 or len(right) != 1:
        raise Failure("not_one_value")
    a, b = _paired(bare(left[0]), bare(right[0]))
    if isinstance(a, Moment) and isinstance(b, Moment):
        return order(a, b, local_offset)
    if is_number(a) and is_number(b):
        return _sign(a, b)
    if isinstance(a, str) and isinstance(b, str):
        return _sign(a, b)
    x, y = quantity_of(left[0]), quantity_of(right[0])
    if x is not None and is_number(b):
        y = _plain(b)
    elif y is not None and is_number(a):
        x = _plain(a)
    if x is None or y is None:
        raise Failure("not_comparable")
    return _order_amounts(x, y)


def order_quantities(one: Any, other: Any) -> int | None:
    """-1, 0 or 1 for two Quantities in FHIR's JSON; None when it cannot be told (units not known, a comparator)."""
    x, y = quantity_of(one), quantity_of(other)
    if x is None or y is None:
        return None
    return _order_amounts(x, y)


def _order_amounts(x: Quantity, y: Quantity) -> int | None:
    if x.unit == y.unit and x.is_calendar == y.is_calendar:
        return _sign(x.value, y.value)
    one, other = scale(x), scale(y)
    return None if one is None or other is None or one[0] != other[0] else _sign(one[1], other[1])


def _sign(a: Any, b: Any) -> int:
    return 0 if a == b else -1 if a < b else 1


def alike(left: Collection, right: Collection, local_offset: int) -> bool:
    """`~`: the same values in any order; text whatever its case and kind of space, decimals to the shorter of the two."""
    if len(left) != len(right):
        return False
    rest = list(right)
    for one in left:
        place = next((n for n, other in enumerate(rest) if alike_values(one, other, local_offset)), None)
        if place is None:
            return False
        del rest[place]
    return True


def alike_values(one: Value, other: Value, local_offset: int) -> bool:
    """`~` of two values."""
    a, b = _paired(bare(one), bare(other))
    if isinstance(a, str) and isinstance(b, str):
        return _SPACE.sub(" ", a.casefold()) == _SPACE.sub(" ", b.casefold())
    if is_number(a) and is_number(b):
        return _alike_numbers(Decimal(a), Decimal(b))
    x, y = quantity_of(one), quantity_of(other)
    if x is not None and y is not None:
        return _alike_amounts(x, y)
    if isinstance(a, dict) and isinstance(b, dict):
        left, right = cast("dict[str, Any]", a), cast("dict[str, Any]", b)
        return left.keys() == right.keys() and all(
            alike(_listed(left[key]), _listed(right[key]), local_offset) for key in left
        )
    return equal_values(one, other, local_offset) is True


def _listed(value: Any) -> Collection:
    return [_number(one) for one in cast("list[Any]", value)] if isinstance(value, list) else [_number(value)]


def _alike_numbers(a: Decimal, b: Decimal) -> bool:
    places = min(_places(a), _places(b))
    step = Decimal(1).scaleb(-places)
    return a.quantize(step, ROUND_HALF_UP) == b.quantize(step, ROUND_HALF_UP)


def _places(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _alike_amounts(x: Quantity, y: Quantity) -> bool:
    if x.is_calendar != y.is_calendar and (x.unit in _LONG or y.unit in _LONG):
        word, code = (
            (x, y) if x.is_calendar else (y, x)
        )  # alike, though no fixed number of days: 1 year ~ 1 'a'
        if code.unit == {"year": "a", "month": "mo"}[word.unit]:
            return _alike_numbers(x.value, y.value)
    if same_amount(x, y) is True:
        return True
    a, b = scale(x), scale(y)
    return a is not None and b is not None and a[0] == b[0] and abs(a[1] - b[1]) * 10**6 <= abs(a[1])


def has(items: Collection, one: Value, local_offset: int) -> bool:
    """Whether a value is among others."""
    return any(equal_values(item, one, local_offset) is True for item in items)


def distinct(items: Collection, local_offset: int, spend: Callable[[int], None]) -> Collection:
    """Each value once, in the order of its first place. `spend` is told how much comparing that takes."""
    kept: Collection = []
    others: Collection = []
    seen: set[tuple[str, Any]] = set()
    for item in items:
        mark = _mark(data(item))
        if mark is None:
            spend(len(others))
            if has(others, item, local_offset):
                continue
            others.append(item)
        elif mark in seen:
            continue
        else:
            seen.add(mark)
        kept.append(item)
    return kept


def _mark(value: Value) -> tuple[str, Any] | None:
    """What tells a plain value apart, so that it need not be compared with every other."""
    if isinstance(value, bool | str):
        return type(value).__name__, value
    return ("number", value) if is_number(value) else None


def readable_moment(value: Value) -> Moment | None:
    """A date or time, also from its text."""
    value = bare(value)
    return read_moment(value) if isinstance(value, str) else value if isinstance(value, Moment) else None
