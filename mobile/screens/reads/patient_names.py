"""How the patients are called whom a practitioner may read something of: by the clinic's record, or by their own invitation."""

from __future__ import annotations

from collections.abc import Mapping

from mobile.care.invitation import Invitation
from mobile.care.people import Patient
from mobile.records.ports import Keeping

KINDS = (Patient, Invitation)


async def patient_names(records: Keeping) -> Mapping[str, str]:
    """By reference ("Patient/p1"). Raises what the store raises."""
    found = {one.patient: one.patient_name for one in await records.every(Invitation) if one.patient}
    return found | {name: one.name for one in reversed(await records.every(Patient)) for name in one.names}
