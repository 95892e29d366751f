"""A therapist from outside, in two browsers against the sandbox clinic: invited, joined, shared with, answered, ended."""

from __future__ import annotations

import re

import pytest

from tests.e2e.browser import DESK, Chromium
from tests.e2e.server import Server
from tests.e2e.test_story import SOON_MS, arrives

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400), pytest.mark.in_campaign("LANTERN_THREADS")]

WORDS, NAME = "To sit with the lamplight as it is", "Kim Elsewhere"


async def test_a_guest_joins_by_the_link_reads_replies_and_is_ended(demo: Server, browser: Chromium) -> None:
    rowan = await arrives(browser, demo, "Rowan Sample")
    await rowan.goes_to("/sharing/invitation/new")
    await rowan.type("Their name", "Kim")
    await rowan.tap("Ask for an invitation")
    await rowan.sees("Ready to hand over", ms=SOON_MS)
    words = " ".join(await rowan.read_aloud())
    found = re.search(r"http://127\.0\.0\.1:\d+/auth/invited/[\w-]{22}", words)
    assert found is not None

    kim = await browser.tab(demo.url, size=DESK)
    await kim.page.goto(found[0])
    await kim.page.get_by_label("Your name").fill(NAME)
    await kim.page.get_by_role("button", name="Join").click()
    await kim.page.get_by_role("heading", name="You have joined").wait_for()
    kim = await arrives(browser, demo, NAME, size=DESK)
    await kim.sees(re.compile("Invited you. Nothing is shared with you yet."), ms=SOON_MS)
    assert not [text for text in await kim.read_aloud() if re.search("Ines|score|alert", text)]

    await rowan.sees(re.compile("^Joined on "), ms=SOON_MS)
    await rowan.goes_to("/intention/new")
    await rowan.type("Your intention", WORDS)
    await rowan.tap("My therapist", "radio")
    await rowan.tap("Change who reads it")
    await rowan.tap(re.compile(NAME), "radio")
    await rowan.sees(re.compile("From outside, by your invitation"))
    await rowan.tap("Done")
    await rowan.sees(re.compile(f"Shared with {NAME}"))

    await kim.sees(re.compile(r"Rowan Sample[\s\S]*1 not read yet"), "button", ms=SOON_MS)
    await kim.tap(re.compile("Rowan Sample"))
    await kim.sees(re.compile(re.escape(WORDS)), ms=SOON_MS)
    await kim.type("Your reply", "What does it light?")
    await kim.tap("Send")
    await kim.sees(re.compile("Sent .* not read yet"), ms=SOON_MS)

    await rowan.goes_to("/care-notes")  # what came for them before is read: Today names what waits longest
    await rowan.goes_to("/")
    await rowan.sees(re.compile(f"{NAME} wrote to you"), "button", ms=SOON_MS)
    await rowan.goes_to("/sharing")
    await rowan.tap(f"Invitation for {NAME}")
    await rowan.tap("End it")
    await rowan.sees("End it?")
    await rowan.by("End it", "button").last.click()
    await rowan.sees(re.compile(f"{NAME} can no longer open what you shared"), ms=SOON_MS)

    await kim.sees_no(re.compile(re.escape(WORDS)), ms=SOON_MS)
    await kim.sees(re.compile("This was taken back"), ms=SOON_MS)
