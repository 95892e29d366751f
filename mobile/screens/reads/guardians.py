"""Who may sign for this patient beside them, as the clinic's record says now. Draws nothing."""

from __future__ import annotations

from datetime import datetime

from mobile.care.consent.guardian import Guardian, guardians_of
from mobile.care.people import Patient
from mobile.records.ports import Keeping


async def guardians(records: Keeping, patient: str, now: datetime) -> tuple[Guardian, ...]:
    """`patient`: "Patient/p1". Raises what the store raises."""
    people = await records.every(Patient)
    return guardians_of(next((one for one in people if patient in one.names), None), now)
