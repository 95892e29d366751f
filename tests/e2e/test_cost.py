"""What care costs against the sandbox clinic: the estimate is seen and told, a bill is paid on the clinic's page, and is paid when it says so."""

from __future__ import annotations

import re

import pytest

from tests.e2e.browser import Chromium
from tests.e2e.server import Server
from tests.e2e.test_story import SOON_MS, arrives

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300), pytest.mark.in_campaign("LANTERN_THREADS")]


async def test_a_bill_is_paid_on_the_clinics_own_page_and_called_paid_when_the_clinic_says_so(
    demo: Server, browser: Chromium
) -> None:
    rowan = await arrives(browser, demo, "Rowan Sample")
    await rowan.goes_to("/care")
    await rowan.tap(re.compile("^Cost and cover"))
    await rowan.sees("Left $1,800", ms=SOON_MS)
    await rowan.tap(re.compile(r"Due in 9 days.*\$900", re.DOTALL))
    await rowan.tap("Pay at your clinic")
    async with rowan.page.context.expect_page() as opening:
        await rowan.tap("Open that page")
    clinic = await opening.value
    await clinic.get_by_text("This page asks for no card, and no money moves.").wait_for()
    await rowan.sees(re.compile("Your clinic has not said yet that it arrived"), ms=SOON_MS)
    await clinic.get_by_role("button", name="Pretend to pay").click()
    await clinic.get_by_role("heading", name="This bill is paid").wait_for()
    await clinic.close()
    await rowan.tap("Look again")
    await rowan.sees_no(re.compile("Your clinic has not said yet"), ms=SOON_MS)
    await rowan.goes_to("/cost")
    await rowan.sees("Left $900", ms=SOON_MS)
    await rowan.sees("Paid $2,400", ms=SOON_MS)


async def test_the_estimate_is_read_and_said_to_be_seen(demo: Server, browser: Chromium) -> None:
    ines = await arrives(browser, demo, "Ines Example")
    await ines.goes_to("/cost")
    await ines.tap(re.compile("^Good faith estimate"))
    await ines.tap("Show the pages")
    await ines.sees(re.compile("Page 1 of 1"), ms=SOON_MS)
    await ines.tap("I have seen this estimate")
    await ines.sees(re.compile("^You said on .* that you saw it"), ms=SOON_MS)
    await ines.goes_to("/cost/prices")
    await ines.tap("After 3")
    await ines.sees("3 sessions by themselves cost $1,800.", ms=SOON_MS)
