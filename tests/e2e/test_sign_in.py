"""The clinic's own sign-in page and the way back, in a real browser against a clinic in another process."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.browser import Chromium, Server

pytestmark = pytest.mark.browser


@pytest.fixture
def hosted(tmp_path: Path) -> Iterator[Server]:
    """`lantern serve` for a sandbox clinic beside it."""
    clinic = Server("clinic", "--demo", "--data", str(tmp_path / "clinic.db")).start()
    site = Server("serve", "--clinic", f"{clinic.url}/fhir").start()
    yield site
    site.stop()
    clinic.stop()


async def test_a_hosted_page_is_signed_in_by_the_browser_that_comes_back_to_it(
    hosted: Server, browser: Chromium
) -> None:
    tab = await browser.tab(hosted.url)
    await tab.open("/join")
    await tab.tap("Open your clinic's sign-in", "button")
    await tab.page.get_by_role("button", name="Rowan Sample").click()
    await tab.page.wait_for_url(f"{hosted.url}/**")
    await tab.ready()
    await tab.sees("Plan", "tab")
