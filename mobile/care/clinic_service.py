"""What a clinic offers with its times: numbers that are answered, and groups that meet. Each is a HealthcareService."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from mobile.care.clinic import Clinic
from mobile.care.codes import CARE, GROUP
from mobile.care.resource import Json, Resource, each, has_code, text_at
from mobile.care.translated import Wording, wording
from mobile.noun import Kind


@dataclass(frozen=True, kw_only=True)
class ClinicService(Resource):
    """One service of a clinic, such as its nurse line or an evening circle."""

    TYPE: ClassVar[str] = "HealthcareService"
    KIND: ClassVar[Kind] = Kind("clinic_service", "HealthcareService")

    is_active: bool = True
    clinic: str | None = None  # "Organization/clinic"
    is_group: bool = False  # people of the clinic meet in it
    name: Wording = field(default_factory=Wording)
    about: Wording = field(default_factory=Wording)
    numbers: tuple[str, ...] = ()
    times: tuple[Json, ...] = field(default=())  # `availableTime` as it came
    has_exceptions: bool = False  # days off are said in words nobody here can read

    @classmethod
    def read(cls, resource: Json) -> Json:
        return {
            "is_active": resource.get("active") is not False,
            "clinic": text_at(resource, "providedBy", "reference"),
            "is_group": has_code(resource.get("category"), CARE, GROUP),
            "name": wording(resource, "name"),
            "about": wording(resource, "comment"),
            "numbers": tuple(
                number
                for point in each(resource, "telecom")
                if point.get("system") == "phone" and (number := text_at(point, "value"))
            ),
            "times": tuple(each(resource, "availableTime")),
            "has_exceptions": bool(
                text_at(resource, "availabilityExceptions") or resource.get("notAvailable")
            ),
        }

    def is_of(self, clinic: Clinic) -> bool:
        """Whether this clinic provides it."""
        return self.clinic is not None and "/".join(self.clinic.split("/")[-2:]) in clinic.names

    def head(self) -> Mapping[str, Any]:
        """Whose it is."""
        return {"clinic": self.clinic}


def times_of(number: str, clinic: Clinic, services: Iterable[ClinicService]) -> list[Json]:
    """When this number of the clinic's is answered. [] where it does not say, or says days off that cannot be read: then
    nothing is concluded."""
    same = [
        one
        for one in services
        if one.is_active and one.times and one.is_of(clinic) and _digits(number) in map(_digits, one.numbers)
    ]
    return [] if any(one.has_exceptions for one in same) else [time for one in same for time in one.times]


def _digits(number: str) -> str:
    return "".join(sign for sign in number if sign.isdigit())
