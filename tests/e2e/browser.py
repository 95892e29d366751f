"""Drives Lantern in Chromium the way a person with a screen reader does: by role and name.

Everything a tab asks of the network is written down; a request to another host fails the test, and so does Flet's crash
text, after every step.
"""

from __future__ import annotations

import asyncio
import re
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgpack
from playwright.async_api import (
    Browser,
    BrowserContext,
    Locator,
    Page,
    Request,
    WebSocket,
    async_playwright,
    expect,
)
from playwright.async_api import Error as PlaywrightError
from playwright.async_api import TimeoutError as PlaywrightTimeout

from tests.e2e.installed import installed
from tests.e2e.server import START_S, Server, free_port

ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A microphone that beeps once a second, and that is allowed without a question.
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
]
PATIENCE_MS = 15_000
GIVEN_UP = ("ERR_ABORTED", "interrupted by another navigation")
GIVEN_UP_MS = 15_000  # a page that has not even begun to come by then does not come
FOCUS_MS = 300  # until the client has made the focused input its own
FILL_TRIES = 8
HEARD_MS = 600  # in which a page that is busy says to its server what was typed
SOON_MS = 30  # between two looks
STILL_MS = 700
STILL_TRIES = 12
SEMANTICS = "flt-semantics-placeholder"
TREE = "flt-semantics-host flt-semantics"
PHONE = (390, 844)
DESK = (1280, 860)
OURS = ("data:", "blob:", "about:")
_GO = "route => { history.pushState(null, '', route); dispatchEvent(new PopStateEvent('popstate', {state: null})); }"


@dataclass
class Tab:
    """One browser tab on Lantern."""

    page: Page
    url: str
    text_percent: int = 100
    asked: list[str] = field(default_factory=list)  # every address requested
    refused: list[str] = field(default_factory=list)  # by the page's own policy, before anything left
    said: deque[bytes] = field(
        default_factory=lambda: deque(maxlen=200)
    )  # what the page told its server last

    def watch(self) -> None:
        """Writes down what is asked of the network, and what is said on sockets."""
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("requestfailed", self._failed)
        self.page.on("websocket", self._speaks)

    def _speaks(self, socket: WebSocket) -> None:
        self.asked.append(socket.url)
        socket.on("framesent", lambda frame: self.said.append(frame if isinstance(frame, bytes) else b""))

    def _failed(self, request: Request) -> None:
        if "csp" in (request.failure or "").lower() or "blocked" in (request.failure or "").lower():
            self.refused.append(request.url)

    def strangers(self) -> list[str]:
        """Addresses of other hosts that were really asked."""
        own = urlsplit(self.url).hostname
        asked = set(self.asked) - set(self.refused)
        return sorted(a for a in asked if not a.startswith(OURS) and urlsplit(a).hostname != own)

    # --- arriving ---

    async def open(self, route: str = "/") -> Tab:
        """Goes to a route and turns the accessibility tree on.

        Chromium's own renderer ends by a segmentation fault in compiled code in about one of several hundred openings here, whatever
        page it opens: that is said, and the page opened once more. A page that crashes twice fails."""
        address = f"{self.url}{route}"
        try:
            return await self._opened(address)
        except PlaywrightError as error:
            if "crashed" not in str(error):
                raise
            print(f"the browser's renderer crashed at {route}; opened once more")
        self.page = await self.page.context.new_page()
        self.watch()
        return await self._opened(address)

    async def _opened(self, address: str) -> Tab:
        try:
            await self.page.goto(address, timeout=GIVEN_UP_MS)
        except PlaywrightError as error:
            # A page whose server began anew loads itself: where the two meet ours is aborted, or interrupted, or is lost
            # without a word.
            lost = isinstance(error, PlaywrightTimeout) and self.page.url != address
            if not lost and not any(said in str(error) for said in GIVEN_UP):
                raise
            await self.page.goto(address)
        await self.ready()
        return self

    async def ready(self) -> None:
        """After any load: semantics on, text as large as asked for."""
        # A page may turn its tree on by itself; else the placeholder is pressed, which is off the screen.
        await self.page.wait_for_selector(f"{SEMANTICS}, {TREE}", state="attached", timeout=START_S * 1000)
        await self.page.evaluate(f"document.querySelector('{SEMANTICS}')?.click()")
        await self.page.wait_for_selector(TREE, state="attached", timeout=START_S * 1000)
        await self.page.wait_for_selector("#opening", state="detached", timeout=START_S * 1000)
        if self.text_percent != 100:
            await self.page.evaluate(
                f"document.documentElement.style.fontSize = '{self.text_percent * 16 / 100}px'"
            )
            await self.page.wait_for_timeout(300)
        await self.check()

    async def goes_to(self, route: str, title: str | re.Pattern[str] | None = None) -> None:
        """Another place within the page that is open, as the browser's Forward leads there: nothing is loaded. Returns when
        its own first heading is there: that of `title`, or another node than before."""
        before = await self._first_heading()
        await self.page.evaluate(_GO, route)
        if title is not None:
            await self.is_at(title)
            return
        for _ in range(PATIENCE_MS // SOON_MS):
            if await self._first_heading() not in (before, None):
                await self.check()
                return
            await self.page.wait_for_timeout(SOON_MS)
        raise AssertionError(f"{route} never came; there is: {await self.read_aloud()}")

    async def _first_heading(self) -> str | None:
        """Which node it is: a place that is drawn anew has new ones."""
        return await self.page.evaluate("document.querySelector('flt-semantics-host h1')?.id ?? null")

    async def reload(self) -> None:
        """At once. Flet may not have noticed yet that the old socket is gone, and then begins a new session."""
        await self.page.reload()
        await self.ready()

    async def leaves_and_returns(self) -> None:
        """The same tab, away long enough for the server to notice, and back at the same address."""
        address = self.page.url
        await self.page.goto("about:blank")
        await self.page.wait_for_timeout(1500)
        await self.page.goto(address)
        await self.ready()

    async def goes_back(self) -> None:
        """The browser's Back. The caller waits for the place that it leads to."""
        await self.page.evaluate("history.back()")
        await self.check()

    # --- seeing ---

    def by(self, name: str | re.Pattern[str], role: str | None = None) -> Locator:
        """By role and name; without a role by text, wherever it stands."""
        if role is not None:
            return self.page.get_by_role(role, name=name).first  # type: ignore[arg-type]
        return self.page.get_by_text(name).or_(self.page.get_by_label(name)).first

    async def sees(
        self, name: str | re.Pattern[str], role: str | None = None, *, ms: float = PATIENCE_MS
    ) -> Locator:
        """Waits until it is in the tree."""
        found = self.by(name, role)
        try:
            await expect(found).to_be_attached(timeout=ms)
        except AssertionError:
            raise AssertionError(
                f"no {role or 'text'} {name!r}; there is: {await self.read_aloud()}"
            ) from None
        await self.check()
        return found

    async def sees_no(
        self, name: str | re.Pattern[str], role: str | None = None, *, ms: float = PATIENCE_MS
    ) -> None:
        """Waits until it is gone."""
        await expect(self.by(name, role)).not_to_be_attached(timeout=ms)
        await self.check()

    async def is_at(self, title: str | re.Pattern[str]) -> None:
        """Which place this is, by its first heading: a card within another place may be named alike."""
        found = self.page.get_by_role("heading", name=title, level=1).first
        try:
            await expect(found).to_be_attached(timeout=PATIENCE_MS)
        except AssertionError:
            raise AssertionError(f"not at {title!r}; there is: {await self.read_aloud()}") from None
        await self.check()

    async def read_aloud(self) -> list[str]:
        """Everything a screen reader finds, as `role: name`."""
        script = """() => [...document.querySelectorAll('flt-semantics-host [role], flt-semantics-host h1, flt-semantics-host h2, flt-semantics-host span, flt-semantics-host input, flt-semantics-host textarea')]
          .map(n => (n.getAttribute('role') || n.tagName.toLowerCase()) + ': ' + (n.getAttribute('aria-label') || n.textContent || n.value || '').slice(0, 200))"""
        return await self.page.evaluate(script)

    async def check(self) -> None:
        """What must hold after every step."""
        crashed = await self.page.get_by_text("Error running app").count()
        assert crashed == 0, f"the app crashed: {await self.read_aloud()}"
        assert self.strangers() == [], f"asked other hosts: {self.strangers()}"

    # --- doing ---

    async def tap(self, name: str | re.Pattern[str], role: str = "button") -> None:
        """A screen reader's tap."""
        found = await self.sees(name, role)
        await found.dispatch_event("click")
        await self.page.wait_for_timeout(150)
        await self.check()

    async def press(self, name: str | re.Pattern[str], role: str = "button") -> None:
        """A finger's tap, at the place where it is drawn."""
        found = await self.sees(name, role)
        box = await found.bounding_box()
        assert box is not None, f"{name!r} is nowhere on the screen"
        await self.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        await self.page.wait_for_timeout(150)
        await self.check()

    def _field(self, label: str | re.Pattern[str]) -> Locator:
        return self.page.get_by_label(label).and_(self.page.locator("input, textarea")).first

    async def fill(self, label: str | re.Pattern[str], text: str) -> None:
        """Puts a whole text into a field until the page has told it to its server and holds it: soon after a load the client
        has not made the focused input its own, and loses what is typed."""
        found = self._field(label)
        await expect(found).to_be_attached(timeout=PATIENCE_MS)
        self.said.clear()
        for tried in range(FILL_TRIES):
            await found.focus()
            await self.page.wait_for_timeout(FOCUS_MS if tried else FOCUS_MS / 3)
            await found.fill(text)
            if await self._has_sent(text, (tried + 1) * HEARD_MS) and await found.input_value() == text:
                break
            await found.blur()  # else it is never made its own
        await expect(found).to_have_value(text, timeout=PATIENCE_MS)
        await self.check()

    async def _has_sent(self, text: str, ms: int = HEARD_MS) -> bool:
        said = msgpack.packb("value") + msgpack.packb(text)
        for _ in range(ms // SOON_MS):
            if any(said in frame for frame in self.said):
                return True
            await self.page.wait_for_timeout(SOON_MS)
        return False

    async def type(self, label: str | re.Pattern[str], text: str) -> None:
        """Types key by key, as people do: on from the first letter that the page has told to its server."""
        found = self._field(label)
        await expect(found).to_be_attached(timeout=PATIENCE_MS)
        for tried in range(FILL_TRIES):
            await found.focus()
            await self.page.wait_for_timeout(FOCUS_MS)
            before = await found.input_value()
            self.said.clear()
            await self.page.keyboard.type(text[0])
            if await self._has_sent(before + text[0], (tried + 1) * HEARD_MS):
                break
            await found.fill(before)  # it was not the client's own: nobody heard of the letter
            await found.blur()
        else:
            raise AssertionError(f"{label!r} takes no letter; there is: {await self.read_aloud()}")
        await self.page.keyboard.type(text[1:], delay=15)
        await self.check()

    async def holds(self, label: str | re.Pattern[str], text: str) -> None:
        """Waits until a field holds exactly this. It is focused again and again: an unfocused one shows stale text, and one
        that has not loaded its words yet takes no focus."""
        found = self._field(label)
        await expect(found).to_be_attached(timeout=PATIENCE_MS)
        for _ in range(PATIENCE_MS // FOCUS_MS):
            await found.focus()
            await self.page.wait_for_timeout(FOCUS_MS)
            if await found.input_value() == text:
                break
            await self.page.evaluate("document.activeElement?.blur()")
        await expect(found).to_have_value(text)
        await self.check()

    async def value(self, label: str | re.Pattern[str]) -> str:
        """What a field holds; an unfocused one shows stale text."""
        found = self._field(label)
        await expect(found).to_be_attached(timeout=PATIENCE_MS)
        await found.focus()
        await self.page.wait_for_timeout(250)
        return await found.input_value()

    async def shot(self, path: Path) -> None:
        """A picture, once what is drawn stands still: software drawing lags behind the tree by many frames."""
        last = b""
        for _ in range(STILL_TRIES):
            await self.page.wait_for_timeout(STILL_MS)
            now = await self.page.screenshot()
            if now == last:
                break
            last = now
        await asyncio.to_thread(_write, path, last)


def _write(path: Path, picture: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(picture)


class Chromium:
    """The contexts that one test opens in a browser; others in the same browser share nothing with them."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._contexts: list[BrowserContext] = []
        self.tabs: list[Tab] = []

    def another(self) -> Chromium:
        """For another test, in the same process."""
        return Chromium(self._browser)

    async def tab(
        self,
        url: str,
        *,
        size: tuple[int, int] = PHONE,
        is_dark: bool = False,
        text_percent: int = 100,
        language: str = "en-US",
        keeps_still: bool = True,
        trusts_all: bool = False,
        has_scripts: bool = True,
    ) -> Tab:
        """A fresh person's browser: nothing is shared with other tabs. `trusts_all`: takes a test's own certificate."""
        context = await self._browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if is_dark else "light",
            locale=language,
            reduced_motion="reduce" if keeps_still else "no-preference",
            ignore_https_errors=trusts_all,
            java_script_enabled=has_scripts,
        )
        self._contexts.append(context)
        tab = Tab(await context.new_page(), url, text_percent)
        tab.watch()
        self.tabs.append(tab)
        return tab

    async def close(self) -> None:
        for context in self._contexts:
            await context.close()


@asynccontextmanager
async def chromium() -> AsyncIterator[Chromium]:
    """Chromium as found on this machine, else as Playwright brought it."""
    found = installed()
    async with async_playwright() as playwright:
        playwright.selectors.set_test_id_attribute("flt-semantics-identifier")
        options: dict[str, Any] = {"executable_path": found} if found else {}
        browser = await playwright.chromium.launch(args=ARGS, **options)
        driven = Chromium(browser)
        try:
            yield driven
        finally:
            await driven.close()
            await browser.close()


async def sign_in(tab: Tab, name: str) -> None:
    """Signs in as a sample person by the sign-in screen, and returns once a place of their own is drawn: while the page says
    that it is signing in its heading comes and goes, and no other stands there."""
    await tab.tap(re.compile(f"^{re.escape(name)}"))
    own = tab.page.locator("flt-semantics-host h1").filter(has_not_text=re.compile("^Lantern$"))
    await expect(own.first).to_be_attached(timeout=PATIENCE_MS)
    await tab.check()


__all__ = ["DESK", "PHONE", "Chromium", "Server", "Tab", "chromium", "free_port", "sign_in"]
