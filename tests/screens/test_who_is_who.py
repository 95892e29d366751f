"""Who is who: each person with what they can see by the ledger, since when, what the clinic says of them, and how to reach them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from mobile.care.catalog import Who
from mobile.screens.person_way import person_route
from tests.screens.clinic_of import NOW, documents_of, person, receive_all, seeded
from tests.screens.harness import Phone, PretendWiring, opened_store
from tests.screens.invited import GUEST, NAME, joined
from tests.screens.test_shell_places import english_only
from tests.unit.care.samples import NOW as THEN
from tests.unit.care.samples import PATIENT, clinic_documents, receive

ME = Who("patient", PATIENT, "p1")
SAM = person_route("Practitioner/sam")


async def rowan(folder: Path, **more: Any) -> PretendWiring:
    return PretendWiring(records=await seeded(folder, "rowan", **more), person=person("rowan"), at=NOW)


async def test_care_leads_to_each_person_and_to_everybody(tmp_path: Path) -> None:
    async with Phone(await rowan(tmp_path)) as phone:
        await phone.start("/care")
        await phone.tap(re.compile("^Sam Fixture"))
        await phone.until(lambda: phone.page.route == SAM, "Sam's page")
        await phone.sees("Integration therapist")
        await phone.goes_to("/care")
        await phone.tap(re.compile("^Who is who"))
        await phone.until(lambda: phone.page.route == "/team", "everybody")


async def test_everybody_is_listed_with_what_they_read_and_who_left(tmp_path: Path) -> None:
    async with Phone(await rowan(tmp_path)) as phone:
        await phone.start("/team")
        await phone.sees(
            re.compile("^Sam Fixture.*Integration therapist.*Reads: intentions you shared", re.DOTALL),
            "button",
        )
        await phone.sees(
            re.compile("^Quinn Template.*Reads: .*session times and steps. No answers", re.DOTALL), "button"
        )
        await phone.sees("Who left")
        await phone.sees(
            re.compile("^Nia Example.*On your team until May 31.*Reads nothing of yours", re.DOTALL), "button"
        )
        await phone.sees("Notes that your care team keeps for itself are not listed here.")
        assert not phone.find(re.compile("^New$"))
        assert phone.faults() == []


async def test_a_person_has_what_the_clinic_says_what_they_see_by_which_right_and_how_to_reach_them(
    tmp_path: Path,
) -> None:
    async with Phone(await rowan(tmp_path)) as phone:
        await phone.start(SAM)
        await phone.sees("On your team since May 10")
        await phone.sees("Licensed clinical social worker, since 2012, Made-up State Board")
        await phone.sees("Speaks English, Spanish")
        await phone.sees("There on: Monday, Tuesday, Thursday")
        await phone.sees("2 intentions")
        await phone.sees(re.compile("^You chose each, since"))
        await phone.sees("11 check-ins and their totals")
        await phone.sees(re.compile("^Your agreement, since"))
        await phone.sees(re.compile("^They do not read messages to your team"))
        assert not phone.find("Write to your team", "button")
        await phone.tap("Change what I share")
        await phone.until(lambda: phone.page.route == "/sharing", "what is shared")
        await phone.goes_to(person_route("Practitioner/coordinator"))
        await phone.sees("They read messages to your team.")
        await phone.sees("Write to your team", "button")
        await phone.sees("Call +1-202-555-0142 · Quinn Template", "button")
        assert phone.faults() == []


async def test_who_left_has_neither_a_number_nor_a_way_to_write(tmp_path: Path) -> None:
    async with Phone(await rowan(tmp_path)) as phone:
        await phone.start(person_route("Practitioner/nia"))
        await phone.sees("On your team until May 31")
        await phone.sees("Nothing of yours.")
        assert not phone.find(re.compile("How to reach|Write to|^Call "))


async def test_what_they_see_changes_with_the_ledger_while_the_page_is_open(tmp_path: Path) -> None:
    wiring = await rowan(tmp_path, change=lambda one: None if one["resourceType"] == "Consent" else one)
    consents = [one for one in documents_of("rowan") if one["resourceType"] == "Consent"]
    async with Phone(wiring) as phone:
        await phone.start(SAM)
        await phone.sees("What they can see of yours")
        assert not phone.find(re.compile("^2 intentions"))
        await receive_all(wiring.records, "rowan", consents, 2)
        await phone.sees(re.compile("^2 intentions"))


async def test_a_guest_is_marked_as_from_outside_and_is_none_of_the_clinics_people(tmp_path: Path) -> None:
    records = await opened_store(tmp_path)
    await receive(records, ME, *clinic_documents(), joined())
    async with Phone(PretendWiring(records=records, at=THEN)) as phone:
        await phone.start("/team")
        await phone.sees("From outside, by your invitation")
        await phone.sees(re.compile(f"^{NAME}"), "button")
        await phone.goes_to(person_route(GUEST))
        await phone.sees("Not one of your clinic’s people.")
        await phone.sees("Joined by your invitation, since yesterday")
        await phone.sees("You write to each other under what you share with them.")
        assert not phone.find("What your clinic says of them")
        assert phone.faults() == []


async def test_somebody_who_is_no_practitioner_is_named_and_nothing_is_claimed_of_what_they_see(
    tmp_path: Path,
) -> None:
    records = await opened_store(tmp_path)
    documents = clinic_documents()
    (team,) = (one for one in documents if one["resourceType"] == "CareTeam")
    team["participant"].append(
        {"role": [{"text": "Laboratory"}], "member": {"reference": "Organization/lab", "display": "Lab"}}
    )
    await receive(records, ME, *documents)
    async with Phone(PretendWiring(records=records, at=THEN)) as phone:
        await phone.start("/team")
        await phone.tap(re.compile("^Lab"))
        await phone.sees("Your clinic’s system does not say here what they can see.")
        assert not phone.find(re.compile("Nothing of yours|Reads nothing"))


@pytest.mark.parametrize("who", ["Practitioner/nobody", "Patient/rowan", "../care", "x" * 200])
async def test_an_address_that_names_nobody_of_the_team_shows_nobody(who: str, tmp_path: Path) -> None:
    async with Phone(await rowan(tmp_path)) as phone:
        await phone.start(person_route(who))
        await phone.sees("This person is not on your team, and can see nothing of yours.")


async def test_a_picture_that_is_none_gives_way_to_the_first_letter(tmp_path: Path) -> None:
    def spoiled(document: dict[str, Any]) -> dict[str, Any]:
        if document["resourceType"] == "Practitioner" and "photo" in document:
            return {**document, "photo": [{"contentType": "image/png", "data": "bm90IGEgcGljdHVyZQ=="}]}
        return document

    async with Phone(await rowan(tmp_path / "whole")) as phone:
        await phone.start("/team")
        await phone.sees(re.compile("^Sam Fixture"))
        assert repr(phone.top).count("Image(") == 2
    async with Phone(await rowan(tmp_path / "spoiled", change=spoiled)) as phone:
        await phone.start("/team")
        await phone.sees(re.compile("^Sam Fixture"))
        assert "Image(" not in repr(phone.top)
        assert phone.faults() == []


async def test_both_places_speak_spanish(tmp_path: Path) -> None:
    wiring = await rowan(tmp_path)
    await wiring.change_settings(language="es")
    async with Phone(wiring) as phone:
        for route in ("/team", SAM, person_route("Practitioner/nia"), "/practice"):
            await phone.start(route)
            await phone.rest()
            assert phone.faults(untranslated=english_only()) == [], route
