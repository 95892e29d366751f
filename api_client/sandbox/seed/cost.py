"""What care costs the invented people, and what they paid. Every figure is made up and marked as an example.

An instalment is an Invoice of its own with its day, since FHIR R4 has no payment plan (docs/cost.md).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from api_client.sandbox.exact import Json
from api_client.sandbox.money import ESTIMATE, ESTIMATE_SEEN
from api_client.sandbox.seed.records import CARE, EXTENSION, TERMS, Chart, in_spanish, own_identifier

PAY = f"{EXTENSION}/pay-page"
PAGES = "https://pay.lantern.example/"
"""Where a bill is paid, until a clinic that is opened has an address: then its own pages stand there."""
_EXAMPLE: Json = {"url": f"{EXTENSION}/example-content", "valueBoolean": True}


@dataclass(frozen=True)
class Billed:
    """One bill. `amount`: in dollars. `written`, `due`, `paid`: days from today; `paid` None: not yet."""

    what: tuple[str, str]
    amount: float
    written: int
    due: int | None = None
    paid: int | None = None
    called: tuple[str, str] | None = None
    status: str = ""


_SERIES = ("Series of 6 sessions, a part of it", "Serie de 6 sesiones, una parte")
_CONSULTATION = ("First consultation", "Primera consulta")
_SINGLE = ("A later single session", "Una sesión suelta posterior")


def rowan(chart: Chart) -> None:
    """A course on a plan: a deposit and a payment behind, two to come; the estimate seen."""
    account(chart, "rowan-course", -16, ("Your course of 6 sessions", "Su curso de 6 sesiones"))
    deposit = ("Deposit", "Anticipo")
    for number, one in enumerate(
        (
            Billed(_SERIES, 500, -16, -16, -16, deposit),
            Billed(_SERIES, 1000, -16, -12, -12),
            Billed(_SERIES, 900, -16, 9),
            Billed(_SERIES, 900, -16, 40, status="draft"),
        ),
        1,
    ):
        bill(chart, f"rowan-bill-{number}", one, "rowan-course")
    _notice(chart, "rowan-bill-2-notice", -12, 1000, "rowan-bill-2")
    bill(chart, "rowan-bill-consultation", Billed(_CONSULTATION, 250, -26, -26, -26, _CONSULTATION))
    estimate(chart, "rowan-estimate", -27, 3550)
    _seen(chart, "rowan-estimate", -26)


def ines(chart: Chart) -> None:
    """An estimate that is not seen yet, and no bill."""
    estimate(chart, "ines-estimate", -1, 3550)


def marlow(chart: Chart) -> None:
    """Single sessions: one paid for with more than it was, one called off and paid back, one to come."""
    account(chart, "marlow-singles", -90, ("Your single sessions", "Sus sesiones sueltas"))
    bill(chart, "marlow-bill-1", Billed(_SINGLE, 575, -79, -79, -79), "marlow-singles")
    bill(chart, "marlow-bill-2", Billed(_SINGLE, 575, -86, -86, None, status="cancelled"), "marlow-singles")
    payment(chart, "marlow-payment-2", -87, 575, "marlow-bill-2")
    payment(chart, "marlow-payment-2-back", -80, 575, "marlow-bill-2", is_refund=True)
    bill(chart, "marlow-bill-3", Billed(_SINGLE, 575, -38, -38, None), "marlow-singles")
    payment(chart, "marlow-payment-3", -38, 600, "marlow-bill-3")
    bill(chart, "marlow-bill-4", Billed(_SINGLE, 575, -5, 9, None), "marlow-singles")


def tova(chart: Chart) -> None:
    """What is left of each visit after the insurer: one paid, one open since some days."""
    account(chart, "tova-visits", -14, ("Your nasal spray visits", "Sus visitas de aerosol nasal"))
    what = ("Your part of a visit", "Su parte de una visita")
    bill(chart, "tova-bill-1", Billed(what, 40, -10, -7, -8), "tova-visits")
    bill(chart, "tova-bill-2", Billed(what, 37.5, -7, -2, None), "tova-visits")


def account(chart: Chart, id_: str, day: int, name: tuple[str, str]) -> None:
    chart.add(
        day,
        "12:00",
        {
            "resourceType": "Account",
            "id": id_,
            "extension": [_EXAMPLE],
            "status": "active",
            "name": name[0],
            "_name": in_spanish(name[1]),
            "subject": [{"reference": chart.me}],
            "servicePeriod": {"start": chart.days.date(day)},
            "owner": {"reference": "Organization/clinic"},
        },
    )


def bill(chart: Chart, id_: str, one: Billed, account_id: str = "") -> None:
    """An Invoice; where it is paid, its payment too."""
    status = one.status or ("balanced" if one.paid is not None else "issued")
    extensions: list[Json] = [_EXAMPLE]
    if one.due is not None:
        extensions.append({"url": f"{EXTENSION}/due-date", "valueDate": chart.days.date(one.due)})
    if status in ("issued", "draft"):
        extensions.append({"url": PAY, "valueUrl": f"{PAGES}{id_}"})
    amount = {"value": one.amount, "currency": "USD"}
    made: Json = {
        "resourceType": "Invoice",
        "id": id_,
        "extension": extensions,
        "status": status,
        "subject": {"reference": chart.me},
        "date": chart.days.date(one.written),
        "issuer": {"reference": "Organization/clinic"},
        "lineItem": [
            {
                "sequence": 1,
                "chargeItemCodeableConcept": {"text": one.what[0], "_text": in_spanish(one.what[1])},
                "priceComponent": [{"type": "base", "amount": amount}],
            }
        ],
        "totalNet": amount,
        "totalGross": amount,
    }
    if one.called is not None:
        made["type"] = {"text": one.called[0], "_text": in_spanish(one.called[1])}
    if account_id:
        made["account"] = {"reference": f"Account/{account_id}"}
    if status == "cancelled":
        made["cancelledReason"] = "EXAMPLE: the session did not take place."
    written = one.written if one.paid is None else max(one.written, one.paid)
    chart.add(written, "12:10", made)
    if one.paid is not None:
        payment(chart, f"{id_}-payment", one.paid, one.amount, id_)


def payment(
    chart: Chart, id_: str, day: int, amount: float, bill_id: str, *, is_refund: bool = False
) -> None:
    """A PaymentReconciliation for one bill."""
    kind = (
        {"coding": [{"system": CARE, "code": "refund"}], "text": "Paid back"}
        if is_refund
        else {"coding": [{"system": f"{TERMS}/payment-type", "code": "payment"}]}
    )
    money = {"value": amount, "currency": "USD"}
    chart.add(
        day,
        "12:20",
        {
            "resourceType": "PaymentReconciliation",
            "id": id_,
            "extension": [
                _EXAMPLE,
                {"url": f"{EXTENSION}/payment-patient", "valueReference": {"reference": chart.me}},
            ],
            "status": "active",
            "created": chart.days.instant(day, "12:20"),
            "requestor": {"reference": "Organization/clinic"},
            "outcome": "complete",
            "paymentDate": chart.days.date(day),
            "paymentAmount": money,
            "detail": [{"type": kind, "request": {"reference": f"Invoice/{bill_id}"}, "amount": money}],
        },
    )


def _notice(chart: Chart, id_: str, day: int, amount: float, bill_id: str) -> None:
    """A PaymentNotice of the payment of that bill, as some systems send one beside it."""
    chart.add(
        day,
        "12:25",
        {
            "resourceType": "PaymentNotice",
            "id": id_,
            "extension": [
                _EXAMPLE,
                {"url": f"{EXTENSION}/payment-patient", "valueReference": {"reference": chart.me}},
            ],
            "status": "active",
            "request": {"reference": f"Invoice/{bill_id}"},
            "created": chart.days.instant(day, "12:25"),
            "payment": {"reference": f"PaymentReconciliation/{bill_id}-payment"},
            "recipient": {"reference": "Organization/clinic"},
            "amount": {"value": amount, "currency": "USD"},
            "paymentStatus": {"coding": [{"system": f"{TERMS}/paymentstatus", "code": "paid"}]},
        },
    )


def estimate(chart: Chart, id_: str, day: int, total: float) -> None:
    """A DocumentReference with the clinic's PDF."""
    words = (
        "EXAMPLE: what the clinic expects, and no contract. If a bill is at least $400 above it, you can dispute the bill.",
        "EJEMPLO: lo que la clínica espera, y no es un contrato. Si una factura lo supera en al menos $400, puede reclamar.",
    )
    chart.add(
        day,
        "10:00",
        {
            "resourceType": "DocumentReference",
            "id": id_,
            "extension": [
                _EXAMPLE,
                {
                    "url": f"{EXTENSION}/estimate-total",
                    "valueMoney": {"value": total, "currency": "USD"},
                },
                {
                    "url": f"{EXTENSION}/estimate-words",
                    "valueString": words[0],
                    "_valueString": in_spanish(words[1]),
                },
            ],
            "status": "current",
            "category": [{"coding": [{"system": CARE, "code": ESTIMATE}]}],
            "subject": {"reference": chart.me},
            "date": chart.days.utc(day, "10:00"),
            "author": [{"reference": "Organization/clinic"}],
            "custodian": {"reference": "Organization/clinic"},
            "description": "Good faith estimate",
            "_description": in_spanish("Presupuesto de buena fe"),
            "content": [{"attachment": _file()}],
            "context": {"period": {"start": chart.days.date(day), "end": chart.days.date(day + 364)}},
        },
    )


def _seen(chart: Chart, estimate_id: str, day: int) -> None:
    id_ = f"{estimate_id}-seen"
    chart.add(
        day,
        "19:30",
        {
            "resourceType": "Communication",
            "id": id_,
            "identifier": [own_identifier(id_)],
            "status": "in-progress",
            "category": [{"coding": [{"system": CARE, "code": ESTIMATE_SEEN}]}],
            "subject": {"reference": chart.me},
            "about": [{"reference": f"DocumentReference/{estimate_id}"}],
            "sent": chart.days.utc(day, "19:30"),
            "recipient": [{"reference": "Organization/clinic"}],
            "sender": {"reference": chart.me},
        },
    )


@lru_cache(maxsize=1)
def _file() -> dict[str, Any]:
    """The PDF as an attachment. Treat it as read-only."""
    return json.loads(files("api_client.sandbox.seed").joinpath("estimate.json").read_text("utf-8"))
