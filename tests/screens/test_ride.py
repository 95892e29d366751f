"""The ride home: kept as it is typed, asked by a link that is handed on, confirmed for one time alone, changed, taken back."""

from __future__ import annotations

import asyncio
import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from mobile.care.ride import RideRequest
from mobile.care.ride_plan import RidePlan, ride_plan_id
from mobile.records.errors import NotSaved
from mobile.records.ports import SendState
from tests.screens.clinic_of import NOW, Document, documents_of, person, receive_all, seeded
from tests.screens.harness import Phone, PretendWiring
from tests.screens.test_given_times import copied
from tests.screens.test_shell_places import english_only
from tests.unit.sandbox.test_rides import said

SESSION, RIDE = "/session/rowan-session-3", "/ride/rowan-session-3"
REFERENCE = "Appointment/rowan-session-3"
LINK = "https://clinic.test/coming/abcdefghijklmnopqrstuv"
DAY_BEFORE = datetime(2026, 6, 10, 22, 0, tzinfo=UTC)


def wiring(records: Any, **more: Any) -> PretendWiring:
    return PretendWiring(records=records, person=person("rowan"), at=more.pop("at", NOW), **more)


@pytest.fixture
async def records(tmp_path: Path) -> Any:
    return await seeded(tmp_path, "rowan")


def the_session() -> Document:
    return next(one for one in documents_of("rowan") if one["id"] == "rowan-session-3")


def at_clinic(answer: str | None = None, start: str | None = None, **more: Any) -> Document:
    """The question as the clinic has it: with its link, and with what was answered for a start."""
    outputs: list[Any] = [said("ride-link", "") | {"valueUri": LINK}]
    outputs[0].pop("valueString")
    if answer is not None:
        outputs += [
            {"type": said("ride-answer", "")["type"], "valueCode": answer},
            {"type": said("ride-answered-for", "")["type"], "valueDateTime": start or the_session()["start"]},
            {"type": said("ride-answered-until", "")["type"], "valueDateTime": the_session()["end"]},
            {"type": said("ride-answered-at", "")["type"], "valueDateTime": "2026-06-09T00:40:00Z"},
        ]
    task = {
        "resourceType": "Task",
        "id": "ride-1",
        "status": "accepted",
        "intent": "order",
        "code": said("ask-for-ride", "")["type"],
        "focus": {"reference": REFERENCE},
        "for": {"reference": "Patient/rowan"},
        "authoredOn": "2026-06-08T10:00:00Z",
        "input": [
            said("driver-name", "Jo"),
            said("driver-number", "202-555-0177"),
            said("page-language", "en"),
        ],
        "output": outputs,
    }
    return {**task, **more}


async def writes(phone: Phone, name: str = "Jo", number: str = "202-555-0177") -> None:
    await phone.start(RIDE)
    await phone.type("Their name", name)
    await phone.type("Their number", number)


async def test_what_is_typed_is_kept_here_and_nothing_of_it_is_queued(records: Any) -> None:
    async with Phone(wiring(records)) as phone:
        await writes(phone)
        await phone.sees("Saved on this phone")
        assert phone.faults() == []
    (plan,) = await records.every(RidePlan)
    assert (plan.words, plan.number, plan.session) == ("Jo", "202-555-0177", REFERENCE)
    assert await records.every(RideRequest) == []
    async with Phone(wiring(records)) as phone:
        await phone.start(RIDE)
        field = await phone.sees("Their name", "field")
        assert field.control.value == "Jo"


@pytest.mark.parametrize("may_be_reached", [False, True])
async def test_asking_gives_what_was_chosen_and_says_what_that_is(records: Any, may_be_reached: bool) -> None:
    async with Phone(wiring(records)) as phone:
        await writes(phone)
        if may_be_reached:
            await phone.tap(re.compile("^Your clinic may have their number"))
            await phone.sees(re.compile("sees Jo’s name and number"))
        else:
            await phone.sees(re.compile("It does not get a number"))
        await phone.tap("Ask for a link")
        await phone.sees(re.compile("Your clinic has not answered with a link yet"))
        await phone.sees(re.compile("Waiting to send"))
        assert phone.faults() == []
    (one,) = await records.every(RideRequest)
    assert (one.driver, one.number) == ("Jo", "202-555-0177" if may_be_reached else "")
    assert (await records.standing(RideRequest, one.id)).state is SendState.WAITING


async def test_tapped_twice_it_is_asked_once_and_without_a_name_not_at_all(records: Any) -> None:
    async with Phone(wiring(records)) as phone:
        await phone.start(RIDE)
        await phone.tap("Ask for a link")
        await phone.sees("Write their name first.")
        await phone.type("Their name", "Jo")
        await phone.type("Their number", "call me")
        await phone.tap("Ask for a link")
        await phone.sees(re.compile("^A number has digits"))
        await phone.type("Their number", "202-555-0177")
        (button,) = phone.find("Ask for a link", "button")
        await asyncio.gather(*(phone.happens(button.control, "click") for _ in range(2)))
        await phone.sees(re.compile("has not answered with a link yet"))
    assert len(await records.every(RideRequest)) == 1


async def test_the_link_is_handed_on_by_the_patient_alone(records: Any) -> None:
    await receive_all(records, "rowan", [at_clinic()])
    async with Phone(wiring(records)) as phone:
        await phone.start(RIDE)
        await phone.sees(re.compile("The link waits for an answer"))
        await phone.sees(LINK)
        await phone.tap("Copy")
        assert copied(phone) == [LINK]
        await phone.sees("Copied. Nothing was sent.")


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "tel:911",
        "https://clinic.test/\u202egnimoc",
        "https://clinic.test/a b",
        "https://",
        "https://clinic.test/" + "x" * 5000,
    ],
)
async def test_what_is_no_address_of_a_page_is_never_handed_on(records: Any, link: str) -> None:
    task = at_clinic()
    task["output"][0]["valueUri"] = link
    await receive_all(records, "rowan", [task])
    async with Phone(wiring(records)) as phone:
        await phone.start(RIDE)
        await phone.sees(re.compile("Your clinic has not answered with a link yet"))
        await phone.sees_no("Copy", "button")
        await phone.sees("Take the link back")


async def test_a_yes_is_said_with_its_time_on_the_session_and_on_today(records: Any) -> None:
    await receive_all(records, "rowan", [at_clinic("yes")])
    async with Phone(wiring(records, at=DAY_BEFORE)) as phone:
        for route in (SESSION, "/"):
            await phone.start(route)
            await phone.sees("Jo takes you home")
            await phone.sees(re.compile("^Said yes"))
            await phone.sees_no(re.compile("If nobody is confirmed"))
        await phone.sees(
            re.compile("^done Say who takes you home")
        )  # a step on Today; the session's page has its card
        assert phone.faults() == []


async def test_on_the_day_itself_whoever_has_no_ride_is_told_to_call_now(records: Any) -> None:
    """The clinic's words are of the day before."""
    now = re.compile("If you have nobody yet, call your clinic now[.]$")
    for at, is_told in ((DAY_BEFORE, False), (DAY_BEFORE + timedelta(hours=14), True)):
        async with Phone(wiring(records, at=at)) as phone:
            for route in (SESSION, "/"):
                await phone.start(route)
                await phone.sees(re.compile("Call the clinic by noon of the day before"))
                assert bool(phone.find(now)) is is_told, route
            if is_told:
                await phone.tap("Who to call", "button")
                assert phone.page.route == "/care"
            assert phone.faults() == []


async def test_not_confirmed_is_said_at_the_clinics_time_with_the_clinics_words(records: Any) -> None:
    await receive_all(records, "rowan", [at_clinic()])
    async with Phone(wiring(records)) as phone:
        await phone.start(SESSION)
        await phone.sees(re.compile("Not confirmed yet"))
        await phone.sees_no(re.compile("Call the clinic by noon of the day before"))
    async with Phone(wiring(records, at=DAY_BEFORE)) as phone:
        for route in (SESSION, "/", RIDE):
            await phone.start(route)
            await phone.sees(re.compile("Call the clinic by noon of the day before"))


@pytest.mark.parametrize("change", ["moved", "longer", "cancelled"])
async def test_a_yes_does_not_count_for_another_time(records: Any, change: str) -> None:
    await receive_all(records, "rowan", [at_clinic("yes")])
    session = the_session()
    if change == "cancelled":
        session["status"] = "cancelled"
    else:
        for name in ("start", "end") if change == "moved" else ("end",):
            session[name] = (datetime.fromisoformat(session[name]) + timedelta(hours=3)).isoformat()
    await receive_all(records, "rowan", [session], version=2)
    async with Phone(wiring(records)) as phone:
        await phone.start(RIDE)
        if change != "cancelled":
            await phone.sees(re.compile("the answer was for another time"))
        else:
            await phone.sees(re.compile("is over, or does not take place"))
        await phone.sees_no("Jo takes you home")


async def test_somebody_else_is_another_person_with_nothing_of_the_first(records: Any) -> None:
    async with Phone(wiring(records)) as phone:
        await writes(phone)
        await phone.tap(re.compile("^Your clinic may have their number"))
        await phone.tap("Ask for a link")
        await phone.sees(re.compile("has not answered with a link yet"))
        await phone.tap("Somebody else takes me home")
        await phone.tap("Take back")
        await phone.sees("Ask for a link", "button")
        (plan,) = await records.every(RidePlan)
        assert (plan.words, plan.number, plan.may_be_reached, plan.versions) == ("", "", False, ())
        assert "Jo" not in plan.to_json()
        await phone.type("Their name", "Bo")
        await phone.tap("Ask for a link")
        await phone.sees(re.compile("Ride home: Bo"))
    found = {one.driver: one.status for one in await records.every(RideRequest)}
    assert found == {"Jo": "cancelled", "Bo": "requested"}


async def test_another_number_on_another_page_is_another_person(records: Any) -> None:
    await receive_all(records, "rowan", [at_clinic("yes")])
    plan = RidePlan(
        id=ride_plan_id(REFERENCE),
        words="Jo",
        number="202-555-0100",
        made_at=NOW,
        changed_at=NOW,
        session=REFERENCE,
    )
    await records.save(plan)
    async with Phone(wiring(records)) as phone:
        await phone.start(RIDE)
        await phone.sees(re.compile("of somebody else, or another number"))
        await phone.sees_no("Jo takes you home")


async def test_taken_back_before_the_clinic_knows_it_says_that_it_may_still_be_used(records: Any) -> None:
    await receive_all(records, "rowan", [at_clinic("yes")])
    async with Phone(wiring(records)) as phone:
        await phone.start(RIDE)
        await phone.tap("Take the link back")
        await phone.tap("Take back")
        await phone.sees(re.compile("until it does, it may still be used"))
        await phone.sees_no("Jo takes you home")


async def test_a_full_disk_keeps_the_words_and_asks_nothing(records: Any) -> None:
    async with Phone(wiring(records)) as phone:
        await phone.start(RIDE)
        await phone.sees("Ask for a link", "button")

        async def full(*_: Any, **__: Any) -> None:
            raise NotSaved("full")

        records.save_all = full
        await phone.type("Their name", "Jo")
        await phone.tap("Ask for a link")
        await phone.sees(re.compile("this phone has no space left"))
        del records.save_all
        await phone.tap("Ask for a link")
        await phone.sees(re.compile("has not answered with a link yet"))
    assert len(await records.every(RideRequest)) == 1


@pytest.mark.parametrize("id", ["tova-session-1", "x" * 400])
async def test_an_id_from_the_page_opens_nothing_else(records: Any, id: str) -> None:
    async with Phone(wiring(records)) as phone:
        await phone.start(f"/ride/{id}")
        await phone.sees_no("Ask for a link")


async def test_the_place_is_spanish_and_so_is_the_page_it_asks_for(records: Any) -> None:
    device = wiring(records)
    await device.change_settings(language="es")
    async with Phone(device) as phone:
        await phone.start(RIDE)
        await phone.sees("Viaje a casa", "heading")
        assert phone.faults(untranslated=english_only()) == []
        await phone.type("Nombre", "Jo")
        await phone.tap("Pedir un enlace")
        await phone.sees(re.compile("aún no ha contestado con un enlace"))
    (one,) = await records.every(RideRequest)
    assert '"page-language"' in one.text
    assert json.loads(one.text)["input"][-1]["valueString"] == "es"
