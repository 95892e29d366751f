"""The form place, driven as a person would: one question after the other, left and come back to, sent."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from mobile.care.safety.alerts import Alert
from tests.screens.form.samples import (
    NOW,
    a_form,
    an_item,
    answer_of,
    content,
    marked,
    responses,
    routing,
    store_with,
    the_response,
)
from tests.screens.harness import Phone, PretendWiring

HEALTH = "/form/health-history"


@pytest.fixture
async def records(tmp_path: Path) -> Any:
    return await store_with(
        tmp_path,
        content("intake", "health-history"),
        content("intake", "medicines-and-allergies"),
        content("intake", "mental-health-history"),
        content("measures", "phq-9"),
        content("measures", "peg"),
        routing(),
    )


@pytest.fixture
def wiring(records: Any) -> PretendWiring:
    return PretendWiring(records=records, at=NOW)


async def test_one_question_a_page_with_why_it_is_asked_and_where_one_is(wiring: PretendWiring) -> None:
    async with Phone(wiring) as phone:
        await phone.start(HEALTH)
        await phone.sees("About your health", "heading")
        await phone.sees("What sex were you given at birth?", "heading")
        await phone.sees("About you · 1 of 2")
        await phone.tap("Next")
        await phone.sees("What is your weight?", "heading")
        assert not phone.find("What sex were you given at birth?", "heading")
        assert phone.faults() == []


async def test_every_answer_is_saved_at_once_and_found_again_at_the_same_question(
    wiring: PretendWiring, records: Any
) -> None:
    async with Phone(wiring) as phone:
        await phone.start(HEALTH)
        await phone.tap("Next")
        await phone.tap("Next")
        await phone.sees("Has a clinician ever told you that you have high blood pressure?", "heading")
        await phone.tap("Yes", "radio")
        kept = await the_response(records)
        assert answer_of(kept, "blood-pressure")[0]["valueBoolean"] is True
        await phone.sees("Is it treated and steady now?")
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start(HEALTH)
        await phone.sees("Has a clinician ever told you that you have high blood pressure?", "heading")
        assert len(await responses(records)) == 1
