"""Sync against a FHIR server that is not ours: Medplum's router. It is silent about what it can do, and links no pages."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.faults.sync.entries import Entry
from tests.faults.sync.schedules import Day
from tests.faults.sync.story import Story, device_at
from tests.interop.peers import NoPeer, medplum

pytestmark = [pytest.mark.node, pytest.mark.xdist_group("interop")]

DAYS = max(6, int(os.environ.get("LANTERN_SCHEDULES", "60")) // 10)
HARD = ("drop_after", "timed_out", "not_fhir")
"""The faults that leave open what the server did; the sandbox meets all of them."""
HEADERS = {"content-type": "application/fhir+json"}


class Passage:
    """An ASGI app that hands every request on to a server on a socket, so that weather can stand before it."""

    def __init__(self, base: str) -> None:
        self._root = base.removesuffix("/fhir")

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        body = b""
        while True:
            message = await receive()
            body += message.get("body", b"")
            if not message.get("more_body"):
                break
        url = httpx.URL(self._root).copy_with(raw_path=scope["raw_path"] + b"?" + scope["query_string"])
        headers = [(n, v) for n, v in scope["headers"] if n.lower() not in (b"host", b"accept-encoding")]
        async with httpx.AsyncClient(
            trust_env=False, verify=False
        ) as http:  # a context costs, and this is no https
            response = await http.request(scope["method"], url, headers=headers, content=body)
        kept = [(n.lower(), v) for n, v in response.headers.raw if n.lower() != b"content-encoding"]
        await send({"type": "http.response.start", "status": response.status_code, "headers": kept})
        await send({"type": "http.response.body", "body": response.content})


class MedplumGround:
    """A patient of their own for every day, so that days do not meet."""

    clock = None
    auth: httpx.Auth | None = None
    beyond = frozenset({"duplicate"})
    tells_of_deletions = False  # its memory answers 404 for what was deleted, and keeps no history of it

    def __init__(self, base: str) -> None:
        self.base = base
        self.app = Passage(base)
        self.patient = f"Patient/{uuid4()}"

    def alive(self, resource_type: str) -> list[dict[str, Any]]:
        params = {"subject": self.patient, "_count": "1000"}
        found = httpx.get(f"{self.base}/{resource_type}", params=params, trust_env=False, verify=False).json()
        return [entry["resource"] for entry in found.get("entry", [])]

    def write(self, document: Mapping[str, Any]) -> None:
        address = f"{self.base}/{document['resourceType']}"
        if "id" in document:
            done = httpx.put(
                f"{address}/{document['id']}", json=document, headers=HEADERS, trust_env=False, verify=False
            )
        else:
            done = httpx.post(
                address, content=json.dumps(document), headers=HEADERS, trust_env=False, verify=False
            )
        done.raise_for_status()

    def remove(self, id: str) -> None:
        httpx.delete(f"{self.base}/Goal/{id}", trust_env=False, verify=False).raise_for_status()

    def passed(self, seconds: float) -> None:
        pass

    def close(self) -> None:
        pass


@pytest.fixture
def base() -> Iterator[str]:
    """A Medplum of its own for each test: its memory has no index, and what others left makes every search slow."""
    try:
        with medplum(validates=False) as address:
            yield address
    except NoPeer as why:
        pytest.skip(f"Medplum's FHIR router was NOT tried: {why}")


async def test_two_devices_and_medplum_agree_when_it_is_quiet(base: str) -> None:
    for seed in range(DAYS):
        folder = Path(tempfile.mkdtemp())
        day = Day(seed, MedplumGround(base), folder)
        try:
            await day.play()
        except AssertionError as error:
            raise AssertionError(f"seed {seed}: {error}; {' > '.join(day.done)}") from error
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    print(f"FIGURES medplum: {DAYS} schedules, 0 lost, 0 doubled")


@pytest.mark.parametrize("kind", ["create", "identifier_search", "update", "delete"])
async def test_medplum_and_a_fault_in_each_kind_of_request(kind: str, base: str, tmp_path: Path) -> None:
    for fault in HARD:
        ground = MedplumGround(base)
        device = await device_at(ground, tmp_path / fault)
        try:
            await Story(ground, device, kind, fault, 1).tell()
        except AssertionError as error:
            raise AssertionError(f"{kind} x {fault}: {error}") from error
        finally:
            await device.close()


async def test_what_medplum_has_no_more_is_kept_here_and_not_sent_again_by_itself(
    base: str, tmp_path: Path
) -> None:
    ground = MedplumGround(base)
    device = await device_at(ground, tmp_path)
    entry = Entry.new(ground.patient, "mine")
    await device.records.save(entry)
    await device.engine.once()
    (goal,) = ground.alive("Goal")
    ground.remove(goal["id"])
    for _ in range(3):
        device.time.forward(3000)
        await device.engine.once()
    held = await device.records.get(Entry, entry.id)
    assert held is not None
    assert held.words == "mine"
    assert (await device.records.pending())["lost"] == 1
    assert ground.alive("Goal") == []
    await device.records.try_again(Entry, entry.id)
    await device.engine.once()
    assert [one["description"]["text"] for one in ground.alive("Goal")] == ["mine"]
    await device.close()
