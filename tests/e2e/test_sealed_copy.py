"""A sealed copy made on one device and brought to a new one, in a real browser: the private words are there, once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.e2e.browser import Chromium, Tab
from tests.e2e.server import Server, free_port
from tests.e2e.test_story import SOON_MS, WORDS, chooses_pin, joins, types_pin

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300), pytest.mark.in_campaign("LANTERN_THREADS")]

PASSPHRASE = "four invented ordinary words"


@contextmanager
def device(folder: Path, base: str) -> Iterator[Server]:
    """`lantern app` with an empty folder: a new phone."""
    folder.mkdir()
    secret = folder / "passphrase"
    secret.write_text("an invented passphrase for a test")
    server = Server("app", "--clinic", base, "--passphrase-file", str(secret), data=folder / "kept").start()
    try:
        yield server
    finally:
        server.stop()


async def arrives(browser: Chromium, server: Server) -> Tab:
    tab = await browser.tab(server.url)
    await tab.page.goto(server.entry)
    await joins(tab, "Rowan Sample")
    await chooses_pin(tab)
    return tab


async def brings(tab: Tab, copy: Path) -> None:
    async with tab.page.expect_file_chooser() as choosing:
        await tab.press("Choose the copy")
    await (await choosing.value).set_files(copy)
    await tab.fill("Passphrase", PASSPHRASE)
    await tab.tap("Bring it back")


async def test_private_words_come_to_a_new_device_and_only_once(browser: Chromium, tmp_path: Path) -> None:
    port = free_port()
    clinic = Server("clinic", "--demo", port=port, data=tmp_path / "clinic.db").start()
    base = f"http://127.0.0.1:{port}/fhir"
    copy = tmp_path / "copy.lantern"
    try:
        with device(tmp_path / "old", base) as old:
            tab = await arrives(browser, old)
            await tab.tap("Write an intention")
            await tab.type("Your intention", WORDS)
            await tab.tap("Done")
            await tab.sees(re.compile(re.escape(WORDS)))
            await tab.goes_to("/settings/take")
            await tab.fill("Passphrase", PASSPHRASE)
            await tab.fill("Passphrase again", PASSPHRASE)
            async with tab.page.expect_download(timeout=SOON_MS) as saving:
                await tab.tap("Make the sealed copy")
                await types_pin(tab)
            await (await saving.value).save_as(copy)
            await tab.sees("Your file is made")
        assert WORDS.encode() not in copy.read_bytes()
        with device(tmp_path / "new", base) as new:
            tab = await arrives(browser, new)
            await tab.goes_to("/settings/bring")
            await brings(tab, copy)
            await tab.sees("Your copy is here", ms=SOON_MS)
            await tab.tap("Bring back another copy")
            await brings(tab, copy)
            await tab.sees("Everything was here already", ms=SOON_MS)
            await tab.open("/")  # a load of its own, which the lock guards
            await tab.is_at("Welcome back")
            await types_pin(tab)
            await tab.sees(re.compile(re.escape(WORDS)), ms=SOON_MS)
            await tab.tap("Edit your intention")
            await tab.holds("Your intention", WORDS)
    finally:
        clinic.stop()
