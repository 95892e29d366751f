"""A page's socket without a network: what a browser sends and hears, at the speed of the test."""

from __future__ import annotations

import asyncio
from typing import Any

from starlette.types import ASGIApp, Message

from tests.hosting.visitor import REGISTER, heard

HOST = "127.0.0.1:8552"
WAIT_S = 30


class Socket:
    """One socket of the browser whose mark is `browser`."""

    def __init__(self, site: ASGIApp, browser: str | None, address: str = "10.0.0.1") -> None:
        headers = [(b"host", HOST.encode()), (b"origin", f"http://{HOST}".encode())]
        if browser is not None:
            headers.append((b"cookie", f"lantern-browser={browser}".encode()))
        scope: dict[str, Any] = {
            "type": "websocket",
            "scheme": "ws",
            "path": "/ws",
            "raw_path": b"/ws",
            "root_path": "",
            "query_string": b"",
            "headers": headers,
            "client": (address, 1),
            "server": ("127.0.0.1", 8552),
            "subprotocols": [],
        }
        self._to_site: asyncio.Queue[Message] = asyncio.Queue()
        self._to_site.put_nowait({"type": "websocket.connect"})
        self._news = asyncio.Event()
        self.frames: list[bytes] = []
        self.closed: int | None = None
        self.task = asyncio.create_task(site(scope, self._to_site.get, lambda message: self._send(message)))  # type: ignore[arg-type]

    async def _send(self, message: Message) -> None:
        if message["type"] == "websocket.send":
            self.frames.append(message["bytes"])
        elif message["type"] == "websocket.close":
            self.closed = message.get("code", 1000)
            self._to_site.put_nowait({"type": "websocket.disconnect", "code": self.closed})
        self._news.set()

    def send(self, frame: bytes) -> None:
        self._to_site.put_nowait({"type": "websocket.receive", "bytes": frame})

    async def registered(self) -> str:
        """The id of the page, once the site says it. Raises AssertionError where the site closes instead."""
        await self.until(lambda: bool(self.frames) or self.closed is not None)
        assert self.frames, f"closed with {self.closed}"
        action, body = heard(self.frames[0])
        assert action == REGISTER
        return body["session_id"]

    async def until(self, is_so: Any) -> None:
        """Waits for a fact about what was heard."""
        async with asyncio.timeout(WAIT_S):
            while not is_so():
                self._news.clear()
                await self._news.wait()

    @property
    def all(self) -> bytes:
        return b"".join(self.frames)

    async def leave(self) -> None:
        """The browser is gone; returns when the site let go."""
        self._to_site.put_nowait({"type": "websocket.disconnect", "code": 1001})
        await asyncio.wait_for(asyncio.gather(self.task, return_exceptions=True), WAIT_S)
