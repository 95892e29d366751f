"""Voice notes in a copy to move: their sound as files that play, back on another phone once, and nothing of it elsewhere."""

from __future__ import annotations

import asyncio
import io
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mobile.care.journal.entry import JournalEntry
from mobile.care.journal.sound import wav
from mobile.care.journal.voice import VoiceNote, VoicePiece
from mobile.records import Records, Store
from mobile.records.errors import WrongPassphrase
from mobile.records.secrets import MemorySecrets
from mobile.wiring.known_nouns import known_nouns
from tests.unit.records.parts import no_sleep

AT = datetime(2026, 5, 20, 9, 0, tzinfo=UTC)
ME = "http://clinic.test/fhir|Patient/p1"
PASSPHRASE = "lamps along the harbor"


def everything_in(folder: Path) -> bytes:
    return b"".join(one.read_bytes() for one in folder.rglob("*") if one.is_file())


async def spoken(records: Records) -> list[VoicePiece]:
    note, first = VoiceNote("v1", AT).with_sound(b"lake" * 16_000)
    note, second = note.with_sound(b"home" * 1_000)
    entry = JournalEntry(id="e1", words="", made_at=AT, changed_at=AT, voice=("v1",))
    await records.save_all([note.over("kept"), first, second, entry])
    return [first, second]


async def test_an_open_copy_has_each_piece_as_a_file_that_plays(records: Records) -> None:
    pieces = await spoken(records)
    with zipfile.ZipFile(io.BytesIO(await records.export_open(ME))) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    assert {data for name, data in files.items() if name.endswith(".wav")} == {
        wav(piece.sound) for piece in pieces
    }
    bundle = json.loads(files["everything.json"])
    resources = [one["resource"] for one in bundle["entry"]]
    named = [
        content["attachment"]["url"]
        for one in resources
        if one["type"]["text"] == "voice_piece"
        for content in one["content"]
        if content["attachment"]["contentType"] == "audio/wav"
    ]
    assert len(named) == 2
    assert all(url in files for url in named)
    assert len(files["lantern.json"]) < 8_000  # no sound in it


@pytest.mark.parametrize("is_sealed", [True, False])
async def test_another_phone_has_the_same_sound_once(
    records: Records, tmp_path: Path, is_sealed: bool
) -> None:
    pieces = await spoken(records)
    copy = await (records.export_sealed(PASSPHRASE, ME) if is_sealed else records.export_open(ME))
    store = Store(tmp_path / "other", MemorySecrets(), sleep=no_sleep)
    other = await store.create(None)
    if is_sealed:
        assert wav(pieces[0].sound)[100:200] not in copy
        with pytest.raises(WrongPassphrase):
            await other.import_sealed(copy, "another passphrase", ME)
    for added in (4, 0):
        assert (await other.import_sealed(copy, PASSPHRASE, ME, known=known_nouns())).added == added
    for kind, id in ((VoicePiece, "v1.0"), (VoicePiece, "v1.1"), (VoiceNote, "v1"), (JournalEntry, "e1")):
        assert await other.get(kind, id) == await records.get(kind, id)
    store.lock()


async def test_nothing_of_a_voice_note_is_ever_queued_and_the_disk_holds_no_sound_in_clear(
    records: Records, tmp_path: Path
) -> None:
    await spoken(records)
    assert dict(await records.pending()).get("waiting", 0) == 0
    assert await records.due(AT, 10) == []
    held = await asyncio.to_thread(everything_in, tmp_path)
    assert b"lakelake" not in held
    assert b"bGFrZWxha2" not in held  # the same in base64


async def test_a_note_deleted_with_its_entry_comes_back_whole_where_that_is_asked_for(
    records: Records,
) -> None:
    pieces = await spoken(records)
    copy = await records.export_sealed(PASSPHRASE, ME)
    (entry,), (note,) = await records.every(JournalEntry), await records.every(VoiceNote)
    await records.save_all([], [*pieces, note, entry])
    brought = await records.import_sealed(copy, PASSPHRASE, ME, known=known_nouns())
    assert (brought.added, brought.deleted) == (0, {"e1", "v1"}), "its pieces are no things of their own"
    brought = await records.import_sealed(copy, PASSPHRASE, ME, known=known_nouns(), with_deleted=True)
    assert (brought.added, brought.deleted) == (4, set())
    assert [one.sound for one in await records.every(VoicePiece)][::-1] == [one.sound for one in pieces]
