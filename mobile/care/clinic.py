"""The clinic: its name, how to call it, and the zone its clocks are in.

The zone is data of the clinic's; where it says none, the caller's fallback is used and nobody guesses from an address.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Literal
from zoneinfo import ZoneInfo

from mobile.care.address import address_lines
from mobile.care.clinic_wide import ClinicWide
from mobile.care.codes import ZONE_EXTENSION, extension
from mobile.care.ledger.rules import RoleReads, role_reads
from mobile.care.resource import Json, at, bound, each, extension_of, tail, text_at
from mobile.care.translated import Wording, extension_wording
from mobile.noun import Kind

DRAFT_READERS = extension("draft-readers")
"""Who at the clinic may read a form that is still being filled in: `nobody` or `staff`, as the clinic says itself."""

ABOUT = extension("about")
"""What the clinic says of itself (valueMarkdown, in the languages it wrote)."""
OWN_DOCTORS = extension("own-doctors")
"""How it works together with the doctors that a person has elsewhere, in its own words."""

COMMENT = "http://hl7.org/fhir/StructureDefinition/contactpoint-comment"
"""FHIR's own place for what a number is for. What another extension says need not be for people to read."""


@dataclass(frozen=True)
class Phone:
    """A number to call. `name` is what the clinic calls it, "" for the main one. `since`, `until`: theirs only between."""

    number: str
    name: str = ""
    is_for_texts: bool = False
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Clinic(ClinicWide):
    """An Organization that treats the patient."""

    TYPE: ClassVar[str] = "Organization"
    KIND: ClassVar[Kind] = Kind("clinic", "Organization")

    name: str = ""
    is_active: bool = True
    phones: tuple[Phone, ...] = ()
    zone_name: str | None = field(default=None)
    draft_readers: Literal["nobody", "staff"] | None = None  # None: it does not say
    record_readers: tuple[RoleReads, ...] = ()  # none: it does not say
    country: str | None = None  # ISO 3166, of its first address; decides which crisis lines are shown
    address: tuple[str, ...] = ()  # the lines of its first one
    about: Wording = field(default_factory=Wording)  # what it says of itself
    own_doctors: Wording = field(default_factory=Wording)  # how its care is joined with one's own doctors

    @classmethod
    def read(cls, resource: Json) -> Json:
        return {
            "name": text_at(resource, "name") or "",
            "is_active": resource.get("active") is not False,
            "phones": tuple(
                phone for holder in (resource, *each(resource, "contact")) for phone in phones_of(holder)
            ),
            "zone_name": _zone_name(resource),
            "draft_readers": _draft_readers(resource),
            "record_readers": role_reads(resource),
            "country": text_at(resource, "address", 0, "country"),
            "address": address_lines(at(resource, "address", 0)),
            "about": extension_wording(resource, ABOUT),
            "own_doctors": extension_wording(resource, OWN_DOCTORS),
        }

    def zone(self, otherwise: ZoneInfo) -> ZoneInfo:
        """The clinic's zone; `otherwise` where it names none that exists."""
        return self.own_zone or otherwise

    @property
    def own_zone(self) -> ZoneInfo | None:
        """None where it names none, or one that does not exist."""
        try:
            return ZoneInfo(self.zone_name) if self.zone_name is not None else None
        except (ValueError, OSError, KeyError):
            return None

    def head(self) -> Mapping[str, Any]:
        """The name, for lists."""
        return {"name": self.name}


def own_clinic(clinics: Iterable[Clinic], named: Collection[str]) -> Clinic | None:
    """The one of these that treats the patient: it is named by their record or team, or there is no other.

    A server keeps insurers, laboratories and other clinics beside it. Where nobody says which it is, it is none of
    them: a wrong number is worse than no number. One that is closed treats nobody.
    """
    known = list(clinics)
    short = {tail(reference) for reference in named}
    own = [clinic for clinic in known if clinic.names & short] or known
    open_ = [clinic for clinic in own if clinic.is_active]
    return open_[0] if len(open_) == 1 else None


def phones_of(holder: Json) -> Iterator[Phone]:
    """Every number that an organization, a contact of it or a service gives (`telecom`); an old one is not theirs any more."""
    name = text_at(holder, "purpose", "text") or text_at(holder, "purpose", "coding", 0, "display") or ""
    for point in each(holder, "telecom"):
        number = text_at(point, "value")
        # "old" is FHIR's word for a number that is no longer theirs
        if number and point.get("system") in ("phone", "sms") and point.get("use") != "old":
            stated = text_at(extension_of(point, COMMENT), "valueString") or name
            since, until = bound(at(point, "period", "start")), bound(at(point, "period", "end"), is_end=True)
            yield Phone(number, stated, point.get("system") == "sms", since, until)


def _draft_readers(resource: Json) -> Literal["nobody", "staff"] | None:
    stated = text_at(extension_of(resource, DRAFT_READERS), "valueCode")
    return "nobody" if stated == "nobody" else "staff" if stated == "staff" else None


def _zone_name(resource: Json) -> str | None:
    for holder in (resource, *each(resource, "address")):
        extension = extension_of(holder, ZONE_EXTENSION)
        found = at(extension, "valueCode") or at(extension, "valueString")
        if isinstance(found, str) and found:
            return found
    return None
