"""A therapist let in by the patient reads the measures, and is shut out again when the patient ends it."""

from __future__ import annotations

import re

import pytest

from tests.e2e.browser import DESK, Chromium
from tests.e2e.server import Server
from tests.e2e.test_story import SOON_MS, arrives

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300), pytest.mark.in_campaign("LANTERN_THREADS")]

GIVE = "Let Sam Fixture read them"
SHOWN = re.compile("^Mood · PHQ-9"), re.compile(r"^Marlow Placeholder[\s\S]*PHQ-9")
"""Among what is open, and in the list beside it."""
STOP = "Stop Sam Fixture reading my measures"


async def test_measures_are_opened_by_the_patient_alone_and_closed_again(
    demo: Server, browser: Chromium
) -> None:
    marlow = await arrives(browser, demo, "Marlow Placeholder")
    await marlow.open("/measures")
    await marlow.tap(GIVE)
    await marlow.tap("Yes, let them read")
    await marlow.sees(re.compile("Sam Fixture reads them too, as you agreed on"), ms=SOON_MS)
    # Only now: what is newly allowed is looked for every few minutes where somebody is signed in already.
    sam = await arrives(browser, demo, "Sam Fixture", size=DESK)
    await sam.open("/shared/marlow")
    for shown in SHOWN:
        await sam.sees(shown, "button", ms=SOON_MS)

    await marlow.tap(STOP)
    await marlow.tap("Stop this")
    await marlow.sees("Sam Fixture does not read them.", ms=SOON_MS)
    for shown in SHOWN:  # what others let Sam read stays
        await sam.sees_no(shown, "button", ms=SOON_MS)
