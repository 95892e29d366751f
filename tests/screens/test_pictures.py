"""Pictures of an entry through the page: chosen, kept small and silent, described, removed with a way back, shared each by choice."""

from __future__ import annotations

import io
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PIL import Image

from mobile.care.catalog import Who
from mobile.care.journal.begin import begin
from mobile.care.journal.entry import JournalEntry
from mobile.care.journal.picture import MOST_BYTES, EntryPicture
from tests.screens.harness import Phone, PretendWiring, opened_store
from tests.unit.care.samples import CHICAGO, NOW, PATIENT, clinic_documents, receive
from tests.unit.device.test_pictures import photo

ME = Who("patient", PATIENT, "p1")
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(200)


@pytest.fixture
async def records(tmp_path: Path) -> Any:
    opened = await opened_store(tmp_path)
    await receive(opened, ME, *clinic_documents())
    return opened


def picker(phone: Phone) -> Any:
    (button,) = phone.find("Add a picture", "button")
    control: Any = button.control
    return control.action.file_picker


async def chooses(phone: Phone, data: bytes | None, name: str = "lake.jpg", size: int = 0) -> None:
    await phone.sees("Add a picture", "button")
    chosen = SimpleNamespace(name=name, size=size, bytes=data, path=None)
    await picker(phone).on_result(SimpleNamespace(files=[chosen]))
    await phone.rest()


async def kept(records: Any) -> list[EntryPicture]:
    return list(await records.every(EntryPicture))


async def the_entry(records: Any, id: str = "e1") -> JournalEntry:
    found = await records.get(JournalEntry, id)
    assert found is not None
    return found


def a_picture(id: str = "lake", colour: str = "teal") -> EntryPicture:
    def written(side: int) -> bytes:
        into = io.BytesIO()
        Image.new("RGB", (side, side), colour).save(into, "JPEG")
        return into.getvalue()

    return EntryPicture(id, "image/jpeg", written(400), written(60))


async def pictured(records: Any, *pictures: EntryPicture, words: str = "The lake.") -> JournalEntry:
    entry = begin("e1", [], NOW, CHICAGO).revise(words, NOW)
    for one in pictures:
        entry = entry.with_picture(one.id)
    await records.save_all([*pictures, entry])
    return entry


async def test_a_phone_photo_is_kept_small_and_silent_with_the_entry_that_names_it(records: Any) -> None:
    data = photo(4032, 3024, orientation=6)
    assert b"PhoneMaker" in data
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/entry/e1")
        await chooses(phone, data, "IMG_20261120_Main_Street.jpg")
        await phone.sees("Picture")
        await phone.sees("See Picture large", "button")
        assert not [line for line in phone.texts() if "IMG_" in line]
        assert phone.faults() == []
    (one,) = await kept(records)
    assert (await the_entry(records)).pictures == (one.id,)
    assert len(one.data) <= MOST_BYTES
    assert len(one.small) <= 40 * 1024
    for held in (one.data, one.small):
        assert not Image.open(io.BytesIO(held)).getexif()
        assert not any(told in held for told in (b"PhoneMaker", b"SECRETPLACE", b"IMG_"))
    assert Image.open(io.BytesIO(one.data)).size == (1500, 2000)
    assert list(await records.due(NOW, 99)) == []
