"""Which of a clinic's list somebody sees by language and region, and in what order.

What is free or costs less, as the clinic says, comes first, and of that what the clinic offers itself; among equals the order is that
of their names. Nothing that the clinic
leaves unsaid takes anything off the list: what does not say its language or region stands apart and is shown too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from mobile.care.clinic import Clinic
from mobile.care.cost_help.offer import CostHelp, Spoken
from mobile.care.locations import Location, around
from mobile.care.resource import tail
from mobile.care.translated import Wording

OLD = timedelta(days=365)
"""After a year an address or a number is often another: then the page says to ask first."""


@dataclass(frozen=True)
class Region:
    """Something that can be chosen. `key`: a reference, or the clinic's word where it gives none."""

    key: str
    name: Wording


@dataclass(frozen=True)
class Chosen:
    """`fitting`: says that it fits; `unsaid`: says nothing that would keep it away, and not all that was asked; `others`: how many
    say that they are for another language or region."""

    fitting: tuple[CostHelp, ...] = ()
    unsaid: tuple[CostHelp, ...] = ()
    others: int = 0


def listed_by(clinic: Clinic | None, known: Iterable[CostHelp]) -> tuple[CostHelp, ...]:
    """The list of this clinic, in order. On a server that many clinics use, what another one lists is not on it."""
    if clinic is None:
        return ()
    own = [one for one in known if one.is_active and one.name and _is_by(one, clinic)]
    return tuple(sorted(own, key=lambda one: _place(one, clinic)))


def _place(one: CostHelp, clinic: Clinic) -> tuple[bool, bool, str, str]:
    is_own = one.provider_reference is not None and is_same(one.provider_reference, clinic)
    return not one.is_cheap, not is_own, one.name.text.casefold(), one.id


def is_same(reference: str, clinic: Clinic) -> bool:
    """Whether a reference, relative or whole, is to this clinic."""
    return tail(reference) in clinic.names


def languages_of(listed: Iterable[CostHelp]) -> tuple[Spoken, ...]:
    """Every language that any of them says it speaks, each once."""
    found = {one.key: one for help_ in listed for one in help_.languages}
    return tuple(found[key] for key in sorted(found))


def regions_of(listed: Iterable[CostHelp], locations: Mapping[str, Location]) -> tuple[Region, ...]:
    """Every region that any of them says it is for, each once. One whose name nobody says cannot be chosen."""
    found: dict[str, Region] = {}
    for area in (area for one in listed for area in one.areas):
        place = locations.get(area.reference or "")
        name = place.name if place is not None and place.name else Wording(area.name)
        if name:
            found.setdefault(area.key, Region(area.key, name))
    return tuple(sorted(found.values(), key=lambda one: (one.name.text.casefold(), one.key)))


def chosen(
    listed: Sequence[CostHelp],
    locations: Mapping[str, Location],
    language: str | None = None,
    region: str | None = None,
) -> Chosen:
    """`language`, `region`: keys of what was chosen; None: any. What counts for all of a country counts in each part of it."""
    said = [(one, _speaks(one, language), _covers(one, region, locations)) for one in listed]
    return Chosen(
        tuple(one for one, *answers in said if answers == ["yes", "yes"]),
        tuple(one for one, *answers in said if "unsaid" in answers and "no" not in answers),
        sum("no" in answers for _, *answers in said),
    )


Standing = Literal["looked", "old", "unsaid"]


def standing(one: CostHelp, today: date) -> Standing:
    """How far its entry can be relied on. A day that has not come yet says nothing."""
    if one.looked_on is None or one.looked_on > today:
        return "unsaid"
    return "old" if today - one.looked_on > OLD else "looked"


def _is_by(one: CostHelp, clinic: Clinic) -> bool:
    return one.listed_by is None or is_same(one.listed_by, clinic)


def _speaks(one: CostHelp, language: str | None) -> str:
    if language is None:
        return "yes"
    if not one.languages:
        return "unsaid"
    return "yes" if any(spoken.key == language for spoken in one.languages) else "no"


def _covers(one: CostHelp, region: str | None, locations: Mapping[str, Location]) -> str:
    """Along one line: what covers the region, and what lies in it."""
    if region is None:
        return "yes"
    if not one.areas:
        return "unsaid"
    wide = around(region, locations)
    return (
        "yes"
        if any(area.key in wide or region in around(area.key, locations) for area in one.areas)
        else "no"
    )
