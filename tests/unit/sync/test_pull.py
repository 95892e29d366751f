"""The way in: nothing missed, nothing twice, nothing of anybody else's, and never round in circles."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from email.utils import format_datetime
from typing import Any

import httpx
import pytest

from tests.faults.sync.device import PATIENT, Device, pulls
from tests.faults.sync.entries import Entry
from tests.faults.sync.odd_clinic import OddClinic


def goal(n: int, text: str = "from the clinic", patient: str = PATIENT) -> dict[str, Any]:
    return {
        "resourceType": "Goal",
        "id": f"g{n}",
        "lifecycleStatus": "active",
        "description": {"text": f"{text} {n}"},
        "subject": {"reference": patient},
    }


@pytest.fixture(autouse=True)
def without_comparison(device: Device) -> None:
    """No listing of ids makes good what a pull has missed."""
    device.queries = pulls(reconcile_every_s=None)
    device.engine = device.new_engine()


async def have(device: Device) -> int:
    return await device.records.count(Entry)


async def test_what_the_clinic_wrote_arrives_and_changes_arrive(device: Device, clinic: OddClinic) -> None:
    clinic.put_in(goal(1))
    assert (await device.sync()).received == 1
    clinic.put_in(goal(1, "changed"))
    await device.sync()
    entry = await device.records.get(Entry, "Goal/g1")
    assert entry is not None
    assert entry.words == "changed 1"


@pytest.mark.parametrize(("has_batch", "requests"), [(True, 1), (False, 2)])
async def test_quiet_round_asks_once_and_writes_nothing(
    device: Device, clinic: OddClinic, has_batch: bool, requests: int
) -> None:
    clinic.has_batch = has_batch
    for n in range(5):
        clinic.put_in(goal(n))
    await device.sync(2)
    before, asked = await device.records.mark("entries"), len(clinic.log)
    done = await device.sync()
    assert done.received == 0
    assert len(clinic.log) - asked == requests
    assert await device.records.mark("entries") == before


PAGE_SIZES = [1, 2, 3, 7, 10, 20, 49, 50]


@pytest.mark.parametrize("size", PAGE_SIZES)
@pytest.mark.parametrize("has_next", [True, False])
async def test_ties_two_hundred_of_one_instant_all_arrive(
    device: Device, clinic: OddClinic, size: int, has_next: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mobile.sync.pull.FIRST_COUNT", size)
    clinic.has_next = has_next
    for n in range(3):
        clinic.put_in(goal(1000 + n))
    for n in range(200):
        clinic.put_in(goal(n), at=clinic.now)
    for n in range(3):
        clinic.put_in(goal(2000 + n))
    await device.sync()
    assert await have(device) == 206


@pytest.mark.parametrize("is_sorted", [True, False])
@pytest.mark.parametrize("honours_bound", [True, False])
@pytest.mark.parametrize(("has_next", "tells_total"), [(True, False), (True, True), (False, True)])
async def test_servers_that_keep_no_order_or_bound_are_read_to_the_end(
    device: Device, clinic: OddClinic, is_sorted: bool, honours_bound: bool, has_next: bool, tells_total: bool
) -> None:
    clinic.is_sorted, clinic.honours_bound = is_sorted, honours_bound
    clinic.has_next, clinic.tells_total = has_next, tells_total
    for n in [*range(150, 300), *range(150)]:
        clinic.put_in(goal(n), at=clinic.now + timedelta(seconds=(n * 7919) % 1000))
    clinic.now += timedelta(seconds=1000)
    await device.sync()
    assert await have(device) == 300
    clinic.put_in(goal(7, "changed"))
    await device.sync()
    entry = await device.records.get(Entry, "Goal/g7")
    assert entry is not None
    assert entry.words == "changed 7"


@pytest.mark.parametrize("tells_total", [True, False])
@pytest.mark.parametrize("is_deleted", [True, False])
async def test_row_moved_or_deleted_while_the_list_is_read_hides_no_other(
    device: Device, clinic: OddClinic, tells_total: bool, is_deleted: bool
) -> None:
    """A list read by offset shifts when an early row goes from its place: what slides over the page's edge must be seen."""
    clinic.tells_total, clinic.has_batch = tells_total, False
    for n in range(250):
        clinic.put_in(goal(n))
    asked = 0

    def touch(request: httpx.Request) -> None:
        nonlocal asked
        asked += request.url.path.endswith("/Goal")
        if asked == 2 and is_deleted:
            clinic.kept[("Goal", "g0")].is_gone = True
        elif asked == 2:
            clinic.put_in(goal(0, "again"))

    clinic.lie = touch
    await device.sync()
    assert await have(device) == 250


async def test_first_pull_cut_off_goes_on_where_it_was(device: Device, clinic: OddClinic) -> None:
    clinic.has_batch = False  # page by page
    for n in range(350):
        clinic.put_in(goal(n))
    pages: list[str] = []

    def cut(request: httpx.Request) -> httpx.Response | None:
        if not request.url.path.endswith("/Goal"):
            return None
        pages.append(str(request.url))
        return httpx.Response(500) if len(pages) == 3 else None

    clinic.lie = cut
    await device.sync()
    assert 100 < await have(device) < 350
    pages.clear()
    clinic.lie = lambda request: (
        pages.append(str(request.url)) if request.url.path.endswith("/Goal") else None
    )
    await device.sync()
    assert await have(device) == 350
    assert "_offset=200" in pages[0]


async def test_unordered_first_pull_cut_off_resumes_by_the_servers_link(
    device: Device, clinic: OddClinic
) -> None:
    clinic.is_sorted = False
    for n in [*range(200, 350), *range(200)]:
        clinic.put_in(goal(n), at=clinic.now + timedelta(seconds=n))
    clinic.now += timedelta(seconds=1000)
    count = 0

    def cut(request: httpx.Request) -> httpx.Response | None:
        nonlocal count
        count += request.url.path.endswith("/Goal")
        return httpx.Response(500) if count == 3 else None

    clinic.lie = cut
    await device.sync()
    assert await have(device) < 350
    await device.sync(3)
    assert await have(device) == 350


async def test_mark_is_the_servers_time_whatever_this_devices_clock_says(
    device: Device, clinic: OddClinic
) -> None:
    for jump in (-7200, 7200, -86_400 * 400, 86_400 * 800):
        device.time.forward(jump)
        clinic.put_in(goal(jump + 86_400 * 400))
        await device.sync()
    assert await have(device) == 4
    mark = await device.records.mark("entries")
    assert mark is not None
    assert mark.server_time.startswith("2031-03-01T09:00:0")


async def test_rows_dated_in_the_future_do_not_end_the_listening(device: Device, clinic: OddClinic) -> None:
    clinic.put_in(goal(1), at=clinic.now + timedelta(days=700))
    clinic.put_in(goal(3))
    await device.sync()
    mark = await device.records.mark("entries")
    assert mark is not None
    assert mark.server_time.startswith("2031-")
    clinic.put_in(goal(2))
    await device.sync()
    assert await have(device) == 3


async def test_mark_taken_while_the_servers_clock_was_wrong_is_forgotten(
    device: Device, clinic: OddClinic
) -> None:
    right = clinic.now
    clinic.now += timedelta(days=2)
    clinic.put_in(goal(1))
    await device.sync()
    clinic.now = right
    clinic.put_in(goal(2))
    await device.sync()
    assert await have(device) == 2


async def test_foreign_patients_resource_in_a_reply_is_refused(device: Device, clinic: OddClinic) -> None:
    clinic.put_in(goal(1))
    clinic.put_in(goal(2, patient="Patient/someone-else"))
    await device.sync(2)
    assert await have(device) == 1


async def test_older_version_never_replaces_a_newer_one(device: Device, clinic: OddClinic) -> None:
    clinic.put_in(goal(1, "first"))
    old = clinic.shown(clinic.kept[("Goal", "g1")])
    clinic.put_in(goal(1, "second"))
    await device.sync()
    clinic.lie = answer_goals(clinic, [old])
    await device.sync(3)
    entry = await device.records.get(Entry, "Goal/g1")
    assert entry is not None
    assert entry.words == "second 1"


async def test_endless_pages_are_left_after_three(device: Device, clinic: OddClinic) -> None:
    for n in range(5):
        clinic.put_in(goal(n))
    await device.sync()
    shown = [clinic.shown(k) for (t, _), k in clinic.kept.items() if t == "Goal"]
    asked = 0

    def endless(request: httpx.Request) -> httpx.Response | None:
        nonlocal asked
        if not request.url.path.endswith("/Goal") or "_elements" in str(request.url):
            return None
        asked += 1
        return bundle(clinic, shown, next=f"http://127.0.0.1:9/fhir/Goal?page={asked}")

    clinic.lie = endless
    done = await device.sync()
    assert asked <= 3
    assert done.reason == "endless_pages"
    assert device.engine.status.phase != "idle"
    assert await have(device) == 5


async def test_endless_pages_of_other_people_are_left_after_three(device: Device, clinic: OddClinic) -> None:
    asked, clinic.has_batch = 0, False

    def endless(request: httpx.Request) -> httpx.Response | None:
        nonlocal asked
        if not request.url.path.endswith("/Goal") or "_elements" in str(request.url):
            return None
        asked += 1
        clinic.now += timedelta(seconds=1)
        others = [{**goal(asked * 10 + n, patient="Patient/other"), "meta": meta(clinic)} for n in range(3)]
        return bundle(clinic, others, next=f"http://127.0.0.1:9/fhir/Goal?page={asked}")

    clinic.lie = endless
    await device.sync()
    assert asked <= 3
    assert await have(device) == 0


async def test_document_nobody_can_file_keeps_back_no_other_and_is_not_passed_over(
    device: Device, clinic: OddClinic
) -> None:
    broken = goal(2)
    del broken["description"]
    clinic.put_in(goal(1))
    clinic.put_in(broken)
    clinic.put_in(goal(3))
    done = await device.sync()
    assert await have(device) == 2
    assert done.reason == "fault:KeyError"
    assert device.engine.status.phase == "attention"
    mark = await device.records.mark("entries")
    assert mark is None or mark.server_time < clinic.shown(clinic.kept[("Goal", "g2")])["meta"]["lastUpdated"]
    device.file = lambda document: None  # as if a later version of the app could read it


async def test_unsent_words_are_never_overwritten_by_a_pull(device: Device, clinic: OddClinic) -> None:
    clinic.put_in(goal(1))
    await device.sync()
    entry = await device.records.get(Entry, "Goal/g1")
    assert entry is not None
    clinic.lie = lambda request: httpx.Response(500) if request.method == "PUT" else None
    await device.records.save(Entry(entry.id, "ours", PATIENT, entry.rest))
    clinic.put_in(goal(1, "theirs"))
    await device.sync()
    kept = await device.records.get(Entry, "Goal/g1")
    assert kept is not None
    assert kept.words == "ours"
    assert (await device.records.pending())["conflict"] == 1


def meta(clinic: OddClinic) -> dict[str, str]:
    return {
        "lastUpdated": clinic.now.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "versionId": "1",
    }


def bundle(clinic: OddClinic, resources: list[dict[str, Any]], next: str | None = None) -> httpx.Response:
    body: dict[str, Any] = {
        "resourceType": "Bundle",
        "type": "searchset",
        "entry": [{"resource": r} for r in resources],
    }
    if next:
        body["link"] = [{"relation": "next", "url": next}]
    return httpx.Response(
        200,
        headers={"content-type": "application/fhir+json", "date": format_datetime(clinic.now, usegmt=True)},
        content=json.dumps(body).encode(),
    )


def answer_goals(
    clinic: OddClinic, resources: list[dict[str, Any]]
) -> Callable[[httpx.Request], httpx.Response | None]:
    """Every search for goals, listings of ids included, finds these."""

    def lie(request: httpx.Request) -> httpx.Response | None:
        if request.method == "GET" and request.url.path.endswith("/Goal"):
            return bundle(clinic, resources)
        return None

    return lie
