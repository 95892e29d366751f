"""Letters on their way when the page is covered, locked or cut off: taken, sealed at the next unlocking, given to nobody else."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from mobile.shell import late_input
from mobile.wiring.app_services import PageServices
from tests.screens.harness import Phone
from tests.unit.wiring.conftest import FIELD, PIN, until_kept, words_kept


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


async def typed(phone: Phone, text: str) -> None:
    await phone.start("/intention/i1")
    await phone.sees("Who can see this?")
    await phone.type(FIELD, text)
    await phone.sees("Saved on this phone")


async def test_a_letter_that_was_on_its_way_when_the_lock_fell_is_saved_by_the_next_unlocking(
    pages: tuple[PageServices, PageServices],
) -> None:
    one, _ = pages
    async with Phone(one) as phone:
        await typed(phone, "To meet the quie")
        letter = Sent(phone, "To meet the quiet")
        await phone.shell.privacy_screen.lock()
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
        assert phone.shell.late_input.held == {}


async def test_such_a_letter_is_saved_whatever_place_the_unlocking_leads_to(
    pages: tuple[PageServices, PageServices],
) -> None:
    one, _ = pages
    async with Phone(one) as phone:
        await typed(phone, "To meet the quie")
        letter = Sent(phone, "To meet the quiet")
        await phone.shell.privacy_screen.lock()
        await phone.sees("Enter your PIN")
        await letter.arrives()
        await phone.goes_to("/journal")
        await one.unlock(PIN)
        await until_kept(one, "To meet the quiet")


async def test_a_letter_that_was_on_its_way_when_the_page_was_covered_is_saved_behind_the_cover(
    pages: tuple[PageServices, PageServices],
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
    pages: tuple[PageServices, PageServices],
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
    pages: tuple[PageServices, PageServices], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(late_input, "LATE_S", 0.05)
    one, _ = pages
    async with Phone(one) as phone:
        await typed(phone, "To meet the quiet")
        letter = Sent(phone, "Too late")
        await phone.shell.privacy_screen.lock()
        await phone.sees("Enter your PIN")
        await phone.until(lambda: phone.shell.late_input.held == {}, "nothing held")
        await letter.arrives()
        assert phone.shell.late_input.held == {}
        await one.unlock(PIN)
        await phone.sees("Who can see this?")
        assert await words_kept(one) == "To meet the quiet"


async def test_a_letter_typed_while_the_browser_was_cut_off_is_taken_when_it_is_back(
    pages: tuple[PageServices, PageServices], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(late_input, "LATE_S", 0.05)
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
    pages: tuple[PageServices, PageServices], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(late_input, "LATE_S", 0.05)
    one, _ = pages
    async with Phone(one) as phone:
        await typed(phone, "To meet the quiet")
        await phone.page._trigger_event("disconnect", None)
        await phone.until(lambda: one.door == "locked", "the lock")
        await phone.page._trigger_event("connect", None)
        await phone.until(lambda: phone.shell.late_input.held == {}, "nothing held")


async def test_what_met_the_lock_is_given_to_nobody_else(pages: tuple[PageServices, PageServices]) -> None:
    _, two = pages
    assert two.account is not None
    async with Phone(two) as second:
        await second.start("/intention/i1")
        await second.may_type(FIELD)
        await asyncio.to_thread(two.account.store.lock)
        await second.type(FIELD, "To meet the quiet")
        await two.account.lock()
        await second.sees("Enter your PIN")
        assert second.shell.late_input.held
        await two.sign_out()
        await second.until(lambda: second.shell.late_input.held == {}, "nothing held")
