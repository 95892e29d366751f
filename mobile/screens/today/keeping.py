"""Keeping a practice, declining it, letting go, and answering what became of it: each as one write. Flet-free.

What somebody was given a copy of hears of the answer in the same write, for that is what was shared; never of other words,
and not while a session is on. Nothing is ever shared from here that was not.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from mobile.care.agenda import Session, is_session_on
from mobile.care.commitment import Commitment
from mobile.care.shared_commitment import SharedCommitment
from mobile.noun import Noun
from mobile.records.overtaken import until_written
from mobile.records.ports import Keeping
from mobile.screens.reads.shares import patient_shares

Change = Callable[[Commitment], Commitment]


async def keep(records: Keeping, new: Commitment) -> Commitment | None:
    """Keeps what was made of a practice. Returns what stood in its place: a second tap, or another page, may have been first."""

    async def write() -> Commitment | None:
        stored = await records.get(Commitment, new.id)
        if stored is not None and not stored.is_only_declined:
            return stored  # words of the person's own stay what they are
        over, anew = ([stored], []) if stored is not None else ([], [new])
        await records.save_all([new], over=over, anew=anew)
        return stored

    return await until_written(write)


async def take_away(records: Keeping, new: Commitment) -> None:
    """Undoes `keep` of what was only declined."""
    stored = await records.get(Commitment, new.id)
    if stored is not None and stored.is_only_declined:
        await records.save_all([], [stored], over=[stored])


async def change(records: Keeping, id: str, how: Change, now: datetime, zone: ZoneInfo) -> Commitment | None:
    """What became of it, as it stands by now. None: it is not there any more."""
    return await until_written(partial(_change, records, id, how, now, zone))


async def _change(records: Keeping, id: str, how: Change, now: datetime, zone: ZoneInfo) -> Commitment | None:
    stored = await records.get(Commitment, id)
    if stored is None:
        return None
    changed = how(stored)
    if changed == stored:
        return stored
    copies = await _copies(records, stored, now, zone) if changed.state != stored.state else []
    changed_copies: list[Noun] = [copy.in_state(changed.state) for copy in copies]
    await records.save_all([*changed_copies, changed], over=[stored, *copies])
    return changed


async def _copies(records: Keeping, one: Commitment, now: datetime, zone: ZoneInfo) -> list[SharedCommitment]:
    """The copies somebody can read now. None while a session is on: what they read waits, as all new sharing does."""
    if not one.copies or is_session_on(await records.every(Session), now, zone):
        return []
    open_now = (await patient_shares(records)).of_copies(link.copy_id for link in one.copies)
    found = {share.copy.id: share.copy for share in open_now if isinstance(share.copy, SharedCommitment)}
    return list(found.values())
