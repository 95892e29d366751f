"""A damaged store: the screen says so, saves what still opens, says what came back, and goes on at the person's word."""

from __future__ import annotations

import asyncio
import re
from typing import Any

import pytest

from mobile.screens.app_services import Trouble
from tests.screens.harness import Phone, PretendWiring

PIN = "271801"


async def test_what_still_opens_is_saved_told_and_gone_on_with() -> None:
    wiring = PretendWiring(door="damaged", pin=PIN)
    async with Phone(wiring) as phone:
        await phone.start("/")
        await phone.sees("Your records cannot be read", "heading")
        await phone.tap("Save what still opens", "button")
        await phone.sees("Your PIN, because it is part of the key")
        assert "salvage" not in wiring.done
        for digit in PIN:
            await phone.tap(digit, "button")
        await phone.sees("12 records came back.")
        await phone.sees("3 could not be opened.")
        assert phone.faults() == []
        assert "look_again" not in wiring.done
        await phone.tap("Go on", "button")
        await phone.until(lambda: "look_again" in wiring.done)


async def test_keys_that_are_lost_too_are_said_and_support_stays() -> None:
    wiring = PretendWiring(door="damaged")
    wiring.troubles = [Trouble("cannot_salvage")]
    async with Phone(wiring) as phone:
        await phone.start("/")
        await phone.tap("Save what still opens", "button")
        await phone.sees("The part of the file that holds the keys is damaged too.")
        await phone.sees("Save what still opens", "button")
        assert phone.faults() == []


@pytest.mark.parametrize("code", ["cannot_salvage", "no_more_tries"])
async def test_where_nothing_can_be_saved_the_person_may_start_again_and_says_so_twice(code: Any) -> None:
    wiring = PretendWiring(door="damaged")
    wiring.troubles = [Trouble(code)]
    async with Phone(wiring) as phone:
        await phone.start("/")
        await phone.sees("Save what still opens", "button")
        await phone.sees_no("Start again on this device")  # what opens is saved first
        await phone.tap("Save what still opens", "button")
        asking = asyncio.create_task(phone.tap("Start again on this device", "button"))
        await phone.sees(re.compile("The damaged files are kept aside"))
        assert "start_again" not in wiring.done
        await phone.tap("Start again", "button")
        await asking
        await phone.until(lambda: wiring.door == "signed_out", "the sign-in")
        assert wiring.done[-1] == "start_again"
