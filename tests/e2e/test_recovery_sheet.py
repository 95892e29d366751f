"""A recovery sheet in a real browser: made and checked, then used instead of a PIN; the words written before are there."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from mobile.records.sheet_words import COUNT
from tests.e2e.browser import Chromium, Tab
from tests.e2e.server import Server, free_port
from tests.e2e.test_sealed_copy import arrives, device
from tests.e2e.test_story import SOON_MS, WORDS, types_pin

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300), pytest.mark.in_campaign("LANTERN_THREADS")]

PICTURES = os.environ.get("LANTERN_PICTURES")
"""A folder: what is seen on the way is kept there, to be looked at."""


async def pictured(tab: Tab, name: str) -> None:
    if PICTURES:
        await tab.page.wait_for_timeout(2000)
        await tab.shot(Path(PICTURES) / f"{name}.png")


async def reads_words(tab: Tab) -> list[str]:
    found = {}
    for line in await tab.read_aloud():
        for number, word in re.findall(r"\b(\d{1,2})\s+([a-z]+)", line):
            found[int(number)] = word
    return [found[number] for number in range(1, COUNT + 1)]


async def test_a_sheet_opens_what_a_forgotten_pin_cannot(browser: Chromium, tmp_path: Path) -> None:
    port = free_port()
    clinic = Server("clinic", "--demo", port=port, data=tmp_path / "clinic.db").start()
    try:
        with device(tmp_path / "phone", f"http://127.0.0.1:{port}/fhir") as phone:
            tab = await arrives(browser, phone)
            await tab.tap("Write an intention")
            await tab.type("Your intention", WORDS)
            await tab.tap("Done")
            await tab.sees(re.compile(re.escape(WORDS)))
            await tab.goes_to("/settings/sheet")
            await pictured(tab, "sheet-about")
            await tab.tap("Make a recovery sheet")
            await types_pin(tab)
            await tab.sees("I have them on paper", ms=SOON_MS)
            words = await reads_words(tab)
            await pictured(tab, "sheet-words")
            async with tab.page.expect_download(timeout=SOON_MS) as saving:
                await tab.tap("Make a PDF to print")
            await (await saving.value).save_as(tmp_path / "sheet.pdf")
            if PICTURES:
                (Path(PICTURES) / "sheet.pdf").write_bytes((tmp_path / "sheet.pdf").read_bytes())
            await tab.tap("I have them on paper")
            await tab.sees("Check them")
            for number, word in enumerate(words, 1):
                if await tab.page.get_by_role("textbox", name=f"Word {number}", exact=True).count():
                    await tab.fill(f"Word {number}", word)
            await pictured(tab, "sheet-check")
            await tab.tap("Check them")
            await tab.sees("Your sheet works from now on", ms=SOON_MS)
            await pictured(tab, "sheet-made")
            await tab.open("/")
            await tab.is_at("Welcome back")
            await pictured(tab, "sheet-lock")
            await tab.tap("Use your recovery sheet")
            await tab.is_at("Recovery sheet")
            await tab.fill("The words of your sheet", " ".join(words))
            await pictured(tab, "sheet-type")
            await tab.tap("Open my records")
            await tab.sees("Choose a new PIN", ms=SOON_MS)
            await pictured(tab, "sheet-new-pin")
            for _ in range(2):
                await types_pin(tab)
            await tab.sees(re.compile(re.escape(WORDS)), ms=SOON_MS)
    finally:
        clinic.stop()
