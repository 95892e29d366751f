"""The answer that asks for help, with the clinic out of reach and the phone killed: help at once, and the clinic told later."""

from __future__ import annotations

import json
import re
from pathlib import Path

import httpx
import pytest

from mobile.care.codes import CARE
from tests.bench.signed_in import token_for
from tests.e2e.browser import Chromium, Tab
from tests.e2e.server import Server, free_port
from tests.e2e.test_story import SOON_MS, chooses_pin, joins, types_pin

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]

BEFORE = (
    "Little interest", "Feeling down", "Trouble falling", "Feeling tired", "Poor appetite", "Feeling bad",
    "Trouble concentrating", "Moving or speaking",
)  # fmt: skip
ALERT = f"{CARE}|safety-alert"
HELP = "You do not have to be alone with this"


async def answers(tab: Tab, question: str, answer: str) -> None:
    await tab.sees(re.compile(question), ms=SOON_MS)
    await tab.tap(answer, "radio")


async def test_item_nine_with_the_clinic_gone_helps_at_once_and_tells_the_clinic_when_it_is_back(
    browser: Chromium, tmp_path: Path
) -> None:
    passphrase = tmp_path / "passphrase"
    passphrase.write_text("an invented passphrase for a test")
    clinic = Server("clinic", "--demo", port=free_port(), data=tmp_path / "clinic.db").start()
    base = f"{clinic.url}/fhir"
    phone = Server(
        "app", "--clinic", base, "--passphrase-file", str(passphrase), data=tmp_path / "phone"
    ).start()
    try:
        rowan = await browser.tab(phone.url)
        await rowan.page.goto(phone.entry)
        await joins(rowan, "Rowan Sample")
        await chooses_pin(rowan)
        await rowan.goes_to("/form/phq-9")
        await rowan.sees(re.compile("Little interest"), ms=SOON_MS)

        clinic.stop()
        for question in BEFORE:
            await answers(rowan, question, "Not at all")
            await rowan.tap("Next")
        await answers(rowan, "better off dead", "Several days")  # a low total hides nothing
        await rowan.sees(HELP, "heading")
        await rowan.sees(re.compile("988"))
        await rowan.sees(re.compile("It has not reached your clinic yet"))
        assert not any("has reached your clinic" in line for line in await rowan.read_aloud())

        phone.kill()  # in the middle of it
        phone.start()
        await rowan.open("/support")
        await rowan.sees(re.compile("988"))  # locked, and offline
        await rowan.goes_to("/form/phq-9", "Welcome back")
        await types_pin(rowan)
        await rowan.sees(re.compile("better off dead"), ms=SOON_MS)

        clinic.start()
        alerts = await alerts_that_came(base, rowan)
        assert len(alerts) == 1
        assert "Several days" not in json.dumps(alerts)
    finally:
        phone.stop()
        clinic.stop()


async def alerts_that_came(base: str, tab: Tab) -> list[object]:
    """What the clinic has been told of, once it has been; each once."""
    header = await token_for(base, "rowan")
    for _ in range(120):
        if await at_the_clinic(base, header):
            await tab.page.wait_for_timeout(3000)  # long enough for a second one to come, if one did
            return await at_the_clinic(base, header)
        await tab.page.wait_for_timeout(500)
    raise AssertionError("the clinic was never told")


async def at_the_clinic(base: str, header: str) -> list[object]:
    """The patient's own safety alerts, asked for by another client of hers."""
    async with httpx.AsyncClient(trust_env=False, headers={"authorization": header}) as http:
        answer = await http.get(f"{base}/Communication", params={"patient": "rowan", "category": ALERT})
    return answer.json().get("entry", [])
