"""An amount of money, exactly: a decimal in one currency, rounded once, when it is read, to what that currency has.

The one rounding rule of screen and paper: half a smallest unit is rounded away from zero. After that sums are exact, so that what is
paid and what is left add up to the price as it is shown. Amounts of two currencies cannot be added.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from mobile.care.cost.currencies import decimals_of
from mobile.care.resource import at, text_at

MOST = Decimal(10) ** 12
"""Beyond it is a slip, and no price of care."""


@dataclass(frozen=True)
class Money:
    """`value` has no more decimals than its currency. It may be below zero: whether that makes sense, its reader says."""

    value: Decimal
    currency: str

    @property
    def decimals(self) -> int:
        return decimals_of(self.currency) or 0

    @property
    def is_negative(self) -> bool:
        return self.value < 0

    def __add__(self, other: Money) -> Money:
        return Money(self.value + self._same(other).value, self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.value - self._same(other).value, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.value, self.currency)

    def __lt__(self, other: Money) -> bool:
        return self.value < self._same(other).value

    def __bool__(self) -> bool:
        return bool(self.value)

    def times(self, count: int) -> Money:
        return Money(self.value * count, self.currency)

    def or_nothing(self) -> Money:
        """This, or no money where it is below zero."""
        return nothing(self.currency) if self.is_negative else self

    def _same(self, other: Money) -> Money:
        if other.currency != self.currency:
            raise ValueError("two currencies")
        return other


def nothing(currency: str) -> Money:
    return Money(Decimal(0).scaleb(-(decimals_of(currency) or 0)), currency)


def rounded(value: Decimal, currency: str) -> Decimal | None:
    """To what the currency has; None where that is not known, or the figure is no amount of money."""
    decimals = decimals_of(currency)
    if decimals is None or not value.is_finite() or abs(value) >= MOST:
        return None
    found = value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return found if found else abs(found)  # there is no nothing below zero


def money(found: object) -> Money | None:
    """A FHIR Money; None where its figure or its currency is missing or cannot be read."""
    value, currency = at(found, "value"), text_at(found, "currency")
    if isinstance(value, bool) or not isinstance(value, Decimal | int) or currency is None:
        return None
    figure = rounded(Decimal(value), currency)
    return None if figure is None else Money(figure, currency)


def total(amounts: Iterable[Money]) -> Money | None:
    """The sum; None of nothing, and where they are of more than one currency."""
    listed = list(amounts)
    if not listed or len({one.currency for one in listed}) > 1:
        return None
    return sum(listed[1:], listed[0])
