"""Whether a long text to somebody at the clinic waits now, on the day of a session. Short ones never do."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from mobile.care.clinic_service import ClinicService, messages_service
from mobile.care.decision_guard import Waits
from mobile.records.ports import Keeping
from mobile.screens.reads.guarded import waits_now
from mobile.screens.reads.own_clinic import read_own_clinic

LONG = 280
"""Letters, where the clinic does not say from how many on a message is long: more than a few lines of a phone."""


async def message_service(records: Keeping) -> ClinicService | None:
    """What the clinic says of messages to its team. Raises what the store raises."""
    return messages_service(await read_own_clinic(records), await records.every(ClinicService))


async def long_waits(records: Keeping, words: str, now: datetime, zone: ZoneInfo) -> Waits | None:
    """None: it can be sent now. Raises what the store raises."""
    service = await message_service(records)
    long_from = service.long_from if service is not None and service.long_from is not None else LONG
    if len(words) < long_from:
        return None
    return await waits_now(records, now, zone)
