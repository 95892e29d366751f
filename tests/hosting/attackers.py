"""Visitors who wish a hosted Lantern ill, in a process of their own: what they cost themselves is not the server's.

`python -m tests.hosting.attackers URL ATTACK COUNT` does one attack so many times, prints `done`, holds on to all it has
open until its input ends, and leaves. It speaks to loopback only, and ends by itself after `MOST_S`.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from functools import cache
from pathlib import Path

from tests.hosting.visitor import Visitor, compressed, register

ROOT = Path(__file__).resolve().parents[2]
MEGA = 1 << 20
MOST_S = 300
AT_ONCE = 50
PATIENCE_S = 30
HALF = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n"
BODY = b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100000\r\n\r\nabc"
UPGRADE = (
    b"GET /ws HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nOrigin: http://127.0.0.1:%d\r\nUpgrade: websocket\r\n"
    b"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
)

Attack = Callable[[Visitor], Awaitable[None]]


async def abandons(bad: Visitor) -> None:
    """A socket that is opened and left before it says which page it is."""
    reader, writer = await bad.raw(UPGRADE % (bad.port, bad.port))
    await reader.readuntil(b"\r\n\r\n")
    writer.transport.abort()


async def opens_and_says_nothing(bad: Visitor) -> None:
    await bad.raw(UPGRADE % (bad.port, bad.port))


bomb = cache(lambda: compressed(60 * MEGA))


async def bombs(bad: Visitor) -> None:
    """A frame of 62 KB that would be 60 MB, whether the server speaks compression or not."""
    socket = await bad.socket(compression="deflate")
    socket.transport.write(bomb())
    await socket.wait_closed()


async def swells(bad: Visitor) -> None:
    """A page, and then a message of ten megabytes that would be half a gigabyte of empty lists."""
    socket, _ = await bad.page()
    await socket.send(b"\0\xdd" + (10 * MEGA).to_bytes(4, "big") + b"\x90" * (10 * MEGA))
    await socket.wait_closed()


async def half_asks(bad: Visitor) -> None:
    await bad.raw(HALF)


async def half_sends(bad: Visitor) -> None:
    await bad.raw(BODY)


async def idles(bad: Visitor) -> None:
    """A page that is begun and left open."""
    socket = await bad.socket()
    await socket.send(register())
    await socket.recv()


async def reads_nothing(bad: Visitor) -> None:
    _, writer = await bad.raw(b"GET /main.dart.js HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
    writer.transport.pause_reading()


ATTACKS: dict[str, Attack] = {
    "abandoned sockets": abandons,
    "silent sockets": opens_and_says_nothing,
    "compressed bombs": bombs,
    "swelling messages": swells,
    "half-open requests": half_asks,
    "slow bodies": half_sends,
    "idle pages": idles,
    "unread answers": reads_nothing,
}


@asynccontextmanager
async def attacked(url: str, name: str, count: int) -> AsyncIterator[asyncio.Task[None]]:
    """`count` of the attack `name` are under way from 127.0.0.1; the task ends when all were made. All is let go after."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "tests.hosting.attackers", url, name, str(count)),
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    assert await process.stdout.readline() == b"begun\n"

    async def made(output: asyncio.StreamReader = process.stdout) -> None:
        assert await output.readline() == b"done\n", "the attackers failed"

    making = asyncio.create_task(made())
    try:
        yield making
    finally:
        making.cancel()
        await asyncio.gather(making, return_exceptions=True)
        process.stdin.close()
        try:
            await asyncio.wait_for(process.wait(), PATIENCE_S)
        except TimeoutError:
            process.kill()
            await process.wait()
        await process.stdout.read()  # to its end: then the pipe is closed, too


async def many(count: int, one: Callable[[], Awaitable[object]]) -> None:
    """`count` times, some at once; that a server refuses is what the test is about."""
    turn = asyncio.Semaphore(AT_ONCE)

    async def once() -> None:
        async with turn:
            with suppress(Exception):
                await asyncio.wait_for(one(), PATIENCE_S)

    await asyncio.gather(*(once() for _ in range(count)))


async def _main(url: str, name: str, count: int) -> None:
    bad, attack = Visitor(url), ATTACKS[name]
    print("begun", flush=True)
    async with asyncio.timeout(MOST_S):
        await many(count, lambda: attack(bad))
        print("done", flush=True)
        await asyncio.to_thread(sys.stdin.buffer.read)
    await bad.leave()


if __name__ == "__main__":
    with suppress(TimeoutError):
        asyncio.run(_main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
    os._exit(0)  # whatever still waits for input
