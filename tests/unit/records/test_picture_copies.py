"""Pictures in a copy to move: each once as a file that opens, back on another phone once, and nothing of it elsewhere."""

from __future__ import annotations

import asyncio
import io
import json
import zipfile
from base64 import b64encode
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mobile.care.journal.entry import JournalEntry
from mobile.care.journal.picture import EntryPicture
from mobile.care.journal.voice import VoiceNote, VoicePiece
from mobile.records import Records, Store
from mobile.records.ports import Brought
from mobile.records.secrets import MemorySecrets
from mobile.wiring.known_nouns import known_nouns
from tests.unit.records.parts import no_sleep
from tests.unit.records.test_voice_copies import AT, ME, PASSPHRASE, everything_in

LAKE = EntryPicture("p1", "image/jpeg", b"\xff\xd8\xff" + b"lake" * 4_000, b"\xff\xd8\xff" + b"pond" * 40)


async def pictured(records: Records) -> JournalEntry:
    entry = JournalEntry(id="e1", words="", made_at=AT, changed_at=AT).with_picture("p1")
    entry = entry.showing("p1", "the lake at night")
    await records.save_all([LAKE, entry])
    return entry


async def test_an_open_copy_has_each_picture_once_as_a_file_that_opens(records: Records) -> None:
    await pictured(records)
    with zipfile.ZipFile(io.BytesIO(await records.export_open(ME))) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    (name,) = [name for name in files if name.endswith((".jpg", ".jpeg"))]
    assert files[name] == LAKE.data
    bundle = json.loads(files["everything.json"])
    (resource,) = [
        one["resource"] for one in bundle["entry"] if one["resource"]["type"]["text"] == "entry_picture"
    ]
    assert name in [content["attachment"]["url"] for content in resource["content"]]
    assert b64encode(LAKE.data) not in b"".join(files.values())


@pytest.mark.parametrize("is_sealed", [True, False])
async def test_another_phone_has_the_same_picture_once(
    records: Records, tmp_path: Path, is_sealed: bool
) -> None:
    entry = await pictured(records)
    copy = await (records.export_sealed(PASSPHRASE, ME) if is_sealed else records.export_open(ME))
    assert not is_sealed or LAKE.data[100:200] not in copy
    store = Store(tmp_path / "other", MemorySecrets(), sleep=no_sleep)
    other = await store.create(None)
    for added in (2, 0):
        assert (await other.import_sealed(copy, PASSPHRASE, ME, known=known_nouns())).added == added
    assert await other.get(EntryPicture, "p1") == LAKE
    assert await other.get(JournalEntry, "e1") == entry
    store.lock()


async def test_nothing_of_a_picture_is_ever_queued_and_the_disk_holds_none_in_clear(
    records: Records, tmp_path: Path
) -> None:
    await pictured(records)
    assert dict(await records.pending()).get("waiting", 0) == 0
    assert await records.due(datetime.now(UTC), 10) == []
    held = await asyncio.to_thread(everything_in, tmp_path)
    for told in (b"lakelake", b"pondpond", b64encode(b"lake" * 6), b"the lake at night"):
        assert told not in held


POND = EntryPicture("p2", "image/jpeg", b"\xff\xd8\xff" + b"pond" * 4_000, b"\xff\xd8\xff" + b"reed" * 40)


@pytest.fixture
async def laptop(tmp_path: Path) -> AsyncIterator[Records]:
    """The store of another device."""
    store = Store(tmp_path / "laptop", MemorySecrets(), sleep=no_sleep)
    yield await store.create(None)
    store.lock()


async def with_one_more(records: Records, laptop: Records) -> bytes:
    """The same entry on both devices; a copy of the laptop, where a picture and a voice note were added."""
    await pictured(records)
    await bring(laptop, await records.export_open(ME))
    note, piece = VoiceNote("v1", AT).with_sound(b"lake" * 4_000)
    entry = await laptop.get(JournalEntry, "e1")
    assert entry is not None
    await laptop.save_all([POND, note.over("kept"), piece, replace(entry.with_picture("p2"), voice=("v1",))])
    return await laptop.export_open(ME)


async def bring(records: Records, copy: bytes, *, with_deleted: bool = False) -> Brought:
    return await records.import_sealed(copy, PASSPHRASE, ME, known=known_nouns(), with_deleted=with_deleted)


async def there_are(records: Records) -> list[int]:
    return [await records.count(kind) for kind in (JournalEntry, EntryPicture, VoiceNote, VoicePiece)]


async def test_a_picture_added_elsewhere_to_an_entry_deleted_here_stays_with_it_and_comes_back_with_it(
    records: Records, laptop: Records
) -> None:
    copy = await with_one_more(records, laptop)
    entry = await records.get(JournalEntry, "e1")
    assert entry is not None
    await records.save_all([], [LAKE, entry])
    brought = await bring(records, copy)
    assert brought.added == 0
    assert brought.deleted == {"e1", "p1", "p2", "v1"}
    assert await there_are(records) == [0, 0, 0, 0]
    assert (await bring(records, copy, with_deleted=True)).added == 5
    assert await there_are(records) == [1, 2, 1, 1]
    assert await records.get(JournalEntry, "e1") == await laptop.get(JournalEntry, "e1")
    assert await records.get(EntryPicture, "p2") == POND


async def test_what_the_entry_here_does_not_show_does_not_lie_here_unseen(
    records: Records, laptop: Records
) -> None:
    copy = await with_one_more(records, laptop)
    for with_deleted in (False, True):
        brought = await bring(records, copy, with_deleted=with_deleted)
        assert (brought.added, brought.kept, brought.deleted) == (0, 4, frozenset())
    assert await there_are(records) == [1, 1, 0, 0]
    assert await there_are(laptop) == [1, 2, 1, 1]
