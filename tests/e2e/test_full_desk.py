"""A therapist's desk with sixty people, in a real browser: the list scrolls freely to its end and back, and keys lead through
it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import pytest_asyncio
from playwright.async_api import Locator, expect

from tests.e2e.browser import DESK, PATIENCE_MS, Chromium, Tab, sign_in
from tests.e2e.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300), pytest.mark.in_campaign("LANTERN_THREADS")]

SOON_MS = 60_000
LIST = (300, 500)
"""A point of the list on a desk."""
LAST = re.compile("^Only what was shared with you")


@pytest.fixture(scope="module")
def full_desk() -> Iterator[Server]:
    """A demo whose therapist has sixty patients beside the demo's own, with a few things each: it is about the list."""
    server = Server("--few", module="tests.shots.full_desk").start()
    yield server
    server.stop()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def desk(full_desk: Server, shared_browser: Chromium) -> Tab:
    """The therapist's page, once all is fetched."""
    tab = await shared_browser.tab(full_desk.url, size=DESK)
    await tab.open("/")
    await sign_in(tab, "Sam Fixture")
    await tab.sees_no("Fetching what your clinic has", ms=SOON_MS)
    await tab.sees("Unread 2", "button", ms=SOON_MS)
    await tab.sees(re.compile("next: "), ms=SOON_MS)
    return tab


@pytest_asyncio.fixture(loop_scope="session")
async def sam(desk: Tab) -> Tab:
    """The same page at the top of the list, with nobody chosen."""
    await desk.goes_to("/settings")
    await desk.goes_to("/shared")
    await desk.sees(re.compile("next: "), ms=SOON_MS)
    return desk


async def wheels_until(tab: Tab, delta: float, found: Locator) -> None:
    """Turns the wheel over the list until something of it is on the screen."""
    await tab.page.mouse.move(*LIST)
    for _ in range(80):
        if await is_on_screen(found):
            return
        await tab.page.mouse.wheel(0, delta)
        await tab.page.evaluate(
            "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
        )
    raise AssertionError(f"not reached by the wheel; there is: {await tab.read_aloud()}")


async def is_on_screen(found: Locator) -> bool:
    """As it is now: nothing is waited for, and what the list has scrolled away may not be on the page at all."""
    drawn = await found.evaluate_all(
        "all => all.map(one => one.getBoundingClientRect()).map(at => [at.top, at.bottom])"
    )
    return any(top >= 0 and bottom <= DESK[1] for top, bottom in drawn)


async def named(tab: Tab, key: str) -> str:
    """Whom the bar says that J opens."""
    said = await (await tab.sees(re.compile(f"{key}: "))).text_content()
    assert said is not None
    return said.split(f"{key}: ")[1].strip()


async def opens(tab: Tab, name: str) -> None:
    """Waits until somebody is open: their name is a heading beside the list."""
    await tab.sees(name, "heading", ms=SOON_MS)


def row(tab: Tab, name: str) -> Locator:
    return tab.page.get_by_role("button", name=re.compile(f"^{re.escape(name)}")).first


async def test_sixty_people_scroll_freely_to_the_last_and_back(sam: Tab) -> None:
    head = sam.by(re.compile("6[0-9] people · sorted by need"))
    await wheels_until(sam, 500, row(sam, "Wren Specimen"))  # by name the last of the rest
    await wheels_until(sam, 500, sam.by(LAST))
    assert not await is_on_screen(head)
    await wheels_until(sam, -500, head)
    await sam.check()


async def test_keys_lead_to_the_field_down_the_list_and_up_again_and_the_row_is_seen(sam: Tab) -> None:
    await finds_by_key(sam)
    opened: list[str] = []
    for _ in range(11):  # further than a screen shows at once
        name = await named(sam, "next")
        await sam.page.keyboard.press("j")
        await opens(sam, name)
        await expect_on_screen(sam, row(sam, name))
        opened.append(name)
    assert len(set(opened)) == len(opened)
    assert not await is_on_screen(sam.by(re.compile("people · sorted by need")))
    await sam.page.keyboard.press("k")
    await opens(sam, opened[-2])
    await expect_on_screen(sam, row(sam, opened[-2]))


async def expect_on_screen(tab: Tab, found: Locator) -> None:
    """Waits until it can be seen: the list is scrolled once the page has said where the row stands."""
    for _ in range(600):
        if await is_on_screen(found):
            return
        await tab.page.evaluate(
            "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
        )
    raise AssertionError(f"the row is not on the screen: {await tab.read_aloud()}")


async def finds_by_key(sam: Tab) -> None:
    """The slash leads to the field, where a key is a letter, and Escape out of it."""
    first = await named(sam, "next")
    await sam.page.keyboard.press("/")
    field = sam.page.get_by_label("Find by name").and_(sam.page.locator("input")).first
    await expect(field).to_be_focused(timeout=PATIENCE_MS)
    await sam.page.keyboard.type("jun", delay=15)
    await expect(field).to_have_value("jun", timeout=PATIENCE_MS)
    await sam.sees_no("Wren Example", "button", ms=SOON_MS)
    assert sam.page.url.endswith("/shared")
    await sam.sees(re.compile("next: Juniper "))
    await field.fill("")
    await sam.sees(re.compile(f"next: {re.escape(first)}"), ms=SOON_MS)
    await sam.page.keyboard.press("Escape")
