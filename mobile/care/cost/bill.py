"""One bill of the clinic's: what for, how much, by when, and where the clinic takes the payment.

An instalment is a bill of its own, with its day: FHIR R4 has no payment plan. A bill whose amount cannot be read says why, and is
counted nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar, Literal

from mobile.care.clinic_days import OfDays, days_in
from mobile.care.codes import extension
from mobile.care.cost.components import sum_of
from mobile.care.cost.links import secure_page
from mobile.care.cost.money import Money, money, total
from mobile.care.cost.naming import named
from mobile.care.resource import Json, day_of, each, extension_of, text_at
from mobile.care.translated import Wording, wording
from mobile.noun import Kind

DUE = extension("due-date")
PAY_PAGE = extension("pay-page")
Trouble = Literal["", "no_amount", "negative", "currencies"]
"""Why its amount is not known: the clinic says none that can be read; it is below zero; it is in more than one currency."""
CANCELLED = ("cancelled", "entered-in-error")


@dataclass(frozen=True)
class BillLine:
    """`amount` None: not said in one figure."""

    name: Wording
    amount: Money | None = None


@dataclass(frozen=True, kw_only=True)
class Bill(OfDays):
    """An Invoice."""

    TYPE: ClassVar[str] = "Invoice"
    KIND: ClassVar[Kind] = Kind("bill", "Invoice")

    patient: str | None = None
    account: str | None = None  # "Account/a1"
    status: str = ""
    why_cancelled: str = field(default="", repr=False)
    name: Wording = field(default_factory=Wording)  # "Deposit"; empty: it is known by its day
    dated: date | None = None
    due: date | None = None
    amount: Money | None = None
    trouble: Trouble = ""
    lines: tuple[BillLine, ...] = ()
    adds_up: bool = True  # False: its lines come to something else
    terms: Wording = field(default_factory=Wording)
    pay_page: str = ""
    has_bad_page: bool = False  # it names a page that cannot be opened safely

    @classmethod
    def read(cls, resource: Json) -> Json:
        lines = tuple(_line(one) for one in each(resource, "lineItem"))
        amount, trouble = _amount(resource, lines)
        parts = total(line.amount for line in lines if line.amount is not None)
        is_all = bool(lines) and all(line.amount is not None for line in lines)
        page = text_at(extension_of(resource, PAY_PAGE), "valueUrl")
        return {
            "patient": text_at(resource, "subject", "reference"),
            "account": named(resource, "account"),
            "status": text_at(resource, "status") or "",
            "why_cancelled": text_at(resource, "cancelledReason") or "",
            "name": wording(resource.get("type"), "text"),
            **days_in(dated=resource.get("date")),
            "due": day_of(text_at(extension_of(resource, DUE), "valueDate")),
            "amount": amount,
            "trouble": trouble,
            "lines": lines,
            "adds_up": amount is None or not is_all or parts == amount,
            "terms": wording(resource, "paymentTerms"),
            "pay_page": secure_page(page),
            "has_bad_page": page is not None and not secure_page(page),
        }

    @property
    def is_cancelled(self) -> bool:
        return self.status in CANCELLED

    @property
    def is_planned(self) -> bool:
        """The clinic prepares it and has not billed it: it is part of a plan, and nothing of it is to pay yet."""
        return self.status == "draft"

    @property
    def is_settled(self) -> bool:
        """The clinic has closed it: nothing of it is left to pay."""
        return self.status == "balanced"

    @property
    def day(self) -> date | None:
        """By which it is known: when it is due, else when it was written."""
        return self.due or self.dated

    def head(self) -> Mapping[str, Any]:
        return {"status": self.status, "due": self.due.isoformat() if self.due else None}


def _line(line: Json) -> BillLine:
    name = wording(line.get("chargeItemCodeableConcept"), "text")
    coded = text_at(line, "chargeItemCodeableConcept", "coding", 0, "display")
    reference = wording(line.get("chargeItemReference"), "display")
    return BillLine(name or (Wording(coded) if coded else reference), sum_of(each(line, "priceComponent")))


def _amount(resource: Json, lines: tuple[BillLine, ...]) -> tuple[Money | None, Trouble]:
    """What the whole bill is: its gross total; its net total where no tax comes on top; else its lines, where all can be read."""
    gross, net = money(resource.get("totalGross")), money(resource.get("totalNet"))
    found = gross
    if found is None and net is not None and not _is_taxed(resource):
        found = net
    if found is None and resource.get("totalGross") is None and resource.get("totalNet") is None:
        amounts = [line.amount for line in lines]
        known = [one for one in amounts if one is not None]
        if known and len(known) == len(amounts):
            found = total(known)
            if found is None:
                return None, "currencies"
    if found is None:
        return None, "no_amount"
    if found.is_negative:
        return None, "negative"
    currencies = {found.currency, *(line.amount.currency for line in lines if line.amount is not None)}
    return (found, "") if len(currencies) == 1 else (None, "currencies")


def _is_taxed(resource: Json) -> bool:
    parts = [*each(resource, "totalPriceComponent")]
    parts += [part for line in each(resource, "lineItem") for part in each(line, "priceComponent")]
    return any(part.get("type") == "tax" for part in parts)
