"""Every place of the route table, empty and over the real sealed store: it stands, every control has a name, Support is
there, and in Spanish nothing is English."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from mobile.i18n import Speech
from mobile.screens.chrome import SUPPORT
from mobile.shell.routes import PLACES, Place
from tests.screens.harness import PATIENT, THERAPIST, Phone, PretendWiring, opened_store
from tools import messages

PARTS = {
    "id": "0b6f2d3e-4c55-4e0a-9a51-7d3c1b2a9f10",
    "part": "pin",
    "patient": "p1",
    "copy": "c1",
    "alert": "al1",
    "code": "HARBOR-7",
    "step": "records",
    "measure": "phq-9",
    "number": "1",
    "who": "Practitioner%2Fsam",
}
OWN_NAMES = {"English"}
"""Where a language is chosen, it is called as its own people call it."""


def route_of(place: Place) -> str:
    return re.sub(r"<(\w+)>", lambda found: PARTS[found[1]], place.pattern)


@cache
def english_only() -> set[str]:
    """Sentences of the app that read otherwise in Spanish: seen in a Spanish screen, somebody forgot `_`."""
    spanish = Speech("es").gettext
    said = {messages.key_of(one.what) for one in messages.every_sentence()}
    return {words for words in said if "{" not in words and spanish(words) != words} - OWN_NAMES


async def at(place: Place, folder: Path, *, language: str = "en", width: int = 390) -> Phone:
    records = await opened_store(folder)
    person = THERAPIST if place.role == "practitioner" else PATIENT
    doors = {
        "/sign-in": "signed_out",
        "/join": "signed_out",
        "/join/<code>": "signed_out",
        "/lock": "locked",
        "/lock/sheet": "locked",
    }
    door = doors.get(place.pattern, "open")
    pin = "314159" if door == "locked" else None
    wiring = PretendWiring(person=person, records=records, door=door, pin=pin)  # type: ignore[arg-type]
    wiring.sheet = "the words of a sheet"
    await wiring.change_settings(language=language)
    return Phone(wiring, width=width)


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.pattern)
async def test_every_place_stands_with_named_controls_and_support(place: Place, tmp_path: Path) -> None:
    async with await at(place, tmp_path) as phone:
        await phone.start(route_of(place))
        await phone.until(lambda: bool(phone.title()), "a title")
        assert phone.reported == []
        assert phone.faults(needs_support=place.pattern != SUPPORT) == []


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.pattern)
async def test_every_place_speaks_spanish(place: Place, tmp_path: Path) -> None:
    async with await at(place, tmp_path, language="es") as phone:
        await phone.start(route_of(place))
        await phone.until(lambda: bool(phone.title()), "a title")
        assert phone.faults(needs_support=False, untranslated=english_only()) == []


@pytest.mark.parametrize(
    "place",
    [p for p in PLACES if p.role == "practitioner" or p.pattern == "/"],
    ids=lambda place: place.pattern,
)
async def test_a_wide_place_has_the_rail_and_everything_else_too(place: Place, tmp_path: Path) -> None:
    async with await at(place, tmp_path, width=1280) as phone:
        await phone.start(route_of(place))
        await phone.until(lambda: any(node.role == "tab" for node in phone.nodes()), "the rail")
        assert phone.faults() == []


async def test_tabs_keep_what_was_there_and_the_bar_shows_the_right_one(tmp_path: Path) -> None:
    wiring = PretendWiring(records=await opened_store(tmp_path))
    async with Phone(wiring) as phone:
        await phone.start("/")
        first = phone.top
        await phone.tap("Journal", "tab")
        await phone.until(lambda: phone.page.route == "/journal", "the journal")
        await phone.tap("Today", "tab")
        await phone.until(lambda: phone.page.route == "/", "today")
        assert phone.top is first
        assert phone.top.navigation_bar.selected_index == 0


async def test_a_patient_cannot_open_the_therapists_place_nor_the_other_way_round(tmp_path: Path) -> None:
    for person, route in ((PATIENT, "/shared"), (THERAPIST, "/journal")):
        wiring = PretendWiring(person=person, records=await opened_store(tmp_path / person.role))
        async with Phone(wiring) as phone:
            await phone.start(route)
            assert phone.title() == "Nothing here"


async def test_a_therapist_who_opens_the_first_address_is_led_to_what_was_shared(tmp_path: Path) -> None:
    async with Phone(PretendWiring(person=THERAPIST, records=await opened_store(tmp_path))) as phone:
        await phone.start("/")
        await phone.until(lambda: phone.page.route == "/shared", "the therapist's place")
