"""Who reads the measures: given with one question, ended with one, and no more is said of either than the clinic knows."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from mobile.care.measures import MeasuresGrant, may_read
from mobile.screens.measures.agreeing import Asked, agree, agreeing, stop
from tests.screens.clinic_of import NOW, Document, person, seeded
from tests.screens.harness import Phone, PretendWiring, opened_store

ZONE = ZoneInfo("America/Chicago")
SAM = Asked("Practitioner/sam", "Sam Fixture")
STOP = "Stop Sam Fixture reading my measures"
GIVE = "Let Sam Fixture read them"


def wiring(records: Any, name: str) -> PretendWiring:
    return PretendWiring(records=records, person=person(name), at=NOW)


async def reads(records: Any, name: str) -> bool:
    """Whether Sam may, as the clinic would find it."""
    return may_read(SAM.reference, f"Patient/{name}", await records.newest(MeasuresGrant, 50), NOW)


def arrived(one: Document) -> Document:
    """The patient's session has begun: they are checked in."""
    if one["resourceType"] == "Appointment" and one["status"] == "booked" and "rowan" in str(one):
        return {**one, "status": "arrived"}
    return one


async def test_a_therapist_reads_nothing_until_the_patient_agrees_and_then_it_is_said(tmp_path: Path) -> None:
    records = await seeded(tmp_path, "marlow")
    async with Phone(wiring(records, "marlow")) as phone:
        await phone.start("/measures")
        await phone.sees("Sam Fixture does not read them.")
        await phone.tap(GIVE)
        await phone.sees(re.compile("every measure you sent and will send, each answer and each total"))
        await phone.tap("Yes, let them read", "button")
        await phone.sees("You agreed that Sam Fixture may read them too.")
        await phone.sees(re.compile("Waiting to send"))  # not called read before the clinic has it
        await phone.sees_no(GIVE)
        assert await reads(records, "marlow")
        assert phone.faults() == []
        assert phone.reported == []


async def test_a_question_left_unanswered_gives_nothing(tmp_path: Path) -> None:
    records = await seeded(tmp_path, "marlow")
    async with Phone(wiring(records, "marlow")) as phone:
        await phone.start("/measures")
        await phone.tap(GIVE)
        await phone.tap("Not now", "button")
        await phone.sees(GIVE)
        assert not await reads(records, "marlow")


async def test_what_was_ended_can_be_given_anew_and_ended_again(tmp_path: Path) -> None:
    records = await seeded(tmp_path, "rowan")
    async with Phone(wiring(records, "rowan")) as phone:
        await phone.start("/measures")
        for _ in range(2):
            await phone.tap(STOP)
            await phone.tap("Stop this", "button")
            await phone.sees_no(STOP)
            assert not await reads(records, "rowan")
            await phone.tap(GIVE)
            await phone.tap("Yes, let them read", "button")
            await phone.sees(STOP)
            assert await reads(records, "rowan")
        assert phone.faults() == []


async def test_an_ending_the_clinic_does_not_know_of_says_that_it_may_still_be_read(tmp_path: Path) -> None:
    async with Phone(wiring(await seeded(tmp_path, "rowan"), "rowan")) as phone:
        await phone.start("/measures")
        await phone.tap(STOP)
        await phone.sees(re.compile("What was already read cannot be unread"))
        await phone.tap("Stop this", "button")
        await phone.sees(re.compile("Your clinic does not know yet: until it does, they may still be read"))
        assert phone.faults() == []
        await phone.goes_to("/care")
        await phone.sees(re.compile("^Integration therapist · Reads: .*check-ins"))  # until the clinic knows


async def test_agreeing_waits_on_the_day_of_a_session_and_ending_does_not(tmp_path: Path) -> None:
    records = await seeded(tmp_path, "rowan", change=arrived)
    async with Phone(wiring(records, "rowan")) as phone:
        await phone.start("/measures")
        await phone.tap(STOP)
        await phone.tap("Stop this", "button")
        await phone.sees(re.compile("^You can agree to it"))
        await phone.sees_no(GIVE)
        assert phone.faults() == []
    assert not await agree(records, "Patient/rowan", SAM, NOW, ZONE)
    assert not await reads(records, "rowan")


async def test_two_taps_give_one_agreement(tmp_path: Path) -> None:
    records = await seeded(tmp_path, "marlow")
    assert await agree(records, "Patient/marlow", SAM, NOW, ZONE)
    assert not await agree(records, "Patient/marlow", SAM, NOW, ZONE)
    assert len(await records.newest(MeasuresGrant, 50)) == 1


async def test_ending_ends_every_agreement_with_that_person(tmp_path: Path) -> None:
    """Two devices may each have given it, and either alone would leave the measures open."""
    records = await seeded(tmp_path, "rowan")
    second = MeasuresGrant.make(
        "second", patient="Patient/rowan", practitioner=SAM.reference, name=SAM.name, now=NOW
    )
    await records.save(second)
    stands = await agreeing(records, "Patient/rowan", NOW, ZONE)
    assert [one.name for one in stands.reading] == ["Sam Fixture"]
    await stop(records, "Patient/rowan", SAM.reference, NOW)
    assert not await reads(records, "rowan")


@pytest.mark.parametrize("who", ["Practitioner/dr-ash", "Practitioner/nobody", "Patient/tova"])
async def test_nobody_but_a_therapist_of_this_patient_can_be_let_in(tmp_path: Path, who: str) -> None:
    records = await seeded(tmp_path, "marlow")
    assert not await agree(records, "Patient/marlow", Asked(who, "Somebody"), NOW, ZONE)
    assert await records.newest(MeasuresGrant, 50) == []


async def test_an_agreement_without_any_measure_can_still_be_ended(tmp_path: Path) -> None:
    records = await opened_store(tmp_path)
    made = MeasuresGrant.make(
        "g", patient="Patient/rowan", practitioner=SAM.reference, name=SAM.name, now=NOW
    )
    await records.save(made)
    async with Phone(wiring(records, "rowan")) as phone:
        await phone.start("/measures")
        await phone.sees("Nothing is measured yet")
        await phone.sees(STOP)
        assert phone.faults() == []
