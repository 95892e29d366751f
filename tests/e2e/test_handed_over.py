"""What a person makes for somebody else, in a real browser against the sandbox clinic: a summary for another clinic, and a receipt."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from tests.e2e.browser import Chromium, Tab
from tests.e2e.server import Server
from tests.e2e.test_story import SOON_MS, arrives

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


async def downloaded(tab: Tab, button: str, folder: Path) -> bytes:
    async with tab.page.expect_download(timeout=SOON_MS) as saving:
        await tab.tap(button)
    file = folder / "made"
    await (await saving.value).save_as(file)
    return file.read_bytes()


def words(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages)


async def test_a_summary_is_chosen_seen_and_made_as_two_files_of_one_hour(
    demo: Server, browser: Chromium, tmp_path: Path
) -> None:
    rowan = await arrives(browser, demo, "Rowan Sample")
    await rowan.tap("Care", "tab")
    await rowan.tap(re.compile("^Summary to hand over"))
    await rowan.is_at("Summary to hand over")
    await rowan.sees(re.compile("Latex"), ms=SOON_MS)
    said_first = re.compile(r"^From Made-up Meadow Clinic’s record\.\s+")
    heard = [line.removeprefix("span: ") for line in await rowan.read_aloud()]
    assert any(said_first.sub("", one).startswith("Latex") for one in heard if said_first.match(one))
    (first,) = [one for one in heard if "1 of 6" in one and "When" in one and said_first.match(one)]
    assert re.search(r"1 of 6\s+When: ", first), "which session, before when it was"
    await rowan.type("Who it is for", "Lakeside Placeholder Clinic")
    await rowan.sees("For Lakeside Placeholder Clinic", ms=SOON_MS)
    await rowan.tap("Scores", "checkbox")
    await rowan.sees(re.compile("Left out by choice: scores"), ms=SOON_MS)
    text = words(await downloaded(rowan, "Make the PDF", tmp_path))
    data: dict[str, Any] = json.loads(await downloaded(rowan, "Make the data file", tmp_path))
    assert data["type"] == "document"
    told = json.dumps(data, ensure_ascii=False)
    made = re.search(r"Made \w+, (.+?) time", text)
    assert made is not None
    assert made[1].replace("\xa0", " ") in told.replace("\xa0", " ")
    for said in (
        "For Lakeside Placeholder Clinic",
        "Latex (example): Itching skin",
        "Left out by choice: scores.",
    ):
        assert said in text
        assert said in told
    assert "PHQ-9" not in text + told
    await rowan.check()


async def test_a_receipt_is_made_of_what_was_paid(demo: Server, browser: Chromium, tmp_path: Path) -> None:
    rowan = await arrives(browser, demo, "Rowan Sample")
    await rowan.tap("Care", "tab")
    await rowan.tap(re.compile("^Cost and cover"))
    await rowan.tap(re.compile("^Receipts for HSA or insurer"))
    await rowan.is_at("Receipts")
    await rowan.tap("All days")
    await rowan.sees("3 bills", ms=SOON_MS)
    text = words(await downloaded(rowan, "Make the PDF", tmp_path))
    assert "Charge $1,750 Paid $1,750 Balance $0" in text
    await rowan.check()
