"""A page of the day for any phone: asked for on the real sandbox clinic, shown with its address, ended, and what it says of itself."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from api_client.sandbox import Sandbox
from mobile.care.day_page import DayPage
from mobile.records.errors import NotSaved
from tests.screens.clinic_of import NOW, person, receive_all, seeded
from tests.screens.harness import Phone, PretendWiring
from tests.screens.test_given_times import copied
from tests.screens.test_ride import DAY_BEFORE, REFERENCE, the_session
from tests.screens.test_shell_places import english_only
from tests.unit.care.test_with_the_clinic import BASE, device_of
from tests.unit.sandbox.test_rides import moved, outside, said

SESSION, PAGE = "/session/rowan-session-3", "/session/rowan-session-3/page"
LINK = "https://clinic.test/day/abcdefghijklmnopqrstuv"


def wiring(records: Any, **more: Any) -> PretendWiring:
    return PretendWiring(records=records, person=person("rowan"), at=more.pop("at", NOW), **more)


@pytest.fixture
async def records(tmp_path: Path) -> Any:
    return await seeded(tmp_path, "rowan")


def at_clinic(link: str = LINK, **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "Task",
        "id": "page-1",
        "status": "accepted",
        "intent": "order",
        "code": said("ask-for-day-page", "")["type"],
        "focus": {"reference": REFERENCE},
        "for": {"reference": "Patient/rowan"},
        "authoredOn": "2026-06-08T10:00:00Z",
        "input": [said("page-language", "en")],
        "output": [{"type": said("day-page-link", "")["type"], "valueUri": link}],
        **more,
    }


async def test_asked_for_offline_it_opens_once_the_clinic_answered_and_ends_when_it_is_told(
    tmp_path: Path,
) -> None:
    clinic = Sandbox(None, demo=True, clock=lambda: NOW, base_url=BASE)
    async with device_of(clinic, "rowan", tmp_path) as rowan:
        await rowan.sync()
        async with Phone(wiring(rowan.records)) as phone:
            await phone.start(SESSION)
            await phone.tap("A page for any phone")
            await phone.sees("Who can open it")
            await phone.tap("Ask for the page")
            await phone.sees("Your clinic has not answered yet")
            await rowan.sync()
            await rowan.sync()
            await phone.sees("The address of your page")
            link = (await rowan.all(DayPage))[0].link
            await phone.sees(link)
            await phone.tap("Copy")
            assert copied(phone) == [link]
            assert await status(clinic, link) == 200
            await phone.tap("End the page")
            await phone.tap("End it")
            await phone.sees(re.compile("until it does, it may still open"))
            assert await status(clinic, link) == 200
            await rowan.sync()
            assert await status(clinic, link) == 404
            await phone.sees("Ask for the page", "button")
            await phone.sees_no(re.compile("may still open"))
            assert phone.faults() == []
    clinic.close()


async def status(clinic: Sandbox, link: str) -> int:
    async with outside(clinic) as http:
        found: httpx.Response = await http.get(link)
        return found.status_code


async def test_it_says_until_when_it_is_open_and_that_it_names_nobody(records: Any) -> None:
    async with Phone(wiring(records)) as phone:
        await phone.start(PAGE)
        await phone.sees(re.compile("^It ends when .*June 1[0-9].* is over"))
        await phone.sees(re.compile("^Whoever has its address"))
        await phone.sees(re.compile("^It does not name you"))
        await phone.sees_no("The address of your page")
    await receive_all(records, "rowan", [at_clinic()])
    async with Phone(wiring(records)) as phone:
        await phone.start(PAGE)
        await phone.sees(LINK)


async def test_on_the_day_after_it_opens_nothing_and_the_page_says_so(records: Any) -> None:
    await receive_all(records, "rowan", [at_clinic()])
    after = datetime.fromisoformat(the_session()["start"]).astimezone(UTC) + timedelta(days=1)
    async with Phone(wiring(records, at=after)) as phone:
        await phone.start(PAGE)
        await phone.sees(re.compile("The page ended with its day"))
        await phone.sees_no(LINK)
        await phone.sees_no("Ask for the page")


async def test_once_the_session_has_begun_asking_waits_and_ending_does_not(records: Any) -> None:
    during = datetime.fromisoformat(the_session()["start"]).astimezone(UTC) + timedelta(minutes=5)
    async with Phone(wiring(records, at=during)) as phone:
        await phone.start(PAGE)
        await phone.sees(re.compile("^You can ask for it"))
        await phone.sees_no("Ask for the page")
    await receive_all(records, "rowan", [at_clinic()])
    async with Phone(wiring(records, at=during)) as phone:
        await phone.start(PAGE)
        await phone.tap("End the page")
        await phone.tap("End it")
        await phone.sees(re.compile("it may still open"))
    (one,) = await records.every(DayPage)
    assert one.status == "cancelled"


@pytest.mark.parametrize("link", ["javascript:alert(1)", "https://clinic.test/\u202egnimoc", "https://", ""])
async def test_what_is_no_address_of_a_page_is_never_shown(records: Any, link: str) -> None:
    await receive_all(records, "rowan", [at_clinic(link)])
    async with Phone(wiring(records)) as phone:
        await phone.start(PAGE)
        await phone.sees("Your clinic has not answered yet")
        await phone.sees_no("Copy", "button")


async def test_a_full_disk_asks_nothing_and_says_so(records: Any) -> None:
    async with Phone(wiring(records)) as phone:
        await phone.start(PAGE)
        await phone.sees("Ask for the page", "button")

        async def full(*_: Any, **__: Any) -> None:
            raise NotSaved("full")

        records.save = full
        await phone.tap("Ask for the page")
        await phone.sees(re.compile("this phone has no space left"))
        del records.save
        await phone.tap("Ask for the page")
        await phone.sees("Your clinic has not answered yet")
    assert len(await records.every(DayPage)) == 1


@pytest.mark.parametrize("id", ["tova-session-1", "x" * 400])
async def test_an_id_from_the_page_opens_nothing_else(records: Any, id: str) -> None:
    async with Phone(wiring(records, at=DAY_BEFORE)) as phone:
        await phone.start(f"/session/{id}/page")
        await phone.sees_no("Ask for the page")


async def test_the_place_is_spanish_and_so_is_the_page_it_asks_for(records: Any) -> None:
    device = wiring(records)
    await device.change_settings(language="es")
    async with Phone(device) as phone:
        await phone.start(PAGE)
        await phone.sees("Una página para cualquier teléfono", "heading")
        assert phone.faults(untranslated=english_only()) == []
        await phone.tap("Pedir la página")
        await phone.sees("Su clínica todavía no respondió")
    (one,) = await records.every(DayPage)
    assert '"valueString":"es"' in one.text.replace(" ", "")


async def test_a_session_that_is_moved_shows_its_new_end_here_and_on_the_page(tmp_path: Path) -> None:
    clinic = Sandbox(None, demo=True, clock=lambda: NOW, base_url=BASE)
    async with device_of(clinic, "rowan", tmp_path) as rowan:
        await rowan.sync()
        async with Phone(wiring(rowan.records)) as phone:
            await phone.start(PAGE)
            await phone.tap("Ask for the page")
            await rowan.sync()
            await rowan.sync()
            await phone.sees("The address of your page")
            (before,) = [words for words in phone.texts() if words.startswith("It ends when")]
            moved(clinic, 1)
            await rowan.sync()
            await phone.until(
                lambda: any(one.startswith("It ends when") and one != before for one in phone.texts()),
                "the end of the other day",
            )
    clinic.close()


async def test_what_is_open_to_whoever_has_an_address_stands_in_what_is_shared(records: Any) -> None:
    await receive_all(records, "rowan", [at_clinic()])
    async with Phone(wiring(records)) as phone:
        await phone.start("/sharing")
        await phone.sees("Open to whoever has it")
        await phone.sees(re.compile("whoever has its address$"))
        await phone.tap(re.compile("^The page of a day"))
        await phone.sees("The address of your page")
        await phone.tap("End the page")
        await phone.tap("End it")
        await phone.sees("Ask for the page", "button")
        await phone.start("/sharing")
        await phone.sees("What I share", "heading")
        await phone.sees_no("Open to whoever has it")


async def test_with_an_open_page_nobody_is_told_that_nobody_can_see_anything(tmp_path: Path) -> None:
    alone = ("CareTeam", "Practitioner", "Consent", "Communication", "Task")
    records = await seeded(tmp_path, "rowan", without=alone)
    for is_open in (False, True):
        if is_open:
            await receive_all(records, "rowan", [at_clinic()])
        async with Phone(wiring(records)) as phone:
            for route, words in (
                ("/care", "Nobody can see anything"),
                ("/sharing", "Nobody else can see anything"),
            ):
                await phone.start(route)
                await phone.sees("Support")
                if is_open:
                    await phone.sees_no(re.compile(words))
                else:
                    await phone.sees(re.compile(words))
