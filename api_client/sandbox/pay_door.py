"""Where a bill of the sandbox clinic is paid: a page that asks for no card and no account, and says so.

Only a demo clinic takes the pretended payment: it writes the payment and closes the bill, as a clinic's own system would when money
has arrived. Looking changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from html import escape
from threading import RLock

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from api_client.sandbox import pages
from api_client.sandbox.clinic_papers import ClinicPapers
from api_client.sandbox.exact import Json

PATH = "/example-pay/"
_EXTENSION = "https://lantern.example/fhir/StructureDefinition"
_TYPES = "http://terminology.hl7.org/CodeSystem/payment-type"
_OPEN = ("issued", "draft")


@dataclass(frozen=True)
class PayDoor:
    """`write` is the clinic's own hand."""

    clinic: str
    papers: ClinicPapers
    lock: RLock
    write: Callable[[Json], Json]
    clock: Callable[[], datetime]
    is_demo: bool

    def routes(self) -> list[Route]:
        return [
            Route(f"{PATH}{{bill}}", self.show, methods=["GET"]),
            Route(f"{PATH}{{bill}}", self.pay, methods=["POST"]),
        ]

    async def show(self, request: Request) -> Response:
        """The bill and the button; of one that is paid, that it is."""
        bill = self._bill(request)
        if bill is None:
            return _page("There is no such bill", "<p>You can close this page.</p>", 404)
        if bill["status"] == "balanced":
            done = (
                "<p>This was pretended: no money moved. You can close this page and go back to Lantern.</p>"
            )
            return _page("This bill is paid", done)
        left = self._left(bill)
        if bill["status"] not in _OPEN or (left is not None and left <= 0):
            return _page("There is nothing to pay", "<p>You can close this page and go back to Lantern.</p>")
        if left is None:
            return _page("This bill says no amount", "<p>You can close this page and ask your clinic.</p>")
        currency = escape(str(bill["totalGross"]["currency"]))
        inside = (
            f"<p>{escape(self.clinic)} is made up. This page asks for no card, and no money moves.</p>"
            f"<p><strong>{left:.2f} {currency}</strong></p>"
            '<form method="post"><button class="go" type="submit">Pretend to pay</button></form>'
        )
        return _page("A bill to pay", inside)

    async def pay(self, request: Request) -> Response:
        """The payment has arrived. A second time nothing happens."""
        bill = self._bill(request)
        if bill is None:
            return _page("There is no such bill", "<p>You can close this page.</p>", 404)
        left = self._left(bill)
        if bill["status"] in _OPEN and left is not None and left > 0:
            self.write(self._payment(bill, left))
            self.write({**bill, "status": "balanced"})
        return RedirectResponse(request.url.path, 303, pages.HEADERS)

    def _bill(self, request: Request) -> Json | None:
        if not self.is_demo:
            return None
        own = f"{PATH}{request.path_params['bill']}"
        return next((one for one in self._every("Invoice") if _page_of(one).endswith(own)), None)

    def _every(self, type_: str) -> list[Json]:
        with self.lock:
            return self.papers.every(type_)

    def _left(self, bill: Json) -> Decimal | None:
        """What of it did not come yet, by the clinic's payments in its currency; None: it says no amount."""
        total, name = bill.get("totalGross"), f"Invoice/{bill['id']}"
        if not total:
            return None
        left = Decimal(str(total["value"]))
        for payment in _each_once(self._every("PaymentReconciliation")):
            for part in payment.get("detail", ()) if payment.get("status") == "active" else ():
                amount, about = part.get("amount", {}), str(part.get("request", {}).get("reference"))
                if about.split("/_history/")[0] == name and amount.get("currency") == total["currency"]:
                    came = Decimal(str(amount["value"]))
                    left += came if "refund" in str(part.get("type")) else -came
        return left

    def _payment(self, bill: Json, left: Decimal) -> Json:
        with self.lock:
            # The day of a payment is one of the clinic's calendar.
            now = self.clock().astimezone(self.papers.zone())
        figure = int(left) if left == left.to_integral_value() else float(left)
        amount = {"value": figure, "currency": bill["totalGross"]["currency"]}
        kind = {"coding": [{"system": _TYPES, "code": "payment"}]}
        return {
            "resourceType": "PaymentReconciliation",
            "extension": [{"url": f"{_EXTENSION}/payment-patient", "valueReference": bill["subject"]}],
            "status": "active",
            "created": now.isoformat(),
            "requestor": {"reference": "Organization/clinic"},
            "outcome": "complete",
            "paymentDate": now.date().isoformat(),
            "paymentAmount": amount,
            "detail": [
                {"type": kind, "request": {"reference": f"Invoice/{bill['id']}"}, "amount": amount},
            ],
        }


def _each_once(payments: Iterable[Json]) -> list[Json]:
    """A payment that a system wrote down twice has one identifier, and is one payment."""
    found: list[Json] = []
    for payment in payments:
        named = [one for one in payment.get("identifier", ()) if one.get("value")]
        if not any(one in other.get("identifier", ()) for one in named for other in found):
            found.append(payment)
    return found


def _page_of(bill: Json) -> str:
    named = (one.get("valueUrl") for one in bill.get("extension", ()) if one["url"].endswith("/pay-page"))
    return next((one for one in named if isinstance(one, str)), "")


def _page(title: str, inside: str, status: int = 200) -> Response:
    return HTMLResponse(pages.page(title, inside), status, pages.HEADERS)
