"""A clinic and devices for sync's tests: the real sandbox, the real sealed store, the real client, time by hand."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import httpx

from api_client.sandbox import Sandbox
from api_client.sandbox.faults import ShiftingClock

BASE = "http://127.0.0.1:9/fhir"


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


class Bearer(httpx.Auth):
    def __init__(self, token: str) -> None:
        self.token = token

    def auth_flow(self, request: httpx.Request):
        request.headers["authorization"] = f"Bearer {self.token}"
        yield request


class Clinic:
    """The sandbox in memory, with one fictional patient, and a window on what it really holds."""

    def __init__(self) -> None:
        self.time = ShiftingClock(Time())
        self.sandbox = Sandbox(None, demo=True, clock=self.time, base_url=BASE)
