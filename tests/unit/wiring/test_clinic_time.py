"""A device whose clock is set wrong goes by the clinic's: what waits on the day of a session is neither let go too soon nor held."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest

from api_client.sandbox import Sandbox
from mobile.care.agenda import Session
from mobile.care.shared_intention import SharedIntention
from mobile.screens.reads.guarded import waits_now
from mobile.wiring.clinic_time import WRONG_FROM, ClinicTime
from mobile.wiring.setup import Setup
from tests.unit.wiring.conftest import Opened


class Dated(httpx.AsyncBaseTransport):
    """The clinic behind a clock of its own. `ahead`: of this machine's; None: it says no time."""

    def __init__(self, inner: httpx.AsyncBaseTransport, ahead: timedelta | None) -> None:
        self.inner, self.ahead, self.is_gone = inner, ahead, False

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self.is_gone:
            raise httpx.ConnectError("gone")
        response = await self.inner.handle_async_request(request)
        if self.ahead is not None:
            response.headers["date"] = format_datetime(datetime.now(UTC) + self.ahead, usegmt=True)
        return response


def dated(demo: Setup, ahead: timedelta | None) -> tuple[Setup, Dated]:
    assert demo.transport is not None
    clinic = Dated(demo.transport, ahead)
    return replace(demo, transport=clinic), clinic


async def until(is_so: Callable[[], bool], what: str) -> None:
    for _ in range(300):
        if is_so():
            return
        await asyncio.sleep(0.02)
    raise AssertionError(what)


async def signed_in(opened: Opened, setup: Setup) -> Any:
    services = opened(setup)
    await services.start()
    await services.sign_in_as("rowan")
    return services


def is_at(services: Any, ahead: timedelta) -> bool:
    return abs(services.now() - datetime.now(UTC) - ahead) < timedelta(seconds=5)


@pytest.mark.parametrize("hours", [-7, 7])
async def test_a_clock_that_is_hours_wrong_gives_way_to_the_clinics_also_without_a_connection(
    demo: Setup, opened: Opened, hours: int
) -> None:
    ahead = timedelta(hours=hours)
    setup, clinic = dated(demo, ahead)
    services = await signed_in(opened, setup)
    await until(lambda: is_at(services, ahead), "the clinic's time")
    assert abs(services.clinic_ahead - ahead) < timedelta(seconds=5)
    clinic.is_gone = True
    await services.choose_pin("580261")
    await services.lock_now()
    services.account.time._ahead = timedelta()  # as after a start of the app
    await services.unlock("580261")
    assert is_at(services, ahead)


async def test_what_waits_on_the_day_of_a_session_goes_by_the_clinics_clock(
    demo: Setup, opened: Opened
) -> None:
    """The device is seven hours behind: by its own clock the session is still to come, and nothing would wait."""
    ahead = timedelta(hours=7)
    setup, _ = dated(demo, ahead)
    services = await signed_in(opened, setup)
    await until(lambda: is_at(services, ahead), "the clinic's time")
    records = services.account.records
    session = next(iter(await records.every(Session)))
    there = datetime.now(UTC) + ahead
    start, end = (there - timedelta(hours=1)).isoformat(), (there + timedelta(hours=1)).isoformat()
    for one in await records.every(Session):
        await records.save(one.changed(status="cancelled"))
    await records.save(session.changed(status="booked", start=start, end=end))
    zone = services.account.zone
    assert await waits_now(records, datetime.now(UTC), zone) is None
    assert await waits_now(records, services.now(), zone) is not None


@pytest.mark.parametrize("ahead", [None, timedelta(), WRONG_FROM - timedelta(seconds=30)])
async def test_a_clock_that_is_right_enough_stays(
    demo: Setup, opened: Opened, ahead: timedelta | None
) -> None:
    setup, _ = dated(demo, ahead)
    services = await signed_in(opened, setup)
    await until(lambda: services.status.now.last_received_at is not None, "a first answer")
    assert services.clinic_ahead == timedelta()
    assert is_at(services, timedelta())


@pytest.mark.parametrize("years", [-60, 200, 7_900, 9_000_000])
async def test_a_clock_that_no_clock_can_be_was_never_known(years: int) -> None:
    """As an earlier version may have kept it."""

    class Kept:
        async def note(self, _: str) -> str:
            return str(years * 31_557_600)

    time = ClinicTime()
    await time.recall(Kept())  # type: ignore[arg-type]
    assert abs(time.now() - datetime.now(UTC)) < timedelta(seconds=5)
    (time.now() + timedelta(days=3_660)).astimezone(ZoneInfo("Pacific/Kiritimati"))


async def test_what_an_agreement_lets_a_therapist_hold_ends_by_the_clinics_clock(
    demo: Setup, opened: Opened, sandbox: Sandbox
) -> None:
    """The device is seven hours behind: by its own clock the agreement is in force for three hours more."""
    setup, _ = dated(demo, timedelta(hours=7))
    services = opened(setup)
    await services.start()
    await services.sign_in_as("sam")
    await until(lambda: is_at(services, timedelta(hours=7)), "the clinic's time")
    records = services.account.records

    async def shared() -> list[Any]:
        return [one for one in await records.every(SharedIntention) if one.patient == "Patient/rowan"]

    for _ in range(300):
        if await shared():
            break
        await asyncio.sleep(0.02)
    assert await shared()
    (release,) = sandbox.find("Consent", _id="rowan-signed-therapist-release")
    end = (datetime.now(UTC) + timedelta(hours=3)).isoformat(timespec="seconds")
    period = {**release["provision"].get("period", {}), "end": end}
    sandbox.write({**release, "provision": {**release["provision"], "period": period}})
    for _ in range(6):
        await services.account.engine.once()
    assert await shared() == []
