"""One service that the clinic charges for: when, what, under which codes, for which diagnosis, by whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from mobile.care.clinic_days import OfDays, days_in
from mobile.care.cost.money import Money, money
from mobile.care.cost.naming import named
from mobile.care.health.stated import words_of
from mobile.care.resource import Json, at, each, text_at
from mobile.care.translated import Wording
from mobile.noun import Kind


@dataclass(frozen=True)
class Coded:
    """A code and what the clinic calls it; either may be missing. No label of a code is made here."""

    code: str = ""
    name: Wording = field(default_factory=Wording, repr=False)


@dataclass(frozen=True, kw_only=True)
class Charge(OfDays):
    """A ChargeItem. `units` None: not given. `amount` None: it is said elsewhere, or cannot be read."""

    TYPE: ClassVar[str] = "ChargeItem"
    KIND: ClassVar[Kind] = Kind("charge", "ChargeItem")

    patient: str | None = None
    is_real: bool = True  # False: entered by mistake, or not done
    day: date | None = None
    last_day: date | None = None
    name: Wording = field(default_factory=Wording, repr=False)
    codes: tuple[str, ...] = ()
    units: Decimal | None = None
    diagnoses: tuple[Coded, ...] = field(default=(), repr=False)
    provider: str | None = None  # "Practitioner/p1"
    provider_name: str = ""
    place: str = ""
    amount: Money | None = None

    @classmethod
    def read(cls, resource: Json) -> Json:
        start = resource.get("occurrenceDateTime") or at(resource, "occurrencePeriod", "start")
        actors = [at(one, "actor") for one in each(resource, "performer")]
        people = [one for one in actors if (named(one) or "").startswith("Practitioner/")]
        actor = next(iter(people or actors), None)
        return {
            "patient": text_at(resource, "subject", "reference"),
            "is_real": resource.get("status") not in ("entered-in-error", "aborted", "not-billable"),
            **days_in(day=start, last_day=at(resource, "occurrencePeriod", "end")),
            "name": words_of(resource.get("code")),
            "codes": tuple(
                code for one in each(resource, "code", "coding") if (code := text_at(one, "code"))
            ),
            "units": _units(at(resource, "quantity", "value")),
            "diagnoses": tuple(_coded(one) for one in each(resource, "reason")),
            "provider": named(actor),
            "provider_name": text_at(actor, "display") or "",
            "place": text_at(resource, "performingOrganization", "display") or "",
            "amount": _amount(resource),
        }

    def head(self) -> Mapping[str, Any]:
        return {"day": self.day.isoformat() if self.day else None}


def _amount(resource: Json) -> Money | None:
    found = money(resource.get("priceOverride"))
    return None if found is None or found.is_negative else found


def _units(value: object) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, Decimal | int):
        return None
    found = Decimal(value)
    return found if found.is_finite() and found > 0 else None


def _coded(concept: Json) -> Coded:
    code = next((code for one in each(concept, "coding") if (code := text_at(one, "code"))), "")
    return Coded(code, words_of(concept))
