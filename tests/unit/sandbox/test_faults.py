"""The fault switch: each trouble happens to the request it was planned for, once, and to no other."""

from __future__ import annotations

import httpx
import pytest

from api_client.sandbox import Fault, Faults, Sandbox
from tests.unit.sandbox.visitor import BASE, Visitor, goal


class Waits:
    """Counts the waiting instead of doing it."""

    def __init__(self) -> None:
        self.waited: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.waited.append(seconds)


def troubled(*faults: Fault) -> tuple[Sandbox, Visitor, Waits]:
    waits = Waits()
    sandbox = Sandbox(None, demo=True, base_url=BASE, faults=Faults(faults, sleep=waits))
    return sandbox, Visitor(sandbox, "rowan"), waits


async def test_a_dropped_request_never_arrives() -> None:
    sandbox, rowan, _ = troubled(Fault("drop_before", "POST", "/Goal$"))
    before = len(sandbox.find("Goal"))
    with pytest.raises(httpx.ConnectError):
        await rowan.post("Goal", goal("Patient/rowan"))
    assert len(sandbox.find("Goal")) == before
    assert (await rowan.post("Goal", goal("Patient/rowan"))).status_code == 201


@pytest.mark.parametrize("kind", ["drop_after", "cut_body"])
async def test_a_lost_reply_was_applied_all_the_same(kind: str) -> None:
    sandbox, rowan, _ = troubled(Fault(kind, "POST"))  # type: ignore[arg-type]
    before = len(sandbox.find("Goal"))
    with pytest.raises(httpx.TransportError):
        await rowan.post("Goal", goal("Patient/rowan"))
    assert len(sandbox.find("Goal")) == before + 1


async def test_a_request_that_arrives_twice_is_answered_once() -> None:
    sandbox, rowan, _ = troubled(Fault("duplicate", "POST"))
    before = len(sandbox.find("Goal"))
    assert (await rowan.post("Goal", goal("Patient/rowan"))).status_code == 201
    assert len(sandbox.find("Goal")) == before + 2


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("server_error", 500),
        ("too_many", 429),
        ("unavailable", 503),
        ("unauthorized", 401),
        ("stale", 412),
        ("error_after", 500),
        ("redirect", 307),
    ],
)
async def test_an_answer_that_is_none(kind: str, status: int) -> None:
    sandbox, rowan, _ = troubled(Fault(kind, "POST", seconds=7))  # type: ignore[arg-type]
    before = len(sandbox.find("Goal"))
    answer = await rowan.post("Goal", goal("Patient/rowan"))
    assert answer.status_code == status
    assert answer.headers.get("retry-after") == ("7" if status in (429, 503) else None)
    assert len(sandbox.find("Goal")) == before + (kind == "error_after")


async def test_half_a_bundle_is_whole_json_with_fewer_entries() -> None:
    _, rowan, _ = troubled(Fault("half_bundle", "GET", "/Appointment", nth=2))
    whole = (await rowan.get("Appointment")).json()
    half = (await rowan.get("Appointment")).json()
    assert len(half["entry"]) == len(whole["entry"]) // 2
    assert half["total"] == whole["total"]


async def test_broken_json_ends_in_the_middle() -> None:
    _, rowan, _ = troubled(Fault("broken_json", "GET"))
    with pytest.raises(ValueError, match=r".*"):
        (await rowan.get("Goal")).json()


async def test_slow_and_late_replies_wait_by_the_given_sleep() -> None:
    _, rowan, waits = troubled(Fault("slow_drip", "GET", seconds=3), Fault("delay", "PUT", seconds=9))
    assert (await rowan.get("Goal")).json()["resourceType"] == "Bundle"
    assert set(waits.waited) == {3}
    await rowan.put("Goal/x", goal("Patient/rowan", id="x"))
    assert waits.waited[-1] == 9


async def test_a_clock_that_jumps_is_seen_in_date_and_last_updated() -> None:
    _, rowan, _ = troubled(Fault("shift_clock", "POST", seconds=-172_800, nth=1))
    first = await rowan.post("Goal", goal("Patient/rowan"))
    second = await rowan.post("Goal", goal("Patient/rowan"))
    assert second.json()["meta"]["lastUpdated"] > first.json()["meta"]["lastUpdated"]


async def test_faults_count_and_tell_what_happened() -> None:
    sandbox, rowan, _ = troubled(Fault("server_error", "GET", "/Goal", nth=2))
    assert [(await rowan.get("Goal")).status_code for _ in range(3)] == [200, 500, 200]
    assert sandbox.faults.fired == [("server_error", "GET", "/fhir/Goal")]
    sandbox.faults.add(Fault("unavailable", nth=None))
    assert {(await rowan.get("Goal")).status_code for _ in range(3)} == {503}
    sandbox.faults.clear()
    assert (await rowan.get("Goal")).status_code == 200


@pytest.mark.parametrize("kind", ["drop_before", "drop_after", "cut_body"])
async def test_on_a_socket_the_connection_really_breaks(kind: str) -> None:
    sandbox = Sandbox(None, demo=True, faults=Faults([Fault(kind, "GET", "/Goal")]))  # type: ignore[list-item]
    async with sandbox.on_socket() as base, httpx.AsyncClient(base_url=base, trust_env=False) as http:
        headers = {"authorization": f"Bearer {sandbox.token('rowan')}"}
        with pytest.raises(httpx.TransportError):
            await http.get("Goal", headers=headers)
        assert (await http.get("Goal", headers=headers)).status_code == 200
    sandbox.close()
