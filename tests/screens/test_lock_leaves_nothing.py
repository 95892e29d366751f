"""After a lock, and after hiding at once, nothing of a person is left on the page (T13, T20): in every place of the route table, opened
with words of everything that a device keeps.

Each place is known to show words, or is named in `NO_WORDS`; a new one that is in neither fails.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import flet as ft
import pytest

from mobile.screens.app_services import Settings
from tests.screens.clinic_of import NOW
from tests.screens.filled import CANARY, Filled, patients, readers, with_words
from tests.screens.harness import Phone, PretendWiring

PIN = "314159"
HIDE = "Hide everything now"
MAKES = {"patient": patients, "reader": readers}
NO_WORDS = {
    "patient": {
        "/forms": "which steps there are",
        "/forms/<step>": "what the clinic asks for",
        "/measures": "numbers",
        "/measures/<measure>": "numbers",
        "/first-minutes/<id>": "the clinic's words, to be tapped",
        "/speak/<id>": "the recorder of a new entry",
        "/session-day/<id>": "no such session is here",
        "/session-day/<id>/leaving": "no such session is here",
        "/session-day/<id>/hand-over": "the clinic's words",
        "/session-day/<id>/look-ins": "no such session is here",
        "/entry/<id>/speak": "the prompt that is spoken to",
        "/plan": "the clinic's sessions",
        "/session/<id>": "no such session is here",
        "/session/<id>/calendar": "no such session is here",
        "/session/<id>/ate": "no such session is here",
        "/session/<id>/page": "no such session is here",
        "/session/<id>/date": "no such session is here",
        "/ride/<id>": "no such session is here",
        "/calendar": "times",
        "/reminders/texts": "what the clinic offers",
        "/reminders": "what is due by the clinic’s plan",
        "/reminders/<number>": "no such reminder is here",
        "/team": "who is who, and how much each reads",
        "/team/<who>": "how much one person reads",
        "/practice": "what the clinic says of itself",
        "/help-with-cost": "the clinic's list",
        "/portable-summary": "the clinic's record; own words go in by choice alone",
        "/receipts": "the clinic's bills",
        "/cost": "the clinic's figures",
        "/cost/prices": "the clinic's figures",
        "/cost/ways": "the clinic's words",
        "/cost/bill/<id>": "the clinic's figures",
        "/cost/estimate/<id>": "the clinic's figures",
        "/agreements": "the clinic's papers",
        "/agreements/<id>": "no such paper is here",
        "/agreements/<id>/sign": "no such paper is here",
        "/agreements/signed/<id>": "no such paper is here",
        "/agreements/signed/<id>/withdraw": "no such paper is here",
        "/agreements/paper/<id>": "no such paper is here",
        "/agreements/paper/<id>/sign": "no such paper is here",
        "/agreements/<id>/ask/<part>": "no such paper is here",
        "/approval": "how far an insurer is",
        "/care": "who is there, and the ways to them",
        "/settings": "choices",
        "/settings/<part>": "choices",
        "/support/ground": "breath",
    },
    "reader": {
        "/alerts/<alert>": "no alert is here",
        "/shared": "who shares, and how much",
        "/team-messages": "who wrote",
        "/approvals": "how far insurers are: nobody here",
        "/approvals/<id>": "no such approval is here",
        "/agreed": "how agreements stand",
        "/agreed/<patient>": "how agreements stand: no words of theirs",
        "/bookings/waiting": "who asks for another date: nobody here",
        "/bookings/waiting/<id>": "no such request is here",
        "/reminders/<number>": "no such reminder is here",
        "/settings": "choices",
        "/settings/<part>": "choices",
        "/support": "numbers to call",
        "/support/ground": "breath",
    },
}
"""Places that draw none of these words, and what they draw."""


def wiring(filled: Filled) -> PretendWiring:
    chosen = Settings(hide_button=True, has_pin=True)
    return PretendWiring(person=filled.who, records=filled.records, at=NOW, settings=chosen, pin=PIN)


async def opens_everything(role: str, folder: Path) -> tuple[Filled, dict[str, bool]]:
    """By the pattern of each place, whether words stand in it."""
    filled = await MAKES[role](folder)
    return filled, dict.fromkeys((place.pattern for place in filled.routes().values()), False)


def left_on(page: ft.Page) -> list[str]:
    """Every control that the page still has, in a view, over it or beside it, that holds a word in any of its fields."""
    return words_in([page.views, page._dialogs, page._overlay, page._services])


def words_in(held: Any) -> list[str]:
    """The controls under these that hold a word."""
    return [type(one).__name__ for one in controls(held) if CANARY in repr(vars(one))]


def controls(held: Any) -> list[ft.BaseControl]:
    """Every control under these, whatever field it stands in."""
    found, seen, waiting = list[ft.BaseControl](), set[int](), [held]
    while waiting:
        one = waiting.pop()
        if isinstance(one, ft.BaseControl) and id(one) not in seen:
            seen.add(id(one))
            found.append(one)
            waiting += [value for name, value in vars(one).items() if name not in ("_parent", "parent")]
        elif isinstance(one, (list, tuple)):
            waiting += one
    return found


@pytest.mark.parametrize("role", MAKES)
async def test_a_lock_leaves_no_word_in_any_place(role: str, tmp_path: Path) -> None:
    filled, shows = await opens_everything(role, tmp_path)
    wired = wiring(filled)
    async with Phone(wired) as phone:
        await phone.start("/support")
        for route, place in filled.routes().items():
            await phone.goes_to(route)
            shows[place.pattern] |= bool(words_in(phone.top))
            wired.opens("locked")
            if place.lies != "over_everything":
                await phone.sees("Enter your PIN")
            await phone.rest()
            assert with_words(phone.texts()) == [], route
            assert left_on(phone.page) == [], route
            wired.opens("open")
            await phone.rest()
        assert phone.reported == []
    silent = {pattern for pattern, has_words in shows.items() if not has_words}
    assert silent ^ NO_WORDS[role].keys() == set()


@pytest.mark.parametrize("role", MAKES)
async def test_hiding_at_once_leaves_no_word_of_any_place_and_back_brings_none(
    role: str, tmp_path: Path
) -> None:
    filled, _ = await opens_everything(role, tmp_path)
    wired = wiring(filled)
    async with Phone(wired) as phone:
        await phone.start("/support")
        for route in filled.routes():
            await phone.goes_to(route)
            await phone.tap(HIDE, "button")
            for back in (None, phone.back, lambda to=route: phone.goes_to(to)):
                if back is not None:
                    await back()
                assert with_words(phone.texts()) == [], route
                assert left_on(phone.page) == [], route
            wired.opens("open")
            await phone.goes_to("/support")
        assert phone.reported == []
