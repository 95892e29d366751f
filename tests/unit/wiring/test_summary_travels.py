"""The summary's lines between real devices and the sandbox clinic: two write while they are apart and both lines stand, each arrives once,
and nothing that is not for the patient comes to the patient's device."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from api_client.sandbox import Sandbox
from mobile.care.summary import SummaryLine, Whose, entries
from mobile.records.ports import SendState
from tests.unit.care.test_with_the_clinic import BASE, NOW, Device, device_of

ROWAN, SAM, ASH = "Patient/rowan", "Practitioner/sam", "Practitioner/dr-ash"


@pytest.fixture
def sandbox() -> Any:
    made = Sandbox(None, demo=True, clock=lambda: NOW, base_url=BASE)
    yield made
    made.close()


def line(id: str, words: str, author: str, *, shows: bool = False, **more: Any) -> SummaryLine:
    return SummaryLine.written(id, words, Whose(ROWAN, author, "A name", shows), now=NOW, **more)


async def written(device: Device) -> dict[str, SummaryLine]:
    return {one.words: one for one in await device.records.every(SummaryLine) if one.patient == ROWAN}


async def test_two_who_write_apart_both_have_their_line_and_each_arrives_once(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    before = len(sandbox.find("Composition"))
    async with device_of(sandbox, "sam", tmp_path) as sam, device_of(sandbox, "dr-ash", tmp_path) as ash:
        await sam.sync()
        await ash.sync()
        await sam.records.save(line("6e0f7a52-0000-4000-8000-000000000001", "from Sam", SAM))
        await ash.records.save(line("6e0f7a52-0000-4000-8000-000000000002", "from Ash", ASH, shows=True))
        for device in (sam, ash, sam, ash):
            await device.sync()
        for device in (sam, ash):
            found = await written(device)
            assert (found["from Sam"].author, found["from Sam"].is_for_patient) == (SAM, False)
            assert (found["from Ash"].author, found["from Ash"].is_for_patient) == (ASH, True)
        assert len(sandbox.find("Composition")) == before + 2


async def test_the_patients_device_has_the_patients_lines_alone(sandbox: Sandbox, tmp_path: Path) -> None:
    async with device_of(sandbox, "sam", tmp_path) as sam, device_of(sandbox, "rowan", tmp_path) as rowan:
        await sam.sync()
        await sam.records.save(line("6e0f7a52-0000-4000-8000-000000000003", "canary of the team", SAM))
        shown = line("6e0f7a52-0000-4000-8000-000000000004", "for Rowan", SAM, shows=True)
        await sam.records.save(shown)
        await sam.sync()
        await rowan.sync()
        found = await written(rowan)
        assert "for Rowan" in found
        assert all(one.is_for_patient for one in found.values())
        kept = (await sam.records.get(SummaryLine, shown.id)) or shown
        await sam.records.save_all([kept.struck(NOW + timedelta(hours=1))], over=[kept])
        await sam.sync()
        await rowan.sync()
        assert (await written(rowan))["for Rowan"].is_struck


async def test_a_change_and_a_crossing_out_made_apart_are_both_kept(sandbox: Sandbox, tmp_path: Path) -> None:
    """The same therapist on two devices."""
    first = line("6e0f7a52-0000-4000-8000-000000000005", "first words", SAM)
    async with device_of(sandbox, "sam", tmp_path) as desk, device_of(sandbox, "sam", tmp_path) as phone:
        await desk.sync()
        await desk.records.save(first)
        await desk.sync()
        await phone.sync()
        here = await desk.records.get(SummaryLine, first.id)
        there = await phone.records.get(SummaryLine, first.id)
        assert here is not None
        assert there is not None
        await desk.records.save(
            line("6e0f7a52-0000-4000-8000-000000000006", "other words", SAM, replaces=here)
        )
        await phone.records.save_all([there.struck(NOW)], over=[there])
        for device in (desk, phone, desk, phone):
            await device.sync()
        for device in (desk, phone):
            lines = (await written(device)).values()
            (entry,) = [one for one in entries(lines, ROWAN) if one.line.words == "other words"]
            assert [(one.words, one.is_struck) for one in entry.earlier] == [("first words", True)]


async def test_a_clinic_that_does_not_let_them_says_so_and_the_words_stay(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    """Sam is not on Tova's team, whatever this device says."""
    stray = SummaryLine.written(
        "6e0f7a52-0000-4000-8000-000000000007", "stray words", Whose("Patient/tova", SAM, "Sam"), now=NOW
    )
    async with device_of(sandbox, "sam", tmp_path) as sam:
        await sam.sync()
        await sam.records.save(stray)
        await sam.engine.once()
        standing = await sam.records.standing(SummaryLine, stray.id)
        assert standing is not None
        assert standing.state is SendState.NEEDS_ATTENTION
        kept = await sam.records.get(SummaryLine, stray.id)
        assert kept is not None
        assert kept.words == "stray words"
    assert not [one for one in sandbox.find("Composition") if "stray words" in str(one)]


async def test_a_line_the_clinic_closed_goes_from_the_patients_device_and_is_not_sent_again(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    async with device_of(sandbox, "rowan", tmp_path) as rowan:
        await rowan.sync()
        words = "Shorter talks on session days."
        assert words in await written(rowan)
        shown = next(one for one in sandbox.find("Composition") if words in str(one))
        sandbox.write({**shown, "confidentiality": "R"})
        sandbox.clock = lambda: NOW + timedelta(hours=2)
        await rowan.sync()
        assert words not in await written(rowan)
        assert not (await rowan.records.unsent(SummaryLine))
