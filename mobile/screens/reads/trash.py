"""Entries that were thrown away: which lie in the trash, and what goes for good once its time is over, with
what was spoken for it and its pictures."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from mobile.care.journal.entry import JournalEntry
from mobile.care.journal.trash import is_over
from mobile.records.errors import ChangedMeanwhile
from mobile.records.ports import Head, Keeping
from mobile.screens.reads import pictures, voice

MOST = 1 << 31
DELETED = {"is_deleted": True}


async def in_trash(records: Keeping) -> list[Head]:
    """All of them, the last begun first."""
    return await records.heads(JournalEntry, MOST, None, DELETED)


async def empty_trash(records: Keeping, now: datetime) -> int:
    """Removes for good what cannot be brought back any more. Returns how many."""
    gone = 0
    for head in await in_trash(records):
        entry = await records.get(JournalEntry, head.id)
        if entry is None or entry.deleted_at is None or not is_over(entry.deleted_at, now):
            continue
        with suppress(ChangedMeanwhile):  # brought back this moment: it stays
            spoken = await voice.gone_with(records, entry.voice)
            drawn = await pictures.gone_with(records, entry.pictures)
            await records.save_all([], [*spoken, *drawn, entry], over=[entry])
            gone += 1
    return gone
