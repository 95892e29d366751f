"""The sealed copy at the clinic over all real parts: a device with a PIN and a sheet, the sandbox clinic, another device, the screens."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from api_client.sandbox import Sandbox
from mobile.care.intention import begin
from mobile.records.sheet_words import fresh_words
from mobile.screens.app_services import Trouble
from mobile.wiring import signing_in
from mobile.wiring.app_services import PageServices
from mobile.wiring.setup import Setup
from tests.screens.harness import Phone
from tests.unit.care.test_with_the_clinic import NOW
from tests.unit.clinic_copy.conftest import names, sealed

from .conftest import BASE, PIN, Opened, words_kept

WORDS = " ".join(fresh_words("en"))
NewDevice = Callable[[str], Any]


async def until(is_so: Callable[[], bool], what: str) -> None:
    for _ in range(600):
        if is_so():
            return
        await asyncio.sleep(0.02)
    raise AssertionError(what)


@pytest.fixture
def new_device(demo: Setup, opened: Opened, tmp_path: Path) -> NewDevice:
    """A device of Rowan's own, signed in, with all that the clinic has for them."""

    async def made(name: str) -> PageServices:
        setup = replace(demo, mode="app", data=tmp_path / name)
        services = opened(setup)
        await services.start()
        tokens = await signing_in.as_sample_person(BASE, "http://127.0.0.1:8551/signed-in", "rowan", setup)
        await services._arrive(BASE, tokens, None)
        assert services.account is not None
        assert services.account.engine is not None
        if services.account.engine.status.first != "here":
            await services.account.engine.once()
        return services

    return made


@pytest.fixture
async def phone(new_device: NewDevice) -> PageServices:
    """With a PIN, a sheet, and words that nobody else has."""
    services: PageServices = await new_device("one")
    await services.choose_pin(PIN)
    await services.keep_sheet(WORDS)
    assert services.account is not None
    assert services.account.records is not None
    await services.account.records.save(begin("i1", "Appointment/a3", NOW).revise("Only mine", NOW))
    return services


async def turned_on(services: PageServices) -> None:
    copy = services.clinic_copy
    assert copy is not None
    await copy.turn_on()
    await until(lambda: copy.now.last is not None, "a copy at the clinic")


async def test_the_phone_is_lost_and_the_words_bring_everything_to_a_new_one(
    phone: PageServices, new_device: NewDevice, sandbox: Sandbox
) -> None:
    await turned_on(phone)
    assert len(names(sandbox)) == 1
    new: PageServices = await new_device("two")
    copy = new.clinic_copy
    assert copy is not None
    await until(lambda: copy.now.offered_at is not None, "an offer")
    assert new.offers_copy
    (one,) = (await copy.found(WORDS)).copies
    brought = await copy.bring(WORDS, one.name, lambda n, of: None, lambda n, of: None)
    assert brought.added >= 1
    assert await words_kept(new) == "Only mine"
    assert not new.offers_copy
    assert not copy.now.is_on
    with pytest.raises(Trouble, match="copy_words"):
        await copy.found(" ".join(fresh_words("en")))
    with pytest.raises(Trouble, match="not_a_sheet"):
        await copy.found("one two")


async def test_before_all_is_fetched_nothing_is_brought(
    phone: PageServices, new_device: NewDevice, monkeypatch: pytest.MonkeyPatch
) -> None:
    await turned_on(phone)
    new: PageServices = await new_device("two")
    copy = new.clinic_copy
    assert copy is not None
    assert new.account is not None
    monkeypatch.setattr(copy, "_status", lambda: None)
    with pytest.raises(Trouble, match="not_fetched_yet"):
        await copy.bring(WORDS, "any", lambda n, of: None, lambda n, of: None)


async def test_locked_in_the_middle_it_goes_on_after_the_unlock(
    phone: PageServices, sandbox: Sandbox
) -> None:
    copy = phone.clinic_copy
    assert copy is not None
    assert phone.account is not None
    await copy.turn_on()
    await until(lambda: copy.now.progress is not None or copy.now.last is not None, "it began")
    await phone.account.lock()
    assert phone.clinic_copy is None
    await phone.unlock(PIN)
    again = phone.clinic_copy
    assert again is not None
    await until(
        lambda: again.now.last is not None and again.now.leaving == 0, "a copy, and nothing left over"
    )
    assert len(names(sandbox)) == 1


async def test_ending_the_sheet_ends_the_copy_and_deletes_it(phone: PageServices, sandbox: Sandbox) -> None:
    await turned_on(phone)
    await phone.end_sheet()
    copy = phone.clinic_copy
    assert copy is not None
    assert not copy.now.is_on
    await until(lambda: copy.now.removed_at is not None, "deleted")
    assert sealed(sandbox) == []


async def test_a_new_sheet_shuts_the_old_words_out_although_something_stood_in_the_way(
    phone: PageServices,
) -> None:
    await turned_on(phone)
    assert phone.account is not None
    keeper, copy = phone.account.at_clinic.keeper, phone.clinic_copy
    assert keeper is not None
    assert copy is not None
    await keeper.kept.save(replace(keeper.state, hindrance="refused"))
    new = " ".join(fresh_words("en"))
    await phone.keep_sheet(new)
    await until(
        lambda: not copy.now.is_for_earlier_sheet and copy.now.leaving == 0 and copy.now.last is not None,
        "a copy for the new words only",
    )
    assert len((await copy.found(new)).copies) == 1
    with pytest.raises(Trouble, match="copy_words"):
        await copy.found(WORDS)


async def test_what_is_destroyed_here_stays_there_and_opens_with_the_words(
    phone: PageServices, new_device: NewDevice, sandbox: Sandbox
) -> None:
    await turned_on(phone)
    before = names(sandbox)
    await phone.wipe()
    assert names(sandbox) == before
    new: PageServices = await new_device("one")
    copy = new.clinic_copy
    assert copy is not None
    (one,) = (await copy.found(WORDS)).copies
    assert not one.is_of_this_device
    await copy.bring(WORDS, one.name, lambda n, of: None, lambda n, of: None)
    assert await words_kept(new) == "Only mine"


async def test_there_is_none_for_a_therapist_nor_on_a_page_that_keeps_nothing(
    demo: Setup, opened: Opened
) -> None:
    therapist = opened(demo)
    await therapist.start()
    await therapist.sign_in_as("sam")
    assert therapist.door == "open"
    assert therapist.clinic_copy is None
    hosted = opened(replace(demo, mode="serve"))
    await hosted.start()
    setup = hosted._setup
    tokens = await signing_in.as_sample_person(BASE, "http://127.0.0.1:8551/signed-in", "rowan", setup)
    await hosted._arrive(BASE, tokens, None)
    assert hosted.door == "open"
    assert hosted.clinic_copy is None


async def test_through_the_screens_from_turning_it_on_to_the_words_on_another_device(
    phone: PageServices, new_device: NewDevice, sandbox: Sandbox
) -> None:
    async with Phone(phone) as screen:
        await screen.start("/settings/clinic-copy")
        turning = asyncio.create_task(screen.tap(re.compile("^Turn it on$"), "button"))
        await screen.sees("Do you still have your recovery sheet?")
        await screen.tap("Yes, I have it", "button")
        await turning
        for digit in PIN:
            await screen.tap(digit, "button")
        await screen.sees(re.compile(r"^Last copy: .* It has everything up to "))
        await screen.sees("Nothing private was changed since then.")
        await screen.sees("From this device")
        assert screen.faults() == []
        await screen.goes_to("/settings")
        await screen.sees(re.compile("Last copy: "))
    new: PageServices = await new_device("two")
    await new.choose_pin(PIN)
    async with Phone(new) as screen:
        await screen.start("/")
        await screen.sees(re.compile("^A sealed copy of .* is at your clinic"))
        await screen.tap("Bring back a copy", "button")
        await screen.type("The words of your sheet", WORDS)
        await screen.tap("Look for copies", "button")
        await screen.sees("Your words open 1 copy.")
        await screen.tap("Bring it back", "button")
        await screen.sees("Your copy is here")
        assert await words_kept(new) == "Only mine"
        assert screen.reported == []
    async with Phone(phone) as screen:
        await screen.start("/settings/clinic-copy")
        turning = asyncio.create_task(screen.tap("Turn it off and delete it there", "button"))
        await screen.sees("Turn it off?")
        await screen.tap(re.compile("^Turn it off$"), "button")
        await turning
        await screen.sees(re.compile("Your clinic deleted the copy"))
        assert sealed(sandbox) == []
