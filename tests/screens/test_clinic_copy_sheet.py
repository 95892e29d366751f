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
        self.copy.says(leaving_for_earlier_sheet=self.copy.now.leaving, **self.then)


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
        ({"last": None, "leaving": 1, "leaving_for_earlier_sheet": 1, "hindrance": "refused"}, STILL),
        (
            {"is_for_earlier_sheet": True, "hindrance": "fewer"},
            re.compile(
                "still opens the sealed copy at your clinic. Much less is kept here than in that copy"
            ),
        ),
        (
            {"leaving": 1, "leaving_for_earlier_sheet": 1, "is_deletion_refused": True},
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
        device.copy.says(
            is_for_earlier_sheet=False,
            leaving=0,
            leaving_for_earlier_sheet=0,
            hindrance=None,
            is_deletion_refused=False,
        )
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
        device.copy.says(leaving=0, leaving_for_earlier_sheet=0, is_deletion_refused=False, removed_at=NOW)
        await phone.sees("Its words open nothing any more. You can throw the paper away.")
        await phone.goes_to("/settings")


async def test_while_a_copy_is_leaving_the_sheet_is_still_said_to_open_it() -> None:
    device = Device()
    device.copy.says(is_on=False, last=None, leaving=1)
    async with Phone(device) as phone:
        await phone.start("/settings/sheet")
        await phone.sees(re.compile("and so can whoever has the sheet and your clinic’s sign-in"))


@pytest.mark.parametrize(
    ("standing", "said", "unsaid"),
    [
        ({"is_on": False, "last": None}, "open nothing, and only your PIN does.", "clinic"),
        ({"last": None}, "Nothing of it is at your clinic.", "still open it"),
        (
            {},
            "your clinic is asked to delete what it has of it. Until your clinic has answered",
            "is deleted",
        ),
        ({"was_missing": True, "last": None}, "is asked to delete what it has of it.", "is deleted"),
        ({"is_on": False, "last": None, "leaving": 1}, "Your clinic has not answered yet", "turned off too"),
        (
            {"is_on": False, "last": None, "leaving": 1, "is_deletion_refused": True},
            "which did not let Lantern delete it.",
            "is asked to",
        ),
    ],
)
async def test_before_a_sheet_is_turned_off_it_is_said_what_its_words_open_afterwards(
    standing: dict[str, Any], said: str, unsaid: str
) -> None:
    device = Device()
    device.copy.says(**standing)
    async with Phone(device) as phone:
        await phone.start("/settings/sheet")
        ending = asyncio.create_task(phone.tap("Turn the sheet off", "button"))
        question = re.compile("The words you have then open nothing")
        await phone.sees(question)
        await phone.sees(re.compile(re.escape(said)))
        assert not phone.find(re.compile(f"The words you have then.*{re.escape(unsaid)}"))
        await phone.tap("Keep it", "button")
        await ending
        assert phone.faults() == []


@pytest.mark.parametrize(
    ("standing", "said"),
    [
        ({}, "It opens only with the words of your recovery sheet."),
        ({"is_for_earlier_sheet": True}, "It opens only with the words of an earlier recovery sheet."),
        ({"is_on": False, "last": None, "leaving": 1}, "words of the recovery sheet it was sealed for."),
        ({"last": None, "leaving": 1}, "words of the recovery sheet they were sealed for."),
        ({"last": None}, ""),
        ({"is_on": False, "last": None}, ""),
    ],
)
async def test_which_sheet_opens_what_is_at_the_clinic(
    tmp_path: Path, standing: dict[str, Any], said: str
) -> None:
    device = Device()
    device.kept = await opened_store(tmp_path)
    device.copy.says(**standing)
    async with Phone(device) as phone:
        await phone.start("/settings/where")
        await phone.sees("At your clinic")
        assert bool(phone.find(re.compile("recovery sheet"))) is bool(said)
        if said:
            await phone.sees(re.compile(re.escape(said)))


async def test_a_copy_without_a_sheet_is_not_promised_to_go() -> None:
    device = Device()
    device.copy.says(is_for_earlier_sheet=True, hindrance="no_sheet")
    async with Phone(device) as phone:
        await phone.start("/settings/clinic-copy")
        await phone.sees(re.compile("It stays until you make a new sheet or turn the copy off"))
        assert not phone.find(re.compile("Lantern removes it"))


async def test_the_list_of_settings_says_no_more_than_is_known() -> None:
    device = Device()
    async with Phone(device) as phone:
        await phone.start("/settings")
        for standing, said in (
            ({"is_on": False, "last": None, "leaving": 1}, "Off. Not deleted there yet"),
            ({"is_deletion_refused": True}, "Off. Your clinic did not delete it"),
            ({"leaving": 0, "is_deletion_refused": False}, "Off"),
            ({"is_on": True, "was_missing": True}, "On. Your clinic does not have the last copy any more"),
        ):
            device.copy.says(**standing)
            await phone.goes_to("/settings/where")
            await phone.goes_to("/settings")
            await phone.sees(re.compile(f"{said}$"))


@pytest.mark.parametrize(
    ("standing", "is_first"),
    [
        ({"hindrance": "unreachable"}, True),
        ({"leaving": 1, "progress": (1, 4)}, True),
        ({"leaving": 1}, False),
    ],
)
async def test_no_copy_yet_is_said_only_where_none_was_ever_there(
    standing: dict[str, Any], is_first: bool
) -> None:
    device = Device()
    device.copy.says(last=None, **standing)
    async with Phone(device) as phone:
        await phone.start("/settings/clinic-copy")
        await phone.sees(
            "No copy is at your clinic yet."
            if is_first
            else "No whole copy that your sheet opens is at your clinic."
        )


async def test_what_an_earlier_sheet_still_opens_is_said_beside_how_the_copy_stands() -> None:
    device = Device()
    device.copy.says(last=None, leaving=1, leaving_for_earlier_sheet=1, hindrance="refused")
    async with Phone(device) as phone:
        await phone.start("/settings/clinic-copy")
        await phone.sees(re.compile("An earlier sheet still opens a sealed copy at your clinic"))
