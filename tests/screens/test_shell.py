"""The shell by its facts: one stack from route and door, Support everywhere, Back leads up, nothing crashes."""

from __future__ import annotations

import asyncio
import re
from typing import Any

import flet as ft
import pytest

from mobile.design import parts
from mobile.from_page.messages import FORGET_SENT
from mobile.records.errors import NotSaved
from mobile.screens.app_services import Settings
from mobile.screens.frame import Screen
from mobile.shell import privacy_screen
from mobile.shell.navigation import Navigator
from mobile.shell.routes import PLACES, clean, find, parent_of
from mobile.shell.shell import Shell
from tests.screens.harness import PATIENT, Node, Phone, PretendWiring


class Sample(Screen):
    """A place with a field and ways to go wrong."""

    def title(self) -> str:
        return "Sample"

    def body(self) -> list[ft.Control]:
        self.hides = 0
        return [
            ft.TextField(label="Words"),
            parts.primary_button("Break", self.guard(self.on_break)),
            parts.primary_button("Break later", self.guard(self.on_break_later)),
        ]

    def on_break(self) -> None:
        raise ValueError("the patient's own words")

    async def on_break_later(self, _: object) -> None:
        raise KeyError("the patient's own words")


@pytest.fixture
async def wiring() -> PretendWiring:
    return PretendWiring()


async def test_an_exception_in_a_handler_becomes_one_calm_sentence_without_its_text(
    wiring: PretendWiring,
) -> None:
    async with Phone(wiring) as phone:
        await phone.show(Sample)
        for button in ("Break", "Break later"):
            await phone.tap(button)
            await phone.sees("Something went wrong here. What you wrote is safe.")
        assert not any("own words" in text for text in phone.texts())
        assert not any("own words" in line for line in phone.reported)
        assert phone.reported[0].startswith("ValueError at ")


async def test_a_full_phone_gets_its_own_words(wiring: PretendWiring) -> None:
    class Full(Sample):
        def on_break(self) -> None:
            raise NotSaved("full")

    async with Phone(wiring) as phone:
        await phone.show(Full)
        await phone.tap("Break")
        await phone.sees("Not saved: this phone has no space left. Your text stays here.")


async def test_a_place_that_cannot_be_built_leaves_support_and_the_rest_standing(
    wiring: PretendWiring,
) -> None:
    class Broken(Sample):
        def body(self) -> list[ft.Control]:
            raise ValueError("the patient's own words")

    async with Phone(wiring) as phone:
        await phone.show(Broken)
        assert phone.title() == "This page cannot be shown"
        assert phone.faults() == []
        assert not any("own words" in text for text in [*phone.texts(), *phone.reported])


async def test_a_place_that_would_lose_something_is_asked_before_it_is_left(wiring: PretendWiring) -> None:
    class Asks(Sample):
        async def may_leave(self, route: str) -> bool:
            return await self.s.ask("Leave?", "The signature is not finished.", yes="Leave", no="Stay")

    async with Phone(wiring) as phone:
        await phone.show(Asks)
        assert phone.top.can_pop is False
        phone.soon(phone.tap("Support"))
        await phone.tap("Stay")
        assert ("push_route", {"route": "/support"}) not in phone.invoked
        phone.soon(phone.tap("Support"))
        await phone.tap("Leave")
        await phone.until(lambda: ("push_route", {"route": "/support"}) in phone.invoked, "Support")


async def test_what_another_page_starts_here_is_built_for_this_page() -> None:
    theirs, ours = PretendWiring(), PretendWiring(door="locked", pin="314159")

    class Meddling(Sample):
        def on_break(self) -> None:
            ours.opens("signed_out")

    async with Phone(theirs) as other, Phone(ours) as phone:
        await phone.start("/support")
        await other.show(Meddling)
        await other.tap("Break")
        await phone.rest()
        services = {action._service for action in map(_action, phone.nodes()) if action is not None}
        assert services
        assert {service.page for service in services} == {phone.page}


def _action(node: Node) -> Any:
    return getattr(node.control, "action", None)


async def test_an_untouched_page_locks_by_itself_after_a_minute_at_least() -> None:
    wiring = PretendWiring(pin="314159", settings=Settings(lock_after_s=0, has_pin=True))
    clock = StoppedClock()
    async with Phone(wiring, idle=clock) as phone:  # type: ignore[arg-type]
        await phone.start("/nowhere")
        clock.idle = 59
        await asyncio.sleep(1.3)
        assert wiring.door == "open"
        clock.idle = 60
        await phone.sees("Welcome back")


async def test_support_is_one_tap_away_and_back_returns_to_where_the_person_was(
    wiring: PretendWiring,
) -> None:
    async with Phone(wiring) as phone:
        await phone.show(Sample)
        assert phone.faults() == []
        await phone.tap("Support")
        assert ("push_route", {"route": "/support"}) in phone.invoked


async def test_a_route_that_leads_nowhere_says_so_and_never_repeats_the_address(
    wiring: PretendWiring,
) -> None:
    async with Phone(wiring) as phone:
        await phone.start("/no/such/secret-words")
        assert phone.title() == "Nothing here"
        assert not any("secret-words" in text for text in phone.texts())
        assert phone.faults() == []


async def test_a_closed_door_keeps_the_asked_route_until_it_opens() -> None:
    wiring = PretendWiring(door="locked", pin="314159")
    async with Phone(wiring) as phone:
        await phone.start("/nowhere")
        assert phone.title() == "Welcome back"
        wiring.opens("open")
        await phone.sees("Nothing here")


async def test_support_opened_from_the_lock_leads_back_to_the_lock_and_then_to_the_asked_route() -> None:
    wiring = PretendWiring(door="locked", pin="314159")
    async with Phone(wiring) as phone:
        await phone.start("/nowhere")
        await phone.tap("Support works without unlocking")
        await phone.sees("Support now")
        await phone.tap("Close")
        await phone.sees("Welcome back")
        wiring.opens("open")
        await phone.sees("Nothing here")


@pytest.mark.parametrize(
    "door", ["key_unavailable", "damaged", "missing", "behind", "too_new", "out_of_tries", "key_gone"]
)
async def test_a_store_that_cannot_open_says_what_happened_what_is_safe_and_what_to_do(door: str) -> None:
    async with Phone(PretendWiring(door=door)) as phone:  # type: ignore[arg-type]
        await phone.start("/")
        for heading in ("What happened", "What is safe", "What you can do"):
            await phone.sees(heading, "heading")
        assert phone.faults() == []


async def test_looking_away_covers_the_page_when_there_is_a_pin_and_coming_back_uncovers_it() -> None:
    wiring = PretendWiring(pin="314159")
    async with Phone(wiring) as phone:
        await phone.show(Sample)
        await phone.lifecycle("hide")
        assert phone.find("Words", "field") == []
        assert phone.faults() == []
        await phone.lifecycle("resume")
        await phone.sees("Words", "field")


async def test_a_lost_window_focus_in_a_browser_covers_nothing() -> None:
    async with Phone(PretendWiring(pin="314159")) as phone:
        await phone.show(Sample)
        await phone.lifecycle("inactive")
        assert phone.find("Words", "field")


async def test_a_phone_is_covered_as_soon_as_it_loses_focus() -> None:
    async with Phone(PretendWiring(), is_web=False) as phone:
        await phone.show(Sample)
        await phone.lifecycle("inactive")
        assert phone.find("Words", "field") == []


async def test_lock_at_once_locks_when_the_page_is_hidden() -> None:
    wiring = PretendWiring(pin="314159", settings=Settings(lock_after_s=0, has_pin=True))
    async with Phone(wiring) as phone:
        await phone.start("/nowhere")
        await phone.lifecycle("hide")
        assert "lock_now" in wiring.done
        await phone.lifecycle("resume")
        assert phone.title() == "Welcome back"


class StoppedClock:
    """Idle time said by the test."""

    def __init__(self) -> None:
        self.idle = 0.0

    def touch(self) -> None:
        self.idle = 0.0

    def idle_s(self) -> float:
        return self.idle


async def test_coming_back_after_the_chosen_time_finds_the_lock() -> None:
    wiring = PretendWiring(pin="314159", settings=Settings(lock_after_s=60, has_pin=True))
    clock = StoppedClock()
    async with Phone(wiring, idle=clock) as phone:  # type: ignore[arg-type]
        await phone.start("/nowhere")
        await phone.lifecycle("hide")
        clock.idle = 61
        await phone.lifecycle("resume")
        await phone.sees("Welcome back")


async def test_a_disconnected_browser_locks_when_there_is_a_pin_and_keeps_open_when_not() -> None:
    with_pin, without = PretendWiring(pin="314159"), PretendWiring()
    async with Phone(with_pin) as phone:
        await phone.start("/nowhere")
        await phone.disconnects()
        assert with_pin.door == "locked"
    async with Phone(without) as phone:
        await phone.start("/nowhere")
        await phone.disconnects()
        assert without.door == "open"


@pytest.mark.parametrize("hides", ["lock", "cover"])
async def test_neither_a_question_nor_a_passing_word_stands_over_a_lock_or_a_cover(hides: str) -> None:
    wiring = PretendWiring(pin="314159")
    async with Phone(wiring) as phone:
        await phone.start("/nowhere")
        surroundings = phone.shell.surroundings("/nowhere")
        surroundings.say("Shared with Sam Sample")
        asking = asyncio.create_task(
            surroundings.ask("Take it back?", "Sam Sample reads it", yes="Yes", no="No")
        )
        await phone.sees("Sam Sample reads it")
        await phone.sees("Shared with Sam Sample")
        if hides == "lock":
            await wiring.lock_now()
            await phone.sees("Enter your PIN")
        else:
            await phone.lifecycle("hide")
            await phone.rest()
        assert phone.find(re.compile("Sam Sample")) == []
        assert not any(one.open for one in phone.page._dialogs.controls)
        assert "reads it" not in str(phone.page._dialogs.controls), "a page that comes again is sent it"
        asking.cancel()


async def test_a_lock_lets_go_of_the_screens_that_were_sent_and_may_not_have_arrived() -> None:
    wiring = PretendWiring(pin="314159")
    async with Phone(wiring) as phone:
        await phone.start("/nowhere")
        forgotten: list[bool] = []
        phone.page.session.store.set(FORGET_SENT, lambda: forgotten.append(True))
        await phone.shell.settle()
        assert forgotten == []
        await wiring.lock_now()
        await phone.sees("Enter your PIN")
        assert forgotten


@pytest.mark.parametrize(
    ("speaks", "is_in_the_states"), [("en-IE", False), ("es-MX", False), ("en-US", True), ("en", True)]
)
async def test_a_browser_of_another_country_is_shown_no_line_of_the_united_states(
    speaks: str, is_in_the_states: bool
) -> None:
    async with Phone(PretendWiring(door="signed_out", card={}), speaks=speaks) as phone:
        await phone.start("/support")
        assert bool(phone.find(re.compile("988"))) is is_in_the_states


async def test_a_route_asked_while_the_browser_was_away_is_shown_when_it_is_back(
    wiring: PretendWiring,
) -> None:
    async with Phone(wiring) as phone:
        await phone.start("/nowhere")
        await phone.disconnects()
        phone.shell.go("/support")
        await phone.rest()
        assert phone.title() == "Nothing here"
        await phone.comes_back()
        await phone.sees("Support now", "heading")
        await phone.goes_to("/nowhere")
        await phone.disconnects()
        await phone.comes_back()
        assert phone.title() == "Nothing here"


async def test_a_sign_in_that_ended_while_the_browser_was_away_leads_in_when_it_is_back() -> None:
    wiring = PretendWiring(door="signed_out")
    async with Phone(wiring) as phone:
        await phone.start("/join")
        await phone.disconnects()
        wiring.opens("open")
        await phone.rest()
        assert phone.title() == "Join your clinic"
        await phone.comes_back()
        await phone.until(lambda: ("push_route", {"route": "/"}) in phone.invoked, "home")
        await phone.sees_no("Join your clinic", "heading")


async def test_a_hosted_page_whose_browser_stays_away_keeps_nobodys_data(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(privacy_screen, "GONE_S", 0.05)
    wiring = PretendWiring(mode="serve")
    async with Phone(wiring) as phone:
        await phone.start("/nowhere")
        await phone.disconnects()
        await phone.until(lambda: wiring.door == "signed_out", "signed out")


async def test_a_hosted_page_goes_on_for_a_browser_that_came_back_and_for_a_sign_in_under_way(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(privacy_screen, "GONE_S", 0.2)
    open_one = PretendWiring(mode="serve")
    async with Phone(open_one) as phone:
        await phone.start("/nowhere")
        await phone.disconnects()
        await phone.comes_back()
        await asyncio.sleep(0.4)
        assert open_one.door == "open"
    signing_in = PretendWiring(mode="serve", door="signed_out")
    async with Phone(signing_in) as phone:
        await phone.start("/join")
        await phone.disconnects()
        signing_in.opens("open")
        await asyncio.sleep(0.4)
        assert signing_in.door == "open"


async def test_quick_hide_leaves_nothing_of_the_page_and_support_still_works() -> None:
    async with Phone(PretendWiring()) as phone:
        await phone.start("/nowhere")
        phone.shell.surroundings("/nowhere").quick_hide()
        await phone.rest()
        assert phone.find("Nothing here") == []
        assert phone.faults() == []
        await phone.tap("Come back")
        await phone.until(lambda: phone.page.route == "/", "the first place")


async def test_closing_the_page_ends_its_tasks_and_its_wiring(wiring: PretendWiring) -> None:
    async with Phone(wiring) as phone:
        await phone.start("/nowhere")
        shell: Shell = phone.shell
    assert wiring.done[-1] == "close"
    assert all(task.cancelled() or task.done() or task.cancelling() for task in shell.page_tasks._tasks)


async def test_a_new_language_is_spoken_at_once(wiring: PretendWiring) -> None:
    async with Phone(wiring) as phone:
        await phone.start("/nowhere")
        await wiring.change_settings(language="es")
        await phone.until(lambda: phone.title() != "Nothing here", "Spanish")


async def test_an_intention_lies_on_the_place_it_was_opened_from(wiring: PretendWiring) -> None:
    way = Navigator(wiring)
    assert way.back_from("/intention/1") == "/intentions"  # a link from outside
    for opened_from in ("/journal", "/", "/intentions"):
        way.to(opened_from)
        way.to("/support")
        assert [stop.path for stop in way.to("/intention/1")][-2:] == [opened_from, "/intention/1"]
        assert way.back_from("/intention/1") == opened_from


def test_every_place_has_a_parent_or_is_a_tab_or_stands_alone() -> None:
    assert parent_of("/intention/1", "patient") == "/intentions"
    assert parent_of("/shared/p1/c1", "practitioner") == "/shared/p1"
    assert parent_of("/settings/lock", "patient") == "/settings"
    assert parent_of("/settings", "patient") == "/care"
    assert parent_of("/settings", "practitioner") is None
    assert parent_of("/support/ground", "patient") == "/support"
    assert parent_of("/", "patient") is None


def test_a_path_is_cleaned_of_query_and_slashes_and_its_parts_are_decoded() -> None:
    assert clean("/journal/?q=secret#x") == "/journal"
    found = find("/intention/a%20b")
    assert found is not None
    assert found[1] == {"id": "a b"}


def test_only_support_sign_in_join_and_lock_work_without_an_open_store() -> None:
    assert {p.pattern for p in PLACES if p.lies in ("before_the_door", "over_everything")} == {
        "/sign-in",
        "/join",
        "/join/<code>",
        "/lock",
        "/lock/sheet",
        "/support",
        "/support/ground",
    }


def test_the_sample_patient_is_clearly_invented() -> None:
    assert "Example" in PATIENT.name


async def test_the_first_page_speaks_the_devices_language_until_a_person_chooses_one() -> None:
    wiring = PretendWiring(door="signed_out")
    async with Phone(wiring, speaks="es-MX") as phone:
        await phone.start("/sign-in")
        await phone.sees("Pruébelo con personas de ejemplo")
        await wiring.change_settings(language="en")  # as the choice on the page does
        await phone.sees("Try it with sample people")
    assert wiring.settings.language == "en"
    async with Phone(wiring, speaks="es-MX") as later:
        await later.start("/sign-in")
        await later.sees("Try it with sample people")


async def test_a_device_that_changes_its_language_is_followed_only_where_nobody_chose() -> None:
    async def change(phone: Phone) -> None:
        said = {"locales": [{"language_code": "es", "country_code": "US"}]}
        await phone.page._trigger_event("locale_change", said)
        await phone.rest()

    async with Phone(PretendWiring(door="signed_out")) as phone:
        await phone.start("/sign-in")
        await change(phone)
        await phone.sees("Pruébelo con personas de ejemplo")
    chosen = PretendWiring(door="signed_out", settings=Settings(language="en"))
    async with Phone(chosen) as phone:
        await phone.start("/sign-in")
        await change(phone)
        await phone.sees("Try it with sample people")
