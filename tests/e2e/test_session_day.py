"""A session's day in a real browser: the self-check at home, the clinic gone in the middle, the device started anew, and the way home."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from api_client.sandbox import Sandbox
from tests.e2e.browser import Chromium, Tab
from tests.e2e.server import Server, free_port
from tests.e2e.test_story import SOON_MS, chooses_pin, joins, types_pin
from tests.screens.clinic_of import documents_of

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400), pytest.mark.in_campaign("LANTERN_THREADS")]

CLINIC = ZoneInfo("America/Chicago")
HELD_MS = 900
ASKED = (
    "Have you eaten", "anything else with your medicines", "feel unwell", "be pregnant", "taking you home", "upper number",
    "lower number", "Anything else your team",
)  # fmt: skip
"""One page each, on a phone."""


def seed_today(database: Path, base: str) -> None:
    """The sample person's third session begins in half an hour, or before the clinic's midnight."""
    now = datetime.now(UTC)
    midnight = (now.astimezone(CLINIC) + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    start = min(now + timedelta(minutes=30), midnight.astimezone(UTC) - timedelta(minutes=2))
    (session,) = [one for one in documents_of("rowan", now=now) if one["id"] == "rowan-session-3"]
    sandbox = Sandbox(database, demo=True, base_url=base)
    sandbox.write({**session, "start": start.isoformat(), "end": (start + timedelta(hours=2)).isoformat()})
    sandbox.close()


async def holds(tab: Tab, name: str) -> None:
    """A finger that stays, where it is drawn."""
    box = await (await tab.sees(name, "button")).bounding_box()
    assert box is not None
    await tab.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    await tab.page.mouse.down()
    await tab.page.wait_for_timeout(HELD_MS)
    await tab.page.mouse.up()
    await tab.check()


async def test_the_day_of_a_session_with_the_clinic_gone_and_a_restart(
    browser: Chromium, tmp_path: Path
) -> None:
    port = free_port()
    base = f"http://127.0.0.1:{port}/fhir"
    seed_today(tmp_path / "clinic.db", base)
    secret = tmp_path / "passphrase"
    secret.write_text("an invented passphrase for a test")
    clinic = Server("clinic", "--demo", port=port, data=tmp_path / "clinic.db").start()
    phone = Server("app", "--clinic", base, "--passphrase-file", str(secret), data=tmp_path / "phone").start()
    try:
        rowan = await browser.tab(phone.url, size=(390, 1200))
        await rowan.page.goto(phone.entry)
        await joins(rowan, "Rowan Sample")
        await chooses_pin(rowan)
        await rowan.sees("Open session day", "button", ms=SOON_MS)

        await rowan.tap("Details")
        await rowan.tap("Answer")
        await rowan.sees(re.compile("Have you eaten or drunk"), ms=SOON_MS)
        await rowan.tap("No", "radio")
        for question in ASKED:
            await rowan.sees(re.compile(question))
            await rowan.tap("Next")
        await rowan.tap(re.compile("^Send"))
        await rowan.sees("Thank you", "heading", ms=SOON_MS)
        await rowan.sees(re.compile("has your answers"), ms=SOON_MS)

        clinic.stop()
        await rowan.goes_to("/")
        await rowan.tap("Open session day")
        await rowan.tap("Open it")
        await rowan.tap("I am here")
        await rowan.sees("Speak a note", "button")
        phone.kill()  # in the middle, with nobody at the clinic to ask
        phone.start()
        await rowan.open("/")
        await rowan.is_at("Welcome back")
        await types_pin(rowan)
        await rowan.sees("Speak a note", "button", ms=SOON_MS)

        await rowan.tap("I need someone")
        await rowan.is_at("Support now")
        await rowan.tap("Close")
        await holds(rowan, "Leaving")
        await rowan.tap("Phone, not yet")
        await rowan.sees("Phone, have it", "button")
        await rowan.sees("No driving until")
        await holds(rowan, "Hold to finish")
        await rowan.sees(re.compile("^Good "), "heading", ms=SOON_MS)
    finally:
        phone.stop()
        clinic.stop()
