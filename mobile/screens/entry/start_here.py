"""The one entry that the patient wants to start with when they meet its reader: where another is chosen, the one before gives way.

It is saved with the share that chooses it, so that a reader never has two from one device. Of two devices that each chose
one, the reader is shown what was chosen last.
"""

from __future__ import annotations

from mobile.care.journal.entry import JournalEntry
from mobile.care.journal.shared_entry import SharedEntry
from mobile.noun import Noun
from mobile.records.ports import Keeping
from mobile.screens.reads.shares import Shares


async def giving_way(
    records: Keeping, shares: Shares, entry: JournalEntry, reader: str
) -> tuple[list[Noun], list[Noun]]:
    """(to save, as they were read): what else this reader ("Practitioner/t1") was to start with, and the entries behind it.

    Nothing where `entry` is not the one to start with. Raises what the store raises.
    """
    if entry.chosen.start_here_at is None:
        return [], []
    own = {link.copy_id for link in entry.copies}
    marked = [
        copy
        for share in shares.readable
        if share.grant.practitioner == reader
        and isinstance(copy := share.copy, SharedEntry)
        and copy.start_here_at is not None
        and copy.id not in own
    ]
    if not marked:
        return [], []
    ids = {copy.id for copy in marked}
    kept = [
        one
        for one in await records.every(JournalEntry, {"is_shared": True})
        if one.id != entry.id and any(link.copy_id in ids for link in one.copies)
    ]
    save: list[Noun] = [
        *(copy.not_starting_here() for copy in marked),
        *(one.starting_here(None) for one in kept),
    ]
    return save, [*marked, *kept]
