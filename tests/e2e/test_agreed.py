"""Two browsers: the patient withdraws what lets the therapist read, and it reaches the therapist's page; signed anew, it is read again."""

from __future__ import annotations

import re

import pytest

from tests.e2e.browser import DESK, Chromium, Tab
from tests.e2e.server import Server
from tests.e2e.test_story import SOON_MS, arrives

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400), pytest.mark.in_campaign("LANTERN_THREADS")]

WORDS = re.compile("To meet the quiet without running from it")
HELD = re.compile("^You cannot read what Rowan Sample shares now")
TO_SIGN_AGAIN = "To sign again"
RELEASE = "What your integration therapist may read and be told"


async def test_a_withdrawal_reaches_the_therapist_and_a_signature_opens_it_again(
    demo: Server, browser: Chromium
) -> None:
    sam = await arrives(browser, demo, "Sam Fixture", size=DESK)
    await sam.open("/shared/rowan")
    await sam.sees(WORDS, ms=SOON_MS)
    rowan = await arrives(browser, demo, "Rowan Sample")
    await rowan.open("/agreements")
    await rowan.tap(re.compile(f"^{RELEASE}"))
    await rowan.tap("Withdraw")
    await rowan.sees("What stops", "heading")
    await rowan.page.get_by_role("button", name="Withdraw", exact=True).last.dispatch_event("click")
    await sam.sees(HELD, ms=SOON_MS)
    await sam.sees_no(WORDS, ms=SOON_MS)
    await rowan.open("/sharing")
    await rowan.sees(re.compile("^Sam Fixture reads what you share once you sign"), ms=SOON_MS)

    await _signs(rowan)
    await sam.sees(WORDS, ms=SOON_MS)
    await sam.sees_no(HELD, ms=SOON_MS)


async def _signs(rowan: Tab) -> None:
    await rowan.open("/agreements/therapist-release")
    for number in (1, 2):
        await rowan.sees(re.compile(f"^Part {number} of 2"), ms=SOON_MS)
        await rowan.tap(re.compile("^(I understand|Go on)$"))
    await rowan.tap(re.compile("^My integration therapist may read"), "switch")
    await rowan.tap("Go on to sign")
    await rowan.type("Your full name", "Rowan Sample")
    await rowan.tap("I mean this as my signature", "checkbox")
    await rowan.tap("Sign")
    await rowan.sees("Who it lets see something", ms=SOON_MS)


async def test_a_new_version_is_read_with_its_changes_signed_and_known_to_the_prescriber(
    demo: Server, browser: Chromium
) -> None:
    ash = await arrives(browser, demo, "Dr. Ash Prototype", size=DESK)
    await ash.open("/agreed/rowan")
    await ash.sees(TO_SIGN_AGAIN, ms=SOON_MS)
    rowan = await arrives(browser, demo, "Rowan Sample")
    await rowan.tap(re.compile("To read and sign"))
    await rowan.sees("3 things are different", "heading")
    await rowan.tap("Read it all, with changes marked")
    await rowan.sees(re.compile("^Part 1 of"), ms=SOON_MS)
    number = 1
    while await rowan.by(re.compile(f"^Part {number} of")).count():
        await rowan.tap(re.compile("^(I understand|Go on)$"))
        number += 1
        await rowan.sees(re.compile(f"^(Part {number} of|You choose each part)"))
    await rowan.tap(re.compile("Needed for treatment$"), "switch")
    await rowan.tap("Go on to sign")
    await rowan.type("Your full name", "Rowan Sample")
    await rowan.tap("I mean this as my signature", "checkbox")
    await rowan.tap("Sign")
    await rowan.sees(re.compile("Signed .*in force until"), ms=SOON_MS)
    await rowan.open("/")
    await rowan.sees_no(re.compile("To read and sign"))
    await ash.sees_no(TO_SIGN_AGAIN, ms=SOON_MS)
    await ash.sees("All that treatment needs is in force", ms=SOON_MS)
