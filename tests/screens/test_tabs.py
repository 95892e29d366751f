"""The patient's four tabs over the real store: true empty states, and what is really there."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from mobile.care.catalog import Who
from mobile.care.intention import begin
from mobile.care.sharing import share
from mobile.i18n import Speech
from mobile.records.ports import ServerCopy
from mobile.screens.app_services import Settings
from mobile.screens.clinic_words import hours_text, phone_text, role_text
from tests.screens.harness import Phone, PretendWiring, opened_store
from tests.screens.test_shell_places import english_only
from tests.unit.care.samples import NOW, PATIENT, SAM, clinic_documents, receive

ME = Who("patient", PATIENT, "p1")


@pytest.fixture
async def empty(tmp_path: Path) -> Any:
    return await opened_store(tmp_path)


@pytest.fixture
async def records(empty: Any) -> Any:
    await receive(empty, ME, *clinic_documents())
    return empty


async def acknowledged(records: Any) -> None:
    """The clinic takes everything that waits."""
    number = 100
    while rows := await records.due(NOW + timedelta(days=400), 50):
        await records.begin([row.seq for row in rows])
        for row in rows:
            number += 1
            text = json.dumps({**json.loads(row.payload), "id": str(number)})
            await records.acknowledge([(row.seq, ServerCopy(str(number), f'W/"{number}"', None, text))])


def wiring(records: Any, **more: Any) -> PretendWiring:
    return PretendWiring(records=records, at=NOW, **more)


@pytest.mark.parametrize(
    ("route", "says"),
    [
        ("/", "No session is planned"),
        ("/journal", "Nothing written yet"),
        ("/plan", "No course is planned yet"),
        ("/care", "Your care team"),
        ("/intentions", "No intentions yet"),
        ("/sharing", "Nothing is shared by your own choice"),
    ],
)
async def test_a_place_with_nothing_in_it_says_what_will_appear_and_who_starts_it(
    empty: Any, route: str, says: str
) -> None:
    async with Phone(wiring(empty)) as phone:
        await phone.start(route)
        await phone.sees(says)
        assert phone.faults() == []
        assert phone.reported == []


@pytest.mark.parametrize(
    "route", ["/", "/journal", "/plan", "/care", "/intentions", "/sharing", "/intention/i1"]
)
async def test_every_place_with_something_in_it_has_a_name_on_every_target(records: Any, route: str) -> None:
    intention = begin("i1", "Appointment/a3", NOW).revise("To meet the quiet", NOW)
    await records.save_all(share(intention, PATIENT, SAM, NOW))
    async with Phone(wiring(records)) as phone:
        await phone.start(route)
        await phone.rest()
        assert phone.faults() == []
        assert phone.reported == []


@pytest.mark.parametrize(
    "route", ["/", "/journal", "/plan", "/care", "/intentions", "/sharing", "/intention/i1"]
)
async def test_every_place_with_something_in_it_is_whole_in_spanish(records: Any, route: str) -> None:
    intention = begin("i1", "Appointment/a3", NOW).revise("Para escuchar", NOW - timedelta(days=1)).settle()
    await records.save_all(share(intention.revise("Para escuchar mejor", NOW), PATIENT, SAM, NOW))
    async with Phone(wiring(records, settings=Settings(language="es"))) as phone:
        await phone.start(route)
        await phone.rest()
        assert phone.faults(untranslated=english_only()) == []


async def test_today_says_where_the_person_is_and_which_session_comes(records: Any) -> None:
    async with Phone(wiring(records)) as phone:
        await phone.start("/")
        await phone.sees("Good afternoon", "heading")
        await phone.sees("Preparing")
        await phone.sees("Session 3 of 6 · in 2 days")
        await phone.sees("Tuesday, 2:00\u00a0PM")
        await phone.sees("IV session · about 2 hours · Room 2")
        await phone.sees("0 of 1")


async def test_today_carries_the_intention_with_who_sees_it(records: Any) -> None:
    intention = begin("i1", "Appointment/a3", NOW).revise("To meet the quiet", NOW)
    await records.save(intention)
    async with Phone(wiring(records)) as phone:
        await phone.start("/")
        await phone.sees("“To meet the quiet”")
        await phone.sees("Only me")
        await records.save_all(share(intention, PATIENT, SAM, NOW))
        await phone.sees("Waiting to send")
        assert not phone.find("Shared with your therapist")
        await acknowledged(records)
        await phone.sees("Shared with your therapist")
        await phone.sees("1 of 1")
        await phone.tap("Edit your intention")
        assert ("push_route", {"route": "/intention/i1"}) in phone.invoked


async def test_the_words_of_last_time_are_carried_with_one_tap(records: Any) -> None:
    old = begin("i1", "Appointment/a2", NOW).revise("Carry me", NOW)
    await records.save(old)
    async with Phone(wiring(records)) as phone:
        await phone.start("/")
        await phone.tap("Use the words of last time")
        await phone.sees("Intention", "heading")
        field = await phone.sees("Your intention", "field")
        assert field.control.value == "Carry me"


async def test_today_says_when_something_needs_the_person(records: Any) -> None:
    made = wiring(records)
    async with Phone(made) as phone:
        await phone.start("/")
        made.pretended.says(parked=1)
        await phone.sees("Something you shared was not sent.")
        made.pretended.says(parked=0, conflicts=1)
        await phone.sees("You wrote on two devices. Both are kept.")


async def test_the_plan_is_one_line_of_sessions(records: Any) -> None:
    async with Phone(wiring(records)) as phone:
        await phone.start("/plan")
        await phone.sees("Your course: 6 sessions")
        await phone.sees("Session 3 · Tuesday, 2:00\u00a0PM")
        await phone.sees("IV session · about 2 hours · Room 2")


async def test_care_names_the_team_and_who_reads_what(records: Any) -> None:
    intention = begin("i1", "Appointment/a3", NOW).revise("To meet the quiet", NOW)
    await records.save_all(share(intention, PATIENT, SAM, NOW))
    async with Phone(wiring(records)) as phone:
        await phone.start("/care")
        await phone.sees("Sam Sample")
        await phone.sees(re.compile("^Integration therapist · Reads: intentions you shared"))
        await phone.sees(re.compile("^Prescriber · May read: session times and steps. No answers"))
        await phone.sees("2 people can see something")
        await phone.sees(re.compile(r"^\+1.555.010.0199$"))


async def test_care_never_calls_another_organization_the_clinic(records: Any) -> None:
    card = {"region": "US", "phones": [{"label": "On-call nurse", "phone": "+1 555 010 0199"}]}
    others = [
        {"resourceType": "Organization", "id": id, "name": name}
        for id, name in (("o1", "Sample Laboratory"), ("o2", "Sample Insurer"))
    ]
    await receive(records, ME, *others)
    async with Phone(wiring(records, card=card)) as phone:
        await phone.start("/care")
        await phone.sees("Your clinic")
        assert not phone.find("Sample Laboratory")
        assert not phone.find("Sample Insurer")
        (robin,) = (d for d in clinic_documents() if d["resourceType"] == "Patient")
        own = {"resourceType": "Organization", "id": "o3", "name": "Harbor Example Clinic"}
        robin = {**robin, "managingOrganization": {"reference": "Organization/o3"}, "id": "p1"}
        await receive(records, ME, own, {**robin, "meta": {"versionId": "2"}})
        await phone.sees("Harbor Example Clinic")


async def test_the_journal_finds_words_and_says_when_none_say_it(records: Any) -> None:
    await records.save(begin("i1", "Appointment/a3", NOW).revise("To meet the quiet lake", NOW))
    await records.save(begin("i2", None, NOW).revise("Something about bread", NOW + timedelta(minutes=1)))
    async with Phone(wiring(records)) as phone:
        await phone.start("/journal")
        await phone.sees("To meet the quiet lake")
        await phone.type("Search your words", "bread")
        await phone.sees("Something about bread")
        await phone.sees_no("To meet the quiet lake")
        await phone.type("Search your words", "xylophone")
        await phone.sees("None of your words say this.")


async def test_more_than_fifty_intentions_are_paged(records: Any) -> None:
    one = begin("i", None, NOW).revise("Words", NOW)
    await records.save_all([replace(one, id=f"i{n}", words=f"Words {n}") for n in range(60)])
    async with Phone(wiring(records)) as phone:
        await phone.start("/intentions")
        await phone.sees("Words 59")
        assert not phone.find("Words 3")
        await phone.tap("Show more")
        await phone.sees("Words 3")


async def test_a_clock_elsewhere_is_said(records: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    async with Phone(wiring(records, zone="Pacific/Auckland")) as phone:
        await phone.start("/")
        await phone.sees("Wednesday, 7:00\u00a0AM")
        assert any("Clinic time (Auckland)" in text for text in phone.texts())


async def test_care_says_a_known_role_in_the_persons_language(records: Any) -> None:
    spanish = PretendWiring(records=records, at=NOW, settings=Settings(language="es"))
    async with Phone(spanish) as phone:
        await phone.start("/care")
        await phone.sees(re.compile("Terapeuta de integración"))
        await phone.sees(re.compile("Quien receta"))


def test_a_role_nobody_here_knows_stays_the_clinics_own_word() -> None:
    spanish = Speech("es").gettext
    assert role_text(spanish, "Sound bath host") == "Sound bath host"
    assert role_text(spanish, "") == ""


def test_what_a_clinic_calls_a_number_is_said_in_the_persons_language_where_it_is_a_known_kind() -> None:
    spanish, english = Speech("es").gettext, Speech("en").gettext
    assert phone_text(spanish, "After hours") == "Fuera de horario"
    assert phone_text(spanish, " on call  Nurse ") == "Enfermería de guardia"
    assert phone_text(spanish, "Ask for Dot") == "Ask for Dot"
    assert hours_text(spanish, "Weekdays") == "Días laborables"
    assert hours_text(spanish, "Mon-Fri 8-5") == "Mon-Fri 8-5"
    assert phone_text(english, "AFTER HOURS") == "AFTER HOURS"


async def test_care_says_a_known_number_in_the_persons_language(records: Any) -> None:
    card = {"region": "US", "phones": [{"label": "After hours", "phone": "+1 555 010 0199"}]}
    spanish = PretendWiring(records=records, at=NOW, settings=Settings(language="es"), card=card)
    async with Phone(spanish) as phone:
        await phone.start("/care")
        await phone.sees(re.compile("Fuera de horario"))
        await phone.start("/support")
        await phone.sees(re.compile("Fuera de horario"))
