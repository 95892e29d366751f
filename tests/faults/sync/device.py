"""One person's device for sync's tests: the real sealed store, the real client, time moved by hand."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx

from api_client import ClinicClient, Document, Retry
from mobile.records.ports import Filing
from mobile.records.records import Records
from mobile.records.secrets import MemorySecrets
from mobile.records.store import Store
from mobile.sync import PullQuery, Round, SyncEngine
from tests.faults.sync.entries import filing_for

PATIENT = "Patient/rowan"


class Time:
    """A clock moved by hand. Sleeping moves it, so that nothing waits."""

    def __init__(self) -> None:
        self.now = datetime(2031, 3, 1, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    async def sleep(self, seconds: float) -> None:
        self.forward(seconds)
        await asyncio.sleep(0)


def pulls(patient: str = PATIENT, reconcile_every_s: float | None = 0.0) -> list[PullQuery]:
    return [
        PullQuery("entries", "Goal", {"patient": patient}, reconcile_every_s),
        PullQuery("pointers", "Communication", {"patient": patient}, reconcile_every_s),
    ]


@dataclass
class Device:
    """Opened by `open`, killed by `kill`, opened again on the same folder."""

    folder: Path
    base: str
    transport: httpx.AsyncBaseTransport
    queries: Sequence[PullQuery] = field(default_factory=pulls)
    file: Callable[[Document], Filing | None] = field(default_factory=lambda: filing_for(PATIENT))
    auth: httpx.Auth | None = None
    time: Time = field(default_factory=Time)
    random: Callable[[], float] = lambda: 0.0
    secrets: MemorySecrets = field(default_factory=MemorySecrets)

    async def open(self) -> Device:
        self.store = Store(self.folder, self.secrets, clock=self.time, sleep=self.time.sleep)
        state = await self.store.look()
        self.records: Records = await (
            self.store.create(None) if state.value == "empty" else self.store.unlock(None)
        )
        self.client = ClinicClient(
            self.base,
            transport=self.transport,
            auth=self.auth,
            retry=Retry(tries=1, sleep=self.time.sleep),
        )
        self.engine = self.new_engine()
        return self

    def new_engine(self) -> SyncEngine:
        return SyncEngine(
            self.client,
            self.records,
            self.queries,
            self.file,
            clock=self.time,
            sleep=self.time.sleep,
            random=self.random,
        )

    async def close(self) -> None:
        await self.engine.stop()
        await self.client.aclose()
        self.store.lock()

    async def kill(self) -> None:
        """As a kill would leave it: requests under way stay unanswered, rows in flight stay so, then a new start."""
        await self.store_closed()
        await self.client.aclose()
        await self.open()

    async def store_closed(self) -> None:
        await asyncio.to_thread(self.store.lock)

    async def sync(self, rounds: int = 1) -> Round:
        """Rounds with enough time between them for everything postponed to be due again."""
        done = await self.engine.once()
        for _ in range(rounds - 1):
            self.time.forward(3700)
            done = await self.engine.once()
        return done

    async def unsent(self) -> int:
        return sum((await self.records.pending()).values())
