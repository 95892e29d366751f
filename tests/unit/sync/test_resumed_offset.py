"""A first pull cut off, its list shifted before it is taken up: what slid over the kept offset must be seen all the same."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest

from tests.faults.sync.device import Device, pulls
from tests.faults.sync.entries import Entry
from tests.faults.sync.odd_clinic import OddClinic
from tests.unit.sync.test_pull import goal, have


async def cut_off(device: Device, clinic: OddClinic) -> None:
    """A pull that loses its clinic at the third page."""
    count = 0

    def cut(request: httpx.Request) -> httpx.Response | None:
        nonlocal count
        count += request.url.path.endswith("/Goal")
        return httpx.Response(500) if count == 3 else None

    clinic.lie = cut
    await device.sync()
    clinic.lie = lambda _: None


async def cut_off_and_shifted(device: Device, clinic: OddClinic, order: list[int], shift: str) -> set[int]:
    """A list half read, some of whose first rows then went or moved to its end. Returns those that are there."""
    for n in order:
        clinic.put_in(goal(n), at=clinic.now + timedelta(seconds=n))
    clinic.now += timedelta(seconds=1000)
    await cut_off(device, clinic)
    assert await have(device) < len(order)
    there = set(order)
    for n in order[:7]:
        if shift == "deleted" or (shift == "both" and n % 2):
            clinic.kept["Goal", f"g{n}"].is_gone = True
            there.discard(n)
        else:
            clinic.kept["Goal", f"g{n}"] = clinic.kept.pop(("Goal", f"g{n}"))  # an unsorted list's end too
            clinic.put_in(goal(n, "again"))
    return there


async def is_held(device: Device, there: set[int]) -> bool:
    found = [await device.records.get(Entry, f"Goal/g{n}") for n in sorted(there)]
    return all(entry is not None for entry in found)


@pytest.mark.parametrize("has_next", [True, False])
@pytest.mark.parametrize("tells_total", [True, False])
@pytest.mark.parametrize("shift", ["moved", "deleted", "both"])
async def test_a_row_that_slid_over_a_kept_offset_is_not_lost(
    device: Device, clinic: OddClinic, has_next: bool, tells_total: bool, shift: str
) -> None:
    device.queries = pulls(reconcile_every_s=None)  # no listing of ids makes good what the pull has missed
    device.engine = device.new_engine()
    clinic.has_next, clinic.tells_total = has_next, tells_total
    there = await cut_off_and_shifted(device, clinic, list(range(350)), shift)
    await device.sync(3)
    assert await is_held(device, there)
    assert await have(device) == 350


@pytest.mark.parametrize(("has_next", "tells_total"), [(True, True), (True, False), (False, True)])
@pytest.mark.parametrize("shift", ["moved", "deleted", "both"])
async def test_what_slid_over_a_kept_offset_of_a_list_in_no_order_is_found_by_comparing(
    device: Device, clinic: OddClinic, has_next: bool, tells_total: bool, shift: str
) -> None:
    clinic.has_next, clinic.tells_total, clinic.is_sorted = has_next, tells_total, False
    there = await cut_off_and_shifted(device, clinic, [*range(200, 350), *range(200)], shift)
    await device.sync(3)
    assert await is_held(device, there)
    assert await have(device) == len(there)


@pytest.mark.parametrize("is_sorted", [True, False])
async def test_a_kept_offset_of_a_server_without_links_is_not_read_again_from_its_start(
    device: Device, clinic: OddClinic, is_sorted: bool
) -> None:
    clinic.has_next, clinic.is_sorted = False, is_sorted
    order = [*range(200, 350), *range(200)]
    for n in order:
        clinic.put_in(goal(n), at=clinic.now + timedelta(seconds=n))
    clinic.now += timedelta(seconds=1000)
    await cut_off(device, clinic)
    asked: list[str] = []
    clinic.lie = lambda request: asked.append(str(request.url.params.get("_offset", "")))
    await device.sync(2)
    assert await have(device) == 350
    assert "100" not in asked
