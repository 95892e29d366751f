"""Of two versions of an answer the one that is chosen keeps its photos, and those of the other go from everywhere, also when the
app ends at that moment. Through the screens, over the real store, sync and sandbox."""

from __future__ import annotations

from typing import Any

import pytest

from api_client.sandbox import Sandbox
from mobile.care.forms.documents import AnswerPhoto
from mobile.records.errors import Locked
from mobile.wiring.app_services import PageServices
from tests.screens.harness import Phone
from tests.unit.wiring.conftest import Opened
from tests.unit.wiring.photos.conftest import (
    FORM,
    OTHER,
    answers,
    chooses,
    hurried,
    photos_at,
    records_of,
    saved,
    says,
    settled,
    shown,
    synced,
    to_the_photos,
    until,
    with_a_draft,
)


@pytest.mark.parametrize("kept", ["this", "that"])
@pytest.mark.parametrize("is_taker_first", [True, False])
async def test_of_two_versions_the_one_that_is_chosen_has_its_photo(
    is_taker_first: bool, kept: str, sandbox: Sandbox, opened: Opened
) -> None:
    """One device takes the photo out, the other answers something else; the second to be connected chooses."""
    taker, taker_way, writer, writer_way = await with_a_draft(opened, sandbox)
    async with Phone(taker) as phone:
        await to_the_photos(phone)
        await phone.tap("Remove Photo 1")
        await saved(phone)
    async with Phone(writer) as phone:
        await says(phone, "words")
    first, first_way, second, second_way = (
        (taker, taker_way, writer, writer_way) if is_taker_first else (writer, writer_way, taker, taker_way)
    )
    first_way.is_on = True
    await settled(first, sandbox)
    second_way.is_on = True
    await synced(second, is_quiet=False)
    async with Phone(second) as phone:
        await phone.start(f"/form/{FORM}")
        await phone.tap(f"Keep {kept} one")
        await phone.rest()
        await settled(second, sandbox)
    has_photo = (kept == "this") is (second is writer)
    assert [one["title"] for one in answers(sandbox)] == (["Photo 1"] if has_photo else [])
    await settled(first, sandbox)
    for services in (first, second):

        async def is_so(services: PageServices = services) -> bool:
            await hurried(services)
            return await records_of(services).count(AnswerPhoto) == int(has_photo)

        await until(is_so, f"{int(has_photo)} photos on this device")
        async with Phone(services) as phone:
            await to_the_photos(phone)
            await phone.until(lambda: len(shown(phone)) == int(has_photo), f"{int(has_photo)} photos")


async def test_an_app_that_ends_as_a_version_is_chosen_leaves_no_photo_behind(
    sandbox: Sandbox, opened: Opened
) -> None:
    writer, writer_way, taker, taker_way = await with_a_draft(opened, sandbox)
    async with Phone(taker) as phone:
        await to_the_photos(phone)
        await phone.tap("Remove Photo 1")
        await saved(phone)
    async with Phone(writer) as phone:
        await says(phone, "words")
    writer_way.is_on = True
    await settled(writer, sandbox)
    taker_way.is_on = True
    await synced(taker, is_quiet=False)
    records = records_of(taker)
    settle, has_ended = records.settle, list[bool]()

    async def and_ends(*given: Any, **more: Any) -> None:
        await settle(*given, **more)
        has_ended.append(True)
        raise Locked  # nothing that comes after it is done

    records.settle = and_ends
    async with Phone(taker) as phone:
        await phone.start(f"/form/{FORM}")
        await phone.tap("Keep this one")
        await phone.until(lambda: bool(has_ended), "the choice")
    assert taker.account is not None
    await taker.account.lock()
    await taker.account.unlock(None)
    await settled(taker, sandbox)
    assert answers(sandbox) == []
    assert photos_at(sandbox) == []


async def test_a_photo_that_only_the_version_not_chosen_names_goes(sandbox: Sandbox, opened: Opened) -> None:
    adder, adder_way, writer, writer_way = await with_a_draft(opened, sandbox)
    async with Phone(adder) as phone:
        await to_the_photos(phone)
        await chooses(phone, OTHER)
        await phone.sees("Photo 2")
        await saved(phone)
    async with Phone(writer) as phone:
        await says(phone, "words")
    adder_way.is_on = True
    await settled(adder, sandbox)
    writer_way.is_on = True
    await synced(writer, is_quiet=False)
    async with Phone(writer) as phone:
        await phone.start(f"/form/{FORM}")
        await phone.tap("Keep this one")
        await phone.rest()
        await settled(writer, sandbox)
    assert [one["title"] for one in answers(sandbox)] == ["Photo 1"]
    assert len(photos_at(sandbox)) == 1
