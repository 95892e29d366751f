"""An insurer's approval in two browsers against the sandbox clinic: a paper is asked for, its photo added, the answer recorded, its end said."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.e2e.browser import DESK, Chromium
from tests.e2e.server import Server
from tests.e2e.test_story import SOON_MS, arrives
from tests.unit.device.test_pictures import photo

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400), pytest.mark.in_campaign("LANTERN_THREADS")]

ZONE = ZoneInfo("America/Chicago")
ASKED = "the front of your insurance card"


async def test_a_paper_is_asked_for_added_and_answered(demo: Server, browser: Chromium) -> None:
    quinn = await arrives(browser, demo, "Quinn Template", size=DESK)
    await quinn.goes_to("/approvals/Task%2Ftova-approval-2")
    await quinn.tap(re.compile("^Ask for another paper"), "radio")
    await quinn.type("Words the patient reads", ASKED)
    await quinn.sees("Your turn: The front of your insurance card", ms=SOON_MS)  # all that was typed
    await quinn.tap("Record it")
    await quinn.sees("Recorded.", ms=SOON_MS)

    tova = await arrives(browser, demo, "Tova Specimen")
    await tova.tap(re.compile("^For your insurance approval"))
    await tova.sees("The front of your insurance card", "heading", ms=SOON_MS)
    async with tova.page.expect_file_chooser() as choosing:
        await tova.tap("Add a photo")
    chosen = await choosing.value
    await chosen.set_files({"name": "card.jpg", "mimeType": "image/jpeg", "buffer": photo(1200, 800)})
    await tova.sees("At the clinic", ms=SOON_MS)
    await tova.sees("Your clinic’s turn", ms=SOON_MS)

    await quinn.sees("Photos from Tova Specimen", "heading", ms=SOON_MS)
    today = datetime.now(ZONE).date()
    await quinn.tap(re.compile("^Approved"), "radio")
    await quinn.type("How many sessions", "4")
    await quinn.type("Holds from", today.isoformat())
    await quinn.type("Runs out on", (today + timedelta(days=5)).isoformat())
    await quinn.type("Days before to remind of it", "14")
    await quinn.tap("Record it")
    await quinn.sees("Runs out soon", ms=SOON_MS)

    await tova.sees(re.compile("^Your Today page and your clinic’s list remind of it since"), ms=SOON_MS)
    await tova.goes_to("/")
    await tova.sees(re.compile("^Insurance approval: Sessions 5 to 8"), ms=SOON_MS)
    await quinn.sees(re.compile("Sessions 5 to 8 · Runs out soon"), ms=SOON_MS)
