"""The safety plan outside of the sealed store: only by the patient's choice, and gone with it, with signing out and with wiping."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from mobile.care.safety.plan import PlanPast, SafetyPlan, current, past_id
from mobile.wiring.setup import Setup
from tests.unit.wiring.conftest import Opened

NOW = datetime(2026, 6, 9, 19, 0, tzinfo=UTC)


async def until(is_so: Callable[[], bool]) -> None:
    for _ in range(200):
        if is_so():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it did not come about")


async def signed_in(opened: Opened, setup: Setup) -> Any:
    services = opened(setup)
    await services.start()
    await services.sign_in_as("rowan")
    records = services.account.records
    for _ in range(300):
        if current(await records.newest(SafetyPlan, 5)) is not None:
            return services
        await asyncio.sleep(0.02)
    raise AssertionError("the plan did not arrive")


async def choose(services: Any, is_on: bool) -> None:
    records = services.account.records
    plan = current(await records.newest(SafetyPlan, 5))
    assert plan is not None
    past = await records.get(PlanPast, past_id(plan)) or PlanPast(past_id(plan))
    await records.save(past.choosing(is_on, NOW))


def in_clear(services: Any) -> str:
    folder = services.account.folder
    return " ".join(
        path.read_text("utf-8", errors="replace")
        for path in folder.rglob("*.json")
        if "records" not in path.relative_to(folder).parts
    )


async def test_nothing_stands_in_clear_until_the_patient_chooses_so(demo: Setup, opened: Opened) -> None:
    services = await signed_in(opened, demo)
    assert "plan" not in services.support_card()
    assert "river" not in in_clear(services)


async def test_chosen_it_is_readable_locked_and_taken_back_it_is_gone(demo: Setup, opened: Opened) -> None:
    services = await signed_in(opened, demo)
    await choose(services, True)
    await until(lambda: "plan" in services.support_card())
    await services.choose_pin("580261")
    await services.lock_now()
    assert services.door == "locked"
    assert any("river" in step["words"] for step in services.support_card()["plan"])
    await services.unlock("580261")
    await choose(services, False)
    await services.lock_now()
    assert "plan" not in services.support_card()
    assert "river" not in in_clear(services)


async def test_its_headings_are_in_the_language_of_the_device_and_in_another_once_it_speaks_that(
    demo: Setup, opened: Opened
) -> None:
    """Nobody chose a language in the app: the page speaks the one of the device."""
    services = await signed_in(opened, demo)
    services.spoken("es")
    await choose(services, True)
    plan = current(await services.account.records.newest(SafetyPlan, 5))
    assert plan is not None
    in_spanish = [one.heading.in_language("es") for one in plan.steps if one.words]
    in_english = [one.heading.in_language("en") for one in plan.steps if one.words]
    assert in_spanish != in_english
    await until(lambda: _headings(services) == in_spanish)
    services.spoken("en")
    await until(lambda: _headings(services) == in_english)


def _headings(services: Any) -> list[str]:
    return [step["heading"] for step in services.support_card().get("plan", [])]


async def test_changed_words_are_the_ones_that_stand_in_clear(demo: Setup, opened: Opened) -> None:
    services = await signed_in(opened, demo)
    await choose(services, True)
    plan = current(await services.account.records.newest(SafetyPlan, 5))
    assert plan is not None
    await services.account.records.save(plan.saying("alone", "Read aloud."))
    await until(lambda: "Read aloud." in str(services.support_card().get("plan")))
    assert "river" not in in_clear(services)


async def test_signing_out_takes_it_away(demo: Setup, opened: Opened) -> None:
    services = await signed_in(opened, demo)
    device = services.account
    await choose(services, True)
    await until(lambda: "plan" in services.support_card())
    await services.sign_out()
    assert not (device.folder / "safety-plan.json").exists()
    assert "plan" not in device.support_card()
