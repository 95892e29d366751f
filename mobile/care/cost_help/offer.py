"""One thing on a clinic's list of help with cost: a HealthcareService of our category `help-with-cost`.

What stands where in it:
- `name`, `comment`, `extraDetails`: what it is, with the clinic's own translations; `type.text`: which kind of help.
- `providedBy.display`: who offers it, where it is not the clinic.
- `serviceProvisionCode` (FHIR's free, disc, cost): whether it is free or costs less, as the clinic says.
- `eligibility`: for whom, in the clinic's words. `coverageArea`: where it counts. `communication`: languages spoken.
- `telecom`: numbers and https pages. `availableTime`: its hours. `appointmentRequired`: whether to ask first.
- our extension `listed`: by which clinic (`by`), and the day it last looked whether this still holds (`on`).

`specialty` and `characteristic` are not read: they could name what somebody is treated for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar, Literal

from mobile.care.clinic import Phone, phones_of
from mobile.care.clinic_wide import ClinicWide
from mobile.care.codes import CARE, extension
from mobile.care.resource import Json, at, bound_day, each, extension_of, has_code, tail, text_at
from mobile.care.translated import Wording, wording
from mobile.care.web_page import WebPage, https_page
from mobile.noun import Kind

HELP_WITH_COST = "help-with-cost"
LISTED = extension("listed")
PROVISION = "http://terminology.hl7.org/CodeSystem/service-provision-conditions"

Price = Literal["free", "less", "fees", "unsaid"]
_PRICES: tuple[tuple[str, Price], ...] = (("free", "free"), ("disc", "less"), ("cost", "fees"))


@dataclass(frozen=True)
class Spoken:
    """A language. `code`: its first part ("es"), "" where the clinic wrote only a word."""

    code: str
    text: str = ""

    @property
    def key(self) -> str:
        return self.code or self.text.casefold()


@dataclass(frozen=True)
class Area:
    """Where it counts: a Location by reference, by the clinic's word, or both."""

    reference: str | None
    name: str = ""

    @property
    def key(self) -> str:
        return self.reference or self.name.casefold()


@dataclass(frozen=True, kw_only=True)
class CostHelp(ClinicWide):
    """`looked_on`: the first day that the clinic may have meant, where it names only a month. None: it does not say."""

    TYPE: ClassVar[str] = "HealthcareService"
    KIND: ClassVar[Kind] = Kind("cost_help", "HealthcareService")

    is_active: bool = True
    listed_by: str | None = None  # "Organization/clinic"
    looked_on: date | None = None
    name: Wording = field(default_factory=Wording)
    kind_of_help: Wording = field(default_factory=Wording)
    provider: str = ""
    provider_reference: str | None = None
    about: tuple[Wording, ...] = ()
    for_whom: tuple[Wording, ...] = ()
    price: Price = "unsaid"
    languages: tuple[Spoken, ...] = ()
    areas: tuple[Area, ...] = ()
    phones: tuple[Phone, ...] = ()
    pages: tuple[WebPage, ...] = ()
    times: tuple[
        Json, ...
    ] = ()  # `availableTime` as it came; () where days off are said that nothing here can read
    is_asked_first: bool = False

    @classmethod
    def read(cls, resource: Json) -> Json:
        mark = extension_of(resource, LISTED)
        by, provider = extension_of(mark, "by"), text_at(resource, "providedBy", "reference")
        codes = resource.get("serviceProvisionCode")
        has_days_off = bool(text_at(resource, "availabilityExceptions") or resource.get("notAvailable"))
        kinds = (wording(one, "text") for one in each(resource, "type"))
        return {
            "is_active": resource.get("active") is not False,
            "listed_by": text_at(by, "valueReference", "reference") or provider,
            "looked_on": bound_day(at(extension_of(mark, "on"), "valueDate")),
            "name": wording(resource, "name"),
            "kind_of_help": next((one for one in kinds if one), Wording()),
            "provider_reference": provider,
            "provider": text_at(resource, "providedBy", "display") or "",
            "about": tuple(filter(None, (wording(resource, "comment"), wording(resource, "extraDetails")))),
            "for_whom": tuple(_for_whom(resource)),
            "price": next((price for code, price in _PRICES if has_code(codes, PROVISION, code)), "unsaid"),
            "languages": tuple(dict.fromkeys(spoken(resource))),
            "areas": tuple(_areas(resource)),
            "phones": tuple(phones_of(resource)),
            "pages": tuple(dict.fromkeys(_pages(resource))),
            "times": () if has_days_off else tuple(each(resource, "availableTime")),
            "is_asked_first": resource.get("appointmentRequired") is True,
        }

    @property
    def is_cheap(self) -> bool:
        """Free, or less for who has less, as the clinic says."""
        return self.price in ("free", "less")

    def head(self) -> Mapping[str, Any]:
        """Whose list it is on."""
        return {"clinic": self.listed_by}


def is_cost_help(resource: Json) -> bool:
    """Whether a HealthcareService is on a list of help with cost."""
    return has_code(resource.get("category"), CARE, HELP_WITH_COST)


def spoken(resource: Json) -> Iterator[Spoken]:
    """The languages that somebody or something speaks, as the clinic says (`communication`)."""
    for one in each(resource, "communication"):
        codes = [text_at(coding, "code") for coding in each(one, "coding")]
        code = next((one_code.split("-")[0].lower() for one_code in codes if one_code), "")
        shown = next((text_at(coding, "display") for coding in each(one, "coding")), None)
        if code or text_at(one, "text") or shown:
            yield Spoken(code, text_at(one, "text") or shown or "")


def _for_whom(resource: Json) -> Iterator[Wording]:
    for one in each(resource, "eligibility"):
        yield from filter(None, (wording(one.get("code"), "text"), wording(one, "comment")))


def _areas(resource: Json) -> Iterator[Area]:
    for one in each(resource, "coverageArea"):
        reference, name = text_at(one, "reference"), text_at(one, "display")
        if reference or name:
            yield Area(tail(reference), name or "")


def _pages(resource: Json) -> Iterator[WebPage]:
    for point in each(resource, "telecom"):
        page = https_page(text_at(point, "value")) if point.get("system") == "url" else None
        if page is not None and point.get("use") != "old":
            yield page
