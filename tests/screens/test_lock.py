"""The lock by its facts: a PIN opens, a wrong one is told plainly, waiting is told plainly, no digit is shown or kept."""

from __future__ import annotations

import asyncio
import re
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from mobile.device.lifecycle import IdleClock, Lifecycle
from mobile.i18n import Moments, Speech
from mobile.screens.app_services import Trouble
from mobile.screens.lock.model import LockWords
from tests.screens.harness import Phone, PretendWiring

NOW = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)


async def _enters(phone: Phone, pin: str) -> None:
    for digit in pin:
        await phone.tap(digit, "button")


def _locked(**more: Any) -> PretendWiring:
    return PretendWiring(door="locked", pin="314159", **more)


async def test_the_right_pin_leads_to_where_the_person_wanted_to_go() -> None:
    async with Phone(_locked()) as phone:
        await phone.start("/nowhere")
        await _enters(phone, "314159")
        await phone.sees("Nothing here")


async def test_every_key_has_a_name_and_support_is_there() -> None:
    async with Phone(_locked()) as phone:
        await phone.start("/")
        assert phone.faults() == []
        assert phone.title() == "Welcome back"


async def test_a_wrong_pin_is_told_plainly_and_the_next_try_is_possible() -> None:
    async with Phone(_locked()) as phone:
        await phone.start("/nowhere")
        await _enters(phone, "111111")
        await phone.sees("That is not the PIN. Nothing was changed.")
        await _enters(phone, "314159")
        await phone.sees("Nothing here")


async def test_a_wait_is_told_in_words_and_keys_rest_meanwhile() -> None:
    wiring = _locked(at=NOW)
    wiring.troubles = [Trouble("pin_wait", until=NOW + timedelta(minutes=5), left=5)]
    async with Phone(wiring) as phone:
        await phone.start("/nowhere")
        await _enters(phone, "111111")
        await phone.sees("Too many PINs were tried in a short time. You can try again in 5 minutes.")
        lock: Any = phone.shell._top
        await lock.pad.press("3")
        assert lock.pad.count == 0
        assert all(key.opacity < 1 for key in lock.pad._digit_keys)
        await phone.tap("Support works without unlocking")
        await phone.sees("Support now")


async def test_the_keys_come_back_though_saying_the_wait_went_wrong() -> None:
    wiring = _locked(at=NOW)
    wiring.troubles = [Trouble("pin_wait", until=NOW + timedelta(minutes=5), left=5)]
    async with Phone(wiring) as phone:
        await phone.start("/nowhere")
        lock: Any = phone.shell._top
        lock.words.waiting = lambda *_: "a wait" if lock.line.value != "a wait" else 1 / 0
        await _enters(phone, "111111")
        await phone.until(lambda: bool(phone.reported), "the error")
        await _enters(phone, "314159")
        await phone.sees("Nothing here")


async def test_after_the_wait_the_keys_work_again() -> None:
    wiring = _locked(at=NOW)
    wiring.troubles = [Trouble("pin_wait", until=NOW + timedelta(seconds=30), left=5)]
    async with Phone(wiring) as phone:
        await phone.start("/nowhere")
        await _enters(phone, "111111")
        await phone.sees("Too many PINs were tried in a short time. You can try again in 30 seconds.")
        wiring.at = NOW + timedelta(seconds=31)
        await phone.sees("Enter your PIN")
        await _enters(phone, "314159")
        await phone.sees("Nothing here")


async def test_no_digit_is_in_any_text_after_it_was_entered() -> None:
    async with Phone(_locked()) as phone:
        await phone.start("/nowhere")
        await _enters(phone, "3141")
        lines = [n.name for n in phone.nodes() if n.role == "text" and len(n.name) > 1]
        assert not any("3141" in line for line in lines)
        assert phone.reported == []


async def test_leaving_the_lock_forgets_the_digits_that_were_in() -> None:
    async with Phone(_locked()) as phone:
        await phone.start("/nowhere")
        await _enters(phone, "314")
        lock: Any = phone.shell._top
        await phone.tap("Support works without unlocking")
        await phone.sees("Support now")
        assert lock.pad.count == 0


def _words(language: str) -> LockWords:
    speech = Speech(language)
    return LockWords(speech.gettext, speech.ngettext, Moments(language, ZoneInfo("America/Chicago")))


def test_every_trouble_of_the_lock_has_its_own_sentence_in_both_languages() -> None:
    troubles = [
        Trouble("wrong_pin", left=9),
        Trouble("wrong_pin", left=1),
        Trouble("wrong_pin", left=2),
        Trouble("pin_wait", until=NOW + timedelta(seconds=30)),
        Trouble("no_more_tries", left=0),
        Trouble("no_secret_store"),
    ]
    english = [_words("en").sentence(trouble, NOW) for trouble in troubles]
    spanish = [_words("es").sentence(trouble, NOW) for trouble in troubles]
    assert len(set(english)) == len(troubles)
    assert not set(english) & set(spanish)
    assert english[1] == "That is not the PIN. 1 try is left."
    assert spanish[1] == "Ese no es el PIN. Queda 1 intento."


def test_too_many_tries_never_speak_of_erasing_nor_of_a_way_that_is_not_there() -> None:
    told = _words("en").sentence(Trouble("no_more_tries", left=0), NOW)
    assert "safe" in told
    assert "eras" not in told.lower()
    assert "sheet" not in told


async def test_the_last_wrong_pin_leads_to_what_can_be_done_and_starting_again_is_asked_first() -> None:
    wiring = _locked()
    wiring.troubles = [Trouble("no_more_tries", left=0)]
    async with Phone(wiring) as phone:
        await phone.start("/nowhere")
        await _enters(phone, "111111")
        await phone.sees(re.compile("Too many tries"))
        wiring.opens("out_of_tries")
        await phone.sees("No PIN opens this any more", "heading")
        await phone.sees(re.compile("entered 10 times in a row"))
        asking = asyncio.create_task(phone.tap("Start again on this device", "button"))
        await phone.sees(re.compile("The sealed records are put aside and kept"))
        assert "start_again" not in wiring.done
        await phone.tap("Start again", "button")
        await asking
        await phone.until(lambda: wiring.door == "signed_out", "the sign-in")
        assert wiring.done[-1] == "start_again"


class _Clocks:
    def __init__(self) -> None:
        self.monotonic, self.wall = 100.0, 1_000_000.0


def _idle() -> tuple[IdleClock, _Clocks]:
    clocks = _Clocks()
    return IdleClock(lambda: clocks.monotonic, lambda: clocks.wall), clocks


def test_idle_time_believes_whichever_clock_says_more() -> None:
    idle, clocks = _idle()
    clocks.monotonic += 10
    assert idle.idle_s() == 10
    clocks.wall += 400  # the machine slept, its monotonic clock did not run
    assert idle.idle_s() == 400


def test_a_clock_set_back_counts_as_long_away() -> None:
    idle, clocks = _idle()
    clocks.wall -= 3600
    assert idle.idle_s() == float("inf")
    idle.touch()
    assert idle.idle_s() == 0


def test_looking_away_is_told_once_until_the_person_is_back() -> None:
    import flet as ft

    told: list[str] = []
    life = Lifecycle(True, lambda: told.append("away"), lambda: told.append("back"))
    for state in ("inactive", "hide", "pause", "show", "resume"):
        life.state(ft.AppLifecycleState(state))
    assert told == ["away", "back"]
