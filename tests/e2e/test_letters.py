"""Letters that our own fonts lack are here too: no text a patient writes sends the browser for a font in vain."""

from __future__ import annotations

import pytest
from playwright.async_api import Response

from tests.e2e.browser import Chromium, sign_in
from tests.e2e.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

FAMILIES = (
    "notosansarabic",
    "notosanshebrew",
    "notocoloremoji",
    "notosanssc",
    "notosanskr",
    "notosansthai",
    "notosans",
    "notosansbengali",
    "notosanstamil",
)
FONTS = "/assets/fonts/noto"
WORDS = "مرحبا بك שלום ❤️ 🙂 👍🏽 🎃 ✓ → ★ ❤ 你好 안녕하세요 สวัสดี नमस्ते নমস্কার வணக்கம்"


async def test_letters_of_other_scripts_and_emoji_are_found_here_and_only_when_written(
    demo: Server, browser: Chromium
) -> None:
    tab = await browser.tab(demo.url)
    answers: dict[str, int] = {}

    def note(response: Response) -> None:
        if FONTS in response.url:
            answers[response.url] = response.status

    tab.page.on("response", note)
    await tab.open("/")
    await sign_in(tab, "Rowan Sample")
    await tab.tap("Write an intention")
    assert answers == {}

    await tab.fill("Your intention", WORDS)
    for family in FAMILIES:
        for _ in range(50):
            if any(f"/{family}/" in url for url in answers):
                break
            await tab.page.wait_for_timeout(200)
    await tab.page.wait_for_timeout(1000)
    asked = {url.split("/assets/fonts/")[1].split("/")[0] for url in answers}
    assert {url: status for url, status in answers.items() if status != 200} == {}
    assert asked >= set(FAMILIES)
    await tab.check()
