"""A word for the day in a real browser against the sandbox clinic: written, shared, read by the therapist, taken back."""

from __future__ import annotations

import re

import pytest

from tests.e2e.browser import DESK, Chromium
from tests.e2e.server import Server
from tests.e2e.test_story import SOON_MS, arrives

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300), pytest.mark.in_campaign("LANTERN_THREADS")]


async def test_a_word_is_shared_read_and_taken_back(demo: Server, browser: Chromium) -> None:
    rowan = await arrives(browser, demo, "Rowan Sample")
    await rowan.tap("Journal", "tab")
    await rowan.tap("Write a word for today")
    await rowan.type("Your word", "lamplight")
    await rowan.tap("My therapist", "radio")
    await rowan.tap("Done")
    await rowan.sees(re.compile("lamplight"))
    await rowan.sees(re.compile("Therapist can read"), ms=SOON_MS)

    sam = await arrives(browser, demo, "Sam Fixture", size=DESK)
    await sam.sees(re.compile(r"Rowan Sample[\s\S]*1 not read yet"), "button", ms=SOON_MS)
    await sam.tap(re.compile("Rowan Sample"))
    await sam.sees(re.compile("Word for the day · Today"), ms=SOON_MS)
    await sam.sees(re.compile("lamplight"), ms=SOON_MS)

    await rowan.tap(re.compile("lamplight"))
    await rowan.sees(re.compile("Read by Sam Fixture"), ms=SOON_MS)
    await rowan.tap("Only me", "radio")
    await rowan.tap("Take back")
    await rowan.sees_no("Take back", "button", ms=SOON_MS)
    await sam.sees_no(re.compile("lamplight"), ms=SOON_MS)
    await rowan.holds("Your word", "lamplight")
