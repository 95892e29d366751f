"""Talking about what was shared, in two browsers against the sandbox clinic: replied, answered, read, taken back."""

from __future__ import annotations

import re

import pytest

from tests.e2e.browser import DESK, Chromium
from tests.e2e.server import Server
from tests.e2e.test_story import SOON_MS, arrives

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400), pytest.mark.in_campaign("LANTERN_THREADS")]

WORDS = "To sit with the lamplight as it is"


async def test_a_thread_from_the_share_to_its_end(demo: Server, browser: Chromium) -> None:
    rowan = await arrives(browser, demo, "Rowan Sample")
    await rowan.tap("Write an intention")
    await rowan.type("Your intention", WORDS)
    await rowan.tap("My therapist", "radio")
    await rowan.tap("Done")
    await rowan.sees(re.compile("Shared with Sam Fixture"))

    sam = await arrives(browser, demo, "Sam Fixture", size=DESK)
    await sam.sees(re.compile(r"Rowan Sample[\s\S]*1 not read yet"), "button", ms=SOON_MS)
    await sam.tap(re.compile("Rowan Sample"))
    await sam.sees(re.compile(re.escape(WORDS)), ms=SOON_MS)
    await rowan.tap("Edit your intention")
    await rowan.sees(re.compile("Read by Sam Fixture"), ms=SOON_MS)
    await rowan.goes_to("/care-notes")  # what came for them before is read: Today names what waits longest
    await rowan.goes_to("/")
    await sam.type("Your reply", "What does it light?")
    await sam.holds("Your reply", "What does it light?")
    await sam.page.keyboard.press("Control+Enter")
    await sam.sees(re.compile("Sent .* not read yet"), ms=SOON_MS)

    await rowan.sees(re.compile("Sam Fixture wrote to you"), "button", ms=SOON_MS)
    await rowan.tap(re.compile("Sam Fixture wrote to you"))
    await rowan.tap("Read it")
    await rowan.sees(re.compile("What does it light"))
    await rowan.type("Your answer", "The kitchen table.")
    await rowan.tap("Send")
    await rowan.sees(re.compile("Sent .* not read yet"), ms=SOON_MS)

    await sam.sees(re.compile("The kitchen table"), ms=SOON_MS)
    await rowan.sees(re.compile("^Read "), ms=SOON_MS)
    await sam.type("Your reply", "half a thought")
    await rowan.tap("Only me", "radio")
    await rowan.tap("Take back")
    await rowan.sees_no("Take back", "button", ms=SOON_MS)

    await sam.sees_no(re.compile("The kitchen table"), ms=SOON_MS)
    await sam.sees_no(re.compile(re.escape(WORDS)), ms=SOON_MS)
    await sam.sees(re.compile("half a thought"))
    await rowan.sees(re.compile("What does it light"))
