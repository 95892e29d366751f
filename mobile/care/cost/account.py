"""What the bills of one course belong to together: the clinic's account for it. R4 keeps no balance here; the bills say it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from mobile.care.clinic_days import OfDays, days_in
from mobile.care.resource import Json, at, text_at
from mobile.care.translated import Wording, wording
from mobile.noun import Kind

_ENTERED_WRONGLY = "entered-in-error"


@dataclass(frozen=True, kw_only=True)
class CostAccount(OfDays):
    """An Account."""

    TYPE: ClassVar[str] = "Account"
    KIND: ClassVar[Kind] = Kind("cost_account", "Account")

    patient: str | None = None
    name: Wording = field(default_factory=Wording)
    about: Wording = field(default_factory=Wording)
    status: str = ""
    begins: date | None = None
    ends: date | None = None

    @classmethod
    def read(cls, resource: Json) -> Json:
        return {
            "patient": text_at(resource, "subject", 0, "reference"),
            "name": wording(resource, "name"),
            "about": wording(resource, "description"),
            "status": text_at(resource, "status") or "",
            **days_in(at(resource, "servicePeriod")),
        }

    @property
    def is_real(self) -> bool:
        """False: the clinic says that it was entered by mistake."""
        return self.status != _ENTERED_WRONGLY

    def is_over(self, today: date) -> bool:
        """Whether its time has passed, or the clinic has closed it."""
        return self.status == "inactive" or (self.ends is not None and self.ends < today)

    def head(self) -> Mapping[str, Any]:
        return {"status": self.status}
