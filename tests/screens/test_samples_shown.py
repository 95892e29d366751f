"""What the invented people have for looking at: a starred entry in the brief, a suggestion on Today, an invitation, news of the summary.
Each is seen on the screen that is meant to show it, in the sandbox's own records."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from api_client.sandbox import Sandbox
from tests.screens.clinic_of import NOW, person, seeded
from tests.screens.harness import THERAPIST, Phone, PretendWiring
from tests.unit.care.test_with_the_clinic import BASE, device_of
from tests.unit.care.test_with_the_clinic import NOW as CLINIC_NOW


@asynccontextmanager
async def desk_of_sam(folder: Path) -> AsyncIterator[Phone]:
    """With everything that the sandbox clinic sends to Sam."""
    sandbox = Sandbox(None, demo=True, clock=lambda: CLINIC_NOW, base_url=BASE)
    async with device_of(sandbox, "sam", folder) as device:
        await device.sync()
        signed_in = replace(THERAPIST, fhir_user="Practitioner/sam", name="Sam Fixture")
        wiring = PretendWiring(person=signed_in, records=device.records, at=CLINIC_NOW)
        async with Phone(wiring, width=1280, platform="linux") as phone:
            yield phone
    sandbox.close()


async def test_the_brief_has_the_starred_entry(tmp_path: Path) -> None:
    async with desk_of_sam(tmp_path) as phone:
        await phone.start("/shared/marlow/brief")
        await phone.sees(re.compile("^“The second week is quieter"))
        await phone.sees(re.compile("starred", re.IGNORECASE))
        assert phone.faults() == []


async def test_the_list_has_news_of_the_summary_and_who_shares_nothing(tmp_path: Path) -> None:
    async with desk_of_sam(tmp_path) as phone:
        await phone.start("/shared")
        await phone.sees("New in the summary")
        await phone.sees(re.compile("^In your care, nothing shared with you"))
        await phone.sees(re.compile("Ines Example"))
        assert phone.faults() == []


@pytest.mark.parametrize(
    ("who", "path", "seen"),
    [
        ("marlow", "/", "^Sam Fixture suggests"),
        ("marlow", "/sharing", "Robin Dummy, counselor in town"),
        ("marlow", "/journal", "The second week is quieter"),
        ("rowan", "/", "^Sam Fixture wrote a note for you"),
    ],
)
async def test_a_patient_finds_theirs(tmp_path: Path, who: str, path: str, seen: str) -> None:
    wiring = PretendWiring(records=await seeded(tmp_path, who), person=person(who), at=NOW, pin=None)
    async with Phone(wiring) as phone:
        await phone.start(path)
        await phone.sees(re.compile(seen))
        assert phone.faults() == []
