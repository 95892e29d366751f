"""A brief in a real browser against the sandbox clinic: an entry chosen to start with, seen by a key, printed, and closed with the share."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.e2e.browser import DESK, Chromium
from tests.e2e.server import Server
from tests.e2e.test_story import SOON_MS, arrives

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300), pytest.mark.in_campaign("LANTERN_THREADS")]


async def test_the_one_to_start_with_is_in_the_brief_and_on_its_paper_until_it_is_taken_back(
    demo: Server, browser: Chromium, tmp_path: Path
) -> None:
    rowan = await arrives(browser, demo, "Rowan Sample")
    await rowan.tap("Journal", "tab")
    await rowan.tap(re.compile("^Write$"))
    await rowan.is_at("Entry")
    await rowan.type("Your words", "Lamplight on the lake.")
    await rowan.tap("My therapist", "radio")
    await rowan.is_at("Share this entry")
    await rowan.tap(re.compile("^Start with this one"), "switch")
    await rowan.sees("To start with when you meet")
    await rowan.tap("Share with Sam Fixture")
    await rowan.sees(re.compile("Sam Fixture can read all of it"), ms=SOON_MS)

    sam = await arrives(browser, demo, "Sam Fixture", size=DESK)
    await sam.tap(re.compile("Rowan Sample"))
    await sam.sees(re.compile("Lamplight on the lake"), ms=SOON_MS)
    await sam.page.keyboard.press("b")
    await sam.sees(re.compile("The one moment to start with"), ms=SOON_MS)
    await sam.sees(re.compile("“Lamplight on the lake.”"))
    async with sam.page.expect_download(timeout=SOON_MS) as saving:
        await sam.tap("Print or keep")
    file = tmp_path / "brief.pdf"
    await (await saving.value).save_as(file)
    text = " ".join(PdfReader(io.BytesIO(file.read_bytes())).pages[0].extract_text().split())
    assert "The one moment to start with · chosen by Rowan Sample “Lamplight on the lake.”" in text
    assert "Page 1 of 1" in text

    await rowan.tap("Take back")
    await rowan.sees("Take it back?", "heading")
    await rowan.tap("Take back")
    await rowan.sees_no("Take back", "button", ms=SOON_MS)
    await sam.sees_no(re.compile("Lamplight"), ms=SOON_MS)
    await sam.sees(re.compile("Something was taken back while this was open"))


async def test_a_desk_whose_line_is_drawn_anew_stays_and_opens_it(demo: Server, browser: Chromium) -> None:
    """The line fits itself to its room when its size comes, also where what stands below it was drawn before."""
    sam = await arrives(browser, demo, "Sam Fixture", size=DESK)
    await sam.sees(re.compile("PHQ-9"), ms=SOON_MS)
    await sam.page.wait_for_timeout(4000)  # it is drawn anew as what the clinic has comes
    await sam.check()
    for _ in range(2):
        await sam.goes_to("/shared/rowan/brief", "Brief before meeting")
        await sam.sees("Scores", "heading")
        await sam.page.wait_for_timeout(2000)  # sizes come when all is drawn
        await sam.check()
        await sam.goes_back()
        await sam.is_at("Shared with you")
