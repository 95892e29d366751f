"""A picture that cannot be taken or kept: too large, no room, a lock in the middle. The words stay, and what to do is said."""

from __future__ import annotations

import asyncio
import io
import re
from types import SimpleNamespace
from typing import Any

import pytest
from PIL import Image

from mobile.care.journal.picture import MOST_PICTURES, EntryPicture
from mobile.records.errors import Locked, NotSaved
from mobile.screens.entry import adding
from tests.screens.harness import Phone, PretendWiring
from tests.screens.test_pictures import HEIC, a_picture, chooses, picker, pictured, records, the_entry
from tests.unit.care.samples import NOW
from tests.unit.device.test_pictures import photo

__all__ = ["records"]


@pytest.mark.parametrize(
    ("data", "size", "said"),
    [
        (HEIC, 0, r"^lake\.jpg is in HEIC"),
        (b"words, and no picture", 0, r"^lake\.jpg could not be opened as a photo"),
        (b"\xff\xd8\xff" + bytes(300), 0, r"^lake\.jpg could not be opened as a photo"),
        (None, 0, r"^lake\.jpg could not be read"),
        (bytes(65 * 1024 * 1024), 0, r"^lake\.jpg is too large \(65\.0 MB\)\. Choose a smaller one"),
    ],
)
async def test_what_cannot_be_taken_is_told_with_what_to_do_and_the_words_stay(
    records: Any, data: bytes | None, size: int, said: str
) -> None:
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/entry/e1")
        await phone.type("Your words", "The lake.")
        await chooses(phone, data, size=size)
        await phone.sees(re.compile(said))
        assert phone.faults() == []
        await chooses(phone, photo(600, 400))  # and the next one is taken
        await phone.sees_no(re.compile(said))
        await phone.sees("See Picture large")
    assert (await the_entry(records)).words == "The lake."
    assert await records.count(EntryPicture) == 1


async def test_a_photo_of_many_megabytes_and_points_is_told_before_it_is_unfolded(records: Any) -> None:
    into = io.BytesIO()
    Image.new("L", (6000, 5000)).save(into, "PNG")
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/entry/e1")
        await chooses(phone, into.getvalue() + bytes(40 * 1024 * 1024))
        await phone.sees(re.compile(r"^lake\.jpg has more than 25 megapixels"))
    assert await records.count(EntryPicture) == 0


async def test_an_entry_that_is_full_says_so(records: Any) -> None:
    await pictured(records, *(a_picture(f"p{n}") for n in range(MOST_PICTURES)))
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/entry/e1")
        await chooses(phone, photo(600, 400))
        await phone.sees("An entry has room for 20 pictures. Remove one first.")
    assert await records.count(EntryPicture) == MOST_PICTURES


async def test_a_full_phone_keeps_the_words_and_holds_the_picture_until_it_can_be_saved(
    records: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/entry/e1")
        await phone.type("Your words", "The lake.")
        await phone.sees("Saved on this phone")
        save_all = records.save_all
        with monkeypatch.context() as full:

            async def no_room(save: Any, *rest: Any, **more: Any) -> None:
                if any(isinstance(one, EntryPicture) for one in save):
                    raise NotSaved("full")
                await save_all(save, *rest, **more)

            full.setattr(records, "save_all", no_room)
            await chooses(phone, photo(600, 400))
            await phone.sees("This phone has no space left. The picture is not saved yet.")
            await phone.type("Your words", "The lake, and the pier.")
            await phone.sees("Saved on this phone")
            assert (await the_entry(records)).words == "The lake, and the pier."
            assert (await the_entry(records)).pictures == ()
            assert phone.faults() == []
            await phone.tap("Back")
            await phone.sees("Your picture could not be saved. If you leave this page it is gone.")
            await phone.tap("Stay here")
        await phone.tap("Try again")
        await phone.sees("See Picture large")
    assert len((await the_entry(records)).pictures) == await records.count(EntryPicture) == 1


async def test_a_picture_that_cannot_be_saved_can_be_left_out(
    records: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/entry/e1")

        async def no_room(*_: Any, **__: Any) -> None:
            raise NotSaved("full")

        monkeypatch.setattr(records, "save_all", no_room)
        await chooses(phone, photo(600, 400))
        await phone.tap("Leave it out")
        await phone.sees_no(re.compile("The picture is not saved yet"))
        await phone.goes_to("/journal")
        await phone.sees("Journal")


async def test_a_lock_before_it_is_saved_loses_nothing(records: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    wiring = PretendWiring(records=records, at=NOW, pin="246813")
    async with Phone(wiring) as phone:
        await phone.start("/entry/e1")
        await phone.type("Your words", "The lake.")
        await phone.sees("Saved on this phone")
        with monkeypatch.context() as closed:

            async def is_locked(*_: Any, **__: Any) -> None:
                raise Locked

            closed.setattr(records, "save_all", is_locked)
            await chooses(phone, photo(600, 400))
            wiring.opens("locked")
            await phone.rest()
        assert await records.count(EntryPicture) == 0
        wiring.opens("open")
        await phone.sees("See Picture large")
        assert phone.faults() == []
    assert len((await the_entry(records)).pictures) == await records.count(EntryPicture) == 1
    assert (await the_entry(records)).words == "The lake."


async def test_what_cannot_be_saved_after_the_lock_either_goes_on_in_view(
    records: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    wiring = PretendWiring(records=records, at=NOW, pin="246813")
    async with Phone(wiring) as phone:
        await phone.start("/entry/e1")
        save_all = records.save_all
        with monkeypatch.context() as full:

            async def no_room(save: Any, *rest: Any, **more: Any) -> None:
                if any(isinstance(one, EntryPicture) for one in save):
                    raise NotSaved("full")
                await save_all(save, *rest, **more)

            full.setattr(records, "save_all", no_room)
            await chooses(phone, photo(600, 400))
            await phone.sees("This phone has no space left. The picture is not saved yet.")
            wiring.opens("locked")
            await phone.sees_no(re.compile("The picture is not saved yet"))
            wiring.opens("open")
            await phone.sees("This phone has no space left. The picture is not saved yet.")
        await phone.tap("Try again")
        await phone.sees("See Picture large")
    assert len((await the_entry(records)).pictures) == await records.count(EntryPicture) == 1


async def test_what_is_chosen_after_the_lock_is_not_kept_and_that_is_told(records: Any) -> None:
    wiring = PretendWiring(records=records, at=NOW, pin="246813")
    async with Phone(wiring) as phone:
        await phone.start("/entry/e1")
        await phone.type("Your words", "The lake.")
        await phone.sees("Add a picture", "button")
        waiting = picker(phone)
        wiring.opens("locked")
        await phone.sees_no("Add a picture")
        chosen = SimpleNamespace(name="lake.jpg", size=0, bytes=photo(600, 400), path=None)
        await waiting.on_result(SimpleNamespace(files=[chosen]))
        await phone.sees("Lantern was locked before your choice arrived. Choose it again.")
        wiring.opens("open")
        await phone.sees("Add a picture", "button")
    assert await records.count(EntryPicture) == 0
    assert (await the_entry(records)).words == "The lake."


async def test_a_lock_while_it_is_made_ready_loses_nothing(
    records: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = asyncio.Event()
    make = adding.picture_taken

    async def slowly(*given: Any) -> Any:
        await held.wait()
        return await make(*given)

    monkeypatch.setattr(adding, "picture_taken", slowly)
    wiring = PretendWiring(records=records, at=NOW, pin="246813")
    async with Phone(wiring) as phone:
        await phone.start("/entry/e1")
        chosen = SimpleNamespace(name="lake.jpg", size=0, bytes=photo(600, 400), path=None)
        await phone.sees("Add a picture", "button")
        taking = asyncio.create_task(picker(phone).on_result(SimpleNamespace(files=[chosen])))
        await phone.sees("Making the picture ready")
        wiring.opens("locked")
        await phone.sees_no("Making the picture ready")
        held.set()
        await taking
        assert await records.count(EntryPicture) == 0, "nothing is saved while it is locked"
        wiring.opens("open")
        await phone.sees("See Picture large")
    assert len((await the_entry(records)).pictures) == await records.count(EntryPicture) == 1
