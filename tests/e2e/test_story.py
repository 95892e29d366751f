"""The whole way of one intention, in a real browser: written, left in the middle of a word, shared, read, taken back.

Then the same with the clinic cut off in the middle: two processes, one of them stopped and started again.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from tests.e2e.browser import DESK, Chromium, Tab, sign_in
from tests.e2e.server import Server, free_port

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

WORDS = "To sit with the lamplight as it is"
SOON_MS = 60_000
PIN = "482915"


async def arrives(browser: Chromium, server: Server, name: str, **options: object) -> Tab:
    tab = await browser.tab(server.url, **options)  # type: ignore[arg-type]
    await tab.open("/")
    await sign_in(tab, name)
    return tab


async def test_an_intention_left_mid_word_is_found_shared_read_and_taken_back(
    demo: Server, browser: Chromium
) -> None:
    rowan = await arrives(browser, demo, "Rowan Sample")
    await rowan.tap("Write an intention")
    await rowan.type("Your intention", WORDS[:-9])
    await rowan.page.context.close()

    rowan = await arrives(browser, demo, "Rowan Sample")
    await rowan.sees(re.compile(re.escape(WORDS[:-9])))
    await rowan.tap("Edit your intention")
    await rowan.holds("Your intention", WORDS[:-9])
    await rowan.type("Your intention", WORDS[-9:])
    await rowan.tap("My therapist", "radio")
    await rowan.sees(re.compile("can read it when you tap Done"))
    await rowan.tap("Done")
    await rowan.sees(re.compile("Shared with Sam Fixture"))

    sam = await arrives(browser, demo, "Sam Fixture", size=DESK)
    await sam.sees(re.compile(r"Rowan Sample[\s\S]*1 not read yet"), "button", ms=SOON_MS)
    await sam.tap(re.compile("Rowan Sample"))
    await sam.sees(re.compile(re.escape(WORDS)), ms=SOON_MS)

    await rowan.tap("Edit your intention")
    await rowan.sees(re.compile("Read by Sam Fixture"), ms=SOON_MS)
    await rowan.tap("Only me", "radio")
    await rowan.sees(re.compile("What was already read cannot be unread"))
    await rowan.tap("Take back")
    await rowan.sees_no("Take back", "button", ms=SOON_MS)

    await sam.sees_no(re.compile(re.escape(WORDS)), ms=SOON_MS)
    await rowan.holds("Your intention", WORDS)


@pytest.mark.in_campaign("LANTERN_THREADS")
async def test_with_the_clinic_gone_everything_is_saved_here_and_catches_up_by_itself(
    browser: Chromium, tmp_path: Path
) -> None:
    port = free_port()
    database = tmp_path / "clinic.db"
    passphrase = tmp_path / "passphrase"
    passphrase.write_text("an invented passphrase for a test")
    clinic = Server("clinic", "--demo", port=port, data=database).start()
    base = f"http://127.0.0.1:{port}/fhir"
    phone = Server(
        "app", "--clinic", base, "--passphrase-file", str(passphrase), data=tmp_path / "phone"
    ).start()
    try:
        rowan = await browser.tab(phone.url)
        await rowan.page.goto(phone.entry)
        await joins(rowan, "Rowan Sample")
        await chooses_pin(rowan, taps_pin)
        await rowan.sees("Write an intention", "button", ms=SOON_MS)

        clinic.stop()
        await rowan.tap("Write an intention")
        await rowan.type("Your intention", WORDS)
        await rowan.tap("My therapist", "radio")
        await rowan.tap("Done")
        await rowan.sees(re.compile(re.escape(WORDS)))
        phone.stop()  # and the phone dies, too
        phone.start()
        await rowan.open("/")
        await rowan.is_at("Welcome back")
        await taps_pin(rowan)
        await rowan.sees(re.compile(re.escape(WORDS)), ms=SOON_MS)

        clinic.start()
        sam_app = Server("serve", "--clinic", base).start()
        try:
            sam = await browser.tab(sam_app.url, size=DESK)
            await sam.page.goto(sam.url)
            await joins(sam, "Sam Fixture")
            await sam.sees(re.compile("Rowan Sample"), "button", ms=SOON_MS)
            await sam.tap(re.compile("Rowan Sample"))
            await sam.sees(re.compile(re.escape(WORDS)), ms=SOON_MS)
        finally:
            sam_app.stop()
    finally:
        phone.stop()
        clinic.stop()


async def joins(tab: Tab, name: str) -> None:
    """The real way in, from the page that is being loaded: the clinic's own page in the browser, and back."""
    await tab.ready()
    await tab.tap("Join your clinic")
    await tab.sees("This is what was found", "heading", ms=SOON_MS)
    await tab.tap("Open your clinic's sign-in")
    await tab.page.wait_for_url(re.compile("/auth/"), timeout=SOON_MS)
    await (
        tab.page.get_by_role("button", name=re.compile(name))
        .or_(tab.page.get_by_role("link", name=re.compile(name)))
        .first.click()
    )
    await tab.page.wait_for_url(lambda url: url.startswith(tab.url), timeout=SOON_MS)
    await tab.ready()
    await tab.sees_no("Finish in your browser, then come back", ms=SOON_MS)


async def types_pin(tab: Tab) -> None:
    """On the keyboard, which the screen hears before anything is touched. What becomes of it the caller waits for."""
    await tab.sees("0 of 6 entered")
    await tab.page.keyboard.type(PIN, delay=30)


async def taps_pin(tab: Tab) -> None:
    """Key by key as drawn. What becomes of it the caller waits for."""
    for number, digit in enumerate(PIN, 1):
        await tab.tap(digit)
        if number < len(PIN):
            await tab.sees(f"{number} of 6 entered")


async def chooses_pin(tab: Tab, enters: Callable[[Tab], Awaitable[None]] = types_pin) -> None:
    """Twice, as asked."""
    await tab.is_at("Choose a PIN")
    await enters(tab)
    await tab.sees("The same six digits again")
    await enters(tab)
    await tab.sees_no(
        re.compile("PIN"), "heading", ms=SOON_MS
    )  # it is kept; leaving earlier leaves it unchosen
