"""Two pages of one device: typing on one keeps the other's clock from locking both, and a lock loses no letter of either."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any, cast

import flet as ft
import pytest

from mobile import last_words
from mobile.care.intention import Intention
from mobile.device.lifecycle import IdleClock
from mobile.records.secrets import MemorySecrets
from mobile.wiring.callback import PendingSignIns
from mobile.wiring.devices import Devices
from mobile.wiring.house import PageHouse
from mobile.wiring.setup import Setup
from tests.screens.harness import Phone

PIN = "271801"
FIELD = "Your intention"


class Clock:
    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
async def pages(demo: Setup) -> AsyncIterator[tuple[PageHouse, PageHouse]]:
    """Two pages of one sample person, both let in with the PIN."""
    devices = Devices(demo, MemorySecrets())
    made: list[PageHouse] = []
    for name in ("one", "two"):
        page = SimpleNamespace(web=True, url="ws://127.0.0.1:8550", session=SimpleNamespace(id=name))
        made.append(PageHouse(cast("ft.Page", page), demo, devices, PendingSignIns()))
    one, two = made
    await one.start()
    await one.sign_in_as("rowan")
    await one.choose_pin(PIN)
    await two.start()
    await two.sign_in_as("rowan")
    await two.unlock(PIN)
    assert (one.door, two.door) == ("open", "open")
    yield one, two
    await devices.close()


async def words_kept(house: PageHouse) -> str | None:
    assert house.device is not None
    assert house.device.records is not None
    found = await house.device.records.get(Intention, "i1")
    return found.words if found is not None else None


async def test_typing_on_one_page_is_being_there_for_every_page_that_was_let_in(
    pages: tuple[PageHouse, PageHouse],
) -> None:
    one, two = pages
    assert one.device is not None
    clock = Clock()
    one.device.idle = IdleClock(clock, clock)
    async with Phone(one) as first, Phone(two) as second:
        await first.start("/")
        await second.start("/intention/i1")
        await second.sees("Who can see this?")
        clock.at = 600
        await second.type(FIELD, "To meet the quiet")
        assert first.shell.idle.idle_s() == 0
        clock.at = 659
        assert not first.shell.curtain._is_too_long(60)
        clock.at = 660
        assert first.shell.curtain._is_too_long(60)


async def test_taps_on_a_page_that_was_not_let_in_keep_no_other_page_open(
    pages: tuple[PageHouse, PageHouse],
) -> None:
    one, two = pages
    assert one.device is not None
    two.may_show = False
    assert two.door == "locked"
    clock = Clock()
    one.device.idle = IdleClock(clock, clock)
    clock.at = 61
    two.idle.touch()
    assert one.idle.idle_s() == 61
    await two.unlock(PIN)
    assert one.idle.idle_s() == 0


async def test_every_page_saves_what_is_half_typed_before_one_of_them_locks(
    pages: tuple[PageHouse, PageHouse],
) -> None:
    one, two = pages
    async with Phone(two) as second:
        await second.start("/intention/i1")
        await second.may_type(FIELD)
        top: Any = second.shell._top
        top.model.intention = top.model.intention.revise("To meet the quiet", two.now())
        await one.lock_now()
        await second.sees("Enter your PIN")
    await one.unlock(PIN)
    assert await words_kept(one) == "To meet the quiet"


async def test_letters_that_met_the_lock_are_said_to_be_unsaved_and_saved_after_unlocking(
    pages: tuple[PageHouse, PageHouse],
) -> None:
    one, two = pages
    device = one.device
    assert device is not None
    async with Phone(two) as second:
        await second.start("/intention/i1")
        await second.sees("Who can see this?")
        await second.type(FIELD, "To meet")
        await second.sees("Saved on this phone")
        await asyncio.to_thread(device.store.lock)  # the first page's lock is on its way
        await second.type(FIELD, "To meet the quiet")
        await second.sees("Not saved: Lantern was locked. Your text is saved when you unlock it.")
        await device.lock()
        await second.sees("Enter your PIN")
        await two.unlock(PIN)
        await second.sees("Who can see this?")
        for _ in range(100):
            if await words_kept(two) == "To meet the quiet":
                break
            await asyncio.sleep(0.02)
        assert await words_kept(two) == "To meet the quiet"
        await second.sees("Saved on this phone")
        top: Any = second.shell._top
        await second.until(lambda: top.field.value == "To meet the quiet", "the words in view")


class Sent:
    """A letter on its way: the field it was typed into, as the client knows it, and what stands there then."""

    def __init__(self, phone: Phone, text: str) -> None:
        self._phone, self._text = phone, text
        self._id = phone.find(FIELD, "field")[0].control._i

    async def arrives(self) -> None:
        """As Flet's socket hands it on: the new value, then the event."""
        self._phone.session.apply_patch(self._id, {"value": self._text})
        await self._phone.session.dispatch_event(self._id, "change", self._text)
        await self._phone.rest()


async def until_kept(house: PageHouse, words: str) -> None:
    for _ in range(200):
        if await words_kept(house) == words:
            return
        await asyncio.sleep(0.02)
    assert await words_kept(house) == words


async def typed(phone: Phone, text: str) -> None:
    await phone.start("/intention/i1")
    await phone.sees("Who can see this?")
    await phone.type(FIELD, text)
    await phone.sees("Saved on this phone")


async def test_a_letter_that_was_on_its_way_when_the_lock_fell_is_saved_by_the_next_unlocking(
    pages: tuple[PageHouse, PageHouse],
) -> None:
    one, _ = pages
    async with Phone(one) as phone:
        await typed(phone, "To meet the quie")
        letter = Sent(phone, "To meet the quiet")
        await phone.shell.curtain.lock()
        await phone.sees("Enter your PIN")
        shown = phone.texts()
        await letter.arrives()
        assert one.door == "locked"
        assert phone.texts() == shown
        assert phone.reported == []
        await one.unlock(PIN)
        await until_kept(one, "To meet the quiet")
        await phone.sees("Who can see this?")
        top: Any = phone.shell._top
        await phone.until(lambda: top.field.value == "To meet the quiet", "the words in view")
        assert phone.shell.last_words.held is None


async def test_such_a_letter_is_saved_whatever_place_the_unlocking_leads_to(
    pages: tuple[PageHouse, PageHouse],
) -> None:
    one, _ = pages
    async with Phone(one) as phone:
        await typed(phone, "To meet the quie")
        letter = Sent(phone, "To meet the quiet")
        await phone.shell.curtain.lock()
        await phone.sees("Enter your PIN")
        await letter.arrives()
        await phone.goes_to("/journal")
        await one.unlock(PIN)
        await until_kept(one, "To meet the quiet")


async def test_a_letter_that_was_on_its_way_when_the_page_was_covered_is_saved_behind_the_cover(
    pages: tuple[PageHouse, PageHouse],
) -> None:
    one, _ = pages
    async with Phone(one) as phone:
        await typed(phone, "To meet the quie")
        letter = Sent(phone, "To meet the quiet")
        await phone.lifecycle("hide")
        assert phone.find(FIELD) == []
        await letter.arrives()
        assert phone.find(FIELD) == []
        await until_kept(one, "To meet the quiet")
        await phone.lifecycle("resume")
        field: Any = (await phone.sees(FIELD, "field")).control
        assert field.value == "To meet the quiet"
        await phone.type(FIELD, "To meet the quiet there")
        await until_kept(one, "To meet the quiet there")


async def test_a_cover_and_a_lock_one_after_the_other_lose_no_letter(
    pages: tuple[PageHouse, PageHouse],
) -> None:
    one, _ = pages
    await one.change_settings(lock_after_s=0)
    async with Phone(one) as phone:
        await typed(phone, "To meet the quie")
        letter = Sent(phone, "To meet the quiet")
        await phone.lifecycle("hide")
        await phone.until(lambda: one.door == "locked", "the lock")
        await phone.rest()
        await letter.arrives()
        await one.unlock(PIN)
        await until_kept(one, "To meet the quiet")


async def test_nothing_is_held_once_no_letter_can_be_on_its_way(
    pages: tuple[PageHouse, PageHouse], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(last_words, "LATE_S", 0.05)
    one, _ = pages
    async with Phone(one) as phone:
        await typed(phone, "To meet the quiet")
        letter = Sent(phone, "Too late")
        await phone.shell.curtain.lock()
        await phone.sees("Enter your PIN")
        await phone.until(lambda: phone.shell.last_words.held is None, "nothing held")
        await letter.arrives()
        assert phone.shell.last_words.held is None
        await one.unlock(PIN)
        await phone.sees("Who can see this?")
        assert await words_kept(one) == "To meet the quiet"


async def test_a_letter_typed_while_the_browser_was_cut_off_is_taken_when_it_is_back(
    pages: tuple[PageHouse, PageHouse], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(last_words, "LATE_S", 0.05)
    one, _ = pages
    async with Phone(one) as phone:
        await typed(phone, "To meet the quie")
        letter = Sent(phone, "To meet the quiet")
        await phone.page._trigger_event("disconnect", None)
        await phone.until(lambda: one.door == "locked", "the lock")
        await asyncio.sleep(0.2)
        await phone.page._trigger_event("connect", None)
        await letter.arrives()
        await one.unlock(PIN)
        await until_kept(one, "To meet the quiet")


async def test_nothing_is_held_once_the_browser_is_back_and_had_nothing_to_send(
    pages: tuple[PageHouse, PageHouse], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(last_words, "LATE_S", 0.05)
    one, _ = pages
    async with Phone(one) as phone:
        await typed(phone, "To meet the quiet")
        await phone.page._trigger_event("disconnect", None)
        await phone.until(lambda: one.door == "locked", "the lock")
        await phone.page._trigger_event("connect", None)
        await phone.until(lambda: phone.shell.last_words.held is None, "nothing held")


async def test_what_met_the_lock_is_given_to_nobody_else(pages: tuple[PageHouse, PageHouse]) -> None:
    _, two = pages
    assert two.device is not None
    async with Phone(two) as second:
        await second.start("/intention/i1")
        await second.may_type(FIELD)
        await asyncio.to_thread(two.device.store.lock)
        await second.type(FIELD, "To meet the quiet")
        await two.device.lock()
        await second.sees("Enter your PIN")
        assert second.shell.last_words.held is not None
        await two.sign_out()
        await second.until(lambda: second.shell.last_words.held is None, "nothing held")
