"""How long the engine waits before its next look, what wakes it, and what it counts and says meanwhile."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest

from mobile.sync import PullQuery, SyncEngine, SyncStatus
from mobile.sync.backoff import FIRST_S
from tests.faults.sync.device import PATIENT, Device
from tests.faults.sync.entries import Entry
from tests.faults.sync.odd_clinic import OddClinic, outcome
from tests.unit.sync.test_engine import Naps, until


def an_engine(device: Device, sleep: Any, every_s: float = 60.0, *queries: PullQuery) -> SyncEngine:
    device.engine = SyncEngine(
        device.client,
        device.records,
        queries or device.queries,
        device.file,
        clock=device.time,
        sleep=sleep,
        random=device.random,
        every_s=every_s,
    )
    return device.engine


async def first_nap(device: Device, naps: Naps) -> float:
    device.engine.start()
    await until(lambda: len(naps.asked) == 1)
    return naps.asked[0]


async def postponed(device: Device, clinic: OddClinic, by: timedelta) -> None:
    """One row that may not be sent before then, and a clinic that would take it."""
    await device.records.save(Entry.new(PATIENT, "quiet"))
    (row,) = await device.records.due(device.time(), 9)
    await device.records.begin([row.seq])
    await device.records.retry_later(row.seq, device.time() + by, "busy")


@pytest.mark.parametrize(("seconds", "nap"), [(10.0, 10.0), (0.05, 0.2), (90.0, 60.0)])
async def test_it_looks_again_when_the_next_row_is_due_but_not_in_the_same_breath(
    device: Device, clinic: OddClinic, seconds: float, nap: float
) -> None:
    naps = Naps()
    an_engine(device, naps)
    await postponed(device, clinic, timedelta(seconds=seconds))
    assert await first_nap(device, naps) == nap


async def test_in_the_background_it_keeps_its_own_pace_where_that_is_slower(
    device: Device, clinic: OddClinic
) -> None:
    naps = Naps()
    engine = an_engine(device, naps, 1200.0, PullQuery("entries", "Goal", {}, 3600.0))
    engine.in_foreground(False)
    assert await first_nap(device, naps) == 1200.0


async def test_a_failure_is_tried_again_soon_and_a_success_ends_the_haste(
    device: Device, clinic: OddClinic
) -> None:
    naps = Naps()
    device.random = lambda: 1.0
    an_engine(device, naps)
    clinic.lie = lambda _: httpx.Response(500, json=outcome("x"))
    device.engine.start()
    for n in range(1, 5):
        await until(lambda n=n: len(naps.asked) == n)
        naps.over()
    assert naps.asked[:4] == [2.0, 4.0, 8.0, 16.0]
    clinic.lie = None
    naps.over()
    await until(lambda: device.engine.status.phase == "idle")
    await until(lambda: naps.asked[-1] == 60.0)


async def test_coming_to_the_foreground_wakes_and_leaving_it_does_not(
    device: Device, clinic: OddClinic
) -> None:
    naps = Naps()
    an_engine(device, naps)
    await first_nap(device, naps)
    asked = len(clinic.log)
    device.engine.in_foreground(False)
    assert not device.engine._woken.is_set()
    device.engine.in_foreground(True)
    await until(lambda: len(clinic.log) > asked)


async def test_a_commit_says_sending_at_once_and_ends_with_the_engine(
    device: Device, clinic: OddClinic
) -> None:
    naps = Naps()
    an_engine(device, naps)
    await first_nap(device, naps)
    told: list[SyncStatus] = []
    device.engine.watch(told.append)
    await device.records.save(Entry.new(PATIENT, "quiet"))
    assert (told[0].phase, told[0].waiting, told[0].parked, told[0].lost, told[0].conflicts) == (
        "sending",
        1,
        0,
        0,
        0,
    )
    await until(lambda: device.engine.status.phase == "idle")
    await device.engine.stop()
    count = len(told)
    await device.records.save(Entry.new(PATIENT, "after it"))
    assert len(told) == count


async def test_a_stopped_engine_may_be_started_again(device: Device, clinic: OddClinic) -> None:
    naps = Naps()
    an_engine(device, naps)
    await first_nap(device, naps)
    await device.engine.stop()
    await device.engine.stop()
    await device.records.save(Entry.new(PATIENT, "quiet"))
    assert clinic.alive("Goal") == []
    device.engine.start()
    await until(lambda: len(clinic.alive("Goal")) == 1)


async def test_everything_that_needs_the_person_is_counted(device: Device, clinic: OddClinic) -> None:
    lost, refused, clash = (Entry.new(PATIENT, words) for words in ("lost", "refused", "clash"))
    await device.records.save_all([lost, refused, clash])
    await device.engine.once()
    ids = {goal["description"]["text"]: goal["id"] for goal in clinic.alive("Goal")}
    del clinic.kept["Goal", ids["lost"]]
    await device.records.save_all([replace(refused, words="refused now"), replace(clash, words="mine")])
    clinic.put_in({**json.loads(clash.to_json()), "id": ids["clash"], "description": {"text": "theirs"}})
    clinic.lie = lambda request: (
        httpx.Response(422, json=outcome("x"))
        if request.method == "PUT" and b"refused" in request.content
        else None
    )
    await device.engine.once()
    status = device.engine.status
    assert (status.phase, status.reason) == ("attention", "parked")
    assert (status.waiting, status.parked, status.lost, status.conflicts) == (0, 2, 1, 1)
    again = device.new_engine()
    await again.recall()
    assert (again.status.parked, again.status.lost, again.status.conflicts) == (2, 1, 1)


async def test_a_round_that_cannot_be_done_keeps_the_counts_it_knew(
    device: Device, clinic: OddClinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    naps = Naps()
    an_engine(device, naps)
    clinic.lie = lambda request: httpx.Response(422, json=outcome("x")) if request.method == "POST" else None
    await device.records.save(Entry.new(PATIENT, "refused"))
    await first_nap(device, naps)
    assert device.engine.status.parked == 1

    async def breaks(*_: object, **__: object) -> None:
        raise LookupError("x")

    monkeypatch.setattr(device.engine._rounds, "run", breaks)
    device.engine.wake()
    await until(lambda: device.engine.status.reason == "fault:LookupError")
    status = device.engine.status
    assert (status.phase, status.parked, status.waiting, status.lost, status.conflicts) == (
        "attention",
        1,
        0,
        0,
        0,
    )
    await until(lambda: len(naps.asked) == 2)
    assert naps.asked[-1] == FIRST_S


async def test_a_first_reading_that_failed_is_coming_again_once_somebody_wakes_it(
    device: Device, clinic: OddClinic
) -> None:
    clinic.lie = lambda _: httpx.Response(500, json=outcome("x"))
    await device.engine.once()
    assert device.engine.status.first == "failed"
    device.engine.wake()
    assert device.engine.status.first == "coming"
    clinic.lie = lambda _: httpx.Response(429, headers={"retry-after": "60"})
    await device.engine.once()
    assert device.engine.status.first == "failed"
    device.engine.wake()
    assert device.engine.status.first == "failed", "the server said to wait: it is not tried now"


async def test_what_the_person_agreed_to_is_let_go(device: Device, clinic: OddClinic) -> None:
    for n in range(20):
        clinic.put_in(json.loads(Entry.new(PATIENT, f"w{n}").to_json()))
    await device.engine.once()
    for kept in list(clinic.kept.values())[:10]:
        kept.is_gone = True
    await device.engine.once()
    assert (device.engine.status.phase, device.engine.status.reason) == ("held", "mass_deletion")
    assert await device.records.count(Entry) == 20
    device.engine.let_go()
    assert device.engine._woken.is_set()
    assert (await device.engine.once()).removed == 10
    assert await device.records.count(Entry) == 10
    assert device.engine.status.phase == "idle"


async def test_batches_ask_for_no_documents_back(device: Device, clinic: OddClinic) -> None:
    seen: list[str | None] = []

    def look(request: httpx.Request) -> None:
        if request.method == "POST":
            seen.append(request.headers.get("prefer"))

    clinic.lie = look
    await device.records.save_all([Entry.new(PATIENT, f"w{n}") for n in range(16)])
    await device.engine.once()
    assert "return=minimal" in [one for one in seen if one]


def with_status(clinic: OddClinic, is_meant: Callable[[httpx.Request], bool], status: int) -> None:
    clinic.lie = lambda request: httpx.Response(status, json=outcome("x")) if is_meant(request) else None


async def test_fifteen_go_singly_and_sixteen_in_a_batch(device: Device, clinic: OddClinic) -> None:
    for count, batches in ((15, 0), (16, 1)):
        clinic.log.clear()
        await device.records.save_all([Entry.new(PATIENT, f"w{count} {n}") for n in range(count)])
        assert (await device.engine.once()).sent == count
        assert sum(line.startswith("POST ?") for line in clinic.log) == batches


async def test_after_three_failures_without_a_success_the_rest_waits(
    device: Device, clinic: OddClinic
) -> None:
    clinic.has_batch = False
    await device.records.save_all([Entry.new(PATIENT, f"w{n}") for n in range(30)])
    with_status(clinic, lambda request: request.method == "POST", 500)
    done = await device.engine.once()
    posts = sum(line.startswith("POST Goal") for line in clinic.log)
    assert (done.sent, done.reason) == (0, "server_broken")
    assert 3 <= posts <= 16, "what travels side by side is on its way already"
    assert (await device.records.pending())["waiting"] == 30
