"""Opening by a fingerprint or a face through the screens, over a real page session and a real sealed store."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from api_client.sandbox import Sandbox
from mobile.care.intention import begin
from mobile.records.attempts import MOST
from mobile.records.errors import NotSaved
from mobile.records.secrets import MemorySecrets
from mobile.screens.lock.view import Lock
from mobile.wiring import signing_in
from mobile.wiring.account_sessions import AccountSessions
from mobile.wiring.app_services import PageServices
from mobile.wiring.callback import PendingSignIns
from mobile.wiring.setup import Setup
from tests.screens.harness import Phone, PretendWiring
from tests.screens.pretend_biometrics import ANDROID, IOS, PretendKeeper
from tests.screens.pretend_notifier import PretendNotifier
from tests.unit.care.samples import NOW

BASE = "http://127.0.0.1:8999/fhir"
PIN, OTHER_PIN, WRONG = "258013", "480215", "990017"
WAY = "Open with your fingerprint or face"
NO = "The phone did not open it. Enter your PIN."


class OnAPhone:
    """A person's own phone over the sandbox clinic, with a PIN and one private intention."""

    def __init__(self, phone: Phone, services: PageServices, keeper: PretendKeeper) -> None:
        self.phone, self.services, self.keeper = phone, services, keeper

    @property
    def account(self) -> Any:
        return self.services.account

    async def enters(self, pin: str) -> None:
        for digit in pin:
            await self.phone.tap(digit, "button")

    async def turns_on(self) -> None:
        await self.phone.goes_to("/settings/biometrics")
        await self.phone.tap("Turn on")
        await self.phone.sees("Your PIN, because a finger or a face will open everything")
        await self.enters(PIN)
        await self.phone.sees(re.compile("It is on:"))

    async def locks(self) -> None:
        await self.services.lock_now()
        await self.phone.sees("Welcome back")

    async def leaves_and_returns(self) -> None:
        await self.phone.lifecycle("inactive")
        await self.phone.lifecycle("hide")
        await self.phone.lifecycle("show")
        await self.phone.lifecycle("resume")

    async def is_open(self) -> None:
        await self.phone.until(lambda: self.services.door == "open", "an open door")
        assert await self.words() == "Only mine"

    async def words(self) -> str | None:
        from mobile.care.intention import Intention

        found = await self.account.records.get(Intention, "i1")
        return found.words if found is not None else None


async def made(
    tmp_path: Path,
    keeper: PretendKeeper | None,
    sandbox: Sandbox,
    phone: Phone,
    notifier: PretendNotifier | None = None,
) -> PageServices:
    import httpx

    setup = Setup("app", tmp_path, BASE, httpx.ASGITransport(app=sandbox.app))
    accounts = AccountSessions(setup, MemorySecrets(), keeper, notifier)
    services = PageServices(phone.page, setup, accounts, PendingSignIns())
    await services.start()
    tokens = await signing_in.as_sample_person(BASE, "http://127.0.0.1:8551/signed-in", "rowan", setup)
    await services._arrive(BASE, tokens, None)
    await services.choose_pin(PIN)
    assert services.account is not None
    await services.decline_copy()
    assert services.account.records is not None
    await services.account.records.save(begin("i1", "Appointment/a3", NOW).revise("Only mine", NOW))
    return services


@pytest.fixture
def keeper(request: pytest.FixtureRequest) -> PretendKeeper:
    return PretendKeeper(getattr(request, "param", IOS))


@pytest.fixture
async def own(tmp_path: Path, keeper: PretendKeeper) -> AsyncIterator[OnAPhone]:
    clinic = Sandbox(None, demo=True, base_url=BASE)
    async with Phone(PretendWiring(), is_web=False, platform="ios") as phone:
        phone._begin("/support")
        services = await made(tmp_path, keeper, clinic, phone)
        phone.wiring = services
        await phone.start("/support")
        yield OnAPhone(phone, services, keeper)
        await services._accounts.close()
    clinic.close()


# --- turning it on and off ---


async def test_it_is_off_and_turned_on_with_the_pin_and_the_phones_yes(own: OnAPhone) -> None:
    phone = own.phone
    await phone.goes_to("/settings/lock")
    await phone.sees(re.compile(f"{WAY}.*Off"))
    await own.turns_on()
    assert own.account.store.has_biometrics
    assert own.keeper.kept is not None
    assert [prompt.text for prompt in own.keeper.asked] == [WAY]
    await phone.goes_to("/settings/lock")
    await phone.sees(re.compile(f"{WAY}.*On, beside the PIN"))
    assert phone.reported == []


async def test_a_wrong_pin_does_not_turn_it_on_and_the_phone_is_not_asked(own: OnAPhone) -> None:
    await own.phone.goes_to("/settings/biometrics")
    await own.phone.tap("Turn on")
    await own.enters(WRONG)
    await own.phone.sees(re.compile("That is not the PIN"))
    assert own.keeper.asked == []
    assert not own.account.store.has_biometrics


async def test_where_the_phone_says_no_it_stays_off_and_says_what_to_do(own: OnAPhone) -> None:
    own.keeper.answer = "no"
    await own.phone.goes_to("/settings/biometrics")
    await own.phone.tap("Turn on")
    await own.enters(PIN)
    await own.phone.sees("The phone did not do it.")
    await own.phone.sees(re.compile("your PIN opens Lantern as before"))
    await own.phone.sees("Turn on")
    assert not own.account.store.has_biometrics
    assert own.phone.reported == []


async def test_where_it_cannot_be_saved_it_stays_off_and_the_phone_keeps_nothing(
    own: OnAPhone, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(_: bytes) -> None:
        raise NotSaved("full")

    monkeypatch.setattr(own.account.store, "keep_biometrics", full)
    await own.phone.goes_to("/settings/biometrics")
    await own.phone.tap("Turn on")
    await own.enters(PIN)
    await own.phone.sees("Turn on")
    assert not own.account.store.has_biometrics
    assert own.keeper.kept is None
    assert own.phone.reported == []


async def test_turned_off_the_phone_forgets_and_the_lock_offers_it_no_more(own: OnAPhone) -> None:
    await own.turns_on()
    await own.phone.tap("Switch it off")
    await own.phone.sees("Turn on")
    assert own.keeper.kept is None
    assert not own.account.store.has_biometrics
    await own.locks()
    await own.phone.sees_no(WAY)


async def test_turned_off_it_is_off_though_the_phone_says_no(own: OnAPhone) -> None:
    await own.turns_on()
    own.keeper.answer = "no"
    await own.phone.tap("Switch it off")
    await own.phone.sees("Turn on")
    assert own.keeper.kept is not None
    assert not own.account.store.has_biometrics
    await own.locks()
    await own.phone.sees_no(WAY)


async def test_without_a_phone_nothing_of_it_is_there(tmp_path: Path) -> None:
    async with Phone(PretendWiring(mode="app", pin=PIN)) as phone:
        await phone.start("/settings/lock")
        await phone.sees("Lock now")
        await phone.sees_no(re.compile(WAY))
        await phone.goes_to("/settings/biometrics")
        await phone.sees("This works in the app on a phone. Here your PIN opens Lantern.")
        await phone.sees_no("Turn on")


@pytest.mark.parametrize("mode", ["demo", "serve"])
def test_in_a_demonstration_and_hosted_no_phone_is_handed_on(tmp_path: Path, mode: Any) -> None:
    accounts = AccountSessions(Setup(mode, tmp_path, BASE), MemorySecrets(), PretendKeeper())
    for account in (accounts.of_person("one"), accounts.of_page("two")):
        assert account.biometrics is None


@pytest.mark.parametrize(
    ("keeper", "said", "not_said"),
    [
        (
            IOS,
            ["is added to this phone or removed, only your PIN"],
            ["The code that opens", "only once after"],
        ),
        (
            ANDROID,
            [
                "The code that opens the phone can open it too",
                "only once after Lantern was started",
                "later may open Lantern too",
            ],
            ["or removed, only your PIN"],
        ),
    ],
    indirect=["keeper"],
    ids=["ios", "android"],
)
async def test_it_says_of_each_system_what_that_system_does(
    own: OnAPhone, said: list[str], not_said: list[str]
) -> None:
    await own.phone.goes_to("/settings/biometrics")
    await own.phone.sees("Turn on")
    text = " ".join(own.phone.texts())
    assert all(one in text for one in said)
    assert not any(one in text for one in not_said)
    assert own.phone.faults() == []


# --- the lock ---


async def test_the_button_of_the_lock_opens(own: OnAPhone) -> None:
    await own.turns_on()
    await own.locks()
    assert own.phone.faults() == []
    await own.phone.tap(WAY)
    await own.is_open()
    assert own.phone.reported == []


async def test_who_comes_back_is_asked_once_by_itself_and_after_a_no_only_the_button_asks(
    own: OnAPhone,
) -> None:
    await own.turns_on()
    await own.services.change_settings(lock_after_s=0)
    own.keeper.answer = "no"
    asked = len(own.keeper.asked)
    await own.leaves_and_returns()
    await own.phone.sees(NO)
    assert len(own.keeper.asked) == asked + 1
    await own.phone.lifecycle("inactive")  # as the phone's own question goes away
    await own.phone.lifecycle("resume")
    assert len(own.keeper.asked) == asked + 1
    own.keeper.answer = "yes"
    await own.phone.tap(WAY)
    await own.is_open()
    own.keeper.answer = "no"
    await own.leaves_and_returns()
    await own.phone.until(lambda: len(own.keeper.asked) == asked + 3, "another question after another lock")


async def test_who_begins_a_page_is_asked_by_itself(own: OnAPhone, tmp_path: Path) -> None:
    await own.turns_on()
    await own.services.lock_now()
    own.keeper.asked.clear()
    async with Phone(PretendWiring(), is_web=False, platform="ios") as phone:
        phone._begin("/")
        services = PageServices(phone.page, own.services._setup, own.services._accounts, PendingSignIns())
        phone.wiring = services
        await phone.start("/")
        await phone.until(lambda: services.door == "open", "an open door")
        assert len(own.keeper.asked) == 1


async def test_what_was_locked_before_their_eyes_is_not_opened_by_a_look(own: OnAPhone) -> None:
    """A face in front of the phone must not undo what its owner, or somebody beside them, just hid."""
    await own.turns_on()
    asked = len(own.keeper.asked)
    await own.locks()
    await own.phone.rest()
    assert len(own.keeper.asked) == asked


async def test_after_hiding_at_once_it_does_not_ask_by_itself_even_when_they_come_back(own: OnAPhone) -> None:
    await own.turns_on()
    asked = len(own.keeper.asked)
    await own.phone.shell.privacy_screen.hide_quickly()
    await own.phone.sees("Welcome back")
    await own.leaves_and_returns()
    assert len(own.keeper.asked) == asked
    await own.phone.tap(WAY)
    await own.is_open()
    await own.services.change_settings(lock_after_s=0)
    await own.leaves_and_returns()
    await own.phone.until(lambda: len(own.keeper.asked) == asked + 2, "asked again after it was opened")


async def test_the_phones_own_question_is_no_leaving(own: OnAPhone) -> None:
    """With "lock at once" the question itself would lock what it opened, for ever."""
    await own.services.change_settings(lock_after_s=0)

    async def loses_focus() -> None:
        page = own.phone.page
        await own.phone.happens(page, "app_lifecycle_state_change", {"state": "inactive"})

    own.keeper.while_asking = loses_focus
    await own.turns_on()
    await own.locks()
    await own.phone.tap(WAY)
    await own.is_open()
    await own.phone.lifecycle("resume")
    assert own.services.door == "open"


async def test_a_question_that_is_an_app_of_its_own_opens_only_what_is_in_front_again(own: OnAPhone) -> None:
    await own.services.change_settings(lock_after_s=0)
    await own.turns_on()
    await own.locks()
    own.keeper.answer = "waits"
    own.phone.soon(own.phone.tap(WAY))
    await own.phone.until(lambda: own.services.is_phone_asking, "the question")
    await own.phone.lifecycle("hide")
    own.keeper.may_answer.set()
    await own.phone.until(lambda: not own.services.is_phone_asking, "the answer")
    await own.phone.rest()
    assert own.services.door == "locked"
    await own.phone.lifecycle("resume")
    await own.is_open()
    await own.phone.rest()
    assert own.services.door == "open"


async def test_while_the_phone_asks_and_never_answers_the_pin_opens(own: OnAPhone) -> None:
    await own.turns_on()
    await own.locks()
    own.keeper.answer = "waits"
    own.phone.soon(own.phone.tap(WAY))
    await own.phone.until(lambda: own.services.is_phone_asking, "the question")
    await own.enters(PIN)
    await own.is_open()


async def test_an_answer_that_comes_after_another_lock_opens_nothing(own: OnAPhone) -> None:
    await own.turns_on()
    await own.locks()
    own.keeper.answer = "waits"
    own.phone.soon(own.phone.tap(WAY))
    await own.phone.until(lambda: own.services.is_phone_asking, "the question")
    await own.enters(PIN)
    await own.is_open()
    await own.locks()
    own.keeper.may_answer.set()
    await own.phone.until(lambda: not own.services.is_phone_asking, "the answer")
    await own.phone.rest()
    assert own.services.door == "locked"


@pytest.mark.parametrize("kept", [None, bytes(32)], ids=["nothing", "another"])
async def test_after_the_phones_fingers_changed_the_pin_opens_and_no_try_is_counted(
    own: OnAPhone, kept: bytes | None
) -> None:
    await own.turns_on()
    own.keeper.kept = kept
    await own.locks()
    for _ in range(MOST):
        await own.phone.tap(WAY)
        await own.phone.sees("This phone has no key for that any more. Enter your PIN.")
    await own.enters(PIN)
    await own.is_open()
    assert own.phone.reported == []


async def test_a_no_counts_no_try(own: OnAPhone) -> None:
    await own.turns_on()
    await own.locks()
    own.keeper.answer = "no"
    for _ in range(MOST):
        await own.phone.tap(WAY)
        await own.phone.sees(NO)
    await own.enters(WRONG)
    await own.phone.sees("That is not the PIN. Nothing was changed.")
    await own.enters(PIN)
    await own.is_open()


async def test_after_ten_wrong_pins_it_is_offered_no_more(
    own: OnAPhone, monkeypatch: pytest.MonkeyPatch
) -> None:
    await own.turns_on()
    await own.locks()
    monkeypatch.setattr("mobile.records.attempts.PAUSES_S", (0.0,) * MOST)
    for _ in range(MOST - 1):
        await own.enters(WRONG)
        await own.phone.sees(re.compile("That is not the PIN"))
    lock: Any = own.phone.shell._top
    assert isinstance(lock, Lock)
    await own.enters(WRONG)
    await own.phone.sees("No PIN opens this any more")
    await own.phone.sees_no(WAY)
    asked = len(own.keeper.asked)
    await lock.on_biometrics()  # of a page that was left standing
    await own.phone.rest()
    assert own.services.door == "out_of_tries"
    assert own.account.records is None
    assert len(own.keeper.asked) <= asked + 1


@pytest.mark.parametrize("keeper", [ANDROID], indirect=True)
async def test_where_a_system_asks_once_the_lock_offers_it_once_a_start(own: OnAPhone) -> None:
    await own.turns_on()
    await own.locks()
    await own.phone.sees_no(WAY)  # nothing would guard it now
    own.keeper.starts_anew()
    await own.enters(PIN)
    await own.is_open()
    await own.locks()
    own.keeper.answer = "no"
    await own.phone.tap(WAY)
    await own.phone.sees(NO)
    await own.phone.sees_no(WAY)
    await own.enters(PIN)
    await own.is_open()


# --- what else becomes of the device ---


async def test_another_pin_leaves_it_on(own: OnAPhone) -> None:
    await own.turns_on()
    await own.services.choose_pin(OTHER_PIN, PIN)
    await own.locks()
    await own.phone.tap(WAY)
    await own.is_open()


async def test_destroying_what_is_here_makes_the_phone_forget(own: OnAPhone) -> None:
    await own.turns_on()
    await own.services.wipe()
    assert own.keeper.kept is None
    assert own.services.biometrics is not None
    assert not own.services.biometrics.is_on


async def test_in_spanish_nothing_is_left_in_english(own: OnAPhone) -> None:
    await own.turns_on()
    await own.services.change_settings(language="es")
    await own.phone.goes_to("/settings/biometrics")
    await own.phone.sees(re.compile("Está activado"))
    english = {WAY, "Who can open it this way", "When your PIN is asked", "Switch it off"}
    assert not english & set(own.phone.texts())
    await own.services.lock_now()
    await own.phone.sees("Qué bueno verle de nuevo")
    assert WAY not in own.phone.texts()
