"""One entry of the clinic's price list, and what the list says of a course: the series, one session, and of stopping early.

A price that depends on something is shown with its lowest and its highest figure; which of them holds, the clinic says.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar, Literal

from mobile.care.clinic_days import OfDays, days_in
from mobile.care.codes import CARE, PLANNED_EXTENSION, extension
from mobile.care.cost.components import sum_of
from mobile.care.cost.money import Money
from mobile.care.course import Course
from mobile.care.forms.definition import bare
from mobile.care.resource import Json, at, each, extension_of, has_code, text_at
from mobile.care.translated import Wording, extension_wording, wording
from mobile.noun import Kind

Item = Literal["consultation", "series", "session", "maintenance", "other"]
ITEMS: tuple[Item, ...] = ("consultation", "series", "session", "maintenance", "other")
"""In the order in which a person meets them."""
FOR_PROTOCOL = extension("price-for-protocol")
STOPPING = extension("price-when-stopping")
IS_EXAMPLE = extension("example-content")


@dataclass(frozen=True, kw_only=True)
class Price(OfDays):
    """A ChargeItemDefinition. `lowest` None: it cannot be read. `dated`: the day the clinic put to its list."""

    TYPE: ClassVar[str] = "ChargeItemDefinition"
    KIND: ClassVar[Kind] = Kind("price", "ChargeItemDefinition")

    item: Item = "other"
    address: str = ""
    name: Wording = field(default_factory=Wording)
    about: Wording = field(default_factory=Wording)
    stopping: Wording = field(default_factory=Wording)  # what the clinic says of stopping early
    is_active: bool = False
    is_example: bool = False
    dated: date | None = None
    begins: date | None = None
    ends: date | None = None
    sessions: int | None = None  # how many are in a series
    protocol: str = ""  # the address of the protocol it is for; "": for all
    lowest: Money | None = None
    highest: Money | None = None

    @classmethod
    def read(cls, resource: Json) -> Json:
        amounts = [sum_of(each(group, "priceComponent")) for group in each(resource, "propertyGroup")]
        known = [one for one in amounts if one is not None and not one.is_negative]
        is_one = bool(known) and len(known) == len(amounts) and len({one.currency for one in known}) == 1
        planned = at(extension_of(resource, PLANNED_EXTENSION), "valueInteger")
        is_count = isinstance(planned, int) and not isinstance(planned, bool) and 0 < planned < 1000
        return {
            "item": next(
                (one for one in ITEMS if has_code(resource.get("code"), CARE, f"price-{one}")), "other"
            ),
            "address": text_at(resource, "url") or "",
            "name": wording(resource, "title") or wording(resource.get("code"), "text"),
            "about": wording(resource, "description"),
            "stopping": extension_wording(resource, STOPPING),
            "is_active": resource.get("status") == "active",
            "is_example": at(extension_of(resource, IS_EXAMPLE), "valueBoolean") is True,
            **days_in(at(resource, "effectivePeriod"), dated=resource.get("date")),
            "sessions": planned if is_count else None,
            "protocol": bare(text_at(extension_of(resource, FOR_PROTOCOL), "valueCanonical")),
            "lowest": min(known, key=lambda one: one.value) if is_one else None,
            "highest": max(known, key=lambda one: one.value) if is_one else None,
        }

    @property
    def is_fixed(self) -> bool:
        """Whether it is one figure, whatever else is so."""
        return self.lowest is not None and self.lowest == self.highest

    def holds_on(self, day: date) -> bool:
        """Whether the clinic asks it on that day."""
        return (self.begins is None or self.begins <= day) and (self.ends is None or day <= self.ends)

    def is_for(self, course: Course | None) -> bool:
        """Whether it is for this course; one for all is for each. Where nobody has said yet what is planned, all are."""
        planned = {bare(one) for one in course.protocols} if course is not None else set[str]()
        return not self.protocol or not planned or self.protocol in planned

    def head(self) -> Mapping[str, Any]:
        return {"item": self.item}


@dataclass(frozen=True)
class PriceList:
    """The prices that hold today for one person's course, in the order in which a person meets them."""

    prices: tuple[Price, ...] = ()

    @property
    def dated(self) -> date | None:
        """The newest day that any of them is of."""
        return max((one.dated for one in self.prices if one.dated is not None), default=None)

    @property
    def series(self) -> Price | None:
        return self._only("series")

    @property
    def is_example(self) -> bool:
        return any(one.is_example for one in self.prices)

    def after(self, sessions: int) -> Money | None:
        """What so many sessions cost by themselves; None where the list does not say it in one figure."""
        one = self._only("session")
        return one.lowest.times(sessions) if one is not None and one.is_fixed and one.lowest else None

    def _only(self, item: Item) -> Price | None:
        """The one of its kind: for this course before for all; None where there are two alike."""
        found = [one for one in self.prices if one.item == item]
        own = [one for one in found if one.protocol] or found
        return own[0] if len(own) == 1 else None


def price_list(prices: Iterable[Price], course: Course | None, today: date) -> PriceList:
    """What the clinic's price list says for this course today."""
    found = [one for one in prices if one.is_active and one.holds_on(today) and one.is_for(course)]
    return PriceList(tuple(sorted(found, key=lambda one: (ITEMS.index(one.item), one.name.text, one.id))))
