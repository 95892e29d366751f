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

State = Literal["unknown", "cancelled", "paid", "closed", "planned", "coming", "due", "overdue", "no_day"]
"""Of a bill today. `planned`: not billed yet, whatever its day; `due`: today or the next to come; `coming`: later ones; `closed`: settled by the clinic for less than its amount."""


@dataclass(frozen=True)
class CourseCost:
    """`account` None: bills of no account. `unclear`: payments of the clinic's that cannot be read, of anything."""

    account: CostAccount | None
    bills: tuple[BillStanding, ...]
    by_currency: dict[str, Sums]
    unclear: int = 0

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
        return next((one for one in self.standing if _is_billed(one) and one.bill.due is not None), None)

    def state(self, one: BillStanding, today: date) -> State:
        """How this one of them stands today."""
        bill, sums = one.bill, one.sums
        if bill.is_cancelled:
            return "cancelled"
        if sums is None:
            return "unknown"
        if not _is_open(one):
            return "closed" if sums.closed else "paid"
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
            if _is_billed(one) and one.bill.due is not None and one.bill.due >= today
        )
        return next(due, None)


def _is_open(one: BillStanding) -> bool:
    return one.sums is not None and bool(one.sums.left)


def _is_billed(one: BillStanding) -> bool:
    return _is_open(one) and not one.bill.is_planned


def course_costs(
    accounts: Iterable[CostAccount],
    bills: Iterable[Bill],
    payments: Iterable[Payment],
    notices: Iterable[PaymentNotice],
) -> tuple[CourseCost, ...]:
    """One for each account with bills, the newest first, then the bills of none. Mistakes of the clinic's own are left out."""
    paid, said = list(payments), list(notices)
    parts = counted(paid, said)
    unclear = sum(one.is_unclear for one in (*paid, *said))
    real = [one for one in bills if one.status not in ("entered-in-error", "")]
    left = {one.id: one for one in real}
    found: list[CourseCost] = []
    for account in sorted(accounts, key=_newest_first):
        if not account.is_real:
            continue
        own = [one for one in left.values() if one.account in account.names]
        for one in own:
            del left[one.id]
        whole = _unassigned(account, parts)
        if own or whole:
            found.append(_cost(account, own, parts, whole, unclear))
    if left:
        found.append(_cost(None, list(left.values()), parts, [], unclear))
    return tuple(found)


def _cost(
    account: CostAccount | None, bills: list[Bill], parts: list[Part], whole: list[Money], unclear: int
) -> CourseCost:
    listed = tuple(bill_standing(one, parts) for one in sorted(bills, key=_by_day))
    return CourseCost(account, listed, sums_of(listed, whole), unclear)


def _unassigned(account: CostAccount, parts: Iterable[Part]) -> list[Money]:
    return [part.amount for part in parts if part.about is not None and part.about in account.names]


def _by_day(bill: Bill) -> tuple[bool, date, str]:
    return bill.day is None, bill.day or date.max, bill.id


def _newest_first(account: CostAccount) -> tuple[int, str]:
    return -(account.begins.toordinal() if account.begins else 0), account.id
