"""Whatever a clinic bills, pays back and books: for every currency, paid + closed + left = price + ahead, to the smallest unit."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from mobile.care.cost import Bill, CostAccount, Payment
from mobile.care.cost.course_cost import course_costs
from mobile.care.cost.currencies import decimals_of
from mobile.care.cost.money import Money
from mobile.i18n.money import money_text
from tests.unit.care.test_cost import REFUND, a_bill, a_payment

CURRENCIES = ("USD", "EUR", "JPY", "KWD", "XXX")
STATUSES = ("draft", "issued", "balanced", "cancelled", "entered-in-error")
currencies = st.sampled_from(CURRENCIES)
figures = st.decimals(min_value=0, max_value=10**6, places=4, allow_nan=False, allow_infinity=False)
ACCOUNT = {
    "resourceType": "Account",
    "id": "a1",
    "status": "active",
    "subject": [{"reference": "Patient/p1"}],
}


def text(document: dict[str, Any]) -> str:
    """With decimals as the wire has them."""

    def plain(value: object) -> Any:
        assert isinstance(value, Decimal)
        return float(value)

    return json.dumps(document, default=plain)


@st.composite
def lives(draw: st.DrawFn) -> tuple[list[Bill], list[Payment]]:
    """Bills of one account, and what was paid and given back for them, for the account, and for nothing."""
    bills: list[Bill] = []
    for number in range(draw(st.integers(1, 6))):
        document = a_bill(
            draw(figures), draw(currencies), id=f"b{number}", status=draw(st.sampled_from(STATUSES))
        )
        document["account"] = {"reference": "Account/a1"}
        bills.append(Bill.from_json(text(document)))
    payments: list[Payment] = []
    for number in range(draw(st.integers(0, 8))):
        about = draw(st.sampled_from(["Account/a1", "Invoice/none", *(f"Invoice/b{n}" for n in range(6))]))
        more: dict[str, Any] = {"kind": REFUND} if draw(st.booleans()) else {}
        document = a_payment(draw(figures), about, id=f"m{number}", **more)
        currency = draw(currencies)
        document["paymentAmount"]["currency"] = document["detail"][0]["amount"]["currency"] = currency
        payments.append(Payment.from_json(text(document)))
    return bills, payments


@given(lives())
def test_paid_and_left_are_the_price_to_the_cent(life: tuple[list[Bill], list[Payment]]) -> None:
    bills, payments = life
    account = CostAccount.from_json(json.dumps(ACCOUNT))
    for cost in course_costs([account], bills, payments, []):
        for currency, sums in cost.by_currency.items():
            assert sums.paid + sums.closed + sums.left == sums.price + sums.ahead
            for amount in (sums.price, sums.paid, sums.closed, sums.left, sums.ahead):
                assert amount.currency == currency
                assert not amount.is_negative
                assert -int(amount.value.as_tuple().exponent) == decimals_of(currency)
        for one in cost.bills:
            assert (one.sums is None) == (one.bill.amount is None)
            if one.sums is not None:
                assert one.sums.paid + one.sums.closed + one.sums.left == one.sums.price + one.sums.ahead
                assert not (one.sums.left and one.sums.ahead)


@given(lives())
def test_without_refunds_and_overpaying_what_is_left_is_the_price_less_what_came(
    life: tuple[list[Bill], list[Payment]],
) -> None:
    bills, payments = life
    plain = [one for one in bills if one.status in ("issued", "draft")]
    came = [one for one in payments if one.counts and not one.is_refund]
    for cost in course_costs([], [one for one in plain], came, []):
        for sums in cost.by_currency.values():
            if not sums.ahead:
                assert sums.left == sums.price - sums.paid


@given(figures, st.sampled_from([one for one in CURRENCIES if decimals_of(one) is not None]))
def test_what_is_shown_is_the_amount_whole(value: Decimal, currency: str) -> None:
    bill = Bill.from_json(text(a_bill(value, currency)))
    assert bill.amount is not None
    for language in ("en", "es"):
        said = money_text(bill.amount.value, currency, bill.amount.decimals, language)
        figure = "".join(one for one in said if one.isdigit() or one == ".")
        assert Money(Decimal(figure), currency).value == bill.amount.value
