"""A switch for trouble: what networks and servers do to requests, on purpose and on schedule. For tests only.

Wraps any ASGI app. A fault is addressed by method, path pattern and which matching request it is. In process (httpx's
ASGITransport) a lost connection is raised as the httpx error a real one would be; on a socket the reply is begun and
never finished, which closes the connection. It must never change a request the schedule does not name.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Literal, cast

import httpx

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
ASGIApp = Callable[[Scope, Receive, Send], Awaitable[None]]

Kind = Literal[
    "drop_before",  # the request never arrives
    "drop_after",  # it is applied, and the reply is lost
    "duplicate",  # it arrives twice; the first reply is delivered
    "delay",  # it arrives late: `seconds`
    "server_error",  # 500, not applied
    "error_after",  # applied, and answered 500
    "too_many",  # 429 with Retry-After: `seconds`
    "unavailable",  # 503 with Retry-After: `seconds`
    "unauthorized",  # 401
    "stale",  # 412
    "half_bundle",  # a Bundle with half of its entries, otherwise whole
    "cut_body",  # the body ends in the middle, the connection with it
    "broken_json",  # the body ends in the middle, the reply is otherwise whole
    "slow_drip",  # the body in small pieces, `seconds` apart
    "redirect",  # 307 to another host
    "shift_clock",  # the clinic's clock jumps by `seconds` before this request
]

_PLAIN: dict[str, tuple[int, str]] = {
    "server_error": (500, "exception"),
    "error_after": (500, "exception"),
    "too_many": (429, "throttled"),
    "unavailable": (503, "transient"),
    "unauthorized": (401, "login"),
    "stale": (412, "conflict"),
}


@dataclass(frozen=True)
class Fault:
    """`path` is searched for in the request's path; `nth` counts matching requests from 1, None is every one."""

    kind: Kind
    method: str = "*"
    path: str = ""
    nth: int | None = 1
    seconds: float = 1.0
    elsewhere: str = "http://elsewhere.invalid"

    def is_for(self, method: str, path: str) -> bool:
        """Whether this request is of the kind the fault waits for."""
        return self.method in ("*", method) and re.search(self.path, path) is not None


class ShiftingClock:
    """A clock that can be made wrong. Aware UTC."""

    def __init__(self, clock: Callable[[], datetime] | None = None) -> None:
        self._clock = clock or (lambda: datetime.now(UTC))
        self.offset = timedelta()

    def __call__(self) -> datetime:
        return self._clock() + self.offset

    def shift(self, seconds: float) -> None:
        """Jumps, forward or back."""
        self.offset += timedelta(seconds=seconds)


@dataclass
class Faults:
    """The schedule. `fired` lists what happened, as (kind, method, path).

    `without`: resource types the clinic keeps none of from its opening on, as many servers keep no Task.
    """

    planned: Sequence[Fault] = ()
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    clock: ShiftingClock | None = None
    without: frozenset[str] = frozenset()
    fired: list[tuple[Kind, str, str]] = field(default_factory=list[tuple[Kind, str, str]])

    def __post_init__(self) -> None:
        self._waiting: list[tuple[Fault, list[int]]] = [(fault, [0]) for fault in self.planned]

    def add(self, *faults: Fault) -> None:
        """Plans more; each counts from now."""
        self._waiting += [(fault, [0]) for fault in faults]

    def clear(self) -> None:
        """Nothing goes wrong any more."""
        self._waiting.clear()

    def next_for(self, method: str, path: str) -> Fault | None:
        """The fault this request meets, if any. Every planned fault counts it."""
        met: Fault | None = None
        for fault, count in self._waiting:
            if not fault.is_for(method, path):
                continue
            count[0] += 1
            if met is None and (fault.nth is None or fault.nth == count[0]):
                met = fault
        if met is not None:
            self.fired.append((met.kind, method, path))
        return met

    def wrap(self, app: ASGIApp) -> ASGIApp:
        """The app with its troubles."""

        async def troubled(scope: Scope, receive: Receive, send: Send) -> None:
            fault = self.next_for(scope["method"], scope["path"]) if scope["type"] == "http" else None
            if fault is None:
                await app(scope, receive, send)
            else:
                await self._happen(fault, app, scope, receive, send)

        return troubled

    async def _happen(self, fault: Fault, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        kind = fault.kind
        if kind == "drop_before":
            await _hang_up(scope, send, "before")
            return
        if kind in _PLAIN and kind != "error_after":
            await _answer(send, kind, fault.seconds)
            return
        if kind == "redirect":
            await _redirect(send, fault.elsewhere + scope["path"])
            return
        if kind == "delay":
            await self.sleep(fault.seconds)
        if kind == "shift_clock" and self.clock is not None:
            self.clock.shift(fault.seconds)
        if kind in ("delay", "shift_clock"):
            await app(scope, receive, send)
            return
        reply = await _reply(app, scope, await _body(receive))
        await self._deliver(fault, reply, app, scope, send)

    async def _deliver(self, fault: Fault, reply: _Reply, app: ASGIApp, scope: Scope, send: Send) -> None:
        """What becomes of a reply the app has made."""
        kind = fault.kind
        if kind == "drop_after":
            await _hang_up(scope, send, "after")
        elif kind == "error_after":
            await _answer(send, kind, fault.seconds)
        elif kind == "duplicate":
            await _reply(app, scope, reply.request)
            await reply.send_to(send)
        elif kind == "half_bundle":
            await reply.with_body(_half_bundle(reply.body)).send_to(send)
        elif kind == "broken_json":
            await reply.with_body(reply.body[: len(reply.body) // 2]).send_to(send)
        elif kind == "cut_body":
            await _cut(reply, scope, send)
        elif kind == "slow_drip":
            await self._drip(reply, fault.seconds, send)

    async def _drip(self, reply: _Reply, seconds: float, send: Send) -> None:
        await send(reply.start)
        step = max(1, len(reply.body) // 8)
        for at in range(0, len(reply.body), step):
            await self.sleep(seconds)
            await send({"type": "http.response.body", "body": reply.body[at : at + step], "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})


@dataclass(frozen=True)
class _Reply:
    start: Message
    body: bytes
    request: bytes

    async def send_to(self, send: Send) -> None:
        await send(self.start)
        await send({"type": "http.response.body", "body": self.body, "more_body": False})

    def with_body(self, body: bytes) -> _Reply:
        """The same reply with another body, honestly measured."""
        kept = [(n, v) for n, v in self.start["headers"] if n.lower() != b"content-length"]
        headers = [*kept, (b"content-length", str(len(body)).encode())]
        return _Reply({**self.start, "headers": headers}, body, self.request)


async def _body(receive: Receive) -> bytes:
    body = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if message["type"] != "http.request" or not message.get("more_body", False):
            return body


async def _reply(app: ASGIApp, scope: Scope, body: bytes) -> _Reply:
    """Gives the app a whole request and keeps its whole answer."""
    sent: list[Message] = []
    has_given = False

    async def receive() -> Message:
        nonlocal has_given
        if has_given:
            return {"type": "http.disconnect"}
        has_given = True
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    await app(dict(scope), receive, send)
    whole = b"".join(message.get("body", b"") for message in sent[1:])
    return _Reply(sent[0], whole, body)


def _is_socket(scope: Scope) -> bool:
    return "spec_version" in scope.get("asgi", {})


async def _hang_up(scope: Scope, send: Send, when: Literal["before", "after"]) -> None:
    if not _is_socket(scope):
        raise httpx.ConnectError("dropped") if when == "before" else httpx.ReadError("dropped")
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"1000")]})


async def _cut(reply: _Reply, scope: Scope, send: Send) -> None:
    if not _is_socket(scope):
        raise httpx.RemoteProtocolError("peer closed connection without sending complete message body")
    await send(reply.start)
    await send({"type": "http.response.body", "body": reply.body[: len(reply.body) // 2], "more_body": True})


async def _redirect(send: Send, address: str) -> None:
    headers = [(b"location", address.encode()), (b"content-length", b"0")]
    await send({"type": "http.response.start", "status": 307, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


async def _answer(send: Send, kind: str, seconds: float) -> None:
    status, code = _PLAIN[kind]
    body = json.dumps(
        {
            "resourceType": "OperationOutcome",
            "issue": [{"severity": "error", "code": code, "diagnostics": "A planned fault."}],
        }
    ).encode()
    headers = [(b"content-type", b"application/fhir+json"), (b"content-length", str(len(body)).encode())]
    if status in (429, 503):
        headers.append((b"retry-after", str(max(0, round(seconds))).encode()))
    if status == 401:
        headers.append((b"www-authenticate", b'Bearer error="invalid_token"'))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _half_bundle(body: bytes) -> bytes:
    try:
        bundle = json.loads(body)
    except ValueError:
        return body[: len(body) // 2]
    if not isinstance(bundle, dict) or "entry" not in bundle:
        return body
    whole = cast("dict[str, Any]", bundle)
    whole["entry"] = whole["entry"][: len(whole["entry"]) // 2]
    return json.dumps(whole).encode()
