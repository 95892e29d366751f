"""Money that the clinic puts to a whole course, or to nothing that is here, on screen: nobody is asked for it twice without being told."""

from __future__ import annotations

import re
from pathlib import Path

from tests.screens.clinic_of import Document, receive_all, seeded
from tests.screens.test_cost import BILL, X, due_on, phone_of

NOWHERE = (
    "Your clinic’s records hold money that is put to nothing here, so it is not counted in: {}. "
    "Ask your clinic where it goes."
)
TYPES = "http://terminology.hl7.org/CodeSystem/payment-type"


def payment(amount: int, about: str | None) -> Document:
    detail: Document = {
        "type": {"coding": [{"system": TYPES, "code": "payment"}]},
        "amount": {"value": amount, "currency": "USD"},
    }
    if about is not None:
        detail["request"] = {"reference": about}
    return {
        "resourceType": "PaymentReconciliation",
        "id": "rowan-whole-payment",
        "meta": {"versionId": "1"},
        "extension": [{"url": f"{X}/payment-patient", "valueReference": {"reference": "Patient/rowan"}}],
        "status": "active",
        "created": "2026-06-08",
        "outcome": "complete",
        "paymentDate": "2026-06-08",
        "paymentAmount": detail["amount"],
        "detail": [detail],
    }


async def test_a_course_that_is_paid_as_a_whole_is_not_named_as_due(tmp_path: Path) -> None:
    records = await seeded(tmp_path, "rowan", change=due_on("2026-06-11"))
    async with phone_of(records) as phone:
        await phone.start("/")
        await phone.sees("A bill $900, due in 2 days", "button")
        await receive_all(records, "rowan", [payment(1800, "Account/rowan-course")], 2)
        await phone.sees_no(re.compile("^A bill"))
        await phone.start("/cost")
        await phone.sees("Left $0")
        await phone.tap("Jun 11 Ask before you pay $900", "button")
        await phone.sees(
            "For your course as a whole your clinic has, put to no one bill: $1,800. Ask before you pay this."
        )
        assert phone.faults() == []


async def test_money_for_nothing_that_is_here_is_said_where_sums_and_bills_are(tmp_path: Path) -> None:
    for about in (None, "Invoice/another"):
        records = await seeded(tmp_path / str(about).replace("/", "-"), "rowan")
        await receive_all(records, "rowan", [payment(900, about)], 2)
        async with phone_of(records) as phone:
            for route in ("/cost", BILL):
                await phone.start(route)
                await phone.sees(NOWHERE.format("$900"))
                assert phone.faults() == []


async def test_a_single_bill_says_of_itself_what_cannot_be_read(tmp_path: Path) -> None:
    """Without a card of sums there is nowhere else to say it."""
    broken = payment(900, "Invoice/rowan-bill-3") | {"paymentAmount": {"value": 800, "currency": "USD"}}
    records = await seeded(tmp_path, "rowan")
    await receive_all(records, "rowan", [broken], 2)
    async with phone_of(records) as phone:
        await phone.start(BILL)
        await phone.sees("A payment in your clinic’s records cannot be read here, so it is not counted in.")
