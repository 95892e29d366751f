"""Reminders on a device of a patient's own, whole: signed in at the sandbox, turned on, locked, tapped, signed out, destroyed."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from api_client.sandbox import Sandbox
from mobile.reminders.wall_clock import WallClock
from mobile.screens.reads.reminders import RemindersReading
from tests.screens.harness import Phone, PretendWiring
from tests.screens.pretend_notifier import PretendNotifier
from tests.screens.test_biometrics import BASE, PIN, made


class OnAPhone:
    def __init__(self, phone: Phone, notifier: PretendNotifier) -> None:
        self.phone, self.notifier = phone, notifier
        self.services = phone.wiring

    async def turned_on(self) -> None:
        await self.phone.goes_to("/settings/reminders")
        await self.phone.tap("Turn reminders on", "button")
        await self.phone.until(lambda: len(self.notifier.has) > 3, "reminders of the course that was fetched")

    async def number_of_a_session(self) -> int:
        records, zone = self.services.records, self.services.zone
        assert records is not None
        found = await RemindersReading().read(records, self.services.now(), zone, WallClock())
        alone = [one for one in found.gathered if len(one.reminders) == 1 and one.at > found.now]
        return next(one.number for one in alone if one.reminders[0].kind in ("soon", "day-before"))


@pytest.fixture
async def own(tmp_path: Path) -> AsyncIterator[OnAPhone]:
    clinic, notifier = Sandbox(None, demo=True, base_url=BASE), PretendNotifier()
    async with Phone(PretendWiring(), is_web=False) as phone:
        phone._begin("/support")
        services = await made(tmp_path, None, clinic, phone, notifier)
        phone.wiring = services
        await phone.start("/support")
        yield OnAPhone(phone, notifier)
        await services._accounts.close()
    clinic.close()


async def test_a_lock_leaves_them_and_a_tap_leads_through_it_to_the_session(own: OnAPhone) -> None:
    await own.turned_on()
    number, before = await own.number_of_a_session(), set(own.notifier.has)
    assert number in before
    await own.services.lock_now()
    await own.phone.sees("Welcome back")
    assert set(own.notifier.has) == before
    await own.phone.goes_to(f"/reminders/{number}", waits=False)
    await own.phone.sees("Welcome back")
    for digit in PIN:
        await own.phone.tap(digit, "button")
    await own.phone.sees(re.compile("^Session 3$"), "heading")
    assert own.phone.reported == []


async def test_who_signs_out_or_destroys_what_is_kept_leaves_the_phone_with_none(own: OnAPhone) -> None:
    await own.turned_on()
    one = next(iter(own.notifier.has.values()))
    own.notifier.seen[one.number] = one
    await own.services.sign_out()
    assert own.notifier.has == own.notifier.seen == {}
    own.notifier.has[one.number] = one
    await own.services.wipe()
    assert own.notifier.has == {}
