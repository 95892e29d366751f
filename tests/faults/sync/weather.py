"""The network and the clinic on their bad days: strikes chosen requests with the sandbox's own faults.

Stands at httpx's transport port. Which requests are struck is told in sync's own terms (`kind_of`); what a fault does
is the sandbox's `faults`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, get_args
from urllib.parse import parse_qs

import httpx

from api_client.sandbox.faults import Fault, Faults, Kind, ShiftingClock

FAULTS: tuple[str, ...] = (*get_args(Kind), "timed_out", "forbidden", "missing", "not_fhir")
TWO_DAYS_S = 2 * 86_400.0


def kind_of(request: httpx.Request) -> str:
    """What sort of request this is."""
    path = request.url.path
    query = parse_qs(request.url.query.decode())
    tail = path.rpartition("/fhir")[2].strip("/").split("/")
    if path.endswith("/metadata"):
        return "metadata"
    if path.endswith("/token"):
        return "token_refresh"
    if "/auth/" in path or path.endswith("smart-configuration"):
        return "sign_in"
    if request.method == "POST" and tail == [""]:
        return "gathering" if b'"method":"GET"' in request.content else "batch"
    if request.method == "POST" and tail[-1] != "_search":
        return "conditional_create" if "if-none-exist" in request.headers else "create"
    if request.method == "PUT":
        return "stub_put" if b"entered-in-error" in request.content else "update"
    if request.method == "DELETE":
        return "delete"
    if request.method == "GET" and len(tail) >= 2 and tail[1] != "_history":
        return "read"
    if request.method == "POST":
        query |= parse_qs(request.content.decode())
    if query.get("_elements") == ["id,meta"]:
        return "id_listing"
    if "identifier" in query:
        return "identifier_search"
    if any(name.lstrip("_") in ("offset", "page", "cursor", "after") for name in query):
        return "next_page"
    return "first_page" if "_lastUpdated" not in query else "later_page"


@dataclass
class Weather(httpx.AsyncBaseTransport):
    """`choose(kind)` names the fault for a request of that kind, or None for fair weather."""

    app: Any
    clock: ShiftingClock | None = None
    choose: Callable[[str], str | None] = lambda kind: None
    is_offline: bool = False
    hang_at: int | None = None
    """Counting requests from now: the one that is never answered. `hangs` is set when it was reached."""
    hangs: asyncio.Event = field(default_factory=asyncio.Event)
    hangs_after: bool = False  # it is applied first
    struck: list[tuple[str, str]] = field(default_factory=list)
    kinds: set[str] = field(default_factory=set)
    count: int = 0

    def __post_init__(self) -> None:
        self._shift = -TWO_DAYS_S
        is_transport = isinstance(self.app, httpx.AsyncBaseTransport)
        self._fair: httpx.AsyncBaseTransport = self.app if is_transport else httpx.ASGITransport(self.app)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        kind = kind_of(request)
        self.kinds.add(kind)
        self.count += 1
        if self.is_offline:
            raise httpx.ConnectError("offline", request=request)
        if self.hang_at is not None:
            self.hang_at -= 1
            if self.hang_at < 0:
                await self._hang(request)
        fault = self.choose(kind)
        if fault is None:
            return await self._fair.handle_async_request(request)
        self.struck.append((kind, fault))
        return await self._strike(fault, request)

    async def _hang(self, request: httpx.Request) -> None:
        if self.hangs_after:
            await self._fair.handle_async_request(request)
        self.hangs.set()
        await asyncio.sleep(3600)

    async def _strike(self, fault: str, request: httpx.Request) -> httpx.Response:
        if fault in ("forbidden", "missing"):
            return httpx.Response(403 if fault == "forbidden" else 404, request=request)
        if fault == "not_fhir":
            page = "<html>Welcome to the airport</html>"
            return httpx.Response(200, headers={"content-type": "text/html"}, text=page, request=request)
        if fault == "timed_out":
            await self._fair.handle_async_request(request)
            raise httpx.ReadTimeout("slow", request=request)
        seconds = 0.0
        if fault == "shift_clock":
            self._shift = -self._shift  # forward, and back again
            seconds = self._shift
        planned = Fault(fault, nth=None, seconds=seconds)  # type: ignore[arg-type]
        faults = Faults([planned], sleep=_no_sleep, clock=self.clock)
        return await httpx.ASGITransport(faults.wrap(self.app)).handle_async_request(request)


async def _no_sleep(seconds: float) -> None:
    return None
