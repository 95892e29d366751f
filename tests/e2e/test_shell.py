"""The shell in a real browser: deep links, Back, reload, Support without a sign-in, one host only.

What can be asked of a page that is already open is asked of one page a person: a page is loaded only where its arrival is
the fact.
"""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.request import urlopen

import pytest
import pytest_asyncio

from tests.e2e.browser import DESK, Chromium, Server, Tab, sign_in

pytestmark = pytest.mark.browser


def somebody(shared_demo: Server, role: str) -> str:
    """The name of the first sample person of a role."""
    with urlopen(f"{shared_demo.url}/demo/people", timeout=10) as answer:
        return next(person["name"] for person in json.load(answer) if person["role"] == role)


async def arrived(
    browser: Chromium, shared_demo: Server, role: str, route: str = "/", **options: object
) -> Tab:
    tab = await browser.tab(shared_demo.url, **options)  # type: ignore[arg-type]
    await tab.open(route)
    await sign_in(tab, somebody(shared_demo, role))
    await tab.sees("Support", "button")
    return tab


def kept(role: str, **options: Any) -> Any:
    """One page of the first person of a role for all tests that name it."""

    @pytest_asyncio.fixture(scope="module", loop_scope="session")
    async def page(shared_demo: Server, shared_browser: Chromium) -> Tab:
        return await arrived(shared_browser, shared_demo, role, **options)

    return page


patient = kept("patient")
patient_with_large_text_in_the_dark = kept("patient", is_dark=True, text_percent=200)
therapist = kept("therapist", size=DESK)


async def test_support_works_signed_out(shared_demo: Server, browser: Chromium) -> None:
    """And without a connection: `test_connection`."""
    tab = await browser.tab(shared_demo.url)
    await tab.open("/support")
    await tab.is_at("Support now")
    await tab.sees(re.compile("^Call 988"), "button")
    await tab.sees("Text 988", "button")
    await tab.sees("Call 911", "button")


async def test_a_deep_link_leads_there_after_signing_in(shared_demo: Server, browser: Chromium) -> None:
    tab = await arrived(browser, shared_demo, "patient", "/plan")
    await tab.is_at("Plan")


async def test_tabs_are_history_and_the_browsers_back_returns(patient: Tab) -> None:
    tab = patient
    await tab.goes_to("/", re.compile("^Good "))
    await tab.tap("Journal", "tab")
    await tab.is_at("Journal")
    await tab.page.wait_for_url("**/journal")
    await tab.tap("Plan", "tab")
    await tab.is_at("Plan")
    await tab.page.wait_for_url("**/plan")  # the browser's own history follows what is drawn
    await tab.goes_back()
    await tab.is_at("Journal")


async def test_an_address_that_does_not_exist_says_so_and_leads_home(
    shared_demo: Server, browser: Chromium
) -> None:
    tab = await arrived(browser, shared_demo, "patient", "/no-such-place")
    await tab.is_at("Nothing here")
    await tab.tap("Go to the start")
    await tab.sees("Today", "tab")


async def test_support_closes_to_where_the_person_was(patient: Tab) -> None:
    tab = patient
    await tab.goes_to("/journal", "Journal")
    await tab.tap("Support")
    await tab.is_at("Support now")
    await tab.tap("Close")
    await tab.is_at("Journal")


async def test_leaving_and_coming_back_keeps_the_place(patient: Tab) -> None:
    tab = patient
    await tab.goes_to("/care", "Care")
    await tab.leaves_and_returns()
    await tab.is_at("Care")


@pytest.mark.parametrize(
    ("route", "title"),
    [
        ("/", re.compile("^Good ")),
        ("/journal", "Journal"),
        ("/plan", "Plan"),
        ("/care", "Care"),
        ("/settings", "Settings"),
    ],
)
async def test_twice_the_text_in_the_dark_crashes_nothing_and_keeps_support(
    patient_with_large_text_in_the_dark: Tab, route: str, title: str | re.Pattern[str]
) -> None:
    tab = patient_with_large_text_in_the_dark
    await tab.goes_to(route, title)
    await tab.tap("Support")
    await tab.is_at("Support now")
    await tab.sees("Close", "button")


async def test_a_therapist_on_a_wide_screen_has_the_rail(therapist: Tab) -> None:
    tab = therapist
    # Flutter tells a rail as buttons: "Shared, Tab 1 of 2".
    await tab.sees(re.compile("^Shared"), "button")
    await tab.sees(re.compile("^Settings"), "button")


async def test_on_a_wide_screen_support_is_read_before_the_place_and_one_column_after_the_other(
    therapist: Tab,
) -> None:
    tab = therapist
    await tab.tap(re.compile("^Rowan Sample"))
    for part in ("Read by you", "Also shared", "Next"):
        await tab.sees(re.compile(part))
    await tab.sees(re.compile("^Rowan Sample"), "button")
    read = [line for line in await tab.read_aloud() if not line.startswith("group")]

    def at(name: str) -> int:
        return next(i for i, line in enumerate(read) if re.search(name, line))

    order = [
        at("h1: Shared with you"),
        at("button: Support"),
        at("button: Rowan Sample"),
        at("h2: Rowan Sample"),
        at("Intention for session"),
        at("Read by you"),
        at("Also shared"),
        at("span: Next"),
    ]
    assert order == sorted(order)


async def test_no_tab_ever_asks_another_host(shared_demo: Server, browser: Chromium) -> None:
    tab = await arrived(browser, shared_demo, "patient")
    for route in ("/journal", "/plan", "/care", "/settings", "/support"):
        await tab.goes_to(route)
    await tab.is_at("Support now")
    assert tab.strangers() == []
    assert all("rive" in address for address in tab.refused)
