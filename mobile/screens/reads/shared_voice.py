"""Voice notes that were shared: made from what is kept, found by the grant that lets them be heard, read some seconds at a time."""

from __future__ import annotations

from collections.abc import Sequence

from mobile.care.grant import ShareGrant
from mobile.care.journal.shared_voice import PIECES, HeardNote, SharedVoice, heard_notes
from mobile.care.journal.voice import PIECE_BYTES, VoiceNote
from mobile.care.sharing import new_id
from mobile.records.ports import Keeping
from mobile.screens.reads.voice import sound_of

MOST = 1 << 31


async def copies_of(records: Keeping, notes: Sequence[VoiceNote], patient: str) -> list[SharedVoice]:
    """New records that hold exactly the sound of these notes, as it is kept. Raises what the store raises."""
    made: list[SharedVoice] = []
    for place, note in enumerate(notes):
        name, parts = new_id(), -(-note.pieces // PIECES)
        for part in range(parts):
            sound = await sound_of(records, note, part * PIECES, PIECES)
            made.append(SharedVoice.of(new_id(), sound, patient, name, (place, part, parts)))
    return made


async def heard_by(records: Keeping, grant: ShareGrant) -> list[HeardNote]:
    """The notes that a grant lets its reader hear, from heads alone: no sound is read."""
    if not grant.is_active or not await records.count(SharedVoice):
        return []
    heads = await records.heads(SharedVoice, MOST, None, {"patient": grant.patient})
    return heard_notes(((head.id, head.values) for head in heads), grant.data)


async def heard_sound(records: Keeping, note: HeardNote, first: int, most: int) -> bytes:
    """As `reads.voice.sound_of`, of a note that was shared."""
    found: list[bytes] = []
    part, skipped = divmod(first, PIECES)
    for id in note.part_ids[part : -(-(first + most) // PIECES)]:
        one = await records.get(SharedVoice, id)
        found.append(one.sound if one is not None else b"")
    begin = skipped * PIECE_BYTES
    return b"".join(found)[begin : begin + most * PIECE_BYTES]
