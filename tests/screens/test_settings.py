"""Settings by their facts: every part has names and Support, says what is true in its mode, and asks the PIN first."""

from __future__ import annotations

import asyncio
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from mobile.records.attempts import MOST
from mobile.screens.app_services import Settings, Trouble
from mobile.screens.file_export import CannotSave, Made
from mobile.screens.settings.part import PARTS
from tests.screens.harness import THERAPIST, Phone, PretendWiring, opened_store
from tests.unit.care.samples import PATIENT, SAM, an_intention

NOW = datetime(2026, 3, 3, 16, 42, tzinfo=UTC)
OLD, NEW = "271801", "804617"


async def _enters(phone: Phone, pin: str) -> None:
    for digit in pin:
        await phone.tap(digit, "button")


def _inner(phone: Phone) -> Any:
    top: Any = phone.shell._top
    return top.inner


# --- all of them ---


@pytest.mark.parametrize("part", ["", *(f"/{name}" for name in sorted(PARTS)), "/no-such-part"])
@pytest.mark.parametrize("mode", ["demo", "app", "serve"])
@pytest.mark.parametrize("pin", [None, OLD])
async def test_every_part_has_support_and_a_name_on_every_target(
    tmp_path: Path, part: str, mode: Any, pin: str | None
) -> None:
    async with Phone(PretendWiring(mode=mode, pin=pin, records=await opened_store(tmp_path))) as phone:
        await phone.start(f"/settings{part}")
        assert phone.faults() == []
        assert phone.reported == []
        assert phone.title()


@pytest.mark.parametrize("part", ["", *(f"/{name}" for name in sorted(PARTS))])
async def test_every_part_is_said_in_spanish(tmp_path: Path, part: str) -> None:
    async with Phone(PretendWiring(pin=OLD, records=await opened_store(tmp_path))) as phone:
        await phone.start(f"/settings{part}")
        english = {text for text in phone.texts() if re.search(r"[a-z]{4}", text)}
        await phone.wiring.change_settings(language="es")
        await phone.until(lambda: bool(phone.find("Apoyo", "button")), "Spanish")
        names = {"Lantern", "Harbor Example Clinic", "Mara Example", "English", "Español"}
        left = english & set(phone.texts()) - names
        assert not {text for text in left if "License" not in text and part != "/about"}


async def test_each_row_leads_to_its_part_and_back_leads_to_settings() -> None:
    async with Phone(PretendWiring()) as phone:
        await phone.start("/settings")
        await phone.tap(re.compile("Lock and PIN"), "button")
        await phone.sees("Lock and PIN", "heading")
        await phone.tap("Back")
        await phone.sees("Settings", "heading")


async def test_settings_say_how_each_thing_stands() -> None:
    wiring = PretendWiring(
        settings=Settings(has_pin=True, lock_after_s=300, theme="dark", larger_text=True), pin=OLD
    )
    async with Phone(wiring) as phone:
        await phone.start("/settings")
        await phone.sees("Locks after 5 minutes")
        await phone.sees("Dark · Larger text")
        wiring.pretended.says(phase="offline", waiting=2)
        await phone.sees(re.compile("Offline. Everything you write is saved here. 2 waiting to send"))


async def test_a_therapist_is_not_offered_to_carry_patients_words_away() -> None:
    async with Phone(PretendWiring(person=THERAPIST)) as phone:
        await phone.start("/settings")
        await phone.sees("Settings", "heading")
        assert phone.find(re.compile("Take everything")) == []
        assert phone.faults() == []


# --- lock and PIN ---


@pytest.mark.parametrize("route", ["/settings", "/", "/settings/pin", "/nowhere", "/intention/a1"])
@pytest.mark.parametrize("width", [390, 1280])
async def test_on_a_persons_own_device_the_first_pin_stands_before_every_place(
    route: str, width: int
) -> None:
    async with Phone(PretendWiring(mode="app"), width=width) as phone:
        await phone.start(route)
        assert phone.title() == "Choose a PIN"
        assert len(phone.page.views) == 1
        assert [node.name for node in phone.nodes() if node.role == "tab"] == []
        assert phone.find("Back", "button") == []
        assert phone.faults() == []


@pytest.mark.parametrize("mode", ["app", "demo", "serve"])
@pytest.mark.parametrize("has_pin", [False, True])
async def test_what_wrong_pins_lead_to_is_said_before_one_is_chosen(mode: Any, has_pin: bool) -> None:
    """The number is the store's own."""
    async with Phone(PretendWiring(mode=mode, pin=OLD if has_pin else None)) as phone:
        await phone.start("/settings/pin")
        told = (await phone.sees(re.compile(f"^After {MOST} wrong PINs in a row nothing opens"))).name
        assert ("sealed copy" in told) is (mode != "serve")


async def test_the_first_pin_leads_to_where_the_person_wanted_to_go() -> None:
    for route, title in (("/settings/look", "How it looks"), ("/nowhere", "Nothing here")):
        async with Phone(PretendWiring(mode="app")) as phone:
            await phone.start(route)
            await _enters(phone, NEW)
            await phone.sees("The same six digits again")
            await _enters(phone, NEW)
            await phone.sees(title, "heading")
            assert phone.wiring.settings.has_pin
            assert not [asked for name, asked in phone.invoked if name == "push_route"]


async def test_a_first_pin_asked_for_by_its_own_address_leads_home() -> None:
    async with Phone(PretendWiring(mode="app")) as phone:
        await phone.start("/settings/pin")
        await _enters(phone, NEW)
        await _enters(phone, NEW)
        await phone.until(lambda: ("push_route", {"route": "/"}) in phone.invoked, "home")


async def test_support_is_open_before_the_first_pin_and_closes_to_it() -> None:
    async with Phone(PretendWiring(mode="app")) as phone:
        await phone.start("/settings")
        await phone.tap("Support")
        await phone.sees("Support now", "heading")
        await phone.tap("Close")
        await phone.sees("Choose a PIN", "heading")


@pytest.mark.parametrize("mode", ["demo", "serve"])
async def test_where_nothing_is_kept_on_a_persons_own_device_no_pin_is_forced(mode: Any) -> None:
    async with Phone(PretendWiring(mode=mode)) as phone:
        await phone.start("/settings")
        assert phone.title() == "Settings"


async def test_a_weak_pin_is_told_and_two_different_ones_are_told() -> None:
    async with Phone(PretendWiring()) as phone:
        await phone.start("/settings/pin")
        await _enters(phone, "123456")
        await phone.sees(re.compile("one of the first a stranger would try. Choose six other digits."))
        await _enters(phone, NEW)
        await _enters(phone, OLD)
        await phone.sees("Those were not the same. Nothing was set. Choose six digits")
        assert not phone.wiring.settings.has_pin


async def test_changing_the_pin_asks_the_old_one_and_tells_a_wrong_one_at_once() -> None:
    wiring = PretendWiring(pin=OLD)
    async with Phone(wiring) as phone:
        await phone.start("/settings/pin")
        await _enters(phone, NEW)
        await phone.sees("That is not the PIN. Try again.")
        for pin in (OLD, NEW, NEW):
            await _enters(phone, pin)
        await phone.until(lambda: wiring.pin == NEW, "the new PIN")
        await phone.sees("Lock and PIN", "heading")


async def test_no_digit_is_ever_among_the_words_of_the_screen() -> None:
    async with Phone(PretendWiring(pin=OLD)) as phone:
        await phone.start("/settings/pin")
        await _enters(phone, OLD)
        await _enters(phone, NEW)
        assert not any(OLD in text or NEW in text for text in phone.texts())


async def test_the_pin_can_be_removed_with_the_pin_but_not_on_ones_own_device() -> None:
    wiring = PretendWiring(pin=OLD)
    async with Phone(wiring) as phone:
        await phone.start("/settings/remove-pin")
        await _enters(phone, OLD)
        await phone.until(lambda: wiring.pin is None, "no PIN")
    async with Phone(PretendWiring(pin=OLD, mode="app")) as phone:
        await phone.start("/settings/lock")
        assert phone.find(re.compile("Go without a PIN")) == []
        await phone.goes_to("/settings/remove-pin")
        await phone.sees(re.compile("so it stays"))


async def test_the_time_to_lock_is_kept_and_locking_now_locks() -> None:
    wiring = PretendWiring(pin=OLD)
    async with Phone(wiring) as phone:
        await phone.start("/settings/lock")
        await phone.tap("After 5 minutes")
        assert wiring.settings.lock_after_s == 300
        await phone.tap("Lock now")
        await phone.sees("Welcome back")


async def test_everything_can_be_hidden_in_one_tap() -> None:
    async with Phone(PretendWiring()) as phone:
        await phone.start("/settings/lock")
        await phone.tap(re.compile("Hide everything now"), "button")
        await phone.sees("Come back")
        assert phone.find("Lock and PIN") == []


# --- look ---


async def test_theme_text_and_language_hold_at_once() -> None:
    wiring = PretendWiring()
    async with Phone(wiring) as phone:
        await phone.start("/settings/look")
        await phone.tap("Dark")
        assert wiring.settings.theme == "dark"
        await phone.goes_to("/settings/language")
        await phone.tap("Español")
        await phone.sees("Idioma", "heading")


# --- sending ---


async def test_try_now_wakes_sync() -> None:
    wiring = PretendWiring()
    async with Phone(wiring) as phone:
        await phone.start("/settings/sync")
        wiring.pretended.says(phase="offline", waiting=1)
        await phone.tap("Try now")
        assert "sync_now" in wiring.done


async def test_an_expired_sign_in_is_renewed_at_the_same_clinic() -> None:
    wiring = PretendWiring()
    asked: list[str] = []
    find = wiring.find_clinic

    async def remembered(text: str) -> Any:
        asked.append(text)
        return await find(text)

    wiring.find_clinic = remembered  # type: ignore[method-assign]
    async with Phone(wiring) as phone:
        await phone.start("/settings/sync")
        wiring.pretended.says(phase="signed_out", waiting=2)
        await phone.sees("Sign in again to send. Nothing is lost.")
        await phone.tap("Sign in again")
        assert asked == ["http://clinic.test/fhir"]
        assert wiring.done[-2:] == ["sign_in", "sync_now"]
        wiring.troubles = [Trouble("unreachable")]
        await phone.tap("Sign in again")
        await phone.sees("Nothing answered there.")


async def test_what_could_not_be_sent_is_listed_with_its_reason_and_can_be_tried_again(
    tmp_path: Path,
) -> None:
    from mobile.care.sharing import share

    records: Any = await opened_store(tmp_path)
    await records.save_all(share(an_intention(), PATIENT, SAM, NOW))
    rows = await records.due(NOW, 10)
    await records.begin([rows[0].seq])
    await records.park(rows[0].seq, "rejected")
    wiring = PretendWiring(records=records)
    wiring.pretended.says(phase="attention", parked=1, reason="parked")
    async with Phone(wiring) as phone:
        await phone.start("/settings/sync")
        await phone.sees("An intention you shared")
        await phone.sees("Your clinic's server did not take it as it is.")
        assert phone.faults() == []
        assert not any("quiet" in text for text in phone.texts())
        await phone.tap("Try again: An intention you shared")
        await phone.sees_no("An intention you shared")
        assert "sync_now" in wiring.done


async def test_a_much_shorter_list_removes_nothing_until_the_person_agrees_twice() -> None:
    wiring = PretendWiring()
    async with Phone(wiring) as phone:
        await phone.start("/settings/sync")
        assert phone.find("Remove it here too") == []
        wiring.pretended.says(phase="held", reason="mass_deletion")
        await phone.sees(re.compile("Your clinic's list is suddenly much shorter. Nothing here was removed."))
        assert phone.faults() == []
        for answer, is_gone in (("Keep everything", False), ("Remove it here", True)):
            asking = asyncio.create_task(phone.tap("Remove it here too", "button"))
            await phone.sees("Remove it here too?")
            assert "let_go" not in wiring.done
            await phone.tap(answer, "button")
            await asking
            assert ("let_go" in wiring.done) == is_gone
        wiring.pretended.says(phase="idle", reason=None)
        await phone.sees_no("Remove it here too", "button")


# --- taking everything along ---


class Drawer:
    """Where files go in a test."""

    def __init__(self, *, is_closed: bool = False, is_full: bool = False) -> None:
        self.files: list[Made] = []
        self.is_closed, self.is_full = is_closed, is_full

    async def save(self, file: Made, title: str) -> bool:
        if self.is_full:
            raise CannotSave
        if not self.is_closed:
            self.files.append(file)
        return not self.is_closed


async def test_a_file_is_handed_to_the_browser_with_its_bytes() -> None:
    async with Phone(PretendWiring(at=NOW)) as phone:
        await phone.start("/settings/take")
        await phone.sees("Whoever has this file can read all of it. Keep it where only you can open it.")
        await phone.tap("Make the file to move")
        await phone.sees("Your file is made", "heading")
        (asked,) = [arguments for name, arguments in phone.invoked if name == "save_file"]
        assert asked["file_name"] == "lantern-2026-03-03.zip"
        assert asked["src_bytes"] == b"zip"


async def test_with_a_pin_carrying_everything_away_asks_it() -> None:
    wiring = PretendWiring(pin=OLD, at=NOW)
    async with Phone(wiring) as phone:
        await phone.start("/settings/take")
        drawer = _inner(phone).saver = Drawer()
        await phone.tap("Make the file to move")
        await phone.sees("Your PIN, because the file holds everything")
        await _enters(phone, NEW)
        await phone.sees("That is not the PIN. Try again.")
        assert drawer.files == []
        assert "own_copy" not in wiring.done
        await _enters(phone, OLD)
        await phone.sees("Your file is made", "heading")
        assert len(drawer.files) == 1
        assert "unlock" not in wiring.done


async def test_a_sealed_copy_wants_the_same_long_passphrase_twice_and_forgets_it() -> None:
    wiring = PretendWiring(at=NOW)
    async with Phone(wiring) as phone:
        await phone.start("/settings/take")
        drawer = _inner(phone).saver = Drawer()
        await phone.tap("Make the sealed copy")
        await phone.sees("That passphrase is too short.")
        await phone.type("Passphrase", "warm paper lamp river")
        await phone.type("Passphrase again", "warm paper lamp rivers")
        await phone.tap("Make the sealed copy")
        await phone.sees("The two passphrases are not the same.")
        await phone.type("Passphrase again", "warm paper lamp river")
        await phone.tap("Make the sealed copy")
        await phone.sees("Your file is made", "heading")
        assert drawer.files[0].content == b"sealed"
        await phone.tap("Make another file")
        field: Any = (await phone.sees("Passphrase", "field")).control
        assert field.value == ""


@pytest.mark.parametrize(
    ("drawer", "said"),
    [
        (Drawer(is_full=True), "The file could not be saved there."),
        (Drawer(is_closed=True), "To move"),
    ],
)
async def test_a_file_that_was_not_saved_is_never_called_made(drawer: Drawer, said: str) -> None:
    async with Phone(PretendWiring(at=NOW)) as phone:
        await phone.start("/settings/take")
        _inner(phone).saver = drawer
        await phone.tap("Make the file to move")
        await phone.sees(said)
        assert phone.find("Your file is made") == []


# --- leaving ---


async def test_signing_out_tells_first_what_waits_and_where_it_stays() -> None:
    wiring = PretendWiring()
    wiring.pretended.says(phase="offline", waiting=2)
    async with Phone(wiring) as phone:
        await phone.start("/settings/sign-out")
        await phone.sees(re.compile("2 changes have not reached your clinic yet. They stay in line"))
        await phone.tap("Sign out")
        assert wiring.door == "signed_out"
        await phone.sees("Join your clinic", "button")
        assert ("push_route", {"route": "/"}) in phone.invoked


async def test_a_hosted_page_asks_before_it_loses_what_was_not_sent() -> None:
    wiring = PretendWiring(mode="serve")
    wiring.pretended.says(phase="offline", waiting=1)
    async with Phone(wiring) as phone:
        await phone.start("/settings/sign-out")
        await phone.sees(re.compile("1 change has not reached your clinic yet. It is lost"))
        for answer, is_out in (("Stay here", False), ("Sign out", True)):
            asking = asyncio.create_task(phone.tap("Sign out"))
            await phone.sees("Sign out and lose what is not sent?")
            await phone.tap(answer)
            await asking
            assert ("sign_out" in wiring.done) == is_out


async def test_destroying_offers_the_copy_says_what_stays_and_wants_the_word_and_the_pin() -> None:
    wiring = PretendWiring(pin=OLD)
    wiring.pretended.says(phase="offline", waiting=2)
    async with Phone(wiring) as phone:
        await phone.start("/settings/wipe")
        await phone.sees("Take everything with me first", "button")
        await phone.sees(re.compile("What your clinic has stays with your clinic"))
        await phone.sees("2 changes have not reached your clinic yet and are destroyed too.")
        await phone.tap("Go on to destroy it")
        assert (await phone.sees("Destroy it now", "button")).is_off
        await phone.type("Type the word destroy", "destroy")
        await phone.until(lambda: not phone.find("Destroy it now", "button")[0].is_off, "the button")
        assert phone.faults() == []
        await phone.tap("Destroy it now")
        await phone.sees("Your PIN, to destroy what is kept here")
        assert "wipe" not in wiring.done
        await _enters(phone, OLD)
        await phone.until(lambda: wiring.door == "signed_out", "the end")
        await phone.sees("Join your clinic", "button")


async def test_going_away_in_the_middle_takes_every_step_back() -> None:
    wiring = PretendWiring()
    async with Phone(wiring) as phone:
        await phone.start("/settings/wipe")
        await phone.tap("Go on to destroy it")
        await phone.type("Type the word destroy", "destroy")
        await phone.goes_to("/support")
        await phone.tap("Close")
        await phone.sees("What is destroyed", "heading")
        assert "wipe" not in wiring.done


async def test_keeping_everything_is_one_tap() -> None:
    async with Phone(PretendWiring()) as phone:
        await phone.start("/settings/wipe")
        await phone.tap("Go on to destroy it")
        await phone.tap("Keep everything")
        await phone.sees("What is destroyed", "heading")


# --- trust ---


@pytest.mark.parametrize(
    ("mode", "pin", "said", "never"),
    [
        ("app", OLD, "together with your PIN", "demonstration"),
        ("demo", None, "invented people", "sealed"),
        ("serve", None, "Nothing is kept on this computer", "sealed"),
    ],
)
async def test_the_trust_page_promises_only_what_this_way_of_running_holds(
    tmp_path: Path, mode: Any, pin: str | None, said: str, never: str
) -> None:
    records = await opened_store(tmp_path)
    async with Phone(PretendWiring(mode=mode, pin=pin, records=records)) as phone:
        await phone.start("/settings/where")
        await phone.sees(re.compile(said))
        assert not any(never in text for text in phone.texts())


async def test_about_names_the_licences_of_the_fonts() -> None:
    async with Phone(PretendWiring()) as phone:
        await phone.start("/settings/about")
        await phone.sees("Newsreader")
        await phone.sees(re.compile("SIL Open Font License"))
