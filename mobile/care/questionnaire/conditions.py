"""enableWhen: whether an item's conditions hold, by the answers given. FHIR's comparisons for partial dates and units."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from mobile.care.questionnaire.item import Condition
from mobile.care.questionnaire.values import Given, Quantity, order_amounts


def holds(condition: Condition, answers: Sequence[Given]) -> bool:
    """Whether one condition is met by a question's answers; none means unanswered.

    `=` and the orderings: one answer does. `!=`: no answer is equal, which is so of a question without one.
    """
    expected = condition.expected
    if condition.operator == "exists":
        wants = expected is None or expected.value is not False
        return bool(answers) is wants
    if expected is None:
        return False
    if condition.operator == "=":
        return any(equal(answer, expected) for answer in answers)
    if condition.operator == "!=":
        return not any(equal(answer, expected) for answer in answers)
    orders = [order(answer, expected) for answer in answers]
    return any(_meets(condition.operator, one) for one in orders if one is not None)


def _meets(operator: str, sign: int) -> bool:
    return {"<": sign < 0, ">": sign > 0, "<=": sign <= 0, ">=": sign >= 0}[operator]


def equal(answer: Given, expected: Given) -> bool:
    """Equal as answers: dates as far as both go alike, numbers by value, codings by code."""
    if isinstance(answer.value, bool) or isinstance(expected.value, bool):
        return answer.value is expected.value
    ordered = order(answer, expected)
    return answer.is_same(expected) if ordered is None else ordered == 0


def order(left: Given, right: Given) -> int | None:
    """-1, 0 or 1 as left is before, at or after right; None when they cannot be told apart or compared."""
    a, b = left.value, right.value
    if isinstance(a, bool) or isinstance(b, bool):
        return None
    if isinstance(a, Quantity) and isinstance(b, Quantity):
        return order_amounts(a, b)
    if isinstance(a, int | Decimal) and isinstance(b, int | Decimal):
        return _sign(Decimal(a), Decimal(b))
    if isinstance(a, str) and isinstance(b, str):
        if left.type in _DATES and right.type in _DATES:
            return order_moments(a, b)
        if left.type == right.type == "Time":
            return _sign(_clock(a), _clock(b))
        return _sign(a, b)
    return None


_DATES = frozenset({"Date", "DateTime"})


def _sign(a: Any, b: Any) -> int:
    return (a > b) - (a < b)


_MOMENT = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d:\d\d)?)?)?)?"
)


def order_moments(a: str, b: str) -> int | None:
    """The order of two FHIR dates or dateTimes as far as both are exact; None when that does not tell.

    "2024" and "2024-05" cannot be told apart; "2024" is before "2025-01". A time without a zone is taken as of the other's.
    """
    one, two = _MOMENT.fullmatch(a), _MOMENT.fullmatch(b)
    if one is None or two is None:
        return None
    if one[4] and two[4]:
        return _order_instants(one, two)
    for left, right in zip(one.groups()[:3], two.groups()[:3], strict=True):
        if left is None or right is None:
            return 0 if left is right else None
        if left != right:
            return _sign(left, right)
    return 0 if (one[4] is None) is (two[4] is None) else None


def _order_instants(one: re.Match[str], two: re.Match[str]) -> int | None:
    zones = (one[5] or two[5] or "Z", two[5] or one[5] or "Z")
    try:
        left, right = (
            datetime.fromisoformat(f"{m[1]}-{m[2]}-{m[3]}T{m[4]}{zone}")
            for m, zone in zip((one, two), zones, strict=True)
        )
        return _sign(left, right)
    except (ValueError, OverflowError):
        return None


def _clock(text: str) -> str:
    return f"{text}:00" if text.count(":") == 1 else text
