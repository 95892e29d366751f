"""Cost and cover on a phone: what is shown is what the clinic wrote, paying waits on the day of a session, and nothing is called paid
before the clinic says so."""

from __future__ import annotations

import re
from base64 import b64encode
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import flet as ft
import pytest

from mobile.care.cost import EstimateSeen
from mobile.care.cost.paying import WentToPay
from mobile.care.put_off import PutOff
from mobile.care.talk.message import Message
from mobile.records.ports import SendState
from tests.screens.clinic_of import NOW, Document, documents_of, person, receive_all, seeded
from tests.screens.harness import Phone, PretendWiring
from tests.screens.test_guarded_acts import AFTER, DURING
from tests.screens.test_shell_places import english_only

MONEY = (
    "Account",
    "Invoice",
    "PaymentReconciliation",
    "PaymentNotice",
    "ChargeItemDefinition",
)
X = "https://lantern.example/fhir/StructureDefinition"
BILL = "/cost/bill/rowan-bill-3"


def phone_of(records: Any, name: str = "rowan", at: datetime = NOW, **more: Any) -> Phone:
    return Phone(PretendWiring(records=records, person=person(name), at=at, **more))


def the(id: str, name: str = "rowan") -> Document:
    return next(one for one in documents_of(name) if one["id"] == id)


def links(phone: Phone) -> list[str]:
    actions = (getattr(one.control, "action", None) for one in phone.nodes())
    return [action.url for action in actions if isinstance(action, ft.OpenUrl)]


async def test_the_course_is_shown_with_what_is_paid_left_and_due(tmp_path: Path) -> None:
    async with phone_of(await seeded(tmp_path, "rowan")) as phone:
        await phone.start("/care")
        await phone.sees("$900, due in 9 days")
        await phone.tap(re.compile("^Cost and cover"))
        for text in ("Your course of 6 sessions", "$3,300", "Paid $1,500", "Left $1,800"):
            await phone.sees(text)
        for row in (
            "Deposit Paid $500",
            "May 28 Paid $1,000",
            "Jun 18 Due in 9 days $900",
            "Jul 19 Planned $900",
        ):
            await phone.sees(row, "button")
        await phone.sees("First consultation Paid $250", "button")
        assert phone.faults() == []
        await phone.tap("Jun 18 Due in 9 days $900", "button")
        await phone.sees("Bill, due Jun 18", "heading")  # a day alone would not say what stands there
        await phone.sees("What it is for")
        await phone.back()
        await phone.sees("Cost and cover", "heading")


async def test_a_clinic_that_has_nothing_of_money_is_not_made_up_and_can_be_asked(tmp_path: Path) -> None:
    def without(one: Document) -> Document | None:
        codes = str(one.get("category", "")) + str(one.get("type", ""))
        return None if "estimate" in codes or "pay-" in codes else one

    records = await seeded(tmp_path, "rowan", without=MONEY, change=without)
    async with phone_of(records) as phone:
        await phone.start("/cost")
        await phone.sees("Nothing about cost yet")
        await phone.sees_no(re.compile(r"\$"))
        assert phone.faults() == []
        await phone.tap("Ask your clinic")
        await phone.sees("About: What my care costs")
        for route, text in (
            ("/cost/prices", "Your clinic has not put its prices here."),
            ("/cost/ways", "Your clinic names no other way to pay here."),
            (BILL, "This bill is not here."),
            ("/cost/estimate/rowan-estimate", "This estimate is not here."),
            (f"{BILL}/ask", "What you want to ask about is not here."),
        ):
            await phone.start(route)
            await phone.sees(re.compile(f"^{re.escape(text)}"))
            assert phone.faults() == []


# --- paying ---


async def test_paying_happens_on_the_clinics_page_and_the_state_comes_from_the_clinic(tmp_path: Path) -> None:
    records = await seeded(tmp_path, "rowan")
    async with phone_of(records) as phone:
        await phone.start(BILL)
        await phone.sees("Pay at your clinic")
        assert links(phone) == []  # nothing leads out before it was asked for
        await phone.tap("Pay at your clinic")
        await phone.sees(
            "You pay $900 on your clinic’s own page. Lantern takes no card. Then come back here. "
            "It opens pay.lantern.example, outside of Lantern."
        )
        assert set(links(phone)) == {"https://pay.lantern.example/rowan-bill-3"}
        await phone.tap("Open that page")
        await phone.sees(re.compile("^You went to pay .*Your clinic has not said yet that it arrived.$"))
        assert phone.faults() == []
        await phone.start("/cost")
        await phone.sees("Jun 18 You went to pay $900", "button")
        paid = the("rowan-bill-3") | {"status": "balanced", "meta": {"versionId": "2"}}
        await receive_all(records, "rowan", [paid], 2)
        await phone.sees("Jun 18 Paid $900", "button")
        await phone.sees("Left $900")
        await phone.start(BILL)
        await phone.sees("Paid")
        await phone.sees_no("Pay at your clinic")
        await phone.sees_no(re.compile("^You went to pay"))
    assert await records.every(WentToPay) == []


async def test_who_did_not_pay_after_all_says_so(tmp_path: Path) -> None:
    records = await seeded(tmp_path, "rowan")
    await records.save(WentToPay("Invoice/rowan-bill-3", NOW - timedelta(hours=1), "900.00 USD"))
    async with phone_of(records) as phone:
        await phone.start(BILL)
        await phone.tap("I did not pay")
        await phone.sees_no(re.compile("^You went to pay"))
        await phone.sees("Pay at your clinic")
        assert await records.every(WentToPay) == []
        snack = next(d for d in phone.page._dialogs.controls if isinstance(d, ft.SnackBar) and d.action)
        await phone.session.dispatch_event(snack._i, "action", None)
        await phone.sees(re.compile("^You went to pay"))
    assert len(await records.every(WentToPay)) == 1


async def test_who_comes_back_sees_it_first_and_when_the_clinic_was_heard_from(tmp_path: Path) -> None:
    """Above the amount, so that a second tap on the way out meets no button; and looking again says that it was done."""
    records = await seeded(tmp_path, "rowan")
    await records.save(WentToPay("Invoice/rowan-bill-3", NOW - timedelta(hours=1), "900.00 USD"))
    async with phone_of(records) as phone:
        phone.wiring.pretended.says(last_received_at=NOW - timedelta(minutes=3))
        await phone.start(BILL)
        await phone.sees("Last heard from your clinic: 1:57\xa0PM.")
        texts = phone.texts()
        (went,) = [n for n, one in enumerate(texts) if one.startswith("You went to pay")]
        assert went < texts.index("$900") < texts.index("Go to your clinic’s page again")
        await phone.tap("Look again")
        assert "sync_now" in phone.wiring.done
        await phone.sees("Your clinic is asked. What it says appears here by itself.")
        phone.wiring.pretended.says(phase="offline")
        await phone.sees("Your clinic cannot be reached now. Last heard from your clinic: 1:57\xa0PM.")
        assert phone.faults() == []


async def test_on_the_day_of_a_session_nothing_leads_to_paying_and_it_is_offered_again(
    tmp_path: Path,
) -> None:
    records = await seeded(tmp_path, "rowan")
    async with phone_of(records, at=DURING) as phone:
        for route, first in ((BILL, "Pay at your clinic"), ("/cost/ways", "See its page")):
            await phone.start(route)
            await phone.tap(first)
            await phone.sees(re.compile("^Kept. You can pay it tomorrow"))
            assert links(phone) == []
        await phone.start("/")
        await phone.sees_no("You wanted to pay something on the day of your session")
    assert sorted(one.route for one in await records.every(PutOff)) == [BILL, "/cost/ways"]
    async with phone_of(records, at=AFTER) as phone:
        await phone.start("/")
        await phone.sees("You wanted to pay something on the day of your session", "heading")
        await phone.tap("Have a look")
        await phone.tap(re.compile("^(Pay at your clinic|See its page)"))
        await phone.sees("Open that page")


async def test_a_way_out_that_was_asked_for_closes_when_the_session_begins(tmp_path: Path) -> None:
    records = await seeded(tmp_path, "rowan")
    wiring = PretendWiring(records=records, person=person("rowan"), at=NOW)
    async with Phone(wiring) as phone:
        await phone.start(BILL)
        await phone.tap("Pay at your clinic")
        await phone.sees("Open that page")
        here = next(one for one in documents_of("rowan") if one["id"] == "rowan-session-3")
        start = (NOW - timedelta(minutes=5)).isoformat()
        arrived = here | {"status": "arrived", "start": start, "meta": {"versionId": "2"}}
        arrived["end"] = (NOW + timedelta(hours=2)).isoformat()
        await receive_all(records, "rowan", [arrived], 2)
        await phone.sees_no("Open that page")
        assert links(phone) == []


def due_on(day: str) -> Any:
    """The third bill, due then."""
    return odd("rowan-bill-3", extension=[{"url": f"{X}/due-date", "valueDate": day}])


async def test_today_names_a_bill_that_is_near_in_one_line_and_none_that_is_far_or_paid(
    tmp_path: Path,
) -> None:
    async with phone_of(await seeded(tmp_path / "far", "rowan")) as phone:
        await phone.start("/")
        await phone.sees_no(re.compile("^A bill"))
    records = await seeded(tmp_path / "near", "rowan", change=due_on("2026-06-11"))
    async with phone_of(records) as phone:
        await phone.start("/")
        await phone.sees("A bill $900, due in 2 days", "button")
        assert phone.faults() == []
        paid = the("rowan-bill-3") | {"status": "balanced", "meta": {"versionId": "2"}}
        await receive_all(records, "rowan", [paid], 2)
        await phone.sees_no(re.compile("^A bill"))
    late = await seeded(tmp_path / "late", "rowan", change=due_on("2026-06-01"))
    async with phone_of(late) as phone:
        await phone.start("/")
        await phone.tap("A bill $900, was due Jun 1", "button")
        await phone.sees("What it is for")


async def test_what_the_clinic_only_prepares_is_planned_and_asks_for_nothing(tmp_path: Path) -> None:
    past = [{"url": f"{X}/due-date", "valueDate": "2026-06-08"}]
    records = await seeded(tmp_path, "rowan", change=odd("rowan-bill-3", status="draft", extension=past))
    async with phone_of(records) as phone:
        await phone.start("/")
        await phone.sees("Support")
        await phone.sees_no(re.compile("^A bill"))
        await phone.start("/cost")
        await phone.tap("Jun 8 Planned $900", "button")
        await phone.sees("Your clinic has planned this and not billed it yet. Nothing of it is to pay now.")
        await phone.sees_no("Pay at your clinic")
        await phone.sees_no(re.compile("Was due"))
        assert phone.faults() == []


async def test_today_names_no_bill_on_the_day_of_a_session(tmp_path: Path) -> None:
    records = await seeded(tmp_path, "rowan", change=due_on("2026-06-11"))
    async with phone_of(records, at=DURING) as phone:
        await phone.start("/")
        await phone.sees("Support")
        await phone.sees_no(re.compile("^A bill"))
    async with phone_of(records, at=AFTER) as phone:
        await phone.start("/")
        await phone.sees("A bill $900, was due Jun 11", "button")


async def test_a_bill_says_who_at_the_clinic_sees_it_by_the_clinics_own_statement(tmp_path: Path) -> None:
    async with phone_of(await seeded(tmp_path / "said", "rowan")) as phone:
        await phone.start(BILL)
        await phone.sees("At your clinic it is seen by: Quinn Template.")

    def silent(one: Document) -> Document | None:
        if one["resourceType"] != "Organization":
            return one
        return one | {"extension": [e for e in one["extension"] if not e["url"].endswith("record-readers")]}

    async with phone_of(await seeded(tmp_path / "unsaid", "rowan", change=silent)) as phone:
        await phone.start(BILL)
        await phone.sees(
            re.compile("^Your clinic does not say who there sees it. These may: .*Quinn Template")
        )


# --- what cannot be read ---


def odd(id: str, **more: Any) -> Any:
    def change(one: Document) -> Document | None:
        return one | more if one["id"] == id else one

    return change


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"lineItem": []}, "Your clinic has not said what this bill is for. You can ask."),
        ({"lineItem": [], "totalGross": None, "totalNet": None}, "Your clinic has not said in a way that can be read here how much this is."),
        ({"totalGross": {"value": -900, "currency": "USD"}}, "The amount of this bill is below zero. What that means, your clinic can say."),
        ({"totalGross": {"value": 900, "currency": "EUR"}}, "This bill is in more than one currency, so its parts are not added here."),
        ({"totalGross": {"value": 800, "currency": "USD"}}, "Its lines come to another sum. The amount above is as your clinic wrote it."),
        ({"extension": [{"url": f"{X}/pay-page", "valueUrl": "http://pay.example/1"}]}, "The page your clinic names for paying cannot be opened safely. Ask how to pay."),
        ({"extension": []}, "Your clinic has not named a page for paying this. Ask how to pay."),
        ({"status": "cancelled", "cancelledReason": "Not held."}, "Your clinic cancelled this bill: nothing of it is to pay."),
    ],
)  # fmt: skip
async def test_a_bill_that_is_odd_says_so_plainly(tmp_path: Path, more: Document, says: str) -> None:
    records = await seeded(tmp_path, "rowan", change=odd("rowan-bill-3", **more))
    async with phone_of(records) as phone:
        await phone.start(BILL)
        await phone.sees(says)
        assert phone.faults() == []
        assert links(phone) == []
        await phone.start("/cost")
        assert phone.faults() == []


async def test_a_sum_that_misses_a_bill_and_a_payment_that_cannot_be_read_are_said(tmp_path: Path) -> None:
    def change(one: Document) -> Document | None:
        if one["id"] == "rowan-bill-4":
            return one | {"totalGross": {"value": -900, "currency": "USD"}}
        return (
            one | {"paymentAmount": {"value": 1, "currency": "USD"}}
            if one["id"] == "rowan-bill-1-payment"
            else one
        )

    async with phone_of(await seeded(tmp_path, "rowan", change=change)) as phone:
        await phone.start("/cost")
        await phone.sees("This is not the whole: the amount of a bill is not known here.")
        await phone.sees("A payment in your clinic’s records cannot be read here, so it is not counted in.")
        await phone.sees("Paid $1,500")  # the clinic itself calls the deposit settled


async def test_a_plan_past_its_end_with_something_left_leads_to_the_clinic(tmp_path: Path) -> None:
    over = {"servicePeriod": {"start": "2026-01-01", "end": "2026-06-01"}}
    async with phone_of(await seeded(tmp_path, "rowan", change=odd("rowan-course", **over))) as phone:
        await phone.start("/cost")
        await phone.sees(
            "This ended on Jun 1, and something is still open in it. Ask your clinic what that means."
        )


async def test_two_currencies_are_shown_apart(tmp_path: Path) -> None:
    euro = {"value": 900, "currency": "EUR"}
    line = [
        {
            "chargeItemCodeableConcept": {"text": "A part"},
            "priceComponent": [{"type": "base", "amount": euro}],
        }
    ]
    change = odd("rowan-bill-4", totalGross=euro, totalNet=euro, lineItem=line)
    async with phone_of(await seeded(tmp_path, "rowan", change=change)) as phone:
        await phone.start("/cost")
        for text in ("$2,400", "€900", "These are different currencies, so they are not added."):
            await phone.sees(text)


async def test_who_paid_more_is_ahead_and_what_was_cancelled_and_paid_back_is_not(tmp_path: Path) -> None:
    async with phone_of(await seeded(tmp_path, "marlow"), "marlow") as phone:
        await phone.start("/cost")
        await phone.sees(
            "You are ahead by $25: more was paid than the bills ask. Your clinic says where it goes."
        )
        await phone.tap("Mar 15 Cancelled $575", "button")
        await phone.sees("What was paid")
        for text in ("Mar 14", "Paid back, Mar 21"):
            await phone.sees(text)
    async with phone_of(await seeded(tmp_path / "tova", "tova"), "tova") as phone:
        await phone.start("/cost")
        await phone.sees("Jun 7 Was due Jun 7 $37.50", "button")
        assert phone.faults() == []


# --- prices and ways ---


async def test_the_whole_price_says_what_stopping_early_costs_and_what_the_clinic_gives_back(
    tmp_path: Path,
) -> None:
    async with phone_of(await seeded(tmp_path, "rowan")) as phone:
        await phone.start("/cost/prices")
        await phone.sees("Your clinic’s prices as of November 1, 2026.")
        await phone.sees("Series of 6 sessions")
        await phone.sees("$3,300")
        await phone.sees("2 sessions by themselves cost $1,200.")
        await phone.sees(re.compile("^EXAMPLE: sessions that took place are charged"))
        await phone.sees_no(re.compile("nasal"))  # of another protocol
        await phone.tap("After 4")
        await phone.sees("4 sessions by themselves cost $2,400.")
        assert phone.faults() == []


async def test_whoever_has_not_decided_yet_sees_the_prices_of_what_is_planned(tmp_path: Path) -> None:
    records = await seeded(tmp_path, "ines")
    async with phone_of(records, "ines") as phone:
        await phone.start("/cost/prices")
        await phone.sees("2 sessions by themselves cost $1,200.")
        await phone.sees_no(re.compile("nasal"))
    records = await seeded(tmp_path / "none", "ines", without=("CarePlan",))
    async with phone_of(records, "ines") as phone:
        await phone.start("/cost/prices")
        await phone.sees("Series of 6 sessions")
        await phone.sees("One nasal spray visit")
        await phone.sees("Your clinic’s list does not say in one figure what fewer sessions cost.")


async def test_without_a_rule_for_stopping_nothing_is_promised(tmp_path: Path) -> None:
    def change(one: Document) -> Document | None:
        if one["id"] == "price-iv-session":
            return None
        if one["id"] == "price-iv-six":
            return one | {"extension": [e for e in one["extension"] if "stopping" not in e["url"]]}
        return one

    async with phone_of(await seeded(tmp_path, "rowan", change=change)) as phone:
        await phone.start("/cost/prices")
        await phone.sees("Your clinic’s list does not say in one figure what fewer sessions cost.")
        await phone.sees("Your clinic has not said here what you get back. Ask before you decide.")


async def test_other_ways_to_pay_stand_alike_and_say_what_deferred_interest_is(tmp_path: Path) -> None:
    async with phone_of(await seeded(tmp_path, "rowan")) as phone:
        await phone.start("/cost/ways")
        headings = [one.name for one in phone.nodes() if one.role == "heading"]
        assert headings == [
            "Other ways to pay", "Meadow help fund", "The clinic’s own payment plan", "Made-up Medical Credit",
        ]  # fmt: skip
        asks = {id(one.control): type(one.control) for one in phone.find("See its page", "button")}
        assert len(asks) == 3
        assert len(set(asks.values())) == 1
        await phone.sees(
            "It has deferred interest: if not all of it is paid in time, interest is added back from the first day."
        )
        assert phone.faults() == []


async def test_a_page_of_another_scheme_is_not_opened(tmp_path: Path) -> None:
    change = odd("outside-lender", telecom=[{"system": "url", "value": "http://credit.example"}])
    async with phone_of(await seeded(tmp_path, "rowan", change=change)) as phone:
        await phone.start("/cost/ways")
        await phone.sees("Its page cannot be opened safely from here. Ask your clinic.")


# --- the estimate ---

ESTIMATE = "/cost/estimate/ines-estimate"


class Saver:
    def __init__(self) -> None:
        self.files: list[bytes] = []

    async def save(self, file: Any, title: str) -> bool:
        self.files.append(file.content)
        return True


async def test_the_estimate_is_seen_once_told_to_the_clinic_and_not_asked_again(tmp_path: Path) -> None:
    records = await seeded(tmp_path, "ines")
    async with phone_of(records, "ines") as phone:
        await phone.start("/cost")
        await phone.tap(re.compile("^Good faith estimate .*not seen yet"), "button")
        for text in ("$3,550", "June 8, 2026"):
            await phone.sees(text)
        saver = Saver()
        top: Any = phone.shell._top
        top.file.saver = saver
        await phone.tap(re.compile("^Save the file"))
        await phone.sees("Saved. It is a copy that anybody with this device can open.")
        assert saver.files[0].startswith(b"%PDF-")
        await phone.tap("Show the pages")
        await phone.sees(re.compile("^Page 1 of 1. EXAMPLE"))
        await phone.tap("I have seen this estimate")
        await phone.sees(
            "You said on June 9, 2026 that you saw it. It is not a promise to pay. It is not at your clinic yet."
        )
        await phone.sees_no("I have seen this estimate")
        assert phone.faults() == []
    (seen,) = await records.every(EstimateSeen)
    assert (await records.standing(EstimateSeen, seen.id)).state == SendState.WAITING
    assert seen.to_resource()["about"] == [{"reference": "DocumentReference/ines-estimate"}]
    assert "payload" not in seen.to_resource()


async def test_what_was_seen_on_another_device_is_seen_here(tmp_path: Path) -> None:
    async with phone_of(await seeded(tmp_path, "rowan")) as phone:
        await phone.start("/cost/estimate/rowan-estimate")
        await phone.sees(
            "You said on May 14, 2026 that you saw it. It is not a promise to pay. Your clinic has it."
        )


async def test_on_the_day_of_a_session_nobody_is_asked_whether_they_saw_it(tmp_path: Path) -> None:
    def unseen(one: Document) -> Document | None:
        return None if one["id"] == "rowan-estimate-seen" else one

    records = await seeded(tmp_path, "rowan", change=unseen)
    async with phone_of(records, at=DURING) as phone:
        await phone.start("/cost/estimate/rowan-estimate")
        await phone.sees(
            re.compile("^On the day of a session you are not asked about it. It is here again tomorrow")
        )
        await phone.sees_no("I have seen this estimate")


@pytest.mark.parametrize(
    ("attachment", "says"),
    [
        ({"url": "https://elsewhere.example/e.pdf"}, "The file of this estimate is not here. Ask your clinic for it."),
        ({"data": b64encode(b"another").decode(), "hash": "AAAA"}, "The file is not the one your clinic issued, so it is not shown. Ask your clinic for it again."),
        ({"data": "?"}, "The file of this estimate cannot be read. Ask your clinic for it again."),
    ],
)  # fmt: skip
async def test_a_file_that_is_not_whole_is_not_handed_over(
    tmp_path: Path, attachment: Document, says: str
) -> None:
    change = odd("ines-estimate", content=[{"attachment": attachment}])
    async with phone_of(await seeded(tmp_path, "ines", change=change), "ines") as phone:
        await phone.start(ESTIMATE)
        await phone.sees(says)
        await phone.sees_no(re.compile("^Save the file"))


async def test_bills_above_the_estimate_are_said_with_the_difference(tmp_path: Path) -> None:
    low = [
        one
        if not one["url"].endswith("estimate-total")
        else {"url": one["url"], "valueMoney": {"value": 3000, "currency": "USD"}}
        for one in the("rowan-estimate")["extension"]
    ]
    change = odd("rowan-estimate", extension=low)
    async with phone_of(await seeded(tmp_path, "rowan", change=change)) as phone:
        await phone.start("/cost/estimate/rowan-estimate")
        await phone.sees("Bills so far")
        await phone.sees("$3,550")
        await phone.sees("That is $550 more than the estimate. Ask your clinic why, and what you can do.")


# --- asking, and in Spanish ---


async def test_a_question_about_a_bill_goes_to_the_team_with_its_subject(tmp_path: Path) -> None:
    records = await seeded(tmp_path, "rowan")
    async with phone_of(records) as phone:
        await phone.start(BILL)
        await phone.tap("Ask about this")
        await phone.sees("About: Bill, Jun 18, $900")
        await phone.type("Your question", "Can I pay half now?")
        await phone.tap("Send")
        await phone.until(lambda: not phone.find("Can I pay half now?"), "that it was sent")
        assert phone.faults() == []
    sent = [one.words for one in await records.every(Message) if "half" in one.words]
    assert sent == ["About: Bill, Jun 18, $900\n\nCan I pay half now?"]


@pytest.mark.parametrize(
    ("name", "route", "says"),
    [
        ("rowan", "/cost", "Pagado $1,500"),
        ("marlow", "/cost", "Plan de pagos"),
        ("rowan", "/cost/prices", "2 sesiones sueltas cuestan $1,200."),
        ("rowan", "/cost/ways", "Un préstamo ajeno a su clínica"),
        ("rowan", BILL, "Pagar en su clínica"),
        ("ines", ESTIMATE, "He visto este presupuesto"),
        ("rowan", f"{BILL}/ask", "Sobre: Factura, 18 jun, $900"),
    ],
)
async def test_every_sentence_is_said_in_spanish(tmp_path: Path, name: str, route: str, says: str) -> None:
    wiring = PretendWiring(records=await seeded(tmp_path, name), person=person(name), at=NOW)
    await wiring.change_settings(language="es")
    async with Phone(wiring) as phone:
        await phone.start(route)
        await phone.sees(says)
        assert phone.faults(untranslated=english_only()) == []
        assert phone.reported == []
