"""The shared summary in real browsers against the sandbox clinic: the prescriber and the therapist write, each reads the other, and the
patient's page has the line that is for them while it is open, and never the other."""

from __future__ import annotations

import re

import pytest

from tests.e2e.browser import DESK, Chromium
from tests.e2e.server import Server
from tests.e2e.test_story import SOON_MS, arrives

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300), pytest.mark.in_campaign("LANTERN_THREADS")]

CLOSED, SHOWN = "Please ring before Tuesday.", "We meet an hour earlier on Thursdays."


async def test_each_reads_what_is_for_them_while_it_is_open(demo: Server, browser: Chromium) -> None:
    rowan = await arrives(browser, demo, "Rowan Sample")
    await rowan.goes_to("/care-notes", "Notes from your care team")
    await rowan.sees(re.compile("Shorter talks on session days"), ms=SOON_MS)

    ash = await arrives(browser, demo, "Dr. Ash Prototype", size=DESK)
    await ash.tap(re.compile("Rowan Sample"))
    await ash.sees("Rowan Sample", "heading", ms=SOON_MS)
    await ash.tap(re.compile("^Summary with Sam Fixture"))
    await ash.type("The line", CLOSED)
    await ash.tap("Add")
    await ash.sees(re.compile(CLOSED), ms=SOON_MS)
    await ash.tap("Rowan Sample too", "radio")
    await ash.type("The line", SHOWN)
    await ash.tap("Add")
    await rowan.sees(re.compile(SHOWN), ms=SOON_MS)
    await rowan.sees_no(re.compile(CLOSED))

    sam = await arrives(browser, demo, "Sam Fixture", size=DESK)
    await sam.tap(re.compile("Rowan Sample"))
    await sam.sees("Rowan Sample", "heading", ms=SOON_MS)
    await sam.tap(re.compile("^Summary with Dr. Ash Prototype"))
    await sam.sees(re.compile(CLOSED), ms=SOON_MS)
    await sam.sees(re.compile(SHOWN))
