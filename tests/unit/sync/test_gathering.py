"""Searches in one batch: a clinic that cannot do it is asked again a little, and then no more."""

from __future__ import annotations

import httpx
import pytest

from tests.faults.sync.device import Device
from tests.faults.sync.odd_clinic import OddClinic


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
