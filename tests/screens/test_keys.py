"""`/settings/keys`: what changing the keys does, how far it is, and how it ended, in words."""

from __future__ import annotations

import re

import pytest

from mobile.records import KeyChange
from mobile.screens.app_services import Trouble
from tests.screens.harness import Phone, PretendWiring

PIN = "271801"


async def test_the_keys_are_changed_from_the_lock_settings_and_the_place_follows() -> None:
    wiring = PretendWiring(pin=PIN)
    async with Phone(wiring) as phone:
        await phone.start("/settings/lock")
        await phone.tap(re.compile("Change the keys"), "button")
        await phone.sees("What it does", "heading")
        await phone.sees("When one would", "heading")
        await phone.tap("Change the keys now", "button")
        await phone.sees("Everything is being sealed again")
        assert wiring.done.count("change_keys") == 1
        wiring.changes_keys(KeyChange("under_way", 90, 200))
        await phone.sees("45 % done")
        assert phone.faults() == []
        wiring.changes_keys(KeyChange("over", 200, 200))
        await phone.sees("The keys are changed")
        await phone.sees(re.compile("the old keys are gone"))
        assert phone.faults() == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (KeyChange("stopped", 9, 20), "The device could not save the next part."),
        (KeyChange("over", 20, 20, 1), re.compile("1 part does not open and was left as it is")),
        (KeyChange("under_way"), "0 % done"),
    ],
)
async def test_every_state_is_said(change: KeyChange, said: str | re.Pattern[str]) -> None:
    wiring = PretendWiring(pin=PIN)
    wiring.key_change = change
    async with Phone(wiring) as phone:
        await phone.start("/settings/keys")
        await phone.sees(said)
        await phone.sees_no("Change the keys now")
        assert phone.faults() == []


async def test_what_could_not_begin_is_said_and_can_be_tried_again() -> None:
    wiring = PretendWiring(pin=PIN)
    wiring.troubles = [Trouble("not_saved")]
    async with Phone(wiring) as phone:
        await phone.start("/settings/keys")
        await phone.tap("Change the keys now", "button")
        await phone.sees("This could not be saved: the device has no room left.")
        await phone.tap("Change the keys now", "button")
        await phone.sees("Everything is being sealed again")


async def test_a_hosted_page_that_keeps_nothing_does_not_offer_it() -> None:
    async with Phone(PretendWiring(mode="serve", pin=PIN)) as phone:
        await phone.start("/settings/lock")
        await phone.sees("Lock now", "button")
        assert not phone.find(re.compile("Change the keys"))
