"""Which of several organizations is the patient's own clinic: by their record, or where that does not say it, by their team."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.screens.clinic_of import NOW, person, receive_all, seeded
from tests.screens.harness import Phone, PretendWiring

INSURER = {"resourceType": "Organization", "id": "insurer", "active": True, "name": "Placeholder Mutual"}


def by_the_team(document: dict[str, Any]) -> dict[str, Any]:
    """The record leaves its clinic out; the team lists it."""
    if document["resourceType"] == "Patient":
        return {name: value for name, value in document.items() if name != "managingOrganization"}
    if document["resourceType"] == "CareTeam":
        listed = {"member": {"reference": "Organization/clinic"}}
        return {**document, "participant": [*document["participant"], listed]}
    return document


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("/care", "^Made-up Meadow Clinic$"),
        ("/practice", "^Made-up Meadow Clinic$"),
        ("/portable-summary", "From Made-up Meadow Clinic’s record."),
    ],
)
async def test_a_clinic_that_only_the_team_names_is_named(tmp_path: Path, place: str, said: str) -> None:
    async with Phone(await named_by_team(tmp_path)) as phone:
        await phone.start(place)
        await phone.sees(re.compile(said))


async def test_a_receipt_is_given_by_the_clinic_that_only_the_team_names(tmp_path: Path) -> None:
    async with Phone(await named_by_team(tmp_path)) as phone:
        await phone.start("/receipts")
        await phone.sees("3 bills")
        await phone.sees(re.compile("^The clinic has not given a code"))
        assert "The clinic has not given its name." not in "\n".join(phone.texts())


async def named_by_team(folder: Path) -> PretendWiring:
    records = await seeded(folder, "rowan", change=by_the_team)
    await receive_all(records, "rowan", [INSURER])
    return PretendWiring(records=records, person=person("rowan"), at=NOW)
