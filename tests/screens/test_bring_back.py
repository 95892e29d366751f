"""`/settings/bring`: a file and its passphrase, what came back in words, and a plain sentence for whatever does not open."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import Any

import pytest

from mobile.device.files import Chosen
from mobile.hosting.limits import Limits
from mobile.records.ports import Brought
from mobile.screens.app_services import Trouble, TroubleCode
from mobile.screens.settings.bring_model import MEGA, MOST_FROM_BROWSER, MOST_FROM_OWN_BROWSER, most_bytes
from tests.screens.harness import Phone, PretendWiring, opened_store

COPY = Chosen("lantern-2026-03-03.lantern", 7, b"sealed!")


def part(phone: Phone) -> Any:
    top: Any = phone.shell._top
    return top.inner


async def choose(phone: Phone, file: Chosen) -> None:
    """What the client answers when a file was picked."""
    part(phone).on_chosen(file)


async def test_a_copy_is_chosen_opened_and_told_in_numbers() -> None:
    wiring = PretendWiring()
    async with Phone(wiring) as phone:
        await phone.start("/settings")
        await phone.tap(re.compile("Bring back a copy"), "button")
        await phone.sees("Choose the copy", "button")
        await choose(phone, COPY)
        await phone.sees(COPY.name)
        part(phone).passphrase.value = "four ordinary words"
        await phone.tap("Bring it back", "button")
        await phone.sees("Your copy is here")
        await phone.sees("3 records came back.")
        await phone.sees("2 were here already.")
        await phone.sees(re.compile("1 differs from what is here"))
        assert wiring.done.count("bring_back") == 1
        assert not part(phone).passphrase.value
        assert phone.faults() == []


async def test_a_second_time_says_that_everything_was_here() -> None:
    wiring = PretendWiring()
    wiring.brought = Brought(already_here=5)
    async with Phone(wiring) as phone:
        await phone.start("/settings/bring")
        await choose(phone, COPY)
        await phone.tap("Bring it back", "button")
        await phone.sees("Everything was here already")
        await phone.sees("0 records came back.")


@pytest.mark.parametrize("brought", [Brought(kept=1, already_here=5), Brought(unreadable=1)], ids=str)
async def test_where_nothing_came_back_it_is_not_said_that_all_of_it_was_here(brought: Brought) -> None:
    wiring = PretendWiring()
    wiring.brought = brought
    async with Phone(wiring) as phone:
        await phone.start("/settings/bring")
        await choose(phone, COPY)
        await phone.tap("Bring it back", "button")
        await phone.sees("Nothing was added")
        assert not phone.find("Everything was here already")
        assert not phone.find(re.compile("your clinic", re.IGNORECASE)), "nothing is sent because of it"


async def test_what_was_deleted_here_stays_deleted_and_comes_back_where_it_is_asked_for() -> None:
    wiring = PretendWiring()
    wiring.brought = Brought(deleted=frozenset({"e1", "e2", "e3"}))
    async with Phone(wiring) as phone:
        await phone.start("/settings/bring")
        await choose(phone, COPY)
        part(phone).passphrase.value = "four ordinary words"
        await phone.tap("Bring it back", "button")
        await phone.sees("Nothing was added")
        await phone.sees("3 were deleted here and stay deleted.")
        assert not part(phone).passphrase.value
        wiring.brought = Brought(added=3)
        await phone.tap("Bring them back too", "button")
        await phone.sees("3 records came back.")
        assert wiring.done[-2:] == ["bring_back", "bring_back with what was deleted"]
        assert not phone.find(re.compile("deleted here"))
        assert not part(phone).bringing.can_bring_deleted, "the file is not kept any longer"
        assert phone.faults() == []


async def test_who_leaves_the_place_leaves_no_copy_behind_to_bring_more_from() -> None:
    wiring = PretendWiring()
    wiring.brought = Brought(added=1, deleted=frozenset({"e1"}))
    async with Phone(wiring) as phone:
        await phone.start("/settings/bring")
        await choose(phone, COPY)
        await phone.tap("Bring it back", "button")
        await phone.sees("1 was deleted here and stays deleted.")
        bringing = part(phone).bringing
        await phone.goes_to("/settings")
        assert (bringing.name, bringing.can_bring_deleted, bringing.where) == ("", False, "choosing")


@pytest.mark.parametrize(
    ("code", "said", "stays"),
    [
        ("wrong_passphrase", "That passphrase does not open this copy.", True),
        ("not_fetched_yet", "Lantern is still fetching what your clinic has.", True),
        ("not_saved", "This could not be saved: the device has no room left.", True),
        ("not_a_copy", "That file is not a copy from Lantern.", False),
        ("damaged_copy", "That copy is damaged: a part of it is missing or was changed.", False),
        ("other_persons_copy", "That copy is another person's, or from another clinic.", False),
    ],
)
async def test_what_does_not_open_is_said_and_the_file_kept_where_another_try_may_help(
    code: TroubleCode, said: str, stays: bool
) -> None:
    wiring = PretendWiring()
    wiring.troubles = [Trouble(code)]
    async with Phone(wiring) as phone:
        await phone.start("/settings/bring")
        await choose(phone, COPY)
        await phone.tap("Bring it back", "button")
        await phone.sees(said)
        await phone.sees("Bring it back" if stays else "Choose the copy", "button")
        assert phone.faults() == []


async def test_too_large_unreadable_and_cancelled_change_nothing() -> None:
    wiring = PretendWiring()
    async with Phone(wiring) as phone:
        await phone.start("/settings/bring")
        await choose(phone, Chosen("film.mp4", part(phone).bringing.most + 1, None))
        await phone.sees("That file is too large.")
        await choose(phone, Chosen("gone.lantern", 9, None))
        await phone.sees("That file could not be read.")
        await choose(phone, COPY)
        part(phone).passphrase.value = "four ordinary words"
        await phone.tap("Cancel", "button")
        await phone.sees("Choose the copy", "button")
        assert "bring_back" not in wiring.done
        assert not part(phone).passphrase.value


async def test_how_far_a_large_copy_is_read_is_shown() -> None:
    wiring = PretendWiring()
    wiring.progress = [(10, 400), (120, 400)]
    wiring.may_bring.clear()
    async with Phone(wiring) as phone:
        await phone.start("/settings/bring")
        await choose(phone, COPY)
        bringing = asyncio.create_task(phone.tap("Bring it back", "button"))
        await phone.sees("120 of 400 looked at")
        assert phone.faults() == []
        wiring.may_bring.set()
        await bringing
        await phone.sees("Your copy is here")
        await phone.sees_no("120 of 400 looked at")


async def test_what_the_clinic_has_came_meanwhile_and_the_copy_can_be_tried_again() -> None:
    wiring = PretendWiring()
    wiring.troubles = [Trouble("not_fetched_yet")]
    wiring.pretended.says(first="coming")
    async with Phone(wiring) as phone:
        await phone.start("/settings/bring")
        await choose(phone, COPY)
        await phone.tap("Bring it back", "button")
        await phone.sees("Lantern is still fetching what your clinic has.")
        wiring.pretended.says(first="here")
        await phone.sees_no("Lantern is still fetching what your clinic has.")
        await phone.tap("Bring it back", "button")
        await phone.sees("Your copy is here")


@pytest.mark.parametrize(("mode", "most"), [("app", MOST_FROM_OWN_BROWSER), ("demo", MOST_FROM_BROWSER)])
async def test_what_a_browser_may_send_is_said_before_and_fits_into_a_pages_message(
    mode: Any, most: int
) -> None:
    limits = Limits.of_mode(mode)
    assert 12 * MEGA < most < limits.message_bytes - 64 * 1024
    assert limits.message_bytes < min(limits.held_bytes, limits.held_bytes_of_one)
    wiring = PretendWiring(mode=mode, pin="271801")
    assert most_bytes(wiring, is_browser=True) == most
    async with Phone(wiring) as phone:
        await phone.start("/settings/bring")
        assert part(phone).bringing.most == most_bytes(wiring, is_browser=bool(part(phone).page.web))
        await phone.sees(re.compile(f"From a browser a copy can have up to {most // MEGA} MB"))


async def test_on_a_new_device_today_offers_it_once(tmp_path: Path) -> None:
    wiring = PretendWiring(records=await opened_store(tmp_path))
    wiring.offers_copy = True
    async with Phone(wiring) as phone:
        await phone.start("/")
        await phone.sees("Did you use Lantern on another device?")
        await phone.tap("Bring back a copy", "button")
        await phone.sees("Choose the copy", "button")
        await phone.start("/")
        await phone.tap("Not now", "button")
        await phone.sees_no("Did you use Lantern on another device?")
        assert wiring.done[-1] == "decline_copy"
        assert phone.faults() == []


async def test_a_hosted_page_that_keeps_nothing_does_not_offer_it() -> None:
    async with Phone(PretendWiring(mode="serve")) as phone:
        await phone.start("/settings")
        assert not phone.find(re.compile("Bring back a copy"))
        await phone.start("/settings/bring")
        await phone.sees(re.compile("This page keeps nothing when it is closed"))
