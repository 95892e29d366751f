"""Who sees what care costs a patient: they themselves and the coordinator of their team, and nobody else; and nobody but the clinic writes it."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from api_client.sandbox import Sandbox
from tests.unit.sandbox.guests import joined
from tests.unit.sandbox.visitor import BASE, CARE, Visitor

ROWAN = "Patient/rowan"
OF_ROWAN = (
    "Account/rowan-course",
    "Invoice/rowan-bill-3",
    "PaymentReconciliation/rowan-bill-1-payment",
    "PaymentNotice/rowan-bill-2-notice",
    "DocumentReference/rowan-estimate",
)
TYPES = ("Account", "Invoice", "PaymentReconciliation", "PaymentNotice")


@pytest.mark.parametrize("where", OF_ROWAN)
async def test_only_the_patient_and_the_coordinator_see_it(
    rowan: Visitor, ines: Visitor, sam: Visitor, ash: Visitor, coordinator: Visitor, where: str
) -> None:
    for who in (rowan, coordinator):
        assert (await who.get(where)).status_code == 200
        assert where in await who.found(f"{where.split('/')[0]}?_count=200")
    for who in (ines, sam, ash):
        assert (await who.get(where)).status_code == 404
        assert (await who.get(f"{where}/_history")).status_code == 404
        assert where not in await who.found(f"{where.split('/')[0]}?_count=200")


async def test_a_guest_and_whoever_has_not_signed_in_see_nothing_of_it(
    clinic: Sandbox, rowan: Visitor
) -> None:
    guest, _, _ = await joined(clinic, rowan)
    nobody = Visitor(clinic, None)
    for where in OF_ROWAN:
        assert (await guest.get(where)).status_code == 404
        assert (await nobody.get(where)).status_code == 401
    assert await guest.found("ChargeItemDefinition") == []


async def test_the_price_list_is_nobodys_secret_and_nobodys_to_write_but_the_clinics(
    ines: Visitor, sam: Visitor
) -> None:
    for who in (ines, sam):
        found = await who.found("ChargeItemDefinition?status=active")
        assert "ChargeItemDefinition/price-iv-six" in found
        price = (await who.get("ChargeItemDefinition/price-iv-six")).json()
        assert (await who.put("ChargeItemDefinition/price-iv-six", price)).status_code == 403


@pytest.mark.parametrize("type_", TYPES)
async def test_a_patient_writes_no_bill_and_no_payment(rowan: Visitor, type_: str) -> None:
    (where, *_) = await rowan.found(f"{type_}?_count=200")
    own = (await rowan.get(where)).json()
    for answer in (
        await rowan.put(where, {**own, "status": "cancelled"}),
        await rowan.post(type_, {name: value for name, value in own.items() if name not in ("id", "meta")}),
        await rowan.delete(where),
    ):
        assert answer.status_code == 403
    assert (await rowan.get(where)).json()["status"] == own["status"]


async def test_that_an_estimate_was_seen_is_the_patients_own_word_and_stands(
    rowan: Visitor, ines: Visitor, coordinator: Visitor, sam: Visitor
) -> None:
    seen: dict[str, Any] = {
        "resourceType": "Communication",
        "identifier": [{"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{uuid.uuid4()}"}],
        "status": "in-progress",
        "category": [{"coding": [{"system": CARE, "code": "estimate-seen"}]}],
        "subject": {"reference": ROWAN},
        "about": [{"reference": "DocumentReference/rowan-estimate"}],
        "sent": "2026-11-20T12:00:00Z",
        "recipient": [{"reference": "Organization/clinic"}],
        "sender": {"reference": ROWAN},
    }
    made = await rowan.made(seen)
    assert (
        await rowan.put(f"Communication/{made['id']}", {**made, "sent": "2026-01-01T12:00:00Z"})
    ).status_code == 403
    for who in (ines, sam, coordinator):
        assert (await who.get(f"Communication/{made['id']}")).status_code == 404
    assert (await ines.post("Communication", seen)).status_code == 403


# --- the page for paying ---


def browser(sandbox: Sandbox) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(sandbox.app)
    return httpx.AsyncClient(transport=transport, base_url=BASE.removesuffix("/fhir"), follow_redirects=True)


async def test_looking_pays_nothing_and_paying_twice_pays_once() -> None:
    sandbox = Sandbox(None, demo=True, base_url=BASE)
    before = len(sandbox.find("PaymentReconciliation"))
    (page,) = [
        one["valueUrl"]
        for one in sandbox.find("Invoice", _id="rowan-bill-3")[0]["extension"]
        if one["url"].endswith("pay-page")
    ]
    assert page == "http://clinic.test/example-pay/rowan-bill-3"
    async with browser(sandbox) as tab:
        shown = await tab.get(page)
        assert "no card" in shown.text
        assert "<input" not in shown.text
        assert len(sandbox.find("PaymentReconciliation")) == before
        for _ in range(2):
            assert "This bill is paid" in (await tab.post(page)).text
        assert (await tab.get("/example-pay/no-such-bill")).status_code == 404
    assert len(sandbox.find("PaymentReconciliation")) == before + 1
    assert sandbox.find("Invoice", _id="rowan-bill-3")[0]["status"] == "balanced"
    sandbox.close()


async def test_the_page_asks_for_what_is_left_and_for_nothing_where_nothing_is() -> None:
    """As Lantern says it before it opens the page: a part that came is not asked for again, and what was called off is not paid."""
    sandbox = Sandbox(None, demo=True, base_url=BASE)
    bill = sandbox.find("Invoice", _id="rowan-bill-3")[0]
    amount = {"value": 400, "currency": "USD"}
    part = {
        **next(one for one in sandbox.find("PaymentReconciliation") if one["id"] == "rowan-bill-1-payment"),
        "id": "rowan-bill-3-part",
        "paymentAmount": amount,
    }
    kind = part["detail"][0]["type"]
    part["detail"] = [
        {"type": kind, "request": {"reference": "Invoice/rowan-bill-3/_history/1"}, "amount": amount}
    ]
    sandbox.write(part)
    async with browser(sandbox) as tab:
        shown = (await tab.get("/example-pay/rowan-bill-3")).text
        assert "500.00 USD" in shown
        assert "900" not in shown
        await tab.post("/example-pay/rowan-bill-3")
        paid = [one for one in sandbox.find("PaymentReconciliation") if "rowan-bill-3" in str(one["detail"])]
        assert sorted(float(str(one["paymentAmount"]["value"])) for one in paid) == [400, 500]
        for changed, said in (
            ({"status": "cancelled"}, "There is nothing to pay"),
            ({"totalGross": None}, "no amount"),
        ):
            sandbox.write({name: value for name, value in {**bill, **changed}.items() if value is not None})
            before = len(sandbox.find("PaymentReconciliation"))
            answer = await tab.post("/example-pay/rowan-bill-3")
            assert said in answer.text
            assert "is paid" not in answer.text
            assert len(sandbox.find("PaymentReconciliation")) == before
    sandbox.close()


async def test_a_payment_is_of_the_day_on_the_clinics_calendar() -> None:
    evening = datetime(2026, 6, 10, 2, 0, tzinfo=UTC)  # 9 PM of the day before at the clinic
    sandbox = Sandbox(None, demo=True, base_url=BASE, clock=lambda: evening)
    async with browser(sandbox) as tab:
        await tab.post("/example-pay/rowan-bill-3")
    (paid,) = [one for one in sandbox.find("PaymentReconciliation") if "rowan-bill-3" in str(one["detail"])]
    assert paid["paymentDate"] == "2026-06-09"
    assert datetime.fromisoformat(paid["created"]) == evening
    sandbox.close()


async def test_a_payment_that_was_written_down_twice_came_once() -> None:
    sandbox = Sandbox(None, demo=True, base_url=BASE)
    seeded = next(one for one in sandbox.find("PaymentReconciliation") if one["id"] == "rowan-bill-1-payment")
    amount, kind = {"value": 400, "currency": "USD"}, seeded["detail"][0]["type"]
    for id_, identifier in (("part", "r-1"), ("part-again", "r-1"), ("other", "r-2")):
        sandbox.write(
            {
                **seeded,
                "id": id_,
                "identifier": [{"system": "https://payments.example", "value": identifier}],
                "paymentAmount": amount,
                "detail": [
                    {"type": kind, "request": {"reference": "Invoice/rowan-bill-3"}, "amount": amount}
                ],
            }
        )
    async with browser(sandbox) as tab:
        assert "100.00 USD" in (await tab.get("/example-pay/rowan-bill-3")).text, "900, less 400 twice"
    sandbox.close()


async def test_a_clinic_that_is_no_demo_takes_no_pretended_payment() -> None:
    sandbox = Sandbox(None, demo=False, base_url=BASE)
    async with browser(sandbox) as tab:
        assert (await tab.post("/example-pay/rowan-bill-3")).status_code == 404
    assert sandbox.find("Invoice", _id="rowan-bill-3")[0]["status"] == "issued"
    sandbox.close()


async def test_the_pages_move_with_the_clinic() -> None:
    sandbox = Sandbox(None, demo=True, base_url=BASE)
    sandbox.move_to("http://127.0.0.1:9/fhir")
    (bill,) = sandbox.find("Invoice", _id="rowan-bill-3")
    assert "http://127.0.0.1:9/example-pay/rowan-bill-3" in str(bill)
    sandbox.close()
