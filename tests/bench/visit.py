"""The first visit to a hosted page, and the second, on a slow line: 400 kbit/s, 400 ms there and back, an empty browser.

Measured in Chromium, whose network is slowed by its own tools. `words`: when the page's own first words are painted, by static HTML;
`app`: when the sign-in's first words are on the screen. Bytes are those that travelled, headers included.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, sync_playwright

from tests.bench.table import Figure
from tests.e2e.browser import ARGS
from tests.e2e.installed import installed
from tests.e2e.server import Server

KBITS, ROUND_TRIP_MS = 400, 400
WAIT_MS = 300_000
PREPARES_S = 90  # a server that has just begun makes its files small


def figures() -> Iterator[Figure]:
    folder = tempfile.TemporaryDirectory()
    clinic = Server("clinic", "--demo", data=Path(folder.name) / "clinic.db").start()
    server = Server(
        "serve", "--clinic", f"{clinic.url}/fhir", "--public-url", "https://lantern.example"
    ).start()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(args=ARGS, executable_path=installed())
            context = browser.new_context(locale="en-US")
            time.sleep(PREPARES_S)
            first = _visit(context, server.url)
            second = _visit(context, server.url)
            browser.close()
    finally:
        server.stop()
        clinic.stop()
        folder.cleanup()
    yield Figure("first visit: own words painted", first["words"], None, "s", "<= 3")
    yield Figure("first visit: the app's first words", first["app"], None, "s", "<= 75")
    yield Figure("first visit: bytes", first["bytes"] / 1e6, None, "MB", "<= 4.5")
    yield Figure("first visit: requests", first["requests"], None, "", "")
    yield Figure("second visit: the app's first words", second["app"], None, "s", "<= 2")
    yield Figure("second visit: bytes", second["bytes"] / 1e3, None, "kB", "<= 10")


def _visit(context: BrowserContext, url: str) -> dict[str, Any]:
    page = context.new_page()
    seen: dict[str, Any] = {"bytes": 0, "requests": 0}
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": ROUND_TRIP_MS,
            "downloadThroughput": KBITS * 1000 / 8,
            "uploadThroughput": KBITS * 1000 / 8,
        },
    )

    def finished(event: dict[str, Any]) -> None:
        seen["bytes"] += event["encodedDataLength"]
        seen["requests"] += 1

    wire.on("Network.loadingFinished", finished)
    began = time.monotonic()
    page.goto(url, wait_until="commit", timeout=WAIT_MS)
    page.get_by_role("heading", name="Lantern").first.wait_for(timeout=WAIT_MS)
    seen["words"] = _painted(page)
    page.locator("#opening").wait_for(state="detached", timeout=WAIT_MS)
    seen["app"] = time.monotonic() - began
    page.close()
    return seen


def _painted(page: Page) -> float:
    """Seconds from the navigation's start to the first content on the screen."""
    ms = page.evaluate(
        """() => new Promise(done => {
          const said = () => performance.getEntriesByName('first-contentful-paint')[0];
          const look = () => said() ? done(said().startTime) : setTimeout(look, 50);
          look();
        })"""
    )
    return float(ms) / 1000
