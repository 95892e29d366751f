"""What waits for its browser has an end: heads, bodies, messages, readers; and floods cost only who sends them."""

from __future__ import annotations

import asyncio
import contextlib
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from socket import SO_LINGER, SOL_SOCKET
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send
from websockets.exceptions import ConnectionClosed

from mobile.hosting.limits import Limits
from mobile.hosting.server import server
from mobile.hosting.sockets import LARGER
from tests.hosting.visitor import Visitor, compressed

LONG = 3600.0
HEAD = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n"


class Site:
    """Answers with how much it was sent; its sockets say how long each message was."""

    def __init__(self) -> None:
        self.scopes: list[Scope] = []
        self.ended = asyncio.Event()
        self.is_late = asyncio.Event()
        self.connections: set[Any] = set()
        self.handle: ASGIApp | None = None  # instead, for sockets

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.scopes.append(scope)
        if scope["type"] == "http":
            await self.answer(scope, receive, send)
        elif scope["type"] == "websocket" and self.handle is not None:
            await self.handle(scope, receive, send)
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.accept"})
            scope["extensions"][LARGER]() if scope["path"] == "/large" else None
            while (message := await receive())["type"] != "websocket.disconnect":
                await send({"type": "websocket.send", "text": str(len(message.get("bytes") or b""))})
            self.ended.set()

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] == "/late":
            await self.is_late.wait()
        if scope["path"] in ("/endless", "/late"):
            answer: Response = PlainTextResponse("x" * 50_000_000)
        else:
            size = sum([len(part) async for part in Request(scope, receive).stream()])
            answer = PlainTextResponse(str(size))
        await answer(scope, receive, send)


@asynccontextmanager
async def served(*, is_proxied: bool = False, **limits: Any) -> AsyncIterator[tuple[Site, Visitor]]:
    site = Site()
    serves = server(site, "127.0.0.1", 0, is_proxied=is_proxied, limits=Limits(**limits))
    serves.config.lifespan = "off"
    running = asyncio.create_task(serves._serve())
    while not serves.started:  # noqa: ASYNC110  (uvicorn tells nobody)
        await asyncio.sleep(0.01)
    site.connections = serves.server_state.connections
    port = serves.servers[0].sockets[0].getsockname()[1]
    visitor = Visitor(f"http://127.0.0.1:{port}")
    try:
        yield site, visitor
    finally:
        serves.should_exit = True
        await running  # while the visitor still holds what it holds
        await visitor.leave()


async def ends(reader: asyncio.StreamReader) -> bytes:
    """All that still comes; returns when the server has closed."""
    try:
        return await asyncio.wait_for(reader.read(), 30)
    except ConnectionError:
        return b""


@pytest.mark.parametrize(
    "sent",
    [b"", b"GET / HT", HEAD, b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9\r\n\r\nabc"],
    ids=["nothing", "half a line", "half a head", "half a body"],
)
async def test_a_request_that_never_ends_is_ended(sent: bytes) -> None:
    async with served(head_s=0.2, body_s=0.2) as (_, visitor):
        reader, _ = await visitor.raw(sent)
        await ends(reader)


async def test_dripping_does_not_help() -> None:
    async with served(head_s=0.3, body_s=0.3) as (_, visitor):
        for start in (HEAD, b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n"):
            reader, writer = await visitor.raw(start)

            async def drips(writer: asyncio.StreamWriter = writer, start: bytes = start) -> None:
                while True:
                    writer.write(b"a: b\r\n" if start is HEAD else b"1\r\nx\r\n")
                    await writer.drain()
                    await asyncio.sleep(0.02)

            dripping = asyncio.create_task(drips())
            await ends(reader)
            dripping.cancel()
            await asyncio.gather(dripping, return_exceptions=True)


async def test_every_request_of_a_connection_has_its_own_time() -> None:
    async with served(head_s=2, body_s=2) as (_, visitor):
        reader, writer = await visitor.raw()
        for _ in range(4):
            writer.write(b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 3\r\n")
            await asyncio.sleep(0.4)
            writer.write(b"\r\nab")
            await asyncio.sleep(0.4)
            writer.write(b"c")
            assert (await reader.readuntil(b"\r\n\r\n3")).startswith(b"HTTP/1.1 200")


async def test_a_head_has_a_size() -> None:
    async with served(head_bytes=4096) as (site, visitor):
        reader, _ = await visitor.raw(HEAD + b"a: " + b"x" * 100_000)
        assert b"400" in await ends(reader)
        assert site.scopes == []


async def test_who_reads_nothing_is_not_waited_for() -> None:
    async with served(blocked_s=0.3) as (_, visitor):
        reader, _ = await visitor.raw(b"GET /endless HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        await asyncio.sleep(1.5)
        assert len(await ends(reader)) < 50_000_000


async def test_a_flood_of_half_sent_requests_puts_out_only_its_own() -> None:
    async with served(connections_of_one=20, head_s=LONG) as (_, visitor):
        good = Visitor(visitor.url, "127.0.0.9")
        reader, writer = await good.raw(HEAD)
        flood = [await visitor.raw(HEAD) for _ in range(60)]
        for early, _ in flood[:40]:
            await ends(early)
        assert not any(late.at_eof() for late, _ in flood[41:])
        writer.write(b"\r\n")
        assert await reader.readuntil(b"\r\n\r\n0")
        assert (await visitor.http.get("/")).text == "0"  # and the newest of the same address is served
        await good.leave()


async def test_where_there_are_too_many_of_all_who_is_waited_for_longest_goes() -> None:
    async with served(connections=10, head_s=LONG) as (_, visitor):
        flood = [await visitor.raw(HEAD) for _ in range(30)]
        for early, _ in flood[:20]:
            await ends(early)
        good = Visitor(visitor.url, "127.0.0.9")
        assert (await good.http.get("/")).text == "0"
        await good.leave()


async def test_compression_is_not_spoken() -> None:
    async with served() as (site, visitor):
        socket = await visitor.socket(compression="deflate")
        assert socket.protocol.extensions == []
        socket.transport.write(compressed(50_000_000))
        with pytest.raises(ConnectionClosed):
            await socket.recv()
        await site.ended.wait()


async def test_until_a_socket_said_which_page_it_is_its_messages_are_small_and_then_as_large_as_a_photo() -> (
    None
):
    async with served(first_bytes=1000, message_bytes=100_000) as (_, visitor):
        small = await visitor.socket()
        await small.send(bytes(1000))
        assert await small.recv() == "1000"
        await small.send(bytes(1001))
        with pytest.raises(ConnectionClosed) as closed:
            await small.recv()
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1009
        visitor.path = "/large"
        large = await visitor.socket()
        await large.send(bytes(100_000))
        assert await large.recv() == "100000"
        await large.send(bytes(60_000) for _ in range(2))
        with pytest.raises(ConnectionClosed):
            await large.recv()


async def test_a_message_in_endless_pieces_is_ended() -> None:
    async with served(message_frames=10) as (_, visitor):
        socket = await visitor.socket()
        sending = asyncio.gather(socket.send(b"" for _ in range(1000)), return_exceptions=True)
        with pytest.raises(ConnectionClosed):
            await socket.recv()
        await sending


async def test_a_message_that_never_ends_is_ended_and_its_bytes_are_given_back() -> None:
    async with served(message_s=0.2) as (site, visitor):
        socket = await visitor.socket()
        socket.transport.write(b"\x82\xfe\x03\xe8\0\0\0\0" + bytes(500))  # half of a thousand
        with pytest.raises(ConnectionClosed):
            await socket.recv()
        await site.ended.wait()


async def test_of_unfinished_messages_one_address_holds_only_so_much() -> None:
    limits = {"held_bytes_of_one": 90_000, "held_bytes": 150_000}
    async with served(**limits) as (_, visitor):
        half = b"\x82\xfe" + (60_000).to_bytes(2, "big") + b"\0\0\0\0" + bytes(50_000)
        first, second = await visitor.socket(), await visitor.socket()
        first.transport.write(half)
        second.transport.write(half)
        done, _ = await asyncio.wait(
            [asyncio.ensure_future(one.wait_closed()) for one in (first, second)],
            timeout=30,
            return_when=asyncio.FIRST_COMPLETED,
        )
        assert len(done) == 1
        other = Visitor(visitor.url, "127.0.0.9")
        third = await other.socket()
        await third.send(bytes(60_000))
        assert await third.recv() == "60000"
        await other.leave()


async def test_a_browser_that_reads_nothing_is_not_answered_without_end() -> None:
    async with served(blocked_s=0.5) as (site, visitor):
        reader, writer = await visitor.raw(
            b"GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
        )
        await reader.readuntil(b"\r\n\r\n")
        writer.transport.pause_reading()
        ping = b"\x89\xfd\0\0\0\0" + bytes(125)

        async def floods() -> None:
            while True:
                writer.write(ping * 1000)
                await writer.drain()

        with pytest.raises(ConnectionError):
            await asyncio.wait_for(floods(), 60)
        await site.ended.wait()


@pytest.mark.parametrize("is_proxied", [False, True])
async def test_only_behind_a_proxy_is_believed_who_a_browser_is_said_to_be(is_proxied: bool) -> None:
    async with served(is_proxied=is_proxied) as (site, visitor):
        await visitor.http.get("/", headers={"x-forwarded-for": "6.6.6.6", "x-forwarded-proto": "https"})
        (scope,) = site.scopes
        assert (scope["client"][0], scope["scheme"]) == (
            ("6.6.6.6", "https") if is_proxied else ("127.0.0.1", "http")
        )


async def test_the_end_of_the_process_waits_for_nobody() -> None:
    async with served(stop_s=3000, head_s=LONG, body_s=LONG, blocked_s=LONG) as (_, visitor):
        for sent in (b"", HEAD, b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9\r\n\r\nabc"):
            await visitor.raw(sent)
        await visitor.raw(b"GET /endless HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        socket = await visitor.socket()
        await socket.send(b"x")
        assert await socket.recv() == "1"


async def test_nor_for_who_stops_reading_after_the_end_began() -> None:
    async with served(stop_s=3000, blocked_s=LONG) as (site, visitor):
        _, writer = await visitor.raw(b"GET /late HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        writer.transport.pause_reading()
        while not site.scopes:  # noqa: ASYNC110  (nobody tells)
            await asyncio.sleep(0.01)
        asyncio.get_running_loop().call_later(0.5, site.is_late.set)


async def test_what_a_closed_tab_had_sent_is_read_though_the_server_wrote_to_it_first() -> None:
    """The server is at other work while a tab types and dies; then it draws, which fails, and only then looks."""
    async with served() as (site, visitor):
        is_free = asyncio.Event()
        taken: list[bytes] = []

        async def at_work(scope: Scope, receive: Receive, send: Send) -> None:
            await receive()
            await send({"type": "websocket.accept"})
            await receive()  # the first letter; until the next is asked for, all but one wait in the kernel
            await send({"type": "websocket.send", "text": "never read by the tab"})
            await is_free.wait()
            with contextlib.suppress(OSError):
                for _ in range(2):
                    await send({"type": "websocket.send", "text": "drawn"})
            while (message := await receive())["type"] != "websocket.disconnect":
                taken.append(message["bytes"])
            site.ended.set()

        site.handle = at_work
        socket = await visitor.socket()
        raw = socket.transport.get_extra_info("socket")
        await socket.send(b"a")
        await socket.send(b"b")
        # Until the server holds one letter that nobody asked for, and reads no more.
        while not any(getattr(one, "read_paused", False) for one in site.connections):  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        for letter in b"cdefghij":
            await socket.send(bytes([letter]))
        raw.setsockopt(SOL_SOCKET, SO_LINGER, struct.pack("ii", 1, 0))  # the tab dies: a reset, not an end
        socket.transport.abort()
        is_free.set()
        await asyncio.wait_for(site.ended.wait(), 10)
        assert b"".join(taken) == b"bcdefghij"
