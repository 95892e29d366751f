"""The bill that Today names: the first with something left that is due within days, or was. Never on the day of a session.

Payments are looked at only where a bill is near, so that Today pays nothing for it otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from mobile.care.cost import Bill, CostAccount, Payment, PaymentNotice
from mobile.care.cost.course_cost import course_costs
from mobile.care.cost.sums import BillStanding
from mobile.records.ports import Keeping
from mobile.screens.reads.guarded import waits_now

KINDS = (Bill, CostAccount, Payment, PaymentNotice)
SOON = timedelta(days=3)
"""Before its day: long enough for a weekend between."""


@dataclass(frozen=True)
class BillDue:
    """`today`: by the clinic's calendar."""

    one: BillStanding
    today: date


async def bill_due(records: Keeping, now: datetime, zone: ZoneInfo) -> BillDue | None:
    """Raises what the store raises."""
    today = now.astimezone(zone).date()
    bills = await records.every(Bill)
    near = {one.id for one in bills if _is_near(one, today)}
    if not near or await waits_now(records, now, zone) is not None:
        return None
    courses = course_costs(
        await records.every(CostAccount),
        bills,
        await records.every(Payment),
        await records.every(PaymentNotice),
    )
    asked = [one for cost in courses for one in cost.standing if one.bill.id in near and cost.asks_for(one)]
    found = min(asked, key=lambda one: (one.bill.due or today, one.bill.id), default=None)
    return BillDue(found, today) if found is not None else None


def _is_near(bill: Bill, today: date) -> bool:
    return bill.due is not None and bill.due <= today + SOON and bill.status == "issued"
