"""The list of help with cost of the patient's own clinic, and the regions it names. Draws nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from mobile.care.clinic import Clinic, own_clinic
from mobile.care.cost_help import CostHelp, listed_by
from mobile.care.locations import Location, by_reference
from mobile.care.people import CareTeam, Patient
from mobile.records.ports import Keeping
from mobile.screens.reads.ledger import clinics_named

KINDS = (CostHelp, Location, Clinic, CareTeam, Patient)


@dataclass(frozen=True)
class CostHelpList:
    """`listed`: in order. `locations`: by reference."""

    listed: tuple[CostHelp, ...] = ()
    locations: Mapping[str, Location] = field(default_factory=dict[str, Location])


async def cost_help(records: Keeping) -> CostHelpList:
    """Raises what the store raises."""
    named = clinics_named(await records.every(CareTeam), await records.every(Patient))
    clinic = own_clinic(await records.every(Clinic), named)
    listed = listed_by(clinic, await records.every(CostHelp))
    return CostHelpList(listed, by_reference(await records.every(Location)))
