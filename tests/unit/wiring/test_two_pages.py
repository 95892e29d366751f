"""Two pages of one device: typing on one keeps the other's clock from locking both, and a lock of one saves what is typed on the other."""

from __future__ import annotations

import asyncio
from typing import Any

from mobile.device.lifecycle import IdleClock
from mobile.wiring.app_services import PageServices
from tests.screens.harness import Phone
from tests.unit.wiring.conftest import FIELD, PIN, until_kept, words_kept


class Clock:
    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


async def test_typing_on_one_page_is_being_there_for_every_page_that_was_let_in(
    pages: tuple[PageServices, PageServices],
) -> None:
    one, two = pages
    assert one.account is not None
    clock = Clock()
    one.account.idle = IdleClock(clock, clock)
    async with Phone(one) as first, Phone(two) as second:
        await first.start("/")
        await second.start("/intention/i1")
        await second.sees("Who can see this?")
        clock.at = 600
        await second.type(FIELD, "To meet the quiet")
        assert first.shell.idle.idle_s() == 0
        clock.at = 659
        assert not first.shell.privacy_screen._is_too_long(60)
        clock.at = 660
        assert first.shell.privacy_screen._is_too_long(60)


async def test_taps_on_a_page_that_was_not_let_in_keep_no_other_page_open(
    pages: tuple[PageServices, PageServices],
) -> None:
    one, two = pages
    assert one.account is not None
    two.may_show = False
    assert two.door == "locked"
    clock = Clock()
    one.account.idle = IdleClock(clock, clock)
    clock.at = 61
    two.idle.touch()
    assert one.idle.idle_s() == 61
    await two.unlock(PIN)
    assert one.idle.idle_s() == 0


async def test_every_page_saves_what_is_half_typed_before_one_of_them_locks(
    pages: tuple[PageServices, PageServices],
) -> None:
    one, two = pages
    async with Phone(two) as second:
        await second.start("/intention/i1")
        await second.may_type(FIELD)
        top: Any = second.shell._top
        top.model.noun = top.model.noun.revise("To meet the quiet", two.now())
        await one.lock_now()
        await second.sees("Enter your PIN")
    await one.unlock(PIN)
    assert await words_kept(one) == "To meet the quiet"


async def test_letters_that_met_the_lock_are_said_to_be_unsaved_and_saved_after_unlocking(
    pages: tuple[PageServices, PageServices],
) -> None:
    one, two = pages
    device = one.account
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
        await until_kept(two, "To meet the quiet")
        await second.sees("Saved on this phone")
        top: Any = second.shell._top
        await second.until(lambda: top.field.value == "To meet the quiet", "the words in view")
