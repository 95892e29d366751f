"""Who is who and the clinic's list of help in a real browser: found by name and role, reached with a keyboard, whole with the clinic away."""

from __future__ import annotations

import re

import pytest

from tests.e2e.browser import Chromium
from tests.e2e.server import Server
from tests.e2e.test_story import SOON_MS, arrives

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


async def test_from_care_to_a_person_and_to_the_list_and_back(demo: Server, browser: Chromium) -> None:
    rowan = await arrives(browser, demo, "Rowan Sample")
    await rowan.goes_to("/care", "Care")
    await rowan.tap(re.compile("^Who is who"))
    await rowan.is_at("Who is who")
    await rowan.sees(re.compile("Nia Example"), ms=SOON_MS)
    await rowan.tap(re.compile("^Sam Fixture"))
    await rowan.sees("Sam Fixture", "heading", ms=SOON_MS)
    await rowan.sees(re.compile("11 check-ins and their totals"))
    await rowan.tap("Back")
    await rowan.sees(re.compile("Nia Example"), ms=SOON_MS)
    await rowan.goes_to("/help-with-cost", "Help with cost")
    await rowan.sees(re.compile("Nowhere Street Community Clinic"), ms=SOON_MS)
    await rowan.tap("Spanish")
    await rowan.sees("Somebody who looks with you", ms=SOON_MS)


async def test_a_language_is_chosen_with_the_keyboard_alone(demo: Server, browser: Chromium) -> None:
    rowan = await arrives(browser, demo, "Rowan Sample")
    await rowan.goes_to("/help-with-cost", "Help with cost")
    await rowan.sees(re.compile("Fees by income"), ms=SOON_MS)
    chip = rowan.page.get_by_role("button", name="Vietnamese")
    for _ in range(30):
        await rowan.page.keyboard.press("Tab")
        if await chip.evaluate(
            "one => one === document.activeElement || one.contains(document.activeElement)"
        ):
            break
    else:
        raise AssertionError("the keyboard never came to it")
    await rowan.page.keyboard.press("Enter")
    await rowan.sees_no(re.compile("Fees by income"))
    await rowan.sees(re.compile("Nowhere Street Community Clinic"))
