"""Joining by its facts: what is typed stays, what was found is shown before the browser opens, every trouble is plain."""

from __future__ import annotations

import asyncio
import re
from typing import get_args

import pytest

from mobile.screens.app_services import ClinicFound, Settings, Trouble, TroubleCode
from mobile.screens.join.model import Joining, host_of, shown, tidy
from mobile.screens.troubles import SENTENCES
from tests.screens.harness import Phone, PretendWiring

LINK = "https://harbor.test/invitation/WARM-LIGHT-12"
FIELD = "Invitation or address"


class Clinic(PretendWiring):
    """Answers when it may; remembers what it was asked to find."""

    def __init__(self, *, mode: str = "app", pin: str | None = None) -> None:
        super().__init__(door="signed_out", mode=mode, pin=pin)  # type: ignore[arg-type]
        self.asked: list[str] = []
        self.may_find, self.may_enter = asyncio.Event(), asyncio.Event()
        self.may_find.set()
        self.may_enter.set()

    async def find_clinic(self, text: str) -> ClinicFound:
        self.asked.append(text)
        await self.may_find.wait()
        return await super().find_clinic(text)

    async def sign_in(self, clinic: ClinicFound) -> None:
        await self.may_enter.wait()
        await super().sign_in(clinic)


# --- the model ---


@pytest.mark.parametrize(
    ("pasted", "meant"),
    [
        (f"  {LINK}\n", LINK),
        (f"Join here: {LINK}. See you soon", LINK),
        (f"Join here:\n{LINK}\n", LINK),
        (f"<{LINK}>", LINK),
        (f"\u200b\u202e{LINK}\u202c\x00", LINK),
        (" WARM-LIGHT-12 ", "WARM-LIGHT-12"),
        ("“clinic.test”", "clinic.test"),
        ("WARM LIGHT 12", "WARMLIGHT12"),
        ("\t\n", ""),
    ],
)
def test_what_a_message_adds_around_a_link_is_taken_off(pasted: str, meant: str) -> None:
    assert tidy(pasted) == meant


async def test_nothing_is_looked_up_before_the_person_asks() -> None:
    clinic = Clinic()
    model = Joining(clinic, "WARM-LIGHT-12")
    assert model.where == "asking"
    assert clinic.asked == []
    assert await model.look_up()
    assert clinic.asked == ["WARM-LIGHT-12"]
    assert model.where == "found"


async def test_an_empty_field_asks_nobody() -> None:
    clinic = Clinic()
    assert not await Joining(clinic, "  \n").look_up()
    assert clinic.asked == []


async def test_other_words_forget_what_was_found_for_the_first() -> None:
    model = Joining(Clinic(), LINK)
    await model.look_up()
    model.type("other.test")
    assert model.clinic is None
    assert not await model.sign_in()


async def test_a_stopped_search_whose_answer_comes_late_changes_nothing() -> None:
    clinic = Clinic()
    clinic.may_find.clear()
    model = Joining(clinic, LINK)
    looking = asyncio.create_task(model.look_up())
    await asyncio.sleep(0)
    assert model.where == "looking"
    model.stop()
    clinic.may_find.set()
    assert not await looking
    assert model.where == "asking"
    assert model.typed == LINK


async def test_a_sign_in_that_fails_keeps_the_clinic_and_can_be_tried_again() -> None:
    clinic = Clinic()
    model = Joining(clinic, LINK)
    await model.look_up()
    clinic.troubles = [Trouble("sign_in_expired")]
    assert not await model.sign_in()
    assert model.where == "found"
    assert model.trouble is not None
    assert await model.sign_in()
    assert model.trouble is None


def test_the_address_shown_is_the_machine_and_never_what_stands_before_an_at_sign() -> None:
    assert host_of(ClinicFound("A", "https://clinic.test/fhir")) == "clinic.test"
    assert host_of(ClinicFound("A", "https://bank.test@evil.test:8443/fhir")) == "evil.test:8443"


def test_names_from_outside_are_one_short_printable_line() -> None:
    assert shown("Harbor\u202e\n\x00  Clinic") == "Harbor Clinic"
    assert len(shown("x" * 10_000)) == 80


# --- the place ---


async def _looked_up(phone: Phone, text: str = LINK) -> None:
    await phone.type(FIELD, text)
    await phone.tap("Look it up")


async def test_the_clinic_and_who_is_invited_are_shown_before_the_browser_opens() -> None:
    clinic = Clinic()
    async with Phone(clinic) as phone:
        await phone.start("/join")
        await _looked_up(phone)
        await phone.sees("Harbor Example Clinic", "heading")
        await phone.sees("Its address: clinic.test")
        await phone.sees("Invited: Mara")
        assert "sign_in" not in clinic.done
        assert phone.faults() == []


async def test_a_clinic_that_says_no_name_is_called_by_its_address_and_that_is_not_called_its_name() -> None:
    class Nameless(Clinic):
        async def find_clinic(self, text: str) -> ClinicFound:
            return ClinicFound(None, "http://127.0.0.1:8999/fhir")

    async with Phone(Nameless()) as phone:
        await phone.start("/join")
        await _looked_up(phone)
        await phone.sees("The clinic at 127.0.0.1:8999", "heading")
        await phone.sees("It says its name once you have signed in.")
        assert not [words for words in phone.texts() if words.startswith("127.0.0.1")]
        assert phone.faults() == []


async def test_enter_looks_up_too() -> None:
    clinic = Clinic()
    async with Phone(clinic) as phone:
        await phone.start("/join")
        await phone.type(FIELD, LINK)
        await phone.submit(FIELD)
        await phone.sees("Harbor Example Clinic", "heading")


async def test_after_the_first_sign_in_on_this_device_a_pin_is_chosen() -> None:
    async with Phone(Clinic()) as phone:
        await phone.start("/join")
        await _looked_up(phone)
        await phone.tap("Open your clinic's sign-in")
        await phone.sees("Choose a PIN", "heading")


async def test_while_the_browser_is_open_the_person_is_told_to_come_back_and_may_cancel() -> None:
    clinic = Clinic()
    clinic.may_enter.clear()
    async with Phone(clinic) as phone:
        await phone.start("/join")
        await _looked_up(phone)
        tapping = asyncio.create_task(phone.tap("Open your clinic's sign-in"))
        await phone.sees("Finish in your browser, then come back", "heading")
        assert phone.faults() == []
        await phone.tap("Cancel")
        await tapping
        await phone.sees("Open your clinic's sign-in", "button")
        assert "stop_signing_in" in clinic.done
        assert clinic.door == "signed_out"


async def test_support_can_be_opened_while_the_browser_is_open_without_ending_the_sign_in() -> None:
    clinic = Clinic()
    clinic.may_enter.clear()
    async with Phone(clinic) as phone:
        await phone.start("/join")
        await _looked_up(phone)
        tapping = asyncio.create_task(phone.tap("Open your clinic's sign-in"))
        await phone.sees("Finish in your browser, then come back", "heading")
        await phone.tap("Support")
        await phone.sees("Support now", "heading")
        assert "stop_signing_in" not in clinic.done
        clinic.may_enter.set()
        await tapping
        await phone.until(lambda: clinic.door == "open", "the door to open")


@pytest.mark.parametrize("code", get_args(TroubleCode))
async def test_every_trouble_is_one_plain_notice_and_what_was_typed_stays(code: TroubleCode) -> None:
    clinic = Clinic()
    async with Phone(clinic) as phone:
        await phone.start("/join")
        clinic.troubles = [Trouble(code)]
        await _looked_up(phone)
        await phone.sees(SENTENCES[code].happened)
        assert (await phone.sees(FIELD, "field")).control.value == LINK  # type: ignore[attr-defined]
        assert phone.faults() == []


async def test_an_unprotected_address_is_refused_with_its_reason() -> None:
    clinic = Clinic()
    async with Phone(clinic) as phone:
        await phone.start("/join")
        clinic.troubles = [Trouble("bad_address")]
        await _looked_up(phone, "http://clinic.test/fhir")
        await phone.sees("That address is not protected.")
        await phone.sees(re.compile("Nothing was sent there"))


async def test_typing_on_takes_the_trouble_away() -> None:
    clinic = Clinic()
    async with Phone(clinic) as phone:
        await phone.start("/join")
        clinic.troubles = [Trouble("invitation_unknown")]
        await _looked_up(phone)
        await phone.sees("This invitation was not found.")
        await phone.type(FIELD, "WARM-LIGHT-13")
        await phone.sees_no("This invitation was not found.")


async def test_another_clinic_can_be_tried_and_the_words_are_still_there() -> None:
    async with Phone(Clinic()) as phone:
        await phone.start("/join")
        await _looked_up(phone)
        await phone.tap("This is not my clinic")
        assert (await phone.sees(FIELD, "field")).control.value == LINK  # type: ignore[attr-defined]


async def test_a_links_code_is_filled_in_and_waits_for_the_person() -> None:
    clinic = Clinic()
    async with Phone(clinic) as phone:
        await phone.start("/join/WARM-LIGHT-12")
        assert (await phone.sees(FIELD, "field")).control.value == "WARM-LIGHT-12"  # type: ignore[attr-defined]
        await phone.sees(re.compile("Your invitation is filled in"))
        assert clinic.asked == []


async def test_the_clinic_lantern_was_started_for_is_found_with_one_tap_on_join() -> None:
    clinic = Clinic()
    clinic.known = "https://clinic.test/fhir"
    async with Phone(clinic) as phone:
        await phone.start("/")
        await phone.tap("Join your clinic")
        await phone.sees("Harbor Example Clinic", "heading")
        assert clinic.asked == [clinic.known]
        await phone.tap("This is not my clinic")
        assert (await phone.sees(FIELD, "field")).control.value == clinic.known  # type: ignore[attr-defined]
        await phone.sees(re.compile("Your clinic's address is filled in"))
        await _looked_up(phone, LINK)
        assert clinic.asked == [clinic.known, LINK]


async def test_a_known_clinic_that_does_not_answer_is_told_and_asked_again_only_by_the_person() -> None:
    clinic = Clinic()
    clinic.known = "https://clinic.test/fhir"
    clinic.troubles = [Trouble("unreachable")]
    async with Phone(clinic) as phone:
        await phone.start("/join")
        await phone.sees("Nothing answered there.")
        await phone.tap("Support")
        await phone.tap("Close")
        await phone.sees("Nothing answered there.")
        assert clinic.asked == [clinic.known]
        await phone.tap("Look it up")
        await phone.sees("Harbor Example Clinic", "heading")


async def test_an_invitation_goes_before_the_clinic_lantern_was_started_for() -> None:
    clinic = Clinic()
    clinic.known = "https://clinic.test/fhir"
    async with Phone(clinic) as phone:
        await phone.start("/join/WARM-LIGHT-12")
        assert (await phone.sees(FIELD, "field")).control.value == "WARM-LIGHT-12"  # type: ignore[attr-defined]
        assert clinic.asked == []


async def test_the_whole_place_speaks_spanish() -> None:
    clinic = Clinic()
    clinic._settings = Settings(language="es")
    async with Phone(clinic) as phone:
        await phone.start("/join")
        await phone.sees("Únase a su clínica", "heading")
        english = {"Look it up", FIELD, "A link, a code, or your clinic's address"}
        assert phone.faults(untranslated=english) == []
