"""No place hides, clips or covers what one taps: measured on phones and desks, at 100 and 200 %, in both languages.

The whole walk is the campaign `layout` (`LANTERN_LAYOUT=all`); in every run the hardest is walked: the narrowest phone,
the largest letters, the longer language, the fullest places.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

import pytest

from tests.e2e.browser import Chromium, Server, Tab, sign_in
from tests.e2e.layout import lasting_faults, scrolled_to_its_end, stands_still
from tests.shots.__main__ import people
from tests.shots.doors import DOORS

pytestmark = [pytest.mark.browser, pytest.mark.timeout(0 if os.environ.get("LANTERN_LAYOUT") else 600)]

IS_ALL = bool(os.environ.get("LANTERN_LAYOUT"))
HEIGHT = 844
WIDTHS = (360, 390, 900, 1280) if IS_ALL else (360,)
HOW = [(lang, percent) for lang in ("en", "es") for percent in (100, 200)] if IS_ALL else [("es", 200)]
SIGNED_OUT = ("/sign-in", "/join", "/support", "/support/ground")
PATIENT = (
    "/", "/journal", "/plan", "/care", "/forms", "/forms/clearance", "/measures", "/measures/phq-9", "/safety-plan",
    "/answers/rowan-health-history-1", "/intentions", "/intention/new", "/form/health-history", "/form/peg", "/sharing",
    "/settings", "/settings/about", "/settings/look", "/settings/lock", "/settings/pin", "/settings/take",
    "/settings/bring", "/settings/keys", "/settings/sync", "/settings/where", "/settings/wipe", "/settings/sign-out",
    "/team", "/team/Practitioner%2Fsam", "/practice", "/help-with-cost", "/portable-summary", "/receipts", "/support",
    "/no-such-place",
)  # fmt: skip
HARDEST = (
    "/", "/plan", "/measures/phq-9", "/form/health-history", "/intention/new", "/sharing", "/settings/pin", "/safety-plan",
    "/team/Practitioner%2Fsam", "/help-with-cost",
)  # fmt: skip
THERAPIST = ("/shared", "/shared/rowan", "/shared/rowan/answers/rowan-phq-9-7", "/settings")
BEFORE_THE_RECORDS = tuple(f"/{door}" for door in DOORS)
KEYS = "1234567890"
WALKS = {
    "signed out": (None, SIGNED_OUT),
    "patient": ("patient", PATIENT if IS_ALL else HARDEST),
    "therapist": ("therapist", THERAPIST),
}


async def measured(tab: Tab, route: str) -> list[str]:
    """What is wrong with one place, at its top and at its end, in every width."""
    wrong: list[str] = []
    for width in WIDTHS:
        await tab.page.set_viewport_size({"width": width, "height": HEIGHT})
        found = await lasting_faults(tab, width, HEIGHT, is_end=False)
        await scrolled_to_its_end(tab, width, HEIGHT)
        found += await lasting_faults(tab, width, HEIGHT, is_end=True)
        wrong += [f"{route} {width} wide: {one}" for one in dict.fromkeys(found)]
    return wrong


@pytest.fixture(scope="module")
def doors() -> Iterator[Server]:
    """What stands before records that cannot be opened."""
    server = Server(module="tests.shots.doors").start()
    yield server
    server.stop()


async def walked(tab: Tab, routes: Sequence[str]) -> list[str]:
    """What is wrong in all of them, gone to one after the other in the page that is open."""
    wrong: list[str] = []
    for route in routes:
        await tab.page.set_viewport_size({"width": WIDTHS[0], "height": HEIGHT})
        if urlsplit(tab.page.url).path != route:
            await tab.goes_to(route)
        await stands_still(tab)
        wrong += await measured(tab, route)
    return wrong


@pytest.mark.parametrize(("language", "percent"), HOW)
@pytest.mark.parametrize("walk", WALKS)
async def test_nothing_one_taps_is_hidden_or_covered(
    shared_demo: Server, browser: Chromium, walk: str, language: str, percent: int
) -> None:
    who, routes = WALKS[walk]
    tab = await browser.tab(
        shared_demo.url, size=(WIDTHS[0], HEIGHT), text_percent=percent, language=f"{language}-US"
    )
    await tab.open(routes[0] if who is None else "/")
    if who is not None:
        await sign_in(tab, people(shared_demo)[who])
    wrong = await walked(tab, routes)
    assert not wrong, "\n".join(wrong)
    print(f"FIGURES {walk}, {language}, {percent} %: {len(routes)} places at {WIDTHS}, 0 hidden or covered")


@pytest.mark.parametrize(("language", "percent"), HOW)
async def test_nothing_is_hidden_where_records_cannot_be_opened(
    doors: Server, browser: Chromium, language: str, percent: int
) -> None:
    tab = await browser.tab(
        doors.url, size=(WIDTHS[0], HEIGHT), text_percent=percent, language=f"{language}-US"
    )
    await tab.open(BEFORE_THE_RECORDS[0])
    wrong = await walked(tab, BEFORE_THE_RECORDS)
    assert not wrong, "\n".join(wrong)
    print(f"FIGURES doors, {language}, {percent} %: {len(DOORS)} places at {WIDTHS}, 0 hidden or covered")


async def test_all_ten_keys_of_the_lock_are_in_view_however_large_the_letters_are(
    doors: Server, browser: Chromium
) -> None:
    tab = await browser.tab(doors.url, size=(360, 740), text_percent=200, language="es-US")
    await tab.open("/locked")

    async def lowest() -> float:
        boxes = [await tab.page.get_by_role("button", name=key, exact=True).bounding_box() for key in KEYS]
        return max(box["y"] + box["height"] for box in boxes if box is not None) if all(boxes) else 10_000

    pill = tab.page.get_by_role("button", name="Apoyo funciona sin desbloquear")
    for _ in range(50):
        box = await pill.bounding_box()
        if box is not None and await lowest() <= box["y"]:
            return
        await tab.page.wait_for_timeout(200)
    raise AssertionError(
        f"the lowest key ends at {await lowest()} px, Support begins at {await pill.bounding_box()}"
    )
