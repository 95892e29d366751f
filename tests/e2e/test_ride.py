"""The ride home against the sandbox clinic: asked for by a link, answered on a page without script, heard of by the patient."""

from __future__ import annotations

import re

import pytest

from tests.e2e.browser import Chromium
from tests.e2e.server import Server
from tests.e2e.test_story import SOON_MS, arrives

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300), pytest.mark.in_campaign("LANTERN_THREADS")]


async def test_whoever_drives_says_yes_on_their_own_phone_and_the_patient_hears_of_it(
    demo: Server, browser: Chromium
) -> None:
    rowan = await arrives(browser, demo, "Rowan Sample")
    await rowan.goes_to("/ride/rowan-session-3")
    await rowan.type("Their name", "Jo")
    await rowan.tap("Ask for a link")
    await rowan.sees("Hand this to them yourself", ms=SOON_MS)
    found = re.search(r"http://127\.0\.0\.1:\d+/coming/[\w-]{22}", " ".join(await rowan.read_aloud()))
    assert found is not None

    jo = await browser.tab(demo.url)
    await jo.page.goto(found[0])
    await jo.page.get_by_role("heading", name="Hello Jo. Rowan asks you for a ride home.").wait_for()
    await jo.page.get_by_role("button", name="I will be there").click()
    await jo.page.get_by_text("You answered that you will be there.").wait_for()

    await rowan.sees(re.compile("^Jo takes you home"), ms=SOON_MS)
    await rowan.goes_to("/")
    await rowan.sees(re.compile("Jo takes you home"), ms=SOON_MS)
