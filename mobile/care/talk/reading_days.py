"""On which weekdays somebody at the clinic reads what was shared with them: their own word, which their patients may see.

FHIR has a place for it: a PractitionerRole says in which function somebody works and when (`availableTime`). So it is a
role of our own code with days and no hours; any scheduling system can show it, and a server that knows practitioners
knows roles. Their other roles, which the clinic keeps, are left alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, ClassVar, Self
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from api_client import fhir
from api_client.fhir.making import made
from mobile.care.clinic_wide import ClinicWide
from mobile.care.codes import BASE, CARE
from mobile.care.elements import coded, own_identifier, to
from mobile.care.resource import Json, each, has_code, text_at, texts
from mobile.care.safety.hours import DAYS
from mobile.noun import Kind

READS_SHARED = "reads-what-is-shared"


@dataclass(frozen=True, kw_only=True)
class ReadingDays(ClinicWide):
    """`days`: 0 is Monday; none: nothing is said."""

    TYPE: ClassVar[str] = "PractitionerRole"
    KIND: ClassVar[Kind] = Kind("reading_days", "PractitionerRole")

    practitioner: str | None = None  # "Practitioner/t1"
    days: frozenset[int] = frozenset()

    @classmethod
    def read(cls, resource: Json) -> Json:
        named = [day for row in each(resource, "availableTime") for day in texts(row, "daysOfWeek")]
        is_in_force = resource.get("active") is not False
        return {
            "practitioner": text_at(resource, "practitioner", "reference"),
            "days": frozenset(DAYS.index(day) for day in named if day in DAYS)
            if is_in_force
            else frozenset(),
        }

    @classmethod
    def make(cls, practitioner: str, days: Iterable[int]) -> Self:
        """The first word about it. Its id comes of whose it is: made on two devices, it is one."""
        return cls.from_made(
            made(
                fhir.PractitionerRole,
                identifier=[own_identifier(id_of(practitioner))],
                active=True,
                practitioner=to(practitioner),
                code=[coded(CARE, READS_SHARED)],
                availableTime=_times(days),
            )
        )

    def on(self, days: Iterable[int]) -> Self:
        """The same with other days; none is said with none."""
        return self.changed(made(fhir.PractitionerRole, active=True, availableTime=_times(days) or []))

    def next(self, now: datetime, zone: ZoneInfo) -> date | None:
        """The next of these days by the clinic's calendar, today counted in. None where none is said."""
        today = now.astimezone(zone).date()
        coming = (today + timedelta(days=ahead) for ahead in range(len(DAYS)))
        return next((day for day in coming if day.weekday() in self.days), None)

    def head(self) -> Mapping[str, Any]:
        return {"practitioner": self.practitioner}


def id_of(practitioner: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"{BASE}/{READS_SHARED}/{practitioner}"))


def reading_days_of(known: Iterable[ReadingDays], practitioner: str | None) -> ReadingDays | None:
    """What this person said; None where they said nothing."""
    return next((one for one in known if one.practitioner == practitioner and one.days), None)


def is_reading_days(resource: Json) -> bool:
    """Whether a PractitionerRole is one of these."""
    return has_code(resource.get("code"), CARE, READS_SHARED)


def _times(days: Iterable[int]) -> list[fhir.AvailableTime] | None:
    named: list[str | None] = [DAYS[day] for day in sorted(set(days))]
    return [made(fhir.AvailableTime, daysOfWeek=named, allDay=True)] if named else None
