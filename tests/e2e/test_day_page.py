"""The plain page of a day in a browser without scripts, on a slow line and a small screen; and text messages with the sandbox's page
for trying them."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import Any

import pytest

from api_client.plain_html import MOST_BYTES
from tests.e2e.browser import PATIENCE_MS, Chromium, Tab
from tests.e2e.server import Server
from tests.e2e.test_story import SOON_MS, arrives

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

OLD = (320, 480)
BITS_A_SECOND = 400_000
SLOWEST_S = 3.0
LINK = r"http://127\.0\.0\.1:\d+/day/[\w-]{22}"


async def link_of(tab: Tab) -> str:
    """Asked for on the session's page, and answered by the clinic."""
    await tab.goes_to("/session/rowan-session-3/page")
    await tab.tap("Ask for the page")
    await tab.sees("The address of your page", ms=SOON_MS)
    found = re.search(LINK, " ".join(await tab.read_aloud()))
    assert found is not None
    return found[0]


async def test_the_page_opens_without_scripts_on_a_slow_line_in_one_answer(
    demo: Server, browser: Chromium, tmp_path: Path
) -> None:
    rowan = await arrives(browser, demo, "Rowan Sample")
    link = await link_of(rowan)

    old = await browser.tab(demo.url, size=OLD, has_scripts=False)
    line = await old.page.context.new_cdp_session(old.page)
    await line.send("Network.enable")
    speed = BITS_A_SECOND / 8
    await line.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 400, "downloadThroughput": speed, "uploadThroughput": speed},
    )
    begun: list[float] = []  # on the line itself: how busy this machine is says nothing of the page
    finished: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
    line.on("Network.requestWillBeSent", lambda event: begun.append(float(event["timestamp"])))
    line.on("Network.loadingFinished", lambda event: finished.done() or finished.set_result(event))
    await old.page.goto(link, wait_until="load")
    # Said apart from the page's own "load", and maybe after it.
    end = await asyncio.wait_for(finished, PATIENCE_MS / 1000)
    assert float(end["timestamp"]) - begun[0] < SLOWEST_S
    assert old.asked == [link], "one request, and nothing else is fetched"
    assert 0 < int(end["encodedDataLength"]) < MOST_BYTES
    await old.page.get_by_text("0 Nowhere Lane").wait_for()
    await old.page.get_by_text("Be there at 10:15").wait_for()
    await old.page.get_by_role("link", name="Call 988").wait_for()
    wide = await old.page.locator("html").bounding_box()
    assert wide is not None
    assert wide["width"] <= OLD[0], "nothing beyond the edge"
    await old.page.screenshot(path=tmp_path / "day.png", full_page=True)

    await rowan.tap("End the page")
    await rowan.tap("End it")
    await rowan.sees("Ask for the page", ms=SOON_MS)
    await old.page.goto(link)
    await old.page.get_by_role("heading", name="This page is not open").wait_for()
    await old.page.get_by_role("link", name="+1-202-555-0142").wait_for()


@pytest.mark.in_campaign("LANTERN_THREADS")
async def test_a_text_message_is_asked_for_confirmed_from_the_phone_and_shown_as_on(
    demo: Server, browser: Chromium
) -> None:
    rowan = await arrives(browser, demo, "Rowan Sample")
    await rowan.goes_to("/reminders/texts")
    await rowan.type("Your number", "202-555-0177")
    await rowan.tap("Ask for text messages")
    await rowan.sees("Not confirmed yet", ms=SOON_MS)
    trying = await browser.tab(demo.url, has_scripts=False)
    await trying.page.goto(f"{demo.url}/demo/texts")
    if not await trying.page.get_by_text("Reply YES to get them").count():
        await trying.page.get_by_role("button", name="Send what is due now").click()
    await trying.page.get_by_text("Reply YES to get them").first.wait_for()
    await trying.page.get_by_role("button", name="Answer YES").first.click()
    await rowan.sees("Text messages are on", ms=SOON_MS)
    await rowan.tap("Turn text messages off")
    await rowan.sees("Ask for text messages", ms=SOON_MS)
