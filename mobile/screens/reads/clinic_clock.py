"""Whether the clinic says which zone its clocks are in. Where it does not, no time here may be called the clinic's."""

from __future__ import annotations

from mobile.care.clinic import Clinic
from mobile.care.people import CareTeam, Patient
from mobile.records.ports import Keeping
from mobile.screens.reads.own_clinic import read_own_clinic

KINDS = (Clinic, Patient, CareTeam)
"""What to watch."""


async def is_zone_known(records: Keeping) -> bool:
    """False also where nobody says which clinic it is. Raises what the store raises."""
    clinic = await read_own_clinic(records)
    return clinic is not None and clinic.own_zone is not None
