"""The emergency path (T27): the crisis line and the clinic's number are one tap away, in every place and in every plight of the device."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import flet as ft
import pytest

from mobile.shell.routes import PLACES
from tests.screens.clinic_of import NOW, person, seeded
from tests.screens.filled import Filled, patients, readers
from tests.screens.harness import Phone, PretendWiring
from tests.screens.test_layers import at as on_session_day
from tests.screens.test_shell_places import route_of

CRISIS, CLINIC = "tel:988", "tel:+15550100199"


def called(phone: Phone) -> list[str]:
    """What can be called from here."""
    actions = (getattr(node.control, "action", None) for node in phone.nodes() if node.role == "button")
    return [one.url for one in actions if isinstance(one, ft.OpenUrl)]


async def one_tap_leads_to_help(phone: Phone, where: object, *, clinic: bool = True) -> None:
    if phone.page.route not in ("/support", "/support/ground"):
        await phone.tap("Support", "button")
    elif phone.page.route == "/support/ground":
        await phone.tap("Back", "button")
    await phone.sees("Support now", "heading")
    assert CRISIS in called(phone), where
    assert (CLINIC in called(phone)) is clinic, where


@pytest.mark.parametrize("makes", [patients, readers], ids=["patient", "reader"])
async def test_from_every_place_with_the_clinic_out_of_reach(makes: Any, tmp_path: Path) -> None:
    filled: Filled = await makes(tmp_path)
    wiring = PretendWiring(person=filled.who, records=filled.records, at=NOW)
    wiring.pretended.says(phase="offline", reason="offline")
    async with Phone(wiring) as phone:
        await phone.start("/support")
        for route in filled.routes():
            await phone.goes_to(route)
            await one_tap_leads_to_help(phone, route)
        assert phone.reported == []


BEFORE_THE_DOOR = [place for place in PLACES if place.lies == "before_the_door"]
DOORS = (
    "locked",
    "signed_out",
    "key_unavailable",
    "key_gone",
    "out_of_tries",
    "damaged",
    "too_new",
    "behind",
)


@pytest.mark.parametrize("door", DOORS)
async def test_whatever_stands_before_the_person(door: Any) -> None:
    async with Phone(PretendWiring(door=door, pin="314159")) as phone:
        await phone.start("/")
        await one_tap_leads_to_help(phone, door)


@pytest.mark.parametrize("place", BEFORE_THE_DOOR, ids=lambda place: place.pattern)
async def test_on_a_new_device_before_anybody_signed_in(place: Any) -> None:
    door = "locked" if place.pattern.startswith("/lock") else "signed_out"
    async with Phone(PretendWiring(door=door, pin="314159", person=None, card={})) as phone:
        await phone.start(route_of(place))
        await one_tap_leads_to_help(phone, place.pattern, clinic=False)


@pytest.mark.parametrize("clock", ["10:45", "12:40"], ids=["during", "just after"])
async def test_on_the_day_of_a_session(clock: str, tmp_path: Path) -> None:
    records = await seeded(tmp_path, "rowan")
    now = on_session_day(0, clock)
    async with Phone(PretendWiring(person=person("rowan"), records=records, at=now)) as phone:
        for route in ("/", "/journal", "/entry/new", "/entry/new/speak"):
            await (phone.start if route == "/" else phone.goes_to)(route)
            await one_tap_leads_to_help(phone, route)
            await phone.back()


async def test_hidden_at_once_it_is_there_too(tmp_path: Path) -> None:
    records = await seeded(tmp_path, "rowan")
    async with Phone(PretendWiring(person=person("rowan"), records=records, at=NOW)) as phone:
        await phone.wiring.change_settings(hide_button=True)  # type: ignore[attr-defined]
        await phone.start("/journal")
        await phone.tap("Hide everything now", "button")
        await one_tap_leads_to_help(phone, "hidden")
        assert not phone.find(re.compile("journal", re.IGNORECASE))
