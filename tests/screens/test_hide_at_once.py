"""Hide at once: one tap in every place of the route table, and nothing to go back to by any way."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mobile.screens.app_services import Settings
from mobile.shell.routes import PLACES, Place
from tests.screens.harness import PATIENT, THERAPIST, Phone, PretendWiring, opened_store
from tests.screens.test_shell_places import route_of

HIDE = "Hide everything now"
OPEN = [place for place in PLACES if place.lies != "before_the_door"]


async def device(place: Place, folder: Path, pin: str | None = None) -> PretendWiring:
    person = THERAPIST if place.role == "practitioner" else PATIENT
    chosen = Settings(hide_button=True, has_pin=pin is not None)
    return PretendWiring(person=person, records=await opened_store(folder), settings=chosen, pin=pin)


async def hides(phone: Phone, place: Place) -> set[str]:
    """What was seen of the place before."""
    await phone.start(route_of(place))
    await phone.sees(HIDE, "button")
    seen = {text for text in phone.texts() if len(text) > 3} - {
        "Support",
        HIDE,
        "Lantern",
        "Come back",
        "Back",
    }
    await phone.tap(HIDE, "button")
    return seen


@pytest.mark.parametrize("place", OPEN, ids=lambda place: place.pattern)
async def test_one_tap_hides_every_place_and_back_reveals_nothing(place: Place, tmp_path: Path) -> None:
    async with Phone(await device(place, tmp_path)) as phone:
        seen = await hides(phone, place)
        for _ in range(2):
            assert not seen & set(phone.texts())
            assert len(phone.page.views) == 1
            await phone.goes_to(route_of(place))  # the browser's Back
        await phone.back()
        assert not seen & set(phone.texts())
        assert phone.reported == []


async def test_with_a_pin_it_locks_and_whoever_unlocks_begins_at_the_first_place(tmp_path: Path) -> None:
    place = next(one for one in PLACES if one.pattern == "/safety-plan")
    wiring = await device(place, tmp_path, pin="258013")
    async with Phone(wiring) as phone:
        await hides(phone, place)
        await phone.sees("Welcome back")
        assert wiring.door == "locked"
        for digit in "258013":
            await phone.tap(digit, "button")
        await phone.until(lambda: wiring.door == "open", "an open door")
        await phone.until(lambda: phone.page.route == "/", "the first place")


async def test_without_a_pin_coming_back_begins_at_the_first_place(tmp_path: Path) -> None:
    place = next(one for one in PLACES if one.pattern == "/safety-plan")
    async with Phone(await device(place, tmp_path)) as phone:
        await hides(phone, place)
        await phone.tap("Come back")
        await phone.until(lambda: phone.page.route == "/", "the first place")


async def test_the_button_is_there_where_it_was_chosen_and_nowhere_else() -> None:
    async with Phone(PretendWiring()) as phone:
        await phone.start("/support")
        await phone.sees("Support now")
        await phone.sees_no(HIDE, "button")
        await phone.goes_to("/settings/lock")
        await phone.tap(re.compile("A button for that on every page"))
        await phone.goes_to("/support")
        await phone.sees(HIDE, "button")
