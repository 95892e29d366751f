"""What waits on the day of a session, asked in one place for every act that does; and what was put off, to be offered again.

Taking back and Support ask nobody here.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from mobile.care.agenda import Session
from mobile.care.decision_guard import Act, Waits, decisions_wait
from mobile.care.prompts import Protocol
from mobile.care.put_off import PutOff
from mobile.records.ports import Keeping

KINDS = (Session, Protocol, PutOff)
"""What to watch."""


async def waits_now(records: Keeping, now: datetime, zone: ZoneInfo) -> Waits | None:
    """None: it can be done now. Raises what the store raises."""
    return decisions_wait(await records.every(Session), await records.every(Protocol), now, zone)


async def put_off(records: Keeping, act: Act, route: str, until: datetime | None) -> bool:
    """Offered again from `until` on; None: once the session is over. False: it is on the page of a hidden entry, and is not kept:
    nothing brings up a hidden entry by itself. Raises what the store raises."""
    one = PutOff(act, route, until)
    if one.entry is not None and await records.hiding.is_hidden(one.entry):
        return False
    await records.save(one)
    return True


async def offered_again(records: Keeping, now: datetime, zone: ZoneInfo) -> tuple[PutOff, ...]:
    """Those whose time has come, in the order of their times. Raises what the store raises."""
    kept = await records.every(PutOff)
    if not kept:
        return ()
    waits = await waits_now(records, now, zone)
    due = [one for one in kept if one.is_due(now, waits)]
    return tuple(sorted(due, key=lambda one: (one.until is None, one.until or now, one.id)))
