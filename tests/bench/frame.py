"""First useful frame: from opening the address to words on the screen, beside a Flet hello world in the same browser.

"Useful" is the moment the accessibility tree holds the app's own words: the heading here, "hello" there.
"""

from __future__ import annotations

import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

from tests.bench.table import Figure
from tests.e2e.installed import installed

ARGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
ROUNDS = 5


@contextmanager
def serving(command: list[str], port: int) -> Iterator[str]:
    process = subprocess.Popen([sys.executable, *command], stdout=subprocess.DEVNULL)
    try:
        for _ in range(400):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def first_words_s(browser: Browser, address: str, words: str) -> float:
    """Seconds until `words` stand in the tree, in a browser context that has nothing cached."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    began = time.perf_counter()
    page.goto(address)
    page.wait_for_selector(
        "flt-semantics-placeholder, flt-semantics-host flt-semantics", state="attached", timeout=60_000
    )
    page.evaluate("document.querySelector('flt-semantics-placeholder')?.click()")
    page.get_by_text(words).first.wait_for(state="attached", timeout=60_000)
    took = time.perf_counter() - began
    context.close()
    return took


def figures() -> list[Figure]:
    with (
        serving(["-m", "mobile.cli", "demo", "--no-browser", "--port", "8581"], 8581) as ours,
        serving(["-m", "tests.bench.hello", "8582"], 8582) as hello,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=installed(), args=ARGS)
        taken: dict[str, list[float]] = {"ours": [], "hello": []}
        for number in range(ROUNDS + 1):
            mine, theirs = first_words_s(browser, ours, "Lantern"), first_words_s(browser, hello, "hello")
            if number:  # the first round warms the servers
                taken["ours"].append(mine)
                taken["hello"].append(theirs)
        browser.close()
    return [
        Figure(
            "first useful frame",
            statistics.median(taken["ours"]),
            statistics.median(taken["hello"]),
            "s",
            "<= 1.25",
            "Flet hello world",
        )
    ]
