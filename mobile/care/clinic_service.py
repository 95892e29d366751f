"""What a clinic offers with its times: numbers that are answered, messages that are read, and groups that meet.

Each is a HealthcareService.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from mobile.care.clinic import Clinic
from mobile.care.clinic_wide import ClinicWide
from mobile.care.codes import CARE, GROUP, extension
from mobile.care.resource import Json, at, each, extension_of, has_code, tail, text_at
from mobile.care.talk.message import TEAM_MESSAGE
from mobile.care.translated import Wording, wording
from mobile.noun import Kind

LONG_MESSAGE = extension("long-message")
"""On the service that reads messages: from how many letters on a message is long (valueInteger)."""


@dataclass(frozen=True, kw_only=True)
class ClinicService(ClinicWide):
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
    is_for_messages: bool = False
    long_from: int | None = None  # letters; None: the clinic does not say

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
            "is_for_messages": has_code(resource.get("type"), CARE, TEAM_MESSAGE),
            "long_from": _letters(at(extension_of(resource, LONG_MESSAGE), "valueInteger")),
        }

    def is_of(self, clinic: Clinic) -> bool:
        """Whether this clinic provides it."""
        return tail(self.clinic) in clinic.names

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


def messages_service(clinic: Clinic | None, services: Iterable[ClinicService]) -> ClinicService | None:
    """The one of this clinic's that reads messages to the team; None where it says nothing of it, or says it twice."""
    own = [
        one
        for one in services
        if one.is_active and one.is_for_messages and clinic is not None and one.is_of(clinic)
    ]
    return own[0] if len(own) == 1 else None


def _letters(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else None


def _digits(number: str) -> str:
    return "".join(sign for sign in number if sign.isdigit())
