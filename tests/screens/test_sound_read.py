"""What of a voice note is read: each second at its time, and for others only while they may hear it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mobile.care.grant import ShareGrant
from mobile.care.journal.sound import RATE, silence
from mobile.care.journal.voice import PIECE_BYTES, VoicePiece
from mobile.records.errors import Damaged
from mobile.screens.reads.shared_voice import copies_of, heard_by
from mobile.screens.reads.voice import sound_of
from tests.screens.test_voice import records, spoken
from tests.screens.test_voice_shared import shared_with_voice

__all__ = ["records"]
PATIENT = "Patient/p1"


@pytest.mark.parametrize("is_there", [False, True])
@pytest.mark.parametrize(("lost", "length"), [(0, PIECE_BYTES), (2, RATE)])
async def test_a_piece_that_does_not_open_is_silence_and_the_rest_stays_at_its_time(
    records: Any, lost: int, length: int, is_there: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = await spoken(records, seconds=9)
    whole = await sound_of(records, note, 0, 3)
    if is_there:
        get, broken = records.get, VoicePiece(note.id, lost).id

        async def damaged(kind: Any, id: str) -> Any:
            if id == broken:
                raise Damaged
            return await get(kind, id)

        monkeypatch.setattr(records, "get", damaged)
    else:
        await records.remove(VoicePiece(note.id, lost))
    begin = lost * PIECE_BYTES
    with_gap = whole[:begin] + silence(length) + whole[begin + length :]
    assert await sound_of(records, note, 0, 3) == with_gap
    assert [one.sound for one in await copies_of(records, [note], PATIENT)] == [with_gap]


async def test_a_grant_that_ended_opens_no_voice_though_its_records_are_still_here(
    records: Any, tmp_path: Path
) -> None:
    await shared_with_voice(records)
    (grant,) = await records.every(ShareGrant)
    assert [one.seconds for one in await heard_by(records, grant)] == [6.0]
    assert await heard_by(records, replace(grant, is_active=False)) == []
