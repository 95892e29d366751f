"""What bills come to, what was paid, and what is left, to the smallest unit, for each currency by itself.

    paid + closed + left = price + ahead

holds for every bill and for every sum of them. `closed` is what the clinic has let go of a bill that it settled for less than its
amount; `ahead` is what was paid beyond the price. Nothing is paid off with what is ahead elsewhere: that is the clinic's to do.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from mobile.care.cost.bill import Bill
from mobile.care.cost.money import Money, nothing
from mobile.care.cost.payment import Part


@dataclass(frozen=True)
class Sums:
    """All of one currency. `paid`: what came, less what was given back."""

    price: Money
    paid: Money
    closed: Money
    left: Money
    ahead: Money

    def __add__(self, other: Sums) -> Sums:
        return Sums(
            self.price + other.price,
            self.paid + other.paid,
            self.closed + other.closed,
            self.left + other.left,
            self.ahead + other.ahead,
        )


@dataclass(frozen=True)
class BillStanding:
    """How one bill stands. `sums` None: its amount is not known. `parts`: what came and went for it, by day. `foreign`: those in
    another currency, not counted in. `is_unclear`: more was given back for it than is known to have been paid."""

    bill: Bill
    sums: Sums | None
    foreign: tuple[Money, ...] = ()
    is_unclear: bool = False
    parts: tuple[Part, ...] = ()

    @property
    def has_own(self) -> bool:
        """Whether money in its currency is put to this bill itself."""
        return self.sums is not None and any(
            part.amount.currency == self.sums.price.currency for part in self.parts
        )


def bill_standing(bill: Bill, parts: Iterable[Part]) -> BillStanding:
    """`parts`: all money that came and went, of which those about this bill count."""
    listed = [part for part in parts if part.about is not None and part.about in bill.names]
    own = tuple(sorted(listed, key=lambda part: (part.paid_on is None, part.paid_on or date.max)))
    if bill.amount is None:
        return BillStanding(bill, None, tuple(part.amount for part in own), parts=own)
    currency = bill.amount.currency
    foreign = tuple(part.amount for part in own if part.amount.currency != currency)
    sums, is_unclear = _sums(
        bill, bill.amount, [one.amount for one in own if one.amount.currency == currency]
    )
    return BillStanding(bill, sums, foreign, is_unclear, own)


def _sums(bill: Bill, amount: Money, came: list[Money]) -> tuple[Sums, bool]:
    """With whether more was given back than came: then what is owed is the clinic's to say, and never more than the bill."""
    none = nothing(amount.currency)
    price = none if bill.is_cancelled else amount
    paid = sum(came, none)
    if bill.is_settled and not came:
        paid = price  # the clinic says so, and does not say how it was paid
    is_unclear, paid = paid.is_negative, paid.or_nothing()
    open_ = (price - paid).or_nothing()
    closed, left = (open_, none) if bill.is_settled else (none, open_)
    return Sums(price, paid, closed, left, (paid - price).or_nothing()), is_unclear


def sums_of(
    standings: Iterable[BillStanding], unassigned: Sequence[Money] = ()
) -> tuple[dict[str, Sums], tuple[Money, ...]]:
    """By currency. `unassigned`: money that came or went for the account as a whole: it counts as paid, and takes from what is left
    before it counts as ahead. With it: what of it counts nowhere, because more was given back than is known to have come."""
    found: dict[str, Sums] = {}
    closed_by: dict[str, Money] = {}
    for one in standings:
        if one.sums is not None:
            currency = one.sums.price.currency
            found[currency] = found[currency] + one.sums if currency in found else one.sums
            if one.bill.is_settled and not one.has_own:
                closed_by[currency] = closed_by.get(currency, nothing(currency)) + one.sums.price
    nowhere: list[Money] = []
    for currency in dict.fromkeys(one.currency for one in unassigned):
        none = nothing(currency)
        amount = sum((one for one in unassigned if one.currency == currency), none)
        before = found.get(currency, Sums(none, none, none, none, none))
        # A bill that the clinic closed without naming a payment may have been closed by this money: it counts once.
        counted_already = min(amount.or_nothing(), closed_by.get(currency, none), key=lambda one: one.value)
        paid = before.paid + amount - counted_already
        if paid.is_negative:
            nowhere.append(amount)
        else:
            found[currency] = _with_paid(before, paid)
    return found, tuple(nowhere)


def _with_paid(sums: Sums, paid: Money) -> Sums:
    """More was paid, or some was given back: that takes from what is ahead first, and is left to pay where it is more."""
    change = paid - sums.paid
    if change.is_negative:
        back = -change
        from_ahead = min(back, sums.ahead, key=lambda one: one.value)
        return Sums(sums.price, paid, sums.closed, sums.left + back - from_ahead, sums.ahead - from_ahead)
    to_left = min(change, sums.left, key=lambda one: one.value)
    return Sums(sums.price, paid, sums.closed, sums.left - to_left, sums.ahead + change - to_left)
