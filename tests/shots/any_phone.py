"""What is photographed of the ways to reach a phone without the app: the plain page of a day, and text messages."""

from __future__ import annotations

import re

from tests.e2e.browser import PHONE, Tab
from tests.shots.places import PATIENT, Shot

PAGE, TEXTS = "/session/rowan-session-3/page", "/reminders/texts"
OLD = (320, 480)
LONG = (390, 2000)


async def to_asked(tab: Tab) -> None:
    """Asked for, and answered by the sandbox clinic; of the picture before, it stands already."""
    if not any("The address of your page" in line for line in await tab.read_aloud()):
        await tab.tap("Ask for the page")
    await tab.sees("The address of your page", ms=60_000)


async def to_page(tab: Tab) -> None:
    """What the address opens."""
    await to_asked(tab)
    link = next(line for line in await tab.read_aloud() if "/day/" in line)
    await tab.page.goto(re.findall(r"http\S+?/day/[\w-]{22}", link)[0])


async def to_numbers(tab: Tab) -> None:
    """The numbers alone."""
    await tab.page.goto(f"{tab.url}/numbers")


async def to_wished(tab: Tab) -> None:
    """Waiting for a yes from the number; of the picture before, it may be on already."""
    if not any("in 77" in line for line in await tab.read_aloud()):
        await tab.type("Your number", "202-555-0177")
        await tab.tap("Ask for text messages")
        await tab.sees("Not confirmed yet", ms=60_000)


async def to_on(tab: Tab) -> None:
    """Confirmed from that number, on the sandbox's page for trying."""
    await to_wished(tab)
    if not any("Text messages are on" in line for line in await tab.read_aloud()):
        trying = await tab.page.context.new_page()
        await trying.goto(f"{tab.url}/demo/texts")
        await trying.get_by_role("button", name="Send what is due now").click()
        await trying.get_by_role("button", name="Answer YES").first.click()
        await trying.close()
    await tab.sees("Text messages are on", ms=60_000)


async def to_trying(tab: Tab) -> None:
    """The sandbox's page for trying."""
    await tab.page.goto(f"{tab.url}/demo/texts")


SHOTS = (
    Shot("day-page", PAGE, PATIENT, (PHONE, LONG)),
    Shot("day-page-asked", PAGE, PATIENT, (LONG,), to_asked),
    Shot("day-page-open", PAGE, PATIENT, (OLD, PHONE, LONG), to_page),
    Shot("numbers-page", "/support", None, (OLD,), to_numbers),
    Shot("texts", TEXTS, PATIENT, (PHONE, LONG)),
    Shot("texts-wished", TEXTS, PATIENT, (LONG,), to_wished),
    Shot("texts-on", TEXTS, PATIENT, (LONG,), to_on),
    Shot("texts-trying", "/support", None, (PHONE,), to_trying),
)
