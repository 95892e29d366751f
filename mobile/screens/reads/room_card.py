"""The patient's room card, if they wrote one: the last they wrote, here or shared from another device of theirs. Flet-free."""

from __future__ import annotations

from mobile.care.room_card import RoomCard
from mobile.records.ports import Keeping
from mobile.screens.reads.shares import KINDS as SHARED
from mobile.screens.reads.shares import patient_shares
from mobile.screens.reads.writings import writings

KINDS = (RoomCard, *SHARED)
"""What to watch."""


async def room_card(records: Keeping, id: str | None = None) -> RoomCard | None:
    """`id`: that one, and no other. Raises what the store raises."""
    found = await writings(RoomCard, records, await patient_shares(records))
    if id is not None:
        return next((one for one in found.all if one.id == id), None)
    return found.latest()
