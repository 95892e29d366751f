"""A visitor that speaks to a hosted Lantern as its client does, byte by byte, and can do what no browser would."""

from __future__ import annotations

import asyncio
import ssl
import zlib
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

import httpx
import msgpack
from websockets.asyncio.client import ClientConnection, connect

REGISTER, PATCH, EVENT, UPDATE, INVOKE = 1, 2, 3, 4, 5
WAIT_S = 30


def client_message(action: int, body: object) -> bytes:
    """A message of Flet's client."""
    return b"\0" + msgpack.packb([action, body])


def heard(frame: bytes | str) -> tuple[int, Any]:
    """Action and body of a message of Flet's server."""
    assert isinstance(frame, bytes)
    action, body = msgpack.unpackb(frame[1:], strict_map_key=False)
    return action, body


def register(session_id: str | None = None, page: dict[str, object] | None = None) -> bytes:
    body = {"session_id": session_id, "page_name": "", "page": page or {"route": "/", "web": True}}
    return client_message(REGISTER, body)


def compressed(size: int) -> bytes:
    """A frame of at most 64 KB that would become a message of `size` zeros."""
    deflate = zlib.compressobj(9, wbits=-15)
    payload = (deflate.compress(bytes(size)) + deflate.flush(zlib.Z_SYNC_FLUSH))[:-4]
    return b"\xc2\xfe" + len(payload).to_bytes(2, "big") + bytes(4) + payload


class Visitor:
    """One browser. `source`: the address it comes from, such as "127.0.0.9". `tls`: whom it trusts where `url` is https."""

    def __init__(self, url: str, source: str = "127.0.0.1", tls: ssl.SSLContext | None = None) -> None:
        self._tls = tls
        self.url = url
        self.source = source
        self.path = "/ws"
        self.port = urlsplit(url).port or 80
        self.http = httpx.AsyncClient(
            base_url=url,
            transport=httpx.AsyncHTTPTransport(local_address=source, verify=tls or True),
            timeout=WAIT_S,
            headers={"accept": "text/html"},
        )
        self._sockets: list[ClientConnection] = []
        self._raw: list[asyncio.StreamWriter] = []

    async def socket(self, **options: Any) -> ClientConnection:
        """A page's socket with this browser's cookies, not registered yet."""
        cookies = "; ".join(f"{name}={value}" for name, value in self.http.cookies.items())
        socket = await connect(
            self.url.replace("http", "ws") + self.path,
            origin=self.url,
            additional_headers={"cookie": cookies} if cookies else None,
            local_addr=(self.source, 0),
            open_timeout=WAIT_S,
            max_size=None,
            **({"ssl": self._tls} if self._tls is not None else {}),
            **{"compression": None, "proxy": None, **options},
        )
        self._sockets.append(socket)
        return socket

    async def page(self, session_id: str | None = None) -> tuple[ClientConnection, str]:
        """A registered page and its id. Raises AssertionError if it is answered otherwise."""
        socket = await self.socket()
        await socket.send(register(session_id))
        action, body = heard(await asyncio.wait_for(socket.recv(), WAIT_S))
        assert action == REGISTER, action
        return socket, body["session_id"]

    async def is_served(self) -> None:
        """Loads the page and sees something drawn on it."""
        answer = await self.http.get("/")
        assert answer.status_code == 200, answer.status_code
        socket, _ = await self.page()
        action, _ = heard(await asyncio.wait_for(socket.recv(), WAIT_S))
        assert action in (PATCH, INVOKE)

    async def raw(self, sent: bytes = b"") -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """A connection, and what is sent on it first."""
        opened = await asyncio.open_connection("127.0.0.1", self.port, local_addr=(self.source, 0))
        self._raw.append(opened[1])
        opened[1].write(sent)
        with suppress(ConnectionError):
            await opened[1].drain()
        return opened

    async def leave(self) -> None:
        """Everything this visitor has open is closed when this returns."""
        for socket in self._sockets:
            socket.transport.abort()
        for writer in self._raw:
            writer.transport.abort()
        closing = [one.wait_closed() for one in (*self._sockets, *self._raw)]
        await asyncio.gather(*closing, return_exceptions=True)
        await self.http.aclose()
