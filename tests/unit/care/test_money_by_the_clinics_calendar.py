"""The day of a bill or a service is that of the clinic's calendar, whatever zone its server writes hours in: a receipt belongs to a year."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from mobile.care.clinic_days import by_calendar
from mobile.care.cost import Bill, CostAccount, Estimate, PaymentNotice, Price
from mobile.care.receipts import Charge, DaySpan, receipts
from tests.unit.care.test_cost import a_bill, usd
from tests.unit.care.test_receipts import charge, payment

COAST = ZoneInfo("America/Los_Angeles")
EVENING = "2027-01-01T01:30:00Z"  # half past five on the last day of 2026, at the clinic
LAST = date(2026, 12, 31)


def the(noun: Any, zone: ZoneInfo = COAST) -> Any:
    (one,) = by_calendar([noun], zone)
    return one


def test_an_hour_is_of_the_day_that_it_was_at_the_clinic() -> None:
    for written in (EVENING, "2026-12-31T17:30:00-08:00", "2027-01-01T09:30:00+08:00"):
        assert the(Bill.from_resource(a_bill(date=written))).dated == LAST
        assert the(charge("c1", written)).day == LAST
        notice = {
            "resourceType": "PaymentNotice",
            "id": "n1",
            "status": "active",
            "created": written,
            "amount": usd(1),
        }
        found = the(PaymentNotice.from_resource(notice))
        assert (found.paid_on, [part.paid_on for part in found.parts]) == (LAST, [LAST])
    span = {"start": "2026-12-31T08:00:00Z", "end": "2027-01-01T07:59:59Z"}
    account = the(CostAccount.from_resource({"resourceType": "Account", "id": "a1", "servicePeriod": span}))
    assert (account.begins, account.ends) == (LAST, LAST)
    document = {"resourceType": "DocumentReference", "id": "e1", "context": {"period": span}}
    estimate = the(Estimate.from_resource(document))
    assert (estimate.begins, estimate.ends) == (LAST, LAST)
    price = the(Price.from_resource({"resourceType": "ChargeItemDefinition", "id": "p1", "date": EVENING, "effectivePeriod": span}))  # fmt: skip
    assert (price.dated, price.begins, price.ends) == (LAST, LAST, LAST)
    days = charge("c1", "", occurrenceDateTime=None, occurrencePeriod=span)
    assert (the(days).day, the(days).last_day) == (LAST, LAST)


def test_a_day_without_an_hour_is_that_day_everywhere() -> None:
    for zone in (COAST, ZoneInfo("Pacific/Kiritimati")):
        assert the(Bill.from_resource(a_bill(date="2026-12-31")), zone).dated == LAST
        assert the(charge("c1", "2026-12-31"), zone).day == LAST


def test_midnight_is_how_a_system_writes_a_day() -> None:
    for written in ("2026-12-31T00:00:00Z", "2026-12-31T00:00:00.000+00:00", "2026-12-31T00:00:00-08:00"):
        assert the(Bill.from_resource(a_bill(date=written))).dated == LAST


def test_a_period_that_ends_with_a_month_or_a_year_ends_with_its_last_day() -> None:
    for written, last in (
        ("2026", date(2026, 12, 31)),
        ("2024-02", date(2024, 2, 29)),
        ("9999", None),
        ("9999-12-31", None),
    ):
        span = {"start": "2024-01", "end": written}
        price = {"resourceType": "ChargeItemDefinition", "id": "p1", "effectivePeriod": span}
        account = {"resourceType": "Account", "id": "a1", "servicePeriod": span}
        document = {"resourceType": "DocumentReference", "id": "e1", "context": {"period": span}}
        for found in (
            Price.from_resource(price),
            CostAccount.from_resource(account),
            Estimate.from_resource(document),
        ):
            assert (the(found).begins, the(found).ends) == (date(2024, 1, 1), last)
    over = Price.from_resource(
        {"resourceType": "ChargeItemDefinition", "id": "p1", "effectivePeriod": {"end": "2025"}}
    )
    assert not over.holds_on(date(2026, 1, 1))
    assert over.holds_on(LAST.replace(year=2025))


def test_a_receipt_belongs_to_the_year_that_it_was_at_the_clinic() -> None:
    line = {"chargeItemReference": {"reference": "ChargeItem/c1"}}
    bills = by_calendar([Bill.from_resource(a_bill(100, id="b1", lineItem=[line], date=EVENING))], COAST)
    charges: list[Charge] = by_calendar([charge("c1", EVENING)], COAST)
    found = receipts(bills, [payment("100", "Invoice/b1")], [], charges)
    assert found.years == (2026,)
    assert found.within(DaySpan.year(2027)).listed == ()
