"""What I share is the whole ledger: staff by the clinic's own rules too, each with its right and the way back or why there is none."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from tests.screens.clinic_of import NOW, person, seeded
from tests.screens.harness import Phone, PretendWiring


async def rowan(folder: Path, **more: Any) -> PretendWiring:
    return PretendWiring(records=await seeded(folder, "rowan"), person=person("rowan"), at=NOW, **more)


async def test_everybody_who_can_read_something_is_listed_with_their_right(tmp_path: Path) -> None:
    async with Phone(await rowan(tmp_path)) as phone:
        await phone.start("/sharing")
        await phone.sees("3 people can see something. All of it is here.")
        await phone.sees("Notes that your care team keeps for itself are not listed here.")
        await phone.sees("2 notes of your care team")
        for name in ("Sam Fixture", "Dr. Ash Prototype", "Quinn Template"):
            await phone.sees(name)
        await phone.sees("11 check-ins and their totals")
        await phone.sees("3 intake forms")
        await phone.sees("2 intentions")
        await phone.sees(re.compile("^Your agreement, since "))
        await phone.sees(re.compile("^To treat you, since "))
        await phone.sees("Coordinator. Session times and steps, no answers")
        assert not phone.find(re.compile("Nothing else leaves|Nobody sees anything else"))
        await phone.tap("Why it stays: 3 intake forms, Dr. Ash Prototype")
        await phone.sees(re.compile("Dr. Ash Prototype treats you with it"))
        assert phone.faults() == []


async def test_what_takes_one_intention_back_is_called_by_its_words(tmp_path: Path) -> None:
    async with Phone(await rowan(tmp_path)) as phone:
        await phone.start("/sharing")
        await phone.sees("Take back from Sam Fixture: To meet the quiet without running from…", "button")
        await phone.sees(re.compile("^Take back from Sam Fixture: To notice"), "button")


async def test_care_says_of_each_what_they_read(tmp_path: Path) -> None:
    async with Phone(await rowan(tmp_path)) as phone:
        await phone.start("/care")
        await phone.sees(
            "Prescriber · Reads: check-ins, intake forms, safety plan, the care team’s notes for you, session times and steps"
        )
        await phone.sees("Coordinator · Reads: what your care costs, session times and steps. No answers")
        await phone.sees("3 people can see something")
        assert not phone.find(re.compile("Nothing is shared with them"))


async def test_measures_and_a_form_name_who_reads_them_once_sent(tmp_path: Path) -> None:
    async with Phone(await rowan(tmp_path)) as phone:
        await phone.start("/measures")
        await phone.sees("Once sent, it is read by: Dr. Ash Prototype.")
        assert not phone.find("Your clinic's staff read what you send here.")


async def test_where_it_is_kept_names_what_the_clinic_has(tmp_path: Path) -> None:
    async with Phone(await rowan(tmp_path)) as phone:
        await phone.start("/settings/where")
        await phone.sees(
            re.compile(
                "^Of you: intentions you shared, replies about it, check-ins, intake forms, safety plan"
            )
        )
        assert not phone.find(re.compile("^What you shared or sent"))
