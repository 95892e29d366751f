"""What one course costs a patient, and how its plan stands: its bills in the order of their days, with what was paid of each.

Computed from the clinic's account, bills and payments. Bills that belong to no account stand together. Where the amount of one is not
known, the sums say that they are not the whole.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from mobile.care.cost.account import CostAccount
from mobile.care.cost.bill import Bill
from mobile.care.cost.money import Money
from mobile.care.cost.payment import Part, Payment, PaymentNotice, counted
from mobile.care.cost.sums import BillStanding, Sums, bill_standing, sums_of

State = Literal[
    "unknown", "cancelled", "paid", "closed", "covered", "planned", "coming", "due", "overdue", "no_day"
]
"""Of a bill today. `planned`: not billed yet, whatever its day; `due`: today or the next to come; `coming`: later ones; `closed`: settled by the clinic for less than its amount;
`covered`: nothing was put to it, and of its course nothing is left."""


@dataclass(frozen=True)
class CourseCost:
    """`account` None: bills of no account. `unclear`: payments of the clinic's that cannot be read, of anything. `nowhere`: money that
    came or went and is in no sum: it is for nothing that is here. `for_all`: what came or went for the course as a whole."""

    account: CostAccount | None
    bills: tuple[BillStanding, ...]
    by_currency: dict[str, Sums]
    unclear: int = 0
    nowhere: tuple[Money, ...] = ()
    for_all: tuple[Money, ...] = ()

    @property
    def sums(self) -> Sums | None:
        """Of the one currency; None: there are several, which are never added, or nothing is known."""
        return next(iter(self.by_currency.values())) if len(self.by_currency) == 1 else None

    @property
    def is_whole(self) -> bool:
        """Whether every bill that counts is in the sums."""
        return all(one.sums is not None for one in self.bills if not one.bill.is_cancelled)

    @property
    def standing(self) -> tuple[BillStanding, ...]:
        """Those that count."""
        return tuple(one for one in self.bills if not one.bill.is_cancelled)

    @property
    def cancelled(self) -> tuple[BillStanding, ...]:
        return tuple(one for one in self.bills if one.bill.is_cancelled)

    def next_due(self) -> BillStanding | None:
        """The first with something left, of those that are billed and have a day."""
        billed = (one for one in self.standing if self.asks_for(one) and not one.bill.is_planned)
        return next((one for one in billed if one.bill.due is not None), None)

    def asks_for(self, one: BillStanding) -> bool:
        """Whether something of it is left, and of its course too: money for the course as a whole is put to no bill."""
        if one.sums is None or not one.sums.left:
            return False
        whole = self.by_currency.get(one.sums.left.currency)
        return whole is None or bool(whole.left)

    def state(self, one: BillStanding, today: date) -> State:
        """How this one of them stands today."""
        bill, sums = one.bill, one.sums
        if bill.is_cancelled:
            return "cancelled"
        if sums is None:
            return "unknown"
        if not sums.left:
            return "closed" if sums.closed else "paid"
        if not self.asks_for(one):
            return "covered"
        if bill.is_planned:
            return "planned"
        if bill.due is None:
            return "no_day"
        if bill.due < today:
            return "overdue"
        return "due" if one == self._next_from(today) else "coming"

    def is_past_its_end(self, today: date) -> bool:
        """The clinic's time for it is over, and something is left."""
        over = self.account is not None and self.account.is_over(today)
        return over and any(sums.left for sums in self.by_currency.values())

    def _next_from(self, today: date) -> BillStanding | None:
        due = (
            one
            for one in self.standing
            if self.asks_for(one)
            and not one.bill.is_planned
            and one.bill.due is not None
            and one.bill.due >= today
        )
        return next(due, None)


def course_costs(
    accounts: Iterable[CostAccount],
    bills: Iterable[Bill],
    payments: Iterable[Payment],
    notices: Iterable[PaymentNotice],
) -> tuple[CourseCost, ...]:
    """One for each account with bills, the newest first, then the bills of none. Mistakes of the clinic's own are left out."""
    paid, said = list(payments), list(notices)
    known_accounts = [one for one in accounts if one.is_real]
    real = [one for one in bills if one.status not in ("entered-in-error", "")]
    came = _Came(counted(paid, said), [*known_accounts, *real], sum(one.is_unclear for one in (*paid, *said)))
    left = {one.id: one for one in real}
    found: list[CourseCost] = []
    for account in sorted(known_accounts, key=_newest_first):
        own = [one for one in left.values() if one.account in account.names]
        for one in own:
            del left[one.id]
        whole = _unassigned(account, came.parts)
        if own or whole:
            found.append(_cost(account, own, came, whole))
    if left:
        found.append(_cost(None, list(left.values()), came, ()))
    return tuple(found)


class _Came:
    """All money that came and went, and what of it is for none of what is here."""

    def __init__(self, parts: list[Part], known: Iterable[CostAccount | Bill], unclear: int) -> None:
        names = frozenset[str]().union(*(one.names for one in known))
        self.parts, self.unclear = parts, unclear
        self.strays = tuple(one.amount for one in parts if one.about not in names and one.amount)


def _cost(
    account: CostAccount | None, bills: list[Bill], came: _Came, whole: tuple[Money, ...]
) -> CourseCost:
    listed = tuple(bill_standing(one, came.parts) for one in sorted(bills, key=_by_day))
    sums, nowhere = sums_of(listed, whole)
    return CourseCost(account, listed, sums, came.unclear, (*came.strays, *nowhere), whole)


def _unassigned(account: CostAccount, parts: Iterable[Part]) -> tuple[Money, ...]:
    return tuple(part.amount for part in parts if part.about in account.names)


def _by_day(bill: Bill) -> tuple[bool, date, str]:
    return bill.day is None, bill.day or date.max, bill.id


def _newest_first(account: CostAccount) -> tuple[int, str]:
    return -(account.begins.toordinal() if account.begins else 0), account.id
