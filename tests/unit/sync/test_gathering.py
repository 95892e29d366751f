"""Searches in one batch: a clinic that cannot do it is asked again a little, and then no more."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from mobile.sync import PullQuery
from mobile.sync.gathering import GATHERED_COUNT
from tests.faults.sync.device import Device, pulls
from tests.faults.sync.odd_clinic import BASE, OddClinic
from tests.unit.sync.test_pull import goal, have


@pytest.mark.parametrize(("status", "batches"), [(500, 2), (404, 1)])
async def test_a_batch_of_searches_that_fails_is_given_up_and_every_search_is_asked_alone(
    device: Device, clinic: OddClinic, status: int, batches: int
) -> None:
    asked: list[str] = []

    def lie(request: httpx.Request) -> httpx.Response | None:
        if request.method == "POST" and request.url.path.rstrip("/") == "/fhir":
            asked.append("batch")
            return httpx.Response(status)
        asked.append(request.url.path.rsplit("/", 1)[-1])
        return None

    clinic.lie = lie
    await device.sync(5)
    assert asked.count("batch") == batches
    assert device.engine.status.phase == "idle"


def many(count: int) -> list[PullQuery]:
    """The same search under other keys, as a clinic has many kinds of which most find nothing."""
    return [PullQuery(f"kind {n}", "Goal", {"patient": f"Patient/{n}"}) for n in range(count)]


@pytest.fixture
async def asking(tmp_path: Path, clinic: OddClinic) -> AsyncIterator[Device]:
    """With 24 searches."""
    one = await Device(tmp_path / "asking", BASE, clinic, queries=[*pulls(), *many(22)]).open()
    yield one
    await one.close()


async def test_a_first_reading_asks_a_dozen_searches_in_one_request(
    asking: Device, clinic: OddClinic
) -> None:
    for n in range(20):
        clinic.put_in(goal(n))
    await asking.sync()
    assert await have(asking) == 20
    asked = [line for line in clinic.log if "/metadata" not in line]
    assert asked.count("GATHER ?") == 2, "24 searches"
    assert not [line for line in asked if line.startswith("GET Goal") and "_elements" not in line]


async def test_what_does_not_end_with_the_first_page_of_a_batch_is_read_from_its_beginning_by_links(
    device: Device, clinic: OddClinic
) -> None:
    for n in range(GATHERED_COUNT + 10):
        clinic.put_in(goal(n))
    await device.sync()
    assert await have(device) == GATHERED_COUNT + 10
    first = next(line for line in clinic.log if line.startswith("GET Goal"))
    assert "_lastUpdated=" not in first
    assert f"_count={GATHERED_COUNT}" not in first


async def test_what_came_in_one_lot_is_kept_before_the_next_is_asked_for(
    asking: Device, clinic: OddClinic
) -> None:
    clinic.put_in(goal(1))
    lots = 0

    def falls_silent(request: httpx.Request) -> httpx.Response | None:
        nonlocal lots
        if request.method == "POST" and request.url.path.rstrip("/") == "/fhir":
            lots += 1
            if lots > 1:
                raise httpx.ConnectError("gone")
        return None

    clinic.lie = falls_silent
    await asking.sync()
    assert lots > 1
    assert await have(asking) == 1


async def test_a_clinic_that_never_answers_so_many_at_once_in_time_is_read_all_the_same(
    asking: Device, clinic: OddClinic
) -> None:
    clinic.put_in(goal(1))

    def is_too_slow(request: httpx.Request) -> httpx.Response | None:
        if request.method == "POST" and request.url.path.rstrip("/") == "/fhir":
            raise httpx.ReadTimeout("slow", request=request)
        return None

    clinic.lie = is_too_slow
    for _ in range(3):
        asking.time.forward(4000)
        await asking.engine.once()
    assert await have(asking) == 1
    clinic.put_in(goal(2))
    await asking.engine.once()
    assert await have(asking) == 2
    assert asking.engine.status.phase == "idle"
