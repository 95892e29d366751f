"""Getting ready, measures and the safety plan in a real browser, found by role and name."""

from __future__ import annotations

import re

import pytest

from tests.e2e.browser import Chromium, Server, Tab, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


async def arrived(browser: Chromium, server: Server, name: str, route: str, **options: object) -> Tab:
    tab = await browser.tab(server.url, **options)  # type: ignore[arg-type]
    await tab.open(route)
    await sign_in(tab, name)
    return tab


async def test_from_plan_to_the_board_to_a_step_and_its_number(
    shared_demo: Server, browser: Chromium
) -> None:
    tab = await arrived(browser, shared_demo, "Ines Example", "/plan")
    await tab.sees("Getting ready to start", "heading")
    await tab.tap("See every step")
    await tab.is_at("Getting ready")
    await tab.sees("Your next step", "heading")
    await tab.sees("Go on", "button")
    await tab.tap(re.compile("Letter from your own doctor"))
    await tab.is_at("Letter from your own doctor")
    await tab.sees(re.compile("Usually 10 days"))
    await tab.page.context.grant_permissions(
        ["clipboard-read", "clipboard-write"]
    )  # a shell has nobody to ask
    await tab.tap("Copy words to ask with")
    await tab.sees(re.compile("Copied. Nothing was sent."))


async def test_the_board_and_the_measures_stand_at_twice_the_text(
    shared_demo: Server, browser: Chromium
) -> None:
    tab = await arrived(browser, shared_demo, "Ines Example", "/forms", is_dark=True, text_percent=200)
    await tab.is_at("Getting ready")
    await tab.sees("Go on", "button")
    await tab.sees("Support", "button")


async def test_a_measure_is_told_in_words_and_its_answers_are_read(
    shared_demo: Server, browser: Chromium
) -> None:
    tab = await arrived(browser, shared_demo, "Tova Specimen", "/measures")
    await tab.is_at("How you’ve been")
    await tab.sees(
        re.compile("lower than the first")
    )  # what the clinic has is here; the rows stay as they are
    await tab.tap(re.compile("^Mood · PHQ-9"))
    await tab.is_at("Mood · PHQ-9")
    await tab.sees(re.compile("lower than the first"))
    await tab.tap(re.compile(r"^Total \d+"))
    await tab.sees("Print or keep", "button")


async def test_the_plans_words_are_changed_and_stay(shared_demo: Server, browser: Chromium) -> None:
    tab = await arrived(browser, shared_demo, "Rowan Sample", "/safety-plan")
    await tab.is_at("My safety plan")
    await tab.tap("Change my words")
    await tab.fill("What I can do by myself", "Walk to the river, slowly.")
    await tab.sees(re.compile("Saved on this phone"))
    await tab.tap("Done")
    await tab.sees("Walk to the river, slowly.")
    await tab.tap("Support")
    await tab.is_at("Support now")
    await tab.sees(re.compile("Walk to the river, slowly."))
