"""Receipts know bills, services and payments by whatever name the clinic gives them, and say all money that is in none of their sums."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from mobile.care.cost import Payment, PaymentNotice
from mobile.care.receipts import receipts
from tests.unit.care.test_cost import X, a_payment, usd
from tests.unit.care.test_receipts import bill, charge, payment


def notice(about: str, **more: Any) -> PaymentNotice:
    return PaymentNotice.from_resource(
        {
            "resourceType": "PaymentNotice",
            "id": "n1",
            "extension": [{"url": f"{X}/payment-patient", "valueReference": {"reference": "Patient/p1"}}],
            "status": "active",
            "request": {"reference": about},
            "created": "2026-06-02",
            "amount": usd(100),
            **more,
        }
    )


@pytest.mark.parametrize("name", ["ChargeItem/c1/_history/2", "https://clinic.example/fhir/ChargeItem/c1"])
def test_the_service_behind_a_line_is_found_by_any_name_of_it(name: str) -> None:
    line = {
        "chargeItemReference": {"reference": name},
        "priceComponent": [{"type": "base", "amount": usd(100)}],
    }
    found = receipts([bill("100", "b1", lineItem=[line])], [payment("100", "Invoice/b1")], [], [charge("c1", "2025-12-30")])  # fmt: skip
    assert [one.codes for one in found.listed[0].services] == [("X1",)]


def test_who_gave_it_is_the_practitioner_by_any_name_of_theirs() -> None:
    actor = {
        "reference": "https://clinic.example/fhir/Practitioner/ash/_history/4",
        "display": "Dr Ash Template",
    }
    device = {"reference": "Device/d1", "display": "A pump"}
    found = charge("c1", "2026-06-01", performer=[{"actor": device}, {"actor": actor}])
    assert (found.provider, found.provider_name) == ("Practitioner/ash", "Dr Ash Template")


@pytest.mark.parametrize("status", ["draft", "entered-in-error", ""])
def test_money_for_a_bill_that_does_not_hold_is_in_no_sum_and_is_said(status: str) -> None:
    found = receipts([bill("100", "b1", status=status)], [payment("100", "Invoice/b1")], [], [])
    assert found.listed == ()
    assert [int(one.value) for one in found.whole] == [100]


def test_money_for_a_bill_that_is_not_here_is_in_no_sum_and_is_said() -> None:
    found = receipts([bill("100", "b1")], [payment("70", "Invoice/another")], [], [])
    assert [int(one.value) for one in found.whole] == [70]


def test_money_in_another_currency_than_its_bill_is_in_no_sum_and_is_said() -> None:
    document = a_payment(100)
    document["paymentAmount"] = document["detail"][0]["amount"] = usd(100, "EUR")
    foreign = Payment.from_resource(document)
    found = receipts([bill("100", "b1")], [foreign, payment("60", "Invoice/b1", "m2")], [], [])
    (one,) = found.listed
    assert int(one.totals.paid.value) == 60
    assert [(int(each.value), each.currency) for each in found.foreign] == [(100, "EUR")]


def test_a_bill_is_paid_on_the_day_that_a_notice_says_where_the_payment_is_not_here() -> None:
    found = receipts([bill("100", "b1")], [], [notice("Invoice/b1", paymentDate="2026-06-03")], [])
    assert found.listed[0].paid_on == (date(2026, 6, 3),)
