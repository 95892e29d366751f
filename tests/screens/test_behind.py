"""A store that lacks what was saved, or is gone: the person sees what happened and what they may do, and the way on works."""

from __future__ import annotations

import asyncio
import re
from datetime import UTC, datetime, timedelta

import pytest

from mobile.records import Behind
from mobile.screens.app_services import Trouble
from tests.screens.harness import Phone, PretendWiring

NOW = datetime(2026, 3, 3, 18, 0, tzinfo=UTC)


def _behind(behind: Behind, **more: object) -> PretendWiring:
    wiring = PretendWiring(door="behind", at=NOW, **more)  # type: ignore[arg-type]
    wiring.behind = behind
    return wiring


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        (1, "1 change that Lantern saved on this device is missing."),
        (12, "12 changes that Lantern saved on this device are missing."),
        (None, "A part of Lantern's files is gone or was put back from before, and changes may be missing."),
    ],
)
async def test_how_much_is_missing_is_said_as_far_as_it_is_known(missing: int | None, said: str) -> None:
    async with Phone(_behind(Behind(missing, NOW - timedelta(hours=2), NOW))) as phone:
        await phone.start("/")
        assert phone.title() == "Some of what was saved may be missing"
        await phone.sees(re.compile(re.escape(said)))
        await phone.sees(
            re.compile("What is here ends on Tuesday, Mar 3|What is here ends on Tuesday, March 3")
        )
        await phone.sees(re.compile("The last change was saved on Tuesday"))
        assert phone.faults() == []


async def test_nothing_is_made_up_where_no_time_is_known() -> None:
    async with Phone(_behind(Behind())) as phone:
        await phone.start("/")
        await phone.sees(re.compile("A part of Lantern's files is gone"))
        await phone.sees_no(re.compile("What is here ends on"))
        await phone.sees_no(re.compile("The last change was saved on"))


async def test_going_on_leads_to_where_the_person_wanted_to_go() -> None:
    wiring = _behind(Behind(3, NOW, NOW))
    async with Phone(wiring) as phone:
        await phone.start("/nowhere")
        await phone.tap("Go on with what is here")
        await phone.sees("Nothing here")
        assert wiring.done[-1] == "go_on"


async def test_going_on_can_lead_to_bringing_back_a_copy() -> None:
    wiring = _behind(Behind(3, NOW, NOW))
    async with Phone(wiring) as phone:
        await phone.start("/")
        await phone.tap("Go on and bring back a copy")
        await phone.until(lambda: phone.title() == "Bring back a copy", "the place for a copy")
        assert wiring.done[-1] == "go_on"


async def test_a_missing_store_is_no_first_start_and_starting_again_is_a_choice() -> None:
    wiring = PretendWiring(door="missing")
    async with Phone(wiring) as phone:
        await phone.start("/")
        assert phone.title() == "Your records are not on this device"
        await phone.tap("Start again on this device")
        await phone.until(lambda: wiring.door == "signed_out", "the sign-in")
        assert wiring.done[-1] == "start_again"


async def test_where_the_key_stayed_on_the_old_phone_starting_again_is_asked_first() -> None:
    wiring = PretendWiring(door="key_gone")
    async with Phone(wiring) as phone:
        await phone.start("/")
        assert phone.title() == "The key to your records is not here"
        asking = asyncio.create_task(phone.tap("Start again on this device"))
        await phone.sees(re.compile("The sealed records are put aside and kept"))
        assert "start_again" not in wiring.done
        await phone.tap("Start again", "button")
        await asking
        await phone.until(lambda: wiring.door == "signed_out", "the sign-in")


async def test_what_cannot_be_put_aside_is_said_and_nothing_changes() -> None:
    wiring = PretendWiring(door="missing")
    wiring.troubles = [Trouble("not_saved")]
    async with Phone(wiring) as phone:
        await phone.start("/")
        await phone.tap("Start again on this device")
        await phone.sees(re.compile("Make some room on the device, then try again."))
        assert wiring.door == "missing"
