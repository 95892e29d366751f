"""A suggestion in a real browser against the sandbox clinic: written by the therapist, taken up on Today, said to be read and no more."""

from __future__ import annotations

import re

import pytest

from tests.e2e.browser import DESK, Chromium
from tests.e2e.server import Server
from tests.e2e.test_story import SOON_MS, arrives

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300), pytest.mark.in_campaign("LANTERN_THREADS")]

WORDS = "Ten minutes outside before work"


async def test_it_is_taken_up_on_today_and_its_writer_sees_that_it_was_read(
    demo: Server, browser: Chromium
) -> None:
    sam = await arrives(browser, demo, "Sam Fixture", size=DESK)
    await sam.tap(re.compile("Rowan Sample"))
    await sam.tap("Suggest something to do")
    await sam.type("Your suggestion", WORDS)
    await sam.tap("Send")
    await sam.sees(re.compile(WORDS), ms=SOON_MS)

    rowan = await arrives(browser, demo, "Rowan Sample")
    await rowan.sees("Sam Fixture suggests", "heading", ms=SOON_MS)
    await rowan.sees(re.compile(WORDS))
    await sam.sees(re.compile(r"^Read \d"), ms=SOON_MS)
    await rowan.tap("I will do this")
    await rowan.sees("You set out to do this", ms=SOON_MS)
    await rowan.sees_no("Sam Fixture suggests")
    await sam.sees_no(re.compile("set out to do"))
