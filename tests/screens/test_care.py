"""Care's ways stand in groups by what one looks for, and the line under What I share leaves out nobody who can read something."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from tests.screens.clinic_of import NOW, person, receive_all, seeded
from tests.screens.harness import Phone, PretendWiring
from tests.screens.test_day_page import at_clinic

GROUPS = {
    "With your clinic": ("What I share", "Messages", "Notes from your care team", "Agreements"),
    "Your own": ("My safety plan", "Summary to hand over"),
    "Cost": ("Help with cost", "Cost and cover", "Insurance approval"),
    "This app": ("Settings",),
}
MOST = 4
"""Ways below one heading."""


def phone_of(records: Any) -> Phone:
    return Phone(PretendWiring(records=records, person=person("rowan"), at=NOW))


async def test_the_ways_stand_in_groups_of_a_few_each_below_its_heading(tmp_path: Path) -> None:
    async with phone_of(await seeded(tmp_path, "rowan")) as phone:
        await phone.start("/care")
        await phone.sees("Your own", "heading")
        every = {way for ways in GROUPS.values() for way in ways}
        read = [text for text in phone.texts() if text in every | GROUPS.keys()]
        found: dict[str, list[str]] = {}
        for text in dict.fromkeys(read):
            if text in GROUPS:
                found[text] = []
            else:
                found[list(found)[-1]].append(text)
        assert {name: tuple(ways) for name, ways in found.items()} == GROUPS
        assert all(len(ways) <= MOST for ways in found.values())
        assert phone.faults() == []


async def test_what_is_open_to_whoever_has_an_address_is_counted_beside_who_reads(tmp_path: Path) -> None:
    records = await seeded(tmp_path, "rowan")
    async with phone_of(records) as phone:
        await phone.start("/care")
        await phone.sees(re.compile(r"^3 people can see something$"))
        await receive_all(records, "rowan", [at_clinic()])
        await phone.sees("3 people can see something · 1 open to whoever has it")


async def test_nobody_is_said_to_read_only_where_nothing_is_open(tmp_path: Path) -> None:
    bare = await seeded(tmp_path, "rowan", change=lambda one: one if one["resourceType"] in KEPT else None)
    await receive_all(bare, "rowan", [at_clinic()])
    async with phone_of(bare) as phone:
        await phone.start("/care")
        await phone.sees("1 open to whoever has it")
        await phone.sees_no("Nobody can see anything")


KEPT = ("Patient", "Appointment", "CarePlan", "PlanDefinition")
