"""The list of help with cost of the patient's own clinic, and the regions it names. Draws nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from mobile.care.clinic import Clinic
from mobile.care.cost_help import CostHelp, listed_by
from mobile.care.locations import Location, by_reference
from mobile.care.people import CareTeam, Patient
from mobile.records.ports import Keeping
from mobile.screens.reads.own_clinic import read_own_clinic

KINDS = (CostHelp, Location, Clinic, CareTeam, Patient)


@dataclass(frozen=True)
class CostHelpList:
    """`listed`: in order. `locations`: by reference."""

    listed: tuple[CostHelp, ...] = ()
    locations: Mapping[str, Location] = field(default_factory=dict[str, Location])


async def cost_help(records: Keeping) -> CostHelpList:
    """Raises what the store raises."""
    clinic = await read_own_clinic(records)
    listed = listed_by(clinic, await records.every(CostHelp))
    return CostHelpList(listed, by_reference(await records.every(Location)))
