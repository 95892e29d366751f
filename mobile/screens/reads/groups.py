"""The groups the patient's own clinic offers, with the next time of each."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from mobile.care.clinic import Clinic
from mobile.care.clinic_service import ClinicService
from mobile.care.groups import Group, groups_of
from mobile.care.people import CareTeam, Patient
from mobile.records.ports import Keeping
from mobile.screens.reads.own_clinic import read_own_clinic

KINDS = (Clinic, ClinicService, CareTeam, Patient)


async def groups(records: Keeping, now: datetime, zone: ZoneInfo) -> tuple[Group, ...]:
    """Raises what the store raises."""
    clinic = await read_own_clinic(records)
    return groups_of(clinic, await records.every(ClinicService), now.astimezone(zone))
