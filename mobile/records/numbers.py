"""A number of a JSON document, as it is compared with what a server made of it.

Servers write 1.50 as 1.5 and keep about as many digits as a machine number has. It must never call two numbers equal
that differ by more than that, nor two whole numbers that differ at all.
"""

from __future__ import annotations

import math
from decimal import Decimal

CARRIED = 1e-12
"""The share of a number that a server may lose of it. No quantity of a person's is told so finely."""


class Number:
    """Equal to another that is the same but for how finely a server keeps it. Made from its digits in the text."""

    __slots__ = ("_is_whole", "_value")

    def __init__(self, digits: str) -> None:
        """Raises ArithmeticError for what is beyond all bounds."""
        self._value = Decimal(digits)
        self._is_whole = digits.lstrip("-").isdigit()

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Number):
            return NotImplemented
        if self._value == other._value:
            return True
        if self._is_whole and other._is_whole:
            return False
        one, two = float(self._value), float(other._value)
        is_plain = math.isfinite(one) and math.isfinite(two) and one != 0 and two != 0
        return is_plain and math.isclose(one, two, rel_tol=CARRIED)

    __hash__ = None  # type: ignore[assignment]
