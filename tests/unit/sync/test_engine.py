"""When the engine works, that it never does so twice at once, and that it says what is true."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable

import httpx
import pytest

from mobile.sync import PullQuery, SyncStatus
from tests.faults.sync.device import PATIENT, Device
from tests.faults.sync.entries import Entry
from tests.faults.sync.odd_clinic import OddClinic


class Naps:
    """Sleeps that end only when the test says so. `asked` lists how long each was to be."""

    def __init__(self) -> None:
        self.asked: list[float] = []
        self._ends: list[asyncio.Event] = []

    async def __call__(self, seconds: float) -> None:
        self.asked.append(seconds)
        end = asyncio.Event()
        self._ends.append(end)
        await end.wait()

    def over(self) -> None:
        for end in self._ends:
            end.set()


async def until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not is_so():  # noqa: ASYNC110
            await asyncio.sleep(0.001)


@pytest.fixture
def naps(device: Device) -> Naps:
    naps = Naps()
    device.engine = type(device.engine)(
        device.client,
        device.records,
        device.queries,
        device.file,
        clock=device.time,
        sleep=naps,
        random=device.random,
        every_s=60,
    )
    return naps


async def test_commit_wakes_the_engine(device: Device, clinic: OddClinic, naps: Naps) -> None:
    device.engine.start()
    device.engine.start()
    await until(lambda: len(naps.asked) == 1)
    await device.records.save(Entry.new(PATIENT, "quiet"))
    await until(lambda: len(clinic.alive("Goal")) == 1)


async def test_timer_wakes_the_engine_and_background_slows_it(
    device: Device, clinic: OddClinic, naps: Naps
) -> None:
    device.engine.start()
    await until(lambda: len(naps.asked) == 1)
    asked = len(clinic.log)
    naps.over()
    await until(lambda: len(clinic.log) > asked and len(naps.asked) == 2)
    device.engine.in_foreground(False)
    naps.over()
    await until(lambda: len(naps.asked) == 3)
    assert naps.asked == [60, 60, 900]


async def test_query_that_must_notice_withdrawals_soon_sets_the_pace(
    device: Device, clinic: OddClinic
) -> None:
    naps = Naps()
    queries = [PullQuery("shared", "Goal", {}, 30.0, is_own=False), PullQuery("team", "CareTeam", {}, 3600.0)]
    device.engine = type(device.engine)(
        device.client, device.records, queries, device.file, clock=device.time, sleep=naps
    )
    device.engine.start()
    await until(lambda: len(naps.asked) == 1)
    assert naps.asked == [30]


async def test_wake_looks_at_once(device: Device, clinic: OddClinic, naps: Naps) -> None:
    device.engine.start()
    await until(lambda: len(naps.asked) == 1)
    asked = len(clinic.log)
    device.engine.wake()
    await until(lambda: len(clinic.log) > asked)


async def test_one_round_at_a_time(device: Device, clinic: OddClinic) -> None:
    under_way = most = 0
    inner = clinic.handle_async_request

    async def watched(request: httpx.Request) -> httpx.Response:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        await asyncio.sleep(0)
        response = await inner(request)
        under_way -= 1
        return response

    clinic.handle_async_request = watched  # type: ignore[method-assign]
    await device.records.save(Entry.new(PATIENT, "quiet"))
    await asyncio.gather(*(device.engine.once() for _ in range(5)))
    assert most == 1
    assert len(clinic.alive("Goal")) == 1


async def test_eight_independent_rows_travel_side_by_side_and_one_of_a_record(
    device: Device, clinic: OddClinic
) -> None:
    clinic.has_batch = False
    under_way: list[bytes] = []
    full = asyncio.Event()
    most = 0
    inner = clinic.handle_async_request

    async def watched(request: httpx.Request) -> httpx.Response:
        nonlocal most
        if request.method != "POST":
            return await inner(request)
        under_way.append(request.content)
        most = max(most, len(under_way))
        if most >= 8:
            full.set()
        await full.wait()
        await asyncio.sleep(0)
        under_way.remove(request.content)
        return await inner(request)

    clinic.handle_async_request = watched  # type: ignore[method-assign]
    await device.records.save_all([Entry.new(PATIENT, f"w{n}") for n in range(30)])
    await device.sync()
    assert most == 8


async def test_server_that_asks_for_patience_is_left_alone_even_by_a_commit(
    device: Device, clinic: OddClinic, naps: Naps
) -> None:
    clinic.lie = lambda request: httpx.Response(429, headers={"retry-after": "120"})
    await device.records.save(Entry.new(PATIENT, "quiet"))
    device.engine.start()
    await until(lambda: len(naps.asked) == 1)
    assert naps.asked == [120]
    asked = len(clinic.log)
    await device.records.save(Entry.new(PATIENT, "still"))
    device.engine.wake()
    for _ in range(20):
        await asyncio.sleep(0.001)
    assert len(clinic.log) == asked
    clinic.lie = None
    device.time.forward(121)
    naps.over()
    await until(lambda: len(clinic.alive("Goal")) == 2)


async def test_lying_retry_after_cannot_silence_the_queue_for_ever(
    device: Device, clinic: OddClinic, naps: Naps
) -> None:
    clinic.lie = lambda request: httpx.Response(503, headers={"retry-after": "9999999"})
    await device.records.save(Entry.new(PATIENT, "quiet"))
    device.engine.start()
    await until(lambda: len(naps.asked) == 1)
    assert naps.asked[0] <= 3601


async def test_offline_waits_grow_and_end_when_the_network_returns(
    device: Device, clinic: OddClinic, naps: Naps
) -> None:
    def offline(request: httpx.Request) -> None:
        raise httpx.ConnectError("offline")

    clinic.lie = offline
    device.engine._random = lambda: 0.999  # type: ignore[attr-defined]
    await device.records.save(Entry.new(PATIENT, "quiet"))
    device.engine.start()
    for n in range(1, 6):
        await until(lambda n=n: len(naps.asked) == n)
        assert device.engine.status.phase == "offline"
        naps.over()
    assert naps.asked == sorted(naps.asked)
    assert naps.asked[0] < 3
    clinic.lie = None
    device.engine.wake()
    await until(lambda: device.engine.status.phase == "idle")
    assert len(clinic.alive("Goal")) == 1


async def test_status_is_never_idle_while_something_is_unsent(
    device: Device, clinic: OddClinic, naps: Naps
) -> None:
    told: list[SyncStatus] = []
    end = device.engine.watch(told.append)
    device.engine.start()
    await until(lambda: len(naps.asked) == 1)
    await device.records.save(Entry.new(PATIENT, "quiet"))
    await until(lambda: len(clinic.alive("Goal")) == 1 and device.engine.status.phase == "idle")
    end()
    assert [s.phase for s in told if s.waiting] == ["sending"] * sum(1 for s in told if s.waiting)
    assert any(s.waiting for s in told)
    assert all(s.waiting == 0 for s in told if s.phase == "idle")
    assert device.engine.status.last_sent_at == device.time()


async def test_last_times_survive_a_restart(device: Device, clinic: OddClinic) -> None:
    await device.records.save(Entry.new(PATIENT, "quiet"))
    await device.sync()
    sent_at = device.engine.status.last_sent_at
    await device.close()
    device.time.forward(100)
    await device.open()
    await device.sync()
    assert device.engine.status.last_sent_at == sent_at
    assert sent_at is not None


async def test_stop_in_the_middle_leaves_no_row_behind(
    device: Device, clinic: OddClinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mobile.sync.engine.GRACE_S", 0.01)
    inner = clinic.handle_async_request
    begun = asyncio.Event()

    async def hanging(request: httpx.Request) -> httpx.Response:
        if request.method == "POST":
            begun.set()
            await asyncio.sleep(3600)
        return await inner(request)

    clinic.handle_async_request = hanging  # type: ignore[method-assign]
    await device.records.save(Entry.new(PATIENT, "quiet"))
    device.engine.start()
    await begun.wait()
    await device.engine.stop()
    assert (await device.records.pending())["sending"] == 0
    clinic.handle_async_request = inner  # type: ignore[method-assign]
    device.engine = device.new_engine()
    await device.sync()
    assert len(clinic.alive("Goal")) == 1


async def test_locked_store_ends_the_round_and_the_engine_says_so(
    device: Device, clinic: OddClinic, naps: Naps
) -> None:
    device.engine.start()
    await until(lambda: len(naps.asked) == 1)
    device.store.lock()
    device.engine.wake()
    await until(lambda: device.engine.status.phase == "attention")
    assert device.engine.status.reason == "locked"


async def test_unforeseen_failure_is_said_by_type_and_place_and_nothing_else(
    device: Device, clinic: OddClinic, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(document: object) -> None:
        raise LookupError("words nobody may see")

    device.file = broken  # type: ignore[assignment]
    device.engine = device.new_engine()
    clinic.put_in(
        {
            "resourceType": "Goal",
            "id": "g",
            "description": {"text": "private"},
            "subject": {"reference": PATIENT},
        }
    )
    with caplog.at_level(logging.DEBUG):
        await device.sync()
    assert device.engine.status.phase == "attention"
    assert device.engine.status.reason == "fault:LookupError"
    assert "LookupError at test_engine.py:" in caplog.text
    assert "nobody may see" not in caplog.text
    assert "private" not in caplog.text


async def test_first_reading_is_coming_then_failed_then_here_and_is_known_after_a_restart(
    device: Device, clinic: OddClinic
) -> None:
    def offline(request: httpx.Request) -> None:
        raise httpx.ConnectError("offline")

    told: list[str] = []
    device.engine.watch(lambda status: told.append(status.first))
    assert device.engine.status.first == "coming"
    clinic.lie = offline
    await device.sync()
    assert device.engine.status.first == "failed"
    device.engine.wake()
    assert device.engine.status.first == "coming"  # it is tried now
    clinic.lie = None
    await device.sync()
    assert device.engine.status.first == "here"
    await device.close()
    await device.open()
    clinic.lie = offline
    await device.engine.recall()
    assert device.engine.status.first == "here"  # said before the clinic was asked
    await device.sync()
    assert device.engine.status.first == "here"
    await device.records.go_on()  # commits were missing: all is read anew
    again = device.new_engine()
    await again.recall()
    assert again.status.first == "coming"


async def test_first_reading_is_here_only_when_every_search_was_read_to_its_end(
    device: Device, clinic: OddClinic
) -> None:
    def broken(request: httpx.Request) -> httpx.Response | None:
        return httpx.Response(500) if "Communication" in str(request.url) else None

    clinic.lie = broken
    await device.sync()
    assert device.engine.status.first == "failed"
    clinic.lie = None
    await device.sync()
    assert device.engine.status.first == "here"


async def test_search_that_the_clinic_does_not_offer_keeps_nobody_waiting(
    device: Device, clinic: OddClinic
) -> None:
    def forbidden(request: httpx.Request) -> httpx.Response | None:
        return httpx.Response(403) if "Communication" in str(request.url) else None

    clinic.lie = forbidden
    await device.sync()
    assert device.engine.status.first == "here"


async def test_new_search_is_fetched_before_all_is_called_here(device: Device, clinic: OddClinic) -> None:
    whole = device.queries
    device.engine = type(device.engine)(
        device.client, device.records, whole[:1], device.file, clock=device.time, sleep=device.time.sleep
    )
    await device.sync()
    assert device.engine.status.first == "here"
    later = device.new_engine()
    await later.recall()
    assert later.status.first == "coming"


async def test_what_was_received_and_when_is_known_after_a_new_start(
    device: Device, clinic: OddClinic
) -> None:
    clinic.put_in(json.loads(Entry.new(PATIENT, "theirs").to_json()))
    await device.sync()
    at = device.time.now
    await device.kill()
    device.time.forward(600)
    clinic.lie = lambda request: httpx.Response(503)
    await device.sync()
    assert device.engine.status.last_received_at == at


async def test_where_searches_travel_alone_a_slow_one_waits_for_its_time(
    device: Device, clinic: OddClinic
) -> None:
    clinic.has_batch = False
    slow = PullQuery("pointers", "Communication", {"patient": PATIENT}, alone_every_s=600)
    device.queries = [PullQuery("entries", "Goal", {"patient": PATIENT}), slow]
    device.engine = device.new_engine()
    asked: list[str] = []

    def lie(request: httpx.Request) -> httpx.Response | None:
        asked.append(request.url.path.rsplit("/", 1)[-1])
        return None

    clinic.lie = lie
    times = [await _asks_in_a_round(device, asked, after_s) for after_s in (0, 60, 60, 600)]
    assert times == [True, False, False, True]


async def _asks_in_a_round(device: Device, asked: list[str], after_s: float) -> bool:
    """Whether the slow search is asked in the round that begins so many seconds later. The other always is."""
    device.time.forward(after_s)
    asked.clear()
    await device.engine.once()
    assert "Goal" in asked
    return "Communication" in asked
