"""Where the clinic puts money: to a bill by whatever name it has at the clinic, to a course as a whole, or to nothing that is here. It counts
once, and what counts nowhere is said."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from mobile.care.cost.course_cost import CourseCost
from tests.unit.care.test_cost import REFUND, TODAY, Json, X, a_bill, a_payment, cost_of, usd

ACCOUNT = {
    "resourceType": "Account",
    "id": "a1",
    "status": "active",
    "subject": [{"reference": "Patient/p1"}],
}
OF_ACCOUNT = {"account": {"reference": "Account/a1"}}
NOTICE: Json = {
    "resourceType": "PaymentNotice",
    "id": "n1",
    "extension": [{"url": f"{X}/payment-patient", "valueReference": {"reference": "Patient/p1"}}],
    "status": "active",
    "request": {"reference": "Invoice/b1"},
    "created": "2026-06-02",
    "amount": usd(900),
}


def figures(cost: CourseCost) -> tuple[int, int, int, int]:
    """Paid, closed, left, ahead."""
    sums = cost.sums
    assert sums is not None
    return tuple(int(one.value) for one in (sums.paid, sums.closed, sums.left, sums.ahead))  # type: ignore[return-value]


def amounts(cost: CourseCost) -> list[int]:
    return [int(one.value) for one in cost.nowhere]


def without_request(amount: int) -> Json:
    payment = a_payment(amount)
    del payment["detail"][0]["request"]
    return payment


@pytest.mark.parametrize(
    "name", ["Invoice/b1/_history/3", "https://clinic.example/fhir/Invoice/b1", "https://clinic.example/fhir/Invoice/b1/_history/3"]
)  # fmt: skip
def test_money_for_a_bill_counts_by_whatever_name_the_clinic_gives_the_bill(name: str) -> None:
    cost = cost_of(a_bill(), a_payment(900, name))
    assert figures(cost) == (900, 0, 0, 0)
    assert cost.nowhere == ()
    assert len(cost.bills[0].parts) == 1


@pytest.mark.parametrize("name", ["Account/a1/_history/2", "https://clinic.example/fhir/Account/a1"])
def test_a_bill_stands_in_its_course_by_whatever_name_the_clinic_gives_the_account(name: str) -> None:
    cost = cost_of(ACCOUNT, a_bill(account={"reference": name}), a_payment(900, name))
    assert cost.account is not None
    assert figures(cost) == (900, 0, 0, 0)


@pytest.mark.parametrize(
    "name", ["PaymentReconciliation/m1/_history/1", "https://clinic.example/fhir/PaymentReconciliation/m1"]
)
def test_a_notice_counts_once_by_whatever_name_it_gives_its_payment(name: str) -> None:
    cost = cost_of(a_bill(), a_payment(900), {**NOTICE, "payment": {"reference": name}})
    assert figures(cost) == (900, 0, 0, 0)


@pytest.mark.parametrize(
    "payment",
    [
        a_payment(900, detail=[]), without_request(900), a_payment(900, "Invoice/another"), a_payment(900, "Invoice/b2"),
        a_payment(900, "Account/another"), {**NOTICE, "request": {"reference": "Invoice/another"}},
    ],
)  # fmt: skip
def test_money_for_nothing_that_is_here_is_not_counted_in_and_is_said(payment: Json) -> None:
    cost = cost_of(a_bill(), a_bill(id="b2", status="entered-in-error"), payment)
    assert figures(cost) == (0, 0, 900, 0)
    assert amounts(cost) == [900]


def test_what_was_given_back_for_a_course_beyond_what_came_is_said_and_in_no_order_changes_the_sum() -> None:
    bill = a_bill(**OF_ACCOUNT)
    back = a_payment(100, "Account/a1", id="m1", kind=REFUND)
    cost = cost_of(ACCOUNT, bill, back)
    assert figures(cost) == (0, 0, 900, 0)
    assert amounts(cost) == [-100]
    came = a_payment(100, "Account/a1", id="m2")
    for order in ([back, came], [came, back]):
        cost = cost_of(ACCOUNT, bill, *order)
        assert figures(cost) == (0, 0, 900, 0)
        assert cost.nowhere == ()


def test_money_for_the_course_by_which_the_clinic_closed_a_bill_counts_once() -> None:
    closed, open_ = a_bill(status="balanced", **OF_ACCOUNT), a_bill(id="b2", **OF_ACCOUNT)
    cost = cost_of(ACCOUNT, closed, open_, a_payment(900, "Account/a1"))
    assert figures(cost) == (900, 0, 900, 0)
    cost = cost_of(ACCOUNT, closed, open_, a_payment(1000, "Account/a1"))
    assert figures(cost) == (1000, 0, 800, 0)


def a_due_bill(**more: Any) -> Json:
    return a_bill(extension=[{"url": f"{X}/due-date", "valueDate": "2026-06-24"}], **OF_ACCOUNT, **more)


def test_a_bill_of_a_course_of_which_nothing_is_left_is_not_named_as_due() -> None:
    cost = cost_of(ACCOUNT, a_due_bill(), a_payment(900, "Account/a1"))
    (one,) = cost.bills
    assert cost.next_due() is None
    for day in (TODAY, date(2026, 7, 1)):
        assert cost.state(one, day) == "covered"
    assert [int(part.value) for part in cost.for_all] == [900]
    cost = cost_of(ACCOUNT, a_due_bill(), a_payment(800, "Account/a1"))
    assert cost.next_due() is not None
    assert cost.state(cost.bills[0], TODAY) == "due"
