"""The bill that Today names: the first with something left that is due within days, or was. Never on the day of a session.

Payments are looked at only where a bill is near, so that Today pays nothing for it otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from mobile.care.cost import Bill, Payment, PaymentNotice
from mobile.care.cost.payment import counted
from mobile.care.cost.sums import BillStanding, bill_standing
from mobile.records.ports import Keeping
from mobile.screens.reads.guarded import waits_now

KINDS = (Bill, Payment, PaymentNotice)
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
    near = [
        one
        for one in await records.every(Bill)
        if one.due is not None and one.due <= today + SOON and one.status == "issued"
    ]
    if not near or await waits_now(records, now, zone) is not None:
        return None
    parts = counted(await records.every(Payment), await records.every(PaymentNotice))
    standings = (
        bill_standing(one, parts) for one in sorted(near, key=lambda one: (one.due or today, one.id))
    )
    found = next((one for one in standings if one.sums is not None and one.sums.left), None)
    return BillDue(found, today) if found is not None else None
