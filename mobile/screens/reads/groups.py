"""The groups the patient's own clinic offers, with the next time of each."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from mobile.care.clinic import Clinic, own_clinic
from mobile.care.clinic_service import ClinicService
from mobile.care.groups import Group, groups_of
from mobile.care.people import CareTeam, Patient
from mobile.records.ports import Keeping
from mobile.screens.reads.ledger import clinics_named

KINDS = (Clinic, ClinicService, CareTeam, Patient)


async def groups(records: Keeping, now: datetime, zone: ZoneInfo) -> tuple[Group, ...]:
    """Raises what the store raises."""
    named = clinics_named(await records.every(CareTeam), await records.every(Patient))
    clinic = own_clinic(await records.every(Clinic), named)
    return groups_of(clinic, await records.every(ClinicService), now.astimezone(zone))
