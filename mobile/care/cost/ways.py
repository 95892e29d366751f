"""Ways to pay over time, or less: the clinic's own plan, help from a charity, a lender outside. The clinic names them, as services with a page.

They stand beside one another with equal weight, in the order in which they cost a person least to ask: nobody is led to one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from mobile.care.clinic import Clinic
from mobile.care.clinic_wide import ClinicWide
from mobile.care.codes import CARE, extension
from mobile.care.cost.links import secure_page
from mobile.care.resource import Json, at, each, extension_of, has_code, tail, text_at
from mobile.care.translated import Wording, wording
from mobile.noun import Kind

Way = Literal["help", "plan", "financing"]
WAYS: tuple[Way, ...] = ("help", "plan", "financing")
DEFERRED = extension("deferred-interest")


@dataclass(frozen=True, kw_only=True)
class WayToPay(ClinicWide):
    """A HealthcareService of type `pay-help`, `pay-plan` or `pay-financing`."""

    TYPE: ClassVar[str] = "HealthcareService"
    KIND: ClassVar[Kind] = Kind("way_to_pay", "HealthcareService")

    way: Way = "plan"
    is_active: bool = True
    clinic: str | None = None
    name: Wording = field(default_factory=Wording)
    about: Wording = field(default_factory=Wording)
    page: str = ""
    has_bad_page: bool = False
    has_deferred_interest: bool = False  # the clinic says that interest may be added from the first day

    @classmethod
    def read(cls, resource: Json) -> Json:
        pages = [
            text_at(point, "value") for point in each(resource, "telecom") if point.get("system") == "url"
        ]
        safe = [found for one in pages if (found := secure_page(one))]
        return {
            "way": _way(resource) or "plan",
            "is_active": resource.get("active") is not False,
            "clinic": text_at(resource, "providedBy", "reference"),
            "name": wording(resource, "name"),
            "about": wording(resource, "comment"),
            "page": safe[0] if safe else "",
            "has_bad_page": bool(pages) and not safe,
            "has_deferred_interest": at(extension_of(resource, DEFERRED), "valueBoolean") is True,
        }

    def is_of(self, clinic: Clinic) -> bool:
        """Whether this clinic names it."""
        return tail(self.clinic) in clinic.names

    def head(self) -> Mapping[str, Any]:
        return {"way": self.way}


def is_way_to_pay(resource: Json) -> bool:
    """Whether a HealthcareService is one of these."""
    return _way(resource) is not None


def ways_to_pay(clinic: Clinic | None, services: Iterable[WayToPay]) -> tuple[WayToPay, ...]:
    """Those that this clinic names."""
    if clinic is None:
        return ()
    own = [one for one in services if one.is_active and one.name and one.is_of(clinic)]
    return tuple(sorted(own, key=lambda one: (WAYS.index(one.way), one.name.text, one.id)))


def _way(resource: Json) -> Way | None:
    return next((one for one in WAYS if has_code(resource.get("type"), CARE, f"pay-{one}")), None)
