"""A clinic that took no photo by itself is asked again: after a sign-in, when its statement says otherwise, and after a week. No
photo is lost meanwhile. Through the screens, over the real store, sync and sandbox."""

from __future__ import annotations

import json
from base64 import b64decode
from datetime import timedelta
from functools import partial
from pathlib import Path

import httpx
import pytest

from api_client import Capabilities
from api_client.sandbox import Sandbox
from mobile.care.forms.documents import AnswerPhoto
from mobile.care.forms.not_apart import NoPhotosApart
from mobile.care.forms.response import Response
from mobile.device.pictures import can_be_shown
from mobile.records.ports import SendState
from mobile.wiring.app_services import PageServices
from mobile.wiring.photos import PhotosFollow
from mobile.wiring.setup import Setup
from tests.screens.harness import Phone, opened_store
from tests.unit.care.samples import NOW
from tests.unit.wiring.conftest import BASE, Opened
from tests.unit.wiring.photos.conftest import (
    OTHER,
    SMALLER,
    WRITES,
    Refusing,
    answers,
    attached,
    chooses,
    photos_at,
    records_of,
    saved,
    settled,
    signed_in_anyhow,
    synced,
    to_the_photos,
    until,
)
from tests.unit.wiring.photos.test_overtaken import PHOTO, response


class Stating(Refusing):
    """One that says in its statement that it keeps no documents, for as long as it takes none."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        reply = await super().handle_async_request(request)
        if not (self.is_on and request.url.path.endswith("/metadata")):
            return reply
        statement = json.loads(await reply.aread())
        listed = statement["rest"][0]["resource"]
        listed[:] = [one for one in listed if one["type"] != "DocumentReference"]
        return httpx.Response(200, headers={"content-type": "application/fhir+json"}, json=statement)


async def with_a_photo_inside(opened: Opened, way: Refusing) -> PageServices:
    """A clinic that has one photo inside the answer, because it took none by itself."""
    services = await signed_in_anyhow(opened, Setup("demo", None, BASE, way))
    async with Phone(services) as phone:
        await attached(phone, SMALLER)

        async def is_sent() -> bool:
            await synced(services, is_quiet=False)
            return not sum((await records_of(services).pending()).values())

        await until(is_sent, "the answer to be sent")
    assert await records_of(services).count(NoPhotosApart) == 1
    return services


async def photos_come_apart_again(services: PageServices, sandbox: Sandbox) -> None:
    """The next one, that is; the first stays where it is, and both are at the clinic."""
    async with Phone(services) as phone:
        await to_the_photos(phone)
        await phone.sees("Photo 1", "image")
        await chooses(phone, OTHER)
        await phone.sees("Photo 2", "image")
        await saved(phone)
        await settled(services, sandbox)
        assert phone.reported == []
    first, second = answers(sandbox)
    assert can_be_shown(b64decode(first["data"]))
    (document,) = photos_at(sandbox)
    assert second["url"] == f"DocumentReference/{document['id']}"
    assert can_be_shown(b64decode(document["content"][0]["attachment"]["data"]))


async def test_after_a_sign_in(sandbox: Sandbox, opened: Opened) -> None:
    way = Refusing(httpx.ASGITransport(app=sandbox.app), 403, WRITES)
    services = await with_a_photo_inside(opened, way)
    way.is_on = False
    assert services.account is not None
    await services.account.sign_out()
    await services.sign_in_as("rowan")
    await synced(services)
    await photos_come_apart_again(services, sandbox)


async def test_when_the_clinics_statement_says_otherwise(sandbox: Sandbox, opened: Opened) -> None:
    way = Stating(httpx.ASGITransport(app=sandbox.app), 404, WRITES)
    services = await with_a_photo_inside(opened, way)
    device = services.account
    assert device is not None
    for is_on in (True, False):
        way.is_on = is_on
        await device.lock()
        await device.unlock(None)
        async with Phone(services) as phone:
            await to_the_photos(phone)
            await phone.tap("Next")
            await phone.type("Anything else?", f"words {is_on}")
            await saved(phone)
            await phone.tap("Back to the question before")
            await saved(phone)
            await synced(services)
        noted = partial(_is_noted, services, is_on)
        await until(noted, f"a note that it takes none: {is_on}")  # what follows a commit does so beside it
    await photos_come_apart_again(services, sandbox)


async def _is_noted(services: PageServices, is_on: bool) -> bool:
    return await records_of(services).count(NoPhotosApart) == int(is_on)


@pytest.mark.parametrize("days", [6, 7, -1])
async def test_after_a_week_or_when_the_clock_was_set_back(days: int, tmp_path: Path) -> None:
    records = await opened_store(tmp_path)
    await records.save_all([NoPhotosApart(NOW, "", ("p1",)), PHOTO, response("r1", PHOTO.url)])
    (row,) = await records.due(NOW, 9)
    await records.begin([row.seq])
    await records.park(row.seq, "forbidden")
    follow = PhotosFollow(records, lambda: NOW + timedelta(days=days))
    await records.save(response("r2"))

    async def is_looked_at() -> bool:
        standing = await records.standing(AnswerPhoto, "p1")
        return standing is not None and standing.state is SendState.WAITING

    async def is_inside() -> bool:
        return await records.get(AnswerPhoto, "p1") is None

    if days == 6:
        await until(is_inside, "the photo to go inside")
        assert await records.get(NoPhotosApart, NoPhotosApart.ID) == NoPhotosApart(NOW)
        (named,) = [one for one in await records.every(Response) if one.id == "r1"]
        assert '"data"' in named.text
    else:
        await until(is_looked_at, "the photo to be sent once more")
        assert await records.get(NoPhotosApart, NoPhotosApart.ID) is None
        assert await records.get(AnswerPhoto, "p1") == PHOTO
    follow.end()


async def test_a_statement_that_says_nothing_or_the_same_changes_nothing(tmp_path: Path) -> None:
    records = await opened_store(tmp_path)
    follow = PhotosFollow(records, lambda: NOW)
    await records.save(NoPhotosApart(NOW))
    keeps = Capabilities(is_silent=False, resources={"DocumentReference": {"type": "DocumentReference"}})
    for _ in range(2):
        await follow.take_statement(keeps)
        await follow.take_statement(Capabilities())
        assert await records.count(NoPhotosApart) == 1
    await follow.take_statement(Capabilities(is_silent=False, resources={"Goal": {"type": "Goal"}}))
    assert await records.count(NoPhotosApart) == 0
    follow.end()
