"""A photo that the clinic takes neither by itself nor inside the answer stays here, is told, and is not tried again for
nothing; another file that is too large is told when it is chosen. Through the screens, over the real store, sync and sandbox."""

from __future__ import annotations

import re
from base64 import b64decode
from pathlib import Path
from typing import Any

import httpx
import pytest

from api_client.sandbox import Sandbox
from mobile.care.forms.documents import AnswerPhoto
from mobile.care.forms.not_apart import NoPhotosApart
from mobile.care.forms.response import Response
from mobile.device.pictures import can_be_shown
from mobile.device.taking import NotTaken
from mobile.records.ports import SendState
from mobile.wiring import photos_inside
from mobile.wiring.photos import PhotosFollow
from mobile.wiring.setup import Setup
from tests.screens.harness import Phone, opened_store
from tests.unit.care.samples import NOW
from tests.unit.wiring.conftest import BASE, Opened
from tests.unit.wiring.photos.conftest import (
    FORM,
    SMALLER,
    WRITES,
    Refusing,
    answers,
    chooses,
    photos_at,
    records_of,
    saved,
    signed_in,
    synced,
    the_form,
    until,
)
from tests.unit.wiring.photos.test_overtaken import PHOTO, response

CANNOT = re.compile("Photo 1 cannot be sent: .* these answers wait")


def letter(size: int) -> bytes:
    return b"%PDF-1.7 " + b"x" * (size - 9)


async def test_a_photo_that_cannot_go_is_told_stays_and_goes_once_there_is_room(
    sandbox: Sandbox, opened: Opened
) -> None:
    sandbox.write(the_form(takes_files=True))
    services = await signed_in(
        opened, Setup("demo", None, BASE, Refusing(httpx.ASGITransport(app=sandbox.app), 403, WRITES))
    )
    async with Phone(services) as phone:
        await phone.start(f"/form/{FORM}")
        for size in (330_000, 168_000, 160_000):
            await chooses(phone, letter(size), f"{size}.pdf")
            await phone.sees(f"{size}.pdf")
        await chooses(phone, SMALLER)
        await phone.sees("Photo 1", "image")
        await saved(phone)
        records = records_of(services)

        async def is_known_at_clinic() -> bool:
            await synced(services, is_quiet=False)
            return bool(phone.find(CANNOT))

        await until(is_known_at_clinic, "the photo that cannot go to be told")
        assert await records.count(AnswerPhoto) == 1
        await phone.tap("Next")
        await phone.sees(CANNOT)
        await phone.tap("Next")
        await phone.sees(CANNOT)
        await phone.tap(re.compile("^Send to"))
        await phone.sees("Thank you", "heading")
        await phone.sees(CANNOT)
        assert photos_at(sandbox) == []
        await phone.tap("Change my answers")
        await phone.tap(re.compile("^Change: Photos"))
        await phone.tap("Remove 160000.pdf")
        await saved(phone)
        await phone.tap("Back to your answers")
        await phone.tap(re.compile("^Send to"))
        await phone.sees("Thank you", "heading")

        async def is_sent() -> bool:
            await synced(services, is_quiet=False)
            return not sum((await records.pending()).values())

        await until(is_sent, "the answers to be sent")
        await phone.until(lambda: not phone.find(CANNOT), "it to be told no more")
        found = {one["title"]: b64decode(one["data"]) for one in answers(sandbox)}
        assert found.keys() == {"330000.pdf", "168000.pdf", "Photo 1"}
        assert can_be_shown(found["Photo 1"])
        assert found["330000.pdf"] == letter(330_000)
        assert await records.count(AnswerPhoto) == 0
        assert phone.reported == []


async def test_what_cannot_be_made_smaller_is_tried_once_and_not_at_every_commit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = await opened_store(tmp_path)
    tried, noted = list[str](), list[str]()

    async def smaller(*_: Any) -> Any:
        tried.append("")
        raise NotTaken("not_a_picture")

    monkeypatch.setattr(photos_inside, "smaller", smaller)
    records.watch(NoPhotosApart, noted.append)
    await records.save_all([PHOTO, response("r1", PHOTO.url)])
    (row,) = await records.due(NOW, 9)
    await records.begin([row.seq])
    await records.park(row.seq, "forbidden")
    looks = list[str]()
    follow = PhotosFollow(Counting(records, looks), lambda: NOW)  # type: ignore[arg-type]

    async def is_noted() -> bool:
        note = await records.get(NoPhotosApart, NoPhotosApart.ID)
        return note is not None and note.staying == ("p1",)

    await until(is_noted, "the note")
    for n in range(5):
        begun = len(looks)
        await records.save(response(f"other-{n}"))
        await until(lambda begun=begun: _is(len(looks) > begun), "the look after the commit")
    assert (len(tried), len(noted)) == (1, 1)
    assert await records.get(AnswerPhoto, "p1") == PHOTO
    follow.end()
    again = PhotosFollow(records, lambda: NOW)  # the app was begun anew
    await until(lambda: _is(len(tried) == 2), "another try")
    again.end()


async def _is(fact: bool) -> bool:
    return fact


class Counting:
    """A store that notes every look at it: as one begins, the one before has ended."""

    def __init__(self, records: Any, looks: list[str]) -> None:
        self._records, self._looks = records, looks

    def __getattr__(self, name: str) -> Any:
        return getattr(self._records, name)

    async def unsent(self, kind: Any) -> Any:
        if kind is AnswerPhoto:
            self._looks.append("")
        return await self._records.unsent(kind)


async def test_a_file_that_is_no_photo_travels_inside_and_what_does_not_fit_is_told_when_it_is_chosen(
    sandbox: Sandbox, demo: Setup, opened: Opened
) -> None:
    sandbox.write(the_form(takes_files=True))
    services = await signed_in(opened, demo)
    async with Phone(services) as phone:
        await phone.start(f"/form/{FORM}")
        await chooses(phone, letter(300_000), "letter.pdf")
        await phone.sees("letter.pdf")
        await chooses(phone, letter(300_000), "second.pdf")
        await phone.sees(
            re.compile(r"^second.pdf is too large \(293 KB\). A file may have up to \d+ KB here")
        )
        await saved(phone)
        await phone.tap("Next")
        await phone.type("Anything else?", "w" * 20_000)
        await phone.tap("Next")
        await phone.tap(re.compile("^Send to"))
        await phone.sees("Thank you", "heading")

        async def is_sent() -> bool:
            await synced(services)
            (kept,) = [one for one in await records_of(services).every(Response) if FORM in one.questionnaire]
            return (await records_of(services).standing(Response, kept.id)).state is SendState.SENT

        await until(is_sent, "the answers to be sent")
        (there,) = answers(sandbox)
        assert (there["title"], b64decode(there["data"])) == ("letter.pdf", letter(300_000))
        assert phone.reported == []
