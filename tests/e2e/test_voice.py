"""A voice note in a real browser, from Chromium's own pretend microphone to its own player."""

from __future__ import annotations

import re

import pytest

from tests.e2e.browser import DESK, Chromium
from tests.e2e.server import Server
from tests.e2e.test_story import arrives

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300), pytest.mark.in_campaign("LANTERN_THREADS")]
SPOKEN_MS = 60_000


async def test_a_note_is_spoken_kept_played_shared_heard_and_taken_back(
    demo: Server, browser: Chromium
) -> None:
    rowan = await arrives(browser, demo, "Rowan Sample")
    await rowan.goes_to("/entry/new", "Entry")
    await rowan.tap("Speak")
    await rowan.tap("Begin to speak")
    await rowan.sees("Listening")
    await rowan.sees(re.compile(r"Saved so far 0:08"), ms=SPOKEN_MS)
    await rowan.tap("Pause")
    await rowan.sees("Paused")
    await rowan.tap("Stop and keep")
    await rowan.sees(re.compile(r"Voice note · 0:"))
    await rowan.tap("Play Voice note")
    await rowan.sees(re.compile(r"Voice note · 0:0[2-9] / 0:"), ms=SPOKEN_MS)
    await rowan.sees("Play Voice note", ms=SPOKEN_MS)
    await rowan.tap("My therapist", "radio")
    await rowan.tap("With what you spoke", "switch")
    await rowan.tap(re.compile("^Share with"))
    await rowan.sees(re.compile("can hear what you spoke"))

    sam = await arrives(browser, demo, "Sam Fixture", size=DESK)
    await sam.tap(re.compile(r"Rowan Sample[\s\S]*1 not read yet"), "button")
    await sam.sees(re.compile("Voice note · 0:"), ms=SPOKEN_MS)
    await sam.tap("Play Voice note")
    await sam.sees(re.compile(r"Voice note · 0:0[2-9] / 0:"), ms=SPOKEN_MS)
    await rowan.tap("Take back")
    await rowan.tap("Take back")
    await sam.sees_no(re.compile("Voice note · 0:"), ms=SPOKEN_MS)

    await rowan.tap("Delete Voice note")
    await rowan.tap("Delete", "button")
    await rowan.sees_no(re.compile(r"Voice note · 0:"))
