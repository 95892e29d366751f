"""What care costs this patient, read at once: their bills with what was paid, the clinic's prices, its estimates, and ways to pay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from mobile.care.clinic import Clinic
from mobile.care.clinic_days import by_calendar
from mobile.care.cost import (
    Bill,
    CostAccount,
    Estimate,
    EstimateSeen,
    Payment,
    PaymentNotice,
    Price,
    WayToPay,
)
from mobile.care.cost.course_cost import CourseCost, course_costs
from mobile.care.cost.estimate import newest_first, seen_on
from mobile.care.cost.money import Money
from mobile.care.cost.paying import WentToPay
from mobile.care.cost.price import PriceList, price_list
from mobile.care.cost.sums import BillStanding
from mobile.care.cost.ways import ways_to_pay
from mobile.care.course import Course, current
from mobile.care.people import CareTeam, Patient
from mobile.records.ports import Keeping
from mobile.screens.reads.own_clinic import read_own_clinic

KINDS = (
    Bill,
    CostAccount,
    Estimate,
    EstimateSeen,
    Payment,
    PaymentNotice,
    Price,
    WayToPay,
    WentToPay,
    Course,
    Clinic,
    CareTeam,
    Patient,
)


@dataclass(frozen=True)
class Costs:
    """At a moment. `today`: by the clinic's calendar."""

    today: date
    courses: tuple[CourseCost, ...] = ()
    prices: PriceList = field(default_factory=PriceList)
    estimates: Sequence[Estimate] = ()
    seen: Mapping[str, datetime] = field(default_factory=dict[str, datetime])  # by an estimate's id
    ways: tuple[WayToPay, ...] = ()
    went: Mapping[str, WentToPay] = field(default_factory=dict[str, WentToPay])  # by a bill's id

    @property
    def is_empty(self) -> bool:
        return not (self.courses or self.prices.prices or self.estimates or self.ways)

    def bill(self, server_id: str) -> tuple[CourseCost, BillStanding] | None:
        """The bill of that id at the clinic, with what it belongs to."""
        name = f"{Bill.TYPE}/{server_id}"
        return next(
            ((cost, one) for cost in self.courses for one in cost.bills if name in one.bill.names), None
        )

    def estimate(self, server_id: str) -> Estimate | None:
        name = f"{Estimate.TYPE}/{server_id}"
        return next((one for one in self.estimates if name in one.names), None)

    def waits_for_word(self, one: BillStanding) -> WentToPay | None:
        """That they went to pay it, and the clinic has not said since that anything arrived."""
        went = self.went.get(one.bill.id)
        if went is None or one.sums is None:
            return None
        cost = next((each for each in self.courses if one in each.bills), None)
        return went if went.left == left_text(one, cost) else None

    def next_due(self) -> BillStanding | None:
        """Of all bills the next with something left and a day."""
        due = [found for cost in self.courses if (found := cost.next_due()) is not None]
        return min(due, key=lambda one: one.bill.due or date.max, default=None)

    def billed_in(self, estimate: Estimate) -> Money | None:
        """What the bills that an estimate is about come to so far; None where that is not known in one figure."""
        about = [
            one
            for cost in self.courses
            for one in cost.standing
            if one.bill.dated is not None and estimate.covers(one.bill.dated)
        ]
        sums = [one.sums for one in about if one.sums is not None]
        if not sums or len(sums) < len(about) or len({one.price.currency for one in sums}) > 1:
            return None
        return sum((one.price for one in sums[1:]), sums[0].price)


async def costs(records: Keeping, now: datetime, zone: ZoneInfo) -> Costs:
    """Raises what the store raises."""
    every, today = records.every, now.astimezone(zone).date()
    clinic = await read_own_clinic(records)
    estimates = newest_first(by_calendar(await every(Estimate), zone))
    marks = await every(EstimateSeen)
    seen = {one.id: at for one in estimates if (at := seen_on(one, marks)) is not None}
    return Costs(
        today,
        course_costs(
            by_calendar(await every(CostAccount), zone),
            by_calendar(await every(Bill), zone),
            await every(Payment),
            by_calendar(await every(PaymentNotice), zone),
        ),
        price_list(by_calendar(await every(Price), zone), _planned(await every(Course)), today),
        estimates,
        seen,
        ways_to_pay(clinic, await every(WayToPay)),
        {one.bill: one for one in await every(WentToPay)},
    )


def _planned(courses: Sequence[Course]) -> Course | None:
    """The course that is on; before one begins, the one that is being planned: prices are for who has not decided yet."""
    return current(courses) or next((one for one in courses if one.status == "draft"), None)


def left_text(one: BillStanding, cost: CourseCost | None) -> str:
    """What is left of a bill, and what came that is put to none, to be compared with later."""
    if one.sums is None:
        return ""
    apart = (*cost.for_all, *cost.nowhere) if cost is not None else ()
    return ", ".join(f"{amount.value} {amount.currency}" for amount in (one.sums.left, *apart))
