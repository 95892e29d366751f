"""What is photographed of the ride home and of the room card; the page that whoever drives opens among them."""

from __future__ import annotations

import re

from tests.e2e.browser import DESK, PHONE, Tab
from tests.shots.places import PATIENT, Shot

RIDE = "/ride/rowan-session-3"
WIDE = (820, 1180)
LONG = (390, 2400)


async def to_asked(tab: Tab) -> None:
    """Asked for, and answered by the sandbox clinic; of the picture before, it stands already."""
    if not any("Hand this to them" in line for line in await tab.read_aloud()):
        await tab.type("Their name", "Jo")
        await tab.type("Their number", "202-555-0177")
        await tab.type("Your own number", "202-555-0134")
        await tab.tap("Ask for a link")
    await tab.sees("Hand this to them yourself", ms=60_000)


async def to_page(tab: Tab) -> None:
    """What the link opens."""
    await to_asked(tab)
    link = next(line for line in await tab.read_aloud() if "/coming/" in line)
    await tab.page.goto(re.findall(r"http\S+?/coming/[\w-]{22}", link)[0])


async def to_card(tab: Tab) -> None:
    """Picture 46; of the picture before, it is written already."""
    if await tab.page.get_by_role("textbox", name="Music").input_value():
        return
    for name, words in (
        ("My pronouns", "they/them"),
        ("My languages", "English, some Spanish"),
        ("My intention", "To sit with the lamplight as it is."),
        (
            "If I am frightened",
            "Say my name, and that I am at the clinic.\nTell me the time.\nSit where I can see you.",
        ),
        ("Touch", "Ask first, each time.\nThen one hand on my left shoulder."),
        ("Words that help", "“You are safe.”\nPlease not “relax”."),
        ("Music", "Slow strings, no voices"),
        ("Light and warmth", "Lamp on, blanket on feet"),
        ("So that I can follow", "Speak to my right ear"),
    ):
        await tab.type(name, words)


async def to_large(tab: Tab) -> None:
    await to_card(tab)
    await tab.tap("Show it large")
    await tab.sees(re.compile("^Written by"))


SHOTS = (
    Shot("ride", RIDE, PATIENT, (PHONE, DESK)),
    Shot("ride-asked", RIDE, PATIENT, (LONG,), to_asked),
    Shot("ride-page", RIDE, PATIENT, (PHONE,), to_page),
    Shot("room-card", "/room-card/room-card", PATIENT, (LONG,)),
    Shot("room-card-show", "/room-card/room-card", PATIENT, (PHONE, WIDE), to_large),
)
