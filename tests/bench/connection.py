"""A page and its connection: how soon the first tap is answered after a break, and which letters a dying tab takes along.

In Chromium, through a wire that is cut. The peer of the first figure is Flet's own way of connecting again, in the same
browser and against the same server: the page without our script.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import re
import string
import time

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Locator, expect
from playwright.async_api import TimeoutError as PlaywrightTimeout

from tests.bench.table import Figure
from tests.e2e.browser import Chromium, Server, Tab, chromium, sign_in
from tests.e2e.wire import Wire, wire

ROUNDS = 5
AWAY_S = 6.0
AGAIN_MS = 1_000  # nobody taps again sooner
KEY_MS = 60  # a quick hand
KILL_S = 5.0  # Chromium does not answer for a tab that is no more
TYPED = 30  # letters before the tab dies
PATIENCE_MS = 120_000
INTENTION = re.compile("^(Write|Edit|Change).*intention")


def figures() -> list[Figure]:
    return asyncio.run(_figures())


async def _figures() -> list[Figure]:
    server = Server("demo").start()
    try:
        async with chromium() as browser:
            lost = [await lost_ms(server, browser, number) for number in range(ROUNDS)]
            async with wire(server.url) as line:
                tab = await browser.tab(line.url)
                await tab.open("/")
                await sign_in(tab, "Rowan Sample")
                ours = [await first_tap_s(tab, line) for _ in range(ROUNDS)]
                flets = await browser.tab(line.url)
                await flets.page.route(re.compile("page/(line|answers).js"), lambda route: route.abort())
                await flets.open("/")
                await sign_in(flets, "Rowan Sample")
                peer = await first_tap_s(flets, line)
    finally:
        server.stop()
    return [
        Figure("first tap after a reconnect, the slowest", max(ours), peer, "s", "<= 3 s", "Flet's own"),
        Figure("letters of a dying tab: lost, at most the last", max(lost), None, "ms", "<= 300"),
    ]


async def first_tap_s(tab: Tab, line: Wire) -> float:
    """Seconds from the moment the wire is whole again until a tap on Support, made as soon as one can be, has shown it."""
    await tab.sees("Support", "button")
    line.cut()
    await asyncio.sleep(AWAY_S)
    line.mend()
    began = time.perf_counter()
    shown = tab.page.get_by_role("heading", name="Support now", level=1)
    await expect(tab.page.locator("#not-connected")).to_be_hidden(timeout=PATIENCE_MS)
    while not await shown.count():
        support = tab.by("Support", "button")
        with contextlib.suppress(PlaywrightTimeout):
            if await support.count():  # it may be drawn anew in this moment
                await support.dispatch_event("click", timeout=AGAIN_MS)
            await shown.wait_for(state="attached", timeout=AGAIN_MS)
    took = time.perf_counter() - began
    await tab.tap("Close")
    return took


async def lost_ms(server: Server, browser: Chromium, number: int) -> float:
    """How long before the end of a tab the first letter was typed that nobody has. 0: all are kept. Every second tab is not
    closed, but killed."""
    tab, _ = await _at_the_intention(server, browser)
    await tab.type("Your intention", f" {number}:")
    pressed: list[float] = []
    for letter in itertools.islice(itertools.cycle(string.ascii_lowercase), TYPED):
        await asyncio.sleep(KEY_MS / 1000)
        pressed.append(time.perf_counter())
        await tab.page.keyboard.press(letter)
    died = time.perf_counter()
    if number % 2:
        devtools = await tab.page.context.new_cdp_session(tab.page)
        died = time.perf_counter()
        with contextlib.suppress(PlaywrightError, asyncio.TimeoutError):
            await asyncio.wait_for(devtools.send("Page.crash"), KILL_S)
    else:
        await tab.page.close()

    again, field = await _at_the_intention(server, browser)
    await expect(field).to_have_value(re.compile(f"{number}:"), timeout=PATIENCE_MS)
    kept = len((await field.input_value()).split(f"{number}:")[1])
    await again.page.context.close()
    return 0.0 if kept >= TYPED else (died - pressed[kept]) * 1000


async def _at_the_intention(server: Server, browser: Chromium) -> tuple[Tab, Locator]:
    tab = await browser.tab(server.url)
    await tab.open("/")
    await sign_in(tab, "Rowan Sample")
    await tab.tap(INTENTION)
    await tab.value("Your intention")
    return tab, tab.page.get_by_label("Your intention").and_(tab.page.locator("input, textarea")).first
