"""What was paid and what was given back, as the clinic writes it: payments with what they were for, and notices of payments.

R4 names no patient in either, so an extension does: one that names nobody is nobody's, and is not kept. What cannot be read as money
that came or went is counted nowhere, and is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar, Self

from mobile.care.clinic_days import OfDays, days_in
from mobile.care.codes import CARE, extension
from mobile.care.cost.money import Money, money, total
from mobile.care.cost.naming import named
from mobile.care.resource import Json, Resource, at, day_of, each, extension_of, has_code, text_at
from mobile.noun import Kind

PATIENT = extension("payment-patient")
REFUND = "refund"
_TYPES = "http://terminology.hl7.org/CodeSystem/payment-type"
_COMING = ("payment", "advance")
_STATUSES = "http://terminology.hl7.org/CodeSystem/paymentstatus"


@dataclass(frozen=True)
class Part:
    """Money for one thing; below zero: given back. `about`: "Invoice/i1" or "Account/a1"; `paid_on`: by the clinic. None: not said."""

    amount: Money
    about: str | None = None
    paid_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Payment(Resource):
    """A PaymentReconciliation. `amount` is above zero both ways; what it was for, `parts` say."""

    TYPE: ClassVar[str] = "PaymentReconciliation"
    KIND: ClassVar[Kind] = Kind("payment", "PaymentReconciliation")

    patient: str | None = None
    counts: bool = False  # the clinic holds it for true, and it can be read
    is_unclear: bool = False  # the clinic holds it for true, and it cannot
    paid_on: date | None = None
    amount: Money | None = None
    is_refund: bool = False
    parts: tuple[Part, ...] = ()

    @classmethod
    def read(cls, resource: Json) -> Json:
        amount, details = money(resource.get("paymentAmount")), list(each(resource, "detail"))
        paid_on = day_of(resource.get("paymentDate"))
        parts = _parts(amount, details, paid_on)
        is_true = resource.get("status") == "active" and resource.get("outcome") not in ("error", "queued")
        return {
            "patient": payer_of(resource),
            "counts": is_true and parts is not None,
            "is_unclear": is_true and parts is None,
            "paid_on": paid_on,
            "amount": amount,
            "is_refund": bool(parts) and all(part.amount.is_negative for part in parts or ()),
            "parts": parts or (),
        }

    def head(self) -> Mapping[str, Any]:
        return {"paid_on": self.paid_on.isoformat() if self.paid_on else None}


@dataclass(frozen=True, kw_only=True)
class PaymentNotice(OfDays):
    """A PaymentNotice: that a bill was paid. It counts where the payment it names is not here itself."""

    TYPE: ClassVar[str] = "PaymentNotice"
    KIND: ClassVar[Kind] = Kind("payment_notice", "PaymentNotice")

    patient: str | None = None
    payment: str | None = None  # "PaymentReconciliation/p1"
    counts: bool = False
    is_unclear: bool = False
    paid_on: date | None = None
    parts: tuple[Part, ...] = ()

    @classmethod
    def read(cls, resource: Json) -> Json:
        amount, said = money(resource.get("amount")), resource.get("paymentStatus")
        is_true = resource.get("status") == "active" and (
            said is None or any(has_code(said, _STATUSES, one) for one in ("paid", "cleared"))
        )
        is_read = amount is not None and not amount.is_negative
        about = named(resource, "request")
        written = resource.get("paymentDate") or resource.get("created")
        return {
            "patient": payer_of(resource),
            "payment": named(resource, "payment"),
            "counts": is_true and is_read,
            "is_unclear": is_true and not is_read,
            **days_in(paid_on=written),
            "parts": (Part(amount, about, day_of(written)),) if amount is not None and is_read else (),
        }

    def with_days(self, days: Mapping[str, Any]) -> Self:
        return replace(self, **days, parts=tuple(replace(part, **days) for part in self.parts))

    def head(self) -> Mapping[str, Any]:
        return {"paid_on": self.paid_on.isoformat() if self.paid_on else None}


def payer_of(resource: Json) -> str | None:
    """Whose payment it is: "Patient/p1"."""
    return text_at(extension_of(resource, PATIENT), "valueReference", "reference")


def counted(payments: Iterable[Payment], notices: Iterable[PaymentNotice]) -> list[Part]:
    """All money that came and went, each once: a notice of a payment that is here itself says nothing new, and of several of one
    payment for one thing, as that it was paid and then cleared, the last holds."""
    here = list(payments)
    names = frozenset[str]().union(*(one.names for one in here))
    said: dict[object, PaymentNotice] = {}
    for one in sorted(notices, key=lambda one: (one.paid_on or date.min, one.id)):
        if one.counts and (one.payment is None or one.payment not in names):
            said[one.id if one.payment is None else (one.payment, one.parts[0].about)] = one
    return [part for one in (*here, *said.values()) if one.counts for part in one.parts]


def _parts(amount: Money | None, details: list[Json], paid_on: date | None) -> tuple[Part, ...] | None:
    """None where it cannot be read, or its parts come to something else than the whole."""
    if amount is None or amount.is_negative:
        return None
    if not details:
        return (Part(amount, None, paid_on),)
    found = [_part(one, paid_on) for one in details]
    parts = tuple(one for one in found if one is not None)
    whole = total(part.amount for part in parts)
    if len(parts) < len(found) or whole is None or whole.currency != amount.currency:
        return None
    return parts if whole in (amount, -amount) else None


def _part(detail: Json, paid_on: date | None) -> Part | None:
    amount, kind = money(at(detail, "amount")), detail.get("type")
    if amount is None or amount.is_negative:
        return None
    about = named(detail, "request")
    if has_code(kind, CARE, REFUND):
        return Part(-amount, about, paid_on)
    return Part(amount, about, paid_on) if any(has_code(kind, _TYPES, one) for one in _COMING) else None
