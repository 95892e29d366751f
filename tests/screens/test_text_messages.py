"""Reminders by text message, on the real sandbox clinic: wished for, confirmed from the number, shown word for word, turned off."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from api_client.sandbox import Sandbox
from mobile.care.text_wish import TextWish
from mobile.records.errors import NotSaved
from mobile.reminders.wall_clock import QuietHours
from mobile.screens.reads.reminders import choose
from mobile.screens.texts.model import WishingForTexts
from tests.screens.clinic_of import NOW, person, seeded
from tests.screens.harness import Phone, PretendWiring
from tests.screens.test_ride import the_session
from tests.screens.test_shell_places import english_only
from tests.unit.care.test_with_the_clinic import BASE, Device, device_of
from tests.unit.sandbox.test_texts import CONFIRM, NUMBER, reminders

PLACE, FIELD = "/reminders/texts", "Your number"
TEXT = "Reminder: something is due. Please have a look. Reply STOP to end."
EVE = datetime(2026, 6, 10, 23, 0, tzinfo=UTC)


def wiring(records: Any, **more: Any) -> PretendWiring:
    return PretendWiring(records=records, person=person("rowan"), at=more.pop("at", NOW), **more)


class Both:
    """A patient's device and the clinic it syncs with."""

    def __init__(self, clinic: Sandbox, rowan: Device) -> None:
        self.clinic, self.rowan = clinic, rowan

    async def sync(self) -> None:
        await self.rowan.sync()
        await self.clinic.texts.tick()
        await self.rowan.sync()

    @asynccontextmanager
    async def phone(self) -> AsyncIterator[Phone]:
        async with Phone(wiring(self.rowan.records)) as phone:
            await phone.start(PLACE)
            yield phone
            assert phone.faults() == []
            assert phone.reported == []

    async def asks(self, phone: Phone, number: str = "202-555-0177") -> None:
        await phone.type(FIELD, number)
        await phone.tap("Ask for text messages")
        await phone.sees("Your clinic has not answered yet")
        await self.sync()


@pytest.fixture
async def both(tmp_path: Path) -> AsyncIterator[Both]:
    clinic = Sandbox(None, demo=True, clock=lambda: NOW, base_url=BASE)
    async with device_of(clinic, "rowan", tmp_path) as rowan:
        await rowan.sync()
        yield Both(clinic, rowan)
    clinic.close()


@pytest.fixture
async def records(tmp_path: Path) -> Any:
    return await seeded(tmp_path, "rowan")


async def test_wished_for_confirmed_sent_as_it_is_shown_and_turned_off(both: Both) -> None:
    async with both.phone() as phone:
        await phone.sees(TEXT)
        await both.asks(phone)
        await phone.sees(CONFIRM["en"])
        await phone.sees(re.compile("the number that ends in 77[.] Answer YES"))
        assert [one.text for one in both.clinic.gateway.kept()] == [CONFIRM["en"]]
        assert not any("555" in words for words in phone.texts()), "only the last digits are shown"
        both.clinic.texts.wishes.hear(NUMBER, "YES")
        await both.sync()
        await phone.sees("Text messages are on", "heading")
        await phone.sees(re.compile("^Confirmed .* from the number that ends in 77"))
        await phone.sees(TEXT)
        both.clinic.clock.shift((EVE - NOW).total_seconds())
        await both.clinic.texts.tick()
        assert reminders(both.clinic) == [TEXT], "word for word what is shown"
        both.clinic.clock.shift((NOW - EVE).total_seconds())
        await phone.tap("Turn text messages off")
        await phone.sees(re.compile("until it does, one may still come"))
        await both.sync()
        await phone.sees_no(re.compile("one may still come"))
        await phone.sees("Ask for text messages", "button")
    both.clinic.clock.shift(timedelta(days=2).total_seconds())
    await both.clinic.texts.tick()
    assert reminders(both.clinic) == [TEXT]


@pytest.mark.parametrize(
    ("number", "says"),
    [
        ("+44 20 7946 0134", "of its own country alone"),
        ("202-555-0100", "of a landline"),
        ("555-0177", "no whole telephone number"),
    ],
)
async def test_a_number_that_cannot_be_texted_is_said_in_a_plain_sentence(
    both: Both, number: str, says: str
) -> None:
    async with both.phone() as phone:
        await both.asks(phone, number)
        await phone.sees(re.compile(says))
        await phone.sees("Ask for text messages", "button")
    assert both.clinic.gateway.kept() == []


async def test_another_choice_leaves_the_cursor_in_the_field(both: Both) -> None:
    async with both.phone() as phone:
        standing = await phone.standing(FIELD)
        await phone.type(FIELD, "202-5")
        await phone.tap(re.compile("^With the address of your page"), "button")
        await phone.sees(re.compile("^It comes without the address if both do not fit"))
        await phone.rest()
        assert await phone.standing(FIELD) == standing


async def test_stop_from_the_phone_is_said_here_with_the_way_back(both: Both) -> None:
    async with both.phone() as phone:
        await both.asks(phone)
        both.clinic.texts.wishes.hear(NUMBER, "yes")
        both.clinic.texts.wishes.hear(NUMBER, "STOP")
        await both.sync()
        await phone.sees(re.compile("STOP came from that number.*START.*202-555-0186"))
        await phone.sees_no("Text messages are on")


async def test_other_words_end_the_wish_before_and_need_no_second_yes(both: Both) -> None:
    async with both.phone() as phone:
        await both.asks(phone)
        both.clinic.texts.wishes.hear(NUMBER, "yes")
        await both.sync()
        await phone.tap("Choose anew")
        await phone.tap("There is something soon in your calendar.")
        await phone.sees("There is something soon in your calendar. Reply STOP to end.")
        await phone.tap("Ask for text messages")
        await both.sync()
        await phone.sees("Text messages are on", "heading")
        await phone.sees("There is something soon in your calendar. Reply STOP to end.")
    assert sorted(one.status for one in await both.rowan.all(TextWish)) == ["cancelled", "in-progress"]
    assert len(both.clinic.gateway.kept()) == 1


async def test_times_that_were_changed_since_are_said_and_can_be_used(both: Both) -> None:
    async with both.phone() as phone:
        await both.asks(phone)
        both.clinic.texts.wishes.hear(NUMBER, "yes")
        await both.sync()
        await choose(both.rowan.records, lambda one: replace(one, quiet=QuietHours(time(22), time(7))))
        await phone.sees(re.compile("Text messages still go by the earlier ones"))
        await phone.tap("Use the new times")
        await both.sync()
        await phone.sees("Text messages are on", "heading")
        await phone.sees_no(re.compile("go by the earlier ones"))
        await phone.sees(re.compile("^None from 10:00.PM to 7:00.AM"))


async def test_new_times_leave_the_language_of_the_messages_as_it_was(records: Any) -> None:
    """The app may stand in another language by now than whoever reads the messages."""
    model = WishingForTexts(records, lambda: NOW, ZoneInfo("America/Chicago"))
    await model.load()
    model.number = "202-555-0177"
    assert await model.ask("Patient/rowan", "es") == "asked"
    assert await model.use_these_times("Patient/rowan", "en") == "asked"
    assert [one.language for one in await records.every(TextWish) if not one.is_over] == ["es"]


async def test_tapped_twice_it_is_asked_once_and_without_a_number_not_at_all(records: Any) -> None:
    async with Phone(wiring(records)) as phone:
        await phone.start(PLACE)
        for wrong in ("", "call me", "9", "555 555 555 555 555 555 555 555 555"):
            await phone.type(FIELD, wrong)
            await phone.tap("Ask for text messages")
            await phone.sees(re.compile("^A number has digits"))
        assert await records.every(TextWish) == []

        async def full(*_: Any, **__: Any) -> None:
            raise NotSaved("full")

        records.save_all = full
        await phone.type(FIELD, "202-555-0177")
        await phone.tap("Ask for text messages")
        await phone.sees(re.compile("this phone has no space left"))
        del records.save_all
        await phone.tap("Ask for text messages")
        await phone.sees("Your clinic has not answered yet")
    assert len(await records.every(TextWish)) == 1


async def test_on_the_day_of_a_session_asking_waits_and_turning_off_does_not(both: Both) -> None:
    async with both.phone() as phone:
        await both.asks(phone)
    during = datetime.fromisoformat(the_session()["start"]).astimezone(UTC) + timedelta(minutes=5)
    async with Phone(wiring(both.rowan.records, at=during)) as phone:
        await phone.start(PLACE)
        await phone.tap("Choose anew")
        await phone.sees(re.compile("^You can ask for it"))
        await phone.sees_no("Ask for text messages", "button")
        await phone.tap("Leave it as it is")
        await phone.tap("Turn text messages off")
        await phone.sees(re.compile("one may still come"))


async def test_what_was_open_before_the_session_began_is_asked_about_again_at_the_tap(records: Any) -> None:
    during = datetime.fromisoformat(the_session()["start"]).astimezone(UTC) + timedelta(minutes=5)
    model = WishingForTexts(records, lambda: during, ZoneInfo("America/Chicago"))
    model.number = "202-555-0177"
    assert await model.ask("Patient/rowan", "en") == "waits"
    assert await records.every(TextWish) == []


async def test_a_clinic_that_does_not_offer_them_is_said_to(tmp_path: Path) -> None:
    records = await seeded(
        tmp_path, "rowan", change=lambda one: None if one.get("id") == "text-messages" else one
    )
    async with Phone(wiring(records)) as phone:
        await phone.start(PLACE)
        await phone.sees("Your clinic does not offer text messages here.")
        await phone.sees_no("Ask for text messages")


async def test_a_lock_leaves_the_number_to_go_on_with_and_on_the_page_nothing(records: Any) -> None:
    device = wiring(records, pin="314159")
    await device.change_settings(has_pin=True)
    async with Phone(device) as phone:
        await phone.start(PLACE)
        await phone.type(FIELD, "202-555-0177")
        await phone.tap("Hide everything now") if phone.find(
            "Hide everything now"
        ) else await device.lock_now()
        await phone.sees("Welcome back")
        assert not any("555" in words for words in phone.texts())
        for digit in "314159":
            await phone.tap(digit, "button")
        field = await phone.sees(FIELD, "field")
        assert field.control.value == "202-555-0177"


async def test_the_place_is_spanish_and_the_words_are_the_clinics_in_it(records: Any) -> None:
    device = wiring(records)
    await device.change_settings(language="es")
    async with Phone(device) as phone:
        await phone.start("/settings/reminders")
        await phone.tap("Mensajes de texto")
        await phone.sees("Recordatorio: hay algo pendiente. Mire cuando pueda. Responda STOP para terminar.")
        assert phone.faults(untranslated=english_only()) == []
