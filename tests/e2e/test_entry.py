"""A journal entry in a real browser against the sandbox clinic: written, a part of it shared, read by the therapist, taken back."""

from __future__ import annotations

import re

import pytest

from tests.e2e.browser import DESK, Chromium
from tests.e2e.server import Server
from tests.e2e.test_story import SOON_MS, arrives

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300), pytest.mark.in_campaign("LANTERN_THREADS")]


async def test_a_part_is_shared_read_with_its_gap_and_taken_back(demo: Server, browser: Chromium) -> None:
    rowan = await arrives(browser, demo, "Rowan Sample")
    await rowan.tap("Journal", "tab")
    await rowan.tap(re.compile("^Write$"))
    await rowan.is_at("Entry")
    await rowan.type("Your words", "Lamplight on the lake. Nobody knows this. I slept.")
    await rowan.tap("a little lighter", "radio")
    await rowan.tap("My therapist", "radio")
    await rowan.is_at("Share this entry")
    await rowan.tap(re.compile("^A part"), "radio")
    await rowan.tap(re.compile("^Lamplight"), "checkbox")
    await rowan.sees(re.compile("Sam Fixture will see this, letter for letter"))
    await rowan.tap("Share with Sam Fixture")
    await rowan.sees(re.compile("Sam Fixture can read a part of it"), ms=SOON_MS)

    sam = await arrives(browser, demo, "Sam Fixture", size=DESK)
    await sam.tap(re.compile("Rowan Sample"))
    await sam.sees(re.compile("Lamplight on the lake"), ms=SOON_MS)
    await sam.sees(re.compile("a little lighter"))
    await sam.sees_no(re.compile("Nobody knows this"))

    await rowan.tap("Take back")
    await rowan.sees(re.compile("What was already read cannot be unread"))  # asked first
    await rowan.tap("Take back")
    await rowan.sees_no("Take back", "button", ms=SOON_MS)
    await sam.sees_no(re.compile("Lamplight"), ms=SOON_MS)
    await rowan.holds("Your words", "Lamplight on the lake. Nobody knows this. I slept.")
