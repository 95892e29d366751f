"""Pictures of an entry through the page: chosen, kept small and silent, described, removed with a way back, shared each by choice."""

from __future__ import annotations

import asyncio
import io
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import flet as ft
import pytest
from PIL import Image

from mobile.care.catalog import Who
from mobile.care.journal.begin import begin
from mobile.care.journal.caught import Caught
from mobile.care.journal.entry import JournalEntry
from mobile.care.journal.picture import MOST_BYTES, EntryPicture
from mobile.records.errors import Damaged
from mobile.screens.app_services import Settings
from mobile.screens.reads.trash import empty_trash
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


async def undoes(phone: Phone) -> None:
    snack = next(d for d in phone.page._dialogs.controls if isinstance(d, ft.SnackBar) and d.action)
    assert isinstance(snack.action, ft.SnackBarAction)
    assert snack.action.label == "Undo"
    await phone.session.dispatch_event(snack._i, "action", None)
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


async def test_an_entry_of_a_picture_alone_is_kept_and_called_so_in_the_journal_and_in_the_trash(
    records: Any,
) -> None:
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/entry/e1")
        await chooses(phone, photo(600, 400))
        await phone.tap("Keep entry")
        await phone.goes_to("/journal")
        await phone.sees(re.compile(r"\bPicture\b"))
        await phone.tap("Pictures", "button")
        await phone.sees(re.compile(r"\bPicture\b"))
        entry = await the_entry(records)
        assert (entry.words, len(entry.pictures), entry.deleted_at) == ("", 1, None)
        await records.save(entry.thrown_away(NOW))
        await phone.goes_to("/journal/trash")
        await phone.sees("Bring back Picture")
        assert phone.faults() == []


async def test_the_list_says_how_many_and_reads_no_picture(
    records: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    await pictured(records, a_picture("one"), a_picture("two", "red"))
    asked: list[type] = []
    get = records.get

    async def noted(kind: type, id: str) -> Any:
        asked.append(kind)
        return await get(kind, id)

    monkeypatch.setattr(records, "get", noted)
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/journal")
        await phone.sees(re.compile(r"The lake\.[\s\S]*2 pictures"))
        assert phone.faults() == []
    assert EntryPicture not in asked


async def test_what_it_shows_is_kept_as_it_is_typed_and_found_by_the_search(records: Any) -> None:
    await pictured(records, a_picture())
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/entry/e1")
        field = await phone.may_type("What it shows")
        await phone.type("What it shows", "A ")
        await phone.rest()
        control: Any = field.control
        assert control.value == "A ", "a space that is being written is not taken away"
        await phone.type("What it shows", "A heron in the reeds")
        await phone.rest()
        assert phone.faults() == []
    assert (await the_entry(records)).shows("lake") == "A heron in the reeds"
    found = await records.search(JournalEntry, "heron", 9)
    assert [head.id for head in found] == ["e1"]


async def test_a_space_at_the_end_of_a_title_stays_while_it_is_written(records: Any) -> None:
    await pictured(records)
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/entry/e1")
        field = await phone.may_type("Title")
        for typed in ("The", "The "):
            await phone.type("Title", typed)
            await phone.rest()
        control: Any = field.control
        assert control.value == "The "


async def test_it_is_seen_large_at_a_tap_and_nothing_of_it_stays_over_a_lock(records: Any) -> None:
    picture = a_picture()
    await pictured(records, picture)
    wiring = PretendWiring(records=records, at=NOW, pin="246813")
    async with Phone(wiring) as phone:
        await phone.start("/entry/e1")
        await phone.tap("See Picture large")
        image: Any = (await phone.sees("Picture", "image")).control
        assert image.src == picture.data
        assert phone.faults(needs_support=False) == []
        await phone.tap("Close", "button")
        await phone.sees_no("Picture", "image")
        await phone.tap("See Picture large")
        await phone.sees("Picture", "image")
        wiring.opens("locked")
        await phone.sees_no("Picture", "image")


async def test_a_removed_picture_is_brought_back_where_it_stood_with_what_it_shows(records: Any) -> None:
    first, second = a_picture("first"), a_picture("second", "red")
    entry = await pictured(records, first, second)
    await records.save(entry.showing("first", "the pier"))
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/entry/e1")
        await phone.tap("Remove Picture 1")
        await phone.tap("Remove", "button")
        await phone.sees_no("Remove Picture 2")
        assert [one.id for one in await kept(records)] == ["second"]
        assert (await the_entry(records)).pictures == ("second",)
        await undoes(phone)
        await phone.sees("Remove Picture 2")
        assert phone.faults() == []
    entry = await the_entry(records)
    assert (entry.pictures, entry.shows("first")) == (("first", "second"), "the pier")
    assert await records.get(EntryPicture, "first") == first


@pytest.mark.parametrize("comes", ["lock", "cover"])
async def test_one_that_is_read_when_the_page_is_locked_or_covered_is_not_shown(
    records: Any, comes: str
) -> None:
    await pictured(records, a_picture("lake"))
    get, asked, reading, may = records.get, asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def slowly(kind: type, id: str) -> Any:
        found = await get(kind, id)
        if kind is EntryPicture and asked.is_set():
            reading.set()
            await may.wait()
        return found

    records.get = slowly
    wiring = PretendWiring(records=records, at=NOW, pin="314159")
    async with Phone(wiring, is_web=False) as phone:
        await phone.start("/entry/e1")
        await phone.sees("See Picture large", "button")
        asked.set()
        phone.soon(phone.tap("See Picture large"))
        await reading.wait()
        if comes == "lock":
            await wiring.lock_now()
            await phone.sees("Enter your PIN")
        else:
            await phone.lifecycle("hide")
        may.set()
        await phone.rest()
        assert not any(one.open for one in phone.page._dialogs.controls)


async def test_one_that_does_not_open_is_said_hinders_nothing_and_can_be_removed(records: Any) -> None:
    await pictured(records, a_picture("lake"), a_picture("red", "red"))
    get = records.get

    async def spoilt(kind: type, id: str) -> Any:
        if kind is EntryPicture and id == "lake":
            raise Damaged
        return await get(kind, id)

    records.get = spoilt
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/entry/e1")
        await phone.sees("It cannot be shown here.")
        await phone.tap("See Picture 2 large")
        await phone.tap("Close", "button")
        await phone.tap("See Picture 1 large")
        await phone.sees("This picture cannot be shown here.")
        await phone.goes_to("/entry/e1/share")
        await phone.sees("Picture 1 stays with you: it cannot be shown here.")
        await phone.goes_to("/entry/e1")
        await phone.tap("Remove Picture 1")
        await phone.tap("Remove", "button")
        await phone.sees("Picture removed.")
        assert phone.faults() == []
    records.get = get
    assert await records.get(EntryPicture, "lake") is None
    assert (await the_entry(records)).pictures == ("red",)


async def test_a_page_that_keeps_nothing_asks_before_a_picture_is_left_unshared(records: Any) -> None:
    async with Phone(PretendWiring(records=records, at=NOW, mode="serve")) as phone:
        await phone.start("/entry/e1")
        await chooses(phone, photo(600, 400))
        await phone.sees("Kept while this page is open")
        await phone.tap("Back")
        await phone.sees("Leave without sharing?")


async def test_the_last_letters_of_a_description_arrive_after_the_lock_and_are_kept(records: Any) -> None:
    await pictured(records, a_picture())
    wiring = PretendWiring(records=records, at=NOW, pin="246813")
    async with Phone(wiring) as phone:
        await phone.start("/entry/e1")
        await phone.type("What it shows", "the pi")
        field: Any = (await phone.may_type("What it shows")).control
        await phone.rest()
        wiring.opens("locked")
        await phone.sees_no("What it shows")
        await phone.changes(field, value="the pier")
        await phone.happens(field, "change", "the pier")
        wiring.opens("open")
        await phone.sees("See Picture large")
        await phone.rest()
    assert (await the_entry(records)).shows("lake") == "the pier"


async def test_they_go_with_their_entry_after_thirty_days_in_the_trash(records: Any) -> None:
    entry = await pictured(records, a_picture("one"), a_picture("two", "red"))
    await records.save(entry.thrown_away(NOW))
    assert await empty_trash(records, NOW + timedelta(days=29)) == 0
    assert await records.count(EntryPicture) == 2
    assert await empty_trash(records, NOW + timedelta(days=30)) == 0
    assert await empty_trash(records, NOW + timedelta(days=31)) == 1
    assert [await records.count(kind) for kind in (JournalEntry, EntryPicture)] == [0, 0]


async def test_two_pages_each_add_one_and_both_stay(records: Any) -> None:
    await pictured(records)
    async with (
        Phone(PretendWiring(records=records, at=NOW)) as one,
        Phone(PretendWiring(records=records, at=NOW)) as other,
    ):
        await one.start("/entry/e1")
        await other.start("/entry/e1")
        await chooses(one, photo(600, 400))
        await chooses(other, photo(400, 600))
        await one.sees("See Picture 2 large")
        await other.sees("See Picture 2 large")
    assert len((await the_entry(records)).pictures) == await records.count(EntryPicture) == 2


async def test_nothing_is_added_to_what_was_caught_by_tap(records: Any) -> None:
    entry = begin("e1", [], NOW, CHICAGO).catching([Caught("word", "calm", "Calm")], "First minutes", NOW)
    await records.save(replace(entry, layer="first"))
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/entry/e1")
        await phone.sees("Calm.")
        assert phone.find("Add a picture") == []


async def test_in_spanish_all_of_it_is_in_spanish(records: Any) -> None:
    await pictured(records, a_picture())
    async with Phone(PretendWiring(records=records, at=NOW, settings=Settings(language="es"))) as phone:
        await phone.start("/entry/e1")
        await phone.sees("Añadir una imagen", "button")
        await phone.tap("Quitar Imagen")
        await phone.tap("Quitar", "button")
        await phone.sees("Imagen quitada.")
