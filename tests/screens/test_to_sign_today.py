"""Today's one line about what treatment needs signed: what, why now, and the way there; and what was put off, offered again once."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from mobile.care.put_off import PutOff
from tests.screens.clinic_of import NOW, documents_of, receive_all, seeded
from tests.screens.papers import PAPER, page_through
from tests.screens.signing import ROUTE, phone_of, read_to_the_end, signed, to_signing, type_and_sign
from tests.screens.test_shell_places import english_only

Document = dict[str, Any]
START = datetime(2026, 6, 11, 15, 30, tzinfo=UTC)  # Rowan’s third session
IV = "/agreements/treatment-iv"


def arrived(one: Document) -> Document:
    if one["resourceType"] == "Appointment" and one["status"] == "booked":
        start, end = (NOW + timedelta(hours=h) for h in (-1, 1))
        return {**one, "status": "arrived", "start": start.isoformat(), "end": end.isoformat()}
    return one


def needed(one: Document, id: str = "rowan-house-rules") -> Document:
    """The sample PDF, as a clinic would mark it that needs it."""
    if one["id"] != id:
        return one
    mark = {
        "url": "https://lantern.example/fhir/StructureDefinition/needed-for-treatment",
        "valueBoolean": True,
    }
    return {**one, "extension": [*one["extension"], mark]}


async def test_a_new_version_is_named_with_the_one_in_force_and_leads_to_reading_then_to_signing(
    tmp_path: Path,
) -> None:
    records = await seeded(tmp_path, "rowan")
    async with phone_of(records, "rowan") as phone:
        await phone.start("/")
        await phone.tap(
            re.compile(
                "^To read and sign: Treatment with ketamine by IV There is a new version. Version 3 is in force until"
            )
        )
        assert phone.page.route == IV
        await read_to_the_end(phone, IV)
        await phone.start("/")
        await phone.tap(re.compile("^To sign: Treatment with ketamine by IV"))
        assert phone.page.route == f"{IV}/sign"
        await type_and_sign(phone, "Rowan Sample")
        await phone.sees(re.compile("^Signed here"))
        await phone.start("/")
        await phone.sees(re.compile("^Good"), "heading")
        assert not phone.find(re.compile("^To (read and )?sign"))
        assert phone.faults() == []


async def test_what_was_withdrawn_or_is_over_leads_to_signing_again(tmp_path: Path) -> None:
    records = await seeded(tmp_path, "rowan")
    async with phone_of(records, "rowan") as phone:
        await to_signing(phone, IV)
        await type_and_sign(phone, "Rowan Sample")
        await phone.sees(re.compile("^Signed here"))
        (one,) = await signed(records)
        await phone.goes_to(f"/agreements/signed/{one.id}/withdraw")
        await phone.tap("Withdraw", "button")
        await phone.sees(re.compile("^Withdrawn here"))
        await phone.start("/")
        await phone.sees(re.compile("^To sign: Treatment with ketamine by IV"))
        assert phone.faults() == []
    later = await seeded(tmp_path / "later", "rowan")
    async with phone_of(later, "rowan", at=NOW + timedelta(days=400)) as phone:
        await phone.start("/")
        await phone.sees("2 agreements to read and sign Your treatment needs them")
        await phone.tap(re.compile("^2 agreements to read"))
        assert phone.page.route == "/agreements"
        assert phone.faults() == []


async def test_a_needed_pdf_is_named_what_is_optional_is_not_and_nothing_on_the_day_of_a_session(
    tmp_path: Path,
) -> None:
    records = await seeded(tmp_path / "ines", "ines", change=lambda one: needed(one, "ines-agreed-together"))
    async with phone_of(records) as phone:
        await phone.start("/")
        await phone.sees(re.compile("agreements to read and sign"))
        assert not phone.find(re.compile("Visits by video"))
        assert phone.faults() == []
    records = await seeded(tmp_path / "day", "rowan", change=arrived)
    async with phone_of(records, "rowan") as phone:
        await phone.start("/")
        await phone.sees(re.compile("^Good"), "heading")
        assert not phone.find(re.compile("^To read and sign"))


async def test_signing_that_is_put_off_is_offered_again_once_its_time_has_come_and_gone_once_signed(
    tmp_path: Path,
) -> None:
    records = await seeded(tmp_path, "ines", change=arrived)
    async with phone_of(records) as phone:
        await read_to_the_end(phone)
        await phone.tap("Go on to sign", "button")
        await phone.sees(re.compile("^Signing waits on the day of a session"))
        await phone.tap("Ask me again then", "button")
        await phone.start("/")
        await phone.sees_no("You wanted to sign something on the day of your session")
    (asked,) = await records.every(PutOff)
    assert (asked.act, asked.route) == ("sign", f"{ROUTE}/sign")
    assert asked.until is not None
    visits = [arrived(one) for one in documents_of("ines") if one["resourceType"] == "Appointment"]
    over = [{**one, "status": "fulfilled"} for one in visits if one["status"] == "arrived"]
    await receive_all(records, "ines", over, version=2)
    async with phone_of(records, at=NOW + timedelta(days=3)) as phone:
        await phone.start("/")
        await phone.sees("You wanted to sign something on the day of your session")
        await phone.start(f"{ROUTE}/sign")
        await type_and_sign(phone)
        await phone.sees(re.compile("^Signed here"))
        await phone.start("/")
        await phone.sees_no("You wanted to sign something on the day of your session")
        assert phone.faults() == []
    assert await records.every(PutOff) == []


async def test_a_session_that_begins_under_an_open_page_of_signing_puts_it_off_at_the_tap(
    tmp_path: Path,
) -> None:
    records = await seeded(tmp_path, "rowan")
    async with phone_of(records, "rowan") as phone:
        await page_through(phone)
        await phone.type("Your full name", "Rowan Sample")
        await phone.tap("I mean this as my signature")
        phone.wiring.at = START + timedelta(
            minutes=5
        )  # nobody has written anything: only the hour is another
        await phone.tap("Sign", "button")
        await phone.sees(re.compile("^Signing waits"))
        assert not phone.find("Sign", "button")
    assert await signed(records) == []
    (asked,) = await records.every(PutOff)
    assert (asked.act, asked.route) == ("sign", f"{PAPER}/sign")


async def test_todays_line_is_said_in_spanish(tmp_path: Path) -> None:
    records = await seeded(tmp_path, "rowan")
    async with phone_of(records, "rowan") as phone:
        await phone.wiring.change_settings(language="es")
        await phone.start("/")
        await phone.sees(
            re.compile("^Para leer y firmar: .* Hay una versión nueva. La versión 3 está en vigor hasta")
        )
        assert phone.faults(untranslated=english_only()) == []


async def test_a_phase_that_begins_asks_to_sign_the_same_version_again_while_the_first_stays_in_force(
    tmp_path: Path,
) -> None:
    phase = "https://lantern.example/fhir/PlanDefinition/example-iv-six#phase-single"

    def again(one: Document) -> Document:
        if one["id"] != "treatment-iv":
            return one
        mark = {
            "url": "https://lantern.example/fhir/StructureDefinition/sign-again-in-phase",
            "valueUri": phase,
        }
        return {**one, "extension": [*one["extension"], mark]}

    records = await seeded(tmp_path, "rowan", change=again)
    async with phone_of(records, "rowan") as phone:
        await to_signing(phone, IV)
        await type_and_sign(phone, "Rowan Sample")
        await phone.sees(re.compile("^Signed here"))
        await phone.start(f"{IV}/sign")
        await phone.sees("You have signed this version.")
    visits = [one for one in documents_of("rowan") if one["resourceType"] == "Appointment"]
    over = [{**one, "status": "fulfilled"} for one in visits]
    await receive_all(records, "rowan", over, version=2)
    async with phone_of(records, "rowan", at=NOW + timedelta(days=30)) as phone:
        await phone.start("/")
        await phone.tap(
            re.compile("^To sign: Treatment with ketamine by IV A new part of your course has begun")
        )
        await type_and_sign(phone, "Rowan Sample")
        await phone.sees(re.compile("^Signed here"))
        await phone.start("/agreements")
        await phone.sees("In force", "heading")
        assert not phone.find(re.compile("A new part of your course"))
        assert phone.faults() == []
    first, second = sorted(await signed(records), key=lambda one: one.signed_at or NOW)
    assert first.signed == second.signed
    assert first.holds(NOW + timedelta(days=30))
