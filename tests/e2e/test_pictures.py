"""A picture in a real browser: chosen through its own dialog, seen, described, given to the therapist, and taken back."""

from __future__ import annotations

import io
import re

import pytest
from PIL import Image

from tests.e2e.browser import DESK, Chromium
from tests.e2e.server import Server
from tests.e2e.test_story import arrives

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300), pytest.mark.in_campaign("LANTERN_THREADS")]
ARRIVES_MS = 60_000


def a_drawing() -> dict[str, object]:
    into = io.BytesIO()
    Image.linear_gradient("L").resize((900, 600)).convert("RGB").save(into, "PNG")
    return {"name": "drawing.png", "mimeType": "image/png", "buffer": into.getvalue()}


async def test_a_picture_is_added_seen_shared_and_taken_back(demo: Server, browser: Chromium) -> None:
    rowan = await arrives(browser, demo, "Rowan Sample")
    await rowan.goes_to("/entry/new", "Entry")
    async with rowan.page.expect_file_chooser() as choosing:
        await rowan.tap("Add a picture")
    await (await choosing.value).set_files(a_drawing())  # type: ignore[arg-type]
    await rowan.sees("See Picture large", "button", ms=ARRIVES_MS)
    await rowan.type("What it shows", "fog over water")
    await rowan.tap("See Picture large")
    await rowan.sees("Close", "button")
    await rowan.tap("Close")
    await rowan.check()
    await rowan.tap("My therapist", "radio")
    await rowan.sees(re.compile("^There are no written words"))
    await rowan.tap(re.compile("^With Picture"), "switch")
    await rowan.tap(re.compile("^Share with"))
    await rowan.sees(re.compile("can see 1 picture"))

    sam = await arrives(browser, demo, "Sam Fixture", size=DESK)
    await sam.tap(re.compile(r"Rowan Sample[\s\S]*1 not read yet"), "button")
    await sam.tap("Picture: fog over water. See it large")
    await sam.sees("Close", "button")
    await sam.tap("Close")
    await rowan.tap("Take back")
    await rowan.sees("Keep sharing", "button")
    await rowan.tap("Take back")
    await rowan.sees_no(re.compile("can see 1 picture"))
    await sam.sees_no(re.compile("fog over water"), ms=ARRIVES_MS)
