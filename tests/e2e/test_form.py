"""Forms in a real browser: begun wide and finished on a phone, left in the middle, and help on the answer that asks for it."""

from __future__ import annotations

import re

import pytest

from tests.e2e.browser import DESK, Chromium, Tab, sign_in
from tests.e2e.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]

SOON_MS = 60_000
WHO = "Rowan Sample"


async def arrives(browser: Chromium, server: Server, route: str, **options: object) -> Tab:
    tab = await browser.tab(server.url, **options)  # type: ignore[arg-type]
    await tab.open(route)
    await sign_in(tab, WHO)
    return tab


async def test_the_phq_9_is_left_in_the_middle_helps_on_item_nine_and_is_sent(
    shared_demo: Server, browser: Chromium
) -> None:
    tab = await arrives(browser, shared_demo, "/form/phq-9")
    await tab.is_at("PHQ-9")
    await tab.sees("Little interest or pleasure in doing things", ms=SOON_MS)
    for question in ("Little interest", "Feeling down", "Trouble falling"):
        await tab.sees(re.compile(question))
        await tab.tap("Several days", "radio")
        await tab.tap("Next")
    await tab.sees(re.compile("Feeling tired"))
    await tab.leaves_and_returns()
    await tab.sees(re.compile("Feeling tired"), ms=SOON_MS)
    for question in (
        "Feeling tired",
        "Poor appetite",
        "Feeling bad",
        "Trouble concentrating",
        "Moving or speaking",
    ):
        await tab.sees(re.compile(question))
        await tab.tap("Not at all", "radio")
        await tab.tap("Next")
    await tab.sees(re.compile("better off dead"))
    await tab.tap("Several days", "radio")
    await tab.sees("You do not have to be alone with this", "heading")
    await tab.sees(re.compile("has reached your clinic"), ms=SOON_MS)
    await tab.tap("Go on with the form")
    await tab.sees(re.compile("better off dead"))
    await tab.tap("Next")
    await tab.sees(re.compile("How difficult"))
    await tab.tap("Next")
    await tab.sees("Look over your answers", "heading")
    await tab.tap(re.compile("^Send to"))
    await tab.sees("Thank you", "heading")
    await tab.sees("Your clinic will review your answers with you.")


@pytest.mark.in_campaign("LANTERN_THREADS")
async def test_the_health_history_is_begun_wide_and_goes_on_at_the_same_question_on_a_phone(
    shared_demo: Server, browser: Chromium
) -> None:
    desk = await arrives(browser, shared_demo, "/form/health-history", size=DESK)
    await desk.sees("About you", "heading")
    await desk.fill("What is your weight?", "72")
    await desk.tap("kg", "radio")
    await desk.tap("Next")
    await desk.sees("Heart and blood vessels", "heading")
    await desk.tap("Yes", "radio")
    await desk.sees("Is it treated and steady now?")
    await desk.fill("Tell us more, if you like", "Since last spr")
    await desk.sees(re.compile("Saved"))
    await desk.page.context.close()  # the laptop dies in the middle of a word

    phone = await arrives(browser, shared_demo, "/form/health-history")
    await phone.sees(re.compile("high blood pressure"), ms=SOON_MS)
    await phone.sees("Is it treated and steady now?")
    await phone.holds("Tell us more, if you like", "Since last spr")
    await phone.tap("Next")
    await phone.sees(re.compile("aneurysm"))
    await phone.tap("I’m not sure", "radio")
    await phone.sees(re.compile("Your clinician sees that"))
    await phone.reload()
    await phone.sees(re.compile("aneurysm"), ms=SOON_MS)
    await phone.sees(re.compile("Your clinician sees that"))


@pytest.mark.in_campaign("LANTERN_THREADS")
async def test_what_was_sent_before_is_offered_as_still_true_and_not_filled_in(
    shared_demo: Server, browser: Chromium
) -> None:
    tab = await arrives(browser, shared_demo, "/form/care-depression")
    await tab.sees("Since about when have you felt this way?", ms=SOON_MS)
    await tab.fill("Since about when have you felt this way?", "Since winter")
    for _ in range(10):
        await tab.tap("Next")
        await tab.page.wait_for_timeout(500)
        if any("Look over your answers" in line for line in await tab.read_aloud()):
            break
    await tab.tap(re.compile("^Send to"))
    await tab.sees("Thank you", "heading")
    await tab.sees(re.compile("has your answers"), ms=SOON_MS)

    again = await arrives(browser, shared_demo, "/form/care-depression")
    await again.sees(re.compile("You told your clinic on .*Since winter", re.DOTALL), ms=SOON_MS)
    await again.holds("Since about when have you felt this way?", "")
    await again.tap("Still true")
    await again.sees("What is hardest in a usual day?")
    await again.tap("Back to the question before")
    await again.holds("Since about when have you felt this way?", "Since winter")
