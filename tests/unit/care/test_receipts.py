"""What stands on a receipt: which bills, which services behind them, and what is said to be missing or not counted."""

from __future__ import annotations

from base64 import b64encode
from datetime import date
from decimal import Decimal
from typing import Any

from mobile.care.clinic import Clinic
from mobile.care.cost import Bill, Payment
from mobile.care.receipts import Charge, DaySpan, issuer_of, receipts
from tests.unit.care.test_cost import a_bill, a_payment

CLINIC: dict[str, Any] = {
    "resourceType": "Organization",
    "id": "o1",
    "name": "Harbor Example Clinic",
    "identifier": [
        {"system": "http://hl7.org/fhir/sid/us-npi", "value": "0000000009", "use": "old"},
        {"system": "http://hl7.org/fhir/sid/us-npi", "value": "0000000001"},
    ],
    "address": [{"line": ["1 Example Pier"], "city": "Exampleton", "state": "IL", "postalCode": "00000"}],
    "extension": [
        {
            "url": "https://lantern.example/fhir/StructureDefinition/receipt-signature",
            "valueSignature": {"who": {"display": "Quinn Template"}, "data": b64encode(b"picture").decode()},
        }
    ],
}


def bill(amount: str, id: str, **more: Any) -> Bill:
    return Bill.from_resource(a_bill(Decimal(amount), "USD", id=id) | more)


def payment(amount: str, about: str, id: str = "m1") -> Payment:
    return Payment.from_resource(a_payment(Decimal(amount), about, id=id))


def charge(id: str, day: str, **more: Any) -> Charge:
    return Charge.from_resource(
        {
            "resourceType": "ChargeItem", "id": id, "status": "billed", "code": {"coding": [{"code": "X1"}], "text": "Visit"},
            "subject": {"reference": "Patient/p1"}, "occurrenceDateTime": day,
        }
        | more
    )  # fmt: skip


def test_of_the_clinic_what_holds_is_read_and_what_it_does_not_give_is_empty() -> None:
    found = issuer_of(Clinic.from_resource(CLINIC))
    assert (found.npi, found.tax_id, found.signer, found.signature) == (
        "0000000001",
        "",
        "Quinn Template",
        b"picture",
    )
    assert found.address == ("1 Example Pier", "Exampleton, IL 00000")
    assert issuer_of(None).name == ""


def test_only_bills_for_which_money_came_are_ready_and_the_service_says_their_day() -> None:
    line = {
        "chargeItemReference": {"reference": "ChargeItem/c1"},
        "priceComponent": [{"type": "base", "amount": {"value": 100, "currency": "USD"}}],
    }
    paid = bill("100", "b1", date="2026-01-02", lineItem=[line])
    open_ = bill("50", "b2")
    found = receipts([paid, open_], [payment("100", "Invoice/b1")], [], [charge("c1", "2025-12-30")])
    (one,) = found.listed
    assert (one.bill.id, one.day, one.services[0].codes) == ("Invoice/b1", date(2025, 12, 30), ("X1",))
    assert found.years == (2025,)
    assert found.within(DaySpan.year(2026)).listed == ()


def test_a_service_entered_by_mistake_is_none_and_the_bill_keeps_its_own_words() -> None:
    line = {"chargeItemReference": {"reference": "ChargeItem/c1", "display": "A visit"}}
    wrong = charge("c1", "2025-12-30", status="entered-in-error")
    found = receipts(
        [bill("10", "b1", lineItem=[line], totalGross={"value": 10, "currency": "USD"})],
        [payment("10", "Invoice/b1")],
        [],
        [wrong],
    )
    (service,) = found.listed[0].services
    assert (service.is_service, service.name.text, service.codes) == (False, "A visit", ())


def test_paid_beyond_is_apart_and_what_is_in_no_sum_is_counted() -> None:
    bills = [
        bill("100", "b1"),
        bill("70", "b2", status="cancelled"),
        bill("1", "b3", totalGross={"value": -5, "currency": "USD"}, totalNet=None),
    ]
    came = [
        payment("125", "Invoice/b1", "m1"),
        payment("70", "Invoice/b2", "m2"),
        payment("30", "Account/a1", "m3"),
    ]
    found = receipts(bills, came, [], [])
    (one,) = found.listed
    assert [
        amount.value for amount in (one.totals.charge, one.totals.paid, one.totals.left, one.totals.ahead)
    ] == [100, 100, 0, 25]
    assert (found.called_off, found.unreadable, [amount.value for amount in found.whole]) == (1, 1, [30])
