"""Functions of numbers."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_UP, Decimal, DecimalException

from mobile.care.questionnaire.fhirpath.arithmetic import EXACT
from mobile.care.questionnaire.fhirpath.problems import Failure
from mobile.care.questionnaire.fhirpath.reading import Env, Function, Part
from mobile.care.questionnaire.fhirpath.values import (
    Collection,
    Quantity,
    Value,
    bare,
    is_number,
    quantity_of,
    single,
)

Parts = tuple[Part, ...]
_MOST_POWER = 1000


def _number(items: Collection, about: str) -> int | Decimal | None:
    value = single(items)
    if value is None:
        return None
    if not is_number(value):
        raise Failure("wrong_type", about)
    return value


def _safely(name: str, work: Callable[[], Value]) -> Collection:
    try:
        found = work()
    except (DecimalException, OverflowError, ValueError):
        raise Failure("out_of_range", name) from None
    return [] if found is None else [found]


def _of_one(name: str, work: Callable[[Decimal], Value]) -> Function:
    def function(_env: Env, items: Collection, _focus: Collection, _given: Parts) -> Collection:
        value = _number(items, name)
        return [] if value is None else _safely(name, lambda: work(Decimal(value)))

    return function


def _rounded_to(direction: str) -> Callable[[Decimal], int]:
    def work(value: Decimal) -> int:
        if value.adjusted() > _MOST_POWER:
            raise OverflowError
        return int(value.to_integral_value(direction))

    return work


def absolute(_env: Env, items: Collection, _focus: Collection, _given: Parts) -> Collection:
    value = single(items)
    if value is None:
        return []
    amount = quantity_of(items[0])
    if amount is not None:
        return [Quantity(abs(amount.value), amount.unit, amount.is_calendar)]
    if not is_number(bare(items[0])):
        raise Failure("wrong_type", "abs")
    return [abs(value)]


def power(env: Env, items: Collection, focus: Collection, given: Parts) -> Collection:
    base, exponent = _number(items, "power"), _number(given[0](env, focus), "power")
    if base is None or exponent is None:
        return []
    if abs(exponent) > _MOST_POWER or abs(base) > 10**15:
        raise Failure("out_of_range", "power")
    if base < 0 and exponent != int(exponent):
        return []
    if (
        isinstance(base, int)
        and isinstance(exponent, int)
        and exponent >= 0
        and abs(base) ** exponent < 10**30
    ):
        return [base**exponent]
    return _safely("power", lambda: EXACT.power(Decimal(base), Decimal(exponent)))


def log(env: Env, items: Collection, focus: Collection, given: Parts) -> Collection:
    value, base = _number(items, "log"), _number(given[0](env, focus), "log")
    if value is None or base is None or value <= 0 or base <= 0 or base == 1:
        return []
    return _safely("log", lambda: EXACT.divide(Decimal(value).ln(), Decimal(base).ln()))


def rounded(env: Env, items: Collection, focus: Collection, given: Parts) -> Collection:
    """Halves go away from nought, as on paper."""
    value = _number(items, "round")
    places = _number(given[0](env, focus), "round") if given else 0
    if value is None or places is None:
        return []
    if not 0 <= places <= 28 or places != int(places):
        raise Failure("wrong_arguments", "round")
    step = Decimal(1).scaleb(-int(places))
    return _safely("round", lambda: Decimal(value).quantize(step, ROUND_HALF_UP))


NUMBERS: dict[str, tuple[int, int, Function]] = {
    "abs": (0, 0, absolute),
    "ceiling": (0, 0, _of_one("ceiling", _rounded_to(ROUND_CEILING))),
    "floor": (0, 0, _of_one("floor", _rounded_to(ROUND_FLOOR))),
    "truncate": (0, 0, _of_one("truncate", _rounded_to(ROUND_DOWN))),
    "sqrt": (0, 0, _of_one("sqrt", lambda value: None if value < 0 else value.sqrt(EXACT))),
    "exp": (0, 0, _of_one("exp", lambda value: value.exp(EXACT))),
    "ln": (0, 0, _of_one("ln", lambda value: value.ln(EXACT) if value > 0 else None)),
    "log": (1, 1, log),
    "power": (1, 1, power),
    "round": (0, 1, rounded),
}
