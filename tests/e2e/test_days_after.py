"""The days after a session in a real browser: a practice is kept, shared, read by the therapist, and its answer arrives there."""

from __future__ import annotations

import re

import pytest

from tests.e2e.browser import DESK, Chromium
from tests.e2e.server import Server
from tests.e2e.test_story import SOON_MS, arrives

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300), pytest.mark.in_campaign("LANTERN_THREADS")]
WALK = "A slow walk, phone at home"


async def test_a_practice_is_kept_shared_and_what_became_of_it_arrives(
    demo: Server, browser: Chromium
) -> None:
    rowan = await arrives(browser, demo, "Rowan Sample", size=(390, 2000))
    await rowan.sees(re.compile("The best timing is not known"), ms=SOON_MS)
    await rowan.tap("Change it")
    await rowan.holds("What you will do", WALK)
    await rowan.tap("My therapist", "radio")
    await rowan.tap("Done")
    await rowan.sees("You chose it for today.", ms=SOON_MS)

    sam = await arrives(browser, demo, "Sam Fixture", size=DESK)
    await sam.sees(re.compile(r"Rowan Sample[\s\S]*1 not read yet"), "button", ms=SOON_MS)
    await sam.tap(re.compile("Rowan Sample"))
    await sam.sees(re.compile("Commitment · Today · still to come"), ms=SOON_MS)
    await sam.sees(re.compile(WALK), ms=SOON_MS)

    await rowan.tap(re.compile(f"^Done: {WALK}"))
    await rowan.sees(re.compile(f"Today. {WALK}. Done"), ms=SOON_MS)
    await sam.sees(re.compile("Commitment · Today · it happened"), ms=SOON_MS)
