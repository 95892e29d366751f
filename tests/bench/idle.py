"""An idle minute of an app that is open: how many requests and bytes, and how soon what another person did is seen.

Against the sandbox in process, whose clock and the device's are one and are moved by the engine's own naps, so that a
minute takes no minute. The store, the client, the catalog and the engine are the real ones.
"""

from __future__ import annotations

import asyncio
import json
import tempfile
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from api_client import ClinicClient
from api_client.sandbox import Sandbox
from mobile.care.catalog import Who, filing, may_hold, pulls
from mobile.care.grant import ShareGrant
from mobile.care.intention import begin
from mobile.care.opened import Opened
from mobile.care.sharing import Reader, share
from mobile.records import Store
from mobile.records.secrets import MemorySecrets
from mobile.sync import PullQuery, SyncEngine
from mobile.wiring.setup import Setup
from tests.bench.note import notes
from tests.bench.table import Figure

BASE = "https://clinic.test/fhir"
BULK = 300
MINUTES = 5
PACE_S = Setup("demo", None, BASE).pull_every_s


@dataclass
class Counted(httpx.AsyncBaseTransport):
    """Counts what goes by. `carried`: whole resources in answers, stubs of a listing left out."""

    app: Any
    takes_batches: bool = True
    requests: int = 0
    received: int = 0
    carried: int = 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if not self.takes_batches and request.method == "POST" and request.url.path.endswith("/fhir"):
            self.requests += 1
            return httpx.Response(400, request=request)
        response = await httpx.ASGITransport(self.app).handle_async_request(request)
        body = await response.aread()
        self.requests += 1
        self.received += len(body)
        self.carried += sum(1 for _ in whole_resources(json.loads(body or b"{}")))
        return httpx.Response(response.status_code, headers=response.headers, content=body)


def whole_resources(value: Any) -> Any:
    """Resources within Bundles within Bundles, but for what is marked as cut down to its id."""
    for entry in value.get("entry", []) if isinstance(value, dict) else []:
        resource = entry.get("resource", {})
        tags = [tag.get("code") for tag in resource.get("meta", {}).get("tag", [])]
        if resource.get("resourceType") == "Bundle":
            yield from whole_resources(resource)
        elif resource.get("resourceType") not in (None, "OperationOutcome") and "SUBSETTED" not in tags:
            yield resource


@dataclass
class World:
    """A clinic after a bulk load, and the time of both sides."""

    now: datetime = field(default_factory=lambda: datetime(2031, 3, 1, 9, tzinfo=UTC))

    def __post_init__(self) -> None:
        self.sandbox = Sandbox(None, demo=True, clock=lambda: self.now, base_url=BASE)
        for note in notes(BULK):
            self.sandbox.write(note.to_json())

    @asynccontextmanager
    async def device(self, role: Any, person: str, *, takes_batches: bool = True):
        """An open app of theirs that has read all there is. Yields its counter, engine and records."""
        reference = f"{'Patient' if role == 'patient' else 'Practitioner'}/{person}"
        who = Who(role, reference, reference if role == "patient" else None, BASE)
        counted, opened = Counted(self.sandbox.app, takes_batches), Opened()
        with tempfile.TemporaryDirectory() as folder:
            store = Store(Path(folder), MemorySecrets(), clock=lambda: self.now)
            await store.look()
            records = await store.create(None)
            queries = [
                PullQuery(
                    p.key,
                    p.resource_type,
                    p.params,
                    p.reconcile_every_s,
                    p.is_own,
                    p.holds_words,
                    p.opened_by,
                    p.alone_every_s,
                    p.is_heavy,
                )
                for p in pulls(who)
            ]
            async with ClinicClient(
                BASE, transport=counted, auth=_Bearer(self.sandbox.token(person))
            ) as client:
                engine = SyncEngine(
                    client,
                    records,
                    queries,
                    lambda document: filing(document.type, document.text, who, opened),
                    clock=lambda: self.now,
                    every_s=PACE_S,
                    opens=lambda kind, id: may_hold(kind, id, who, opened),
                )
                for _ in range(12):  # until what was loaded lies behind
                    await engine.once()
                    self.now += timedelta(seconds=PACE_S)
                yield counted, engine, records
            store.lock()


@dataclass(frozen=True)
class Minute:
    requests: float
    received: float  # bytes
    carried: float  # resources


async def minute(role: str, person: str, *, takes_batches: bool = True) -> Minute:
    """What an open app asks in a minute in which nothing happens; on the mean of five minutes, since some come seldom."""
    world = World()
    async with world.device(role, person, takes_batches=takes_batches) as (counted, engine, _):
        before = (counted.requests, counted.received, counted.carried)
        for _ in range(int(60 * MINUTES // PACE_S)):
            await engine.once()
            world.now += timedelta(seconds=PACE_S)
        after = (counted.requests, counted.received, counted.carried)
    world.sandbox.close()
    return Minute(*((b - a) / MINUTES for a, b in zip(before, after, strict=True)))


async def seen_after_s(*, takes_batches: bool = True) -> tuple[float, float]:
    """Seconds until a therapist's open app has what was shared, and no longer has what was taken back."""
    world = World()
    async with world.device("practitioner", "sam", takes_batches=takes_batches) as (_, engine, records):
        made = _shared(world)
        shared = await _until(world, engine, lambda: _has(records, made[0]))
        for kind, id in made[1:]:
            world.sandbox.remove(kind, id)
        world.sandbox.remove("Goal", made[0])
        taken_back = await _until(world, engine, lambda: _has(records, made[0]), False)
    world.sandbox.close()
    return shared, taken_back


def _shared(world: World) -> Any:
    """Written at the clinic just after the app asked: it waits for the next round."""
    intention = begin("i1", "Appointment/a3", world.now).revise("quiet", world.now)
    copy, grant, *_ = share(intention, "Patient/rowan", Reader("Practitioner/sam", "Sam"), world.now)
    assert isinstance(grant, ShareGrant)
    goal = world.sandbox.write(copy.to_resource())
    text = json.dumps(grant.to_resource()).replace(copy.reference, f"Goal/{goal['id']}")
    consent = world.sandbox.write(text)
    return goal["id"], ("Consent", consent["id"])


async def _has(records: Any, goal: str) -> bool:
    return goal in await records.known("Goal")


async def _until(world: World, engine: SyncEngine, holds: Any, wanted: bool = True) -> float:
    began = world.now
    for _ in range(20):
        world.now += timedelta(seconds=PACE_S)
        await engine.once()
        if await holds() is wanted:
            return (world.now - began).total_seconds()
    raise AssertionError("never seen")


class _Bearer(httpx.Auth):
    def __init__(self, token: str) -> None:
        self._token = token

    def auth_flow(self, request: httpx.Request):
        request.headers["authorization"] = f"Bearer {self._token}"
        yield request


async def measure() -> list[Figure]:
    found: list[Figure] = []
    for role, person in (("patient", "rowan"), ("practitioner", "sam")):
        one = await minute(role, person)
        found += [
            Figure(f"idle minute, {role}: requests", one.requests, None, "", "<= 3"),
            Figure(f"idle minute, {role}: received", one.received / 1000, None, "kB", "no resource held"),
            Figure(f"idle minute, {role}: resources carried", one.carried, None, "", "0"),
        ]
        alone = await minute(role, person, takes_batches=False)
        found.append(
            Figure(f"idle minute without batches, {role}: requests", alone.requests, None, "", "<= 30")
        )
    shared, taken_back = await seen_after_s()
    return [
        *found,
        Figure("what was shared is seen after", shared, None, "s", "<= 30"),
        Figure("what was taken back is gone after", taken_back, None, "s", "<= 30"),
    ]


def figures() -> list[Figure]:
    return asyncio.run(measure())
