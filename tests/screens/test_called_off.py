"""Checking a PIN takes a moment. Whoever changes their mind in it is obeyed: nothing is destroyed, made or opened then."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from mobile.screens.lock.sheet_model import Recovering
from mobile.screens.settings.sheet_model import Purpose, SheetMaking
from mobile.screens.settings.take_model import Taking
from mobile.screens.settings.wipe_model import Wiping
from tests.screens.harness import PretendWiring

PIN = "271801"


class Checking(PretendWiring):
    """Every check waits until the test lets it go on."""

    def __init__(self, *, sheet: str | None = None, **more: Any) -> None:
        super().__init__(**more)
        self.sheet = sheet
        self.is_asked, self.may_go_on = asyncio.Event(), asyncio.Event()

    async def prove_pin(self, pin: str) -> None:
        await self._wait()
        await super().prove_pin(pin)

    async def check_sheet(self, words: str) -> None:
        await self._wait()
        await super().check_sheet(words)

    async def _wait(self) -> None:
        self.is_asked.set()
        await self.may_go_on.wait()

    async def during(self, check: Coroutine[Any, Any, Any], act: Callable[[], Any]) -> Any:
        """What the check returns where this was done in the middle of it."""
        checking = asyncio.create_task(check)
        await self.is_asked.wait()
        act()
        self.may_go_on.set()
        return await checking


def at_the_pin(services: Checking) -> Wiping:
    wiping = Wiping(services, "destroy")
    wiping.go_on()
    wiping.typed = "destroy"
    return wiping


async def test_keep_everything_keeps_everything_also_while_the_pin_is_checked() -> None:
    services = Checking(pin=PIN)
    wiping = at_the_pin(services)
    await wiping.confirm()
    await services.during(wiping.take_pin(PIN), wiping.stay)
    assert "wipe" not in services.done
    assert wiping.where == "reading"


async def test_keep_everything_and_then_all_of_it_again_wants_the_pin_again() -> None:
    services = Checking(pin=PIN)
    wiping = at_the_pin(services)
    await wiping.confirm()

    def again() -> None:
        wiping.stay()
        wiping.go_on()
        wiping.typed = "destroy"
        confirming = wiping.confirm()
        with pytest.raises(StopIteration):
            confirming.send(None)

    await services.during(wiping.take_pin(PIN), again)
    assert "wipe" not in services.done
    assert wiping.where == "asking_pin"
    await wiping.take_pin(PIN)
    assert wiping.where == "gone"


async def test_a_file_called_off_while_the_pin_is_checked_is_not_made() -> None:
    services = Checking(pin=PIN)
    taking = Taking(services)
    assert taking.choose("open")
    assert await services.during(taking.take_pin(PIN), taking.cancel) is False
    assert taking.where == "choosing"


@pytest.mark.parametrize("purpose", ["make", "end"])
async def test_a_sheet_called_off_while_the_pin_is_checked_shows_no_word_and_ends_none(
    purpose: Purpose,
) -> None:
    services = Checking(pin=PIN, sheet="old words")
    making = SheetMaking(services, "en")
    making.begin(purpose)
    await services.during(making.take_pin(PIN), making.cancel)
    assert (making.words, making.where, services.sheet) == ((), "about", "old words")


async def test_words_of_a_sheet_checked_while_the_person_goes_away_are_not_kept() -> None:
    services = Checking(sheet="some words")
    recovering = Recovering(services)
    await services.during(recovering.take_words("some words"), recovering.forget)
    assert recovering.step == "words"
    assert "some words" not in map(str, vars(recovering).values())
