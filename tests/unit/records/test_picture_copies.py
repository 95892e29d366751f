"""Pictures in a copy to move: each once as a file that opens, back on another phone once, and nothing of it elsewhere."""

from __future__ import annotations

import asyncio
import io
import json
import zipfile
from base64 import b64encode
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mobile.care.journal.entry import JournalEntry
from mobile.care.journal.picture import EntryPicture
from mobile.records import Records, Store
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
