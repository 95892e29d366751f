"""Money as the clinic writes it: amounts to the smallest unit, bills that cannot be read, payments each once, prices of a list."""

from __future__ import annotations

import json
from base64 import b64encode
from datetime import date
from decimal import Decimal
from hashlib import sha1
from typing import Any

import pytest
from fhir.resources.R4B.communication import Communication

from mobile.care.catalog import Who, filing
from mobile.care.cost import (
    Bill,
    CostAccount,
    Estimate,
    EstimateSeen,
    Payment,
    PaymentNotice,
    Price,
    WayToPay,
)
from mobile.care.cost.course_cost import CourseCost, course_costs
from mobile.care.cost.estimate import NoFile, seen_on
from mobile.care.cost.links import host_of, secure_page
from mobile.care.cost.money import Money, money
from mobile.care.cost.paying import WentToPay
from mobile.care.cost.price import price_list
from mobile.care.course import Course
from mobile.i18n.money import money_text
from tests.unit.care.samples import NOW

X = "https://lantern.example/fhir/StructureDefinition"
CARE = "https://lantern.example/fhir/CodeSystem/care"
TYPES = "http://terminology.hl7.org/CodeSystem/payment-type"
ME = Who("patient", "Patient/p1")
TODAY = date(2026, 6, 22)
Json = dict[str, Any]


def usd(value: object, currency: str = "USD") -> Json:
    return {"value": value, "currency": currency}


def read(noun: type[Any], document: Json) -> Any:
    """As it comes over the wire: decimals keep their digits."""
    return noun.from_json(json.dumps(document))


def a_bill(amount: object = 900, currency: str = "USD", **more: Any) -> Json:
    line = {
        "chargeItemCodeableConcept": {"text": "Series"},
        "priceComponent": [{"type": "base", "amount": usd(amount, currency)}],
    }
    return {
        "resourceType": "Invoice",
        "id": "b1",
        "status": "issued",
        "subject": {"reference": "Patient/p1"},
        "date": "2026-06-01",
        "lineItem": [line],
        "totalGross": usd(amount, currency),
        **more,
    }


def a_payment(amount: object, about: str = "Invoice/b1", id: str = "m1", **more: Any) -> Json:
    kind = more.pop("kind", {"coding": [{"system": TYPES, "code": "payment"}]})
    return {
        "resourceType": "PaymentReconciliation",
        "id": id,
        "extension": [{"url": f"{X}/payment-patient", "valueReference": {"reference": "Patient/p1"}}],
        "status": "active",
        "created": "2026-06-02",
        "paymentDate": "2026-06-02",
        "paymentAmount": usd(amount),
        "detail": [{"type": kind, "request": {"reference": about}, "amount": usd(amount)}],
        **more,
    }


REFUND = {"coding": [{"system": CARE, "code": "refund"}]}


def cost_of(*documents: Json) -> CourseCost:
    kinds: dict[str, list[Any]] = {
        "Account": [],
        "Invoice": [],
        "PaymentReconciliation": [],
        "PaymentNotice": [],
    }
    nouns = {
        "Account": CostAccount,
        "Invoice": Bill,
        "PaymentReconciliation": Payment,
        "PaymentNotice": PaymentNotice,
    }
    for one in documents:
        kinds[one["resourceType"]].append(read(nouns[one["resourceType"]], one))
    (found,) = course_costs(*kinds.values())
    return found


# --- amounts ---


@pytest.mark.parametrize(
    ("written", "currency", "figure", "said"),
    [
        ("3300.00", "USD", "3300.00", "$3,300"),
        ("0.005", "USD", "0.01", "$0.01"),
        ("-0.005", "USD", "-0.01", "−$0.01"),
        ("12.345", "EUR", "12.35", "€12.35"),
        ("1200.5", "JPY", "1201", "¥1,201"),
        ("12.5", "KWD", "12.500", "KWD\u00a012.500"),
        ("99.99", "CAD", "99.99", "CAD\u00a099.99"),
    ],
)
def test_an_amount_is_rounded_once_to_what_its_currency_has(
    written: str, currency: str, figure: str, said: str
) -> None:
    found = money({"value": Decimal(written), "currency": currency})
    assert found == Money(Decimal(figure), currency)
    assert str(found.value) == figure
    assert money_text(found.value, found.currency, found.decimals, "en") == said


def test_spanish_writes_the_dollar_with_its_sign_and_others_with_their_code() -> None:
    assert money_text(Decimal("3300.50"), "USD", 2, "es") == "$3,300.50"
    assert money_text(Decimal("3300.50"), "EUR", 2, "es") == "EUR\u00a03,300.50"


@pytest.mark.parametrize(
    "found",
    [
        None, {}, usd(None), usd("900"), usd(True), usd(9.0), {"value": 900}, usd(900, "usd"), usd(900, "XXX"), usd(Decimal("1E+15")),
        usd(Decimal("Infinity")), usd(900, "$"), [], "900 USD",
    ],
)  # fmt: skip
def test_what_is_no_amount_is_none(found: object) -> None:
    assert money(found) is None


def test_the_newest_currency_of_the_list_is_known() -> None:
    assert money({"value": Decimal("12.5"), "currency": "XCG"}) == Money(Decimal("12.50"), "XCG")


def test_amounts_of_two_currencies_are_never_added() -> None:
    with pytest.raises(ValueError, match="two currencies"):
        Money(Decimal(1), "USD") + Money(Decimal(1), "EUR")


# --- bills ---


@pytest.mark.parametrize(
    ("document", "trouble"),
    [
        (a_bill(lineItem=[], totalGross=None), "no_amount"),
        (a_bill(totalGross=usd("nine hundred")), "no_amount"),
        (a_bill(totalGross=None, totalNet=usd(900), totalPriceComponent=[{"type": "tax", "factor": 0.2}]), "no_amount"),
        (a_bill(-900), "negative"),
        (a_bill(totalGross=usd(900, "EUR")), "currencies"),
        (a_bill(totalGross=None, lineItem=[*a_bill()["lineItem"], *a_bill(5, "EUR")["lineItem"]]), "currencies"),
        (a_bill(totalGross=usd(900, "ZZZ")), "no_amount"),
    ],
)  # fmt: skip
def test_a_bill_that_cannot_be_read_says_why_and_counts_nowhere(document: Json, trouble: str) -> None:
    bill = read(Bill, document)
    assert (bill.amount, bill.trouble) == (None, trouble)
    cost = cost_of(document, a_bill(100, id="b2"))
    assert not cost.is_whole
    assert cost.sums is not None
    assert cost.sums.price == Money(Decimal("100.00"), "USD")


def test_a_bill_without_lines_keeps_its_amount_and_lines_that_do_not_add_up_are_said() -> None:
    assert read(Bill, a_bill(lineItem=[])).amount == Money(Decimal("900.00"), "USD")
    other = read(Bill, a_bill(totalGross=usd(800)))
    assert other.amount == Money(Decimal("800.00"), "USD")
    assert not other.adds_up


def test_lines_alone_make_the_amount_with_what_is_taken_off_either_way_it_is_written() -> None:
    for off in (-50, 50):
        parts = [{"type": "base", "amount": usd(900)}, {"type": "discount", "amount": usd(off)}]
        bill = read(Bill, a_bill(lineItem=[{"priceComponent": parts}], totalGross=None))
        assert bill.amount == Money(Decimal("850.00"), "USD")


@pytest.mark.parametrize(
    "address",
    [
        "http://pay.clinic.example/1", "javascript:alert(1)", "ftp://pay.clinic.example", "https://", "//pay.clinic.example", "tel:911", "",
        "https://bank.example@evil.example/", "https://pay.clinic.example:nine/", "https://pay.clinic.example/a b", None, 7,
    ],
)  # fmt: skip
def test_a_page_of_another_scheme_or_under_a_false_name_is_no_page(address: object) -> None:
    assert secure_page(address) == ""
    document = a_bill(extension=[{"url": f"{X}/pay-page", "valueUrl": address}])
    bill = read(Bill, document)
    assert bill.pay_page == ""
    assert bill.has_bad_page is (isinstance(address, str) and bool(address))


def test_a_secure_page_is_named_by_its_host() -> None:
    assert host_of(secure_page("https://pay.clinic.example/bill/1")) == "pay.clinic.example"
    assert secure_page("http://127.0.0.1:8550/example-pay/1")


# --- what was paid ---


def test_paid_left_ahead_and_closed_of_one_bill() -> None:
    cases: list[tuple[list[Json], str, tuple[int, int, int, int]]] = [
        ([], "issued", (0, 0, 900, 0)),
        ([a_payment(200)], "issued", (200, 0, 700, 0)),
        ([a_payment(900)], "balanced", (900, 0, 0, 0)),
        ([], "balanced", (900, 0, 0, 0)),
        ([a_payment(800)], "balanced", (800, 100, 0, 0)),
        ([a_payment(1000)], "issued", (1000, 0, 0, 100)),
        ([a_payment(900), a_payment(100, id="m2", kind=REFUND)], "issued", (800, 0, 100, 0)),
        ([a_payment(900)], "cancelled", (900, 0, 0, 900)),
        ([a_payment(900), a_payment(900, id="m2", kind=REFUND)], "cancelled", (0, 0, 0, 0)),
        ([a_payment(900, outcome="error")], "issued", (0, 0, 900, 0)),
        ([a_payment(900, status="cancelled")], "issued", (0, 0, 900, 0)),
    ]
    for payments, status, wanted in cases:
        (one,) = cost_of(a_bill(status=status), *payments).bills
        assert one.sums is not None
        found = (one.sums.paid, one.sums.closed, one.sums.left, one.sums.ahead)
        assert tuple(int(part.value) for part in found) == wanted, (payments, status)
        assert one.sums.paid + one.sums.closed + one.sums.left == one.sums.price + one.sums.ahead


def test_more_given_back_than_paid_is_said_and_makes_nobody_owe_more_than_the_bill() -> None:
    (one,) = cost_of(a_bill(), a_payment(100, kind=REFUND)).bills
    assert one.is_unclear
    assert one.sums is not None
    assert one.sums.left == one.sums.price


def test_a_notice_of_a_payment_that_is_here_counts_once_and_alone_where_it_is_not() -> None:
    notice = {
        "resourceType": "PaymentNotice",
        "id": "n1",
        "extension": [{"url": f"{X}/payment-patient", "valueReference": {"reference": "Patient/p1"}}],
        "status": "active",
        "request": {"reference": "Invoice/b1"},
        "created": "2026-06-02",
        "payment": {"reference": "PaymentReconciliation/m1"},
        "amount": usd(300),
    }
    for documents in ([notice], [notice, a_payment(300)]):
        sums = cost_of(a_bill(), *documents).sums
        assert sums is not None
        assert sums.paid == Money(Decimal("300.00"), "USD")


def test_a_payment_in_another_currency_is_named_and_not_counted_in() -> None:
    foreign = a_payment(100)
    foreign["paymentAmount"] = foreign["detail"][0]["amount"] = usd(100, "EUR")
    (one,) = cost_of(a_bill(), foreign).bills
    assert one.foreign == (Money(Decimal("100.00"), "EUR"),)
    assert one.sums is not None
    assert not one.sums.paid


@pytest.mark.parametrize(
    "document",
    [
        a_payment(-900), a_payment(900, paymentAmount=usd(800)), a_payment(900, paymentAmount=None),
        a_payment(900, kind={"coding": [{"system": TYPES, "code": "adjustment"}]}), a_payment(900, detail=[{"amount": usd(900)}]),
    ],
)  # fmt: skip
def test_a_payment_that_cannot_be_read_is_counted_nowhere_and_said(document: Json) -> None:
    cost = cost_of(a_bill(), document)
    assert cost.unclear == 1
    assert cost.sums is not None
    assert not cost.sums.paid


def test_a_payment_of_nobody_or_of_somebody_else_is_not_kept() -> None:
    assert filing("PaymentReconciliation", json.dumps(a_payment(1)), ME) is not None
    for extension in ([], [{"url": f"{X}/payment-patient", "valueReference": {"reference": "Patient/p2"}}]):
        assert (
            filing("PaymentReconciliation", json.dumps(a_payment(1) | {"extension": extension}), ME) is None
        )
    shared = {
        "resourceType": "Account",
        "id": "a",
        "subject": [{"reference": "Patient/p1"}, {"reference": "Patient/p2"}],
    }
    assert filing("Account", json.dumps(shared), ME) is None


def test_what_is_paid_for_the_account_takes_from_what_is_left_before_it_is_ahead() -> None:
    account = {
        "resourceType": "Account",
        "id": "a1",
        "status": "active",
        "subject": [{"reference": "Patient/p1"}],
    }
    bill = a_bill(account={"reference": "Account/a1"})
    for paid, left, ahead in ((300, 600, 0), (900, 0, 0), (1000, 0, 100)):
        sums = cost_of(account, bill, a_payment(paid, "Account/a1")).sums
        assert sums is not None
        assert (int(sums.left.value), int(sums.ahead.value)) == (left, ahead)


def test_what_is_given_back_of_the_account_takes_from_what_is_ahead_first() -> None:
    account = {
        "resourceType": "Account",
        "id": "a1",
        "status": "active",
        "subject": [{"reference": "Patient/p1"}],
    }
    bill = a_bill(account={"reference": "Account/a1"})
    for back, left, ahead in ((60, 0, 40), (100, 0, 0), (150, 50, 0)):
        refund = a_payment(back, "Account/a1", "m2", kind=REFUND)
        sums = cost_of(account, bill, a_payment(1000, "Account/a1"), refund).sums
        assert sums is not None
        assert (int(sums.left.value), int(sums.ahead.value)) == (left, ahead)


def test_each_bill_says_how_it_stands_today_and_only_the_next_is_due() -> None:
    def due(day: str, id: str, **more: Any) -> Json:
        return a_bill(id=id, extension=[{"url": f"{X}/due-date", "valueDate": day}], **more)

    cost = cost_of(
        due("2026-06-01", "paid", status="balanced"),
        due("2026-06-20", "late"),
        due("2026-07-01", "next"),
        due("2026-07-15", "then"),
        due("2026-06-19", "later", status="draft"),
        due("2026-09-01", "off", status="cancelled"),
        a_bill(id="undated"),
        a_bill(id="mistake", status="entered-in-error"),
    )
    assert {one.bill.server_id: cost.state(one, TODAY) for one in cost.bills} == {
        "paid": "paid", "late": "overdue", "next": "due", "then": "coming", "later": "planned", "off": "cancelled", "undated": "no_day",
    }  # fmt: skip
    assert cost.next_due() is not None
    assert cost.next_due().bill.server_id == "late"  # type: ignore[union-attr]


def test_a_plan_past_its_end_is_one_only_while_something_is_left() -> None:
    account = {
        "resourceType": "Account",
        "id": "a1",
        "status": "active",
        "subject": [{"reference": "Patient/p1"}],
        "servicePeriod": {"end": "2026-06-21"},
    }
    bill = a_bill(account={"reference": "Account/a1"})
    assert cost_of(account, bill).is_past_its_end(TODAY)
    assert not cost_of(account, bill).is_past_its_end(date(2026, 6, 21))
    assert not cost_of(account, bill | {"status": "balanced"}).is_past_its_end(TODAY)


# --- prices, estimates, ways ---


def a_price(item: str, amount: object, **more: Any) -> Json:
    return {
        "resourceType": "ChargeItemDefinition",
        "id": more.pop("id", item),
        "url": f"https://clinic.example/{item}",
        "title": item,
        "status": "active",
        "date": "2026-06-01",
        "code": {"coding": [{"system": CARE, "code": f"price-{item}"}]},
        "propertyGroup": [{"priceComponent": [{"type": "base", "amount": usd(amount)}]}],
        **more,
    }


def test_a_list_says_what_stopping_early_costs_only_where_one_price_says_it() -> None:
    course = read(
        Course,
        {
            "resourceType": "CarePlan",
            "id": "c",
            "status": "active",
            "instantiatesCanonical": ["https://p.example/six|1"],
        },
    )
    own = {"url": f"{X}/price-for-protocol", "valueCanonical": "https://p.example/six"}
    other = {"url": f"{X}/price-for-protocol", "valueCanonical": "https://p.example/nasal"}
    one, two = a_price("session", 600, extension=[own]), a_price("session", 590, id="s2", extension=[other])
    listed = price_list([read(Price, one), read(Price, two)], course, TODAY)
    assert listed.after(2) == Money(Decimal("1200.00"), "USD")
    assert listed.dated == date(2026, 6, 1)
    alike = price_list(
        [read(Price, one), read(Price, a_price("session", 650, id="s3", extension=[own]))], course, TODAY
    )
    assert alike.after(2) is None
    over = read(Price, one | {"effectivePeriod": {"end": "2026-06-21"}})
    assert price_list([over], course, TODAY).prices == ()


def test_a_price_that_depends_is_shown_from_lowest_to_highest_and_a_broken_one_not_at_all() -> None:
    groups = [{"priceComponent": [{"type": "base", "amount": usd(one)}]} for one in (850, 590)]
    depends = read(Price, a_price("session", 0, propertyGroup=groups))
    assert (depends.lowest, depends.highest) == (
        Money(Decimal("590.00"), "USD"),
        Money(Decimal("850.00"), "USD"),
    )
    for group in (
        [{"priceComponent": [{"type": "base", "amount": usd(-1)}]}],
        [],
        [{"priceComponent": [{"type": "tax", "factor": 1}]}],
    ):
        assert read(Price, a_price("session", 0, propertyGroup=group)).lowest is None


def an_estimate(**attachment: Any) -> Json:
    return {
        "resourceType": "DocumentReference",
        "id": "e1",
        "status": "current",
        "category": [{"coding": [{"system": CARE, "code": "good-faith-estimate"}]}],
        "subject": {"reference": "Patient/p1"},
        "content": [{"attachment": attachment}],
    }


def test_the_file_of_an_estimate_is_the_clinics_byte_for_byte_or_not_at_all() -> None:
    file = b"%PDF-1.4 an estimate"
    data, mark = b64encode(file).decode(), b64encode(sha1(file).digest()).decode()
    assert read(Estimate, an_estimate(data=data, hash=mark)).file() == file
    for attachment, why in (
        ({"url": "https://elsewhere.example/e.pdf"}, "not_here"),
        ({"data": "no base64!"}, "unreadable"),
        ({"data": data, "hash": b64encode(b"another").decode()}, "changed"),
    ):
        with pytest.raises(NoFile) as caught:
            read(Estimate, an_estimate(**attachment)).file()
        assert caught.value.why == why


def test_that_an_estimate_was_seen_is_one_valid_message_without_a_word_of_it() -> None:
    estimate = read(Estimate, an_estimate(data="") | {"custodian": {"reference": "Organization/o1"}})
    seen = EstimateSeen.of(estimate, "Patient/p1", NOW)
    Communication.model_validate(seen.to_resource())
    assert EstimateSeen.of(estimate, "Patient/p1", NOW).id == seen.id
    assert EstimateSeen.of(estimate, "Patient/p2", NOW).id != seen.id
    assert "payload" not in seen.to_resource()
    assert seen_on(estimate, [seen]) == NOW
    kept = filing("Communication", json.dumps(seen.to_resource() | {"id": "c1"}), ME)
    assert kept is not None
    assert kept.kind == EstimateSeen.KIND


def test_a_way_to_pay_is_its_own_noun_and_its_page_is_secure() -> None:
    document = {
        "resourceType": "HealthcareService",
        "id": "w1",
        "name": "A lender",
        "type": [{"coding": [{"system": CARE, "code": "pay-financing"}]}],
        "telecom": [{"system": "url", "value": "http://lender.example"}],
    }
    kept = filing("HealthcareService", json.dumps(document), ME)
    assert kept is not None
    assert kept.kind == WayToPay.KIND
    way = read(WayToPay, document)
    assert (way.page, way.has_bad_page) == ("", True)


def test_having_gone_to_pay_is_kept_and_read_again() -> None:
    went = WentToPay("Invoice/b1", NOW, "900.00 USD")
    assert WentToPay.from_json(went.to_json()) == went
    assert WentToPay.KIND.compartment == "private"
