"""The layers of a session in a real browser against the sandbox clinic: three taps, a line in the evening, shared, and read by the
therapist while the raw catch stays with the patient."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.e2e.browser import DESK, Chromium
from tests.e2e.server import Server
from tests.e2e.test_story import SOON_MS, arrives

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


@pytest.fixture
def after_session() -> Iterator[Server]:
    """A demo in which a session is over since the day before: its no-decision time is behind, and its layers are still asked."""
    server = Server("--hours", "30", module="tests.shots.after_session").start()
    yield server
    server.stop()


async def test_three_taps_then_the_evening_is_shared_and_read(
    after_session: Server, browser: Chromium
) -> None:
    rowan = await arrives(browser, after_session, "Rowan Sample", size=(390, 1600))
    await rowan.sees("Right after", "heading", ms=SOON_MS)
    await rowan.tap("Begin")
    await rowan.sees("Word", "heading")
    await rowan.tap("Soft")
    await rowan.tap("Gold")
    await rowan.tap("Calm")
    await rowan.sees("Saved on this phone")
    await rowan.tap("Done")

    await rowan.sees("This evening", "heading", ms=SOON_MS)
    await rowan.tap("Write")
    await rowan.sees(re.compile("Soft. Gold. Calm."))
    await rowan.type("Your words", "Warm hands, and lamplight.")
    await rowan.tap("My therapist", "radio")
    await rowan.is_at("Share this entry")
    await rowan.tap("Share with Sam Fixture")
    await rowan.sees(re.compile("Sam Fixture can read all of it"), ms=SOON_MS)

    sam = await arrives(browser, after_session, "Sam Fixture", size=DESK)
    await sam.tap(re.compile("Rowan Sample"))
    await sam.sees(re.compile("Warm hands, and lamplight"), ms=SOON_MS)
    await sam.sees(re.compile("How is your body this evening"))
    await sam.sees_no(re.compile("Soft. Gold. Calm"))
