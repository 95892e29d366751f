"""The page's socket breaks: what is drawn, what is kept, what is sent, and what is said to be lost."""

from __future__ import annotations

import asyncio
import json
import re

import pytest
from playwright.async_api import Locator, expect

from mobile.design import tokens as t
from tests.e2e.browser import DESK, FOCUS_MS, PHONE, Chromium, Server, Tab, sign_in
from tests.e2e.pixels import is_alike, is_drawn, picture
from tests.e2e.wire import wire

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]

PATIENCE_MS = 60_000
KEY_MS = 60  # between two letters of a quick hand
CALLS = "#not-connected a[href^='tel:'], #not-connected a[href^='sms:']"
LINES = """links => links.map(link => {
  const range = document.createRange();
  return [...link.querySelectorAll('span')].filter(one => one.textContent).map(one => {
    range.selectNodeContents(one);
    return new Set([...range.getClientRects()].map(box => Math.round(box.top))).size;
  });
})"""
"""How many lines each part of each call takes."""


def layer_of(tab: Tab) -> Locator:
    return tab.page.locator("#not-connected")


def crisis_line(tab: Tab) -> Locator:
    return tab.page.locator("#not-connected a[href='tel:988']")


async def is_not_connected(tab: Tab) -> None:
    await expect(layer_of(tab)).to_be_visible(timeout=PATIENCE_MS)


def knows_the_clinic(tab: Tab) -> asyncio.Event:
    """Before the tab opens anything. It happens when the page has the numbers of the clinic itself."""
    told = asyncio.Event()

    def heard(frame: str | bytes) -> None:
        if isinstance(frame, str) and json.loads(frame).get("says", {}).get("clinic"):
            told.set()

    tab.page.on("websocket", lambda socket: socket.on("framereceived", heard))
    return told


async def is_back(tab: Tab) -> None:
    await expect(layer_of(tab)).to_be_hidden(timeout=PATIENCE_MS)


async def writes_an_intention(tab: Tab, words: str) -> None:
    await sign_in(tab, "Rowan Sample")
    await tab.tap("Write an intention")
    await tab.type("Your intention", words)


async def test_a_break_says_so_shows_988_and_the_words_stay_in_their_field_and_are_sent(
    demo: Server, browser: Chromium
) -> None:
    async with wire(demo.url) as line:
        tab = await browser.tab(line.url)
        await tab.open("/")
        await writes_an_intention(tab, "To sit")
        head = await picture(tab, {"x": 0, "y": 0, "width": PHONE[0], "height": 60})
        for more in (" with the lamplight", " as it is"):  # a second time, too
            line.cut()
            await is_not_connected(tab)
            assert await is_drawn(tab, crisis_line(tab), t.LIGHT.danger)
            assert is_alike(head, await picture(tab, {"x": 0, "y": 0, "width": PHONE[0], "height": 60}))
            await tab.page.keyboard.type(more, delay=KEY_MS)
            line.mend()
            await is_back(tab)
        await tab.holds("Your intention", "To sit with the lamplight as it is")
        await tab.tap("Support")
        await tab.is_at("Support now")
        await tab.page.context.close()

    again = await browser.tab(demo.url)
    await again.open("/")
    await sign_in(again, "Rowan Sample")
    await again.sees(re.compile("To sit with the lamplight as it is"), ms=PATIENCE_MS)


@pytest.mark.in_campaign("LANTERN_LAYOUT")
async def test_words_for_a_server_that_began_anew_are_shown_to_be_copied(
    demo: Server, browser: Chromium
) -> None:
    tab = await browser.tab(demo.url)
    await tab.open("/")
    await writes_an_intention(tab, "To sit")
    demo.kill()
    await is_not_connected(tab)
    await tab.page.get_by_label("Your intention").and_(tab.page.locator("textarea")).first.focus()
    await tab.page.wait_for_timeout(FOCUS_MS)
    await tab.page.keyboard.type(" with the lamplight", delay=KEY_MS)
    demo.start()
    await expect(layer_of(tab)).to_contain_text("These words did not arrive", timeout=PATIENCE_MS)
    assert await layer_of(tab).locator("textarea").input_value() == "To sit with the lamplight"
    await layer_of(tab).get_by_role("button", name="Close").click()
    await tab.ready()
    await tab.sees(re.compile("^Rowan Sample"), "button", ms=PATIENCE_MS)


@pytest.mark.in_campaign("LANTERN_LAYOUT")
async def test_a_connection_that_falls_silent_is_gone_too_and_a_tap_says_that_it_did_nothing(
    shared_demo: Server, browser: Chromium
) -> None:
    async with wire(shared_demo.url) as line:
        tab = await browser.tab(line.url, language="es-US")
        await tab.open("/")
        await sign_in(tab, "Rowan Sample")
        await tab.sees("Apoyo", "button")
        line.hush()
        await is_not_connected(tab)
        await tab.page.locator("flt-semantics-host [role=tab]").nth(1).dispatch_event("click")
        await expect(layer_of(tab)).to_contain_text("Eso necesita la conexión", timeout=PATIENCE_MS)
        line.mend()
        await is_back(tab)
        await tab.tap("Diario", "tab")
        await tab.is_at("Diario")


@pytest.mark.parametrize(
    "language", [pytest.param("en-US", marks=pytest.mark.in_campaign("LANTERN_LAYOUT")), "es-US"]
)
async def test_988_stands_before_every_sentence_whole_at_any_size_and_no_number_breaks(
    shared_demo: Server, browser: Chromium, language: str
) -> None:
    async with wire(shared_demo.url) as line:
        tab = await browser.tab(line.url, language=language)
        knows = knows_the_clinic(tab)
        await tab.open("/")
        await sign_in(tab, "Rowan Sample")
        await asyncio.wait_for(knows.wait(), PATIENCE_MS / 1000)
        line.cut()
        await is_not_connected(tab)
        for width, height in ((360, 740), DESK):
            for percent in (100, 200):
                for look, palette in (("light", t.LIGHT), ("dark", t.DARK)):
                    await tab.page.set_viewport_size({"width": width, "height": height})
                    await tab.page.wait_for_function("width => innerWidth === width", arg=width)
                    await tab.page.emulate_media(color_scheme=look, reduced_motion="reduce")  # type: ignore[arg-type]
                    await tab.page.evaluate(f"document.documentElement.style.fontSize = '{percent * 0.16}px'")
                    what = f"{language} {width} {percent} {look}"
                    await layer_of(tab).evaluate("layer => { layer.scrollTop = 0; }")
                    box = await crisis_line(tab).bounding_box()
                    first = await layer_of(tab).locator("p:visible").first.bounding_box()
                    assert box is not None, what
                    assert first is not None, what
                    assert box["x"] >= 0, what
                    assert box["x"] + box["width"] <= width, what
                    assert 0 <= box["y"] <= height - box["height"], what
                    assert box["y"] + box["height"] <= first["y"] + 1, what
                    assert await is_drawn(tab, crisis_line(tab), palette.danger), what
                    calls = await tab.page.locator(CALLS).evaluate_all(LINES)
                    assert len(calls) >= 4, what
                    assert all(lines == 1 for call in calls for lines in call), f"{what} {calls}"


@pytest.mark.parametrize(("language", "numbers"), [("en-US", ["tel:988", "tel:911"]), ("en-IE", [])])
async def test_a_stranger_without_a_connection_is_shown_lines_of_their_own_country_alone(
    shared_demo: Server, browser: Chromium, language: str, numbers: list[str]
) -> None:
    async with wire(shared_demo.url) as line:
        tab = await browser.tab(line.url, language=language)
        await tab.open("/support")
        await tab.is_at("Support now")
        assert await tab.by("Text 988", "button").count() == (1 if numbers else 0)
        line.cut()
        await is_not_connected(tab)
        shown = await tab.page.locator("#not-connected a[href^='tel:']").evaluate_all(
            "all => all.map(a => a.getAttribute('href'))"
        )
        assert [number for number in shown if number in ("tel:988", "tel:911")] == numbers
        if not numbers:
            return
        assert await is_drawn(tab, crisis_line(tab), t.LIGHT.danger)
        await tab.sees("Text 988", "button")  # what was there stays
        line.mend()
        await is_back(tab)


async def test_a_page_opens_one_connection_and_begins_it_before_its_client_is_there(
    demo: Server, browser: Chromium
) -> None:
    tab = await browser.tab(demo.url)
    opened: list[bool] = []

    def opens(_: object) -> None:
        opened.append(any(address.endswith(".dart.wasm") or "main.dart" in address for address in tab.asked))

    tab.page.on("websocket", opens)
    await tab.open("/")
    await tab.sees("Support", "button")
    assert opened == [False]
