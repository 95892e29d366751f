"""What somebody does at the clinic, as the clinic states it: since when, what for, on which days, by which number.

FHIR keeps this apart from the person (PractitionerRole). A number of a role is the clinic's; a number of the person could be
their own, and is not read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from mobile.care.clinic import Phone, phones_of
from mobile.care.clinic_wide import ClinicWide
from mobile.care.codes import extension
from mobile.care.resource import Json, at, bound, each, tail, text_at
from mobile.care.safety.hours import Window, windows_of
from mobile.care.translated import Wording, extension_wording, wording
from mobile.noun import Kind

ABOUT = extension("about")
_PRIVATE = ("home", "mobile")


@dataclass(frozen=True, kw_only=True)
class StaffRole(ClinicWide):
    """One function of one person at the clinic."""

    TYPE: ClassVar[str] = "PractitionerRole"
    KIND: ClassVar[Kind] = Kind("staff_role", "PractitionerRole")

    practitioner: str | None = None  # "Practitioner/t1"
    is_active: bool = True
    since: datetime | None = None
    until: datetime | None = None
    works_on: tuple[Wording, ...] = ()  # what they are there for (`specialty`)
    about: Wording = field(default_factory=Wording)
    windows: tuple[
        Window, ...
    ] = ()  # when they are there; () where it is not said, or not so that it can be read
    phones: tuple[Phone, ...] = ()

    @classmethod
    def read(cls, resource: Json) -> Json:
        public = [one for one in each(resource, "telecom") if one.get("use") not in _PRIVATE]
        has_days_off = bool(resource.get("notAvailable") or text_at(resource, "availabilityExceptions"))
        return {
            "practitioner": tail(text_at(resource, "practitioner", "reference")),
            "is_active": resource.get("active") is not False,
            "since": bound(at(resource, "period", "start")),
            "until": bound(at(resource, "period", "end"), is_end=True),
            "works_on": tuple(filter(None, (wording(one, "text") for one in each(resource, "specialty")))),
            "about": extension_wording(resource, ABOUT),
            "windows": () if has_days_off else windows_of(resource.get("availableTime")),
            "phones": tuple(phones_of({"telecom": public})),
        }

    def is_held(self, now: datetime) -> bool:
        """Whether they do it now."""
        has_begun = self.since is None or self.since <= now
        return self.is_active and has_begun and (self.until is None or self.until > now)

    def head(self) -> Mapping[str, Any]:
        """Whose it is."""
        return {"practitioner": self.practitioner}


def roles_of(known: Iterable[StaffRole], practitioner: str, now: datetime) -> tuple[StaffRole, ...]:
    """What this person does now."""
    return tuple(one for one in known if one.practitioner == practitioner and one.is_held(now))
