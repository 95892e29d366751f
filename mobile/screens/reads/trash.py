"""Entries that were thrown away: which lie in the trash, and what goes for good once its time is over, with
what was spoken for it and its pictures."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from mobile.care.journal.entry import JournalEntry
from mobile.care.journal.trash import APART, over_from
from mobile.records.errors import ChangedMeanwhile
from mobile.records.ports import Head, Keeping
from mobile.screens.reads import pictures, voice

MOST = 1 << 31
DELETED = {"is_deleted": True}


async def in_trash(records: Keeping) -> list[Head]:
    """All of them, the last begun first."""
    return await records.heads(JournalEntry, MOST, None, DELETED)


async def empty_trash(records: Keeping, now: datetime, ahead: timedelta = timedelta()) -> int:
    """Removes for good what was found to be over a day ago and is so now, and notes what is found so now. Returns how many went.

    `ahead`: by how much `now` is later than this device's own clock, where the clinic's is gone by. Both must say that the time is
    over: nobody's clock alone empties the trash."""
    now, gone = min(now, now - ahead), 0
    for head in await in_trash(records):
        entry = await records.get(JournalEntry, head.id)
        if entry is None or entry.deleted_at is None:
            continue
        with suppress(ChangedMeanwhile):  # brought back this moment: it stays
            over_since = over_from(entry.deleted_at, entry.over_since, now)
            if over_since != entry.over_since:
                await records.save_all([replace(entry, over_since=over_since)], over=[entry])
            if over_since is None or over_since + APART > now:
                continue
            spoken = await voice.gone_with(records, entry.voice)
            drawn = await pictures.gone_with(records, entry.pictures)
            await records.save_all([], [*spoken, *drawn, entry], over=[entry])
            gone += 1
    return gone
