"""Another date in two browsers against the sandbox clinic: asked by the patient, booked by who books, seen by the patient."""

from __future__ import annotations

import re

import pytest

from tests.e2e.browser import DESK, Chromium
from tests.e2e.server import Server
from tests.e2e.test_story import SOON_MS, arrives

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400), pytest.mark.in_campaign("LANTERN_THREADS")]

WORDS, ANSWER = "Jo cannot drive that day.", "See you then, by the side door."


async def test_a_date_is_asked_for_booked_and_seen(demo: Server, browser: Chromium) -> None:
    rowan = await arrives(browser, demo, "Rowan Sample")
    await rowan.goes_to("/session/rowan-session-4")
    await rowan.tap("Ask for another date")
    await rowan.is_at("Change session 4")
    await rowan.tap(re.compile("2:00"))
    await rowan.sees(re.compile("^With "))
    await rowan.type("What you would like your clinic to know", WORDS)
    await rowan.tap("Ask for this time")
    await rowan.sees("You asked for another date", ms=SOON_MS)

    quinn = await arrives(browser, demo, "Quinn Template", size=DESK)
    await quinn.tap(re.compile("Sessions and dates"))
    await quinn.sees(re.compile(re.escape(WORDS)), ms=SOON_MS)
    assert not [text for text in await quinn.read_aloud() if re.search("PHQ|intention|measure", text)]
    await quinn.tap(re.compile("^1[.] "), "radio")
    await quinn.type("Words to the patient", ANSWER)
    await quinn.tap(re.compile("^Book it"))
    await quinn.sees_no(re.compile("^Asked for another date"), "heading", ms=SOON_MS)

    await rowan.sees("Your clinic said yes", ms=SOON_MS)
    await rowan.sees(re.compile(re.escape(ANSWER)), ms=SOON_MS)
    await rowan.sees(re.compile("2:00"))
    await rowan.goes_to("/")
    await rowan.sees("Session 4: Your clinic said yes", ms=SOON_MS)
    await rowan.tap("Close this")
    await rowan.sees_no("Session 4: Your clinic said yes")
