"""A clinic that takes no photo as a record of its own has it smaller, inside the answer: nothing is lost, and nothing waits for
ever. Through the screens, over the real store, sync and sandbox."""

from __future__ import annotations

import re
from base64 import b64decode

import httpx
import pytest

from api_client.sandbox import Faults, Sandbox
from mobile.care.forms.documents import AnswerPhoto
from mobile.care.forms.response import MOST_BYTES, Response
from mobile.device.pictures import can_be_shown
from mobile.records.ports import SendState
from mobile.wiring.setup import Setup
from tests.screens.harness import Phone
from tests.unit.wiring.conftest import BASE, Opened
from tests.unit.wiring.photos.conftest import (
    ALL,
    FORM,
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
    shown,
    signed_in_anyhow,
    synced,
    the_form,
    until,
)


@pytest.mark.parametrize(
    ("status", "methods"),
    [(403, WRITES), (403, ALL), (422, WRITES), (400, WRITES), (413, WRITES), (404, WRITES), (410, WRITES)],
)
async def test_a_clinic_that_refuses_has_the_photos_inside_the_answer(
    sandbox: Sandbox, opened: Opened, status: int, methods: tuple[str, ...]
) -> None:
    way = Refusing(httpx.ASGITransport(app=sandbox.app), status, methods)
    await photos_go_inside(sandbox, opened, Setup("demo", None, BASE, way))


async def test_a_clinic_that_keeps_no_documents_has_the_photos_inside_the_answer(opened: Opened) -> None:
    clinic = Sandbox(None, demo=True, base_url=BASE, faults=Faults(without=frozenset({"DocumentReference"})))
    clinic.write(the_form())
    try:
        await photos_go_inside(
            clinic, opened, Setup("demo", None, BASE, httpx.ASGITransport(app=clinic.app)), is_there=False
        )
    finally:
        clinic.close()


async def photos_go_inside(sandbox: Sandbox, opened: Opened, setup: Setup, *, is_there: bool = True) -> None:
    """Two photos attached, one more afterwards, and the form handed in: nothing is lost, and nothing waits for ever."""
    services = await signed_in_anyhow(opened, setup)
    async with Phone(services) as phone:
        await attached(phone, SMALLER, OTHER)
        records = records_of(services)

        async def is_sent() -> bool:
            await synced(services, is_quiet=False)
            return not sum((await records.pending()).values())

        await until(is_sent, "the answers to be sent")
        if is_there:
            assert photos_at(sandbox) == []
        assert await records.count(AnswerPhoto) == 0
        named = answers(sandbox)
        assert [(one["title"], "url" in one) for one in named] == [("Photo 1", False), ("Photo 2", False)]
        for one in named:
            inside = b64decode(one["data"])
            assert can_be_shown(inside)
            assert len(inside) == one["size"] < MOST_BYTES // 3
        await phone.until(lambda: len(shown(phone)) == 2, "both photos")
        await chooses(phone, SMALLER)
        await phone.sees("Photo 3")
        await saved(phone)
        assert await records.count(AnswerPhoto) == 0
        await phone.tap("Next")
        await phone.tap("Next")
        await phone.tap(re.compile("^Send to"))
        await phone.sees("Thank you", "heading")
        await until(is_sent, "the form to be sent")
        assert [one["title"] for one in answers(sandbox)] == ["Photo 1", "Photo 2", "Photo 3"]
        (response,) = [one for one in await records.every(Response) if FORM in one.questionnaire]
        assert not response.is_too_large
        assert (await records.standing(Response, response.id)).state is SendState.SENT
        assert phone.reported == []
