"""A day that a clinic writes as a moment is the one on the clinic's own wall; one that it writes as a day, or as midnight, is that day."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from mobile.care.approval import BenefitCheck, InsurerAnswer
from mobile.care.cost import CostAccount, Estimate, Payment, PaymentNotice, Price
from mobile.care.dated import Dated, in_zone
from mobile.care.receipts import Charge, receipts
from tests.unit.care.test_receipts import bill, charge, payment

CHICAGO = ZoneInfo("America/Chicago")
EVENING = "2027-01-01T01:30:00Z"
"""At half past seven in the evening of December 31, at the clinic."""


@pytest.mark.parametrize(
    ("written", "day"),
    [
        (EVENING, date(2026, 12, 31)),
        ("2026-12-31T19:30:00-06:00", date(2026, 12, 31)),
        ("2027-01-01T02:30:00+01:00", date(2026, 12, 31)),
        ("2027-01-01", date(2027, 1, 1)),
        ("2027-01-01T00:00:00Z", date(2027, 1, 1)),
    ],
)
def test_a_moment_is_of_the_day_on_the_clinics_wall(written: str, day: date) -> None:
    (found,) = in_zone([bill("100", "b1", date=written)], CHICAGO)
    assert found.dated == day


@pytest.mark.parametrize(
    ("noun", "name", "resource"),
    [
        (Charge, "day", {"occurrenceDateTime": EVENING}),
        (Charge, "day", {"occurrencePeriod": {"start": EVENING}}),
        (Charge, "last_day", {"occurrencePeriod": {"start": "2026-12-30", "end": EVENING}}),
        (CostAccount, "ends", {"servicePeriod": {"end": EVENING}}),
        (CostAccount, "begins", {"servicePeriod": {"start": EVENING}}),
        (Estimate, "begins", {"context": {"period": {"start": EVENING}}}),
        (Estimate, "ends", {"context": {"period": {"end": EVENING}}}),
        (Payment, "paid_on", {"paymentDate": EVENING}),
        (PaymentNotice, "paid_on", {"created": EVENING}),
        (InsurerAnswer, "begins", {"preAuthPeriod": {"start": EVENING}}),
        (InsurerAnswer, "ends", {"preAuthPeriod": {"end": EVENING}}),
        (BenefitCheck, "checked_on", {"created": EVENING}),
        (Price, "dated", {"date": EVENING}),
        (Price, "ends", {"effectivePeriod": {"end": EVENING}}),
    ],
)
def test_so_is_every_day_of_what_care_costs(noun: type[Dated], name: str, resource: dict[str, Any]) -> None:
    (found,) = in_zone([noun.from_resource({"resourceType": noun.TYPE, "id": "x1", **resource})], CHICAGO)
    assert getattr(found, name) == date(2026, 12, 31)


def test_a_session_on_the_last_evening_of_a_year_is_on_that_years_receipt() -> None:
    line = {
        "chargeItemReference": {"reference": "ChargeItem/c1"},
        "priceComponent": [{"type": "base", "amount": {"value": 100, "currency": "USD"}}],
    }
    bills = in_zone([bill("100", "b1", date=EVENING, lineItem=[line])], CHICAGO)
    found = receipts(bills, [payment("100", "Invoice/b1")], [], in_zone([charge("c1", EVENING)], CHICAGO))
    assert found.years == (2026,)


def test_what_came_is_of_the_same_day_wherever_it_is_listed() -> None:
    resource = {
        "resourceType": "PaymentNotice", "id": "n1", "status": "active", "created": EVENING,
        "amount": {"value": 100, "currency": "USD"}, "request": {"reference": "Invoice/b1"},
    }  # fmt: skip
    (found,) = in_zone([PaymentNotice.from_resource(resource)], CHICAGO)
    assert [part.paid_on for part in found.parts] == [date(2026, 12, 31)]
