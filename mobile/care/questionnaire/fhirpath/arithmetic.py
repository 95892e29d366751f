"""Sums, differences, products and quotients: exact decimals, quantities in their units, dates with durations."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Context, Decimal, DecimalException
from fractions import Fraction

from mobile.care.questionnaire.fhirpath.comparing import readable_moment, same_amount, scale
from mobile.care.questionnaire.fhirpath.moments import Moment, added
from mobile.care.questionnaire.fhirpath.problems import Failure
from mobile.care.questionnaire.fhirpath.units import CALENDAR_CODES, calendar_measure, measure
from mobile.care.questionnaire.fhirpath.values import (
    Collection,
    Quantity,
    Value,
    bare,
    data,
    is_number,
    quantity_of,
)

EXACT = Context(prec=34)
_WORDS = {code: word for word, code in CALENDAR_CODES.items() if word not in ("year", "month")}
_HUGE = 10**15
_LARGEST = 10**30


def _one(items: Collection) -> Value:
    if len(items) != 1:
        raise Failure("not_one_value")
    return items[0]


def plus(left: Collection, right: Collection) -> Collection:
    """`+` of two single values."""
    return _moved(_one(left), _one(right), 1)


def minus(left: Collection, right: Collection) -> Collection:
    """`-` of two single values."""
    return _moved(_one(left), _one(right), -1)


def _moved(one: Value, other: Value, sign: int) -> Collection:
    a, b = bare(one), bare(other)
    if is_number(a) and is_number(b):
        return [_sum(a, b, sign)]
    x, y = quantity_of(one), quantity_of(other)
    if x is not None and y is not None:
        return _sum_of_amounts(x, y, sign)
    if y is not None:
        moment = readable_moment(a)
        if moment is not None:
            return [_shifted(moment, y, sign)]
    raw_a, raw_b = data(one), data(other)
    if sign > 0 and isinstance(raw_a, str) and isinstance(raw_b, str):
        return [raw_a + raw_b]
    raise Failure("wrong_type", "+" if sign > 0 else "-")


def _sum(a: int | Decimal, b: int | Decimal, sign: int) -> int | Decimal:
    if isinstance(a, int) and isinstance(b, int):
        return _bounded(a + sign * b)
    return EXACT.add(Decimal(a), Decimal(b) if sign > 0 else -Decimal(b))


def _bounded(number: int) -> int:
    if abs(number) > _LARGEST:
        raise Failure("out_of_range")
    return number


def _sum_of_amounts(x: Quantity, y: Quantity, sign: int) -> Collection:
    """In the finer of the two units; empty when they measure different things."""
    if x.unit == y.unit and x.is_calendar == y.is_calendar:
        return [Quantity(EXACT.add(x.value, sign * y.value), x.unit, x.is_calendar)]
    if same_amount(x, y) is None:
        return []
    one, other = scale(x), scale(y)
    steps = [calendar_measure(q.unit) if q.is_calendar else measure(q.unit) for q in (x, y)]
    if one is None or other is None or steps[0] is None or steps[1] is None:
        return []
    finer, step = (x, steps[0][1]) if steps[0][1] <= steps[1][1] else (y, steps[1][1])
    total = from_fraction((one[1] + sign * other[1]) / step)
    return [Quantity(total, finer.unit, finer.is_calendar)]


def _shifted(moment: Moment, by: Quantity, sign: int) -> Moment:
    word = by.unit if by.is_calendar else _WORDS.get(by.unit)
    if word is None:
        raise Failure("bad_unit", "-" if sign < 0 else "+")
    return added(moment, sign * by.value, word)


def times(left: Collection, right: Collection) -> Collection:
    """`*`: numbers, or a quantity a number of times."""
    one, other = _one(left), _one(right)
    a, b = bare(one), bare(other)
    if is_number(a) and is_number(b):
        if isinstance(a, int) and isinstance(b, int):
            return [_bounded(a * b)]
        return [EXACT.multiply(Decimal(a), Decimal(b))]
    x, y = quantity_of(one), quantity_of(other)
    if x is not None and is_number(b):
        return [Quantity(EXACT.multiply(x.value, Decimal(b)), x.unit, x.is_calendar)]
    if y is not None and is_number(a):
        return [Quantity(EXACT.multiply(y.value, Decimal(a)), y.unit, y.is_calendar)]
    if x is not None and y is not None and not x.is_calendar and not y.is_calendar:
        unit = y.unit if x.unit == "1" else x.unit if y.unit == "1" else f"{x.unit}.{y.unit}"
        return [Quantity(EXACT.multiply(x.value, y.value), unit)]
    raise Failure("wrong_type", "*")


def divided(left: Collection, right: Collection) -> Collection:
    """`/`: always a decimal; empty when divided by nothing."""
    one, other = _one(left), _one(right)
    a, b = bare(one), bare(other)
    if is_number(a) and is_number(b):
        return [_quotient(Decimal(a), Decimal(b))] if b else []
    x, y = quantity_of(one), quantity_of(other)
    if x is not None and is_number(b):
        return [Quantity(_quotient(x.value, Decimal(b)), x.unit, x.is_calendar)] if b else []
    if x is not None and y is not None:
        return _ratio(x, y)
    raise Failure("wrong_type", "/")


def _ratio(x: Quantity, y: Quantity) -> Collection:
    if not y.value:
        return []
    a, b = scale(x), scale(y)
    if a is not None and b is not None and a[0] == b[0]:
        return [Quantity(from_fraction(a[1] / b[1]), "1")]
    if x.is_calendar or y.is_calendar or _is_compound(y.unit):
        raise Failure("bad_unit", "/")
    return [Quantity(_quotient(x.value, y.value), x.unit if y.unit == "1" else f"{x.unit}/{y.unit}")]


def from_fraction(value: Fraction) -> Decimal:
    """The decimal, exact where it ends."""
    return _quotient(Decimal(value.numerator), Decimal(value.denominator))


def _is_compound(unit: str) -> bool:
    return "/" in unit or "." in unit


def _quotient(a: Decimal, b: Decimal) -> Decimal:
    found = EXACT.divide(a, b)
    return found.quantize(Decimal(1)) if found == found.to_integral() and abs(found) < _HUGE else found


def whole_quotient(left: Collection, right: Collection) -> Collection:
    """`div`: the whole part, towards nought."""
    a, b = _numbers(left, right, "div")
    return [int(EXACT.divide_int(Decimal(a), Decimal(b)))] if b else []


def remainder(left: Collection, right: Collection) -> Collection:
    """`mod`: with the sign of what is divided."""
    a, b = _numbers(left, right, "mod")
    if not b:
        return []
    found = EXACT.remainder(Decimal(a), Decimal(b))
    return [int(found) if isinstance(a, int) and isinstance(b, int) else found]


def _numbers(left: Collection, right: Collection, about: str) -> tuple[int | Decimal, int | Decimal]:
    a, b = bare(_one(left)), bare(_one(right))
    if not is_number(a) or not is_number(b):
        raise Failure("wrong_type", about)
    return a, b


def joined(left: Collection, right: Collection) -> Collection:
    """`&`: text after text; nothing counts as no text."""
    texts = ["" if not items else data(_one(items)) for items in (left, right)]
    if not all(isinstance(text, str | Moment) for text in texts):
        raise Failure("wrong_type", "&")
    return ["".join(str(text) for text in texts)]


def negated(items: Collection) -> Collection:
    """Unary minus."""
    value = bare(_one(items))
    if is_number(value):
        return [-value]
    amount = quantity_of(items[0])
    if amount is None:
        raise Failure("wrong_type", "-")
    return [Quantity(-amount.value, amount.unit, amount.is_calendar)]


OPERATORS: dict[str, Callable[[Collection, Collection], Collection]] = {
    "+": plus, "-": minus, "*": times, "/": divided, "div": whole_quotient, "mod": remainder,
}  # fmt: skip


def calculated(operator: str, left: Collection, right: Collection) -> Collection:
    """An arithmetic operator. Empty when a side is empty. Raises Failure."""
    if not left or not right:
        return []
    try:
        return OPERATORS[operator](left, right)
    except DecimalException:
        raise Failure("out_of_range", operator) from None
