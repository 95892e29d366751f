"""Sign-in by its facts: who can be tried, what a trouble says, cancelling, the language, where words are kept."""

from __future__ import annotations

import asyncio
import re
from typing import get_args

import pytest

from mobile.i18n import Moments, Speech
from mobile.screens.app_services import SamplePerson, Trouble, TroubleCode
from mobile.screens.sign_in.model import SigningIn
from mobile.screens.troubles import SENTENCES, TroubleSentences
from mobile.wiring.setup import Mode
from tests.screens.harness import Phone, PretendWiring


class Slow(PretendWiring):
    """A clinic that takes its time."""

    def __init__(self, *, mode: Mode = "demo") -> None:
        super().__init__(door="signed_out", mode=mode)
        self.may_answer = asyncio.Event()

    async def sign_in_as(self, login_hint: str) -> None:
        await self.may_answer.wait()
        await super().sign_in_as(login_hint)


def _signed_out(mode: Mode = "demo") -> PretendWiring:
    return PretendWiring(door="signed_out", mode=mode)


async def test_a_sample_person_is_signed_in_with_one_tap() -> None:
    wiring = _signed_out()
    async with Phone(wiring) as phone:
        await phone.start("/")
        await phone.tap(re.compile("Mara Example"), "button")
        assert "sign_in_as mara" in wiring.done
        assert wiring.door == "open"


async def test_patients_stand_apart_from_those_who_work_there() -> None:
    wiring = _signed_out()
    wiring.people.insert(0, SamplePerson("pia", "Pia Sample", "prescriber", ""))
    model = SigningIn(wiring)
    await model.load()
    assert [(g.is_staff, [p.login_hint for p in g.people]) for g in model.groups] == [
        (False, ["mara"]),
        (True, ["pia", "theo"]),
    ]
    async with Phone(wiring) as phone:
        await phone.start("/")
        await phone.sees("Try it with sample people", "heading")
        await phone.sees("The people who work there", "heading")
        await phone.sees(re.compile("Therapist · Reads what was shared"))


async def test_sample_people_are_offered_in_a_demonstration_only() -> None:
    for mode in ("app", "serve"):
        async with Phone(_signed_out(mode)) as phone:  # type: ignore[arg-type]
            await phone.start("/")
            assert phone.find(re.compile("Mara|sample people")) == []
            await phone.sees("Join your clinic", "button")


async def test_joining_is_one_tap_away() -> None:
    async with Phone(_signed_out("app")) as phone:
        await phone.start("/")
        await phone.tap("Join your clinic")
        assert ("push_route", {"route": "/join"}) in phone.invoked


async def test_the_language_is_switched_right_here() -> None:
    async with Phone(_signed_out()) as phone:
        await phone.start("/")
        await phone.tap("Español")
        await phone.sees("Únase a su clínica", "button")
        await phone.sees("Pruébelo con personas de ejemplo", "heading")


@pytest.mark.parametrize(
    ("mode", "said"),
    [
        ("demo", "Please write nothing of your own."),
        ("app", "What you write is kept sealed on this device."),
        ("serve", "Nothing is kept on this computer"),
    ],
)
async def test_where_words_are_kept_is_said_before_anything_is_written(mode: Mode, said: str) -> None:
    async with Phone(_signed_out(mode)) as phone:
        await phone.start("/")
        await phone.sees(re.compile(re.escape(said)))


async def test_a_hosted_page_says_that_private_notes_are_not_offered() -> None:
    async with Phone(_signed_out("serve")) as phone:
        await phone.start("/")
        await phone.sees(re.compile("Private notes are not offered here"))


async def test_a_sign_in_under_way_can_be_cancelled_and_the_list_is_there_again() -> None:
    wiring = Slow()
    async with Phone(wiring) as phone:
        await phone.start("/")
        tapping = asyncio.create_task(phone.tap(re.compile("Mara Example"), "button"))
        await phone.sees("Signing in", "heading")
        assert phone.faults() == []
        await phone.tap("Cancel")
        await tapping
        await phone.sees(re.compile("Mara Example"), "button")
        assert wiring.door == "signed_out"
        assert "stop_signing_in" in wiring.done
        assert "sign_in_as mara" not in wiring.done
        assert phone.reported == []


async def test_a_second_tap_while_signing_in_does_nothing() -> None:
    wiring = Slow()
    model = SigningIn(wiring)
    await model.load()
    first = asyncio.create_task(model.sign_in_as(model.people[0]))
    await asyncio.sleep(0)
    assert not await model.sign_in_as(model.people[1])
    assert model.chosen is model.people[0]
    wiring.may_answer.set()
    assert await first
    assert wiring.done == ["sign_in_as mara"]


async def test_a_trouble_is_told_calmly_and_the_next_try_works() -> None:
    wiring = _signed_out()
    async with Phone(wiring) as phone:
        await phone.start("/")
        wiring.troubles = [Trouble("unreachable")]
        await phone.tap(re.compile("Mara Example"), "button")
        await phone.sees("Nothing answered there.")
        assert phone.faults() == []
        await phone.tap(re.compile("Mara Example"), "button")
        assert wiring.door == "open"


async def test_when_nobody_can_be_asked_who_may_be_tried_it_can_be_asked_again() -> None:
    class Waking(PretendWiring):
        async def sample_people(self) -> list[SamplePerson]:
            self._try("sample_people")
            return self.people

    wiring = Waking(door="signed_out")
    wiring.troubles = [Trouble("unreachable")]
    async with Phone(wiring) as phone:
        await phone.start("/")
        await phone.sees("Nothing answered there.")
        await phone.tap("Try again")
        await phone.sees(re.compile("Mara Example"), "button")
        assert phone.find("Nothing answered there.") == []


async def test_an_unforeseen_error_leaves_the_page_usable() -> None:
    class Broken(PretendWiring):
        async def sign_in_as(self, login_hint: str) -> None:
            raise KeyError("the patient's own words")

    async with Phone(Broken(door="signed_out")) as phone:
        await phone.start("/")
        await phone.tap(re.compile("Mara Example"), "button")
        await phone.sees("Something went wrong here. What you wrote is safe.")
        await phone.sees(re.compile("Mara Example"), "button")
        assert not any("own words" in text for text in phone.texts())


@pytest.mark.parametrize("mode", ["demo", "app", "serve"])
async def test_support_is_there_and_every_control_has_a_name(mode: Mode) -> None:
    async with Phone(_signed_out(mode)) as phone:
        await phone.start("/")
        assert phone.faults() == []


def test_every_trouble_says_what_happened_what_is_safe_and_what_to_do_in_both_languages() -> None:
    from datetime import UTC, datetime, timedelta
    from zoneinfo import ZoneInfo

    now = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)
    assert set(SENTENCES) == set(get_args(TroubleCode))
    zone = ZoneInfo("UTC")
    english = TroubleSentences(Speech("en"), Moments("en", zone))
    spanish = TroubleSentences(Speech("es"), Moments("es", zone))
    for code in get_args(TroubleCode):
        trouble = Trouble(code, until=now + timedelta(minutes=5), left=2)
        ours, theirs = english.explain(trouble, now), spanish.explain(trouble, now)
        for part in ("happened", "safe", "do"):
            said = getattr(ours, part)
            assert said.endswith("."), (code, part)
            assert "!" not in said
            assert getattr(theirs, part) != said, (code, part)
    assert english.explain(Trouble("pin_wait", until=now + timedelta(minutes=5)), now).do == (
        "You can try again in 5 minutes."
    )
    assert english.explain(Trouble("wrong_pin", left=1), now).do == "1 try is left."
    assert english.explain(Trouble("wrong_pin", left=9), now).do == "Try again."
