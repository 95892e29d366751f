"""The layers of a session in a real browser against the sandbox clinic: three taps, a line in the evening, shared, and read by the
therapist while the raw catch stays with the patient."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.e2e.browser import DESK, Chromium, sign_in
from tests.e2e.layout import lasting_faults, scrolled_to_its_end
from tests.e2e.server import Server
from tests.e2e.test_story import SOON_MS, arrives

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300), pytest.mark.in_campaign("LANTERN_THREADS")]


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


async def test_on_the_narrowest_phone_in_the_largest_letters_nothing_is_hidden_or_clipped(
    after_session: Server, browser: Chromium
) -> None:
    width, height = 360, 844
    tab = await browser.tab(after_session.url, size=(width, height), language="es-MX", text_percent=200)
    await tab.open("/")
    await sign_in(tab, "Rowan Sample")
    await tab.tap("Empezar")
    for question, answer in (("Palabra", "Suave"), ("Color", "Dorado"), ("Sensación", "Cansancio")):
        await tab.sees(question, "heading")
        wrong = await lasting_faults(tab, width, height, is_end=False)
        await scrolled_to_its_end(tab, width, height)
        wrong += await lasting_faults(tab, width, height, is_end=True)
        assert wrong == [], question
        await tab.tap(answer)
    await tab.sees("Guardado en este teléfono")
    assert await lasting_faults(tab, width, height, is_end=False) == []
