"""A new recovery sheet, and one that was turned off, with a sealed copy at the clinic: what the old words open there is said from how
the copy stands, and said anew when it stands otherwise."""

from __future__ import annotations

import asyncio
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from mobile.clinic_copy.standing import Last
from tests.screens.harness import Phone, PretendWiring, opened_store
from tests.screens.harness.wiring import PretendClinicCopy
from tests.screens.test_recovery_sheet import PIN, enters, makes

NOW = datetime(2031, 6, 9, 18, tzinfo=UTC)
STILL = re.compile("An earlier sheet still opens a sealed copy at your clinic until that is gone there")


class Device(PretendWiring):
    """With a sheet and a copy that is on. `then`: how the copy stands when the sheet was changed."""

    def __init__(self, **then: Any) -> None:
        super().__init__(pin=PIN, at=NOW, mode="app")
        self.sheet = "a sheet"
        self.then = then
        self.clinic_copy = PretendClinicCopy(is_on=True, last=Last(NOW, NOW))

    @property
    def copy(self) -> PretendClinicCopy:
        assert self.clinic_copy is not None
        return self.clinic_copy

    async def keep_sheet(self, words: str) -> None:
        await super().keep_sheet(words)
        self.copy.says(**self.then)

    async def end_sheet(self) -> None:
        await self.copy.turn_off()
        await super().end_sheet()
        self.copy.says(**self.then)


async def ends(phone: Phone) -> None:
    await phone.start("/settings/sheet")
    ending = asyncio.create_task(phone.tap("Turn the sheet off", "button"))
    await phone.tap("Turn it off", "button")
    await ending
    await enters(phone, PIN)
    await phone.sees("The sheet is off")


@pytest.mark.parametrize(
    ("then", "said"),
    [
        ({"is_for_earlier_sheet": True}, STILL),
        ({"is_for_earlier_sheet": True, "hindrance": "unreachable"}, STILL),
        ({"last": None, "leaving": 1, "hindrance": "refused"}, STILL),
        (
            {"is_for_earlier_sheet": True, "hindrance": "fewer"},
            re.compile(
                "still opens the sealed copy at your clinic. Much less is kept here than in that copy"
            ),
        ),
        (
            {"leaving": 1, "is_deletion_refused": True},
            re.compile("still opens a sealed copy at your clinic, which did not let Lantern delete it"),
        ),
    ],
)
async def test_a_new_sheet_says_that_an_earlier_one_still_opens_the_copy(
    then: dict[str, Any], said: re.Pattern[str]
) -> None:
    device = Device(**then)
    async with Phone(device) as phone:
        await makes(phone)
        await phone.sees(re.compile("An earlier sheet opens nothing here any more"))
        await phone.sees(said)
        assert phone.faults() == []
        device.copy.says(is_for_earlier_sheet=False, leaving=0, hindrance=None, is_deletion_refused=False)
        await phone.sees(re.compile("An earlier sheet opens nothing any more"))
        assert not phone.find(re.compile("still opens"))
        assert not phone.find("See the sealed copy, or delete it there")
        assert phone.faults() == []


async def test_the_way_to_the_copy_is_there_and_says_it_too(tmp_path: Path) -> None:
    device = Device(is_for_earlier_sheet=True, hindrance="fewer")
    device.kept = await opened_store(tmp_path)
    async with Phone(device) as phone:
        await makes(phone)
        await phone.tap("See the sealed copy, or delete it there", "button")
        await phone.sees(re.compile("An earlier sheet still opens the sealed copy at your clinic"))
        await phone.sees("Put up the smaller copy")
        await phone.goes_to("/settings/where")
        await phone.sees(re.compile("It opens only with the words of an earlier recovery sheet"))


async def test_a_sheet_that_was_turned_off_opens_nothing_only_once_the_copy_is_gone() -> None:
    device = Device()
    async with Phone(device) as phone:
        await ends(phone)
        await phone.sees(
            re.compile("They still open the sealed copy at your clinic until that is gone there")
        )
        assert not phone.find(re.compile("You can throw the paper away"))
        device.copy.says(is_deletion_refused=True)
        await phone.sees(re.compile("did not let Lantern delete it. Ask your clinic to remove it"))
        assert phone.faults() == []
        device.copy.says(leaving=0, is_deletion_refused=False, removed_at=NOW)
        await phone.sees("Its words open nothing any more. You can throw the paper away.")
        await phone.goes_to("/settings")


async def test_while_a_copy_is_leaving_the_sheet_is_still_said_to_open_it() -> None:
    device = Device()
    device.copy.says(is_on=False, last=None, leaving=1)
    async with Phone(device) as phone:
        await phone.start("/settings/sheet")
        await phone.sees(re.compile("and so can whoever has the sheet and your clinic’s sign-in"))
