"""The practice: what the clinic states and no more, who answers when it is closed, and one's own doctors as its record has them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from mobile.care.clinic import Clinic, own_clinic
from mobile.care.clinic_service import ClinicService
from mobile.wiring.support_card import support_card_of
from tests.screens.clinic_of import NOW, person, seeded
from tests.screens.harness import Phone, PretendWiring


async def rowan(folder: Path, name: str = "rowan", **more: Any) -> PretendWiring:
    """With the numbers that the clinic itself gives."""
    records = await seeded(folder, name, **more)
    clinics = await records.every(Clinic)
    card = support_card_of(own_clinic(clinics, ()), clinics, await records.every(ClinicService))
    return PretendWiring(records=records, person=person(name), at=NOW, card=card)


async def test_it_says_where_when_how_a_course_is_planned_and_who_ones_doctors_are(tmp_path: Path) -> None:
    async with Phone(await rowan(tmp_path)) as phone:
        await phone.start("/care")
        await phone.tap(re.compile("^About your clinic"))
        await phone.until(lambda: phone.page.route == "/practice", "the practice")
        await phone.sees("Made-up Meadow Clinic")
        await phone.sees("0 Nowhere Lane")
        for words in ("Open", "Monday to Friday: 9:00\xa0AM to 5:00\xa0PM", "Closed on public holidays."):
            await phone.sees(words)
        await phone.sees("6 sessions are planned, in 3 weeks")
        await phone.sees("Two a week for three weeks.")
        await phone.sees("8 hours before it begins")
        await phone.sees("Until 24 hours after it ends")
        await phone.sees(re.compile("^With your yes on paper we write to your own doctor"))
        await phone.sees("Dr. Lee Invented, Exampleton")
        await phone.sees("No agreement that you signed here names them.")
        assert phone.faults() == []


async def test_an_address_is_copied_and_no_map_is_asked(tmp_path: Path) -> None:
    wiring = await rowan(tmp_path)
    async with Phone(wiring) as phone:
        await phone.start("/practice")
        await phone.tap("Copy the address")
        await phone.sees(re.compile("^Copied. Paste it into the map you use|^It could not be copied here"))
        links = [getattr(getattr(node.control, "action", None), "url", None) for node in phone.nodes()]
        assert all(str(link).startswith(("tel:", "sms:")) for link in links if link)


async def test_who_answers_while_it_is_closed_is_worked_out_of_its_hours(tmp_path: Path) -> None:
    async with Phone(await rowan(tmp_path)) as phone:
        await phone.start("/practice")
        await phone.sees("While your clinic is closed, you reach: After hours.")


async def test_what_the_clinic_has_not_stated_is_not_there(tmp_path: Path) -> None:
    def bare(document: dict[str, Any]) -> dict[str, Any] | None:
        if document["resourceType"] in ("Location", "HealthcareService", "PlanDefinition"):
            return None
        if document["resourceType"] == "Organization":
            return {name: value for name, value in document.items() if name not in ("extension", "address")}
        return {name: value for name, value in document.items() if name != "generalPractitioner"}

    async with Phone(await rowan(tmp_path, change=bare)) as phone:
        await phone.start("/practice")
        await phone.sees(re.compile("^Your clinic has not said here who answers while it is closed"))
        await phone.sees("6 sessions are planned")
        assert not phone.find(
            re.compile("Where and when|What each session asks|Your own doctors|Open$|Your clinic says")
        )
        assert phone.faults() == []


async def test_without_a_course_nothing_is_said_to_be_planned(tmp_path: Path) -> None:
    async with Phone(await rowan(tmp_path, "ines")) as phone:
        await phone.start("/practice")
        await phone.sees("Where and when")
        assert not phone.find(re.compile("How your course is planned|What each session asks"))


async def test_the_address_of_the_clinic_stands_where_no_house_gives_one(tmp_path: Path) -> None:
    wiring = await rowan(tmp_path, change=lambda one: None if one["resourceType"] == "Location" else one)
    async with Phone(wiring) as phone:
        await phone.start("/practice")
        await phone.sees("0 Nowhere Lane")
        await phone.sees("Copy the address", "button")
        assert not phone.find("Open")
