"""What is on a receipt: each bill for which money came, with its services, what was charged, paid and is left.

    paid + let go + left = charge

holds for each bill and for every sum of one currency, to the smallest unit, by the one rounding rule of `care.cost`. What was paid
beyond a charge is no part of `paid`; it is said by itself. Bills of two currencies are never added.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from mobile.care.cost.bill import Bill
from mobile.care.cost.components import sum_of
from mobile.care.cost.money import Money, nothing
from mobile.care.cost.naming import named
from mobile.care.cost.payment import Payment, PaymentNotice, counted
from mobile.care.cost.sums import BillStanding, bill_standing
from mobile.care.receipts.charge import Charge, Coded
from mobile.care.receipts.span import DaySpan
from mobile.care.resource import each
from mobile.care.translated import Wording


@dataclass(frozen=True)
class Service:
    """One line of a bill. `is_service` False: the clinic names no service behind it, so it has no codes."""

    day: date | None
    last_day: date | None = None
    name: Wording = field(default_factory=Wording, repr=False)
    codes: tuple[str, ...] = ()
    units: Decimal | None = None
    diagnoses: tuple[Coded, ...] = field(default=(), repr=False)
    provider: str | None = None
    provider_name: str = ""
    place: str = ""
    amount: Money | None = None
    is_service: bool = False


@dataclass(frozen=True)
class Totals:
    """Of one bill, or of several in one currency."""

    charge: Money
    paid: Money
    let_go: Money
    left: Money
    ahead: Money

    def __add__(self, other: Totals) -> Totals:
        return Totals(
            self.charge + other.charge,
            self.paid + other.paid,
            self.let_go + other.let_go,
            self.left + other.left,
            self.ahead + other.ahead,
        )


@dataclass(frozen=True)
class Receipt:
    """`paid_on`: the days on which money came for it."""

    bill: Bill
    services: tuple[Service, ...]
    totals: Totals
    paid_on: tuple[date, ...] = ()

    @property
    def day(self) -> date | None:
        """By which it belongs to a year: when the first service was, else when the bill was written."""
        days = [one.day for one in self.services if one.is_service and one.day is not None]
        return min(days) if days else self.bill.dated or self.bill.due


@dataclass(frozen=True)
class Receipts:
    """`listed`: the last first. `unreadable`: bills whose amount is not known; `unclear`: payments that cannot be read; `whole`: money
    for no bill that holds here, as for an account; `foreign`: money for a bill in another currency than it has; `called_off`: bills that
    were called off, with money that is not paid back."""

    listed: tuple[Receipt, ...] = ()
    unreadable: int = 0
    unclear: int = 0
    whole: tuple[Money, ...] = ()
    foreign: tuple[Money, ...] = ()
    called_off: int = 0

    @property
    def years(self) -> tuple[int, ...]:
        """In which there are any, the last first."""
        return tuple(sorted({one.day.year for one in self.listed if one.day is not None}, reverse=True))

    @property
    def undated(self) -> int:
        return sum(one.day is None for one in self.listed)

    def within(self, days: DaySpan) -> Receipts:
        return replace(self, listed=tuple(one for one in self.listed if days.holds(one.day)))

    def totals(self) -> Mapping[str, Totals]:
        """By currency."""
        found = dict[str, Totals]()
        for one in self.listed:
            currency = one.totals.charge.currency
            found[currency] = found[currency] + one.totals if currency in found else one.totals
        return found


def receipts(
    bills: Iterable[Bill],
    payments: Iterable[Payment],
    notices: Iterable[PaymentNotice],
    charges: Iterable[Charge],
) -> Receipts:
    """Of every bill that holds and for which money came."""
    paid, said = list(payments), list(notices)
    parts = counted(paid, said)
    known = {name: one for one in charges if one.is_real for name in one.names}
    held = [one for one in bills if one.status not in ("entered-in-error", "", "draft")]
    names = frozenset[str]().union(*(one.names for one in held))
    listed, foreign, unreadable, called_off = list[Receipt](), list[Money](), 0, 0
    for bill in held:
        standing = bill_standing(bill, parts)
        foreign += standing.foreign if standing.sums is not None else ()
        if bill.is_cancelled:
            called_off += standing.sums is not None and bool(standing.sums.ahead)
            continue
        if standing.sums is None:
            unreadable += 1
            continue
        totals = _totals(standing)
        if totals.paid:
            days = {one.paid_on for one in standing.parts if one.paid_on and not one.amount.is_negative}
            listed.append(Receipt(bill, _services(bill, known), totals, tuple(sorted(days))))
    return Receipts(
        tuple(sorted(listed, key=lambda one: (one.day or date.min, one.bill.id), reverse=True)),
        unreadable,
        sum(one.is_unclear for one in (*paid, *said)),
        tuple(part.amount for part in parts if part.about not in names and part.amount),
        tuple(foreign),
        called_off,
    )


def _totals(standing: BillStanding) -> Totals:
    assert standing.sums is not None
    sums = standing.sums
    none = nothing(sums.price.currency)
    paid = sums.paid - sums.ahead
    return Totals(sums.price, none if paid.is_negative else paid, sums.closed, sums.left, sums.ahead)


def _services(bill: Bill, charges: Mapping[str, Charge]) -> tuple[Service, ...]:
    """A line for each of the bill's; with the service that it names, where that is here."""
    found = list[Service]()
    lines = list(each(bill.to_resource(), "lineItem"))
    for read, line in zip(bill.lines, lines, strict=True):
        charge = charges.get(named(line, "chargeItemReference") or "")
        amount = sum_of(each(line, "priceComponent"))
        if charge is None:
            found.append(Service(bill.dated, name=read.name, amount=amount))
            continue
        found.append(
            Service(
                charge.day,
                charge.last_day,
                charge.name or read.name,
                charge.codes,
                charge.units,
                charge.diagnoses,
                charge.provider,
                charge.provider_name,
                charge.place,
                amount if amount is not None else charge.amount,
                is_service=True,
            )
        )
    return tuple(found)
