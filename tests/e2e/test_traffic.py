"""All that goes over the wire to the clinic and back, kept byte by byte through the whole thread of a patient and a therapist: what was
shared or sent is in it, and no private word is, however it is written down."""

from __future__ import annotations

import asyncio
import re
from base64 import b64encode
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.e2e.browser import DESK, Chromium, Tab
from tests.e2e.server import Server, free_port
from tests.e2e.test_story import SOON_MS, chooses_pin, joins, taps_pin
from tests.e2e.wire import Wire

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(400),
    pytest.mark.in_campaign("LANTERN_TRAFFIC"),
]

PRIVATE = (
    "Quietmoss",
    "Hollowreed",
    "Unsaidfern",
    "Thornlamp",
    "Mistoak",
    "Fadeline",
    "Stillbarn",
    "Coldquill",
)
ELSEWHERE = (
    ("/word/new", "Your word", PRIVATE[4]),
    ("/not-to-bring-up/new", "What not to bring up", PRIVATE[5]),
    ("/commitment/new", "What you will do", PRIVATE[6]),
    ("/sharing/times", "Their name", PRIVATE[7]),
)
"""Where else something is written that stays: the place, its field, the word."""
SHARED = ("Lamplight on the lake", "What does it light", "The kitchen table")


class HeardWire(Wire):
    """Keeps every byte of both directions."""

    def __init__(self, server: str) -> None:
        super().__init__(server)
        self.heard = bytearray()

    def passing(self, data: bytes) -> None:
        self.heard += data

    def holds(self, words: str) -> bool:
        """As text, or inside base64 that begins at any byte before it."""
        plain = words.encode()
        forms = [plain]
        for shift in range(3):
            whole = b64encode(b"\0" * shift + plain)
            forms.append(whole[(0, 2, 3)[shift] : len(whole) // 4 * 4 - 4])
        return any(form in self.heard for form in forms)


async def unlocked(tab: Tab, words: str) -> None:
    """Until these words are read: the phone may have locked itself while somebody else was at work."""
    await expect(tab.by("Enter your PIN").or_(tab.by(words)).first).to_be_attached(timeout=SOON_MS)
    if await tab.by("Enter your PIN").count():
        await taps_pin(tab)
    await tab.sees(words, ms=SOON_MS)


async def test_the_wire_holds_what_was_given_and_no_private_word(browser: Chromium, tmp_path: Path) -> None:
    passphrase = tmp_path / "passphrase"
    passphrase.write_text("an invented passphrase for a test")
    port = free_port()
    wire = HeardWire(f"http://127.0.0.1:{port}")
    listening = await wire.begin()
    clinic = Server("clinic", "--demo", "--address", wire.url, port=port, data=tmp_path / "clinic.db")
    await asyncio.to_thread(clinic.start)
    base = f"{wire.url}/fhir"
    phone = await asyncio.to_thread(
        Server("app", "--clinic", base, "--passphrase-file", str(passphrase), data=tmp_path / "phone").start
    )
    desk = await asyncio.to_thread(Server("serve", "--clinic", base).start)
    try:
        rowan = await browser.tab(phone.url)
        await rowan.page.goto(phone.entry)
        await joins(rowan, "Rowan Sample")
        await chooses_pin(rowan, taps_pin)
        await rowan.sees("Write an intention", "button", ms=SOON_MS)
        await rowan.tap("Write an intention")
        await rowan.type("Your intention", f"{PRIVATE[0]} is only mine")
        await rowan.tap("Done")
        await rowan.tap("Journal", "tab")
        await rowan.tap(re.compile("^Write$"))
        await rowan.is_at("Entry")
        await rowan.type("Your words", f"{PRIVATE[1]} at three in the morning.")
        await rowan.sees(re.compile("^Saved on this phone"))
        for place, field, words in ELSEWHERE:
            await rowan.goes_to(place)
            await rowan.type(field, f"{words} is only mine")
        await rowan.tap("Copy the words")
        await rowan.goes_to("/journal")
        await rowan.tap(re.compile("^Write$"))
        await rowan.is_at("Entry")
        await rowan.type("Your words", f"{SHARED[0]}. {PRIVATE[2]} is not for anybody.")
        await rowan.tap("My therapist", "radio")
        await rowan.is_at("Share this entry")
        await rowan.tap(re.compile("^A part"), "radio")
        await rowan.tap(re.compile("^Lamplight"), "checkbox")
        await rowan.tap("Share with Sam Fixture")
        await rowan.sees(re.compile("Sam Fixture can read a part of it"), ms=SOON_MS)

        sam = await browser.tab(desk.url, size=DESK)
        await sam.page.goto(sam.url)
        await joins(sam, "Sam Fixture")
        await sam.sees(re.compile("Rowan Sample"), "button", ms=SOON_MS)
        await sam.tap(re.compile("Rowan Sample"))
        await sam.sees(re.compile(SHARED[0]), ms=SOON_MS)
        await sam.type("Your reply", SHARED[1])
        await sam.page.keyboard.press("Control+Enter")
        await sam.sees(re.compile("Sent .* not read yet"), ms=SOON_MS)
        await unlocked(rowan, "Read it")
        await rowan.tap("Read it")
        await rowan.sees(re.compile(SHARED[1]), ms=SOON_MS)
        await rowan.type("Your answer", SHARED[2])
        await rowan.tap("Send")
        await sam.sees(re.compile(SHARED[2]), ms=SOON_MS)
        await rowan.type("Your answer", f"{PRIVATE[3]}, begun and not sent")
        await rowan.tap("Take back")
        await rowan.tap("Take back")
        await sam.sees_no(re.compile(SHARED[0]), ms=SOON_MS)
    finally:
        await asyncio.to_thread(phone.stop)
        await asyncio.to_thread(desk.stop)
        await asyncio.to_thread(clinic.stop)
        listening.close()
    found = [words for words in PRIVATE if wire.holds(words)]
    print(f"FIGURES {len(wire.heard)} bytes both ways, private words {len(found)} of {len(PRIVATE)}")
    assert [words for words in SHARED if not wire.holds(words)] == []
    assert found == []
