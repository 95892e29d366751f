"""The voice notes of entries: how long they are, some seconds of one at a time, and removing them for good.

How long a note is stands in the note: no sound is read for a list, and never more of one than is played.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

from mobile.care.journal.sound import silence
from mobile.care.journal.voice import VoiceNote, VoicePiece
from mobile.noun import Noun
from mobile.records.errors import Damaged
from mobile.records.ports import Keeping


async def notes_of(records: Keeping, ids: Iterable[str]) -> list[VoiceNote]:
    """Those that are kept and open, in this order. Raises what else the store raises."""
    wanted = list(ids)
    try:
        found = await records.get_all(VoiceNote, wanted)
    except Damaged:
        found = [note for id in wanted if (note := await _opened(records, id)) is not None]
    return [note for note in found if note.pieces]


async def _opened(records: Keeping, id: str) -> VoiceNote | None:
    with suppress(Damaged):
        return await records.get(VoiceNote, id)
    return None


async def sound_of(records: Keeping, note: VoiceNote, first: int, most: int) -> bytes:
    """At most so many pieces from this one on, one after the other. One that does not open is silence, so that what comes after
    it stays at its time."""
    found: list[bytes] = []
    for at in range(first, min(first + most, note.pieces)):
        piece: VoicePiece | None = None
        with suppress(Damaged):
            piece = await records.get(VoicePiece, VoicePiece(note.id, at).id)
        found.append(silence(note.length_of(at)) if piece is None else piece.sound)
    return b"".join(found)


async def gone_with(records: Keeping, ids: Iterable[str]) -> list[Noun]:
    """These notes and all their pieces, to be removed in one transaction. No sound is read for it."""
    gone: list[Noun] = []
    for note in await notes_of(records, ids):
        gone += [*(VoicePiece(note.id, at) for at in range(note.pieces)), note]
    return gone
