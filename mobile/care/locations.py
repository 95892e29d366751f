"""Places that a clinic names: its own house with its hours, the rooms in it, and regions that something covers.

Only what the data says. A place that is part of another lies in it; a chain that leads back into itself ends there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from mobile.care.address import address_lines
from mobile.care.clinic import Clinic
from mobile.care.resource import Json, Resource, each, has_code, tail, text_at
from mobile.care.translated import Wording, wording
from mobile.noun import Kind

PHYSICAL = "http://terminology.hl7.org/CodeSystem/location-physical-type"
_INSIDE = ("ro", "bd", "ca", "co", "wa", "lvl", "wi", "ve")
"""Parts of a house, or what moves: no address that anybody comes to."""


@dataclass(frozen=True, kw_only=True)
class Location(Resource):
    """A house, a room or a region."""

    TYPE: ClassVar[str] = "Location"
    KIND: ClassVar[Kind] = Kind("location", "Location")

    name: Wording = field(default_factory=Wording)
    is_active: bool = True
    clinic: str | None = None  # "Organization/clinic"
    part_of: str | None = None  # "Location/us"
    address: tuple[str, ...] = ()  # its lines, as they are written on an envelope
    about: Wording = field(default_factory=Wording)
    times: tuple[Json, ...] = ()  # when it is open, in the shape of `availableTime`
    exceptions: Wording = field(default_factory=Wording)  # days off, in the clinic's words
    is_inside: bool = False  # a room or the like

    @classmethod
    def read(cls, resource: Json) -> Json:
        part_of = text_at(resource, "partOf", "reference")
        return {
            "name": wording(resource, "name"),
            "is_active": resource.get("status", "active") == "active",
            "clinic": text_at(resource, "managingOrganization", "reference"),
            "part_of": tail(part_of),
            "address": address_lines(resource.get("address")),
            "about": wording(resource, "description"),
            "times": tuple(_time(row) for row in each(resource, "hoursOfOperation")),
            "exceptions": wording(resource, "availabilityExceptions"),
            "is_inside": any(has_code(resource.get("physicalType"), PHYSICAL, code) for code in _INSIDE),
        }

    def head(self) -> Mapping[str, Any]:
        """Whose it is."""
        return {"clinic": self.clinic}


def houses_of(clinic: Clinic | None, locations: Iterable[Location]) -> list[Location]:
    """Where people come to this clinic: its own places that have an address or hours, and are no room."""
    if clinic is None:
        return []
    own = (one for one in locations if one.is_active and not one.is_inside and (one.address or one.times))
    found = [one for one in own if tail(one.clinic) in clinic.names]
    return sorted(found, key=lambda one: (one.name.text, one.id))


def around(reference: str, locations: Mapping[str, Location]) -> frozenset[str]:
    """This place and every one that it lies in. `locations`: by reference."""
    found: dict[str, None] = {}
    at: str | None = reference
    while at is not None and at not in found:
        found[at] = None
        at = locations[at].part_of if at in locations else None
    return frozenset(found)


def by_reference(locations: Sequence[Location]) -> Mapping[str, Location]:
    return {name: one for one in locations for name in one.names}


def _time(row: Json) -> Json:
    """`hoursOfOperation` calls opening and closing otherwise than `availableTime`."""
    names = {"openingTime": "availableStartTime", "closingTime": "availableEndTime"}
    return {names.get(name, name): value for name, value in row.items()}
